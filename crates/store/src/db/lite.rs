//! SQLite: connections that are used right where they are asked.
//!
//! A statement that finds its pages in memory takes a few microseconds, less than it costs to hand it
//! to another thread and to wake up again. So a reader works on the thread that asks. A statement
//! that takes longer than a moment is interrupted and begun anew, in the same snapshot, on a thread
//! where it holds up nobody.

use crate::{Row, Statement, StoreFault, Val};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Error, ErrorCode, OpenFlags, ToSql, ffi};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Instructions of SQLite's machine between two looks at what a statement may still use.
const STRIDE: i32 = 1_000;
/// Strides of a moment: about a millisecond.
const MOMENT: i64 = 30;
/// Statements that a connection keeps prepared.
const PREPARED: usize = 160;
/// Snapshots at once. Few are ever open: a connection is made when none is free.
const READERS: u32 = 8;
/// How long somebody waits for one of them.
const PATIENCE: Duration = Duration::from_secs(10);

/// What came of a statement.
pub(super) struct Found {
    /// Its rows.
    pub rows: Vec<Row>,
    /// How many rows it changed.
    pub changed: u64,
}

/// A connection.
pub(super) struct Lite {
    connection: Connection,
    /// Strides that the statement under way may still use.
    left: Arc<AtomicI64>,
}

impl ToSql for Val {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Self::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Self::Int(Some(number)) => ValueRef::Integer(*number),
            Self::Blob(Some(bytes)) => ValueRef::Blob(bytes),
            Self::Text(None) | Self::Int(None) | Self::Blob(None) => ValueRef::Null,
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

/// What went wrong, by the statement's name and in the engine's words; never with a value.
fn fault(name: &'static str, error: &Error) -> StoreFault {
    match error {
        Error::SqliteFailure(e, _)
            if [
                ffi::SQLITE_CONSTRAINT_UNIQUE,
                ffi::SQLITE_CONSTRAINT_PRIMARYKEY,
            ]
            .contains(&e.extended_code) =>
        {
            StoreFault::Taken(name)
        }
        Error::SqliteFailure(e, words) => {
            let words = words.clone().unwrap_or_else(|| e.to_string());
            StoreFault::Unavailable(format!("{name}: {words}"))
        }
        other => StoreFault::Unavailable(format!("{name}: {other}")),
    }
}

/// What a statement is called that was made from the names of a table.
const MADE: &str = "whole table";

fn values_of(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Row> {
    let values: rusqlite::Result<Vec<Value>> = (0..columns).map(|at| row.get(at)).collect();
    values.map(Row::Lite)
}

impl Lite {
    fn connect(file: &Path, flags: OpenFlags) -> rusqlite::Result<Self> {
        let mut connection = Connection::open_with_flags(file, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        // A plan does not follow the values: else each new value has the statement prepared anew.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        let left = Arc::new(AtomicI64::new(i64::MAX));
        let asked = left.clone();
        let handler = move || asked.fetch_sub(1, Ordering::Relaxed) <= 0;
        connection.progress_handler(STRIDE, Some(handler))?;
        Ok(Self { connection, left })
    }

    /// Opens or creates the file, for the one that writes.
    pub fn to_write(file: &Path) -> Result<Self, StoreFault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let lite = Self::connect(file, flags).map_err(|e| fault("open", &e))?;
        // FULL: what was answered is on the disk, even after a power cut.
        lite.batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
        )?;
        Ok(lite)
    }

    fn to_read(file: &Path) -> Result<Self, StoreFault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::connect(file, flags).map_err(|e| fault("open", &e))
    }

    fn run(&self, sql: &str, values: &[Val], most: usize) -> rusqlite::Result<Found> {
        let mut prepared = self.connection.prepare_cached(sql)?;
        for at in 1..=prepared.parameter_count() {
            // `$2` is a name to SQLite, counted by where it stands first.
            let named = prepared
                .parameter_name(at)
                .and_then(|n| n.get(1..)?.parse().ok());
            let number: usize = named.unwrap_or(at);
            let value = values.get(number.wrapping_sub(1));
            let value = value.ok_or(Error::InvalidParameterCount(values.len(), number))?;
            prepared.raw_bind_parameter(at, value)?;
        }
        let (columns, reads) = (prepared.column_count(), prepared.readonly());
        let mut found = Found {
            rows: Vec::new(),
            changed: 0,
        };
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next()? {
            found.rows.push(values_of(row, columns)?);
            if found.rows.len() == most {
                break;
            }
        }
        drop(rows);
        if !reads {
            found.changed = self.connection.changes();
        }
        Ok(found)
    }

    /// Runs a statement however long it takes; at most so many of its rows.
    pub fn ask(
        &self,
        statement: &'static Statement,
        values: &[Val],
        most: usize,
    ) -> Result<Found, StoreFault> {
        self.left.store(i64::MAX, Ordering::Relaxed);
        self.run(statement.sql, values, most)
            .map_err(|e| fault(statement.name, &e))
    }

    /// Runs a statement if that takes a moment only; else none, and nothing has happened.
    fn ask_briefly(
        &self,
        statement: &'static Statement,
        values: &[Val],
        most: usize,
    ) -> Result<Option<Found>, StoreFault> {
        self.left.store(MOMENT, Ordering::Relaxed);
        match self.run(statement.sql, values, most) {
            Ok(found) => Ok(Some(found)),
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => Ok(None),
            Err(e) => Err(fault(statement.name, &e)),
        }
    }

    /// Runs a text that was made from names that were looked at; how many rows it changed.
    pub fn run_made(&self, sql: &str, values: &[Val]) -> Result<u64, StoreFault> {
        self.left.store(i64::MAX, Ordering::Relaxed);
        let found = self.run(sql, values, usize::MAX);
        found.map(|f| f.changed).map_err(|e| fault(MADE, &e))
    }

    /// Hands every row of a text that was made on, one after the other, without holding them all.
    pub async fn each_row<F>(&self, sql: &str, mut each: F) -> Result<(), StoreFault>
    where
        F: AsyncFnMut(Row) -> Result<(), StoreFault>,
    {
        self.left.store(i64::MAX, Ordering::Relaxed);
        let fault = |e| fault(MADE, &e);
        let mut prepared = self.connection.prepare(sql).map_err(fault)?;
        let columns = prepared.column_count();
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next().map_err(fault)? {
            each(values_of(row, columns).map_err(fault)?).await?;
        }
        Ok(())
    }

    /// Says a word about the transaction, such as `COMMIT`.
    pub fn say(&self, word: &'static str) -> Result<(), StoreFault> {
        self.left.store(i64::MAX, Ordering::Relaxed);
        let said = self
            .connection
            .prepare_cached(word)
            .and_then(|mut s| s.raw_execute());
        said.map(|_| ()).map_err(|e| fault(word, &e))
    }

    /// Runs a text of several statements.
    pub fn batch(&self, sql: &'static str) -> Result<(), StoreFault> {
        self.left.store(i64::MAX, Ordering::Relaxed);
        self.connection
            .execute_batch(sql)
            .map_err(|e| fault("raw", &e))
    }

    /// Asks whether a statement is understood.
    pub fn prepare(&self, statement: &'static Statement) -> Result<(), StoreFault> {
        let prepared = self.connection.prepare(statement.sql);
        prepared.map(|_| ()).map_err(|e| fault(statement.name, &e))
    }
}

/// Connections that read.
pub(super) struct Readers {
    file: PathBuf,
    free: Mutex<Vec<Lite>>,
    places: Arc<Semaphore>,
}

impl Readers {
    /// Readers of a file that is there. The first is opened at once, so that a fault shows itself.
    pub fn of(file: &Path) -> Result<Arc<Self>, StoreFault> {
        Ok(Arc::new(Self {
            file: file.to_owned(),
            free: Mutex::new(vec![Lite::to_read(file)?]),
            places: Arc::new(Semaphore::new(READERS as usize)),
        }))
    }

    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Lite>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A snapshot to read from. Dropping it ends it.
    pub async fn begin(self: &Arc<Self>) -> Result<Reader, StoreFault> {
        let closed = || StoreFault::Unavailable("begin: the database was closed".into());
        let place = match self.places.clone().try_acquire_owned() {
            Ok(place) => place,
            Err(_) => tokio::time::timeout(PATIENCE, self.places.clone().acquire_owned())
                .await
                .map_err(|_| StoreFault::Busy("no connection was free in time"))?
                .map_err(|_| closed())?,
        };
        let known = self.free().pop();
        let lite = match known {
            Some(lite) => lite,
            None => Lite::to_read(&self.file)?,
        };
        lite.say("BEGIN")?;
        Ok(Reader {
            lite: Some(lite),
            home: self.clone(),
            _place: place,
        })
    }

    /// Ends them, after those that are in use.
    pub async fn close(&self) {
        let all = self.places.acquire_many(READERS);
        let _ = tokio::time::timeout(PATIENCE, all).await;
        self.places.close();
        self.free().clear();
    }
}

/// A connection in a snapshot.
pub(super) struct Reader {
    /// Away only while a long statement runs elsewhere.
    lite: Option<Lite>,
    home: Arc<Readers>,
    _place: OwnedSemaphorePermit,
}

impl Reader {
    /// Runs a statement; at most so many of its rows.
    pub async fn ask(
        &mut self,
        statement: &'static Statement,
        values: &[Val],
        most: usize,
    ) -> Result<Found, StoreFault> {
        let lite = self.lite()?;
        if let Some(found) = lite.ask_briefly(statement, values, most)? {
            return Ok(found);
        }
        let (lite, values) = (self.lite.take().ok_or_else(gone)?, values.to_vec());
        let work = tokio::task::spawn_blocking(move || {
            let found = lite.ask(statement, &values, most);
            (lite, found)
        });
        let (lite, found) = work.await.map_err(|_| gone())?;
        self.lite = Some(lite);
        found
    }

    /// The connection itself.
    pub fn lite(&self) -> Result<&Lite, StoreFault> {
        self.lite.as_ref().ok_or_else(gone)
    }
}

fn gone() -> StoreFault {
    StoreFault::Unavailable("a long statement was stopped".into())
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(lite) = self.lite.take()
            && lite.say("ROLLBACK").is_ok()
            && !self.home.places.is_closed()
        {
            self.home.free().push(lite);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static LONG: Statement = Statement {
        name: "LONG",
        sql: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) SELECT COUNT(*), $1 FROM n",
    };

    #[tokio::test]
    async fn a_long_statement_gives_the_same_in_its_snapshot_and_the_connection_comes_back() {
        let folder = std::env::temp_dir().join(format!("vestibule-lite-{}", std::process::id()));
        let writer = Lite::to_write(&folder).unwrap();
        writer.batch("CREATE TABLE t (i BIGINT)").unwrap();
        let readers = Readers::of(&folder).unwrap();
        let mut reader = readers.begin().await.unwrap();
        for (count, brief) in [(10, true), (1_000_000, false)] {
            let values = [Val::from("x"), Val::from(count)];
            let asked = reader
                .lite()
                .unwrap()
                .ask_briefly(&LONG, &values, 1)
                .unwrap();
            assert_eq!(asked.is_some(), brief);
            let found = reader.ask(&LONG, &values, usize::MAX).await.unwrap();
            let mut columns = found.rows[0].columns();
            assert_eq!(
                (columns.int().unwrap(), columns.text().unwrap()),
                (count, "x".into())
            );
        }
        drop(reader);
        assert_eq!(readers.free().len(), 1);
        readers.close().await;
        assert!(readers.begin().await.is_err());
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", folder.display()));
        }
    }
}
