//! A database as a whole: where it lies, what tables it has, all its rows out and in.
//!
//! SQL with names of tables and columns in it is made here and nowhere else. The names come from the
//! engine's own list, or are compared with it first.

use super::lite::Lite;
use super::postgres::{self, fault};
use super::schema::{migrate_to, named};
use super::{Connection, Db, Engine, Tx, on_postgres};
use crate::{Row, Statement, StoreFault, Val};
use futures_util::TryStreamExt as _;
use kernel::Timestamp;
use model::operation::{CellKind, TableHead};
use sqlx::AssertSqlSafe;
use std::path::PathBuf;

/// Where a database lies.
#[derive(Clone)]
pub enum Location {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// The address of a PostgreSQL database; it may hold a password.
    Postgres(String),
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
                let mut tx = Tx::on(Connection::LiteWriter(Lite::to_write(file)?));
                tx.say("BEGIN IMMEDIATE")?;
                tx
            }
            Location::Postgres(address) => {
                let pool = postgres::pool(postgres::options(address)?, 1).await?;
                Tx::on(Connection::Pg(postgres::begin(&pool).await?))
            }
        };
        let outcome = job(&mut tx).await;
        match tx.connection {
            Connection::LiteWriter(lite) if outcome.is_ok() => lite.say("COMMIT")?,
            Connection::LiteWriter(lite) => lite.say("ROLLBACK")?,
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
        let name = postgres::hub_name(&pool.connect_options());
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
        match &mut self.connection {
            Connection::LiteWriter(lite) => lite.each_row(&sql, each).await,
            Connection::Lite(reader) => reader.lite()?.each_row(&sql, each).await,
            Connection::Pg(c) => {
                let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **c);
                while let Some(row) = rows.try_next().await.map_err(fault("whole table"))? {
                    each(Row::Pg(row)).await?;
                }
                Ok(())
            }
        }
    }

    /// Runs SQL that was made from the names of a [`TableHead`]; how many rows it changed.
    ///
    /// # Errors
    /// See above.
    pub(crate) async fn run_made(&mut self, sql: &str, values: &[Val]) -> Result<u64, StoreFault> {
        match &mut self.connection {
            Connection::LiteWriter(lite) => lite.run_made(sql, values),
            Connection::Lite(reader) => reader.lite()?.run_made(sql, values),
            Connection::Pg(c) => {
                let sql = AssertSqlSafe(sql.to_owned());
                Ok(on_postgres!(c, "whole table", sql, values, execute)?.rows_affected())
            }
        }
    }
}
