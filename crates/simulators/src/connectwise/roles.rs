//! What a security role allows. The settings are records themselves, so that an integration can read
//! them and compare.

use super::kind::Kind;
use super::places::{RIGHTS, Right};
use super::row::{Cell, Row};
use super::rules::Stamp;
use super::world::World;

/// What is done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Add,
    Edit,
    Delete,
    Inquire,
}

/// How far it may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all.
    None,
    /// Only with the member's own records.
    My,
    /// With all.
    All,
}

impl Level {
    fn word(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::My => "My",
            Self::All => "All",
        }
    }
}

/// What a role may do with one function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the vendor's")]
pub struct Levels {
    pub add: Level,
    pub edit: Level,
    pub delete: Level,
    pub inquire: Level,
}

impl Levels {
    /// Nothing.
    pub const NONE: Self = Self::of(Level::None, Level::None, Level::None, Level::None);
    /// Everything.
    pub const ALL: Self = Self::of(Level::All, Level::All, Level::All, Level::All);
    /// Read everything.
    pub const INQUIRE: Self = Self::of(Level::None, Level::None, Level::None, Level::All);
    /// Add, edit and read.
    pub const WRITE: Self = Self::of(Level::All, Level::All, Level::None, Level::All);
    /// Add and read.
    pub const ADD: Self = Self::of(Level::All, Level::None, Level::None, Level::All);

    /// In the order of the vendor's table.
    #[must_use]
    pub const fn of(add: Level, edit: Level, delete: Level, inquire: Level) -> Self {
        Self {
            add,
            edit,
            delete,
            inquire,
        }
    }
}

const SETTINGS: Kind = Kind::SecurityRoleSettings;

fn setting(world: &World, role: u32, module: &str, function: &str) -> Option<u32> {
    let mut rows = world.rows(SETTINGS);
    let meant = |row: &Row| {
        row.id(SETTINGS, "role") == Some(role)
            && row.text(SETTINGS, "moduleName") == Some(module)
            && row.text(SETTINGS, "moduleFunctionName") == Some(function)
    };
    rows.find(|(_, row)| meant(row)).map(|(id, _)| id)
}

/// How far a role allows a deed.
pub(crate) fn level(world: &World, role: u32, right: &Right, deed: Deed) -> Level {
    let row =
        setting(world, role, right.module, right.function).and_then(|id| world.get(SETTINGS, id));
    let Some(row) = row else {
        return Level::None;
    };
    if let (Some(table), Some(tables)) = (right.table, row.text(SETTINGS, "tables")) {
        let tables: Vec<String> = serde_json::from_str(tables).unwrap_or_default();
        if !tables.is_empty() && !tables.iter().any(|held| held == table) {
            return Level::None;
        }
    }
    let field = match deed {
        Deed::Add => "addLevel",
        Deed::Edit => "editLevel",
        Deed::Delete => "deleteLevel",
        Deed::Inquire => "inquireLevel",
    };
    match row.text(SETTINGS, field) {
        Some("All") => Level::All,
        Some("My") => Level::My,
        _ => Level::None,
    }
}

/// Gives a new role its settings, with no right in any of them.
pub(crate) fn no_rights(world: &mut World, role: u32, stamp: &Stamp) {
    for (n, right) in RIGHTS.iter().enumerate() {
        let mut row = Row::new(stamp.at, &stamp.by);
        let plain = |text: &str| {
            text.chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
        };
        let number = i64::try_from(n).unwrap_or_default();
        let table = right.function.starts_with("Table Setup");
        for (name, cell) in [
            ("role", Cell::Ref(role)),
            ("moduleFunctionName", Cell::text(right.function)),
            ("moduleFunctionDescription", Cell::text(right.function)),
            (
                "moduleFunctionIdentifier",
                Cell::text(plain(right.function)),
            ),
            ("moduleName", Cell::text(right.module)),
            ("moduleDescription", Cell::text(right.module)),
            ("moduleIdentifier", Cell::text(plain(right.module))),
            ("sortOrder", Cell::Int(number + 1)),
            ("myAllFlag", Cell::Flag(!table)),
            ("reportFlag", Cell::Flag(false)),
            ("restrictFlag", Cell::Flag(false)),
            ("customFlag", Cell::Flag(table)),
        ] {
            row.set(SETTINGS, name, Some(cell));
        }
        put(&mut row, Levels::NONE);
        world.add(SETTINGS, row);
    }
}

fn put(row: &mut Row, levels: Levels) {
    for (name, level) in [
        ("addLevel", levels.add),
        ("editLevel", levels.edit),
        ("deleteLevel", levels.delete),
        ("inquireLevel", levels.inquire),
    ] {
        row.set(SETTINGS, name, Some(Cell::text(level.word())));
    }
}

/// Sets what a role may do with a function; `tables` limits the set-up tables where it is not empty.
/// False where there is no such role or function.
pub(crate) fn allow(
    world: &mut World,
    role: &str,
    (module, function): (&str, &str),
    levels: Levels,
    tables: &[&str],
) -> bool {
    let role = world.find(Kind::SecurityRoles, "name", role);
    let Some(id) = role.and_then(|role| setting(world, role, module, function)) else {
        return false;
    };
    world.amend(SETTINGS, id, |row| {
        put(row, levels);
        let tables = serde_json::to_string(tables).unwrap_or_default();
        row.set(
            SETTINGS,
            "tables",
            Some(Cell::Json(tables.into_boxed_str())),
        );
    });
    true
}
