//! Steps on attributes with several values.

use super::Op;
use super::apply::set;
use crate::error::{ScimError, ScimType};
use crate::filter::{Filter, Operand, Operator, fold};
use crate::json::Tree;
use crate::normal;
use crate::schema::{Attribute, Mutability};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// A step whose place was found.
pub(super) struct Change<'s> {
    pub op: Op,
    pub attribute: &'s Attribute,
    pub filter: Option<&'s Filter>,
    pub part: Option<&'s Attribute>,
    pub value: Option<&'s Value>,
}

/// Changes the list in its holder.
pub(super) fn apply(change: &Change<'_>, holder: &mut Tree) -> Result<(), ScimError> {
    let mut list = match holder.remove(change.attribute.name) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    match (change.filter, change.part) {
        (None, None) => change.whole(&mut list)?,
        (Some(filter), _) => change.chosen(filter, &mut list)?,
        (None, Some(part)) => change.part_of_all(part, &mut list)?,
    }
    list.retain(|one| one.as_object().is_none_or(|one| !one.is_empty()));
    if list.len() > normal::most(change.attribute) {
        let detail = format!("{} has too many values.", change.attribute.name);
        return Err(ScimError::new(ScimType::InvalidValue, detail));
    }
    if !list.is_empty() {
        holder.insert(change.attribute.name.into(), Value::Array(list));
    }
    Ok(())
}

impl Change<'_> {
    /// What was sent, as it is kept.
    fn sent(&self) -> Result<Vec<Value>, ScimError> {
        let kept = self.value.map(|v| normal::values(self.attribute, v));
        Ok(match kept.transpose()?.flatten() {
            Some(Value::Array(all)) => all,
            _ => Vec::new(),
        })
    }

    /// The path is the attribute alone.
    fn whole(&self, list: &mut Vec<Value>) -> Result<(), ScimError> {
        let sent = self.sent()?;
        match self.op {
            Op::Remove if self.value.is_none() => list.clear(),
            // Entra ID names what to remove by value (its default for members of groups).
            Op::Remove => {
                let gone: HashSet<String> =
                    sent.iter().map(|v| value_of(self.attribute, v)).collect();
                list.retain(|v| !gone.contains(&value_of(self.attribute, v)));
            }
            Op::Replace => {
                list.clear();
                self.add(sent, list);
            }
            Op::Add => self.add(sent, list),
        }
        Ok(())
    }

    /// Adds what is not there yet; of what is there, changes the parts that were sent.
    fn add(&self, sent: Vec<Value>, list: &mut Vec<Value>) {
        let mut known: HashMap<String, usize> = list
            .iter()
            .enumerate()
            .map(|(n, v)| (key(self.attribute, v), n))
            .collect();
        let mut touched = HashSet::new();
        for value in sent {
            let at = *known
                .entry(key(self.attribute, &value))
                .or_insert(list.len());
            touched.insert(at);
            match (list.get_mut(at), value) {
                (Some(Value::Object(there)), Value::Object(parts)) => there.extend(parts),
                (Some(_), _) => {}
                (None, value) => list.push(value),
            }
        }
        prefer(list, &touched);
    }

    /// The path chooses values by a filter.
    fn chosen(&self, filter: &Filter, list: &mut Vec<Value>) -> Result<(), ScimError> {
        let bound = filter.bind_within(self.attribute)?;
        let meets = |v: &Value| v.as_object().is_some_and(|v| bound.matches(v));
        let mut touched: HashSet<usize> = (0..list.len())
            .filter(|n| list.get(*n).is_some_and(meets))
            .collect();
        if touched.is_empty() {
            match self.op {
                // What should be gone is gone: a retry after a lost answer is no fault.
                Op::Remove => return Ok(()),
                Op::Replace => return Err(no_target()),
                // Entra ID sets the mail address for work of a person who has none in this way.
                Op::Add => {
                    touched.insert(list.len());
                    list.push(Value::Object(self.described_by(filter)?));
                }
            }
        }
        for n in &touched {
            if let Some(Value::Object(one)) = list.get_mut(*n) {
                self.change(one)?;
            }
        }
        prefer(list, &touched);
        if self.op != Op::Remove {
            // A value may have become what another one is already (RFC 7643, 2.4).
            let mut seen = HashSet::new();
            list.retain(|one| seen.insert(key(self.attribute, one)));
        }
        Ok(())
    }

    /// The path names a part and no filter: that is clear only where there is one value.
    fn part_of_all(&self, part: &Attribute, list: &mut Vec<Value>) -> Result<(), ScimError> {
        if list.len() > 1 && self.op != Op::Remove {
            let detail = format!(
                "{} has several values: choose by a filter.",
                self.attribute.name
            );
            return Err(ScimError::new(ScimType::InvalidPath, detail));
        }
        if list.is_empty() && self.op != Op::Remove {
            let mut one = Tree::new();
            set(part, self.value, &mut one)?;
            list.push(Value::Object(one));
            return Ok(());
        }
        for one in list {
            if let Value::Object(one) = one {
                self.change(one)?;
            }
        }
        Ok(())
    }

    /// Changes one value. One that is emptied is dropped by the caller.
    fn change(&self, one: &mut Tree) -> Result<(), ScimError> {
        let sent = self.value.filter(|_| self.op != Op::Remove);
        let Some(part) = self.part else {
            let kept = sent.map(|v| normal::one(self.attribute, v)).transpose()?;
            match kept.flatten() {
                Some(Value::Object(kept)) if self.op == Op::Add => one.extend(kept),
                Some(Value::Object(kept)) => *one = kept,
                _ => one.clear(),
            }
            return Ok(());
        };
        let before = one.get(part.name).cloned();
        set(part, sent, one)?;
        let after = one.get(part.name);
        if part.mutability == Mutability::Immutable && before.is_some() && before.as_ref() != after
        {
            let detail = format!(
                "{} of {} cannot be changed.",
                part.name, self.attribute.name
            );
            return Err(ScimError::new(ScimType::Mutability, detail));
        }
        // A mail address without the address is none.
        if part.name == "value" && after.is_none() {
            one.clear();
        }
        Ok(())
    }

    /// The value that a filter of equalities describes.
    fn described_by(&self, filter: &Filter) -> Result<Tree, ScimError> {
        let single = std::slice::from_ref(filter);
        let all = match filter {
            Filter::All(all) => all.as_slice(),
            _ => single,
        };
        let mut one = Tree::new();
        for filter in all {
            let Filter::Compare(path, Operator::Eq, operand) = filter else {
                return Err(no_target());
            };
            let part = self.attribute.part(&path.name).ok_or_else(no_target)?;
            let value = match operand {
                Operand::Text(text) => text.as_str().into(),
                Operand::Boolean(b) => (*b).into(),
                Operand::Number(_) | Operand::Null => return Err(no_target()),
            };
            set(part, Some(&value), &mut one)?;
        }
        Ok(one)
    }
}

fn no_target() -> ScimError {
    ScimError::new(ScimType::NoTarget, "The filter of the path meets no value.")
}

/// A value that was set as the preferred one ends the preference of the others (RFC 7644, 3.5.2).
fn prefer(list: &mut [Value], touched: &HashSet<usize>) {
    let primary = |v: &Value| v["primary"] == Value::Bool(true);
    if !touched.iter().any(|n| list.get(*n).is_some_and(primary)) {
        return;
    }
    for (n, value) in list.iter_mut().enumerate() {
        if !touched.contains(&n) && primary(value) {
            value["primary"] = false.into();
        }
    }
}

/// The `value` alone, without case where it has none.
fn value_of(attribute: &Attribute, value: &Value) -> String {
    match value.get("value").and_then(Value::as_str) {
        Some(text) if attribute.part("value").is_some_and(|p| p.exact) => text.to_owned(),
        Some(text) => fold(text),
        None => value.to_string(),
    }
}

/// What makes two values the same: a member by its id; the others by value and use, since one address
/// may serve for work and at home.
fn key(attribute: &Attribute, value: &Value) -> String {
    let mut key = value_of(attribute, value);
    if attribute.name != "members" {
        key.push('\0');
        key.push_str(&fold(value["type"].as_str().unwrap_or_default()));
    }
    key
}
