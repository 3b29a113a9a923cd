//! The fields of each kind, read once from `fields/*.txt`: names, types and limits of the vendor's API
//! description, so that what comes in is judged and what goes out is written by the same table.
//!
//! A block begins with `@ Kind Object`. `as` names what a reference to it shows besides the id, `info`
//! what its slim form shows (`inactive=inactiveFlag` where it is called otherwise there). The rest are
//! fields, `name:type`: `s50` text of at most 50 characters, `d` moment, `i` `n` `b` numbers and flags,
//! `e:A|B` one of these, `>Kind` reference, `[>Kind]` several, `[s]` `[i]` texts and numbers, `[]`
//! objects, `~` a reference to something that is not simulated. After the name: `*` needed to create,
//! `-` only ever written, `^` only ever read, `!` the simulator's own.

use super::kind::Kind;
use std::sync::LazyLock;

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Text(Option<usize>),
    Enum(Vec<&'static str>),
    Moment,
    Int,
    Number,
    Flag,
    Ref(Kind),
    Refs(Kind),
    Texts,
    Ints,
    Objects,
    Loose,
}

/// Who may see and set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Open {
    Both,
    WriteOnly,
    ReadOnly,
    Own,
}

/// A field.
#[derive(Debug)]
pub(crate) struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
    pub open: Open,
}

/// The fields of a kind.
#[derive(Debug)]
pub(crate) struct Schema {
    pub object: &'static str,
    pub fields: Vec<Field>,
    /// What a reference shows besides the id.
    pub shown: Vec<&'static str>,
    /// The slim form: field and its name there; none where there is no slim form.
    pub info: Option<Vec<(usize, &'static str)>>,
}

const TEXTS: [&str; 6] = [
    include_str!("fields/company.txt"),
    include_str!("fields/configuration.txt"),
    include_str!("fields/service.txt"),
    include_str!("fields/ticket.txt"),
    include_str!("fields/finance.txt"),
    include_str!("fields/system.txt"),
];

static SCHEMAS: LazyLock<Vec<Schema>> = LazyLock::new(|| {
    let blocks = TEXTS.iter().flat_map(|text| text.split("\n@ ").skip(1));
    let mut found: Vec<(&str, &'static str)> = Vec::new();
    for block in blocks {
        found.push((block.split(' ').next().unwrap_or_default(), block));
    }
    let schema = |kind: &Kind| {
        let name = kind.name();
        let block = found.iter().find(|(of, _)| *of == name);
        schema_of(block.map_or("", |(_, block)| block))
    };
    Kind::ALL.iter().map(schema).collect()
});

fn schema_of(block: &'static str) -> Schema {
    let mut lines = block.lines();
    let head = lines.next().unwrap_or_default();
    let mut schema = Schema {
        object: head.split(' ').nth(1).unwrap_or_default(),
        fields: Vec::new(),
        shown: Vec::new(),
        info: None,
    };
    let mut slim = None;
    for line in lines {
        if let Some(shown) = line.strip_prefix("as ") {
            schema.shown = shown.split(' ').collect();
        } else if let Some(info) = line.strip_prefix("info ") {
            slim = Some(info);
        } else {
            schema.fields.extend(line.split(' ').filter_map(field_of));
        }
    }
    schema.info = slim.map(|slim| {
        let entries = slim.split(' ').filter_map(|entry| {
            let (name, there) = entry.split_once('=').unwrap_or((entry, entry));
            schema.position(name).map(|at| (at, there))
        });
        entries.collect()
    });
    schema
}

fn field_of(word: &'static str) -> Option<Field> {
    let (name, kind) = word.split_once(':')?;
    let bare = name.trim_end_matches(['*', '-', '^', '!']);
    let marks = &name[bare.len()..];
    let open = match marks {
        m if m.contains('-') => Open::WriteOnly,
        m if m.contains('^') => Open::ReadOnly,
        m if m.contains('!') => Open::Own,
        _ => Open::Both,
    };
    let shape = match kind {
        "d" => Shape::Moment,
        "i" => Shape::Int,
        "n" => Shape::Number,
        "b" => Shape::Flag,
        "[s]" => Shape::Texts,
        "[i]" => Shape::Ints,
        "[]" => Shape::Objects,
        "~" => Shape::Loose,
        _ => {
            if let Some(names) = kind.strip_prefix("e:") {
                Shape::Enum(names.split('|').collect())
            } else if let Some(to) = kind.strip_prefix("[>") {
                Shape::Refs(Kind::named(to.strip_suffix(']')?)?)
            } else if let Some(to) = kind.strip_prefix('>') {
                Shape::Ref(Kind::named(to)?)
            } else {
                Shape::Text(kind.strip_prefix('s')?.parse().ok())
            }
        }
    };
    Some(Field {
        name: bare,
        shape,
        required: marks.contains('*'),
        open,
    })
}

impl Schema {
    pub(crate) fn of(kind: Kind) -> &'static Self {
        &SCHEMAS[kind as usize]
    }

    /// Where a field of this name stands. The vendor's names are case-sensitive.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The same, whatever the case of its letters, as conditions and orders take it.
    pub(crate) fn position_loose(&self, name: &str) -> Option<usize> {
        let same = |field: &Field| field.name.eq_ignore_ascii_case(name) && field.open != Open::Own;
        self.fields.iter().position(same)
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Schema, TEXTS, field_of};

    #[test]
    fn every_word_of_the_tables_is_understood() {
        let mut known = 0;
        for line in TEXTS.iter().flat_map(|text| text.lines()) {
            if line.is_empty() || line.starts_with(['#', '@']) {
                continue;
            }
            if line.starts_with("as ") || line.starts_with("info ") {
                continue;
            }
            for word in line.split(' ') {
                assert!(field_of(word).is_some(), "{word}");
                known += 1;
            }
        }
        let all: usize = Kind::ALL.iter().map(|k| Schema::of(*k).fields.len()).sum();
        assert_eq!(all, known, "no block without its kind");
        assert!(Kind::ALL.iter().all(|k| !k.schema().object.is_empty()));
        assert!(Kind::ALL.iter().all(|k| k.schema().fields.len() < 256));
    }
}
