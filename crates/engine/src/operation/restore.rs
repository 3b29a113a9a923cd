//! `vestibule restore` and `vestibule move`: a backup into an empty database of either engine, all of
//! it or nothing.

use super::backup::{Contents, Progress, next_digest};
use crate::{Broken, Engine, Failure};
use kernel::Timestamp;
use model::operation::backup::{BackupReading, read_first_line};
use model::operation::{
    Actor, AuditDraft, BackupFault, BackupHeader, Cell, Frame, RestoreRefusal, TableHead,
};
use store::operation::whole;
use store::{Db, Location, Tx};
use tokio::sync::mpsc::Receiver;
use vault::KeyEncryptionKey;

type Refused = Failure<RestoreRefusal>;

fn unreadable(fault: BackupFault) -> Refused {
    Failure::Refused(RestoreRefusal::Unreadable(fault))
}

/// Takes the pieces of a backup in their order and checks what it says of itself.
#[derive(Default)]
struct Taking {
    begun: bool,
    reading: BackupReading,
    digest: [u8; 32],
    seal: [u8; 32],
    header: Option<BackupHeader>,
    table: Option<TableHead>,
    tables: Vec<(String, u64)>,
    /// The data key, still wrapped, as the row of the installation has it.
    data_key: Option<Vec<u8>>,
}

impl Taking {
    /// The next frame; none for the first line.
    fn take(&mut self, piece: &[u8]) -> Result<Option<Frame>, Refused> {
        if !self.begun {
            let length = read_first_line(piece).map_err(unreadable)?;
            if length != piece.len() {
                return Err(unreadable(BackupFault::Foreign));
            }
            (self.begun, self.digest) = (true, next_digest(&[0; 32], piece));
            return Ok(None);
        }
        let frame = self.reading.take(piece).map_err(unreadable)?;
        match &frame {
            Frame::Header(header) => {
                let (its, known) = (header.schema, store::newest_schema());
                if its > known {
                    return Err(Failure::Refused(RestoreRefusal::NewerSchema(its, known)));
                }
                if its < 1 {
                    return Err(unreadable(BackupFault::Damaged("schema")));
                }
                self.header = Some(header.clone());
            }
            Frame::Table(head) => {
                if self.tables.iter().any(|(name, _)| *name == head.table) {
                    return Err(unreadable(BackupFault::Damaged("a table stands twice")));
                }
                self.tables.push((head.table.clone(), 0));
                self.table = Some(head.clone());
            }
            Frame::Rows(rows) => {
                if let Some((_, count)) = self.tables.last_mut() {
                    *count += u64::try_from(rows.len()).unwrap_or_default();
                }
                self.find_data_key(rows);
            }
            Frame::End(end) => {
                if end.digest != self.digest {
                    let what = "its digest is another than it says";
                    return Err(unreadable(BackupFault::Damaged(what)));
                }
                self.seal = end.seal;
                return Ok(Some(frame));
            }
        }
        self.digest = next_digest(&self.digest, piece);
        Ok(Some(frame))
    }

    fn find_data_key(&mut self, rows: &[Vec<Cell>]) {
        let Some(head) = self.table.as_ref().filter(|t| t.table == "installation") else {
            return;
        };
        let at = |name| head.columns.iter().position(|(column, _)| column == name);
        let (Some(name), Some(value)) = (at("name"), at("value")) else {
            return;
        };
        for row in rows {
            if row.get(name) == Some(&Cell::Text("data_key".into()))
                && let Some(Cell::Bytes(wrapped)) = row.get(value)
            {
                self.data_key = Some(wrapped.clone());
            }
        }
    }

    /// Whether the whole backup was read and is as its installation sealed it.
    fn finish(self, key: Option<&KeyEncryptionKey>) -> Result<Contents, Refused> {
        let header = self.header.filter(|_| self.reading.has_ended());
        let header = header.ok_or_else(|| unreadable(BackupFault::Short))?;
        if let Some(key) = key {
            let wrapped = self.data_key;
            let wrapped = wrapped.ok_or_else(|| unreadable(BackupFault::Damaged("data key")))?;
            let Ok(sealer) = key.open(&wrapped) else {
                let other = RestoreRefusal::OtherKey(header.key, key.fingerprint());
                return Err(Failure::Refused(other));
            };
            if sealer.mac("backup", &[&self.digest]) != self.seal {
                return Err(Failure::Refused(RestoreRefusal::Forged));
            }
        }
        Ok(Contents {
            header,
            tables: self.tables,
        })
    }
}

/// Reads a whole backup without a database: whether it is whole, and with the key also whether it is
/// as it was made.
///
/// # Errors
/// [`RestoreRefusal`].
pub async fn inspect_backup(
    pieces: &mut Receiver<Vec<u8>>,
    key: Option<&KeyEncryptionKey>,
    progress: Progress<'_>,
) -> Result<Contents, Failure<RestoreRefusal>> {
    let mut taking = Taking::default();
    while let Some(piece) = pieces.recv().await {
        taking.take(&piece)?;
        if let Some(header) = &taking.header {
            if let Some(key) = key.filter(|key| key.fingerprint() != header.key) {
                let other = RestoreRefusal::OtherKey(header.key.clone(), key.fingerprint());
                return Err(Failure::Refused(other));
            }
            progress(taking.reading.rows(), header.rows);
        }
    }
    taking.finish(key)
}

/// How a backup is taken back.
pub struct Restore<'a> {
    /// Where the empty database is.
    pub location: &'a Location,
    /// The key file that belongs to the backup.
    pub key: &'a KeyEncryptionKey,
    /// Now.
    pub now: Timestamp,
    /// Whether sessions and tokens go on: right when nothing has happened since the backup.
    pub keep_sessions: bool,
}

impl Restore<'_> {
    /// Puts a backup into the empty database, in one transaction.
    ///
    /// # Errors
    /// [`RestoreRefusal`]; then nothing was changed.
    pub async fn run(
        &self,
        pieces: &mut Receiver<Vec<u8>>,
        progress: Progress<'_>,
    ) -> Result<Contents, Failure<RestoreRefusal>> {
        Db::fill(self.location, async |tx: &mut Tx| {
            if !tx.is_empty().await? {
                return Err(Failure::Refused(RestoreRefusal::NotEmpty));
            }
            self.fill(tx, pieces, progress).await
        })
        .await
    }

    async fn fill(
        &self,
        tx: &mut Tx,
        pieces: &mut Receiver<Vec<u8>>,
        progress: Progress<'_>,
    ) -> Result<Contents, Refused> {
        let mut taking = Taking::default();
        let mut heads = Vec::new();
        while let Some(piece) = pieces.recv().await {
            match taking.take(&piece)? {
                Some(Frame::Header(header)) => {
                    // The schema of its time; what came since comes when the database is opened.
                    tx.make_schema(header.schema, self.now).await?;
                    heads = tx.tables().await?;
                    for head in heads.iter().rev() {
                        whole::clear(tx, head).await?;
                    }
                }
                Some(Frame::Table(head)) if !fits(&heads, &head) => {
                    let what = "a table that its schema does not have";
                    return Err(unreadable(BackupFault::Damaged(what)));
                }
                Some(Frame::Rows(rows)) => {
                    if let Some(head) = &taking.table {
                        whole::put_in(tx, head, rows).await?;
                    }
                    let all = taking.header.as_ref().map_or(0, |h| h.rows);
                    progress(taking.reading.rows(), all);
                }
                _ => {}
            }
        }
        let contents = taking.finish(Some(self.key))?;
        self.check_counts(tx, &heads, &contents).await?;
        if !self.keep_sessions {
            whole::end_all(tx, self.now, "restored").await?;
        }
        Ok(contents)
    }

    /// What is there now is what was in the backup, table by table.
    async fn check_counts(
        &self,
        tx: &mut Tx,
        heads: &[TableHead],
        contents: &Contents,
    ) -> Result<(), Refused> {
        for head in heads {
            let there = whole::count(tx, head).await?;
            let told = contents.tables.iter().find(|(name, _)| *name == head.table);
            if told.is_none_or(|(_, rows)| *rows != there) {
                let what = "a table has another number of rows than was written";
                return Err(unreadable(BackupFault::Damaged(what)));
            }
        }
        Ok(())
    }
}

/// Whether the schema has the table with these columns, in whatever order.
fn fits(heads: &[TableHead], head: &TableHead) -> bool {
    heads.iter().any(|known| {
        known.table == head.table
            && known.columns.len() == head.columns.len()
            && head
                .columns
                .iter()
                .all(|column| known.columns.contains(column))
    })
}

impl Engine {
    /// Writes down in the audit log that this database came out of a backup.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn record_restored(
        &self,
        contents: &Contents,
        action: &'static str,
    ) -> Result<(), Broken> {
        let header = &contents.header;
        let made = Timestamp(header.made_at).rfc3339();
        let about = format!("{} rows of {} from {made}", header.rows, header.engine);
        let draft = AuditDraft::new(None, Actor::Operator, action, "installation");
        self.record_alone(draft.because(about)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_fits_when_its_columns_are_those_of_the_schema() {
        use model::operation::CellKind::{Int, Text};
        let head = |columns: &[(&str, _)]| TableHead {
            table: "t".into(),
            columns: columns.iter().map(|(n, k)| ((*n).to_owned(), *k)).collect(),
        };
        let known = [head(&[("a", Int), ("b", Text)])];
        assert!(fits(&known, &head(&[("b", Text), ("a", Int)])));
        assert!(!fits(&known, &head(&[("a", Int)])));
        assert!(!fits(&known, &head(&[("a", Int), ("b", Int)])));
        assert!(!fits(&[], &head(&[("a", Int)])));
    }
}
