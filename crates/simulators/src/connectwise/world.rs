//! The world: a table for each kind, and what changed in it since somebody last asked.

use super::fields::Shape;
use super::kind::Kind;
use super::row::{Cell, Row};
use crate::psa::text::same_text;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What happened to a record, in the words of the callbacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Added,
    Updated,
    Deleted,
    /// Follows from another change: kept, and nobody is told.
    Amended,
}

impl Act {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Updated | Self::Amended => "updated",
            Self::Deleted => "deleted",
        }
    }
}

/// A change, for the journal and for the callbacks. `before` is what a deleted record was.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub kind: Kind,
    pub id: u32,
    pub act: Act,
    pub before: Option<Row>,
}

#[derive(Debug, Default)]
struct Table {
    rows: BTreeMap<u32, Row>,
    newest: u32,
}

/// Records as they were when reads went stale; none for those that were not there yet.
#[derive(Debug)]
struct Stale {
    until: i64,
    before: HashMap<(Kind, u32), Option<Row>>,
}

/// All records.
#[derive(Debug)]
pub(crate) struct World {
    tables: Vec<Table>,
    changes: Vec<Change>,
    stale: Option<Stale>,
}

impl Default for World {
    fn default() -> Self {
        let tables = Kind::ALL.iter().map(|_| Table::default()).collect();
        Self {
            tables,
            changes: Vec::new(),
            stale: None,
        }
    }
}

impl World {
    fn table(&self, kind: Kind) -> &Table {
        &self.tables[kind as usize]
    }

    fn table_mut(&mut self, kind: Kind) -> &mut Table {
        &mut self.tables[kind as usize]
    }

    pub(crate) fn get(&self, kind: Kind, id: u32) -> Option<&Row> {
        self.table(kind).rows.get(&id)
    }

    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.table(kind).rows.len()
    }

    /// All records of a kind, by id.
    pub(crate) fn rows(&self, kind: Kind) -> impl Iterator<Item = (u32, &Row)> {
        self.rows_after(kind, 0)
    }

    /// All records of a kind with an id above this one, by id.
    pub(crate) fn rows_after(&self, kind: Kind, id: u32) -> impl Iterator<Item = (u32, &Row)> {
        let from = id.saturating_add(1);
        self.table(kind)
            .rows
            .range(from..)
            .map(|(id, row)| (*id, row))
    }

    /// The first record with this text in this field, whatever the case of its letters.
    pub(crate) fn find(&self, kind: Kind, field: &str, text: &str) -> Option<u32> {
        let position = kind.schema().position(field)?;
        let same = |cell: &Cell| match cell {
            Cell::Text(held) => same_text(held, text),
            _ => false,
        };
        let mut rows = self.rows(kind);
        rows.find(|(_, row)| row.at(position).is_some_and(same))
            .map(|(id, _)| id)
    }

    /// What a reference shows under a key: `company/name`.
    pub(crate) fn shown(&self, kind: Kind, id: u32, key: &str) -> Option<String> {
        let row = self.get(kind, id)?;
        if key == "name" && kind.schema().position("name").is_none() {
            if let Some(text) = row.text(kind, "description") {
                return Some(text.to_owned());
            }
            let part = |name| row.text(kind, name).unwrap_or_default();
            let whole = format!("{} {}", part("firstName"), part("lastName"));
            return Some(whole.trim().to_owned());
        }
        match row.get(kind, key)? {
            Cell::Text(text) => Some(text.to_string()),
            Cell::Int(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn remember(&mut self, kind: Kind, id: u32) {
        let row = self.table(kind).rows.get(&id).cloned();
        if let Some(stale) = &mut self.stale {
            stale.before.entry((kind, id)).or_insert(row);
        }
    }

    /// Adds a record and gives its id.
    pub(crate) fn add(&mut self, kind: Kind, row: Row) -> u32 {
        let id = self.next_id(kind);
        self.add_as(kind, id, row);
        id
    }

    /// Adds a record under an id.
    pub(crate) fn add_as(&mut self, kind: Kind, id: u32, row: Row) {
        self.remember(kind, id);
        let table = self.table_mut(kind);
        table.newest = table.newest.max(id);
        table.rows.insert(id, row);
        self.changes.push(Change {
            kind,
            id,
            act: Act::Added,
            before: None,
        });
    }

    /// Puts a changed record in the place of the old one.
    pub(crate) fn put(&mut self, kind: Kind, id: u32, row: Row) {
        self.remember(kind, id);
        self.table_mut(kind).rows.insert(id, row);
        self.changes.push(Change {
            kind,
            id,
            act: Act::Updated,
            before: None,
        });
    }

    /// Changes fields of a record, at this time and by this member.
    pub(crate) fn change(
        &mut self,
        kind: Kind,
        id: u32,
        at: i64,
        by: &Arc<str>,
        fields: impl IntoIterator<Item = (&'static str, Option<Cell>)>,
    ) {
        if let Some(mut row) = self.get(kind, id).cloned() {
            for (name, cell) in fields {
                row.set(kind, name, cell);
            }
            row.updated = at;
            row.updated_by = by.clone();
            self.put(kind, id, row);
        }
    }

    /// Changes a record as part of another change: its time stays, and nobody is told.
    pub(crate) fn amend(&mut self, kind: Kind, id: u32, change: impl FnOnce(&mut Row)) {
        self.remember(kind, id);
        if let Some(row) = self.table_mut(kind).rows.get_mut(&id) {
            change(row);
            self.changes.push(Change {
                kind,
                id,
                act: Act::Amended,
                before: None,
            });
        }
    }

    /// The id that the next record of a kind gets.
    pub(crate) fn next_id(&self, kind: Kind) -> u32 {
        self.table(kind).newest + 1
    }

    /// Removes a record.
    pub(crate) fn remove(&mut self, kind: Kind, id: u32) {
        self.remember(kind, id);
        let before = self.table_mut(kind).rows.remove(&id);
        if before.is_some() {
            self.changes.push(Change {
                kind,
                id,
                act: Act::Deleted,
                before,
            });
        }
    }

    /// Whether any record refers to this one, and of which kind it is.
    pub(crate) fn referrer(&self, to: Kind, id: u32) -> Option<Kind> {
        let refers = |kind: &&Kind| {
            let fields = kind.schema().fields.iter().enumerate();
            let pointing: Vec<usize> = fields
                .filter(|(_, f)| f.shape == Shape::Ref(to) || f.shape == Shape::Refs(to))
                .map(|(at, _)| at)
                .collect();
            !pointing.is_empty()
                && self.rows(**kind).any(|(_, row)| {
                    pointing.iter().any(|at| match row.at(*at) {
                        Some(Cell::Ref(held)) => *held == id,
                        Some(Cell::Refs(held)) => held.contains(&id),
                        _ => false,
                    })
                })
        };
        Kind::ALL.iter().find(refers).copied()
    }

    /// What changed since this was last asked.
    pub(crate) fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// From now until then, whatever is read is as it is now.
    pub(crate) fn go_stale(&mut self, until: i64) {
        self.stale = Some(Stale {
            until,
            before: HashMap::new(),
        });
    }

    /// Runs a read on the world as readers see it at this time: the stale one while that lasts.
    pub(crate) fn as_read<T>(&mut self, now: i64, read: impl FnOnce(&Self) -> T) -> T {
        let Some(stale) = self.stale.take() else {
            return read(self);
        };
        if now >= stale.until {
            return read(self);
        }
        let mut current = Vec::new();
        for ((kind, id), before) in &stale.before {
            let rows = &mut self.table_mut(*kind).rows;
            let held = match before {
                Some(row) => rows.insert(*id, row.clone()),
                None => rows.remove(id),
            };
            current.push((*kind, *id, held));
        }
        let answer = read(self);
        for (kind, id, held) in current {
            let rows = &mut self.table_mut(kind).rows;
            match held {
                Some(row) => rows.insert(id, row),
                None => rows.remove(&id),
            };
        }
        self.stale = Some(stale);
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Kind, Row, World};
    use std::sync::Arc;

    fn company(name: &str) -> Row {
        let mut row = Row::new(1, &Arc::from("seed"));
        row.set(Kind::Companies, "name", Some(Cell::text(name)));
        row
    }

    #[test]
    fn ids_only_rise() {
        let mut world = World::default();
        let first = world.add(Kind::Companies, company("A"));
        world.remove(Kind::Companies, first);
        assert!(world.add(Kind::Companies, company("B")) > first);
    }

    #[test]
    fn stale_reads_see_what_was_and_writers_what_is() {
        let mut world = World::default();
        let kept = world.add(Kind::Companies, company("Old"));
        let gone = world.add(Kind::Companies, company("Gone"));
        world.go_stale(100);
        world.put(Kind::Companies, kept, company("New"));
        world.remove(Kind::Companies, gone);
        let fresh = world.add(Kind::Companies, company("Fresh"));
        let names = |world: &World| -> Vec<String> {
            let ids = world.rows(Kind::Companies).map(|(id, _)| id);
            ids.filter_map(|id| world.shown(Kind::Companies, id, "name"))
                .collect()
        };
        assert_eq!(world.as_read(50, names), ["Old", "Gone"]);
        assert_eq!(names(&world), ["New", "Fresh"]);
        assert_eq!(world.as_read(100, names), ["New", "Fresh"]);
        assert!(fresh > gone);
    }
}
