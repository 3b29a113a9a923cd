//! A record as it is kept: only what is set, references as ids, so that a name is changed in one place.

use super::kind::Kind;
use std::sync::Arc;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Flag(bool),
    Int(i64),
    Number(f64),
    Text(Box<str>),
    /// Seconds since 1970.
    Moment(i64),
    Ref(u32),
    Refs(Box<[u32]>),
    /// Objects and lists that hold nothing this world joins, as JSON text.
    Json(Box<str>),
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into().into_boxed_str())
    }
}

/// A record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub entered: i64,
    pub updated: i64,
    pub entered_by: Arc<str>,
    pub updated_by: Arc<str>,
    /// By position in the schema, ascending.
    cells: Vec<(u8, Cell)>,
}

impl Row {
    pub(crate) fn new(at: i64, by: &Arc<str>) -> Self {
        Self {
            entered: at,
            updated: at,
            entered_by: by.clone(),
            updated_by: by.clone(),
            cells: Vec::new(),
        }
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().map(|(at, cell)| (usize::from(*at), cell))
    }

    pub(crate) fn at(&self, position: usize) -> Option<&Cell> {
        let find = |(at, _): &(u8, Cell)| usize::from(*at).cmp(&position);
        let found = self.cells.binary_search_by(find).ok()?;
        Some(&self.cells[found].1)
    }

    pub(crate) fn put(&mut self, position: usize, cell: Option<Cell>) {
        let Ok(narrow) = u8::try_from(position) else {
            return;
        };
        let found = self.cells.binary_search_by(|(at, _)| at.cmp(&narrow));
        match (found, cell) {
            (Ok(at), Some(cell)) => self.cells[at].1 = cell,
            (Ok(at), None) => {
                self.cells.remove(at);
            }
            (Err(at), Some(cell)) => self.cells.insert(at, (narrow, cell)),
            (Err(_), None) => {}
        }
    }

    /// The same by the field's name.
    pub(crate) fn get(&self, kind: Kind, name: &str) -> Option<&Cell> {
        self.at(kind.schema().position(name)?)
    }

    /// The same by the field's name; a name that the kind has not changes nothing.
    pub(crate) fn set(&mut self, kind: Kind, name: &str, cell: Option<Cell>) {
        if let Some(position) = kind.schema().position(name) {
            self.put(position, cell);
        }
    }

    pub(crate) fn text(&self, kind: Kind, name: &str) -> Option<&str> {
        match self.get(kind, name)? {
            Cell::Text(text) | Cell::Json(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn id(&self, kind: Kind, name: &str) -> Option<u32> {
        match self.get(kind, name)? {
            Cell::Ref(id) => Some(*id),
            Cell::Int(id) => u32::try_from(*id).ok(),
            _ => None,
        }
    }

    pub(crate) fn flag(&self, kind: Kind, name: &str) -> bool {
        matches!(self.get(kind, name), Some(Cell::Flag(true)))
    }

    pub(crate) fn ids(&self, kind: Kind, name: &str) -> &[u32] {
        match self.get(kind, name) {
            Some(Cell::Refs(ids)) => ids,
            _ => &[],
        }
    }
}
