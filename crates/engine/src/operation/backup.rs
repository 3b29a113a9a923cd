//! `vestibule backup`: everything of one moment, while the hub runs.

use crate::{Broken, Engine};
use model::operation::backup::{RowBatch, first_line};
use model::operation::{Actor, AuditDraft, BackupEnd, BackupFault, BackupHeader, Frame, TableHead};
use store::StoreFault;
use store::operation::whole;
use tokio::sync::mpsc::Sender;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Where it is from and which key opens it.
    pub header: BackupHeader,
    /// How many rows each table has.
    pub tables: Vec<(String, u64)>,
}

/// Told how many rows are done, and of how many.
pub type Progress<'a> = &'a dyn Fn(u64, u64);

/// Sends pieces of a backup on and keeps the running digest.
struct Out {
    to: Sender<Vec<u8>>,
    digest: [u8; 32],
}

fn stopped() -> StoreFault {
    StoreFault::Unavailable("who takes the backup has stopped".into())
}

impl Out {
    async fn send(&mut self, bytes: Vec<u8>) -> Result<(), StoreFault> {
        self.digest = next_digest(&self.digest, &bytes);
        self.to.send(bytes).await.map_err(|_| stopped())
    }

    async fn frame(&mut self, frame: &Frame) -> Result<(), StoreFault> {
        self.send(frame.write().map_err(too_long)?).await
    }
}

fn too_long(fault: BackupFault) -> StoreFault {
    StoreFault::Unreadable(fault.to_string())
}

/// The running digest: over the one before and the next piece.
pub(super) fn next_digest(before: &[u8; 32], piece: &[u8]) -> [u8; 32] {
    vault::digest::sha256(&[before.as_slice(), piece].concat())
}

impl Engine {
    /// Sends a backup as pieces: the first line, then frames. What is in it is of one moment, however
    /// long it takes and whatever the hub does meanwhile. Memory does not grow with the number of rows.
    ///
    /// # Errors
    /// [`Broken`], also when the receiver has gone.
    pub async fn back_up(
        &self,
        to: Sender<Vec<u8>>,
        progress: Progress<'_>,
    ) -> Result<Contents, Broken> {
        let mut out = Out {
            to,
            digest: [0; 32],
        };
        let mut tx = self.db.snapshot().await?;
        let heads = tx.tables().await?;
        let mut tables = Vec::with_capacity(heads.len());
        for head in &heads {
            tables.push((head.table.clone(), whole::count(&mut tx, head).await?));
        }
        let header = BackupHeader {
            program: env!("CARGO_PKG_VERSION").into(),
            schema: tx.schema().await?,
            engine: self.db.engine().into(),
            made_at: self.now().0,
            key: self.key_fingerprint.clone(),
            rows: tables.iter().map(|(_, rows)| rows).sum(),
        };
        out.send(first_line()).await?;
        out.frame(&Frame::Header(header.clone())).await?;
        let mut done = 0_u64;
        for head in &heads {
            self.send_table(&mut tx, head, &mut out, &mut |rows| {
                done += rows;
                progress(done, header.rows);
            })
            .await?;
        }
        drop(tx);
        let digest = out.digest;
        out.frame(&Frame::End(BackupEnd {
            rows: done,
            digest,
            seal: self.sealer.mac("backup", &[&digest]),
        }))
        .await?;
        let about = format!("{} rows, key {}", done, header.key);
        let made = AuditDraft::new(None, Actor::Operator, "installation.backed_up", "backup");
        self.record_alone(made.because(about)).await?;
        Ok(Contents { header, tables })
    }

    async fn send_table(
        &self,
        tx: &mut store::Tx,
        head: &TableHead,
        out: &mut Out,
        counted: &mut dyn FnMut(u64),
    ) -> Result<(), StoreFault> {
        out.frame(&Frame::Table(head.clone())).await?;
        let (mut batch, mut waiting) = (RowBatch::default(), 0);
        whole::read_out(tx, head, async |row| {
            waiting += 1;
            if batch.add(&row)
                && let Some(full) = batch.take().map_err(too_long)?
            {
                out.send(full).await?;
                counted(std::mem::take(&mut waiting));
            }
            Ok(())
        })
        .await?;
        if let Some(last) = batch.take().map_err(too_long)? {
            out.send(last).await?;
        }
        counted(waiting);
        Ok(())
    }

    /// Writes one audit entry that belongs to no other change.
    pub(super) async fn record_alone(&self, draft: AuditDraft) -> Result<(), Broken> {
        let engine = self.clone();
        let written: Result<(), StoreFault> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await;
        Ok(written?)
    }
}
