//! Rows and accounts.

use module_kit::{Account, StoreFault};
use rusqlite::Row;

/// All columns of an account, in the order of [`account`]. That an address is at several tenants is
/// looked up with each row: the rules of login need it at that moment.
pub(crate) const COLUMNS: &str = "number, tenant, email, username, display_name, active, roles, \
    primary_user, hub_subject, hub_deactivated, made_by_hub, fields, last_local_login, version, \
    EXISTS (SELECT 1 FROM account AS other WHERE other.email_key = account.email_key AND other.tenant <> account.tenant)";

/// Reads a row.
pub(crate) fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    let list = |text: String| serde_json::from_str(&text).unwrap_or_default();
    let fields = row.get::<_, String>(11)?;
    Ok(Account {
        id: row.get::<_, i64>(0)?.to_string(),
        tenant: row.get(1)?,
        email: row.get(2)?,
        username: row.get(3)?,
        display_name: row.get(4)?,
        active: row.get(5)?,
        roles: list(row.get(6)?),
        primary: row.get(7)?,
        hub_subject: row.get(8)?,
        hub_deactivated: row.get(9)?,
        made_by_hub: row.get(10)?,
        fields: serde_json::from_str(&fields).unwrap_or_default(),
        last_local_login: row.get(12)?,
        version: row.get::<_, i64>(13)?.unsigned_abs(),
        email_at_several: row.get(14)?,
    })
}

/// The number of an id; ids of other forms are nobody's.
pub(crate) fn number(id: &str) -> Option<i64> {
    let number: i64 = id.parse().ok()?;
    (number > 0 && number.to_string() == id).then_some(number)
}

/// What a name is compared by.
pub(crate) fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

pub(crate) fn fault(fault: rusqlite::Error) -> StoreFault {
    StoreFault(fault.to_string())
}
