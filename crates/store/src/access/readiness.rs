//! What the readiness check of a module reads: everybody of a population with the facts that the
//! decision asks about, a page at a time, and whom the grants reach.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{DisplayName, EmailAddress, GroupId, InstanceId, Scope};
use model::access::GrantPath;
use model::identity::{AffiliationId, AffiliationState, IdentityState, Population};
use std::collections::BTreeMap;

statements! {
    PEOPLE_OF_STAFF = "SELECT m.id, i.display_name, i.email, i.state, m.state, 'active', (EXISTS (SELECT 1 FROM totp_factor f WHERE f.identity_id = i.id) OR EXISTS (SELECT 1 FROM passkey k WHERE k.identity_id = i.id)) FROM member m JOIN identity i ON i.id = m.identity_id WHERE m.partner_id = $1 AND m.id > $2 AND ($3 = 0 OR EXISTS (SELECT 1 FROM group_affiliation g WHERE g.affiliation_id = m.id AND g.group_id = $4)) ORDER BY m.id LIMIT $5";
    PEOPLE_OF_CLIENTS = "SELECT e.id, i.display_name, i.email, i.state, e.state, c.state, (EXISTS (SELECT 1 FROM totp_factor f WHERE f.identity_id = i.id) OR EXISTS (SELECT 1 FROM passkey k WHERE k.identity_id = i.id)) FROM end_user e JOIN identity i ON i.id = e.identity_id JOIN company c ON c.id = e.company_id WHERE e.partner_id = $1 AND e.id > $2 AND ($3 = 0 OR EXISTS (SELECT 1 FROM group_affiliation g WHERE g.affiliation_id = e.id AND g.group_id = $4)) ORDER BY e.id LIMIT $5";
    REACHED_DIRECTLY = "SELECT holder_id FROM access_grant WHERE partner_id = $1 AND instance_id = $2 AND holder_kind = 'affiliation'";
    REACHED_BY_GROUPS = "SELECT a.affiliation_id, g.id, g.name FROM access_grant x JOIN access_group g ON g.id = x.holder_id JOIN group_affiliation a ON a.group_id = g.id WHERE x.partner_id = $1 AND x.instance_id = $2 AND x.holder_kind = 'group'";
}

/// A person with what the decision asks about her.
#[derive(Clone, Debug)]
pub struct PersonFacts {
    /// The place that is meant.
    pub id: AffiliationId,
    /// Her name.
    pub display_name: DisplayName,
    /// Her address.
    pub email: EmailAddress,
    /// Where her login stands.
    pub identity: IdentityState,
    /// Where her place stands.
    pub affiliation: AffiliationState,
    /// Whether her company is active; true for a member.
    pub company_active: bool,
    /// Whether she has a second factor.
    pub has_factor: bool,
}

/// People of a population after one of them, in order of creation, of one group or of all.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn people(
    tx: &mut Tx,
    scope: Scope,
    population: Population,
    group: Option<GroupId>,
    after: Option<AffiliationId>,
    limit: i64,
) -> Result<Vec<PersonFacts>, StoreFault> {
    let statement = match population {
        Population::Staff => &PEOPLE_OF_STAFF,
        Population::Client => &PEOPLE_OF_CLIENTS,
    };
    let values = [
        scope.partner().0.into(),
        after.map_or([0; 16], AffiliationId::bytes).into(),
        group.is_some().into(),
        group.map_or([0; 16], |g| g.0).into(),
        limit.into(),
    ];
    tx.all(statement, &values)
        .await?
        .iter()
        .map(|r| {
            let mut c = r.columns();
            Ok(PersonFacts {
                id: AffiliationId::of(population, c.id()?),
                display_name: c.parsed(|t| DisplayName::parse(t).ok())?,
                email: c.parsed(|t| EmailAddress::parse(t).ok())?,
                identity: c.parsed(IdentityState::parse)?,
                affiliation: c.parsed(AffiliationState::parse)?,
                company_active: c.text()? == "active",
                has_factor: c.truth()?,
            })
        })
        .collect()
}

/// Whom the grants of an instance reach, each with every way.
///
/// # Errors
/// See above.
pub async fn reached(
    tx: &mut Tx,
    scope: Scope,
    instance: InstanceId,
) -> Result<BTreeMap<[u8; 16], Vec<GrantPath>>, StoreFault> {
    let values = [scope.partner().0.into(), instance.0.into()];
    let mut reached: BTreeMap<[u8; 16], Vec<GrantPath>> = BTreeMap::new();
    for row in tx.all(&REACHED_DIRECTLY, &values).await? {
        let id = row.columns().id()?;
        reached.entry(id).or_default().push(GrantPath::Direct);
    }
    for row in tx.all(&REACHED_BY_GROUPS, &values).await? {
        let mut c = row.columns();
        let (id, group, name) = (c.id()?, GroupId(c.id()?), c.text()?);
        reached
            .entry(id)
            .or_default()
            .push(GrantPath::Group(group, name));
    }
    Ok(reached)
}
