//! Names of attributes as filters, PATCH and projections write them (RFC 7644, 3.10):
//! `userName`, `name.givenName`, `urn:…:User:manager.displayName`.

use super::limits::MAX_NAME;
use super::schema::{Attribute, ResourceKind, Schema};
use std::fmt;

/// A name as it was written. What it means depends on the kind of resource: [`AttributePath::place`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributePath {
    /// The schema before the last colon.
    pub schema: Option<String>,
    /// The attribute.
    pub name: String,
    /// The part of a complex attribute.
    pub part: Option<String>,
}

/// What a name means for a kind of resource.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// An attribute that is kept.
    At(Spot),
    /// A whole extension that is kept.
    Extension(&'static Schema),
    /// The list of schemas, which follows from the rest.
    Schemas,
    /// Something that the standard or a foreign schema knows and this house does not keep.
    Dropped,
    /// Nothing that anybody knows.
    Unknown,
}

/// Where an attribute stands.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// The extension that it belongs to.
    pub extension: Option<&'static Schema>,
    /// The attribute.
    pub attribute: &'static Attribute,
    /// The part of it.
    pub part: Option<&'static Attribute>,
}

/// `ATTRNAME` of the grammar, and `$ref`, which the grammar forgot.
fn name_form(text: &str) -> bool {
    let rest = text.strip_prefix('$').unwrap_or(text);
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn schema_form(text: &str) -> bool {
    text.get(..4)
        .is_some_and(|p| p.eq_ignore_ascii_case("urn:"))
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'.' | b'-' | b'_'))
}

impl AttributePath {
    /// Reads a name; none for what is no name. A bare schema, which PATCH knows as a path, is read
    /// with its last word as the name.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_NAME {
            return None;
        }
        let (schema, rest) = match text.rsplit_once(':') {
            None => (None, text),
            Some((schema, rest)) if schema_form(schema) => (Some(schema.to_owned()), rest),
            Some(_) => return None,
        };
        let (name, part) = match rest.split_once('.') {
            None => (rest, None),
            Some((name, part)) => (name, Some(part)),
        };
        if !name_form(name) || !part.is_none_or(name_form) {
            return None;
        }
        Some(Self {
            schema,
            name: name.to_owned(),
            part: part.map(str::to_owned),
        })
    }

    /// What it means for a kind of resource. Case never matters (RFC 7643, 2.1).
    pub fn place(&self, kind: ResourceKind) -> Place {
        let Some(schema) = &self.schema else {
            return self.below(None, kind.schema(), |name| kind.attribute(name));
        };
        if schema.eq_ignore_ascii_case(kind.schema().urn) {
            return self.below(None, kind.schema(), |name| kind.attribute(name));
        }
        let Some(extension) = kind.extension() else {
            return Place::Dropped;
        };
        if schema.eq_ignore_ascii_case(extension.urn) {
            return self.below(Some(extension), extension, |name| extension.attribute(name));
        }
        if self.part.is_none()
            && format!("{schema}:{}", self.name).eq_ignore_ascii_case(extension.urn)
        {
            return Place::Extension(extension);
        }
        Place::Dropped
    }

    fn below(
        &self,
        extension: Option<&'static Schema>,
        schema: &Schema,
        find: impl Fn(&str) -> Option<&'static Attribute>,
    ) -> Place {
        if let Some(attribute) = find(&self.name) {
            let part = match &self.part {
                None => None,
                Some(part) => match attribute.part(part) {
                    None => return Place::Unknown,
                    found => found,
                },
            };
            return Place::At(Spot {
                extension,
                attribute,
                part,
            });
        }
        let dropped = |known: &&str| known.eq_ignore_ascii_case(&self.name);
        if schema.dropped.iter().any(dropped) {
            return Place::Dropped;
        }
        if extension.is_none() && self.name.eq_ignore_ascii_case("schemas") {
            return Place::Schemas;
        }
        Place::Unknown
    }
}

impl fmt::Display for AttributePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}:")?;
        }
        f.write_str(&self.name)?;
        match &self.part {
            Some(part) => write!(f, ".{part}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A place in one word.
    fn place(text: &str) -> String {
        let Some(path) = AttributePath::parse(text) else {
            return "no name".into();
        };
        assert_eq!(path.to_string(), text);
        match path.place(ResourceKind::User) {
            Place::At(spot) => format!(
                "{}{}{}",
                spot.extension.map_or("", |_| "enterprise:"),
                spot.attribute.name,
                spot.part.map_or(String::new(), |p| format!(".{}", p.name))
            ),
            Place::Extension(_) => "extension".into(),
            Place::Schemas => "schemas".into(),
            Place::Dropped => "dropped".into(),
            Place::Unknown => "unknown".into(),
        }
    }

    #[test]
    fn table_of_names() {
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        let core = "urn:ietf:params:scim:schemas:core:2.0:User";
        for (text, what) in [
            ("userName", "userName"),
            ("USERNAME", "userName"),
            ("name.givenName", "name.givenName"),
            ("emails.$ref", "unknown"),
            ("groups.$ref", "groups.$ref"),
            ("id", "id"),
            ("meta.lastModified", "meta.lastModified"),
            ("schemas", "schemas"),
            ("nickname", "dropped"),
            ("password", "dropped"),
            ("shoeSize", "unknown"),
            ("name.middle", "unknown"),
            ("userName.value", "unknown"),
            (&format!("{core}:userName"), "userName"),
            (&format!("{core}:name.familyName"), "name.familyName"),
            (&format!("{enterprise}:department"), "enterprise:department"),
            (
                &format!("{}:manager.value", enterprise.to_uppercase()),
                "enterprise:manager.value",
            ),
            (&format!("{enterprise}:shoeSize"), "unknown"),
            (enterprise, "extension"),
            ("urn:example:custom:2.0:User:shoeSize", "dropped"),
            ("", "no name"),
            ("a.b.c", "no name"),
            ("1a", "no name"),
            ("a b", "no name"),
            ("a.", "no name"),
            ("http:x", "no name"),
            ("urn:a b:c", "no name"),
            ("$", "no name"),
            ("naïve", "no name"),
            (&"a".repeat(MAX_NAME + 1), "no name"),
        ] {
            assert_eq!(place(text), what, "{text}");
        }
    }
}
