//! Values as they come, made into values as they are kept: names in their own case, only what the
//! table knows, `null`, empty texts and empty lists gone (they mean "no value": RFC 7643, 2.5), and
//! each value of its type. Two habits of directories are met here once for all: booleans as texts
//! (`"True"`), and a plain text where a complex value with `value` belongs.

use super::error::{ScimError, ScimType};
use super::json::Tree;
use super::limits;
use super::path::{AttributePath, Place};
use super::schema::{Attribute, Kind, ResourceKind, Schema};
use kernel::Timestamp;
use serde_json::Value;

fn invalid(attribute: &Attribute, what: &str) -> ScimError {
    ScimError::new(
        ScimType::InvalidValue,
        format!("{} {what}.", attribute.name),
    )
}

/// A whole resource. What no schema of ours names is passed over (RFC 7644, 3.3).
pub(super) fn resource(kind: ResourceKind, sent: &Tree) -> Result<Tree, ScimError> {
    let mut kept = Tree::new();
    for (name, value) in sent {
        match AttributePath::parse(name).map(|path| path.place(kind)) {
            Some(Place::At(spot)) if spot.part.is_none() && !name.contains(':') => {
                if let Some(value) = values(spot.attribute, value)? {
                    kept.insert(spot.attribute.name.into(), value);
                }
            }
            Some(Place::Extension(schema)) => {
                if let Some(value) = extension(schema, value)? {
                    kept.insert(schema.urn.into(), value);
                }
            }
            _ => {}
        }
    }
    drop_hollow(kind, &mut kept);
    Ok(kept)
}

/// Drops from lists what has a use and no `value`: Entra ID sends a mail address for work that is
/// `null` for people who have none.
pub(super) fn drop_hollow(kind: ResourceKind, kept: &mut Tree) {
    for attribute in kind.schema().attributes {
        if let Some(Value::Array(all)) = kept.get_mut(attribute.name) {
            all.retain(|one| one.get("value").is_some());
            if all.is_empty() {
                kept.remove(attribute.name);
            }
        }
    }
}

/// All values below an extension's name.
pub(super) fn extension(schema: &Schema, sent: &Value) -> Result<Option<Value>, ScimError> {
    let sent = match sent {
        Value::Null => return Ok(None),
        Value::Object(sent) => sent,
        _ => {
            return Err(ScimError::new(
                ScimType::InvalidValue,
                format!("{} must be an object.", schema.urn),
            ));
        }
    };
    let mut kept = Tree::new();
    for (name, value) in sent {
        if let Some(attribute) = schema.attribute(name)
            && let Some(value) = values(attribute, value)?
        {
            kept.insert(attribute.name.into(), value);
        }
    }
    Ok((!kept.is_empty()).then_some(Value::Object(kept)))
}

/// The value or values of an attribute; none for "no value".
pub(super) fn values(attribute: &Attribute, sent: &Value) -> Result<Option<Value>, ScimError> {
    if !attribute.many {
        return one(attribute, sent);
    }
    let single = std::slice::from_ref(sent);
    let sent = match sent {
        Value::Array(all) => all.as_slice(),
        _ => single,
    };
    if sent.len() > most(attribute) {
        return Err(invalid(attribute, "has too many values"));
    }
    let mut kept = Vec::new();
    for value in sent {
        if let Some(value) = one(attribute, value)? {
            kept.push(value);
        }
    }
    Ok((!kept.is_empty()).then_some(Value::Array(kept)))
}

/// How many values an attribute may have.
pub(super) fn most(attribute: &Attribute) -> usize {
    match attribute.name {
        "members" => limits::MAX_MEMBERS,
        _ => limits::MAX_VALUES,
    }
}

/// One value, whether or not the attribute may have several.
pub(super) fn one(attribute: &Attribute, sent: &Value) -> Result<Option<Value>, ScimError> {
    if sent.is_null() {
        return Ok(None);
    }
    match attribute.kind {
        Kind::Boolean => boolean(sent)
            .map(|b| Some(b.into()))
            .ok_or_else(|| invalid(attribute, "must be true or false")),
        Kind::Text | Kind::Reference => text(attribute, sent),
        // A provider says these of itself; a moment that cannot be read is worth no refusal.
        Kind::DateTime => Ok(sent
            .as_str()
            .filter(|t| t.len() <= 64 && Timestamp::of_rfc3339(t).is_some())
            .map(Value::from)),
        Kind::Complex(_) => complex(attribute, sent),
    }
}

/// True and false, also as some directories write them: `"True"`.
pub(super) fn boolean(sent: &Value) -> Option<bool> {
    match sent {
        Value::Bool(b) => Some(*b),
        Value::String(t) if t.eq_ignore_ascii_case("true") => Some(true),
        Value::String(t) if t.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn text(attribute: &Attribute, sent: &Value) -> Result<Option<Value>, ScimError> {
    let Some(text) = sent.as_str() else {
        return Err(invalid(attribute, "must be a text"));
    };
    if text.len() > limits::MAX_TEXT {
        return Err(invalid(attribute, "is too long"));
    }
    if text.contains(char::is_control) {
        return Err(invalid(attribute, "holds control characters"));
    }
    Ok((!text.trim().is_empty()).then(|| text.into()))
}

fn complex(attribute: &Attribute, sent: &Value) -> Result<Option<Value>, ScimError> {
    let mut kept = Tree::new();
    match sent {
        Value::Object(sent) => {
            for (name, value) in sent {
                if let Some(part) = attribute.part(name)
                    && let Some(value) = one(part, value)?
                {
                    kept.insert(part.name.into(), value);
                }
            }
        }
        Value::String(_) => {
            let part = attribute
                .part("value")
                .ok_or_else(|| invalid(attribute, "must be an object"))?;
            if let Some(value) = one(part, sent)? {
                kept.insert(part.name.into(), value);
            }
        }
        _ => return Err(invalid(attribute, "must be an object")),
    }
    Ok((!kept.is_empty()).then_some(Value::Object(kept)))
}

/// What must hold of a whole resource: required attributes are there, and no list has two preferred
/// values (RFC 7643, 2.4).
pub(super) fn check(kind: ResourceKind, kept: &Tree) -> Result<(), ScimError> {
    for attribute in kind.schema().attributes {
        match kept.get(attribute.name) {
            None if attribute.required => return Err(invalid(attribute, "is required")),
            Some(Value::Array(all)) => {
                let preferred = all.iter().filter(|v| v["primary"] == Value::Bool(true));
                if preferred.count() > 1 {
                    return Err(invalid(attribute, "has more than one primary value"));
                }
                if all.len() > most(attribute) {
                    return Err(invalid(attribute, "has too many values"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn kept(sent: Value) -> Result<Value, ScimError> {
        resource(ResourceKind::User, sent.as_object().unwrap()).map(Value::Object)
    }

    #[test]
    fn what_directories_send_becomes_what_is_kept() {
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        for (sent, expected) in [
            (
                json!({"USERNAME": "a", "shoeSize": 44, "nickName": 1}),
                json!({"userName": "a"}),
            ),
            (
                json!({"emails": [{"type": "work", "primary": true, "value": null}]}),
                json!({}),
            ),
            (json!({"active": "True"}), json!({"active": true})),
            (json!({"active": "false"}), json!({"active": false})),
            (
                json!({"title": null, "locale": "", "emails": [], "name": {}, "displayName": "  "}),
                json!({}),
            ),
            (
                json!({"emails": [{"VALUE": "a@b", "primary": "True", "x": 1}, null, {}]}),
                json!({"emails": [{"value": "a@b", "primary": true}]}),
            ),
            (
                json!({"roles": ["admin"]}),
                json!({"roles": [{"value": "admin"}]}),
            ),
            (
                json!({"emails": {"value": "a@b"}}),
                json!({"emails": [{"value": "a@b"}]}),
            ),
            (
                json!({enterprise.to_uppercase(): {"manager": "26118915", "shoe": 1}}),
                json!({enterprise: {"manager": {"value": "26118915"}}}),
            ),
            (json!({"urn:example:x:User": {"a": 1}}), json!({})),
            (json!({"name.givenName": "a"}), json!({})),
            (
                json!({"meta": {"created": "yesterday", "version": "W/\"1\""}}),
                json!({"meta": {"version": "W/\"1\""}}),
            ),
        ] {
            assert_eq!(kept(sent.clone()).unwrap(), expected, "{sent}");
        }
    }

    #[test]
    fn table_of_refused_values() {
        for (sent, detail) in [
            (json!({"userName": 1}), "userName must be a text."),
            (json!({"userName": ["a"]}), "userName must be a text."),
            (
                json!({"userName": "a\u{0}b"}),
                "userName holds control characters.",
            ),
            (
                json!({"userName": "x".repeat(1025)}),
                "userName is too long.",
            ),
            (json!({"active": "yes"}), "active must be true or false."),
            (json!({"active": 1}), "active must be true or false."),
            (json!({"name": "Barbara"}), "name must be an object."),
            (json!({"emails": [1]}), "emails must be an object."),
            (
                json!({"emails": vec![json!({"value": "a"}); 51]}),
                "emails has too many values.",
            ),
        ] {
            let error = kept(sent).unwrap_err();
            assert_eq!(
                (error.kind, &*error.detail),
                (Some(ScimType::InvalidValue), detail)
            );
        }
    }
}
