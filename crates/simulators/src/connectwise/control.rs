//! The control: faults to order, edits as by a person at the vendor's own screens, and what was asked.

use super::errors::Refused;
use super::kind::Kind;
use super::roles::{self, Level, Levels};
use super::rules::{self, Stamp};
use super::state::{ALWAYS, State};
use super::{change, patch};
use crate::psa::faults::Fault;
use crate::psa::serve::{Question, Reply};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Below this stand the addresses of the control.
pub(super) const PREFIX: &str = "/_control";

/// Something that a person in the office does.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Edit {
    /// Makes a record; gives its id.
    Create {
        /// `Companies`, `Contacts`…
        kind: String,
        /// Its fields, as a client would send them.
        fields: Value,
    },
    /// Sets fields of a record: a rename, a deactivation.
    Update {
        /// `Companies`, `Contacts`…
        kind: String,
        /// Which.
        id: u32,
        /// Name and new value of each.
        fields: Value,
    },
    /// Deletes a record as the vendor does: a company stays readable.
    Delete {
        /// `Companies`, `Contacts`…
        kind: String,
        /// Which.
        id: u32,
    },
    /// Removes a record without a trace, and whatever names it.
    Remove {
        /// `Companies`, `Contacts`…
        kind: String,
        /// Which.
        id: u32,
    },
    /// Merges one company into another.
    Merge {
        /// The company that goes.
        from: u32,
        /// The company that stays.
        to: u32,
    },
}

impl State {
    fn person(&self) -> Stamp {
        Stamp {
            at: self.now(),
            by: Arc::from("admin1"),
            member: 0,
            may_close: true,
        }
    }

    fn told(&mut self, stamp: &Stamp) {
        let base = format!("{}/{ALWAYS}apis/3.0/", self.site);
        self.settle(stamp, &base, false, false);
    }

    pub(super) fn edit(&mut self, edit: &Edit) -> Result<u32, Refused> {
        let stamp = self.person();
        let done = self.edited(edit, &stamp);
        self.told(&stamp);
        done
    }

    fn edited(&mut self, edit: &Edit, stamp: &Stamp) -> Result<u32, Refused> {
        let named = |name: &str| {
            let unknown = || {
                Refused::new(
                    400,
                    "InvalidObject",
                    format!("{name} is no kind of record."),
                )
            };
            Kind::named(name).ok_or_else(unknown)
        };
        let world = &mut self.world;
        match edit {
            Edit::Create { kind, fields } => change::make(world, named(kind)?, &[], fields, stamp),
            Edit::Update { kind, id, fields } => {
                let fields = fields.as_object().ok_or_else(Refused::unreadable)?;
                let operations: Vec<Value> = fields
                    .iter()
                    .map(|(path, value)| json!({ "op": "replace", "path": path, "value": value }))
                    .collect();
                let kind = named(kind)?;
                change::remake(world, kind, *id, stamp, |world, row| {
                    patch::apply(world, kind, row, &Value::from(operations))
                })?;
                Ok(*id)
            }
            Edit::Delete { kind, id } => {
                let kind = named(kind)?;
                if world.get(kind, *id).is_none() {
                    return Err(Refused::no_record(kind.schema().object, id));
                }
                change::erase(world, kind, *id, None, stamp)?;
                Ok(*id)
            }
            Edit::Remove { kind, id } => {
                world.remove(named(kind)?, *id);
                Ok(*id)
            }
            Edit::Merge { from, to } => {
                for id in [from, to] {
                    if world.get(Kind::Companies, *id).is_none() {
                        return Err(Refused::no_record("Company", id));
                    }
                }
                if from == to {
                    return Err(Refused::new(
                        400,
                        "InvalidObject",
                        "A company cannot be merged into itself.",
                    ));
                }
                rules::merge_companies(world, *from, *to, stamp);
                Ok(*to)
            }
        }
    }

    pub(super) fn allow(&mut self, allow: &Allow) -> bool {
        let level = |word: &str| match word {
            "All" => Level::All,
            "My" => Level::My,
            _ => Level::None,
        };
        let levels = Levels::of(
            level(&allow.add),
            level(&allow.edit),
            level(&allow.delete),
            level(&allow.inquire),
        );
        let tables: Vec<&str> = allow.tables.iter().map(String::as_str).collect();
        let right = (allow.module.as_str(), allow.function.as_str());
        let done = roles::allow(&mut self.world, &allow.role, right, levels, &tables);
        let stamp = self.person();
        self.told(&stamp);
        done
    }

    /// Answers below `/_control`. What changes something must come as JSON, which a page of another
    /// site cannot send unasked.
    pub(super) fn control(&mut self, question: &Question) -> Reply {
        let path = question
            .path
            .strip_prefix(PREFIX)
            .unwrap_or_default()
            .trim_matches('/');
        let kind = question.header("content-type");
        if question.method == "POST" && !kind.starts_with("application/json") {
            return Refused::new(415, "UnsupportedMediaType", "Send JSON.").reply();
        }
        match (question.method.as_str(), path) {
            ("GET", "") => Reply::json(200, &self.summary()),
            ("GET", "faults") => {
                let orders: Vec<String> = self
                    .faults
                    .orders()
                    .iter()
                    .map(|fault| format!("{fault:?}"))
                    .collect();
                Reply::json(200, &json!({ "faults": orders }))
            }
            ("POST", "faults") => with(question, |fault: Fault| {
                self.faults.order(fault);
                Reply::empty(204)
            }),
            ("DELETE", "faults") => {
                self.faults.clear();
                Reply::empty(204)
            }
            ("GET", "requests") => Reply::json(200, &json!({ "requests": self.record.all() })),
            ("DELETE", "requests") => {
                self.record.clear();
                Reply::empty(204)
            }
            ("POST", "edit") => with(question, |edit: Edit| match self.edit(&edit) {
                Ok(id) => Reply::json(200, &json!({ "id": id })),
                Err(refused) => refused.reply(),
            }),
            ("POST", "role") => with(question, |allow: Allow| {
                Reply::empty(if self.allow(&allow) { 204 } else { 404 })
            }),
            ("POST", "upgrade") => with(question, |upgrade: Upgrade| {
                self.codebase = upgrade.codebase;
                Reply::empty(204)
            }),
            ("POST", "limit") => with(question, |limit: Limit| {
                self.limits.set(limit.per_minute);
                Reply::empty(204)
            }),
            _ => Refused::no_endpoint().reply(),
        }
    }

    fn summary(&self) -> Value {
        let counts: serde_json::Map<String, Value> = Kind::ALL
            .iter()
            .map(|kind| (kind.name(), self.world.count(*kind).into()))
            .collect();
        json!({
            "companyId": self.options.company_id,
            "codebase": self.codebase,
            "requests": self.record.total(),
            "waitingCallbacks": self.waiting.len(),
            "records": counts,
        })
    }
}

fn with<T: for<'d> Deserialize<'d>>(question: &Question, act: impl FnOnce(T) -> Reply) -> Reply {
    match serde_json::from_slice(&question.body) {
        Ok(body) => act(body),
        Err(fault) => Refused::new(400, "InvalidObject", fault.to_string()).reply(),
    }
}

/// What a role may do from now on: `None`, `My` or `All` for each deed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allow {
    /// The role's name.
    pub role: String,
    /// The module.
    pub module: String,
    /// The function.
    pub function: String,
    /// Add level.
    pub add: String,
    /// Edit level.
    pub edit: String,
    /// Delete level.
    pub delete: String,
    /// Inquire level.
    pub inquire: String,
    /// Of the set-up tables only these; all where empty.
    #[serde(default)]
    pub tables: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Upgrade {
    codebase: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limit {
    per_minute: Option<usize>,
}
