//! What the service says of itself: no more attributes than the hub keeps, and which of them a directory
//! may write.

use super::answer::{ended, said};
use super::{Directory, MOST_OPERATIONS};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::serve::MAX_MESSAGE;
use ::scim::{
    BulkRoom, ResourceKind, ScimError, Service, Tree, list_body, resource_type, schema_document,
    service_provider_config,
};
use engine::Failure;
use serde_json::Value;

/// The attributes of users and groups that are kept, with those of their parts that are.
const KEPT: [(&str, &[&str]); 7] = [
    ("userName", &[]),
    ("name", &["givenName", "familyName"]),
    ("displayName", &[]),
    ("active", &[]),
    ("emails", &["value", "type", "primary"]),
    ("groups", &["value", "$ref", "display", "type"]),
    ("members", &["value", "$ref", "type"]),
];

/// `GET /scim/v2/ServiceProviderConfig`.
pub(crate) async fn config(ctx: Ctx<Directory>) -> Answer {
    let service = Service {
        base: &ctx.app.engine.scim_base(),
        bulk: Some(BulkRoom {
            operations: MOST_OPERATIONS,
            bytes: MAX_MESSAGE,
        }),
        documentation: None,
    };
    Ok(said(200, service_provider_config(&service)))
}

fn type_of(base: &str, kind: ResourceKind) -> Tree {
    let mut tree = resource_type(base, kind.name()).unwrap_or_default();
    // The extension for enterprises is read and dropped.
    tree.insert("schemaExtensions".into(), Value::Array(Vec::new()));
    tree
}

fn schema_of(base: &str, kind: ResourceKind) -> Tree {
    let mut tree = schema_document(base, kind.schema().urn).unwrap_or_default();
    if let Some(Value::Array(all)) = tree.get_mut("attributes") {
        all.retain_mut(kept);
    }
    tree
}

/// Whether an attribute is kept; what is written of it differs from the standard's table.
fn kept(attribute: &mut Value) -> bool {
    let name = attribute["name"].as_str().unwrap_or_default();
    let Some((name, parts)) = KEPT.iter().find(|(n, _)| *n == name) else {
        return false;
    };
    if let Some(Value::Array(all)) = attribute.get_mut("subAttributes") {
        all.retain(|part| part["name"].as_str().is_some_and(|n| parts.contains(&n)));
    }
    // What a member is never without: where it is not sent, the hub has something to put in its place.
    if ["displayName", "active", "emails"].contains(name) {
        attribute["required"] = true.into();
    }
    if *name == "emails" {
        // She is invited there; afterwards she alone moves it.
        attribute["mutability"] = "immutable".into();
        for part in attribute["subAttributes"]
            .as_array_mut()
            .into_iter()
            .flatten()
        {
            let address = part["name"] == "value";
            let written = if address { "immutable" } else { "readOnly" };
            part["required"] = address.into();
            part["mutability"] = written.into();
        }
    }
    true
}

fn listed(ctx: &Ctx<Directory>, of: impl Fn(&str, ResourceKind) -> Tree) -> Answer {
    let base = ctx.app.engine.scim_base();
    let all = ResourceKind::ALL.map(|kind| of(&base, kind));
    Ok(said(200, list_body(all.len(), 1, &all)))
}

fn one(
    ctx: &Ctx<Directory>,
    named: impl Fn(ResourceKind) -> bool,
    of: impl Fn(&str, ResourceKind) -> Tree,
) -> Answer {
    let base = ctx.app.engine.scim_base();
    let found = ResourceKind::ALL.into_iter().find(|kind| named(*kind));
    ended(match found {
        Some(kind) => Ok(said(200, Value::Object(of(&base, kind)).to_string())),
        None => Err(Failure::Refused(ScimError::not_found())),
    })
}

/// `GET /scim/v2/ResourceTypes`.
pub(crate) async fn types(ctx: Ctx<Directory>) -> Answer {
    listed(&ctx, type_of)
}

/// `GET /scim/v2/ResourceTypes/{type}`.
pub(crate) async fn one_type(ctx: Ctx<Directory>) -> Answer {
    let name = ctx.placeholder("type");
    one(&ctx, |kind| kind.name() == name, type_of)
}

/// `GET /scim/v2/Schemas`.
pub(crate) async fn schemas(ctx: Ctx<Directory>) -> Answer {
    listed(&ctx, schema_of)
}

/// `GET /scim/v2/Schemas/{schema}`.
pub(crate) async fn one_schema(ctx: Ctx<Directory>) -> Answer {
    let name = ctx.placeholder("schema");
    let named = |kind: ResourceKind| kind.schema().urn.eq_ignore_ascii_case(name);
    one(&ctx, named, schema_of)
}
