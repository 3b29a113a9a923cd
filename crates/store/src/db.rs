//! The only place that knows which engine runs: SQLite on the thread that asks ([`lite`]) with one
//! [`writer`], or [`postgres`].

mod bare;
mod lite;
mod many;
mod postgres;
mod schema;
mod writer;

pub use bare::Location;
pub use schema::newest_schema;

use crate::{Row, Statement, StoreFault, Val};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kernel::{OutboxId, Timestamp};
use lite::{Lite, Reader, Readers};
use model::operation::AuditDraft;
use postgres::{PgTx, fault};
use sqlx::Executor as _;
use sqlx::postgres::{PgConnectOptions, PgPool};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use writer::{Writer, panicked};

/// Transactions at once in PostgreSQL.
const POOL: u32 = 16;

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
        readers: Arc<Readers>,
        writer: Writer,
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
    /// The messages for clients that were enqueued in this transaction.
    told: Vec<Told>,
}

/// A message for a client that was enqueued in a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The message.
    pub id: OutboxId,
    /// Its kind.
    pub kind: &'static str,
    /// The `client_id`.
    pub oauth_client_id: String,
}

enum Connection {
    LiteWriter(Lite),
    Lite(Reader),
    Pg(PgTx),
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
        tx.told.clear();
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
        let mut tx = Tx::on(Connection::LiteWriter(Lite::to_write(file)?));
        tx.say("BEGIN IMMEDIATE")?;
        schema::migrate(&mut tx, now).await?;
        tx.say("COMMIT")?;
        let Connection::LiteWriter(lite) = tx.connection else {
            return Err(panicked());
        };
        let readers = Readers::of(file)?;
        let writer = Writer::start(lite)?;
        Ok(Self::over(Engine::Lite { readers, writer }))
    }

    /// Opens a PostgreSQL database and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`] with the reason.
    pub async fn open_postgres(address: &str, now: Timestamp) -> Result<Self, StoreFault> {
        Self::open_postgres_with(postgres::options(address)?, now).await
    }

    /// The same for a hub that runs: others see in PostgreSQL's lists that it does.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`] with the reason.
    pub async fn open_postgres_for_hub(address: &str, now: Timestamp) -> Result<Self, StoreFault> {
        let options = postgres::options(address)?;
        let name = postgres::hub_name(&options);
        Self::open_postgres_with(options.application_name(&name), now).await
    }

    async fn open_postgres_with(
        options: PgConnectOptions,
        now: Timestamp,
    ) -> Result<Self, StoreFault> {
        let pool = postgres::pool(options, POOL).await?;
        let mut tx = Tx::on(Connection::Pg(postgres::begin(&pool).await?));
        // Two nodes that start together must not both migrate.
        tx.raw("SELECT pg_advisory_xact_lock(7305123)").await?;
        schema::migrate(&mut tx, now).await?;
        tx.commit().await?;
        Ok(Self::over(Engine::Pg { pool }))
    }

    /// Makes a schema of its own in a PostgreSQL database and gives the address that opens it. The
    /// test bench gives every test one; an operator may keep several hubs in one database so.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`], also for a name that is not 1 to 40 of `a-z 0-9 _`.
    pub async fn make_schema(address: &str, name: &str) -> Result<String, StoreFault> {
        postgres::make_schema(address, name).await
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
            Engine::Lite { readers, .. } => Connection::Lite(readers.begin().await?),
            Engine::Pg { pool } => Connection::Pg(postgres::begin(pool).await?),
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
            Engine::Lite { writer, .. } => writer.write(self.clone(), job).await,
            // PostgreSQL groups commits by itself.
            Engine::Pg { pool } => {
                let mut tx = Tx::on(Connection::Pg(postgres::begin(pool).await?));
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
                writer.close().await;
            }
            Engine::Pg { pool } => pool.close().await,
        }
    }

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

/// Binds each value and runs one method of a sqlx query on PostgreSQL.
macro_rules! on_postgres {
    ($connection:expr, $name:expr, $sql:expr, $values:expr, $method:ident) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value.clone() {
                Val::Text(v) => query.bind(v),
                Val::Int(v) => query.bind(v),
                Val::Blob(v) => query.bind(v),
            };
        }
        query
            .$method(&mut **$connection)
            .await
            .map_err(fault($name))
    }};
}
use on_postgres;

impl Tx {
    fn on(connection: Connection) -> Self {
        Self {
            connection,
            audit: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Notes that a message for a client was enqueued in this transaction.
    pub fn note_told(&mut self, told: Told) {
        self.told.push(told);
    }

    /// The messages for clients that were noted so far.
    pub fn told(&self) -> &[Told] {
        &self.told
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
        let Statement { name, sql } = statement;
        match &mut self.connection {
            Connection::LiteWriter(lite) => Ok(lite.ask(statement, values, usize::MAX)?.changed),
            Connection::Lite(reader) => {
                Ok(reader.ask(statement, values, usize::MAX).await?.changed)
            }
            Connection::Pg(c) => Ok(on_postgres!(c, name, *sql, values, execute)?.rows_affected()),
        }
    }

    /// Runs an insert for each of many rows, all of as many values: several rows at once where the engine is
    /// a round trip away. No two rows may meet.
    ///
    /// # Errors
    /// See above.
    pub async fn run_many(
        &mut self,
        statement: &'static Statement,
        rows: &[Vec<Val>],
    ) -> Result<(), StoreFault> {
        let Connection::Pg(c) = &mut self.connection else {
            for values in rows {
                self.run(statement, values).await?;
            }
            return Ok(());
        };
        let Statement { name, sql } = statement;
        let mut left = rows;
        while let Some(first) = left.first() {
            let (now, later) = left.split_at(many::size(left.len()));
            let text = many::repeated(sql, now.len(), first.len())
                .ok_or_else(|| StoreFault::Unavailable(format!("{name} is no insert of a row")))?;
            // The text is a statement of ours with more of the same numbers of parameters.
            let text = sqlx::AssertSqlSafe(text);
            on_postgres!(c, name, text, now.iter().flatten(), execute)?;
            left = later;
        }
        Ok(())
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
        let Statement { name, sql } = statement;
        match &mut self.connection {
            Connection::LiteWriter(lite) => Ok(lite.ask(statement, values, 1)?.rows.pop()),
            Connection::Lite(reader) => Ok(reader.ask(statement, values, 1).await?.rows.pop()),
            Connection::Pg(c) => {
                Ok(on_postgres!(c, name, *sql, values, fetch_optional)?.map(Row::Pg))
            }
        }
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
        let Statement { name, sql } = statement;
        match &mut self.connection {
            Connection::LiteWriter(lite) => Ok(lite.ask(statement, values, usize::MAX)?.rows),
            Connection::Lite(reader) => Ok(reader.ask(statement, values, usize::MAX).await?.rows),
            Connection::Pg(c) => {
                let rows = on_postgres!(c, name, *sql, values, fetch_all)?;
                Ok(rows.into_iter().map(Row::Pg).collect())
            }
        }
    }

    /// Asks the engine whether it understands a statement.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`] with the engine's own words.
    pub async fn prepare(&mut self, statement: &'static Statement) -> Result<(), StoreFault> {
        match &mut self.connection {
            Connection::LiteWriter(lite) => lite.prepare(statement),
            Connection::Lite(reader) => reader.lite()?.prepare(statement),
            Connection::Pg(c) => {
                let sql = sqlx::SqlSafeStr::into_sql_str(statement.sql);
                let prepared = (**c).prepare(sql).await;
                prepared.map(|_| ()).map_err(fault(statement.name))
            }
        }
    }

    /// Runs a text of several statements.
    async fn raw(&mut self, sql: &'static str) -> Result<(), StoreFault> {
        match &mut self.connection {
            Connection::LiteWriter(lite) => lite.batch(sql),
            Connection::Lite(reader) => reader.lite()?.batch(sql),
            Connection::Pg(c) => {
                let run = sqlx::raw_sql(sql).execute(&mut **c).await;
                run.map(|_| ()).map_err(fault("raw"))
            }
        }
    }

    /// Says a word about the transaction to SQLite's writer; PostgreSQL's are sqlx's own.
    fn say(&mut self, word: &'static str) -> Result<(), StoreFault> {
        match &mut self.connection {
            Connection::LiteWriter(lite) => lite.say(word),
            Connection::Lite(_) | Connection::Pg(_) => Ok(()),
        }
    }

    async fn commit(self) -> Result<(), StoreFault> {
        match self.connection {
            // The writer commits its group itself, and a reader has nothing to keep.
            Connection::LiteWriter(_) | Connection::Lite(_) => Ok(()),
            Connection::Pg(tx) => tx.commit().await.map_err(fault("commit")),
        }
    }
}
