//! The steps from one user or group to another, so that a change sends what changed and nothing else.

use crate::json::Tree;
use crate::patch::Step;
use crate::resource::Resource;
use crate::schema::{Attribute, Kind, Mutability};
use serde_json::Value;

/// What makes `after` of `before`; nothing where they are the same. Parts of a complex attribute are
/// set one by one, lists as a whole, save `members`, which [`super::change_members`] changes.
pub fn difference<R: Resource>(before: &R, after: &R) -> Vec<Step> {
    let (before, after) = (before.tree(), after.tree());
    let mut steps = Vec::new();
    let external = R::KIND.attribute("externalId").into_iter();
    for attribute in external.chain(R::KIND.schema().attributes) {
        if attribute.name != "members" {
            compare(attribute, "", &before, &after, &mut steps);
        }
    }
    if let Some(extension) = R::KIND.extension() {
        let below = |tree: &Tree| tree.get(extension.urn).and_then(Value::as_object).cloned();
        let before = below(&before).unwrap_or_default();
        let after = below(&after).unwrap_or_default();
        for attribute in extension.attributes {
            compare(
                attribute,
                &format!("{}:", extension.urn),
                &before,
                &after,
                &mut steps,
            );
        }
    }
    steps
}

fn compare(
    attribute: &Attribute,
    prefix: &str,
    before: &Tree,
    after: &Tree,
    steps: &mut Vec<Step>,
) {
    let (old, new) = (before.get(attribute.name), after.get(attribute.name));
    if old == new || attribute.mutability == Mutability::ReadOnly {
        return;
    }
    let name = format!("{prefix}{}", attribute.name);
    if let (Kind::Complex(parts), false, Some(old), Some(new)) =
        (attribute.kind, attribute.many, old, new)
        && let (Some(old), Some(new)) = (old.as_object(), new.as_object())
    {
        for part in parts {
            compare(part, &format!("{name}."), old, new, steps);
        }
        return;
    }
    steps.extend(match new {
        Some(value) => Step::set(&name, value.clone()),
        None => Step::remove(&name),
    });
}
