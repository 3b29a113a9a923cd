//! Steps applied to a resource. This file finds the place; `several` changes lists.

use super::several::{self, Change};
use super::{Op, Patch, Step};
use crate::error::{ScimError, ScimType};
use crate::json::Tree;
use crate::normal;
use crate::path::{Place, Spot};
use crate::resource::Resource;
use crate::schema::{Attribute, Kind, Mutability, ResourceKind, Schema};
use serde_json::Value;

impl Patch {
    /// The resource after all steps. An equal one means that nothing changed.
    ///
    /// # Errors
    /// `invalidPath` for a path that names nothing known, `mutability` for what may not be changed or
    /// removed, `noTarget` where a replacement's filter meets no value, `invalidValue`,
    /// `invalidFilter`.
    pub fn apply<R: Resource>(&self, current: &R) -> Result<R, ScimError> {
        let mut tree = current.tree();
        tree.remove("schemas");
        for step in &self.steps {
            step.apply(R::KIND, &mut tree)?;
        }
        // Only now: what one step leaves without a value, the next one may give it.
        normal::drop_hollow(R::KIND, &mut tree);
        Ok(R::of_tree(tree)?.with_owned_of(current))
    }
}

fn invalid_path(why: &'static str) -> ScimError {
    ScimError::new(ScimType::InvalidPath, why)
}

impl Step {
    fn apply(&self, kind: ResourceKind, tree: &mut Tree) -> Result<(), ScimError> {
        let path = &self.path;
        let spot = match path.attribute.place(kind) {
            Place::At(spot) => spot,
            Place::Schemas | Place::Dropped => return Ok(()),
            Place::Unknown if !self.named => return Ok(()),
            Place::Unknown => return Err(invalid_path("The path names no attribute.")),
            Place::Extension(schema) if path.filter.is_none() => {
                return self.whole_extension(schema, tree);
            }
            Place::Extension(_) => return Err(invalid_path("A schema has no values to choose.")),
        };
        let part = match (&path.filter, &path.part) {
            (None, _) => spot.part,
            (Some(_), _) if spot.part.is_some() || !spot.attribute.many => {
                return Err(invalid_path(
                    "Only an attribute with several values has a filter.",
                ));
            }
            (Some(_), None) => None,
            (Some(_), Some(name)) => match spot.attribute.part(name) {
                None => return Err(invalid_path("The path names no part of the attribute.")),
                found => found,
            },
        };
        if !self.may_write(&spot, part, tree)? {
            return Ok(());
        }
        let holder = match spot.extension {
            None => &mut *tree,
            Some(schema) => match extension_of(tree, schema) {
                Some(holder) => holder,
                None => return Ok(()),
            },
        };
        if spot.attribute.many {
            let change = Change {
                op: self.op,
                attribute: spot.attribute,
                filter: path.filter.as_ref(),
                part,
                value: self.value.as_ref(),
            };
            several::apply(&change, holder)?;
        } else {
            self.single(spot.attribute, part, holder)?;
        }
        if let Some(schema) = spot.extension
            && tree_is_empty(tree, schema)
        {
            tree.remove(schema.urn);
        }
        Ok(())
    }

    /// Whether the step goes on. What is read-only may be "changed" to what it is, as Okta does with
    /// `id`; in a value object it is passed over, as in a PUT, unless it is an `id` of something else.
    fn may_write(
        &self,
        spot: &Spot,
        part: Option<&Attribute>,
        tree: &Tree,
    ) -> Result<bool, ScimError> {
        let attribute = spot.attribute;
        let read_only = attribute.mutability == Mutability::ReadOnly
            || part.is_some_and(|p| p.mutability == Mutability::ReadOnly);
        let refuse = |what: &str| {
            let detail = format!("{} {what}.", attribute.name);
            Err(ScimError::new(ScimType::Mutability, detail))
        };
        if read_only {
            let same = self.op != Op::Remove && tree.get(attribute.name) == self.value.as_ref();
            return match same || (!self.named && attribute.name != "id") {
                true => Ok(false),
                false => refuse("cannot be written"),
            };
        }
        if self.op == Op::Remove && attribute.required && part.is_none() {
            return refuse("is required and cannot be removed");
        }
        Ok(true)
    }

    /// An attribute with one value.
    fn single(
        &self,
        attribute: &Attribute,
        part: Option<&Attribute>,
        holder: &mut Tree,
    ) -> Result<(), ScimError> {
        let sent = self.value.as_ref().filter(|_| self.op != Op::Remove);
        let Some(part) = part else {
            return set(attribute, sent, holder);
        };
        let mut parts = match holder.remove(attribute.name) {
            Some(Value::Object(parts)) => parts,
            _ => Tree::new(),
        };
        set(part, sent, &mut parts)?;
        if !parts.is_empty() {
            holder.insert(attribute.name.into(), Value::Object(parts));
        }
        Ok(())
    }

    /// The path is the name of an extension.
    fn whole_extension(&self, schema: &Schema, tree: &mut Tree) -> Result<(), ScimError> {
        let mut holder = match tree.remove(schema.urn) {
            Some(Value::Object(holder)) if self.op != Op::Remove => holder,
            _ => Tree::new(),
        };
        match self.value.as_ref().filter(|_| self.op != Op::Remove) {
            None => return Ok(()),
            Some(Value::Object(sent)) => {
                for (name, value) in sent {
                    if let Some(attribute) = schema.attribute(name) {
                        set(attribute, Some(value), &mut holder)?;
                    }
                }
            }
            Some(_) => {
                return Err(ScimError::new(
                    ScimType::InvalidValue,
                    format!("{} must be an object.", schema.urn),
                ));
            }
        }
        if !holder.is_empty() {
            tree.insert(schema.urn.into(), Value::Object(holder));
        }
        Ok(())
    }
}

/// Where an extension's attributes lie; made where it is not there yet.
fn extension_of<'t>(tree: &'t mut Tree, schema: &Schema) -> Option<&'t mut Tree> {
    let holder = tree.entry(schema.urn).or_insert_with(|| Tree::new().into());
    holder.as_object_mut()
}

fn tree_is_empty(tree: &Tree, schema: &Schema) -> bool {
    let holder = tree.get(schema.urn).and_then(Value::as_object);
    holder.is_some_and(Tree::is_empty)
}

/// Sets a value, or removes it where none is sent. Of a complex value only the parts that are named
/// change (RFC 7644, 3.5.2.3).
pub(super) fn set(
    attribute: &Attribute,
    sent: Option<&Value>,
    holder: &mut Tree,
) -> Result<(), ScimError> {
    let sent = sent.filter(|v| !v.is_null());
    if let (Kind::Complex(_), Some(Value::Object(sent))) = (attribute.kind, sent) {
        let mut parts = match holder.remove(attribute.name) {
            Some(Value::Object(parts)) => parts,
            _ => Tree::new(),
        };
        for (name, value) in sent {
            if let Some(part) = attribute.part(name) {
                set(part, Some(value), &mut parts)?;
            }
        }
        if !parts.is_empty() {
            holder.insert(attribute.name.into(), Value::Object(parts));
        }
        return Ok(());
    }
    match sent
        .map(|sent| normal::one(attribute, sent))
        .transpose()?
        .flatten()
    {
        Some(value) => holder.insert(attribute.name.into(), value),
        None => holder.remove(attribute.name),
    };
    Ok(())
}
