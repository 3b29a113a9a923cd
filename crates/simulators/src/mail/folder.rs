//! Mails as files: one file a mail, a line of JSON with the envelope and then the mail as it came.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Envelope;

/// Largest file that is read at a start, in bytes: a mail and its envelope.
const LARGEST: u64 = 2 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
struct FirstLine {
    from: String,
    to: Vec<String>,
    received: u64,
}

/// A folder that only its owner can look into: mails hold links that let people in.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub fn open(path: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700))?;
        }
        Ok(Self(path))
    }

    fn file(&self, id: u64) -> PathBuf {
        self.0.join(format!("{id:016}.mail"))
    }

    pub fn store(&self, id: u64, envelope: &Envelope, raw: &[u8]) -> io::Result<()> {
        let Envelope { from, to, received } = envelope.clone();
        let mut bytes = serde_json::to_vec(&FirstLine { from, to, received })?;
        bytes.push(b'\n');
        bytes.extend_from_slice(raw);
        let (whole, part) = (self.file(id), self.0.join("incoming.part"));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file: File = options.open(&part)?;
        file.write_all(&bytes)?;
        // Half a mail after a crash is a file of another name.
        fs::rename(part, whole)
    }

    pub fn remove(&self, id: u64) -> io::Result<()> {
        match fs::remove_file(self.file(id)) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
            _ => Ok(()),
        }
    }

    /// The newest `most` mails, oldest first. Older ones go; what cannot be read is left alone.
    pub fn load(&self, most: usize) -> io::Result<Vec<(u64, Envelope, Vec<u8>)>> {
        let mut ids: Vec<u64> = fs::read_dir(&self.0)?
            .filter_map(|entry| id(entry.ok()?.file_name().to_str()?))
            .collect();
        ids.sort_unstable();
        let mut mails = Vec::new();
        for id in ids.into_iter().rev() {
            if mails.len() == most {
                self.remove(id)?;
            } else {
                mails.extend(self.read(id));
            }
        }
        mails.reverse();
        Ok(mails)
    }

    fn read(&self, id: u64) -> Option<(u64, Envelope, Vec<u8>)> {
        let path = self.file(id);
        if fs::metadata(&path).ok()?.len() > LARGEST {
            return None;
        }
        let bytes = fs::read(path).ok()?;
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let FirstLine { from, to, received } = serde_json::from_slice(&bytes[..end]).ok()?;
        Some((
            id,
            Envelope { from, to, received },
            bytes[end + 1..].to_vec(),
        ))
    }
}

fn id(name: &str) -> Option<u64> {
    let digits = name
        .strip_suffix(".mail")
        .filter(|digits| digits.len() == 16)?;
    digits.parse().ok()
}
