//! Sentences of four languages become Rust: a method for each message, so that a sentence that does
//! not exist, or a value that is missing, does not compile. What languages owe each other is
//! gathered in `FAULTS`, which a test wants empty; until then English stands in.

use super::source::{LANGUAGES, Message, Piece, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What came out.
pub struct Compiled {
    /// The Rust.
    pub code: String,
    /// What is wrong.
    #[allow(dead_code, reason = "read by the tests, which want none")]
    pub faults: Vec<String>,
}

/// Messages whose English stands with the refusal itself.
const REFUSAL: &str = "refusal-";
/// The keys by which a number is told apart (CLDR plural categories).
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
}

/// Compiles the languages, in the order of [`LANGUAGES`].
pub fn compile(sources: &[Source]) -> Compiled {
    let mut faults: Vec<String> = sources.iter().flat_map(|s| s.faults.clone()).collect();
    let Some(english) = sources.first() else {
        return Compiled {
            code: String::new(),
            faults,
        };
    };
    let mut code = String::from("impl Words {\n");
    let mut all = Vec::new();
    for id in english.messages.keys() {
        let own: Vec<Vec<Piece>> = sources
            .iter()
            .zip(LANGUAGES)
            .map(|(source, language)| {
                let found = source.messages.get(id).and_then(|m| m.get(""));
                if found.is_none() {
                    faults.push(format!("{language}: {id} is missing"));
                }
                let (source, pieces) = match found {
                    Some(pieces) => (source, pieces.clone()),
                    None => (
                        english,
                        english
                            .messages
                            .get(id)
                            .and_then(|m| m.get(""))
                            .cloned()
                            .unwrap_or_default(),
                    ),
                };
                resolve(source, language, id, pieces, 0, &mut faults)
            })
            .collect();
        if english.messages.get(id).is_some_and(|m| m.len() > 1) {
            faults.push(format!("en: {id} has an attribute, which no method gives"));
        }
        method(&mut code, id, &own, &mut faults);
        all.push(listed(id, &own));
    }
    code.push_str("}\n\n");
    for (source, language) in sources.iter().zip(LANGUAGES).skip(1) {
        for id in source.messages.keys() {
            if !id.starts_with(REFUSAL) && !english.messages.contains_key(id) {
                faults.push(format!("{language}: {id} is not in English"));
            }
        }
    }
    refusals(&mut code, sources, &mut faults);
    let _ = writeln!(
        code,
        "/// Every message: id, what it fills in and whether as a number, and the languages.\n#[cfg(test)]\npub(crate) const MESSAGES: &[Listed] = &[\n{}];",
        all.concat()
    );
    let keys: Vec<String> = english.messages.keys().map(|id| name(id)).collect();
    let _ = writeln!(
        code,
        "/// The names of all messages.\n#[cfg(test)]\npub(crate) const KEYS: &[&str] = &{keys:?};"
    );
    let _ = writeln!(
        code,
        "/// What the languages owe each other.\n#[cfg(test)]\npub(crate) const FAULTS: &[&str] = &{faults:?};"
    );
    Compiled { code, faults }
}

/// The name of the method.
fn name(id: &str) -> String {
    id.replace('-', "_")
}

/// Puts sentences that are named by others into their places.
fn resolve(
    source: &Source,
    language: &str,
    id: &str,
    pieces: Vec<Piece>,
    depth: usize,
    faults: &mut Vec<String>,
) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    for piece in pieces {
        let resolved = match piece {
            Piece::Reference(other) => {
                let found = source.messages.get(&other).and_then(|m| m.get(""));
                match found.filter(|_| depth < 4) {
                    Some(found) => resolve(source, language, id, found.clone(), depth + 1, faults),
                    None => {
                        faults.push(format!(
                            "{language}: {id} names {other}, which is not there"
                        ));
                        Vec::new()
                    }
                }
            }
            Piece::Select {
                variable,
                arms,
                default,
            } => {
                let arms = arms
                    .into_iter()
                    .map(|(key, pieces)| {
                        (key, resolve(source, language, id, pieces, depth, faults))
                    })
                    .collect();
                vec![Piece::Select {
                    variable,
                    arms,
                    default,
                }]
            }
            other => vec![other],
        };
        for piece in resolved {
            match (all.last_mut(), piece) {
                (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
                (_, piece) => all.push(piece),
            }
        }
    }
    all
}

/// The variables of a sentence; a number is what chooses among plural forms.
fn variables(pieces: &[Piece], found: &mut BTreeMap<String, Kind>) {
    for piece in pieces {
        match piece {
            Piece::Variable(name) => {
                found.entry(name.clone()).or_insert(Kind::Text);
            }
            Piece::Select { variable, arms, .. } => {
                let numeric = |key: &str| CATEGORIES.contains(&key) || key.parse::<u64>().is_ok();
                if arms.iter().all(|(key, _)| numeric(key)) {
                    found.insert(variable.clone(), Kind::Number);
                } else {
                    found.entry(variable.clone()).or_insert(Kind::Text);
                }
                for (_, pieces) in arms {
                    variables(pieces, found);
                }
            }
            Piece::Text(_) | Piece::Reference(_) => {}
        }
    }
}

/// A message as the tests look at it.
fn listed(id: &str, own: &[Vec<Piece>]) -> String {
    let mut wanted = BTreeMap::new();
    for pieces in own {
        variables(pieces, &mut wanted);
    }
    let wanted: Vec<(&String, bool)> = wanted
        .iter()
        .map(|(n, k)| (n, *k == Kind::Number))
        .collect();
    let pieces: Vec<String> = own.iter().map(|p| rust(p)).collect();
    format!("    ({id:?}, &{wanted:?}, [{}]),\n", pieces.join(", "))
}

fn rust(pieces: &[Piece]) -> String {
    let each: Vec<String> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => format!("Piece::Text({text:?})"),
            Piece::Variable(name) | Piece::Reference(name) => format!("Piece::Value({name:?})"),
            Piece::Select {
                variable,
                arms,
                default,
            } => {
                let arms: Vec<String> = arms
                    .iter()
                    .map(|(key, pieces)| format!("({key:?}, {})", rust(pieces)))
                    .collect();
                format!(
                    "Piece::Select({variable:?}, &[{}], {default})",
                    arms.join(", ")
                )
            }
        })
        .collect();
    format!("&[{}]", each.join(", "))
}

fn plain(pieces: &[Piece]) -> Option<&str> {
    match pieces {
        [] => Some(""),
        [Piece::Text(text)] => Some(text),
        _ => None,
    }
}

/// What stands before and behind the one value of a sentence.
fn around(pieces: &[Piece]) -> Option<(&str, &str)> {
    match pieces {
        [Piece::Variable(_)] => Some(("", "")),
        [Piece::Text(before), Piece::Variable(_)] => Some((before, "")),
        [Piece::Variable(_), Piece::Text(after)] => Some(("", after)),
        [Piece::Text(before), Piece::Variable(_), Piece::Text(after)] => Some((before, after)),
        _ => None,
    }
}

fn method(code: &mut String, id: &str, own: &[Vec<Piece>], faults: &mut Vec<String>) {
    let mut wanted = BTreeMap::new();
    let names = |pieces: &[Piece]| {
        let mut found = BTreeMap::new();
        variables(pieces, &mut found);
        found.into_keys().collect::<BTreeSet<_>>()
    };
    let first = own.first().map(|pieces| names(pieces)).unwrap_or_default();
    for (pieces, language) in own.iter().zip(LANGUAGES) {
        variables(pieces, &mut wanted);
        let here = names(pieces);
        if here != first {
            faults.push(format!(
                "{language}: {id} fills in {here:?}, English {first:?}"
            ));
        }
    }
    let name = name(id);
    if let Some(texts) = own.iter().map(|p| plain(p)).collect::<Option<Vec<_>>>() {
        let english = texts.first().copied().unwrap_or_default();
        let _ = writeln!(
            code,
            "    #[doc = {english:?}]\n    pub fn {name}(&self) -> &'static str {{\n        self.pick([{}])\n    }}",
            quoted(&texts)
        );
        return;
    }
    let arguments: Vec<String> = wanted
        .iter()
        .map(|(name, kind)| match kind {
            Kind::Number => format!("{name}: impl Count"),
            Kind::Text => format!("{name}: &str"),
        })
        .collect();
    let values: Vec<String> = wanted
        .iter()
        .map(|(name, kind)| match kind {
            Kind::Number => format!("({name:?}, Filled::Number({name}.count()))"),
            Kind::Text => format!("({name:?}, Filled::Text({name}))"),
        })
        .collect();
    let pieces: Vec<String> = own.iter().map(|p| rust(p)).collect();
    let english = pieces.first().map(String::as_str).unwrap_or_default();
    let _ = writeln!(
        code,
        "    #[doc = {english:?}]\n    pub fn {name}(&self, {}) -> String {{\n        fill(self.pick::<&'static [Piece]>([{}]), self.language(), &[{}])\n    }}",
        arguments.join(", "),
        pieces.join(", "),
        values.join(", ")
    );
    if let Some(parts) = own.iter().map(|p| around(p)).collect::<Option<Vec<_>>>() {
        let _ = writeln!(
            code,
            "    /// What stands before and behind the value of `{name}`, for a page that sets it off.\n    pub fn {name}_around(&self) -> (&'static str, &'static str) {{\n        self.pick({parts:?})\n    }}"
        );
    }
}

fn quoted(texts: &[&str]) -> String {
    let each: Vec<String> = texts.iter().map(|t| format!("{t:?}")).collect();
    each.join(", ")
}

/// The refusals, by their code; English has them in the program.
fn refusals(code: &mut String, sources: &[Source], faults: &mut Vec<String>) {
    let ids: BTreeSet<&String> = sources
        .iter()
        .flat_map(|s| s.messages.keys())
        .filter(|id| id.starts_with(REFUSAL))
        .collect();
    code.push_str("/// Refusals in other languages, by code: German, French, Spanish.\npub(crate) const REFUSALS: &[(&str, [Told; 3])] = &[\n");
    for id in ids {
        let mut each = Vec::new();
        for (source, language) in sources.iter().zip(LANGUAGES).skip(1) {
            let empty = Message::new();
            let message = source.messages.get(id).unwrap_or(&empty);
            for part in message.keys() {
                if !["", "title", "remedy"].contains(&part.as_str()) {
                    faults.push(format!("{language}: {id} has a part {part}"));
                }
            }
            for part in ["", "remedy"] {
                if !message.contains_key(part) {
                    faults.push(format!(
                        "{language}: {id} has no {}",
                        if part.is_empty() { "sentence" } else { part }
                    ));
                }
            }
            let mut get = |part: &str| {
                let pieces = message.get(part).cloned().unwrap_or_default();
                rust(&resolve(source, language, id, pieces, 0, faults))
            };
            each.push(format!(
                "Told {{ title: {}, sentence: {}, remedy: {} }}",
                get("title"),
                get(""),
                get("remedy")
            ));
        }
        let _ = writeln!(
            code,
            "    ({:?}, [{}]),",
            id.trim_start_matches(REFUSAL),
            each.join(", ")
        );
    }
    code.push_str("];\n\n");
}
