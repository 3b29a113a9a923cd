//! The file of a backup: its pieces between disk and engine. Reading and writing wait for the disk,
//! so they have a thread of their own; a few pieces wait between the two sides, never the whole.

use crate::data::Fault;
use model::operation::BackupFault;
use model::operation::backup::{BEGINNING, FRAME_HEAD, body_length};
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, BufWriter, ErrorKind, Read, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::{JoinHandle, spawn_blocking};

/// Pieces that wait between the two sides.
pub const WAITING: usize = 8;

/// A backup that is being written. It has its name only once it is whole and on the disk.
pub struct Writing {
    file: PathBuf,
    part: PathBuf,
    thread: JoinHandle<Result<u64, std::io::Error>>,
}

/// Begins to write a backup that only its owner can read; pieces go into the sender.
pub fn write(file: &Path) -> Result<(Sender<Vec<u8>>, Writing), Fault> {
    if file.exists() {
        return Err(format!(
            "{} is there already. Name another file, or remove it",
            file.display()
        )
        .into());
    }
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let _ = fs::remove_file(&part);
    let out = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(&part)
        .map_err(|e| format!("the file {} cannot be written: {e}", part.display()))?;
    let (sender, pieces) = channel(WAITING);
    let thread = spawn_blocking(move || write_all(out, pieces));
    let file = file.to_owned();
    Ok((sender, Writing { file, part, thread }))
}

fn write_all(out: File, mut pieces: Receiver<Vec<u8>>) -> Result<u64, std::io::Error> {
    let (mut out, mut bytes) = (BufWriter::with_capacity(1 << 18, out), 0);
    while let Some(piece) = pieces.blocking_recv() {
        out.write_all(&piece)?;
        bytes += u64::try_from(piece.len()).unwrap_or_default();
    }
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(bytes)
}

impl Writing {
    /// Waits until all is on the disk and gives the file its name; how many bytes it has. Call it
    /// once the sender is gone. Where `made` is a fault nothing is left.
    pub async fn finish<T>(self, made: Result<T, Fault>) -> Result<(T, u64), Fault> {
        let written = self.thread.await.map_err(|e| e.to_string())?;
        let named =
            |e: std::io::Error| format!("the file {} cannot be written: {e}", self.file.display());
        // What stopped the disk is the reason when the other side only says that it was stopped.
        let outcome = match (written, made) {
            (Err(e), _) => Err(named(e).into()),
            (_, Err(fault)) => Err(fault),
            (Ok(bytes), Ok(made)) => match fs::rename(&self.part, &self.file) {
                Ok(()) => Ok((made, bytes)),
                Err(e) => Err(named(e).into()),
            },
        };
        match &outcome {
            Ok(_) => sync_folder(&self.file),
            Err(_) => drop(fs::remove_file(&self.part)),
        }
        outcome
    }
}

/// A new name is on the disk only when its folder is.
fn sync_folder(file: &Path) {
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
}

/// A backup that is being read.
pub struct Reading {
    thread: JoinHandle<Result<(), ReadFault>>,
}

/// Why the file could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// The disk.
    #[error("{0}")]
    Disk(#[from] std::io::Error),
    /// What is in it.
    #[error(transparent)]
    Form(#[from] BackupFault),
}

/// Begins to read a backup; its pieces come out of the receiver.
pub fn read(file: &Path) -> Result<(Receiver<Vec<u8>>, Reading), Fault> {
    let opened =
        File::open(file).map_err(|e| format!("the file {} cannot be read: {e}", file.display()))?;
    let (sender, pieces) = channel(WAITING);
    let thread = spawn_blocking(move || {
        read_all(
            &mut BufReader::with_capacity(1 << 18, opened),
            &mut |piece| sender.blocking_send(piece).is_ok(),
        )
    });
    Ok((pieces, Reading { thread }))
}

impl Reading {
    /// Why reading ended before the end of the file, if it did.
    pub async fn fault(self) -> Option<ReadFault> {
        self.thread.await.ok().and_then(Result::err)
    }
}

/// Cuts a file into its first line and its frames, until `to` wants no more.
fn read_all(from: &mut impl Read, to: &mut dyn FnMut(Vec<u8>) -> bool) -> Result<(), ReadFault> {
    let mut line = Vec::new();
    let longest = BEGINNING.len() + 12;
    while line.len() < longest && line.last() != Some(&b'\n') {
        let mut byte = [0];
        match from.read_exact(&mut byte) {
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => break,
            other => other?,
        }
        line.extend_from_slice(&byte);
    }
    let mut wanted = to(line);
    while wanted {
        let mut piece = Vec::with_capacity(FRAME_HEAD);
        let there = from
            .by_ref()
            .take(FRAME_HEAD as u64)
            .read_to_end(&mut piece)?;
        if there == 0 {
            break;
        }
        let head: [u8; FRAME_HEAD] = piece
            .as_slice()
            .try_into()
            .map_err(|_| BackupFault::Short)?;
        let length = body_length(head)?;
        // Not reserved beforehand: a damaged length must not cost its memory.
        let body = from.by_ref().take(length as u64).read_to_end(&mut piece)?;
        if body < length {
            return Err(BackupFault::Short.into());
        }
        wanted = to(piece);
    }
    Ok(())
}
