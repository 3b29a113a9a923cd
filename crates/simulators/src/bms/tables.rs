//! The records, in the names of the vendor's description.

use super::envelope::Refused;
use crate::psa::moment;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A record.
pub(super) type Row = Map<String, Value>;

/// A kind of record; each is a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the vendor's")]
pub enum Kind {
    Accounts,
    Locations,
    Contacts,
    Assets,
    Tickets,
    Notes,
    Invoices,
    AccountTypes,
    BusinessTypes,
    Statuses,
    Priorities,
    Queues,
    IssueTypes,
    SubIssueTypes,
    Slas,
    TicketTypes,
    Sources,
    NoteTypes,
    Categories,
    Employees,
    Contracts,
    WorkTypes,
}

impl Kind {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Accounts,
        Self::Locations,
        Self::Contacts,
        Self::Assets,
        Self::Tickets,
        Self::Notes,
        Self::Invoices,
        Self::AccountTypes,
        Self::BusinessTypes,
        Self::Statuses,
        Self::Priorities,
        Self::Queues,
        Self::IssueTypes,
        Self::SubIssueTypes,
        Self::Slas,
        Self::TicketTypes,
        Self::Sources,
        Self::NoteTypes,
        Self::Categories,
        Self::Employees,
        Self::Contracts,
        Self::WorkTypes,
    ];

    /// The name.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}")
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        let known = |kind: &&Self| kind.name().eq_ignore_ascii_case(name);
        Self::ALL.iter().find(known).copied()
    }
}

/// All records.
#[derive(Debug)]
pub(super) struct World {
    tables: Vec<BTreeMap<u32, Row>>,
    newest: Vec<u32>,
    changes: Vec<(Kind, u32)>,
}

impl Default for World {
    fn default() -> Self {
        let tables = Kind::ALL.iter().map(|_| BTreeMap::new()).collect();
        let newest = vec![0; Kind::ALL.len()];
        Self {
            tables,
            newest,
            changes: Vec::new(),
        }
    }
}

impl World {
    pub(super) fn get(&self, kind: Kind, id: u32) -> Option<&Row> {
        self.tables[kind as usize].get(&id)
    }

    pub(super) fn count(&self, kind: Kind) -> usize {
        self.tables[kind as usize].len()
    }

    pub(super) fn rows(&self, kind: Kind) -> impl Iterator<Item = (u32, &Row)> {
        self.tables[kind as usize]
            .iter()
            .map(|(id, row)| (*id, row))
    }

    /// Records whose member is this id.
    pub(super) fn of(
        &self,
        kind: Kind,
        member: &str,
        id: u32,
    ) -> impl Iterator<Item = (u32, &Row)> {
        self.rows(kind)
            .filter(move |(_, row)| id_of(row, member) == Some(id))
    }

    pub(super) fn add(&mut self, kind: Kind, mut row: Row) -> u32 {
        let id = self.newest[kind as usize] + 1;
        row.insert("Id".into(), id.into());
        self.put(kind, id, row);
        id
    }

    pub(super) fn put(&mut self, kind: Kind, id: u32, row: Row) {
        let newest = &mut self.newest[kind as usize];
        *newest = (*newest).max(id);
        self.tables[kind as usize].insert(id, row);
        self.changes.push((kind, id));
    }

    pub(super) fn remove(&mut self, kind: Kind, id: u32) {
        if self.tables[kind as usize].remove(&id).is_some() {
            self.changes.push((kind, id));
        }
    }

    pub(super) fn take_changes(&mut self) -> Vec<(Kind, u32)> {
        std::mem::take(&mut self.changes)
    }

    /// The text of a member of the record that an id names.
    pub(super) fn shown(&self, kind: Kind, id: Option<u32>, member: &str) -> Value {
        let row = id.and_then(|id| self.get(kind, id));
        row.and_then(|row| row.get(member))
            .cloned()
            .unwrap_or_default()
    }
}

/// The record of this id.
pub(super) fn known(world: &World, kind: Kind, id: u32, what: &str) -> Result<Row, Refused> {
    world
        .get(kind, id)
        .cloned()
        .ok_or_else(|| Refused::missing(what))
}

/// A member that is an id.
pub(super) fn id_of(row: &Row, member: &str) -> Option<u32> {
    row.get(member)?
        .as_u64()
        .and_then(|id| u32::try_from(id).ok())
}

/// Marks who changed a record and when.
pub(super) fn stamp(row: &mut Row, now: i64, by: u32) {
    let at = Value::from(moment::text(now));
    if !row.contains_key("CreatedOn") {
        row.insert("CreatedOn".into(), at.clone());
        row.insert("CreatedBy".into(), by.into());
    }
    row.insert("ModifiedOn".into(), at);
    row.insert("ModifiedBy".into(), by.into());
}
