//! Rows of groups and of who is in them.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{DisplayName, GroupId, PartnerId, Scope};
use model::access::Group;
use model::identity::AffiliationId;

statements! {
    INSERT_GROUP = "INSERT INTO access_group (id, partner_id, name, name_key, description, rule, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND_GROUP_BY_KEY = "SELECT id, partner_id, name, description, rule, created_at FROM access_group WHERE partner_id = $1 AND name_key = $2";
    GROUPS_OF_AFFILIATION = "SELECT g.id, g.partner_id, g.name, g.description, g.rule, g.created_at FROM group_affiliation a JOIN access_group g ON g.id = a.group_id WHERE a.affiliation_id = $1 AND g.partner_id = $2 ORDER BY g.id LIMIT 1000";
    FIND_GROUP = "SELECT id, partner_id, name, description, rule, created_at FROM access_group WHERE partner_id = $1 AND id = $2";
    LIST_GROUPS = "SELECT g.id, g.partner_id, g.name, g.description, g.rule, g.created_at, (SELECT COUNT(*) FROM group_affiliation a WHERE a.group_id = g.id), (SELECT COUNT(*) FROM access_grant x WHERE x.holder_id = g.id) FROM access_group g WHERE g.partner_id = $1 AND ($2 = '' OR lower(g.name) LIKE $2 ESCAPE '!') AND g.name_key > $3 ORDER BY g.name_key LIMIT $4";
    GROUPS_WITH_RULES = "SELECT id, partner_id, name, description, rule, created_at FROM access_group WHERE partner_id = $1 AND rule IS NOT NULL ORDER BY id LIMIT 1000";
    UPDATE_GROUP = "UPDATE access_group SET name = $3, name_key = $4, description = $5, rule = $6 WHERE partner_id = $1 AND id = $2";
    EMPTY_GROUP = "DELETE FROM group_affiliation WHERE group_id = $1";
    DELETE_GROUP = "DELETE FROM access_group WHERE partner_id = $1 AND id = $2";
    LEAVE_ALL_GROUPS = "DELETE FROM group_affiliation WHERE affiliation_id = $1";
    ADD_BY_RULE = "INSERT INTO group_affiliation (group_id, affiliation_id, by_rule) VALUES ($1, $2, 1) ON CONFLICT (group_id, affiliation_id) DO NOTHING";
    REMOVE_BY_RULE = "DELETE FROM group_affiliation WHERE group_id = $1 AND affiliation_id = $2 AND by_rule = 1";
    EMPTY_OF_RULE = "DELETE FROM group_affiliation WHERE group_id = $1 AND by_rule = 1";
    ADD_TO_GROUP = "INSERT INTO group_affiliation (group_id, affiliation_id, by_rule) VALUES ($1, $2, 0) ON CONFLICT (group_id, affiliation_id) DO UPDATE SET by_rule = 0 WHERE group_affiliation.by_rule = 1";
    REMOVE_FROM_GROUP = "DELETE FROM group_affiliation WHERE group_id = $1 AND affiliation_id = $2 AND by_rule = 0";
    IN_GROUP_BY_RULE = "SELECT affiliation_id FROM group_affiliation WHERE group_id = $1 AND by_rule = 1 ORDER BY affiliation_id LIMIT 100000";
}

pub(super) fn read(c: &mut Columns<'_>) -> Result<Group, StoreFault> {
    Ok(Group {
        id: GroupId(c.id()?),
        partner_id: PartnerId(c.id()?),
        name: c.parsed(|t| DisplayName::parse(t).ok())?,
        description: c.text()?,
        rule: c
            .text_or_null()?
            .map(|t| serde_json::from_str(&t))
            .transpose()
            .map_err(|_| StoreFault::Unreadable("rule of a group".into()))?,
        created_at: c.time()?,
    })
}

fn rule_text(group: &Group) -> Option<String> {
    group
        .rule
        .as_ref()
        .and_then(|rule| serde_json::to_string(rule).ok())
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
        group.description.as_str().into(),
        rule_text(group).into(),
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

/// Puts somebody into a group by hand; true when she was not in it so.
///
/// # Errors
/// See above.
pub async fn add(tx: &mut Tx, group: &Group, id: AffiliationId) -> Result<bool, StoreFault> {
    Ok(tx
        .run(&ADD_TO_GROUP, &[group.id.0.into(), id.bytes().into()])
        .await?
        > 0)
}

/// Takes somebody out of a group who was put in by hand; true when she was.
///
/// # Errors
/// See above.
pub async fn remove(tx: &mut Tx, group: &Group, id: [u8; 16]) -> Result<bool, StoreFault> {
    Ok(tx
        .run(&REMOVE_FROM_GROUP, &[group.id.0.into(), id.into()])
        .await?
        > 0)
}

/// The group of an id.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, scope: Scope, id: GroupId) -> Result<Option<Group>, StoreFault> {
    let row = tx
        .one(&FIND_GROUP, &[scope.partner().0.into(), id.0.into()])
        .await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// Groups by name, after a name's key, each with how many are in it and how many modules it opens.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    text: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<(Group, i64, i64)>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        crate::identity::member_list::anywhere(text).into(),
        after.into(),
        limit.into(),
    ];
    let rows = tx.all(&LIST_GROUPS, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((read(&mut c)?, c.int()?, c.int()?))
        })
        .collect()
}

/// The groups that fill themselves.
///
/// # Errors
/// See above.
pub async fn with_rules(tx: &mut Tx, scope: Scope) -> Result<Vec<Group>, StoreFault> {
    let rows = tx
        .all(&GROUPS_WITH_RULES, &[scope.partner().0.into()])
        .await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Writes name, description and rule.
///
/// # Errors
/// [`StoreFault::Taken`] when another group has the name.
pub async fn update(tx: &mut Tx, scope: Scope, group: &Group) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        group.id.0.into(),
        group.name.as_str().into(),
        kernel::name::name_key(group.name.as_str()).into(),
        group.description.as_str().into(),
        rule_text(group).into(),
    ];
    tx.run(&UPDATE_GROUP, &values).await.map(|_| ())
}

/// Removes a group and who was in it. Its grants are removed by their own store.
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, scope: Scope, id: GroupId) -> Result<(), StoreFault> {
    tx.run(&EMPTY_GROUP, &[id.0.into()]).await?;
    tx.run(&DELETE_GROUP, &[scope.partner().0.into(), id.0.into()])
        .await
        .map(|_| ())
}

/// Takes somebody out of every group, whoever put her in.
///
/// # Errors
/// See above.
pub async fn leave_all(tx: &mut Tx, id: AffiliationId) -> Result<(), StoreFault> {
    tx.run(&LEAVE_ALL_GROUPS, &[id.bytes().into()])
        .await
        .map(|_| ())
}

/// Puts somebody in by the rule; true when she was not in it at all.
///
/// # Errors
/// See above.
pub async fn add_by_rule(
    tx: &mut Tx,
    group: &Group,
    id: AffiliationId,
) -> Result<bool, StoreFault> {
    let values = [group.id.0.into(), id.bytes().into()];
    Ok(tx.run(&ADD_BY_RULE, &values).await? > 0)
}

/// Takes somebody out whom the rule had put in; whoever was put in by hand stays.
///
/// # Errors
/// See above.
pub async fn remove_by_rule(
    tx: &mut Tx,
    group: &Group,
    id: AffiliationId,
) -> Result<bool, StoreFault> {
    let values = [group.id.0.into(), id.bytes().into()];
    Ok(tx.run(&REMOVE_BY_RULE, &values).await? > 0)
}

/// Takes out all whom the rule had put in.
///
/// # Errors
/// See above.
pub async fn empty_of_rule(tx: &mut Tx, group: &Group) -> Result<u64, StoreFault> {
    tx.run(&EMPTY_OF_RULE, &[group.id.0.into()]).await
}

/// Who is in by the rule.
///
/// # Errors
/// See above.
pub async fn in_by_rule(tx: &mut Tx, group: &Group) -> Result<Vec<[u8; 16]>, StoreFault> {
    let rows = tx.all(&IN_GROUP_BY_RULE, &[group.id.0.into()]).await?;
    rows.iter().map(|r| r.columns().id()).collect()
}
