//! Rows of the hub's copies of modules' accounts, and of exceptions from Require.

use crate::row::{Columns, list_text};
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{LinkId, ModuleAccountId, PartnerId, Scope, Timestamp};
use model::access::ModuleAccount;
use std::collections::BTreeSet;

statements! {
    PUT_ACCOUNT = "INSERT INTO module_account (id, partner_id, link_id, remote_id, email, email_key, username, username_key, display_name, active, roles, security_admin, primary_user, email_at_several, last_local_login_at, made_by_hub, etag, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (link_id, remote_id) DO UPDATE SET email = $5, email_key = $6, username = $7, username_key = $8, display_name = $9, active = $10, roles = $11, security_admin = $12, primary_user = $13, email_at_several = $14, last_local_login_at = $15, etag = $17, seen_at = $18";
    FORGET_UNSEEN = "DELETE FROM module_account WHERE link_id = $1 AND seen_at < $2";
    FORGET_ACCOUNT = "DELETE FROM module_account WHERE link_id = $1 AND remote_id = $2";
    SET_ACTIVE = "UPDATE module_account SET active = $3 WHERE link_id = $1 AND remote_id = $2";
    ACCOUNTS_OF_LINK = "SELECT id, partner_id, link_id, remote_id, email, username, display_name, active, roles, security_admin, primary_user, email_at_several, last_local_login_at, made_by_hub, etag FROM module_account WHERE partner_id = $1 AND link_id = $2 ORDER BY display_name, id LIMIT 20000";
    ACCOUNTS_BY_KEYS = "SELECT id, partner_id, link_id, remote_id, email, username, display_name, active, roles, security_admin, primary_user, email_at_several, last_local_login_at, made_by_hub, etag FROM module_account WHERE partner_id = $1 AND link_id = $2 AND (email_key = $3 OR username_key = $4) ORDER BY id LIMIT 10";
    ACCOUNT_BY_REMOTE = "SELECT id, partner_id, link_id, remote_id, email, username, display_name, active, roles, security_admin, primary_user, email_at_several, last_local_login_at, made_by_hub, etag FROM module_account WHERE partner_id = $1 AND link_id = $2 AND remote_id = $3";
    GIVE_EXCEPTION = "INSERT INTO login_exception (link_id, remote_id, partner_id, given_by, given_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (link_id, remote_id) DO NOTHING";
    TAKE_EXCEPTION = "DELETE FROM login_exception WHERE partner_id = $1 AND link_id = $2 AND remote_id = $3";
    EXCEPTIONS_OF_LINK = "SELECT remote_id, given_by, given_at FROM login_exception WHERE partner_id = $1 AND link_id = $2 ORDER BY remote_id LIMIT 20000";
    EMAILS_AT_SEVERAL = "SELECT a.remote_id FROM module_account a JOIN identity i ON i.email_key = a.email_key WHERE a.partner_id = $1 AND a.link_id = $2 AND (SELECT COUNT(*) FROM member m WHERE m.identity_id = i.id AND m.state = 'active') > 1 LIMIT 20000";
    GONE_PEOPLE = "SELECT l.remote_id FROM account_link l LEFT JOIN member m ON m.id = l.affiliation_id LEFT JOIN identity i ON i.id = m.identity_id WHERE l.partner_id = $1 AND l.link_id = $2 AND (m.id IS NULL OR m.state = 'deactivated' OR i.state = 'deactivated') UNION SELECT a.remote_id FROM module_account a JOIN identity i ON i.email_key = a.email_key AND i.population = 'staff' JOIN member m ON m.identity_id = i.id AND m.partner_id = a.partner_id WHERE a.partner_id = $1 AND a.link_id = $2 AND (m.state = 'deactivated' OR i.state = 'deactivated') AND NOT EXISTS (SELECT 1 FROM account_link b WHERE b.link_id = a.link_id AND b.remote_id = a.remote_id) LIMIT 20000";
    LEAVERS_OF_LINK = "SELECT l.remote_id FROM account_link l JOIN offboarding o ON o.member_id = l.affiliation_id AND o.over_at IS NULL WHERE l.partner_id = $1 AND l.link_id = $2 LIMIT 20000";
    TWINS_OF_LINK = "SELECT a.remote_id FROM module_account a WHERE a.partner_id = $1 AND a.link_id = $2 AND a.email_key <> '' AND EXISTS (SELECT 1 FROM module_account b WHERE b.link_id = a.link_id AND b.email_key = a.email_key AND b.id <> a.id) LIMIT 20000";
}

/// An exception from Require.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionRow {
    /// The module's id of the account.
    pub remote_id: String,
    /// Who gave it: a text for people.
    pub given_by: String,
    /// When.
    pub given_at: Timestamp,
}

/// How addresses and names are compared.
pub fn key_of(text: &str) -> String {
    text.trim().to_lowercase()
}

fn read(c: &mut Columns<'_>) -> Result<ModuleAccount, StoreFault> {
    Ok(ModuleAccount {
        id: ModuleAccountId(c.id()?),
        partner_id: PartnerId(c.id()?),
        link_id: LinkId(c.id()?),
        remote_id: c.text()?,
        email: c.text()?,
        username: c.text()?,
        display_name: c.text()?,
        active: c.flag()?,
        roles: c.list()?,
        security_admin: c.flag()?,
        primary: c.flag()?,
        email_at_several: c.flag()?,
        last_local_login_at: c.time_or_null()?,
        made_by_hub: c.flag()?,
        etag: c.text()?,
    })
}

/// Adds an account, or brings the copy up to date.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn put(tx: &mut Tx, account: &ModuleAccount, now: Timestamp) -> Result<(), StoreFault> {
    let values = [
        account.id.0.into(),
        account.partner_id.0.into(),
        account.link_id.0.into(),
        account.remote_id.as_str().into(),
        account.email.as_str().into(),
        key_of(&account.email).into(),
        account.username.as_str().into(),
        key_of(&account.username).into(),
        account.display_name.as_str().into(),
        account.active.into(),
        list_text(&account.roles).into(),
        account.security_admin.into(),
        account.primary.into(),
        account.email_at_several.into(),
        account.last_local_login_at.map(|t| t.0).into(),
        account.made_by_hub.into(),
        account.etag.as_str().into(),
        now.into(),
    ];
    tx.run(&PUT_ACCOUNT, &values).await.map(|_| ())
}

/// Forgets the accounts that a whole reading begun at this moment did not see.
///
/// # Errors
/// See above.
pub async fn forget_unseen(tx: &mut Tx, link: LinkId, begun: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&FORGET_UNSEEN, &[link.0.into(), begun.into()]).await
}

/// Forgets one account that is not there any more.
///
/// # Errors
/// See above.
pub async fn forget(tx: &mut Tx, link: LinkId, remote: &str) -> Result<(), StoreFault> {
    tx.run(&FORGET_ACCOUNT, &[link.0.into(), remote.into()])
        .await
        .map(|_| ())
}

/// Notes whether an account is active.
///
/// # Errors
/// See above.
pub async fn set_active(
    tx: &mut Tx,
    link: LinkId,
    remote: &str,
    active: bool,
) -> Result<(), StoreFault> {
    tx.run(&SET_ACTIVE, &[link.0.into(), remote.into(), active.into()])
        .await
        .map(|_| ())
}

/// The accounts of a link, by name.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
) -> Result<Vec<ModuleAccount>, StoreFault> {
    let values = [scope.partner().0.into(), link.0.into()];
    let rows = tx.all(&ACCOUNTS_OF_LINK, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// The accounts of an address or a username, at most ten.
///
/// # Errors
/// See above.
pub async fn by_keys(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
    email: &str,
    username: &str,
) -> Result<Vec<ModuleAccount>, StoreFault> {
    // An empty key is nobody's: it is asked for as one that no account can have.
    let key = |text: &str| match key_of(text) {
        key if key.is_empty() => "\n".to_owned(),
        key => key,
    };
    let values = [
        scope.partner().0.into(),
        link.0.into(),
        key(email).into(),
        key(username).into(),
    ];
    let rows = tx.all(&ACCOUNTS_BY_KEYS, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// The account of the module's id.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
    remote: &str,
) -> Result<Option<ModuleAccount>, StoreFault> {
    let values = [scope.partner().0.into(), link.0.into(), remote.into()];
    let row = tx.one(&ACCOUNT_BY_REMOTE, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// Gives an exception; false when there was one.
///
/// # Errors
/// See above.
pub async fn give_exception(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
    row: &ExceptionRow,
) -> Result<bool, StoreFault> {
    let values = [
        link.0.into(),
        row.remote_id.as_str().into(),
        scope.partner().0.into(),
        row.given_by.as_str().into(),
        row.given_at.into(),
    ];
    Ok(tx.run(&GIVE_EXCEPTION, &values).await? > 0)
}

/// Takes an exception back; false when there was none.
///
/// # Errors
/// See above.
pub async fn take_exception(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
    remote: &str,
) -> Result<bool, StoreFault> {
    let values = [scope.partner().0.into(), link.0.into(), remote.into()];
    Ok(tx.run(&TAKE_EXCEPTION, &values).await? > 0)
}

/// The exceptions of a link.
///
/// # Errors
/// See above.
pub async fn exceptions(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
) -> Result<Vec<ExceptionRow>, StoreFault> {
    let values = [scope.partner().0.into(), link.0.into()];
    let rows = tx.all(&EXCEPTIONS_OF_LINK, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok(ExceptionRow {
                remote_id: c.text()?,
                given_by: c.text()?,
                given_at: c.time()?,
            })
        })
        .collect()
}

/// Accounts whose person at the hub is deactivated or gone: by her bond, or by her address where
/// there is no bond yet.
///
/// # Errors
/// See above.
pub async fn of_gone_people(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
) -> Result<BTreeSet<String>, StoreFault> {
    let values = [scope.partner().0.into(), link.0.into()];
    let rows = tx.all(&GONE_PEOPLE, &values).await?;
    rows.iter().map(|r| r.columns().text()).collect()
}

/// Accounts of people who were offboarded and not brought back.
///
/// # Errors
/// See above.
pub async fn of_leavers(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
) -> Result<BTreeSet<String>, StoreFault> {
    let values = [scope.partner().0.into(), link.0.into()];
    let rows = tx.all(&LEAVERS_OF_LINK, &values).await?;
    rows.iter().map(|r| r.columns().text()).collect()
}

/// Accounts whose address belongs to somebody with places at several partners, or to two accounts of
/// the same tenant: no single hub account is theirs.
///
/// # Errors
/// See above.
pub async fn at_several(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
) -> Result<BTreeSet<String>, StoreFault> {
    let values = [scope.partner().0.into(), link.0.into()];
    let mut found = BTreeSet::new();
    for statement in [&EMAILS_AT_SEVERAL, &TWINS_OF_LINK] {
        for row in tx.all(statement, &values).await? {
            found.insert(row.columns().text()?);
        }
    }
    Ok(found)
}
