//! Changes of members alone, which a server carries out without reading the whole group.

use super::{Op, Patch, Step};
use crate::error::ScimError;
use crate::filter::{Filter, Lookup};
use crate::normal;
use crate::path::Place;
use crate::schema::{Attribute, ResourceKind};
use serde_json::Value;
use std::collections::BTreeMap;

/// Members that shall be in a group and members that shall not, none in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberChange {
    /// To be added where they are missing.
    pub add: Vec<String>,
    /// To be removed where they are.
    pub remove: Vec<String>,
}

impl Patch {
    /// What the steps come to, if all of them add or remove single members of a group; none where they
    /// do anything else, for which the group must be read and [`Patch::apply`] be asked.
    ///
    /// # Errors
    /// As [`Patch::apply`], for values that are no members.
    pub fn member_change(&self) -> Result<Option<MemberChange>, ScimError> {
        // The last word on each member counts.
        let mut last: BTreeMap<String, bool> = BTreeMap::new();
        for step in &self.steps {
            let Some((ids, present)) = of(step)? else {
                return Ok(None);
            };
            last.extend(ids.into_iter().map(|id| (id, present)));
        }
        let mut change = MemberChange::default();
        for (id, present) in last {
            match present {
                true => change.add.push(id),
                false => change.remove.push(id),
            }
        }
        Ok(Some(change))
    }
}

/// The ids of a step and whether they shall be there.
fn of(step: &Step) -> Result<Option<(Vec<String>, bool)>, ScimError> {
    let members = match step.path.attribute.place(ResourceKind::Group) {
        Place::At(spot) if spot.attribute.name == "members" && spot.part.is_none() => {
            spot.attribute
        }
        _ => return Ok(None),
    };
    if step.path.part.is_some() {
        return Ok(None);
    }
    match (step.op, &step.path.filter, &step.value) {
        (Op::Add, None, Some(value)) => {
            let ids = listed(members, value)?;
            Ok(ids.map(|ids| (ids, true)))
        }
        (Op::Remove, None, Some(value)) => {
            let ids = listed(members, value)?;
            Ok(ids.map(|ids| (ids, false)))
        }
        (Op::Remove, Some(filter), _) => Ok(chosen(filter).map(|ids| (ids, false))),
        _ => Ok(None),
    }
}

fn listed(members: &Attribute, value: &Value) -> Result<Option<Vec<String>>, ScimError> {
    let Some(Value::Array(all)) = normal::values(members, value)? else {
        return Ok(Some(Vec::new()));
    };
    let id = |one: &Value| Some(one.get("value")?.as_str()?.to_owned());
    Ok(all.iter().map(id).collect())
}

/// `value eq "x"`, or several of it joined by `or`.
fn chosen(filter: &Filter) -> Option<Vec<String>> {
    let single = std::slice::from_ref(filter);
    let all = match filter {
        Filter::Any(all) => all.as_slice(),
        _ => single,
    };
    let id = |filter: &Filter| {
        let within = Filter::Within(
            crate::path::AttributePath::parse("members")?,
            Box::new(filter.clone()),
        );
        match within.bind(ResourceKind::Group).ok()?.plan() {
            plan if plan.rest => None,
            plan => match plan.lookup? {
                Lookup::Member(id) => Some(id),
                _ => None,
            },
        }
    };
    all.iter().map(id).collect()
}
