//! A database as a whole: where it lies, what tables it has, all its rows out and in.
//!
//! SQL with names of tables and columns in it is made here and nowhere else. The names come from the
//! engine's own list, or are compared with it first.

use super::{
    Connection, Db, Engine, MIGRATIONS, NEWEST_MIGRATION, Tx, fault, migrate_to, on_engine,
};
use crate::{Row, Statement, StoreFault, Val};
use futures_util::TryStreamExt as _;
use kernel::Timestamp;
use model::operation::{CellKind, TableHead};
use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection as _, query};
use std::path::PathBuf;
use std::str::FromStr as _;

/// Where a database lies.
#[derive(Clone)]
pub enum Location {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// The address of a PostgreSQL database; it may hold a password.
    Postgres(String),
}

/// What the connections of a running hub are called in PostgreSQL's own lists.
const HUB: &str = "vestibule hub";

/// The name of a hub's connections. Several hubs may share a database, each in a schema of its own,
/// which stands in the options.
pub(super) fn hub_name(options: &PgConnectOptions) -> String {
    let schema: String = options
        .get_options()
        .unwrap_or_default()
        .chars()
        .take(45)
        .collect();
    format!("{HUB} {schema}").trim_end().to_owned()
}

static TABLES_OF_SQLITE: Statement = Statement {
    name: "TABLES_OF_SQLITE",
    sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' LIMIT 1000",
};
static TABLES_OF_POSTGRES: Statement = Statement {
    name: "TABLES_OF_POSTGRES",
    sql: "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() LIMIT 1000",
};
static COLUMNS_OF_SQLITE: Statement = Statement {
    name: "COLUMNS_OF_SQLITE",
    sql: "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid LIMIT 100000",
};
static COLUMNS_OF_POSTGRES: Statement = Statement {
    name: "COLUMNS_OF_POSTGRES",
    sql: "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position LIMIT 100000",
};
static INDEXES_OF_SQLITE: Statement = Statement {
    name: "INDEXES_OF_SQLITE",
    sql: "SELECT name FROM sqlite_master WHERE type = 'index' LIMIT 10000",
};
static INDEXES_OF_POSTGRES: Statement = Statement {
    name: "INDEXES_OF_POSTGRES",
    sql: "SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema() LIMIT 10000",
};
static INTEGRITY_OF_SQLITE: Statement = Statement {
    name: "INTEGRITY_OF_SQLITE",
    sql: "SELECT integrity_check FROM pragma_integrity_check UNION ALL SELECT 'a row of ' || \"table\" || ' refers to a row that is not there' FROM pragma_foreign_key_check LIMIT 2",
};
static HUBS_OF_POSTGRES: Statement = Statement {
    name: "HUBS_OF_POSTGRES",
    sql: "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1",
};
static CLOCK_OF_POSTGRES: Statement = Statement {
    name: "CLOCK_OF_POSTGRES",
    sql: "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint",
};

/// The newest schema that this program knows.
pub fn newest_schema() -> i64 {
    MIGRATIONS.last().map_or(0, |m| m.0)
}

/// The words that follow `begin` in the schema, in its order.
fn named(begin: &str) -> Vec<&'static str> {
    let texts = MIGRATIONS.iter().flat_map(|(_, _, sql)| sql.split(';'));
    let statements = texts.filter_map(|text| {
        let from = text.find(begin)? + begin.len();
        text.get(from..)?.split_whitespace().next()
    });
    statements.collect()
}

impl Db {
    /// A snapshot of the whole database: everything that is read from it is of one moment.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`].
    pub async fn snapshot(&self) -> Result<Tx, StoreFault> {
        match &self.0.engine {
            Engine::Lite { .. } => self.read().await,
            Engine::Pg { pool } => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                let begun = pool.begin_with(begin).await.map_err(fault("begin"))?;
                Ok(Tx::on(Connection::Pg(begun)))
            }
        }
    }

    /// Opens a database without bringing its schema up to date, runs one job in one transaction and
    /// closes it. Nothing of a job that fails is left.
    ///
    /// # Errors
    /// The job's own, or [`StoreFault::Unavailable`].
    pub async fn fill<T, E, F>(location: &Location, job: F) -> Result<T, E>
    where
        E: From<StoreFault>,
        F: AsyncFnOnce(&mut Tx) -> Result<T, E>,
    {
        let mut tx = match location {
            Location::Sqlite(file) => {
                let options = super::sqlite_options(file);
                let opened = SqliteConnection::connect_with(&options).await;
                let mut tx = Tx::on(Connection::LiteWriter(opened.map_err(fault("open"))?));
                tx.raw("BEGIN IMMEDIATE").await?;
                tx
            }
            Location::Postgres(address) => {
                let options = PgConnectOptions::from_str(address).map_err(super::bad_address)?;
                let pool = PgPoolOptions::new()
                    .max_connections(1)
                    .connect_with(options);
                let pool = pool.await.map_err(fault("open"))?;
                Tx::on(Connection::Pg(pool.begin().await.map_err(fault("begin"))?))
            }
        };
        let outcome = job(&mut tx).await;
        match tx.connection {
            Connection::LiteWriter(mut connection) => {
                let end = if outcome.is_ok() {
                    "COMMIT"
                } else {
                    "ROLLBACK"
                };
                let ended = sqlx::raw_sql(end).execute(&mut connection).await;
                ended.map_err(fault("commit"))?;
                connection.close().await.map_err(fault("close"))?;
            }
            Connection::Pg(begun) if outcome.is_ok() => {
                begun.commit().await.map_err(fault("commit"))?;
            }
            Connection::Pg(begun) => begun.rollback().await.map_err(fault("rollback"))?,
            Connection::Lite(_) => {}
        }
        outcome
    }

    /// Whether a hub works with this database at this moment, as far as the engine can tell: SQLite
    /// cannot, there the hub holds a file of its data folder.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`].
    pub async fn hub_is_connected(&self) -> Result<bool, StoreFault> {
        let Engine::Pg { pool } = &self.0.engine else {
            return Ok(false);
        };
        let name = hub_name(&pool.connect_options());
        let row = self
            .read()
            .await?
            .one(&HUBS_OF_POSTGRES, &[name.into()])
            .await?;
        Ok(row.map_or(Ok(0), |row| row.columns().int())? > 0)
    }
}

impl Tx {
    /// The tables of this database, each after those that it refers to; without the one of migrations.
    ///
    /// # Errors
    /// [`StoreFault`], as for all below.
    pub async fn tables(&mut self) -> Result<Vec<TableHead>, StoreFault> {
        let statement = match &self.connection {
            Connection::Pg(_) => &COLUMNS_OF_POSTGRES,
            _ => &COLUMNS_OF_SQLITE,
        };
        let mut heads: Vec<TableHead> = Vec::new();
        for row in self.all(statement, &[]).await? {
            let mut c = row.columns();
            let (table, name) = (c.text()?, c.text()?);
            let kind = match c.text()?.to_ascii_lowercase().as_str() {
                "text" => CellKind::Text,
                "bigint" => CellKind::Int,
                "bytea" => CellKind::Bytes,
                _ => return Err(StoreFault::Unreadable(format!("{table}.{name}"))),
            };
            match heads.last_mut().filter(|head| head.table == table) {
                Some(head) => head.columns.push((name, kind)),
                None => heads.push(TableHead {
                    table,
                    columns: vec![(name, kind)],
                }),
            }
        }
        let created = named("CREATE TABLE ");
        heads.retain(|head| head.table != "schema_migration");
        heads.sort_by_key(|head| created.iter().position(|known| *known == head.table));
        Ok(heads)
    }

    async fn table_names(&mut self) -> Result<Vec<String>, StoreFault> {
        let statement = match &self.connection {
            Connection::Pg(_) => &TABLES_OF_POSTGRES,
            _ => &TABLES_OF_SQLITE,
        };
        let rows = self.all(statement, &[]).await?;
        rows.iter().map(|row| row.columns().text()).collect()
    }

    /// Whether nothing was ever made in this database.
    ///
    /// # Errors
    /// See above.
    pub async fn is_empty(&mut self) -> Result<bool, StoreFault> {
        Ok(self.table_names().await?.is_empty())
    }

    /// The version of this database's schema.
    ///
    /// # Errors
    /// See above.
    pub async fn schema(&mut self) -> Result<i64, StoreFault> {
        let row = self.one(&NEWEST_MIGRATION, &[]).await?;
        row.map_or(Ok(0), |row| row.columns().int())
    }

    /// Makes the schema as it was in a version.
    ///
    /// # Errors
    /// See above.
    pub async fn make_schema(&mut self, version: i64, now: Timestamp) -> Result<(), StoreFault> {
        migrate_to(self, version, now).await
    }

    /// Indexes of the schema that this database does not have.
    ///
    /// # Errors
    /// See above.
    pub async fn missing_indexes(&mut self) -> Result<Vec<&'static str>, StoreFault> {
        let statement = match &self.connection {
            Connection::Pg(_) => &INDEXES_OF_POSTGRES,
            _ => &INDEXES_OF_SQLITE,
        };
        let rows = self.all(statement, &[]).await?;
        let there: Result<Vec<String>, _> = rows.iter().map(|row| row.columns().text()).collect();
        let (there, dropped) = (there?, named("DROP INDEX "));
        let mut missing = named("CREATE INDEX ");
        missing.retain(|name| !there.iter().any(|other| other == name) && !dropped.contains(name));
        Ok(missing)
    }

    /// What the engine itself finds wrong with its file; none where all is well. PostgreSQL looks
    /// after its files by itself.
    ///
    /// # Errors
    /// See above.
    pub async fn integrity(&mut self) -> Result<Option<String>, StoreFault> {
        if matches!(self.connection, Connection::Pg(_)) {
            return Ok(None);
        }
        for row in self.all(&INTEGRITY_OF_SQLITE, &[]).await? {
            let text = row.columns().text()?;
            if text != "ok" {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// The moment by the database's own clock; none where it is this machine's.
    ///
    /// # Errors
    /// See above.
    pub async fn clock(&mut self) -> Result<Option<Timestamp>, StoreFault> {
        if !matches!(self.connection, Connection::Pg(_)) {
            return Ok(None);
        }
        let row = self.one(&CLOCK_OF_POSTGRES, &[]).await?;
        row.map(|row| row.columns().time()).transpose()
    }

    /// Hands every row of a query on, one after the other, without holding them all.
    ///
    /// # Errors
    /// See above, or what `each` ends with.
    pub(crate) async fn each_row<F>(&mut self, sql: String, mut each: F) -> Result<(), StoreFault>
    where
        F: AsyncFnMut(Row) -> Result<(), StoreFault>,
    {
        let fault = fault("whole table");
        let query_text = AssertSqlSafe(sql);
        match &mut self.connection {
            Connection::LiteWriter(c) => {
                let mut rows = query(query_text).fetch(&mut *c);
                while let Some(row) = rows.try_next().await.map_err(&fault)? {
                    each(Row::Lite(row)).await?;
                }
            }
            Connection::Lite(c) => {
                let mut rows = query(query_text).fetch(&mut **c);
                while let Some(row) = rows.try_next().await.map_err(&fault)? {
                    each(Row::Lite(row)).await?;
                }
            }
            Connection::Pg(c) => {
                let mut rows = query(query_text).fetch(&mut **c);
                while let Some(row) = rows.try_next().await.map_err(&fault)? {
                    each(Row::Pg(row)).await?;
                }
            }
        }
        Ok(())
    }

    /// Runs SQL that was made from the names of a [`TableHead`]; how many rows it changed.
    ///
    /// # Errors
    /// See above.
    pub(crate) async fn run_made(&mut self, sql: &str, values: &[Val]) -> Result<u64, StoreFault> {
        on_engine!(self, AssertSqlSafe(sql.to_owned()), values, execute)
            .map_err(fault("whole table"))
    }
}
