//! The journal: a file of lines, one for each change since the seed. What the operating system has
//! taken survives the end of the program, however sudden; a line that was cut off is left out.

use serde_json::Value;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;

/// The open journal.
#[derive(Debug)]
pub(crate) struct Journal(File);

impl Journal {
    /// Opens or begins the journal of this folder. Gives what it holds: the first line, which says how
    /// the world was seeded, is `head` in a new one and must be the same in an old one.
    ///
    /// # Errors
    /// When the folder cannot be used, or holds the journal of another seed.
    pub(crate) fn open(folder: &Path, name: &str, head: &Value) -> io::Result<(Self, Vec<Value>)> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join(name);
        let mut lines = Vec::new();
        if let Ok(file) = File::open(&path) {
            for line in BufReader::new(file).split(b'\n') {
                match serde_json::from_slice(&line?) {
                    Ok(value) => lines.push(value),
                    Err(_) => break,
                }
            }
        }
        if lines.is_empty() {
            lines.push(head.clone());
        }
        if lines[0] != *head {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!(
                    "{} was begun with {}; now it is {head}",
                    path.display(),
                    lines[0]
                ),
            ));
        }
        // Written anew, so that a cut-off line does not stand in front of the next.
        let fresh = folder.join(format!("{name}.new"));
        let mut text = Vec::new();
        for line in &lines {
            serde_json::to_writer(&mut text, line)?;
            text.push(b'\n');
        }
        std::fs::write(&fresh, text)?;
        std::fs::rename(&fresh, &path)?;
        let file = OpenOptions::new().append(true).open(&path)?;
        Ok((Self(file), lines.split_off(1)))
    }

    /// Adds lines, all or none of them as far as the system has its way.
    ///
    /// # Errors
    /// When the disk does not take them.
    pub(crate) fn add(&mut self, lines: &[Value]) -> io::Result<()> {
        let mut text = Vec::new();
        for line in lines {
            serde_json::to_writer(&mut text, line)?;
            text.push(b'\n');
        }
        self.0.write_all(&text)
    }
}
