//! Which attributes an answer holds (RFC 7644, 3.9): `attributes` and `excludedAttributes`.

use super::error::{ScimError, ScimType};
use super::json::Tree;
use super::limits;
use super::path::{AttributePath, Place};
use super::resource::without_empty;
use super::schema::{Attribute, ResourceKind, Returned};
use serde_json::Value;

/// What was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Projection {
    /// Everything.
    #[default]
    All,
    /// These and what is always returned.
    Only(Vec<AttributePath>),
    /// All but these; what is always returned stays.
    Without(Vec<AttributePath>),
}

impl Projection {
    /// From both parameters, each a list parted by commas.
    ///
    /// # Errors
    /// `invalidValue` for both at once, for what is no name and for more than
    /// [`limits::MAX_CHOSEN`].
    pub fn parse(only: Option<&str>, without: Option<&str>) -> Result<Self, ScimError> {
        let of = |text: &str| Self::names(text.split(','));
        match (only, without) {
            (Some(only), None) => Ok(Self::Only(of(only)?)),
            (None, Some(without)) => Ok(Self::Without(of(without)?)),
            (None, None) => Ok(Self::All),
            (Some(_), Some(_)) => Err(both()),
        }
    }

    pub(super) fn names<'n>(
        names: impl Iterator<Item = &'n str>,
    ) -> Result<Vec<AttributePath>, ScimError> {
        let bad = |why| ScimError::new(ScimType::InvalidValue, why);
        let mut all = Vec::new();
        for name in names.map(str::trim).filter(|n| !n.is_empty()) {
            if all.len() == limits::MAX_CHOSEN {
                return Err(bad("Too many attributes were chosen."));
            }
            let path = AttributePath::parse(name);
            all.push(path.ok_or_else(|| bad("What was chosen is no name of an attribute."))?);
        }
        Ok(all)
    }

    /// Whether an attribute will be in the answer at all, so that what is dear to load can be left
    /// out: Entra ID reads groups with `excludedAttributes=members`.
    pub fn wants(&self, kind: ResourceKind, attribute: &str) -> bool {
        let named = |paths: &[AttributePath], whole: bool| {
            paths.iter().any(|path| match path.place(kind) {
                Place::At(spot) => {
                    spot.attribute.name.eq_ignore_ascii_case(attribute)
                        && (!whole || spot.part.is_none())
                }
                _ => false,
            })
        };
        match self {
            Self::All => true,
            Self::Only(paths) => named(paths, false),
            Self::Without(paths) => !named(paths, true),
        }
    }

    /// What is left of a resource.
    pub fn apply(&self, kind: ResourceKind, tree: Tree) -> Tree {
        let mut left = match self {
            Self::All => return tree,
            Self::Only(paths) => only(paths, kind, &tree),
            Self::Without(paths) => {
                let mut tree = tree;
                for path in paths {
                    take_away(path, kind, &mut tree);
                }
                tree
            }
        };
        without_empty(&mut left);
        left
    }
}

pub(super) fn both() -> ScimError {
    ScimError::new(
        ScimType::InvalidValue,
        "attributes and excludedAttributes cannot go together.",
    )
}

fn only(paths: &[AttributePath], kind: ResourceKind, tree: &Tree) -> Tree {
    let mut kept = Tree::new();
    for name in ["schemas", "id"] {
        if let Some(value) = tree.get(name) {
            kept.insert(name.into(), value.clone());
        }
    }
    for path in paths {
        match path.place(kind) {
            Place::Extension(schema) => {
                if let Some(value) = tree.get(schema.urn) {
                    kept.insert(schema.urn.into(), value.clone());
                }
            }
            Place::At(spot) => {
                let (from, to) = match spot.extension {
                    None => (Some(tree), Some(&mut kept)),
                    Some(schema) => {
                        let from = tree.get(schema.urn).and_then(Value::as_object);
                        if from.is_none() {
                            continue;
                        }
                        let to = kept.entry(schema.urn).or_insert_with(|| Tree::new().into());
                        (from, to.as_object_mut())
                    }
                };
                if let (Some(from), Some(to)) = (from, to) {
                    copy(spot.attribute, spot.part, from, to);
                }
            }
            _ => {}
        }
    }
    kept
}

fn copy(attribute: &Attribute, part: Option<&Attribute>, from: &Tree, to: &mut Tree) {
    let Some(value) = from.get(attribute.name) else {
        return;
    };
    let Some(part) = part else {
        to.insert(attribute.name.into(), value.clone());
        return;
    };
    let pick = |one: &Value, kept: &mut Value| {
        if let (Some(value), Some(kept)) = (one.get(part.name), kept.as_object_mut()) {
            kept.insert(part.name.into(), value.clone());
        }
    };
    match value {
        Value::Array(all) => {
            let empty = || vec![Value::Object(Tree::new()); all.len()].into();
            let kept = to.entry(attribute.name).or_insert_with(empty);
            let kept = kept.as_array_mut().into_iter().flatten();
            all.iter().zip(kept).for_each(|(one, kept)| pick(one, kept));
        }
        one => {
            let kept = to
                .entry(attribute.name)
                .or_insert_with(|| Tree::new().into());
            pick(one, kept);
        }
    }
}

fn take_away(path: &AttributePath, kind: ResourceKind, tree: &mut Tree) {
    match path.place(kind) {
        Place::Extension(schema) => {
            tree.remove(schema.urn);
        }
        Place::At(spot) if spot.attribute.returned == Returned::Default => {
            let holder = match spot.extension {
                None => Some(tree),
                Some(schema) => tree.get_mut(schema.urn).and_then(Value::as_object_mut),
            };
            let Some(holder) = holder else { return };
            match (spot.part, holder.get_mut(spot.attribute.name)) {
                (None, _) => {
                    holder.remove(spot.attribute.name);
                }
                (Some(part), Some(Value::Array(all))) => {
                    for one in all.iter_mut().filter_map(Value::as_object_mut) {
                        one.remove(part.name);
                    }
                }
                (Some(part), Some(Value::Object(one))) => {
                    one.remove(part.name);
                }
                _ => {}
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn table_of_projections() {
        let e = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        let whole = json!({
            "schemas": ["s"], "id": "1", "userName": "a", "title": "t",
            "name": {"givenName": "g", "familyName": "f"},
            "emails": [{"value": "a", "type": "work"}, {"value": "b"}],
            e: {"department": "d", "costCenter": "c"},
        });
        let tree = whole.as_object().unwrap();
        for (only, without, expected) in [
            (None, None, whole.clone()),
            (
                Some("USERNAME, shoeSize"),
                None,
                json!({"schemas": ["s"], "id": "1", "userName": "a"}),
            ),
            (Some(""), None, json!({"schemas": ["s"], "id": "1"})),
            (
                Some("name.givenName,emails.value"),
                None,
                json!({"schemas": ["s"], "id": "1", "name": {"givenName": "g"}, "emails": [{"value": "a"}, {"value": "b"}]}),
            ),
            (
                Some("name.givenName,name.familyName"),
                None,
                json!({"schemas": ["s"], "id": "1", "name": {"givenName": "g", "familyName": "f"}}),
            ),
            (
                Some(&*format!("{e}:department")),
                None,
                json!({"schemas": ["s"], "id": "1", e: {"department": "d"}}),
            ),
            (
                Some(e),
                None,
                json!({"schemas": ["s"], "id": "1", e: {"department": "d", "costCenter": "c"}}),
            ),
            (
                None,
                Some(&*format!(
                    "id,schemas,title,userName,{e},emails.type,name.familyName"
                )),
                json!({"schemas": ["s"], "id": "1", "name": {"givenName": "g"}, "emails": [{"value": "a"}, {"value": "b"}]}),
            ),
        ] {
            let projection = Projection::parse(only, without).unwrap();
            let left = projection.apply(ResourceKind::User, tree.clone());
            assert_eq!(Value::Object(left), expected, "{only:?} {without:?}");
        }
        for (only, without) in [
            (Some("a"), Some("b")),
            (Some("a b"), None),
            (None, Some("1")),
        ] {
            assert_eq!(
                Projection::parse(only, without).unwrap_err().kind,
                Some(ScimType::InvalidValue)
            );
        }
        let many = vec!["a"; limits::MAX_CHOSEN + 1].join(",");
        assert!(Projection::parse(Some(&many), None).is_err());
    }

    #[test]
    fn what_is_left_out_need_not_be_loaded() {
        let wants = |only, without| {
            Projection::parse(only, without)
                .unwrap()
                .wants(ResourceKind::Group, "members")
        };
        assert!(wants(None, None));
        assert!(!wants(None, Some("Members")));
        assert!(wants(None, Some("members.display")));
        assert!(!wants(Some("displayName"), None));
        assert!(wants(Some("members.value"), None));
    }
}
