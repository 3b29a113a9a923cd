//! The store: one connection, one writer, asked from a thread that may wait.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use module_kit::{
    Account, AccountChange, AccountKey, Accounts, Changed, Created, NewAccount, StoreFault, Tenant,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::row::{fault, key, number};
use crate::{Draft, change, find, password};

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS tenant (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, region TEXT) STRICT;
CREATE TABLE IF NOT EXISTS account (
  number INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL REFERENCES tenant (id),
  email TEXT NOT NULL, email_key TEXT NOT NULL, username TEXT, username_key TEXT,
  display_name TEXT NOT NULL, active INTEGER NOT NULL, roles TEXT NOT NULL, primary_user INTEGER NOT NULL,
  hub_subject TEXT, hub_deactivated INTEGER NOT NULL, made_by_hub INTEGER NOT NULL, fields TEXT NOT NULL,
  last_local_login INTEGER, version INTEGER NOT NULL, password_hash TEXT) STRICT;
CREATE INDEX IF NOT EXISTS account_by_email ON account (email_key);
CREATE INDEX IF NOT EXISTS account_by_username ON account (username_key);
CREATE INDEX IF NOT EXISTS account_by_tenant ON account (tenant, number);
CREATE UNIQUE INDEX IF NOT EXISTS account_by_subject ON account (tenant, hub_subject) WHERE hub_subject IS NOT NULL;
CREATE TABLE IF NOT EXISTS kept (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
";

/// Accounts in SQLite. Clones share the database.
#[derive(Clone)]
pub struct SqliteAccounts {
    connection: Arc<Mutex<Connection>>,
    /// The hash of a password that nobody has, for names that nobody has.
    nobody: Arc<str>,
}

impl SqliteAccounts {
    /// Opens a database, or makes it.
    ///
    /// # Errors
    /// The file cannot be opened, or is no such database.
    pub fn open(path: &Path) -> Result<Self, StoreFault> {
        Self::set_up(Connection::open(path).map_err(fault)?)
    }

    /// A database in memory, for tests.
    ///
    /// # Errors
    /// SQLite does not work at all.
    pub fn in_memory() -> Result<Self, StoreFault> {
        Self::set_up(Connection::open_in_memory().map_err(fault)?)
    }

    fn set_up(connection: Connection) -> Result<Self, StoreFault> {
        connection
            .busy_timeout(Duration::from_secs(5))
            .map_err(fault)?;
        connection
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;")
            .map_err(fault)?;
        connection.execute_batch(SCHEMA).map_err(fault)?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
            nobody: password::hash("nobody has this password")?.into(),
        })
    }

    /// Asks the database on a thread that may wait for the disk.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Connection) -> Result<T, StoreFault> + Send + 'static,
    ) -> Result<T, StoreFault> {
        let connection = self.connection.clone();
        let asked = tokio::task::spawn_blocking(move || {
            // A transaction that a panic broke off was rolled back.
            question(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        asked.await.map_err(|f| StoreFault(f.to_string()))?
    }

    /// Adds a tenant, or gives it another name.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn add_tenant(
        &self,
        id: &str,
        name: &str,
        region: Option<&str>,
    ) -> Result<(), StoreFault> {
        let (id, name) = (id.to_owned(), name.to_owned());
        let region = region.map(str::to_owned);
        self.ask(move |db| {
            let sql = "INSERT INTO tenant (id, name, region) VALUES (?1, ?2, ?3)
                       ON CONFLICT (id) DO UPDATE SET name = ?2, region = ?3";
            db.execute(sql, params![id, name, region]).map_err(fault)?;
            Ok(())
        })
        .await
    }

    /// Adds an account as it is, even one whose address another has, and gives its id.
    ///
    /// # Errors
    /// The tenant is not there, or the database does not answer.
    pub async fn add(&self, draft: Draft, password: Option<&str>) -> Result<String, StoreFault> {
        let password = password.map(str::to_owned);
        self.ask(move |db| {
            let hash = password.as_deref().map(password::hash).transpose()?;
            change::insert(db, &draft.0, hash.as_deref())
        })
        .await
    }

    /// Gives an account a password, or takes it away.
    ///
    /// # Errors
    /// There is no such account, or the database does not answer.
    pub async fn set_password(
        &self,
        tenant: &str,
        id: &str,
        password: Option<&str>,
    ) -> Result<(), StoreFault> {
        let (tenant, id) = (tenant.to_owned(), id.to_owned());
        let password = password.map(str::to_owned);
        self.ask(move |db| {
            let hash = password.as_deref().map(password::hash).transpose()?;
            let sql = "UPDATE account SET password_hash = ?3 WHERE tenant = ?1 AND number = ?2";
            let changed = db
                .execute(sql, params![tenant, number(&id), hash])
                .map_err(fault)?;
            match changed {
                1 => Ok(()),
                _ => Err(StoreFault("there is no such account".into())),
            }
        })
        .await
    }

    /// Whether there is any tenant.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn is_empty(&self) -> Result<bool, StoreFault> {
        Ok(Accounts::tenants(self).await?.is_empty())
    }
}

impl Accounts for SqliteAccounts {
    async fn tenants(&self) -> Result<Vec<Tenant>, StoreFault> {
        self.ask(|db| find::tenants(db)).await
    }

    async fn tenant(&self, id: &str) -> Result<Option<Tenant>, StoreFault> {
        let id = id.to_owned();
        self.ask(move |db| find::tenant(db, &id)).await
    }

    async fn find(&self, tenant: &str, id: &str) -> Result<Option<Account>, StoreFault> {
        let (tenant, id) = (tenant.to_owned(), id.to_owned());
        self.ask(move |db| find::one(db, &tenant, &id)).await
    }

    async fn find_by(&self, tenant: &str, by: AccountKey<'_>) -> Result<Vec<Account>, StoreFault> {
        let tenant = tenant.to_owned();
        let (column, value) = match by {
            AccountKey::Email(email) => (find::Column::Email, key(email)),
            AccountKey::Username(name) => (find::Column::Username, key(name)),
            AccountKey::HubSubject(subject) => (find::Column::HubSubject, subject.to_owned()),
        };
        self.ask(move |db| find::by(db, &tenant, column, &value))
            .await
    }

    async fn check_password(
        &self,
        login: &str,
        password: &str,
    ) -> Result<Vec<Account>, StoreFault> {
        let login = key(login);
        let named = self.ask(move |db| find::hashes(db, &login)).await?;
        let (password, nobody) = (password.to_owned(), self.nobody.clone());
        // Hashing is slow on purpose: not while others wait for the database.
        let hashed = tokio::task::spawn_blocking(move || {
            if named.is_empty() {
                password::verify(&password, &nobody)?;
            }
            let mut right = Vec::new();
            for (account, hash) in named {
                if password::verify(&password, &hash)? {
                    right.push(account);
                }
            }
            Ok(right)
        });
        hashed.await.map_err(|f| StoreFault(f.to_string()))?
    }

    async fn page(
        &self,
        tenant: &str,
        after: Option<&str>,
        count: usize,
    ) -> Result<Vec<Account>, StoreFault> {
        let (tenant, after) = (tenant.to_owned(), after.map(str::to_owned));
        self.ask(move |db| find::page(db, &tenant, after.as_deref(), count))
            .await
    }

    async fn create(&self, tenant: &str, new: NewAccount) -> Result<Created, StoreFault> {
        let tenant = tenant.to_owned();
        self.ask(move |db| change::create(db, tenant, new)).await
    }

    async fn change(
        &self,
        tenant: &str,
        id: &str,
        version: Option<u64>,
        change: AccountChange,
        admins: &[String],
    ) -> Result<Changed, StoreFault> {
        let (tenant, id, admins) = (tenant.to_owned(), id.to_owned(), admins.to_vec());
        self.ask(move |db| change::change(db, &tenant, &id, version, &change, &admins))
            .await
    }

    async fn keep(&self, key: &str, value: Option<&str>) -> Result<(), StoreFault> {
        let (key, value) = (key.to_owned(), value.map(str::to_owned));
        self.ask(move |db| {
            let kept = match value {
                Some(value) => db.execute(
                    "INSERT INTO kept (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
                    params![key, value],
                ),
                None => db.execute("DELETE FROM kept WHERE key = ?1", params![key]),
            };
            kept.map_err(fault).map(drop)
        })
        .await
    }

    async fn kept(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreFault> {
        let prefix = prefix.to_owned();
        self.ask(move |db| {
            // Keys are ASCII: whatever begins so lies before the prefix with the last character there is.
            let sql = "SELECT key, value FROM kept WHERE key >= ?1 AND key < ?1 || char(1114111) ORDER BY key";
            let mut statement = db.prepare_cached(sql).map_err(fault)?;
            let rows = statement.query_map([prefix], |row| Ok((row.get(0)?, row.get(1)?)));
            rows.map_err(fault)?.collect::<Result<_, _>>().map_err(fault)
        })
        .await
    }
}

/// A row or none, as a transaction sees it.
pub(crate) fn optional<T>(answer: rusqlite::Result<T>) -> Result<Option<T>, StoreFault> {
    answer.optional().map_err(fault)
}
