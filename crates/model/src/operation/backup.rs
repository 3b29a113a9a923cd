//! The backup file: every row of every table, the same for both engines.
//!
//! One form of our own rather than a copy by each engine's means: it is read and written by one piece
//! of code, moves an installation from one engine to the other, can be checked without a database,
//! and is sealed with the key of the installation, so that a changed one is not taken back.
//!
//! After the first line, `vestibule backup 1`, come frames: a kind, the length of the body in four
//! bytes (big-endian, as all numbers here), the body. `H` is the header (JSON), once. `T` begins a
//! table: its name and columns (JSON). `R` holds rows of that table. `E` ends the file: how many rows
//! it has, the digest over everything before, and the keyed digest over that one.

use serde::{Deserialize, Serialize};

/// The number of this form.
pub const FORMAT: u32 = 1;
/// What every backup begins with; the number and a line feed follow.
pub const BEGINNING: &[u8] = b"vestibule backup ";
/// Kind and length of a frame.
pub const FRAME_HEAD: usize = 5;
/// The largest body. Rows are gathered up to a small part of it; a single row may need more.
pub const LARGEST_BODY: usize = 64 * 1024 * 1024;
/// Rows are gathered into a frame until it has this many bytes.
pub const FULL_FRAME: usize = 64 * 1024;
/// Most columns of a table.
const MOST_COLUMNS: usize = 200;
/// The longest name of a table or column.
const LONGEST_NAME: usize = 60;

/// What a backup is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupHeader {
    /// The version of the program that wrote it.
    pub program: String,
    /// The version of the schema.
    pub schema: i64,
    /// The engine that it came from, for people.
    pub engine: String,
    /// When its snapshot was taken, in microseconds since 1970.
    pub made_at: i64,
    /// The fingerprint of the key file that opens it.
    pub key: String,
    /// How many rows it has, to show how far a restore is.
    pub rows: u64,
}

/// The types of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CellKind {
    /// TEXT.
    Text,
    /// BIGINT.
    Int,
    /// BYTEA.
    Bytes,
}

/// A table and its columns, in the order of its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableHead {
    /// The name of the table.
    pub table: String,
    /// Names and types of its columns.
    pub columns: Vec<(String, CellKind)>,
}

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// NULL.
    Null,
    /// Of a TEXT.
    Text(String),
    /// Of a BIGINT.
    Int(i64),
    /// Of a BYTEA.
    Bytes(Vec<u8>),
}

/// How a backup ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupEnd {
    /// How many rows there are.
    pub rows: u64,
    /// The running digest over the first line and all frames before.
    pub digest: [u8; 32],
    /// The keyed digest over that digest: who has no key cannot make one.
    pub seal: [u8; 32],
}

/// One frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// What the backup is of.
    Header(BackupHeader),
    /// A table begins.
    Table(TableHead),
    /// Rows of the table that was begun.
    Rows(Vec<Vec<Cell>>),
    /// The end.
    End(BackupEnd),
}

/// Why bytes are no backup, or none of this form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupFault {
    /// It does not begin like one.
    #[error("this is not a backup of Vestibule")]
    Foreign,
    /// A newer program wrote it in a form with this number.
    #[error("the backup has form {0}, this program knows {FORMAT}")]
    Newer(u32),
    /// It ends before its end.
    #[error("the backup ends too early")]
    Short,
    /// Something in it is not as it was written; what.
    #[error("the backup is damaged: {0}")]
    Damaged(&'static str),
}

/// The first line of a backup.
pub fn first_line() -> Vec<u8> {
    let mut line = BEGINNING.to_vec();
    line.extend_from_slice(FORMAT.to_string().as_bytes());
    line.push(b'\n');
    line
}

/// Reads the first line; how many bytes it has.
///
/// # Errors
/// [`BackupFault::Foreign`] or [`BackupFault::Newer`].
pub fn read_first_line(bytes: &[u8]) -> Result<usize, BackupFault> {
    let rest = bytes.strip_prefix(BEGINNING).ok_or(BackupFault::Foreign)?;
    let end = rest.iter().take(11).position(|b| *b == b'\n');
    let digits = end.and_then(|end| rest.get(..end));
    let digits = digits.ok_or(BackupFault::Foreign)?;
    let plain = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) && digits[0] != b'0';
    let number = std::str::from_utf8(digits).ok().filter(|_| plain);
    let number = number.and_then(|n| n.parse().ok());
    match number.ok_or(BackupFault::Foreign)? {
        FORMAT => Ok(BEGINNING.len() + digits.len() + 1),
        newer => Err(BackupFault::Newer(newer)),
    }
}

/// The length of the body that follows the head of a frame.
///
/// # Errors
/// [`BackupFault::Damaged`] for a length that no frame has.
pub fn body_length(head: [u8; FRAME_HEAD]) -> Result<usize, BackupFault> {
    let [_, a, b, c, d] = head;
    usize::try_from(u32::from_be_bytes([a, b, c, d]))
        .ok()
        .filter(|n| *n <= LARGEST_BODY)
        .ok_or(BackupFault::Damaged("a frame is too long"))
}

/// Whether a word may stand in SQL as the name of a table or a column.
fn is_name(word: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    word.len() <= LONGEST_NAME
        && word.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
        && word.bytes().all(plain)
}

impl TableHead {
    /// Whether names and number of the columns are such as a schema has.
    pub fn is_sound(&self) -> bool {
        let mut names: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        is_name(&self.table)
            && (1..=MOST_COLUMNS).contains(&count)
            && names.len() == count
            && names.iter().all(|name| is_name(name))
    }
}

/// Writes a value at the end of rows that are gathered.
fn write_cell(out: &mut Vec<u8>, cell: &Cell) {
    let mut counted = |tag: u8, bytes: &[u8]| {
        out.push(tag);
        out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend_from_slice(bytes);
    };
    match cell {
        Cell::Text(text) => counted(1, text.as_bytes()),
        Cell::Bytes(bytes) => counted(3, bytes),
        Cell::Null => out.push(0),
        Cell::Int(number) => {
            out.push(2);
            out.extend_from_slice(&number.to_be_bytes());
        }
    }
}

/// Rows that are gathered into one frame.
#[derive(Default)]
pub struct RowBatch {
    body: Vec<u8>,
}

impl RowBatch {
    /// Adds a row; true when the frame is full and should be taken.
    pub fn add(&mut self, row: &[Cell]) -> bool {
        for cell in row {
            write_cell(&mut self.body, cell);
        }
        self.body.len() >= FULL_FRAME
    }

    /// The frame of what was added since the last one; none when nothing was.
    ///
    /// # Errors
    /// [`BackupFault::Damaged`] when a single row is larger than a frame can be.
    pub fn take(&mut self) -> Result<Option<Vec<u8>>, BackupFault> {
        if self.body.is_empty() {
            return Ok(None);
        }
        frame(b'R', &std::mem::take(&mut self.body)).map(Some)
    }
}

fn frame(kind: u8, body: &[u8]) -> Result<Vec<u8>, BackupFault> {
    let length = u32::try_from(body.len()).ok();
    let length = length.filter(|_| body.len() <= LARGEST_BODY);
    let length = length.ok_or(BackupFault::Damaged("a row is too long"))?;
    let mut out = Vec::with_capacity(FRAME_HEAD + body.len());
    out.push(kind);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(body);
    Ok(out)
}

impl Frame {
    /// The bytes of a frame.
    ///
    /// # Errors
    /// [`BackupFault::Damaged`] for what would not be read again.
    pub fn write(&self) -> Result<Vec<u8>, BackupFault> {
        let json = |kind, text: serde_json::Result<Vec<u8>>| {
            frame(kind, &text.map_err(|_| BackupFault::Damaged("header"))?)
        };
        match self {
            Self::Header(header) => json(b'H', serde_json::to_vec(header)),
            Self::Table(head) if !head.is_sound() => Err(BackupFault::Damaged("table")),
            Self::Table(head) => json(b'T', serde_json::to_vec(head)),
            Self::Rows(rows) => {
                let mut batch = RowBatch::default();
                for row in rows {
                    batch.add(row);
                }
                batch.take()?.ok_or(BackupFault::Damaged("no rows"))
            }
            Self::End(end) => {
                let mut body = end.rows.to_be_bytes().to_vec();
                body.extend_from_slice(&end.digest);
                body.extend_from_slice(&end.seal);
                frame(b'E', &body)
            }
        }
    }
}

/// Reads frames in their order and says where one stands wrong.
#[derive(Default)]
pub struct BackupReading {
    begun: bool,
    ended: bool,
    columns: Vec<CellKind>,
    rows: u64,
}

impl BackupReading {
    /// How many rows were read so far.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Whether the end was read.
    pub const fn has_ended(&self) -> bool {
        self.ended
    }

    /// Reads the next frame, head and body.
    ///
    /// # Errors
    /// [`BackupFault::Damaged`] for bytes that no backup has at this place.
    pub fn take(&mut self, bytes: &[u8]) -> Result<Frame, BackupFault> {
        let damaged = BackupFault::Damaged;
        let (head, body) = bytes
            .split_first_chunk::<FRAME_HEAD>()
            .ok_or(BackupFault::Short)?;
        if body_length(*head)? != body.len() {
            return Err(damaged("a frame has another length"));
        }
        if self.ended {
            return Err(damaged("something follows the end"));
        }
        if (head[0] == b'H') == self.begun {
            return Err(damaged("the header stands at another place"));
        }
        match head[0] {
            b'H' => {
                let header = serde_json::from_slice(body).map_err(|_| damaged("header"))?;
                self.begun = true;
                Ok(Frame::Header(header))
            }
            b'T' => {
                let head: TableHead = serde_json::from_slice(body).map_err(|_| damaged("table"))?;
                if !head.is_sound() {
                    return Err(damaged("table"));
                }
                self.columns = head.columns.iter().map(|(_, kind)| *kind).collect();
                Ok(Frame::Table(head))
            }
            b'R' => self.read_rows(body).map(Frame::Rows),
            b'E' => self.read_end(body).map(Frame::End),
            _ => Err(damaged("a frame of another kind")),
        }
    }

    fn read_rows(&mut self, body: &[u8]) -> Result<Vec<Vec<Cell>>, BackupFault> {
        if self.columns.is_empty() || body.is_empty() {
            return Err(BackupFault::Damaged("rows without a table"));
        }
        let (mut rows, mut rest) = (Vec::new(), body);
        while !rest.is_empty() {
            let mut row = Vec::with_capacity(self.columns.len());
            for kind in &self.columns {
                let (cell, after) = read_cell(rest, *kind).ok_or(BackupFault::Damaged("row"))?;
                row.push(cell);
                rest = after;
            }
            rows.push(row);
            self.rows = self.rows.saturating_add(1);
        }
        Ok(rows)
    }

    fn read_end(&mut self, body: &[u8]) -> Result<BackupEnd, BackupFault> {
        let parts = body.split_first_chunk::<8>().and_then(|(rows, rest)| {
            let (digest, seal) = rest.split_first_chunk::<32>()?;
            Some((u64::from_be_bytes(*rows), *digest, seal.try_into().ok()?))
        });
        let (rows, digest, seal) = parts.ok_or(BackupFault::Damaged("end"))?;
        if rows != self.rows {
            return Err(BackupFault::Damaged("another number of rows"));
        }
        self.ended = true;
        Ok(BackupEnd { rows, digest, seal })
    }
}

fn read_cell(bytes: &[u8], kind: CellKind) -> Option<(Cell, &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    match (tag, kind) {
        (0, _) => Some((Cell::Null, rest)),
        (2, CellKind::Int) => {
            let (number, rest) = rest.split_first_chunk::<8>()?;
            Some((Cell::Int(i64::from_be_bytes(*number)), rest))
        }
        (1, CellKind::Text) | (3, CellKind::Bytes) => {
            let (length, rest) = rest.split_first_chunk::<4>()?;
            let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
            let (value, rest) = rest.split_at_checked(length)?;
            let cell = match kind {
                CellKind::Text => Cell::Text(std::str::from_utf8(value).ok()?.to_owned()),
                _ => Cell::Bytes(value.to_vec()),
            };
            Some((cell, rest))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames() -> Vec<Frame> {
        let columns = vec![
            ("id".to_owned(), CellKind::Bytes),
            ("name".to_owned(), CellKind::Text),
            ("at".to_owned(), CellKind::Int),
        ];
        vec![
            Frame::Header(BackupHeader {
                program: "0.1.0".into(),
                schema: 5,
                engine: "SQLite".into(),
                made_at: 7,
                key: "0123".into(),
                rows: 2,
            }),
            Frame::Table(TableHead {
                table: "partner".into(),
                columns,
            }),
            Frame::Rows(vec![
                vec![
                    Cell::Bytes(vec![0, 255]),
                    Cell::Text("Ä".into()),
                    Cell::Int(-1),
                ],
                vec![Cell::Null, Cell::Text(String::new()), Cell::Null],
            ]),
            Frame::End(BackupEnd {
                rows: 2,
                digest: [1; 32],
                seal: [2; 32],
            }),
        ]
    }

    #[test]
    fn what_is_written_is_read_the_same() {
        let mut reading = BackupReading::default();
        for frame in frames() {
            assert_eq!(reading.take(&frame.write().unwrap()), Ok(frame));
        }
        assert!(reading.has_ended());
        let more = frames()[1].write().unwrap();
        assert!(reading.take(&more).is_err(), "nothing follows the end");
    }

    #[test]
    fn a_shortened_or_lengthened_frame_is_damaged() {
        for (at, frame) in frames().iter().enumerate() {
            let bytes = frame.write().unwrap();
            let mut longer = bytes.clone();
            longer.push(0);
            for wrong in [&bytes[..bytes.len() - 1], &bytes[..3], &longer] {
                let mut reading = BackupReading::default();
                for before in &frames()[..at] {
                    reading.take(&before.write().unwrap()).unwrap();
                }
                assert!(reading.take(wrong).is_err(), "frame {at}");
            }
        }
    }

    #[test]
    fn frames_stand_in_their_order() {
        let all: Vec<Vec<u8>> = frames().iter().map(|f| f.write().unwrap()).collect();
        for order in [&[1][..], &[2], &[3], &[0, 0], &[0, 2], &[0, 1, 3]] {
            let mut reading = BackupReading::default();
            let read: Result<Vec<_>, _> = order.iter().map(|n| reading.take(&all[*n])).collect();
            assert!(read.is_err(), "{order:?}");
        }
    }

    #[test]
    fn the_first_line_tells_forms_apart() {
        let line = first_line();
        assert_eq!(read_first_line(&line), Ok(line.len()));
        assert_eq!(
            read_first_line(b"vestibule backup 2\n"),
            Err(BackupFault::Newer(2))
        );
        for foreign in [
            "",
            "SQLite format 3",
            "vestibule backup ",
            "vestibule backup 1",
            "vestibule backup 01\n",
            "vestibule backup \n",
            "vestibule backup 99999999999\n",
        ] {
            assert_eq!(
                read_first_line(foreign.as_bytes()),
                Err(BackupFault::Foreign),
                "{foreign}"
            );
        }
    }

    #[test]
    fn names_that_could_end_an_identifier_are_no_names() {
        for bad in ["", "a b", "a\"", "a;drop", "Ä", "1a", "A"] {
            let head = TableHead {
                table: bad.into(),
                columns: vec![("a".into(), CellKind::Int)],
            };
            assert!(!head.is_sound(), "{bad}");
        }
    }
}
