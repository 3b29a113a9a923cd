//! Rows of members.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{IdentityId, MemberId, PartnerId, Scope, Username};
use model::identity::{AffiliationState, HubRole, Member};

statements! {
    INSERT_MEMBER = "INSERT INTO member (id, partner_id, identity_id, username, hub_role, root, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND_MEMBER_BY_IDENTITY = "SELECT id, partner_id, identity_id, username, hub_role, root, state, created_at FROM member WHERE partner_id = $1 AND identity_id = $2";
    FIND_MEMBER_BY_USERNAME = "SELECT id, partner_id, identity_id, username, hub_role, root, state, created_at FROM member WHERE partner_id = $1 AND username = $2";
    LIST_MEMBERS = "SELECT id, partner_id, identity_id, username, hub_role, root, state, created_at FROM member WHERE partner_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    UPDATE_MEMBER = "UPDATE member SET username = $3, hub_role = $4, state = $5 WHERE partner_id = $1 AND id = $2";
}

fn read(c: &mut Columns<'_>) -> Result<Member, StoreFault> {
    Ok(Member {
        id: MemberId(c.id()?),
        partner_id: PartnerId(c.id()?),
        identity_id: IdentityId(c.id()?),
        username: c.text_or_null()?.and_then(|t| Username::parse(&t).ok()),
        hub_role: c.parsed(HubRole::parse)?,
        root: c.flag()?,
        state: c.parsed(AffiliationState::parse)?,
        created_at: c.time()?,
    })
}

/// Adds a member.
///
/// # Errors
/// [`StoreFault::Taken`] when the partner has this identity or username.
pub async fn insert(tx: &mut Tx, member: &Member) -> Result<(), StoreFault> {
    let values = [
        member.id.0.into(),
        member.partner_id.0.into(),
        member.identity_id.0.into(),
        member.username.as_ref().map(Username::as_str).into(),
        member.hub_role.as_str().into(),
        member.root.into(),
        member.state.as_str().into(),
        member.created_at.into(),
    ];
    tx.run(&INSERT_MEMBER, &values).await.map(|_| ())
}

/// The member that an identity is at this partner.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find_by_identity(
    tx: &mut Tx,
    scope: Scope,
    id: IdentityId,
) -> Result<Option<Member>, StoreFault> {
    let row = tx
        .one(
            &FIND_MEMBER_BY_IDENTITY,
            &[scope.partner().0.into(), id.0.into()],
        )
        .await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The member of a username.
///
/// # Errors
/// See above.
pub async fn find_by_username(
    tx: &mut Tx,
    scope: Scope,
    username: &str,
) -> Result<Option<Member>, StoreFault> {
    let row = tx
        .one(
            &FIND_MEMBER_BY_USERNAME,
            &[scope.partner().0.into(), username.into()],
        )
        .await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// A page of members after an id, oldest first.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    after: Option<MemberId>,
    limit: i64,
) -> Result<Vec<Member>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        after.map_or([0; 16], |m| m.0).into(),
        limit.into(),
    ];
    tx.all(&LIST_MEMBERS, &values)
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// Writes username, role and state.
///
/// # Errors
/// [`StoreFault::Taken`] when the username is taken.
pub async fn update(tx: &mut Tx, scope: Scope, member: &Member) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        member.id.0.into(),
        member.username.as_ref().map(Username::as_str).into(),
        member.hub_role.as_str().into(),
        member.state.as_str().into(),
    ];
    tx.run(&UPDATE_MEMBER, &values).await.map(|_| ())
}
