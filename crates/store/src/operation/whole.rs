//! All rows of a table, out and in, for backups.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx, Val};
use kernel::Timestamp;
use model::operation::{Cell, CellKind, TableHead};

statements! {
    END_ALL_SESSIONS = "UPDATE session SET ended_at = $1 WHERE ended_at IS NULL";
    END_ALL_FAMILIES = "UPDATE token_family SET ended_at = $1, end_reason = $2 WHERE ended_at IS NULL";
}

/// Values that one INSERT carries at most; SQLite and PostgreSQL allow many more.
const VALUES: usize = 960;
/// Rows that one INSERT carries at most.
const ROWS: usize = 64;

fn columns(head: &TableHead) -> String {
    let names: Vec<&str> = head.columns.iter().map(|(name, _)| name.as_str()).collect();
    names.join(", ")
}

/// Only names that cannot end an identifier come into SQL.
fn sound(head: &TableHead) -> Result<(), StoreFault> {
    if head.is_sound() {
        Ok(())
    } else {
        Err(StoreFault::Unreadable("a table's name".into()))
    }
}

/// How many rows a table has.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn count(tx: &mut Tx, head: &TableHead) -> Result<u64, StoreFault> {
    sound(head)?;
    let mut rows = 0;
    tx.each_row(
        format!("SELECT COUNT(*) FROM {}", head.table),
        async |row| {
            rows = row.columns().int()?;
            Ok(())
        },
    )
    .await?;
    Ok(u64::try_from(rows).unwrap_or_default())
}

/// Hands all rows of a table on, one after the other.
///
/// # Errors
/// See above, or what `each` ends with.
pub async fn read_out<F>(tx: &mut Tx, head: &TableHead, mut each: F) -> Result<(), StoreFault>
where
    F: AsyncFnMut(Vec<Cell>) -> Result<(), StoreFault>,
{
    sound(head)?;
    let sql = format!("SELECT {} FROM {}", columns(head), head.table);
    let kinds: Vec<CellKind> = head.columns.iter().map(|(_, kind)| *kind).collect();
    tx.each_row(sql, async |row| {
        let mut c = row.columns();
        let cells: Result<Vec<Cell>, StoreFault> =
            kinds.iter().map(|kind| cell(&mut c, *kind)).collect();
        each(cells?).await
    })
    .await
}

fn cell(c: &mut Columns<'_>, kind: CellKind) -> Result<Cell, StoreFault> {
    Ok(match kind {
        CellKind::Text => c.text_or_null()?.map_or(Cell::Null, Cell::Text),
        CellKind::Int => c.int_or_null()?.map_or(Cell::Null, Cell::Int),
        CellKind::Bytes => c.blob_or_null()?.map_or(Cell::Null, Cell::Bytes),
    })
}

fn value(cell: Cell, kind: CellKind) -> Val {
    match (cell, kind) {
        (Cell::Text(v), _) => Val::Text(Some(v)),
        (Cell::Int(v), _) => Val::Int(Some(v)),
        (Cell::Bytes(v), _) => Val::Blob(Some(v)),
        // NULL has the type of its column: PostgreSQL asks for it.
        (Cell::Null, CellKind::Text) => Val::Text(None),
        (Cell::Null, CellKind::Int) => Val::Int(None),
        (Cell::Null, CellKind::Bytes) => Val::Blob(None),
    }
}

/// Puts rows into a table, many with one statement.
///
/// # Errors
/// See above.
pub async fn put_in(tx: &mut Tx, head: &TableHead, rows: Vec<Vec<Cell>>) -> Result<(), StoreFault> {
    sound(head)?;
    let width = head.columns.len();
    let together = (VALUES / width).clamp(1, ROWS);
    let mut waiting = rows.into_iter().peekable();
    while waiting.peek().is_some() {
        let part: Vec<Vec<Cell>> = waiting.by_ref().take(together).collect();
        // Only two texts for each table, so that the engine has understood each of them before.
        let sizes = if part.len() == together { together } else { 1 };
        let sql = insert(head, sizes);
        let mut values = Vec::with_capacity(sizes * width);
        for row in part {
            let kinds = head.columns.iter().map(|(_, kind)| *kind);
            values.extend(
                row.into_iter()
                    .zip(kinds)
                    .map(|(cell, kind)| value(cell, kind)),
            );
            if values.len() >= sizes * width {
                tx.run_made(&sql, &values).await?;
                values.clear();
            }
        }
    }
    Ok(())
}

fn insert(head: &TableHead, rows: usize) -> String {
    let width = head.columns.len();
    let mut sql = format!("INSERT INTO {} ({}) VALUES ", head.table, columns(head));
    for row in 0..rows {
        let places: Vec<String> = (1..=width)
            .map(|n| format!("${}", row * width + n))
            .collect();
        let comma = if row == 0 { "" } else { ", " };
        sql.push_str(&format!("{comma}({})", places.join(", ")));
    }
    sql
}

/// Removes all rows of a table, for what a new schema brought along.
///
/// # Errors
/// See above.
pub async fn clear(tx: &mut Tx, head: &TableHead) -> Result<(), StoreFault> {
    sound(head)?;
    tx.run_made(&format!("DELETE FROM {}", head.table), &[])
        .await
        .map(|_| ())
}

/// Ends every session and every token family: an older state must not bring back what was ended.
///
/// # Errors
/// See above.
pub async fn end_all(tx: &mut Tx, now: Timestamp, reason: &str) -> Result<(), StoreFault> {
    tx.run(&END_ALL_SESSIONS, &[now.into()]).await?;
    tx.run(&END_ALL_FAMILIES, &[now.into(), reason.into()])
        .await
        .map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_rows_are_one_statement() {
        let head = TableHead {
            table: "t".into(),
            columns: vec![("a".into(), CellKind::Int), ("b".into(), CellKind::Text)],
        };
        assert_eq!(
            insert(&head, 2),
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)"
        );
    }
}
