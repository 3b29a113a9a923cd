//! Members and end users as sign-in sees them: one shape for both.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{IdentityId, PartnerId};
use model::identity::{Affiliation, AffiliationId, AffiliationState, HubRole, Population};

statements! {
    AFFILIATIONS_OF_IDENTITY = "SELECT 'staff', m.id, m.identity_id, p.id, p.name, p.state, NULL, 'active', m.hub_role, m.username, m.state, p.policy FROM member m JOIN partner p ON p.id = m.partner_id WHERE m.identity_id = $1 UNION ALL SELECT 'client', e.id, e.identity_id, p.id, p.name, p.state, c.name, c.state, NULL, NULL, e.state, '{}' FROM end_user e JOIN partner p ON p.id = e.partner_id JOIN company c ON c.id = e.company_id WHERE e.identity_id = $1 LIMIT 200";
    FIND_AFFILIATION = "SELECT 'staff', m.id, m.identity_id, p.id, p.name, p.state, NULL, 'active', m.hub_role, m.username, m.state, p.policy FROM member m JOIN partner p ON p.id = m.partner_id WHERE m.id = $1 UNION ALL SELECT 'client', e.id, e.identity_id, p.id, p.name, p.state, c.name, c.state, NULL, NULL, e.state, '{}' FROM end_user e JOIN partner p ON p.id = e.partner_id JOIN company c ON c.id = e.company_id WHERE e.id = $1";
    ACCEPT_MEMBER = "UPDATE member SET state = 'active' WHERE id = $1 AND state = 'invited'";
    ACCEPT_END_USER = "UPDATE end_user SET state = 'active' WHERE id = $1 AND state = 'invited'";
}

fn read(c: &mut Columns<'_>) -> Result<Affiliation, StoreFault> {
    let population = c.parsed(Population::parse)?;
    Ok(Affiliation {
        id: AffiliationId::of(population, c.id()?),
        identity_id: IdentityId(c.id()?),
        partner_id: PartnerId(c.id()?),
        partner_name: c.text()?,
        partner_active: c.text()? == "active",
        company_name: c.text_or_null()?,
        company_active: c.text()? == "active",
        hub_role: c.text_or_null()?.and_then(|t| HubRole::parse(&t)),
        username: c.text_or_null()?,
        state: c.parsed(AffiliationState::parse)?,
        policy: c.parsed(crate::directory::partners::read_policy)?,
    })
}

/// All places where an identity is known, oldest first within its kind.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn of_identity(tx: &mut Tx, id: IdentityId) -> Result<Vec<Affiliation>, StoreFault> {
    let rows = tx.all(&AFFILIATIONS_OF_IDENTITY, &[id.0.into()]).await?;
    let mut found: Vec<_> = rows
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect::<Result<_, _>>()?;
    found.sort_by_key(|a| a.id.bytes());
    Ok(found)
}

/// The affiliation of an id.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, id: AffiliationId) -> Result<Option<Affiliation>, StoreFault> {
    tx.one(&FIND_AFFILIATION, &[id.bytes().into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// Makes an invited affiliation active; true when it was invited.
///
/// # Errors
/// See above.
pub async fn accept(tx: &mut Tx, id: AffiliationId) -> Result<bool, StoreFault> {
    let statement = match id {
        AffiliationId::Member(_) => &ACCEPT_MEMBER,
        AffiliationId::EndUser(_) => &ACCEPT_END_USER,
    };
    Ok(tx.run(statement, &[id.bytes().into()]).await? > 0)
}
