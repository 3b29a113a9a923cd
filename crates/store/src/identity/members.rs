//! Rows of members.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{IdentityId, MemberId, PartnerId, Scope, Timestamp, Username};
use model::identity::{AffiliationState, HubRole, Identity, Member};

statements! {
    USERNAMES = "SELECT lower(username) FROM member WHERE partner_id = $1 AND username IS NOT NULL LIMIT 1000000";
    INSERT_MEMBER = "INSERT INTO member (id, partner_id, identity_id, username, hub_role, root, state, delete_at, created_at, changed_at, search_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)";
    FIND_MEMBER_BY_IDENTITY = "SELECT id, partner_id, identity_id, username, hub_role, root, state, delete_at, created_at FROM member WHERE partner_id = $1 AND identity_id = $2";
    FIND_MEMBER_BY_USERNAME = "SELECT id, partner_id, identity_id, username, hub_role, root, state, delete_at, created_at FROM member WHERE partner_id = $1 AND username = $2";
    LIST_MEMBERS = "SELECT id, partner_id, identity_id, username, hub_role, root, state, delete_at, created_at FROM member WHERE partner_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    UPDATE_MEMBER = "UPDATE member SET search_key = $3 || COALESCE($4, ''), username = $4, hub_role = $5, root = $6, state = $7, delete_at = $8, changed_at = $9, ended_upstream = CASE WHEN state = $7 THEN ended_upstream ELSE 0 END WHERE partner_id = $1 AND id = $2";
    FIND_MEMBER = "SELECT id, partner_id, identity_id, username, hub_role, root, state, delete_at, created_at FROM member WHERE partner_id = $1 AND id = $2";
    REFRESH_SEARCH_KEYS = "UPDATE member SET search_key = $2 || COALESCE(username, '') WHERE identity_id = $1";
    HOLD_MASTERS = "UPDATE member SET root = root WHERE partner_id = $1 AND hub_role = 'master'";
    COUNT_MASTERS = "SELECT COUNT(CASE WHEN id <> $2 THEN 1 END), COUNT(CASE WHEN id <> $2 AND root = 1 THEN 1 END) FROM member WHERE partner_id = $1 AND hub_role = 'master' AND state = 'active' AND delete_at IS NULL";
    LIST_DUE_FOR_DELETION = "SELECT id, partner_id, identity_id, username, hub_role, root, state, delete_at, created_at FROM member WHERE delete_at IS NOT NULL AND delete_at <= $1 ORDER BY delete_at LIMIT $2";
    DELETE_MEMBER = "DELETE FROM member WHERE partner_id = $1 AND id = $2";
}

pub(super) fn read(c: &mut Columns<'_>) -> Result<Member, StoreFault> {
    Ok(Member {
        id: MemberId(c.id()?),
        partner_id: PartnerId(c.id()?),
        identity_id: IdentityId(c.id()?),
        username: c.text_or_null()?.and_then(|t| Username::parse(&t).ok()),
        hub_role: c.parsed(HubRole::parse)?,
        root: c.flag()?,
        state: c.parsed(AffiliationState::parse)?,
        delete_at: c.time_or_null()?,
        created_at: c.time()?,
    })
}

/// What a search looks through, but for the username at its end: name and address in small letters.
pub(crate) fn search_key(identity: &Identity) -> String {
    format!(
        "{} <{}> ",
        identity.display_name.as_str().to_lowercase(),
        identity.email.key()
    )
}

/// Writes anew what a search finds of a person, after her name or address changed.
///
/// # Errors
/// [`StoreFault`].
pub async fn refresh_search_keys(tx: &mut Tx, identity: &Identity) -> Result<(), StoreFault> {
    let values = [identity.id.0.into(), search_key(identity).into()];
    tx.run(&REFRESH_SEARCH_KEYS, &values).await.map(|_| ())
}

/// Adds a member.
///
/// # Errors
/// [`StoreFault::Taken`] when the partner has this identity or username.
pub async fn insert(tx: &mut Tx, member: &Member, identity: &Identity) -> Result<(), StoreFault> {
    let username = member.username.as_ref().map(Username::as_str);
    let values = [
        member.id.0.into(),
        member.partner_id.0.into(),
        member.identity_id.0.into(),
        username.into(),
        member.hub_role.as_str().into(),
        member.root.into(),
        member.state.as_str().into(),
        member.delete_at.into(),
        member.created_at.into(),
        format!("{}{}", search_key(identity), username.unwrap_or_default()).into(),
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

/// Writes username, role, state and what is due. Another state is no longer what a directory has made
/// it.
///
/// # Errors
/// [`StoreFault::Taken`] when the username is taken.
pub async fn update(
    tx: &mut Tx,
    scope: Scope,
    member: &Member,
    identity: &Identity,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        member.id.0.into(),
        search_key(identity).into(),
        member.username.as_ref().map(Username::as_str).into(),
        member.hub_role.as_str().into(),
        member.root.into(),
        member.state.as_str().into(),
        member.delete_at.into(),
        now.into(),
    ];
    tx.run(&UPDATE_MEMBER, &values).await.map(|_| ())
}

/// The member of an id.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, scope: Scope, id: MemberId) -> Result<Option<Member>, StoreFault> {
    tx.one(&FIND_MEMBER, &[scope.partner().0.into(), id.0.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// The usernames of a partner's members.
///
/// # Errors
/// See above.
pub async fn usernames(tx: &mut Tx, scope: Scope) -> Result<Vec<String>, StoreFault> {
    let rows = tx.all(&USERNAMES, &[scope.partner().0.into()]).await?;
    rows.iter().map(|r| r.columns().text()).collect()
}

/// How many masters, and how many root masters, the partner has who may sign in, without this one.
/// With `holding` the masters are held until the transaction ends, so that of two who remove each other at once the
/// second sees what the first did.
///
/// # Errors
/// See above.
pub async fn other_masters(
    tx: &mut Tx,
    scope: Scope,
    without: MemberId,
    holding: bool,
) -> Result<(i64, i64), StoreFault> {
    if holding {
        tx.run(&HOLD_MASTERS, &[scope.partner().0.into()]).await?;
    }
    let values = [scope.partner().0.into(), without.0.into()];
    match tx.one(&COUNT_MASTERS, &values).await? {
        Some(row) => {
            let mut c = row.columns();
            Ok((c.int()?, c.int()?))
        }
        None => Ok((0, 0)),
    }
}

/// Members whose grace is over, of all partners, the longest waiting first.
///
/// # Errors
/// See above.
pub async fn due_for_deletion(
    tx: &mut Tx,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Member>, StoreFault> {
    tx.all(&LIST_DUE_FOR_DELETION, &[now.into(), limit.into()])
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// Removes a member for good.
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, scope: Scope, id: MemberId) -> Result<(), StoreFault> {
    tx.run(&DELETE_MEMBER, &[scope.partner().0.into(), id.0.into()])
        .await
        .map(|_| ())
}
