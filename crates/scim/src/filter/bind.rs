//! A filter meets a kind of resource: names become attributes, operands values of the attribute's type.

use super::evaluate::{Against, Test, fold};
use super::{Filter, Operand, Operator};
use crate::error::{ScimError, ScimType};
use crate::path::{AttributePath, Place, Spot};
use crate::schema::{Attribute, Kind, ResourceKind};
use kernel::Timestamp;

/// A filter for one kind of resource.
#[derive(Clone, Debug)]
pub struct Bound {
    pub(super) test: Test,
}

impl Filter {
    /// Checks it against a kind of resource. An attribute that the kind does not have has no value
    /// (RFC 7644, 3.4.2.1); that is no fault.
    ///
    /// # Errors
    /// `invalidFilter` where an operator or a value does not fit the attribute; `sensitive` for a
    /// filter on passwords.
    pub fn bind(&self, kind: ResourceKind) -> Result<Bound, ScimError> {
        let test = test(self, &|path| whole(path, kind))?;
        Ok(Bound { test })
    }

    /// The same for what stands in the brackets after an attribute.
    pub(crate) fn bind_within(&self, attribute: &Attribute) -> Result<Bound, ScimError> {
        let test = test(self, &|path| Ok(part_of(attribute, path)))?;
        Ok(Bound { test })
    }
}

type Find<'f> = &'f dyn Fn(&AttributePath) -> Result<Option<Spot>, ScimError>;

fn bad(why: impl Into<std::borrow::Cow<'static, str>>) -> ScimError {
    ScimError::new(ScimType::InvalidFilter, why)
}

fn whole(path: &AttributePath, kind: ResourceKind) -> Result<Option<Spot>, ScimError> {
    match path.place(kind) {
        Place::At(spot) => Ok(Some(spot)),
        Place::Dropped if path.name.eq_ignore_ascii_case("password") => Err(ScimError::new(
            ScimType::Sensitive,
            "A filter must not hold a password.",
        )),
        _ => Ok(None),
    }
}

fn part_of(attribute: &Attribute, path: &AttributePath) -> Option<Spot> {
    let plain = path.schema.is_none() && path.part.is_none();
    let attribute = plain.then(|| attribute.part(&path.name)).flatten()?;
    Some(Spot {
        extension: None,
        attribute,
        part: None,
    })
}

fn test(filter: &Filter, find: Find<'_>) -> Result<Test, ScimError> {
    Ok(match filter {
        Filter::Present(path) => Test::Present(find(path)?),
        Filter::Compare(path, operator, operand) => match find(path)? {
            None => Test::Nowhere(*operator),
            Some(spot) => {
                let leaf = leaf(&spot)?;
                Test::Compare(spot, *operator, against(leaf, *operator, operand)?)
            }
        },
        Filter::Within(path, inner) => match find(path)? {
            None => Test::Present(None),
            Some(spot) if spot.part.is_some() || spot.attribute.parts().is_empty() => {
                return Err(bad(format!("{} has no parts.", spot.attribute.name)));
            }
            Some(spot) => {
                let inner = test(inner, &|path| Ok(part_of(spot.attribute, path)))?;
                Test::Within(spot, Box::new(inner))
            }
        },
        Filter::Not(inner) => Test::Not(Box::new(test(inner, find)?)),
        Filter::All(all) => Test::All(each(all, find)?),
        Filter::Any(all) => Test::Any(each(all, find)?),
    })
}

fn each(all: &[Filter], find: Find<'_>) -> Result<Vec<Test>, ScimError> {
    all.iter().map(|filter| test(filter, find)).collect()
}

/// What is compared: the part, the attribute, or the `value` of a complex one (RFC 7644, 3.4.2.2).
fn leaf(spot: &Spot) -> Result<&'static Attribute, ScimError> {
    let named = spot.part.unwrap_or(spot.attribute);
    match named.kind {
        Kind::Complex(_) => named
            .part("value")
            .ok_or_else(|| bad(format!("{} can only be compared by its parts.", named.name))),
        _ => Ok(named),
    }
}

fn against(leaf: &Attribute, operator: Operator, operand: &Operand) -> Result<Against, ScimError> {
    let equality = matches!(operator, Operator::Eq | Operator::Ne);
    let letters = matches!(operator, Operator::Co | Operator::Sw | Operator::Ew);
    let misfit = || bad(format!("{} cannot be compared in this way.", leaf.name));
    match (leaf.kind, operand) {
        (_, Operand::Null) if equality => Ok(Against::Nothing),
        (Kind::Boolean, Operand::Boolean(b)) if equality => Ok(Against::Boolean(*b)),
        (Kind::Boolean, Operand::Text(text)) if equality => match fold(text).as_str() {
            "true" => Ok(Against::Boolean(true)),
            "false" => Ok(Against::Boolean(false)),
            _ => Err(misfit()),
        },
        (Kind::DateTime, Operand::Text(text)) if !letters => Timestamp::of_rfc3339(text)
            .map(Against::Moment)
            .ok_or_else(misfit),
        (Kind::Text | Kind::Reference, Operand::Text(text)) => Ok(Against::Text {
            text: if leaf.exact { text.clone() } else { fold(text) },
            sent: text.clone(),
            exact: leaf.exact,
        }),
        _ => Err(misfit()),
    }
}
