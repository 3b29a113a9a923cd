//! Rows of access profiles that partners made.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::name::name_key;
use kernel::{AccessProfileId, DisplayName, PartnerId, Scope};
use model::directory::{AccessProfile, Switches};

statements! {
    INSERT_ACCESS_PROFILE = "INSERT INTO access_profile (id, partner_id, name, name_key, switches, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    FIND_ACCESS_PROFILE = "SELECT id, partner_id, name, switches, created_at FROM access_profile WHERE partner_id = $1 AND id = $2";
    LIST_ACCESS_PROFILES = "SELECT id, partner_id, name, switches, created_at FROM access_profile WHERE partner_id = $1 ORDER BY name_key LIMIT 200";
    COUNT_ACCESS_PROFILES = "SELECT COUNT(*) FROM access_profile WHERE partner_id = $1";
    CHANGE_ACCESS_PROFILE = "UPDATE access_profile SET name = $3, name_key = $4, switches = $5 WHERE partner_id = $1 AND id = $2";
    DELETE_ACCESS_PROFILE = "DELETE FROM access_profile WHERE partner_id = $1 AND id = $2";
    CONTACTS_BY_PROFILE = "SELECT profile, COUNT(*) FROM contact WHERE partner_id = $1 GROUP BY profile LIMIT 1000";
    COUNT_WITH_PROFILE = "SELECT COUNT(*) FROM contact WHERE partner_id = $1 AND profile = $2";
}

fn read(c: &mut Columns<'_>) -> Result<AccessProfile, StoreFault> {
    Ok(AccessProfile {
        id: AccessProfileId(c.id()?),
        partner_id: PartnerId(c.id()?),
        name: c.parsed(|t| DisplayName::parse(t).ok())?,
        switches: c.parsed(Switches::parse)?,
        created_at: c.time()?,
    })
}

/// Adds a profile.
///
/// # Errors
/// [`StoreFault::Taken`] when the partner has one of that name.
pub async fn insert(tx: &mut Tx, profile: &AccessProfile) -> Result<(), StoreFault> {
    let values = [
        profile.id.0.into(),
        profile.partner_id.0.into(),
        profile.name.as_str().into(),
        name_key(profile.name.as_str()).into(),
        profile.switches.text().into(),
        profile.created_at.into(),
    ];
    tx.run(&INSERT_ACCESS_PROFILE, &values).await.map(|_| ())
}

/// A profile of a partner.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    id: AccessProfileId,
) -> Result<Option<AccessProfile>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let row = tx.one(&FIND_ACCESS_PROFILE, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The profiles of a partner, by name.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx, scope: Scope) -> Result<Vec<AccessProfile>, StoreFault> {
    let values = [scope.partner().0.into()];
    let rows = tx.all(&LIST_ACCESS_PROFILES, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// How many profiles a partner has made.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, scope: Scope) -> Result<i64, StoreFault> {
    let values = [scope.partner().0.into()];
    match tx.one(&COUNT_ACCESS_PROFILES, &values).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Writes name and switches.
///
/// # Errors
/// [`StoreFault::Taken`] as for a new one.
pub async fn change(tx: &mut Tx, profile: &AccessProfile) -> Result<(), StoreFault> {
    let values = [
        profile.partner_id.0.into(),
        profile.id.0.into(),
        profile.name.as_str().into(),
        name_key(profile.name.as_str()).into(),
        profile.switches.text().into(),
    ];
    tx.run(&CHANGE_ACCESS_PROFILE, &values).await.map(|_| ())
}

/// Deletes a profile that no contact has.
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, scope: Scope, id: AccessProfileId) -> Result<(), StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    tx.run(&DELETE_ACCESS_PROFILE, &values).await.map(|_| ())
}

/// How many contacts have which profile, by its kept text.
///
/// # Errors
/// See above.
pub async fn uses(tx: &mut Tx, scope: Scope) -> Result<Vec<(String, i64)>, StoreFault> {
    let values = [scope.partner().0.into()];
    let rows = tx.all(&CONTACTS_BY_PROFILE, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((c.text()?, c.int()?))
        })
        .collect()
}

/// How many contacts have one.
///
/// # Errors
/// See above.
pub async fn used_by(tx: &mut Tx, scope: Scope, profile: &str) -> Result<i64, StoreFault> {
    let values = [scope.partner().0.into(), profile.into()];
    match tx.one(&COUNT_WITH_PROFILE, &values).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}
