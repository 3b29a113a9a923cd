//! A file of members: read row by row, each fault with its line.

use super::HubRole;
use kernel::{DisplayName, EmailAddress, Username};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest file, in bytes.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Most rows.
pub const MOST_ROWS: usize = 200_000;
/// Faults that are kept; more are counted.
pub const MOST_FAULTS: usize = 1_000;
/// Groups of one row.
const MOST_GROUPS: usize = 50;

/// A member of the file, checked by herself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// The line of the file, from 1.
    pub line: u64,
    /// Her address.
    pub email: String,
    /// Her name.
    pub display_name: String,
    /// Her username.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Her role, as the database writes it.
    pub role: String,
    /// The names of her groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// What is wrong with a row, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column.
    pub column: String,
    /// One sentence.
    pub message: String,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportFile {
    /// The good rows.
    pub rows: Vec<ImportRow>,
    /// The first faults.
    pub faults: Vec<RowFault>,
    /// How many rows have faults.
    pub faulty: usize,
}

impl ImportFile {
    /// Notes a fault; its row is left out by the caller.
    pub fn fault(&mut self, line: u64, column: &str, message: impl Into<String>) {
        self.faulty += 1;
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(RowFault {
                line,
                column: column.into(),
                message: message.into(),
            });
        }
    }
}

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// Read and compared; waits for somebody to start it.
    Checked,
    /// Under way.
    Running,
    /// All rows were taken over.
    Done,
    /// Stopped by somebody.
    Cancelled,
}

impl ImportState {
    /// The text in the database and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }
    /// The state of a text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Checked, Self::Running, Self::Done, Self::Cancelled]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// What a check found and what the import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSummary {
    /// Rows that become members.
    pub new: usize,
    /// Rows of people who are members already; they stay as they are.
    pub known: usize,
    /// Rows that are left out.
    pub faulty: usize,
    /// The first faults, those of the check and those that came up on the way.
    pub faults: Vec<RowFault>,
    /// Members made so far.
    #[serde(default)]
    pub made: usize,
    /// Rows that could not be taken over any more when their turn came.
    #[serde(default)]
    pub late: usize,
}

/// An import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberImport {
    /// The id.
    pub id: kernel::ImportId,
    /// The partner.
    pub partner_id: kernel::PartnerId,
    /// Where it stands.
    pub state: ImportState,
    /// Who brought it, then who started it, as the audit log names her.
    pub actor: String,
    /// The name of the file.
    pub file_name: String,
    /// What was found and done.
    pub summary: ImportSummary,
    /// Rows to take over.
    pub total: i64,
    /// Rows that had their turn.
    pub done: i64,
    /// Whether each new member gets her invitation by mail.
    pub invite: bool,
    /// When it was brought.
    pub created_at: kernel::Timestamp,
    /// When it ended.
    pub ended_at: Option<kernel::Timestamp>,
}

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportFault {
    /// Nothing in it.
    #[error(
        "The file is empty. Its first line names the columns: email, name, username, role, groups."
    )]
    Empty,
    /// Longer than [`MOST_BYTES`].
    #[error("The file is longer than 16 MiB. Split it.")]
    TooLong,
    /// More than [`MOST_ROWS`].
    #[error("The file has more than 200,000 rows. Split it.")]
    TooManyRows,
    /// Not UTF-8.
    #[error("The file is not written in UTF-8. In a spreadsheet choose “CSV UTF-8” when saving.")]
    NotText,
    /// No such column.
    #[error(
        "There is no column {0}. The first line names the columns: email, name, username, role, groups."
    )]
    NoColumn(&'static str),
    /// The same column twice.
    #[error("The column {0} is there twice.")]
    ColumnTwice(String),
    /// Quotes that do not end, and the like.
    #[error("Line {0} cannot be read: its quotes do not fit together.")]
    Broken(u64),
}

/// The columns by the names that programs give them.
fn column(heading: &str) -> Option<&'static str> {
    let plain: String = heading
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    Some(match plain.as_str() {
        "email" | "mail" | "emailaddress" | "userprincipalname" | "upn" => "email",
        "name" | "displayname" | "fullname" => "name",
        "firstname" | "givenname" => "first name",
        "lastname" | "surname" | "familyname" => "last name",
        "username" | "login" | "samaccountname" => "username",
        "role" | "hubrole" => "role",
        "groups" | "group" => "groups",
        _ => return None,
    })
}

/// The sign between cells: the one that the first line has most of.
fn delimiter(first_line: &str) -> u8 {
    let count = |d: char| first_line.matches(d).count();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|d| (count(char::from(*d)), *d == b','))
        .unwrap_or(b',')
}

/// Reads a file of members. Rows with faults are left out and told; groups are names yet, and
/// whether members exist is the caller's question.
///
/// # Errors
/// [`ImportFault`] when nothing of the file can be used.
pub fn read_members(bytes: &[u8]) -> Result<ImportFile, ImportFault> {
    if bytes.len() > MOST_BYTES {
        return Err(ImportFault::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ImportFault::NotText)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(ImportFault::Empty);
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text.lines().next().unwrap_or_default()))
        .flexible(true)
        .has_headers(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut at: BTreeMap<&'static str, usize> = BTreeMap::new();
    let headings = reader.headers().map_err(|_| ImportFault::Broken(1))?;
    for (i, heading) in headings.iter().enumerate() {
        if let Some(name) = column(heading)
            && at.insert(name, i).is_some()
        {
            return Err(ImportFault::ColumnTwice(name.into()));
        }
    }
    if !at.contains_key("email") {
        return Err(ImportFault::NoColumn("email"));
    }
    if !at.contains_key("name") && !at.contains_key("last name") {
        return Err(ImportFault::NoColumn("name"));
    }
    let mut file = ImportFile::default();
    let (mut emails, mut usernames) = (BTreeMap::new(), BTreeMap::new());
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(file),
            Ok(true) => {}
            Err(_) => return Err(ImportFault::Broken(line)),
        }
        if file.rows.len() + file.faulty >= MOST_ROWS {
            return Err(ImportFault::TooManyRows);
        }
        let line = record.position().map_or(line, csv::Position::line);
        let cell = |name| {
            at.get(name)
                .and_then(|i| record.get(*i))
                .unwrap_or_default()
        };
        if record.iter().all(str::is_empty) {
            continue;
        }
        match read_row(line, &cell) {
            Ok(row) => {
                let key = EmailAddress::parse(&row.email).map(|e| e.key());
                let first = key.ok().and_then(|k| emails.insert(k, line));
                let taken = row
                    .username
                    .clone()
                    .and_then(|name| usernames.insert(name, line));
                match (first, taken) {
                    (Some(first), _) => {
                        file.fault(line, "email", format!("Line {first} has this address too."));
                    }
                    (None, Some(first)) => {
                        file.fault(
                            line,
                            "username",
                            format!("Line {first} has this username too."),
                        );
                    }
                    (None, None) => file.rows.push(row),
                }
            }
            Err((column, message)) => file.fault(line, column, message),
        }
    }
}

fn read_row<'c>(
    line: u64,
    cell: &impl Fn(&'static str) -> &'c str,
) -> Result<ImportRow, (&'static str, String)> {
    let email = EmailAddress::parse(cell("email")).map_err(|f| ("email", f.to_string()))?;
    let whole = cell("name");
    let joined = format!("{} {}", cell("first name"), cell("last name"));
    let name = if whole.is_empty() { &joined } else { whole };
    let display_name = DisplayName::parse(name).map_err(|f| ("name", f.to_string()))?;
    let username = match cell("username") {
        "" => None,
        text => Some(Username::parse(text).map_err(|f| ("username", f.to_string()))?),
    };
    let role = match cell("role") {
        "" => HubRole::User,
        text => HubRole::parse(&text.to_lowercase())
            .ok_or(("role", "A role is master, billing or user.".to_owned()))?,
    };
    let groups: Vec<String> = cell("groups")
        .split([';', '|'])
        .map(str::trim)
        .filter(|g| !g.is_empty())
        .map(str::to_owned)
        .collect();
    if groups.len() > MOST_GROUPS {
        return Err(("groups", format!("At most {MOST_GROUPS} groups.")));
    }
    Ok(ImportRow {
        line,
        email: email.as_str().to_owned(),
        display_name: display_name.as_str().to_owned(),
        username: username.map(|u| u.as_str().to_owned()),
        role: role.as_str().to_owned(),
        groups,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_programs_are_understood() {
        for text in [
            "email,name,role,groups\na@example.com,Demo One,Master,Technicians;Billing\n",
            "\u{feff}E-Mail;Display Name;Role;Groups\r\na@example.com;Demo One;master;Technicians|Billing\r\n",
            "Name\tUserPrincipalName\tRole\tGroup\nDemo One\ta@example.com\tMASTER\t Technicians ; Billing \n\n",
            "mail,given name,surname,role,groups,shoe size\na@example.com,Demo,One,master,\"Technicians;Billing\",42\n",
        ] {
            let file = read_members(text.as_bytes()).unwrap();
            assert_eq!(file.faults, vec![], "{text}");
            let [row] = file.rows.as_slice() else {
                panic!("{text}")
            };
            assert_eq!(
                (
                    row.email.as_str(),
                    row.display_name.as_str(),
                    row.role.as_str()
                ),
                ("a@example.com", "Demo One", "master")
            );
            assert_eq!(row.groups, ["Technicians", "Billing"]);
        }
    }

    #[test]
    fn faults_name_line_and_column_and_the_rest_goes_on() {
        let text = "email,name,username,role\nbad,One,,\na@example.com,,,\nb@example.com,Two,ü,\nc@example.com,Three,,king\nB@Example.com,Four,four,\nb@example.com,Five,five,\nd@example.com,Six,four,\n";
        let file = read_members(text.as_bytes()).unwrap();
        let told: Vec<(u64, &str)> = file
            .faults
            .iter()
            .map(|f| (f.line, f.column.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (2, "email"),
                (3, "name"),
                (4, "username"),
                (5, "role"),
                (7, "email"),
                (8, "username")
            ]
        );
        assert_eq!((file.rows.len(), file.faulty), (1, 6));
    }

    #[test]
    fn files_that_cannot_be_used_say_why() {
        for (bytes, fault) in [
            (&b""[..], ImportFault::Empty),
            (b"\xef\xbb\xbf \n", ImportFault::Empty),
            (b"email,name\n\xff\xfe,x\n", ImportFault::NotText),
            (b"name,role\nx,user\n", ImportFault::NoColumn("email")),
            (b"email,role\nx,user\n", ImportFault::NoColumn("name")),
            (
                b"email,mail,name\nx,y,z\n",
                ImportFault::ColumnTwice("email".into()),
            ),
        ] {
            assert_eq!(read_members(bytes), Err(fault));
        }
    }
}
