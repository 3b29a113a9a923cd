//! The documents of `/Schemas` (RFC 7643, 7), made from the table.

use super::{Attribute, ENTERPRISE, GROUP, Kind, Mutability, Returned, Schema, USER};
use crate::json::Tree;
use crate::list::list_body;
use serde_json::{Value, json};

const SCHEMA_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";
const ALL: [&Schema; 3] = [&USER, &GROUP, &ENTERPRISE];

/// The document of one schema by its name in the world, whatever its case; none for others. `base` is
/// the address of the SCIM service without a slash at its end.
pub fn schema_document(base: &str, urn: &str) -> Option<Tree> {
    let schema = ALL.into_iter().find(|s| s.urn.eq_ignore_ascii_case(urn))?;
    Some(document(base, schema))
}

/// The body of `/Schemas`.
pub fn schemas_list(base: &str) -> Vec<u8> {
    let all: Vec<Tree> = ALL.into_iter().map(|s| document(base, s)).collect();
    list_body(all.len(), 1, &all)
}

fn document(base: &str, schema: &Schema) -> Tree {
    let attributes: Vec<Value> = schema.attributes.iter().map(attribute).collect();
    let value = json!({
        "schemas": [SCHEMA_SCHEMA],
        "id": schema.urn,
        "name": schema.name,
        "description": schema.about,
        "attributes": attributes,
        "meta": {
            "resourceType": "Schema",
            "location": format!("{base}/Schemas/{}", schema.urn),
        },
    });
    match value {
        Value::Object(tree) => tree,
        _ => Tree::new(),
    }
}

fn attribute(a: &Attribute) -> Value {
    let mut value = json!({
        "name": a.name,
        "type": match a.kind {
            Kind::Text => "string",
            Kind::Boolean => "boolean",
            Kind::DateTime => "dateTime",
            Kind::Reference => "reference",
            Kind::Complex(_) => "complex",
        },
        "multiValued": a.many,
        "description": a.about,
        "required": a.required,
        "mutability": match a.mutability {
            Mutability::ReadWrite => "readWrite",
            Mutability::ReadOnly => "readOnly",
            Mutability::Immutable => "immutable",
        },
        "returned": match a.returned {
            Returned::Always => "always",
            Returned::Default => "default",
        },
        "uniqueness": if a.unique { "server" } else { "none" },
    });
    let Some(fields) = value.as_object_mut() else {
        return value;
    };
    match a.kind {
        Kind::Text | Kind::Reference => {
            fields.insert("caseExact".into(), a.exact.into());
        }
        Kind::Complex(parts) => {
            fields.insert(
                "subAttributes".into(),
                parts.iter().map(attribute).collect(),
            );
        }
        Kind::Boolean | Kind::DateTime => {}
    }
    if matches!(a.kind, Kind::Reference) {
        fields.insert("referenceTypes".into(), json!(["User", "Group"]));
    }
    if !a.usual.is_empty() {
        fields.insert("canonicalValues".into(), json!(a.usual));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_from_the_table() {
        let list: Value =
            serde_json::from_slice(&schemas_list("https://h.example/scim/v2")).unwrap();
        assert_eq!(list["totalResults"], 3);
        let user = schema_document("https://h.example/scim/v2", &USER.urn.to_uppercase()).unwrap();
        assert_eq!(user["attributes"][0]["name"], "userName");
        assert_eq!(user["attributes"][0]["uniqueness"], "server");
        assert_eq!(
            user["meta"]["location"],
            format!("https://h.example/scim/v2/Schemas/{}", USER.urn)
        );
        assert!(schema_document("", "urn:x").is_none());
    }

    #[test]
    fn no_name_stands_twice_in_a_table() {
        for schema in ALL {
            let mut names: Vec<String> = schema
                .attributes
                .iter()
                .map(|a| a.name.to_ascii_lowercase())
                .chain(schema.dropped.iter().map(|n| n.to_ascii_lowercase()))
                .chain(
                    super::super::SHARED
                        .iter()
                        .map(|a| a.name.to_ascii_lowercase()),
                )
                .collect();
            let all = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), all, "{}", schema.urn);
        }
    }
}
