//! The only file that knows which engine runs.
//!
//! SQLite has one writer. Writes that wait together are run one after another, each in a savepoint
//! of its own, and are committed by one `COMMIT`: many callers share one disk flush (group commit),
//! and each is told only after the flush. PostgreSQL groups commits by itself.

mod bare;

pub use bare::{Location, newest_schema};

use crate::{Row, Statement, StoreFault, Val};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kernel::Timestamp;
use model::operation::AuditDraft;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Connection as _, Executor as _};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::str::FromStr as _;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

/// Most writes that share one commit. More would make the first wait for the last.
const GROUP: usize = 128;
/// Writes that may wait before callers are told that the hub is busy.
const QUEUE: usize = 4_096;

/// The schema, in order. Each is applied once, inside one transaction.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (
        1,
        "front_door",
        include_str!("../migrations/0001_front_door.sql"),
    ),
    (
        2,
        "passkeys",
        include_str!("../migrations/0002_passkeys.sql"),
    ),
    (3, "clients", include_str!("../migrations/0003_clients.sql")),
    (
        4,
        "languages",
        include_str!("../migrations/0004_languages.sql"),
    ),
    (5, "console", include_str!("../migrations/0005_console.sql")),
    (6, "api", include_str!("../migrations/0006_api.sql")),
    (
        7,
        "webhooks",
        include_str!("../migrations/0007_webhooks.sql"),
    ),
    (8, "modules", include_str!("../migrations/0008_modules.sql")),
    (9, "speed", include_str!("../migrations/0009_speed.sql")),
];

/// A database of either engine; cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

/// Makes the keyed digest that chains the audit log.
type Mac = Box<dyn Fn(&[u8]) -> [u8; 32] + Send + Sync>;

struct Inner {
    engine: Engine,
    audit_mac: OnceLock<Mac>,
}

enum Engine {
    Lite {
        readers: SqlitePool,
        writer: mpsc::Sender<Order>,
    },
    Pg {
        pool: PgPool,
    },
}

/// A connection in a transaction (or, for readers, in a snapshot).
pub struct Tx {
    connection: Connection,
    /// Entries of the audit log that are appended just before the commit.
    pub(crate) audit: Vec<(AuditDraft, Timestamp)>,
}

enum Connection {
    LiteWriter(SqliteConnection),
    Lite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Pg(sqlx::Transaction<'static, sqlx::Postgres>),
}

type Run = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, bool> + Send>;

/// What the writer of SQLite is told.
enum Order {
    Write(Job),
    /// Bring everything into the one file and let go of it.
    Close(oneshot::Sender<()>),
}

/// A write that waits: runs in its savepoint, says whether to keep it, and is told of the commit.
struct Job {
    run: Run,
    committed: oneshot::Sender<Result<(), StoreFault>>,
}

fn fault(statement: &'static str) -> impl Fn(sqlx::Error) -> StoreFault {
    move |error| match &error {
        sqlx::Error::Database(e) if e.is_unique_violation() => StoreFault::Taken(statement),
        sqlx::Error::Database(e) => {
            StoreFault::Unavailable(format!("{statement}: {}", e.message()))
        }
        sqlx::Error::PoolTimedOut => StoreFault::Busy("no connection was free in time"),
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
            StoreFault::Unreadable(statement.to_owned())
        }
        other => StoreFault::Unavailable(format!("{statement}: {other}")),
    }
}

impl Db {
    fn over(engine: Engine) -> Self {
        Self(Arc::new(Inner {
            engine,
            audit_mac: OnceLock::new(),
        }))
    }

    /// Says how the audit log is chained. Once, before the first entry.
    pub fn chain_audit_with(&self, mac: impl Fn(&[u8]) -> [u8; 32] + Send + Sync + 'static) {
        let _ = self.0.audit_mac.set(Box::new(mac));
    }

    /// Runs the job, then appends its audit entries as the last thing before the commit.
    async fn run_whole<T, E, F>(&self, tx: &mut Tx, job: F) -> Result<T, E>
    where
        E: From<StoreFault>,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
    {
        tx.audit.clear();
        let outcome = job(tx).await?;
        if !tx.audit.is_empty() {
            let mac =
                self.0.audit_mac.get().ok_or_else(|| {
                    StoreFault::Unavailable("the audit log has no key yet".into())
                })?;
            crate::operation::audit::append_noted(tx, mac).await?;
        }
        Ok(outcome)
    }

    /// Opens or creates a SQLite file, brings its schema up to date and starts its writer.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`] with the reason.
    pub async fn open_sqlite(file: &Path, now: Timestamp) -> Result<Self, StoreFault> {
        let options = sqlite_options(file);
        let connection = SqliteConnection::connect_with(&options)
            .await
            .map_err(fault("open"))?;
        let mut tx = Tx::on(Connection::LiteWriter(connection));
        tx.raw("BEGIN IMMEDIATE").await?;
        migrate(&mut tx, now).await?;
        tx.raw("COMMIT").await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(8)
            .min_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.read_only(true).create_if_missing(false))
            .await
            .map_err(fault("open"))?;
        let (writer, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(write_in_groups(tx, jobs));
        Ok(Self::over(Engine::Lite { readers, writer }))
    }

    /// Opens a PostgreSQL database and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`] with the reason.
    pub async fn open_postgres(address: &str, now: Timestamp) -> Result<Self, StoreFault> {
        let options = PgConnectOptions::from_str(address).map_err(bad_address)?;
        Self::open_postgres_with(options, now).await
    }

    /// The same for a hub that runs: others see in PostgreSQL's lists that it does.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`] with the reason.
    pub async fn open_postgres_for_hub(address: &str, now: Timestamp) -> Result<Self, StoreFault> {
        let options = PgConnectOptions::from_str(address).map_err(bad_address)?;
        let name = bare::hub_name(&options);
        Self::open_postgres_with(options.application_name(&name), now).await
    }

    async fn open_postgres_with(
        options: PgConnectOptions,
        now: Timestamp,
    ) -> Result<Self, StoreFault> {
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options)
            .await
            .map_err(fault("open"))?;
        let mut tx = Tx::on(Connection::Pg(pool.begin().await.map_err(fault("begin"))?));
        // Two nodes that start together must not both migrate.
        tx.raw("SELECT pg_advisory_xact_lock(7305123)").await?;
        migrate(&mut tx, now).await?;
        tx.commit().await?;
        Ok(Self::over(Engine::Pg { pool }))
    }

    /// Makes a schema of its own in a PostgreSQL database and gives the address that opens it. The
    /// test bench gives every test one; an operator may keep several hubs in one database so.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`], also for a name that is not 1 to 40 of `a-z 0-9 _`.
    pub async fn make_schema(address: &str, name: &str) -> Result<String, StoreFault> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if name.is_empty() || name.len() > 40 || !name.bytes().all(plain) {
            return Err(StoreFault::Unavailable(
                "a schema name has 1 to 40 of a-z 0-9 _".into(),
            ));
        }
        let options = PgConnectOptions::from_str(address).map_err(bad_address)?;
        let mut connection = sqlx::PgConnection::connect_with(&options)
            .await
            .map_err(fault("open"))?;
        // The name was checked letter by letter: it cannot end the identifier.
        let sql = sqlx::AssertSqlSafe(format!("CREATE SCHEMA IF NOT EXISTS {name}"));
        sqlx::raw_sql(sql)
            .execute(&mut connection)
            .await
            .map_err(fault("schema"))?;
        connection.close().await.map_err(fault("close"))?;
        let joint = if address.contains('?') { '&' } else { '?' };
        Ok(format!("{address}{joint}options[search_path]={name}"))
    }

    /// Whether this process alone writes here: the embedded database has one hub, PostgreSQL may
    /// have several nodes.
    pub fn is_embedded(&self) -> bool {
        matches!(self.0.engine, Engine::Lite { .. })
    }

    /// The name of the engine, for people.
    pub fn engine(&self) -> &'static str {
        match &self.0.engine {
            Engine::Lite { .. } => "SQLite",
            Engine::Pg { .. } => "PostgreSQL",
        }
    }

    /// A snapshot to read from. Dropping it ends it.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`].
    pub async fn read(&self) -> Result<Tx, StoreFault> {
        Ok(Tx::on(match &self.0.engine {
            Engine::Lite { readers, .. } => {
                Connection::Lite(readers.begin().await.map_err(fault("begin"))?)
            }
            Engine::Pg { pool } => Connection::Pg(begin(pool).await?),
        }))
    }

    /// Runs a write in a transaction and answers after its commit. A job that fails or panics
    /// leaves nothing behind and does not disturb those that are committed with it.
    ///
    /// # Errors
    /// The job's own, or [`StoreFault::Unavailable`] when the commit failed.
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreFault> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        match &self.0.engine {
            Engine::Lite { writer, .. } => {
                let slot = Arc::new(Mutex::new(None));
                let (committed, wait) = oneshot::channel();
                let (into, db) = (slot.clone(), self.clone());
                let run: Run = Box::new(move |tx| {
                    Box::pin(async move {
                        let work = AssertUnwindSafe(db.run_whole(tx, job)).catch_unwind();
                        let outcome = work.await.unwrap_or_else(|_| Err(panicked().into()));
                        let keep = outcome.is_ok();
                        if let Ok(mut slot) = into.lock() {
                            *slot = Some(outcome);
                        }
                        keep
                    })
                });
                if let Err(refused) = writer.try_send(Order::Write(Job { run, committed })) {
                    return Err(match refused {
                        TrySendError::Full(_) => StoreFault::Busy("too many writes are waiting"),
                        TrySendError::Closed(_) => {
                            StoreFault::Unavailable("the writer has stopped".into())
                        }
                    }
                    .into());
                }
                let told = wait.await.unwrap_or_else(|_| {
                    Err(StoreFault::Unavailable("the writer has stopped".into()))
                });
                let outcome = slot.lock().ok().and_then(|mut s| s.take());
                match (told, outcome) {
                    (Ok(()), Some(outcome)) => outcome,
                    (Err(fault), Some(Ok(_)) | None) => Err(fault.into()),
                    (_, Some(Err(e))) => Err(e),
                    (Ok(()), None) => Err(panicked().into()),
                }
            }
            Engine::Pg { pool } => {
                let mut tx = Tx::on(Connection::Pg(begin(pool).await?));
                let outcome = AssertUnwindSafe(self.run_whole(&mut tx, job))
                    .catch_unwind()
                    .await
                    .unwrap_or_else(|_| Err(panicked().into()))?;
                tx.commit().await?;
                Ok(outcome)
            }
        }
    }

    /// Closes the connections after the work under way.
    pub async fn close(&self) {
        match &self.0.engine {
            Engine::Lite { readers, writer } => {
                readers.close().await;
                let (told, closed) = oneshot::channel();
                if writer.send(Order::Close(told)).await.is_ok() {
                    let _ = closed.await;
                }
            }
            Engine::Pg { pool } => pool.close().await,
        }
    }
}

/// How a file of SQLite is opened.
fn sqlite_options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: what was answered is on the disk, even after a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
}

/// The address holds a password: an error must not repeat it.
fn bad_address(_: sqlx::Error) -> StoreFault {
    StoreFault::Unavailable("the address of the PostgreSQL database is not valid".into())
}

/// Begins a transaction. Whether no connection was free or none can be had at all is told apart: the
/// one passes in seconds, the other wants somebody to look.
async fn begin(pool: &PgPool) -> Result<sqlx::Transaction<'static, sqlx::Postgres>, StoreFault> {
    match pool.begin().await {
        Err(sqlx::Error::PoolTimedOut) if !answers(pool).await => {
            let why = "begin: PostgreSQL cannot be reached";
            Err(StoreFault::Unavailable(why.into()))
        }
        begun => begun.map_err(fault("begin")),
    }
}

/// Whether the server of a pool takes connections; a server behind a local socket is taken to.
async fn answers(pool: &PgPool) -> bool {
    let options = pool.connect_options();
    let address = (options.get_host(), options.get_port());
    if options.get_socket().is_some() || address.0.starts_with('/') {
        return true;
    }
    let knock = tokio::net::TcpStream::connect(address);
    matches!(
        tokio::time::timeout(Duration::from_secs(1), knock).await,
        Ok(Ok(_))
    )
}

fn panicked() -> StoreFault {
    StoreFault::Unavailable("a write stopped halfway and was undone".into())
}

/// The writer of SQLite: takes what waits, runs each in a savepoint, commits all at once.
async fn write_in_groups(mut tx: Tx, mut orders: mpsc::Receiver<Order>) {
    let mut closing = None;
    while let Some(first) = orders.recv().await {
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(order) = next {
            match order {
                Order::Write(job) => group.push(job),
                Order::Close(told) => closing = Some(told),
            }
            next = (group.len() < GROUP && closing.is_none())
                .then(|| orders.try_recv().ok())
                .flatten();
        }
        let mut waiting = Vec::with_capacity(group.len());
        let result = run_group(&mut tx, group, &mut waiting).await;
        if result.is_err() {
            // Whatever the state, the next group begins with a clean one.
            let _ = tx.raw("ROLLBACK").await;
        }
        for committed in waiting {
            let _ = committed.send(match &result {
                Ok(()) => Ok(()),
                Err(e) => Err(StoreFault::Unavailable(e.to_string())),
            });
        }
        if closing.is_some() {
            break;
        }
    }
    // Whoever copies the one file of a stopped hub must find everything in it.
    if let Some(told) = closing {
        let _ = tx.raw("PRAGMA wal_checkpoint(TRUNCATE)").await;
        if let Connection::LiteWriter(connection) = tx.connection {
            let _ = connection.close().await;
        }
        let _ = told.send(());
    }
}

async fn run_group(
    tx: &mut Tx,
    group: Vec<Job>,
    waiting: &mut Vec<oneshot::Sender<Result<(), StoreFault>>>,
) -> Result<(), StoreFault> {
    let mut jobs = Vec::with_capacity(group.len());
    for job in group {
        waiting.push(job.committed);
        jobs.push(job.run);
    }
    tx.raw("BEGIN IMMEDIATE").await?;
    for run in jobs {
        tx.raw("SAVEPOINT job").await?;
        if !run(tx).await {
            tx.raw("ROLLBACK TO job").await?;
        }
        tx.raw("RELEASE job").await?;
    }
    tx.raw("COMMIT").await
}

async fn migrate(tx: &mut Tx, now: Timestamp) -> Result<(), StoreFault> {
    migrate_to(tx, newest_schema(), now).await
}

/// Brings the schema up to a version.
async fn migrate_to(tx: &mut Tx, until: i64, now: Timestamp) -> Result<(), StoreFault> {
    tx.raw("CREATE TABLE IF NOT EXISTS schema_migration (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)").await?;
    let row = tx.one(&NEWEST_MIGRATION, &[]).await?;
    let newest = match row {
        Some(row) => row.columns().int()?,
        None => 0,
    };
    let known = newest_schema();
    if newest > known {
        return Err(StoreFault::Unavailable(format!(
            "its schema is version {newest}, this program knows {known}; use the newer program"
        )));
    }
    for (version, name, sql) in MIGRATIONS.iter().filter(|m| m.0 > newest && m.0 <= until) {
        tx.raw(sql).await?;
        tx.run(
            &RECORD_MIGRATION,
            &[(*version).into(), (*name).into(), now.into()],
        )
        .await?;
    }
    Ok(())
}

static NEWEST_MIGRATION: Statement = Statement {
    name: "NEWEST_MIGRATION",
    sql: "SELECT COALESCE(MAX(version), 0) FROM schema_migration",
};
static RECORD_MIGRATION: Statement = Statement {
    name: "RECORD_MIGRATION",
    sql: "INSERT INTO schema_migration (version, name, applied_at) VALUES ($1, $2, $3)",
};

/// Binds each value and runs one method of a sqlx query on whichever engine is behind.
macro_rules! on_engine {
    ($tx:expr, $sql:expr, $values:expr, $method:ident) => {
        match &mut $tx.connection {
            Connection::LiteWriter(connection) => on_engine!(@bound $sql, $values, $method, connection, Lite),
            Connection::Lite(connection) => on_engine!(@bound $sql, $values, $method, &mut **connection, Lite),
            Connection::Pg(connection) => on_engine!(@bound $sql, $values, $method, &mut **connection, Pg),
        }
    };
    (@bound $sql:expr, $values:expr, $method:ident, $connection:expr, $engine:ident) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value.clone() {
                Val::Text(v) => query.bind(v),
                Val::Int(v) => query.bind(v),
                Val::Blob(v) => query.bind(v),
            };
        }
        query.$method($connection).await.map(|out| on_engine!(@out $method, $engine, out))
    }};
    (@out execute, $engine:ident, $out:expr) => { $out.rows_affected() };
    (@out fetch_optional, $engine:ident, $out:expr) => { $out.map(Row::$engine) };
    (@out fetch_all, $engine:ident, $out:expr) => { $out.into_iter().map(Row::$engine).collect() };
}
use on_engine;

impl Tx {
    fn on(connection: Connection) -> Self {
        Self {
            connection,
            audit: Vec::new(),
        }
    }

    /// Runs a statement; the number of rows it changed.
    ///
    /// # Errors
    /// [`StoreFault`], as for the two below.
    pub async fn run(
        &mut self,
        statement: &'static Statement,
        values: &[Val],
    ) -> Result<u64, StoreFault> {
        on_engine!(self, statement.sql, values, execute).map_err(fault(statement.name))
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// See above.
    pub async fn one(
        &mut self,
        statement: &'static Statement,
        values: &[Val],
    ) -> Result<Option<Row>, StoreFault> {
        on_engine!(self, statement.sql, values, fetch_optional).map_err(fault(statement.name))
    }

    /// All rows. Statements that can give many carry a LIMIT.
    ///
    /// # Errors
    /// See above.
    pub async fn all(
        &mut self,
        statement: &'static Statement,
        values: &[Val],
    ) -> Result<Vec<Row>, StoreFault> {
        on_engine!(self, statement.sql, values, fetch_all).map_err(fault(statement.name))
    }

    /// Asks the engine whether it understands a statement.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`] with the engine's own words.
    pub async fn prepare(&mut self, statement: &'static Statement) -> Result<(), StoreFault> {
        let sql = sqlx::SqlSafeStr::into_sql_str(statement.sql);
        match &mut self.connection {
            Connection::LiteWriter(c) => c.prepare(sql).await.map(|_| ()),
            Connection::Lite(c) => (**c).prepare(sql).await.map(|_| ()),
            Connection::Pg(c) => (**c).prepare(sql).await.map(|_| ()),
        }
        .map_err(fault(statement.name))
    }

    async fn raw(&mut self, sql: &'static str) -> Result<(), StoreFault> {
        match &mut self.connection {
            Connection::LiteWriter(c) => sqlx::raw_sql(sql).execute(&mut *c).await.map(|_| ()),
            Connection::Lite(c) => sqlx::raw_sql(sql).execute(&mut **c).await.map(|_| ()),
            Connection::Pg(c) => sqlx::raw_sql(sql).execute(&mut **c).await.map(|_| ()),
        }
        .map_err(fault("raw"))
    }

    async fn commit(self) -> Result<(), StoreFault> {
        match self.connection {
            Connection::LiteWriter(_) => Ok(()), // the writer commits its group itself
            Connection::Lite(tx) => tx.commit().await.map_err(fault("commit")),
            Connection::Pg(tx) => tx.commit().await.map_err(fault("commit")),
        }
    }
}

impl Db {
    /// Whether the database holds a data key already: then a new key file would open nothing.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`].
    pub async fn is_set_up(&self) -> Result<bool, StoreFault> {
        let mut tx = self.read().await?;
        Ok(crate::operation::installation::get(&mut tx, "data_key")
            .await?
            .is_some())
    }
}
