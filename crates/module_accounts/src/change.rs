//! Making and changing accounts, each in one transaction.

use module_kit::{
    Account, AccountChange, Changed, Created, NewAccount, StoreFault, takes_last_admin,
};
use rusqlite::{Connection, TransactionBehavior, params};

use crate::find;
use crate::row::{COLUMNS, account, fault, key, number};

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreFault> {
    serde_json::to_string(value).map_err(|f| StoreFault(f.to_string()))
}

/// Puts an account in as it is; gives its id.
pub(crate) fn insert(
    db: &Connection,
    new: &Account,
    password_hash: Option<&str>,
) -> Result<String, StoreFault> {
    let sql = "INSERT INTO account (tenant, email, email_key, username, username_key, display_name, active, roles,
        primary_user, hub_subject, hub_deactivated, made_by_hub, fields, last_local_login, version, password_hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    db.execute(
        sql,
        params![
            new.tenant,
            new.email,
            key(&new.email),
            new.username,
            new.username.as_deref().map(key),
            new.display_name,
            new.active,
            json(&new.roles)?,
            new.primary,
            new.hub_subject,
            new.hub_deactivated,
            new.made_by_hub,
            json(&new.fields)?,
            new.last_local_login,
            version(new.version.max(1)),
            password_hash,
        ],
    )
    .map_err(fault)?;
    Ok(db.last_insert_rowid().to_string())
}

fn version(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

/// Whether another account of the tenant has the address, the username or the person of the hub.
fn taken(db: &Connection, wish: &Account) -> Result<bool, StoreFault> {
    let sql = "SELECT EXISTS (SELECT 1 FROM account WHERE tenant = ?1 AND number <> ?2
        AND (email_key = ?3 OR username_key = ?4 OR hub_subject = ?5))";
    let own = number(&wish.id).unwrap_or(0);
    let username = wish.username.as_deref().map(key);
    let values = params![
        wish.tenant,
        own,
        key(&wish.email),
        username,
        wish.hub_subject
    ];
    db.query_row(sql, values, |row| row.get(0)).map_err(fault)
}

pub(crate) fn create(
    db: &mut Connection,
    tenant: String,
    new: NewAccount,
) -> Result<Created, StoreFault> {
    let wish = Account {
        tenant,
        email: new.email,
        username: new.username,
        display_name: new.display_name,
        active: new.active,
        roles: new.roles,
        hub_subject: new.hub_subject,
        made_by_hub: new.made_by_hub,
        fields: new.fields,
        version: 1,
        ..Account::default()
    };
    let transaction = db
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fault)?;
    if taken(&transaction, &wish)? {
        return Ok(Created::Taken);
    }
    let id = insert(&transaction, &wish, None)?;
    let made = find::one(&transaction, &wish.tenant, &id)?;
    transaction.commit().map_err(fault)?;
    made.map(Created::Made)
        .ok_or_else(|| StoreFault("an account that was made is not there".into()))
}

pub(crate) fn change(
    db: &mut Connection,
    tenant: &str,
    id: &str,
    expected: Option<u64>,
    change: &AccountChange,
    admins: &[String],
) -> Result<Changed, StoreFault> {
    let transaction = db
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fault)?;
    let Some(before) = find::one(&transaction, tenant, id)? else {
        return Ok(Changed::Gone);
    };
    if expected.is_some_and(|expected| expected != before.version) {
        return Ok(Changed::Stale);
    }
    let after = change.apply(&before);
    if may_take_admin(&before, after.as_ref()) {
        let others = leading(&transaction, tenant)?;
        if takes_last_admin(&before, after.as_ref(), others.iter(), admins) {
            return Ok(Changed::LastAdmin);
        }
    }
    let Some(after) = after else {
        let sql = "DELETE FROM account WHERE tenant = ?1 AND number = ?2";
        transaction
            .execute(sql, params![tenant, number(id)])
            .map_err(fault)?;
        transaction.commit().map_err(fault)?;
        return Ok(Changed::Done(before));
    };
    let renamed = before.email != after.email
        || before.username != after.username
        || before.hub_subject != after.hub_subject;
    if renamed && taken_anew(&transaction, &before, &after)? {
        return Ok(Changed::Taken);
    }
    write(&transaction, &after)?;
    let changed = find::one(&transaction, tenant, id)?.unwrap_or(after);
    transaction.commit().map_err(fault)?;
    Ok(Changed::Done(changed))
}

/// Whether the change gives the account something that another has. What both have had before, from
/// times before the module was careful, is no reason to refuse another change.
fn taken_anew(db: &Connection, before: &Account, after: &Account) -> Result<bool, StoreFault> {
    let only_new = Account {
        email: if key(&before.email) == key(&after.email) {
            String::new()
        } else {
            after.email.clone()
        },
        username: after
            .username
            .clone()
            .filter(|_| before.username != after.username),
        hub_subject: after
            .hub_subject
            .clone()
            .filter(|_| before.hub_subject != after.hub_subject),
        ..after.clone()
    };
    taken(db, &only_new)
}

/// Only what switches off, takes a role or deletes can take the last admin.
fn may_take_admin(before: &Account, after: Option<&Account>) -> bool {
    after.is_none_or(|after| before.active != after.active || before.roles != after.roles)
}

/// The active accounts of a tenant that have a role or are primary.
fn leading(db: &Connection, tenant: &str) -> Result<Vec<Account>, StoreFault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM account WHERE tenant = ?1 AND active = 1 AND (primary_user = 1 OR roles <> '[]')"
    );
    let mut statement = db.prepare_cached(&sql).map_err(fault)?;
    let rows = statement.query_map([tenant], account).map_err(fault)?;
    rows.collect::<Result<_, _>>().map_err(fault)
}

fn write(db: &Connection, after: &Account) -> Result<(), StoreFault> {
    let sql = "UPDATE account SET email = ?3, email_key = ?4, username = ?5, username_key = ?6, display_name = ?7,
        active = ?8, roles = ?9, hub_subject = ?10, hub_deactivated = ?11, last_local_login = ?12, version = ?13
        WHERE tenant = ?1 AND number = ?2";
    let values = params![
        after.tenant,
        number(&after.id),
        after.email,
        key(&after.email),
        after.username,
        after.username.as_deref().map(key),
        after.display_name,
        after.active,
        json(&after.roles)?,
        after.hub_subject,
        after.hub_deactivated,
        after.last_local_login,
        version(after.version),
    ];
    db.execute(sql, values).map_err(fault)?;
    Ok(())
}
