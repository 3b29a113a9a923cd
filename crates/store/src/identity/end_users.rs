//! Rows of end users.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{CompanyId, EndUserId, IdentityId, PartnerId, Scope};
use model::identity::{AffiliationState, EndUser};

statements! {
    INSERT_END_USER = "INSERT INTO end_user (id, partner_id, company_id, identity_id, state, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    FIND_END_USER = "SELECT id, partner_id, company_id, identity_id, state, created_at FROM end_user WHERE partner_id = $1 AND company_id = $2 AND identity_id = $3";
    LIST_END_USERS = "SELECT id, partner_id, company_id, identity_id, state, created_at FROM end_user WHERE partner_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    UPDATE_END_USER = "UPDATE end_user SET state = $3 WHERE partner_id = $1 AND id = $2";
}

fn read(c: &mut Columns<'_>) -> Result<EndUser, StoreFault> {
    Ok(EndUser {
        id: EndUserId(c.id()?),
        partner_id: PartnerId(c.id()?),
        company_id: CompanyId(c.id()?),
        identity_id: IdentityId(c.id()?),
        state: c.parsed(AffiliationState::parse)?,
        created_at: c.time()?,
    })
}

/// Adds an end user.
///
/// # Errors
/// [`StoreFault::Taken`] when the company has this identity.
pub async fn insert(tx: &mut Tx, end_user: &EndUser) -> Result<(), StoreFault> {
    let values = [
        end_user.id.0.into(),
        end_user.partner_id.0.into(),
        end_user.company_id.0.into(),
        end_user.identity_id.0.into(),
        end_user.state.as_str().into(),
        end_user.created_at.into(),
    ];
    tx.run(&INSERT_END_USER, &values).await.map(|_| ())
}

/// The end user that an identity is at a company.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    company: CompanyId,
    identity: IdentityId,
) -> Result<Option<EndUser>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        company.0.into(),
        identity.0.into(),
    ];
    tx.one(&FIND_END_USER, &values)
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// A page of a partner's end users after an id, oldest first.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    after: Option<EndUserId>,
    limit: i64,
) -> Result<Vec<EndUser>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        after.map_or([0; 16], |e| e.0).into(),
        limit.into(),
    ];
    tx.all(&LIST_END_USERS, &values)
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// Writes the state.
///
/// # Errors
/// See above.
pub async fn update(tx: &mut Tx, scope: Scope, end_user: &EndUser) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        end_user.id.0.into(),
        end_user.state.as_str().into(),
    ];
    tx.run(&UPDATE_END_USER, &values).await.map(|_| ())
}
