//! The order of a list (RFC 7644, 3.4.2.3).

use super::error::{ScimError, ScimType};
use super::filter::fold;
use super::json::Tree;
use super::path::{AttributePath, Place};
use super::schema::{Kind, ResourceKind};
use kernel::Timestamp;
use serde_json::Value;
use std::cmp::Reverse;

/// By which attribute, and which way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The attribute.
    pub by: AttributePath,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// What is compared: no value comes after all others, and before them in a descending order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Boolean(bool),
    Moment(i64),
    Text(String),
    Nothing,
}

impl Sort {
    pub(super) fn of(by: Option<&str>, order: Option<&str>) -> Result<Option<Self>, ScimError> {
        let bad = |why| ScimError::new(ScimType::InvalidValue, why);
        let Some(by) = by.filter(|by| !by.trim().is_empty()) else {
            return Ok(None);
        };
        let by = AttributePath::parse(by.trim())
            .ok_or_else(|| bad("sortBy is no name of an attribute."))?;
        let descending = match order.unwrap_or_default() {
            o if o.is_empty() || o.eq_ignore_ascii_case("ascending") => false,
            o if o.eq_ignore_ascii_case("descending") => true,
            _ => return Err(bad("sortOrder is ascending or descending.")),
        };
        Ok(Some(Self { by, descending }))
    }

    /// Sorts resources as [`super::Resource::tree`] gives them. What is equal keeps its order; an
    /// attribute that is not known leaves all as they are.
    pub fn apply(&self, kind: ResourceKind, all: &mut [Tree]) {
        match self.descending {
            false => all.sort_by_cached_key(|tree| self.key(kind, tree)),
            true => all.sort_by_cached_key(|tree| Reverse(self.key(kind, tree))),
        }
    }

    /// Of several values the preferred one counts, else the first.
    fn key(&self, kind: ResourceKind, tree: &Tree) -> Key {
        let Place::At(spot) = self.by.place(kind) else {
            return Key::Nothing;
        };
        let holder = match spot.extension {
            None => Some(tree),
            Some(schema) => tree.get(schema.urn).and_then(Value::as_object),
        };
        let value = holder.and_then(|tree| tree.get(spot.attribute.name));
        let value = match value {
            Some(Value::Array(all)) => all
                .iter()
                .find(|v| v["primary"] == Value::Bool(true))
                .or_else(|| all.first()),
            one => one,
        };
        let named = spot.part.unwrap_or(spot.attribute);
        let leaf = match named.kind {
            Kind::Complex(_) => named.part("value"),
            _ => Some(named),
        };
        let value = value.and_then(|v| match (v, leaf) {
            (Value::Object(parts), Some(leaf)) => parts.get(leaf.name),
            (plain, _) => Some(plain),
        });
        match (value, leaf) {
            (Some(Value::Bool(b)), _) => Key::Boolean(*b),
            (Some(Value::String(t)), Some(leaf)) => match leaf.kind {
                Kind::DateTime => {
                    Timestamp::of_rfc3339(t).map_or(Key::Nothing, |t| Key::Moment(t.0))
                }
                _ if leaf.exact => Key::Text(t.clone()),
                _ => Key::Text(fold(t)),
            },
            _ => Key::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn table_of_orders() {
        let all = [
            json!({"id": "a", "userName": "b", "active": true, "meta": {"created": "2026-01-01T00:00:00+02:00"}}),
            json!({"id": "b", "userName": "C", "active": false, "meta": {"created": "2025-12-31T23:00:00Z"}}),
            json!({"id": "B", "userName": "a", "emails": [{"value": "z"}, {"value": "A", "primary": true}]}),
        ];
        for (by, order, expected) in [
            ("userName", "", "B a b"),
            ("USERNAME", "descending", "b a B"),
            ("id", "ascending", "B a b"),
            ("active", "", "b a B"),
            ("meta.created", "", "a b B"),
            ("emails", "", "B a b"),
            ("emails.value", "", "B a b"),
            ("shoeSize", "", "a b B"),
        ] {
            let sort = Sort::of(Some(by), Some(order)).unwrap().unwrap();
            let mut trees: Vec<Tree> = all.iter().map(|v| v.as_object().unwrap().clone()).collect();
            sort.apply(ResourceKind::User, &mut trees);
            let ids: Vec<&str> = trees.iter().map(|t| t["id"].as_str().unwrap()).collect();
            assert_eq!(ids.join(" "), expected, "{by} {order}");
        }
        assert!(Sort::of(None, Some("up")).unwrap().is_none());
    }
}
