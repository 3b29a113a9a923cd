//! Whether a resource fulfils a filter.

use super::{Bound, Operator};
use crate::json::Tree;
use crate::path::Spot;
use kernel::Timestamp;
use serde_json::Value;
use std::cmp::Ordering;

/// A filter with its attributes found.
#[derive(Clone, Debug)]
pub(super) enum Test {
    /// A comparison with an attribute that the resource cannot have.
    Nowhere(Operator),
    Compare(Spot, Operator, Against),
    Present(Option<Spot>),
    Within(Spot, Box<Test>),
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
}

/// An operand of the attribute's type.
#[derive(Clone, Debug)]
pub(super) enum Against {
    /// `text` is without case where the attribute is; `sent` is as it came.
    Text {
        text: String,
        sent: String,
        exact: bool,
    },
    Boolean(bool),
    Moment(Timestamp),
    Nothing,
}

/// A text without its case, for attributes whose values have none. An index over such an attribute is
/// made of the same.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

impl Bound {
    /// Whether a resource, as [`crate::Resource::tree`] gives it, fulfils the filter.
    ///
    /// An attribute with several values fulfils a comparison if one of them does; `ne` is the opposite
    /// of `eq`, so it holds where no value is equal, and where there is none.
    pub fn matches(&self, tree: &Tree) -> bool {
        self.test.holds(tree)
    }
}

impl Test {
    fn holds(&self, tree: &Tree) -> bool {
        match self {
            Self::Nowhere(operator) => *operator == Operator::Ne,
            Self::Present(None) => false,
            Self::Present(Some(spot)) => !values(spot, tree).is_empty(),
            Self::Compare(spot, operator, against) => compare(spot, tree, *operator, against),
            Self::Within(spot, inner) => elements(spot, tree)
                .iter()
                .any(|one| one.as_object().is_some_and(|one| inner.holds(one))),
            Self::Not(inner) => !inner.holds(tree),
            Self::All(all) => all.iter().all(|test| test.holds(tree)),
            Self::Any(all) => all.iter().any(|test| test.holds(tree)),
        }
    }
}

/// The value of the attribute, or its values, as one slice.
fn elements<'t>(spot: &Spot, tree: &'t Tree) -> &'t [Value] {
    let tree = match spot.extension {
        None => Some(tree),
        Some(schema) => tree.get(schema.urn).and_then(Value::as_object),
    };
    match tree.and_then(|tree| tree.get(spot.attribute.name)) {
        None => &[],
        Some(Value::Array(all)) => all,
        Some(one) => std::slice::from_ref(one),
    }
}

/// The values that are meant, whole ones where the attribute is complex and no part is named.
pub(super) fn values<'t>(spot: &Spot, tree: &'t Tree) -> Vec<&'t Value> {
    let all = elements(spot, tree).iter();
    match spot.part {
        None => all.collect(),
        Some(part) => all.filter_map(|one| one.get(part.name)).collect(),
    }
}

fn compare(spot: &Spot, tree: &Tree, operator: Operator, against: &Against) -> bool {
    // A complex value stands for its `value`.
    let values = values(spot, tree).into_iter().filter_map(|v| match v {
        Value::Object(parts) => parts.get("value"),
        plain => Some(plain),
    });
    if operator == Operator::Ne {
        return !compare(spot, tree, Operator::Eq, against);
    }
    if matches!(against, Against::Nothing) {
        return values.count() == 0;
    }
    let mut values = values;
    values.any(|value| one(value, operator, against))
}

fn one(value: &Value, operator: Operator, against: &Against) -> bool {
    match (value, against) {
        (Value::String(value), Against::Text { text, exact, .. }) => {
            if *exact {
                letters(value, operator, text)
            } else {
                letters(&fold(value), operator, text)
            }
        }
        (Value::Bool(value), Against::Boolean(b)) => operator == Operator::Eq && value == b,
        (Value::String(value), Against::Moment(moment)) => {
            Timestamp::of_rfc3339(value).is_some_and(|value| ordered(value.cmp(moment), operator))
        }
        _ => false,
    }
}

fn letters(value: &str, operator: Operator, text: &str) -> bool {
    match operator {
        Operator::Co => value.contains(text),
        Operator::Sw => value.starts_with(text),
        Operator::Ew => value.ends_with(text),
        _ => ordered(value.cmp(text), operator),
    }
}

fn ordered(ordering: Ordering, operator: Operator) -> bool {
    match operator {
        Operator::Eq => ordering.is_eq(),
        Operator::Gt => ordering.is_gt(),
        Operator::Ge => ordering.is_ge(),
        Operator::Lt => ordering.is_lt(),
        Operator::Le => ordering.is_le(),
        Operator::Ne | Operator::Co | Operator::Sw | Operator::Ew => false,
    }
}
