//! Groups as an upstream directory sees them, and the members who are in.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ApiKeyId, GroupId, MemberId, Scope};
use model::access::{Group, UpstreamGroup};

macro_rules! groups {
    ($rest:literal) => {
        concat!(
            "SELECT id, partner_id, name, description, rule, created_at, external_id, managed_by FROM access_group WHERE partner_id = $1",
            $rest
        )
    };
}

statements! {
    FIND_UPSTREAM_GROUP = groups!(" AND id = $2");
    UPSTREAM_GROUP_BY_EXTERNAL_ID = groups!(" AND external_id = $2");
    UPSTREAM_GROUP_BY_NAME = groups!(" AND name_key = $2");
    LIST_UPSTREAM_GROUPS = groups!(" ORDER BY id LIMIT $2 OFFSET $3");
    COUNT_UPSTREAM_GROUPS = "SELECT COUNT(*) FROM access_group WHERE partner_id = $1";
    WRITE_UPSTREAM_GROUP = "UPDATE access_group SET external_id = $3, managed_by = $4 WHERE partner_id = $1 AND id = $2";
    HOLD_GROUP = "UPDATE access_group SET name = name WHERE partner_id = $1 AND id = $2";
    MEMBERS_IN_GROUP = "SELECT m.id FROM group_affiliation a JOIN member m ON m.id = a.affiliation_id WHERE a.group_id = $1 AND m.partner_id = $2 AND m.delete_at IS NULL ORDER BY m.id LIMIT $3";
    GROUPS_OF_MEMBERS = "SELECT a.affiliation_id, g.id, g.name FROM access_group g JOIN group_affiliation a ON a.group_id = g.id WHERE g.partner_id = $1 AND a.affiliation_id >= $2 AND a.affiliation_id <= $3 ORDER BY a.affiliation_id, g.id";
}

fn read(c: &mut Columns<'_>) -> Result<UpstreamGroup, StoreFault> {
    Ok(UpstreamGroup {
        group: super::groups::read(c)?,
        external_id: c.text_or_null()?,
        managed_by: c.id_or_null()?.map(ApiKeyId),
    })
}

/// By what a directory looks a group up.
#[derive(Clone, Copy, Debug)]
pub enum UpstreamGroupKey<'k> {
    /// The hub's id.
    Id(GroupId),
    /// The directory's id.
    ExternalId(&'k str),
    /// The key of its name, under which look-alikes fall too.
    Name(&'k str),
}

/// The group that a key means.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    key: UpstreamGroupKey<'_>,
) -> Result<Option<UpstreamGroup>, StoreFault> {
    let (statement, value) = match key {
        UpstreamGroupKey::Id(id) => (&FIND_UPSTREAM_GROUP, id.0.into()),
        UpstreamGroupKey::ExternalId(text) => (&UPSTREAM_GROUP_BY_EXTERNAL_ID, text.into()),
        UpstreamGroupKey::Name(text) => (&UPSTREAM_GROUP_BY_NAME, text.into()),
    };
    let row = tx
        .one(statement, &[scope.partner().0.into(), value])
        .await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// A page in order of creation, after so many.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    skip: i64,
    limit: i64,
) -> Result<Vec<UpstreamGroup>, StoreFault> {
    let values = [scope.partner().0.into(), limit.into(), skip.into()];
    let rows = tx.all(&LIST_UPSTREAM_GROUPS, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// How many there are.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, scope: Scope) -> Result<i64, StoreFault> {
    let values = [scope.partner().0.into()];
    match tx.one(&COUNT_UPSTREAM_GROUPS, &values).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Writes what is kept of a group for the directory.
///
/// # Errors
/// [`StoreFault::Taken`] when another group has the external id.
pub async fn write(
    tx: &mut Tx,
    scope: Scope,
    id: GroupId,
    external_id: Option<&str>,
    managed_by: Option<ApiKeyId>,
) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        external_id.into(),
        managed_by.map(|k| k.0).into(),
    ];
    tx.run(&WRITE_UPSTREAM_GROUP, &values).await.map(|_| ())
}

/// Holds a group until the transaction ends, so that of two who write it at once the second sees what
/// the first did.
///
/// # Errors
/// See above.
pub async fn hold(tx: &mut Tx, scope: Scope, id: GroupId) -> Result<(), StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    tx.run(&HOLD_GROUP, &values).await.map(|_| ())
}

/// The members who are in a group, by whatever way.
///
/// # Errors
/// See above.
pub async fn members(
    tx: &mut Tx,
    scope: Scope,
    group: &Group,
    limit: i64,
) -> Result<Vec<MemberId>, StoreFault> {
    let values = [group.id.0.into(), scope.partner().0.into(), limit.into()];
    let rows = tx.all(&MEMBERS_IN_GROUP, &values).await?;
    rows.iter()
        .map(|r| Ok(MemberId(r.columns().id()?)))
        .collect()
}

/// The groups of the members from one id to another, each with its name.
///
/// # Errors
/// See above.
pub async fn of_members(
    tx: &mut Tx,
    scope: Scope,
    from: MemberId,
    to: MemberId,
) -> Result<Vec<(MemberId, GroupId, String)>, StoreFault> {
    let values = [scope.partner().0.into(), from.0.into(), to.0.into()];
    let rows = tx.all(&GROUPS_OF_MEMBERS, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((MemberId(c.id()?), GroupId(c.id()?), c.text()?))
        })
        .collect()
}
