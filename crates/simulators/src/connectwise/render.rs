//! From a record to its JSON, straight into bytes: whole, slim, or only the fields that were asked for.

use super::errors::Refused;
use super::fields::{Open, Shape};
use super::kind::Kind;
use super::row::{Cell, Row};
use super::world::World;
use crate::psa::moment;
use std::io::Write as _;

/// What of a record is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    /// The slim form.
    pub info: bool,
    /// Only these; all where none.
    pub fields: Option<Selection>,
}

/// `fields=id,name,status/id`: names that do not exist are left out without a word, as the vendor does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    id: bool,
    about: bool,
    /// Field and, of a reference, the keys; the whole where there are none.
    fields: Vec<(usize, Vec<String>)>,
}

impl Selection {
    pub(crate) fn new(kind: Kind, text: &str) -> Self {
        let mut selection = Self::default();
        for name in text.split(',').map(str::trim) {
            let (head, key) = name
                .split_once('/')
                .map_or((name, None), |(h, k)| (h, Some(k)));
            if head.eq_ignore_ascii_case("id") {
                selection.id = true;
            } else if head.eq_ignore_ascii_case("_info") {
                selection.about = true;
            } else if let Some(at) = kind.schema().position_loose(head) {
                let held = selection.fields.iter_mut().find(|(held, _)| *held == at);
                match (held, key) {
                    (Some((_, keys)), Some(key)) if !keys.is_empty() => keys.push(key.to_owned()),
                    (Some((_, keys)), None) => keys.clear(),
                    (Some(_), Some(_)) => {}
                    (None, key) => {
                        selection
                            .fields
                            .push((at, key.map(str::to_owned).into_iter().collect()));
                    }
                }
            }
        }
        selection.fields.sort_by_key(|(at, _)| *at);
        selection
    }
}

/// Writes records of one world under one address.
pub(crate) struct Render<'w> {
    pub world: &'w World,
    /// The API's address, with its slash at the end.
    pub base: &'w str,
}

fn string(out: &mut Vec<u8>, text: &str) {
    // Writing into memory does not fail.
    let _ = serde_json::to_writer(out, text);
}

fn key(out: &mut Vec<u8>, name: &str) {
    if !matches!(out.last(), Some(b'{' | b'[')) {
        out.push(b',');
    }
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

impl Render<'_> {
    fn reference(&self, out: &mut Vec<u8>, name: &str, kind: Kind, id: u32, only: &[String]) {
        let wanted =
            |key: &str| only.is_empty() || only.iter().any(|k| k.eq_ignore_ascii_case(key));
        out.push(b'{');
        if wanted("id") {
            key(out, "id");
            let _ = write!(out, "{id}");
        }
        for shown in &kind.schema().shown {
            if wanted(shown)
                && let Some(text) = self.world.shown(kind, id, shown)
            {
                key(out, shown);
                let number = kind
                    .schema()
                    .position(shown)
                    .is_some_and(|at| kind.schema().fields[at].shape == Shape::Int);
                if number {
                    out.extend_from_slice(text.as_bytes());
                } else {
                    string(out, &text);
                }
            }
        }
        if only.is_empty() {
            key(out, "_info");
            let path = super::route::home(kind);
            let _ = match path {
                Some(path) => write!(out, "{{\"{name}_href\":\"{}{path}/{id}\"}}", self.base),
                None => write!(out, "{{}}"),
            };
        }
        out.push(b'}');
    }

    fn cell(&self, out: &mut Vec<u8>, name: &str, shape: &Shape, cell: &Cell, only: &[String]) {
        match (cell, shape) {
            (Cell::Ref(id), Shape::Ref(kind)) => self.reference(out, name, *kind, *id, only),
            (Cell::Refs(ids), Shape::Refs(kind)) => {
                out.push(b'[');
                for (n, id) in ids.iter().enumerate() {
                    if n > 0 {
                        out.push(b',');
                    }
                    self.reference(out, name, *kind, *id, only);
                }
                out.push(b']');
            }
            (Cell::Flag(flag), _) => {
                let _ = write!(out, "{flag}");
            }
            (Cell::Int(number), _) => {
                let _ = write!(out, "{number}");
            }
            (Cell::Ref(id), _) => {
                let _ = write!(out, "{id}");
            }
            (Cell::Number(number), _) => {
                let _ = serde_json::to_writer(out, number);
            }
            (Cell::Text(text), _) => string(out, text),
            (Cell::Moment(at), _) => string(out, &moment::text(*at)),
            (Cell::Json(text), _) => out.extend_from_slice(text.as_bytes()),
            (Cell::Refs(_), _) => out.extend_from_slice(b"[]"),
        }
    }

    fn about(out: &mut Vec<u8>, row: &Row) {
        key(out, "_info");
        out.push(b'{');
        let mut entry = |name: &str, text: &str| {
            key(out, name);
            string(out, text);
        };
        entry("lastUpdated", &moment::text(row.updated));
        entry("updatedBy", &row.updated_by);
        entry("dateEntered", &moment::text(row.entered));
        entry("enteredBy", &row.entered_by);
        out.push(b'}');
    }

    /// Writes one record.
    pub(crate) fn row(&self, out: &mut Vec<u8>, kind: Kind, id: u32, row: &Row, view: &View) {
        let schema = kind.schema();
        out.push(b'{');
        let selected = view.fields.as_ref();
        if selected.is_none_or(|s| s.id) {
            key(out, "id");
            let _ = write!(out, "{id}");
        }
        let slim = if view.info {
            schema.info.as_ref()
        } else {
            None
        };
        for (at, cell) in row.cells() {
            let field = &schema.fields[at];
            if matches!(field.open, Open::WriteOnly | Open::Own) {
                continue;
            }
            let name = match slim {
                Some(slim) => match slim.iter().find(|(held, _)| *held == at) {
                    Some((_, there)) => there,
                    None => continue,
                },
                None => field.name,
            };
            let mut only: &[String] = &[];
            if let Some(selection) = selected {
                match selection.fields.iter().find(|(held, _)| *held == at) {
                    Some((_, keys)) => only = keys,
                    None => continue,
                }
            }
            key(out, name);
            self.cell(out, field.name, &field.shape, cell, only);
        }
        if selected.is_none_or(|s| s.about) {
            Self::about(out, row);
        }
        out.push(b'}');
    }

    /// One record as an answer's body.
    pub(crate) fn one(&self, kind: Kind, id: u32, view: &View) -> Result<Vec<u8>, Refused> {
        let row = self.world.get(kind, id);
        let row = row.ok_or_else(|| Refused::no_record(kind.schema().object, id))?;
        let mut out = Vec::with_capacity(2048);
        self.row(&mut out, kind, id, row, view);
        Ok(out)
    }
}
