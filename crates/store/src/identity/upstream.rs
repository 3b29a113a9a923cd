//! Members as an upstream directory sees them. Who is being deleted is gone for it.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ApiKeyId, DisplayName, EmailAddress, MemberId, Scope, Timestamp};
use model::identity::{IdentityState, UpstreamMember, UpstreamRecord};

macro_rules! members {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, m.partner_id, m.identity_id, m.username, m.hub_role, m.root, m.state, m.delete_at, m.created_at, i.email, i.display_name, i.state, i.updated_at, m.external_id, m.user_name, m.given_name, m.family_name, m.managed_by, m.ended_upstream, m.changed_at FROM member m JOIN identity i ON i.id = m.identity_id WHERE m.partner_id = $1 AND m.delete_at IS NULL",
            $rest
        )
    };
}

statements! {
    FIND_UPSTREAM_MEMBER = members!(" AND m.id = $2");
    UPSTREAM_BY_EXTERNAL_ID = members!(" AND m.external_id = $2");
    UPSTREAM_BY_OWN_NAME = members!(" AND m.user_name_key = $2");
    UPSTREAM_BY_USERNAME = members!(" AND m.username = $2");
    UPSTREAM_BY_EMAIL = members!(" AND i.population = 'staff' AND i.email_key = $2");
    LIST_UPSTREAM_MEMBERS = members!(" ORDER BY m.id LIMIT $2 OFFSET $3");
    UPSTREAM_MEMBERS_AFTER = members!(" AND m.id > $2 ORDER BY m.id LIMIT $3");
    COUNT_UPSTREAM_MEMBERS = "SELECT COUNT(*) FROM member WHERE partner_id = $1 AND delete_at IS NULL";
    WRITE_UPSTREAM_RECORD = "UPDATE member SET external_id = $3, user_name = $4, user_name_key = $5, given_name = $6, family_name = $7, managed_by = $8, ended_upstream = $9, changed_at = $10 WHERE partner_id = $1 AND id = $2";
    UPSTREAM_NAMES_HELD = "SELECT id FROM member WHERE partner_id = $1 AND delete_at IS NOT NULL AND (external_id = $2 OR user_name_key = $3)";
}

fn read(c: &mut Columns<'_>) -> Result<UpstreamMember, StoreFault> {
    let member = super::members::read(c)?;
    let email = c.parsed(|t| EmailAddress::parse(t).ok())?;
    let display_name = c.parsed(|t| DisplayName::parse(t).ok())?;
    let identity_state = c.parsed(IdentityState::parse)?;
    let updated_at = c.time()?;
    let record = UpstreamRecord {
        external_id: c.text_or_null()?,
        user_name: c.text_or_null()?,
        given_name: c.text_or_null()?,
        family_name: c.text_or_null()?,
        managed_by: c.id_or_null()?.map(ApiKeyId),
        ended_upstream: c.flag()?,
    };
    Ok(UpstreamMember {
        member,
        email,
        display_name,
        identity_state,
        record,
        changed_at: updated_at.max(c.time()?),
    })
}

/// By what a directory looks somebody up. Texts but ids are given as keys, in small letters.
#[derive(Clone, Copy, Debug)]
pub enum UpstreamKey<'k> {
    /// The hub's id.
    Id(MemberId),
    /// The directory's id.
    ExternalId(&'k str),
    /// The name by which the directory knows her.
    UserName(&'k str),
    /// Her address.
    Email(&'k str),
}

/// Who a key means; of a name perhaps nobody though several columns hold it.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    key: UpstreamKey<'_>,
) -> Result<Option<UpstreamMember>, StoreFault> {
    let statements: &[&crate::Statement] = match key {
        UpstreamKey::Id(_) => &[&FIND_UPSTREAM_MEMBER],
        UpstreamKey::ExternalId(_) => &[&UPSTREAM_BY_EXTERNAL_ID],
        // Whoever has no name of the directory's goes by her username, and without one by her address.
        UpstreamKey::UserName(_) => &[
            &UPSTREAM_BY_OWN_NAME,
            &UPSTREAM_BY_USERNAME,
            &UPSTREAM_BY_EMAIL,
        ],
        UpstreamKey::Email(_) => &[&UPSTREAM_BY_EMAIL],
    };
    let value = match key {
        UpstreamKey::Id(id) => id.0.into(),
        UpstreamKey::ExternalId(text) | UpstreamKey::UserName(text) | UpstreamKey::Email(text) => {
            text.into()
        }
    };
    let values = [scope.partner().0.into(), value];
    for statement in statements {
        let row = tx.one(statement, &values).await?;
        let Some(found) = row.map(|r| read(&mut r.columns())).transpose()? else {
            continue;
        };
        match key {
            UpstreamKey::UserName(name) if found.user_name().to_lowercase() != name => {}
            _ => return Ok(Some(found)),
        }
    }
    Ok(None)
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
) -> Result<Vec<UpstreamMember>, StoreFault> {
    let values = [scope.partner().0.into(), limit.into(), skip.into()];
    let rows = tx.all(&LIST_UPSTREAM_MEMBERS, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// A page in order of creation, after an id.
///
/// # Errors
/// See above.
pub async fn after(
    tx: &mut Tx,
    scope: Scope,
    after: Option<MemberId>,
    limit: i64,
) -> Result<Vec<UpstreamMember>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        after.map_or([0; 16], |m| m.0).into(),
        limit.into(),
    ];
    let rows = tx.all(&UPSTREAM_MEMBERS_AFTER, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// How many there are.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, scope: Scope) -> Result<i64, StoreFault> {
    let values = [scope.partner().0.into()];
    match tx.one(&COUNT_UPSTREAM_MEMBERS, &values).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Whether somebody who is being deleted still holds an external id or a name of the directory's.
///
/// # Errors
/// See above.
pub async fn held_by_leaver(
    tx: &mut Tx,
    scope: Scope,
    external_id: Option<&str>,
    user_name_key: &str,
) -> Result<bool, StoreFault> {
    let values = [
        scope.partner().0.into(),
        external_id.into(),
        user_name_key.into(),
    ];
    Ok(tx.one(&UPSTREAM_NAMES_HELD, &values).await?.is_some())
}

/// Writes what is kept for the directory.
///
/// # Errors
/// [`StoreFault::Taken`] when another member has the external id or the name.
pub async fn write(
    tx: &mut Tx,
    scope: Scope,
    id: MemberId,
    record: &UpstreamRecord,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        record.external_id.clone().into(),
        record.user_name.clone().into(),
        record.user_name.as_ref().map(|n| n.to_lowercase()).into(),
        record.given_name.clone().into(),
        record.family_name.clone().into(),
        record.managed_by.map(|k| k.0).into(),
        record.ended_upstream.into(),
        now.into(),
    ];
    tx.run(&WRITE_UPSTREAM_RECORD, &values).await.map(|_| ())
}
