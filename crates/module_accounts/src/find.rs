//! Looking accounts up.

use module_kit::{Account, StoreFault, Tenant};
use rusqlite::{Connection, Row, params};

use crate::row::{COLUMNS, account, fault, number};
use crate::store::optional;

/// Most accounts with one name that a password is tried on: each try is a hash.
const NAMESAKES: usize = 20;

/// What is looked up by.
#[derive(Clone, Copy)]
pub(crate) enum Column {
    Email,
    Username,
    HubSubject,
}

fn read_tenant(row: &Row<'_>) -> rusqlite::Result<Tenant> {
    Ok(Tenant {
        id: row.get(0)?,
        name: row.get(1)?,
        region: row.get(2)?,
    })
}

pub(crate) fn tenants(db: &Connection) -> Result<Vec<Tenant>, StoreFault> {
    let mut statement = db
        .prepare_cached("SELECT id, name, region FROM tenant ORDER BY id")
        .map_err(fault)?;
    let rows = statement.query_map([], read_tenant).map_err(fault)?;
    rows.collect::<Result<_, _>>().map_err(fault)
}

pub(crate) fn tenant(db: &Connection, id: &str) -> Result<Option<Tenant>, StoreFault> {
    let sql = "SELECT id, name, region FROM tenant WHERE id = ?1";
    optional(db.query_row(sql, [id], read_tenant))
}

pub(crate) fn one(db: &Connection, tenant: &str, id: &str) -> Result<Option<Account>, StoreFault> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE tenant = ?1 AND number = ?2");
    optional(db.query_row(&sql, params![tenant, number(id)], account))
}

pub(crate) fn by(
    db: &Connection,
    tenant: &str,
    column: Column,
    value: &str,
) -> Result<Vec<Account>, StoreFault> {
    let column = match column {
        Column::Email => "email_key",
        Column::Username => "username_key",
        Column::HubSubject => "hub_subject",
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM account WHERE {column} = ?2 AND tenant = ?1 ORDER BY number"
    );
    let mut statement = db.prepare_cached(&sql).map_err(fault)?;
    let rows = statement
        .query_map([tenant, value], account)
        .map_err(fault)?;
    rows.collect::<Result<_, _>>().map_err(fault)
}

/// All accounts of a name that have a password, with its hash.
pub(crate) fn hashes(db: &Connection, login: &str) -> Result<Vec<(Account, String)>, StoreFault> {
    let sql = format!(
        "SELECT {COLUMNS}, password_hash FROM account
         WHERE (email_key = ?1 OR username_key = ?1) AND password_hash IS NOT NULL
         ORDER BY number LIMIT {NAMESAKES}"
    );
    let mut statement = db.prepare_cached(&sql).map_err(fault)?;
    let rows = statement
        .query_map([login], |row| Ok((account(row)?, row.get(15)?)))
        .map_err(fault)?;
    rows.collect::<Result<_, _>>().map_err(fault)
}

pub(crate) fn page(
    db: &Connection,
    tenant: &str,
    after: Option<&str>,
    count: usize,
) -> Result<Vec<Account>, StoreFault> {
    let after = after.and_then(number).unwrap_or(0);
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let sql = format!(
        "SELECT {COLUMNS} FROM account WHERE tenant = ?1 AND number > ?2 ORDER BY number LIMIT ?3"
    );
    let mut statement = db.prepare_cached(&sql).map_err(fault)?;
    let rows = statement
        .query_map(params![tenant, after, count], account)
        .map_err(fault)?;
    rows.collect::<Result<_, _>>().map_err(fault)
}
