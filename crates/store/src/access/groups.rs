//! Rows of groups and of who is in them.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{DisplayName, GroupId, PartnerId, Scope};
use model::access::Group;
use model::identity::AffiliationId;

statements! {
    INSERT_GROUP = "INSERT INTO access_group (id, partner_id, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5)";
    FIND_GROUP_BY_KEY = "SELECT id, partner_id, name, created_at FROM access_group WHERE partner_id = $1 AND name_key = $2";
    GROUPS_OF_AFFILIATION = "SELECT g.id, g.partner_id, g.name, g.created_at FROM group_affiliation a JOIN access_group g ON g.id = a.group_id WHERE a.affiliation_id = $1 AND g.partner_id = $2 ORDER BY g.id LIMIT 1000";
    ADD_TO_GROUP = "INSERT INTO group_affiliation (group_id, affiliation_id) VALUES ($1, $2) ON CONFLICT (group_id, affiliation_id) DO NOTHING";
    REMOVE_FROM_GROUP = "DELETE FROM group_affiliation WHERE group_id = $1 AND affiliation_id = $2";
}

fn read(c: &mut Columns<'_>) -> Result<Group, StoreFault> {
    Ok(Group {
        id: GroupId(c.id()?),
        partner_id: PartnerId(c.id()?),
        name: c.parsed(|t| DisplayName::parse(t).ok())?,
        created_at: c.time()?,
    })
}

/// Adds a group.
///
/// # Errors
/// [`StoreFault::Taken`] when the partner has one of that name.
pub async fn insert(tx: &mut Tx, group: &Group) -> Result<(), StoreFault> {
    let values = [
        group.id.0.into(),
        group.partner_id.0.into(),
        group.name.as_str().into(),
        kernel::name::name_key(group.name.as_str()).into(),
        group.created_at.into(),
    ];
    tx.run(&INSERT_GROUP, &values).await.map(|_| ())
}

/// The group of a name key.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find_by_key(
    tx: &mut Tx,
    scope: Scope,
    key: &str,
) -> Result<Option<Group>, StoreFault> {
    let row = tx
        .one(&FIND_GROUP_BY_KEY, &[scope.partner().0.into(), key.into()])
        .await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The groups that somebody is in at the partner.
///
/// # Errors
/// See above.
pub async fn of_affiliation(
    tx: &mut Tx,
    scope: Scope,
    id: AffiliationId,
) -> Result<Vec<Group>, StoreFault> {
    let rows = tx
        .all(
            &GROUPS_OF_AFFILIATION,
            &[id.bytes().into(), scope.partner().0.into()],
        )
        .await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Puts somebody into a group; true when she was not in it.
///
/// # Errors
/// See above.
pub async fn add(tx: &mut Tx, group: &Group, id: AffiliationId) -> Result<bool, StoreFault> {
    Ok(tx
        .run(&ADD_TO_GROUP, &[group.id.0.into(), id.bytes().into()])
        .await?
        > 0)
}

/// Takes somebody out of a group; true when she was in it.
///
/// # Errors
/// See above.
pub async fn remove(tx: &mut Tx, group: &Group, id: [u8; 16]) -> Result<bool, StoreFault> {
    Ok(tx
        .run(&REMOVE_FROM_GROUP, &[group.id.0.into(), id.into()])
        .await?
        > 0)
}
