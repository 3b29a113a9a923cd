//! Conditions over the parts of a record: `communicationItems/value like "a*" AND
//! communicationItems/communicationType="Email"` asks for one item that is both.

use super::compare::Held;
use super::parse::{Expression, Test, parse};
use crate::connectwise::errors::Refused;
use crate::connectwise::fields::Shape;
use crate::connectwise::kind::Kind;
use crate::connectwise::row::{Cell, Row};
use crate::connectwise::world::World;
use serde_json::Value;
use std::borrow::Cow;

/// A JSON value as one to compare.
pub(super) fn held_of(value: Option<&Value>) -> Held<'static> {
    match value {
        Some(Value::Bool(flag)) => Held::Flag(*flag),
        Some(Value::Number(number)) => number.as_f64().map_or(Held::Null, Held::Number),
        Some(Value::String(text)) => Held::Text(Cow::Owned(text.clone())),
        _ => Held::Null,
    }
}

/// A condition over the parts of records of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    /// The list that is looked through, and its field.
    at: usize,
    expression: Expression,
}

impl Parts {
    /// `childConditions`: the first name of each path is the list.
    pub(crate) fn children(kind: Kind, text: &str) -> Result<Option<Self>, Refused> {
        let Some(expression) = parse(text)? else {
            return Ok(None);
        };
        let mut list = None;
        let mut strip = |test: Test| {
            let unknown = || Refused::condition(format!("{} is not a recognized name.", test.path));
            let (head, rest) = test.path.split_once('/').ok_or_else(unknown)?;
            let at = kind.schema().position_loose(head).ok_or_else(unknown)?;
            let several = matches!(
                kind.schema().fields[at].shape,
                Shape::Refs(_) | Shape::Objects
            );
            if !several || list.is_some_and(|held| held != at) {
                return Err(unknown());
            }
            list = Some(at);
            Ok(Test {
                path: rest.to_owned(),
                ..test.clone()
            })
        };
        let expression = expression.map(&mut strip)?;
        let at = list.unwrap_or_default();
        Ok(Some(Self { at, expression }))
    }

    /// `customFieldConditions`: paths are members of a custom field.
    pub(crate) fn custom(kind: Kind, text: &str) -> Result<Option<Self>, Refused> {
        let Some(expression) = parse(text)? else {
            return Ok(None);
        };
        let at = kind.schema().position("customFields");
        let at = at.ok_or_else(|| Refused::condition("There are no custom fields here."))?;
        Ok(Some(Self { at, expression }))
    }

    /// Whether one part meets the whole condition.
    pub(crate) fn hold(&self, kind: Kind, world: &World, row: &Row) -> bool {
        let parts: Vec<Value> = match (row.at(self.at), &kind.schema().fields[self.at].shape) {
            (Some(Cell::Json(text)), _) => serde_json::from_str(text).unwrap_or_default(),
            (Some(Cell::Refs(ids)), Shape::Refs(to)) => {
                let part = |id: &u32| {
                    let name = world.shown(*to, *id, "name");
                    serde_json::json!({ "id": id, "name": name })
                };
                ids.iter().map(part).collect()
            }
            _ => Vec::new(),
        };
        let meets = |part: &Value| {
            self.expression.holds(&mut |test| {
                let found = test.path.split('/').try_fold(part, |value, key| {
                    let members = value.as_object()?;
                    let same = |(name, _): &(&String, &Value)| name.eq_ignore_ascii_case(key);
                    members.iter().find(same).map(|(_, value)| value)
                });
                held_of(found).meets(test.operator, &test.values)
            })
        };
        parts.iter().any(meets)
    }
}
