//! Members as a list that is searched, filtered, ordered and paged.
//!
//! One condition serves three orders. Each order has a key that no two rows share, so that a page
//! goes on exactly where the one before ended, whatever changed in between.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx, Val};
use kernel::{DisplayName, EmailAddress, MemberId, Scope};
use model::identity::{IdentityState, MemberFilter, MemberOrder, MemberRow};

macro_rules! matching {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " FROM member m JOIN identity i ON i.id = m.identity_id WHERE m.partner_id = $1 AND ($2 = '' OR m.search_key LIKE $2 ESCAPE '!') AND ($3 = '' OR $3 = CASE WHEN m.delete_at IS NOT NULL THEN 'being_deleted' WHEN m.state IN ('deactivated', 'withdrawn') OR i.state = 'deactivated' THEN 'deactivated' WHEN m.state = 'invited' OR i.state = 'invited' THEN 'invited' ELSE 'active' END) AND ($4 = '' OR m.hub_role = $4) AND ($5 = 0 OR EXISTS (SELECT 1 FROM group_affiliation g WHERE g.affiliation_id = m.id AND g.group_id = $6)) AND ($7 = 0 OR ($7 = 1) = (EXISTS (SELECT 1 FROM totp_factor f WHERE f.identity_id = i.id) OR EXISTS (SELECT 1 FROM passkey k WHERE k.identity_id = i.id)))",
            $after
        )
    };
}

statements! {
    COUNT_MATCHING = matching!("SELECT COUNT(*)", "");
    LIST_BY_NAME = matching!("SELECT m.id, m.partner_id, m.identity_id, m.username, m.hub_role, m.root, m.state, m.delete_at, m.created_at, i.display_name, i.email, i.state, (EXISTS (SELECT 1 FROM totp_factor f WHERE f.identity_id = i.id) OR EXISTS (SELECT 1 FROM passkey k WHERE k.identity_id = i.id)), i.last_sign_in_at, m.search_key", " AND m.search_key > $8 AND $9 = $9 AND $10 = $10 ORDER BY m.search_key LIMIT $11 OFFSET $12");
    LIST_NEWEST = matching!("SELECT m.id, m.partner_id, m.identity_id, m.username, m.hub_role, m.root, m.state, m.delete_at, m.created_at, i.display_name, i.email, i.state, (EXISTS (SELECT 1 FROM totp_factor f WHERE f.identity_id = i.id) OR EXISTS (SELECT 1 FROM passkey k WHERE k.identity_id = i.id)), i.last_sign_in_at, ''", " AND $8 = $8 AND $9 = $9 AND m.id < $10 ORDER BY m.id DESC LIMIT $11 OFFSET $12");
    LIST_UNSEEN = matching!("SELECT m.id, m.partner_id, m.identity_id, m.username, m.hub_role, m.root, m.state, m.delete_at, m.created_at, i.display_name, i.email, i.state, (EXISTS (SELECT 1 FROM totp_factor f WHERE f.identity_id = i.id) OR EXISTS (SELECT 1 FROM passkey k WHERE k.identity_id = i.id)), i.last_sign_in_at, ''", " AND $8 = $8 AND (COALESCE(i.last_sign_in_at, 0) > $9 OR (COALESCE(i.last_sign_in_at, 0) = $9 AND m.id > $10)) ORDER BY COALESCE(i.last_sign_in_at, 0), m.id LIMIT $11 OFFSET $12");
    FIND_ROW = "SELECT m.id, m.partner_id, m.identity_id, m.username, m.hub_role, m.root, m.state, m.delete_at, m.created_at, i.display_name, i.email, i.state, (EXISTS (SELECT 1 FROM totp_factor f WHERE f.identity_id = i.id) OR EXISTS (SELECT 1 FROM passkey k WHERE k.identity_id = i.id)), i.last_sign_in_at, m.search_key FROM member m JOIN identity i ON i.id = m.identity_id WHERE m.partner_id = $1 AND m.id = $2";
    LIST_MATCHING_IDS = matching!("SELECT m.id", " AND m.id > $8 ORDER BY m.id LIMIT $9");
}

fn read(c: &mut Columns<'_>) -> Result<MemberRow, StoreFault> {
    Ok(MemberRow {
        member: super::members::read(c)?,
        display_name: c.parsed(|t| DisplayName::parse(t).ok())?,
        email: c.parsed(|t| EmailAddress::parse(t).ok())?,
        identity_state: c.parsed(IdentityState::parse)?,
        has_factor: c.truth()?,
        last_sign_in_at: c.time_or_null()?,
        place: c.text()?,
    })
}

/// The pattern of a LIKE that finds a text anywhere, whatever it holds.
pub(crate) fn anywhere(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn conditions(scope: Scope, filter: &MemberFilter) -> Vec<Val> {
    let (by_group, group) = match filter.group {
        Some(group) => (1_i64, group.0),
        None => (0, [0; 16]),
    };
    vec![
        scope.partner().0.into(),
        anywhere(&filter.text).into(),
        filter.standing.map_or("", |s| s.as_str()).into(),
        filter.role.map_or("", |r| r.as_str()).into(),
        by_group.into(),
        group.into(),
        filter
            .factor
            .map_or(0_i64, |f| if f { 1 } else { 2 })
            .into(),
    ]
}

/// How many members a filter finds.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn count(tx: &mut Tx, scope: Scope, filter: &MemberFilter) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_MATCHING, &conditions(scope, filter)).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// A page of what a filter finds: after a row, or after so many rows.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    filter: &MemberFilter,
    order: MemberOrder,
    after: Option<&MemberRow>,
    skip: i64,
    limit: i64,
) -> Result<Vec<MemberRow>, StoreFault> {
    let (statement, first) = match order {
        MemberOrder::Name => (&LIST_BY_NAME, [0; 16]),
        MemberOrder::Newest => (&LIST_NEWEST, [255; 16]),
        MemberOrder::LongestUnseen => (&LIST_UNSEEN, [0; 16]),
    };
    let mut values = conditions(scope, filter);
    values.extend([
        after.map_or("", |r| r.place.as_str()).into(),
        after
            .map_or(-1_i64, |r| r.last_sign_in_at.map_or(0, |t| t.0))
            .into(),
        after.map_or(first, |r| r.member.id.0).into(),
        limit.into(),
        skip.into(),
    ]);
    tx.all(statement, &values)
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// The row of one member.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    id: MemberId,
) -> Result<Option<MemberRow>, StoreFault> {
    tx.one(&FIND_ROW, &[scope.partner().0.into(), id.0.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// The ids of what a filter finds, in order of creation, after an id.
///
/// # Errors
/// See above.
pub async fn ids(
    tx: &mut Tx,
    scope: Scope,
    filter: &MemberFilter,
    after: Option<MemberId>,
    limit: i64,
) -> Result<Vec<MemberId>, StoreFault> {
    let mut values = conditions(scope, filter);
    values.extend([after.map_or([0; 16], |m| m.0).into(), limit.into()]);
    let rows = tx.all(&LIST_MATCHING_IDS, &values).await?;
    rows.iter()
        .map(|r| Ok(MemberId(r.columns().id()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_search_takes_every_sign_by_its_word() {
        assert_eq!(super::anywhere("50%_!A"), "%50!%!_!!a%");
        assert_eq!(super::anywhere(""), "");
    }
}
