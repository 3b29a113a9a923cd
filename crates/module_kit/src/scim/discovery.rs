//! What the endpoint says of itself, and the module's roles (draft-ietf-scim-roles-entitlements).

use ::scim::{Service, Tree, list_body, resource_type, schema_document, service_provider_config};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use super::view::MODULE_USER;
use super::{Done, ScimFault, answer};
use crate::unified::UnifiedLogin;

/// The extension of a role of a module.
const MODULE_ROLE: &str = "urn:vestibule:scim:ModuleRole";
const ROLE: &str = "urn:ietf:params:scim:schemas:core:2.0:Role";

/// All of it is told to the hub alone.
async fn told(
    login: &UnifiedLogin,
    headers: &HeaderMap,
    body: impl FnOnce(&str) -> Vec<u8>,
) -> Result<Done, ScimFault> {
    login.bearer(headers).await?;
    let base = login.inner.manifest.scim.as_deref().unwrap_or_default();
    Ok(Done::with(StatusCode::OK, body(base)))
}

fn tree(value: Value) -> Tree {
    match value {
        Value::Object(tree) => tree,
        _ => Tree::new(),
    }
}

/// `GET /ServiceProviderConfig`
pub(super) async fn config(State(login): State<UnifiedLogin>, headers: HeaderMap) -> Response {
    let config = |base: &str| {
        service_provider_config(&Service {
            base,
            bulk: None,
            documentation: None,
        })
    };
    answer(told(&login, &headers, config).await)
}

/// `GET /ResourceTypes`
pub(super) async fn types(State(login): State<UnifiedLogin>, headers: HeaderMap) -> Response {
    let types = |base: &str| {
        let mut user = resource_type(base, "User").unwrap_or_default();
        let extension = json!([{ "schema": MODULE_USER, "required": false }]);
        user.insert("schemaExtensions".into(), extension);
        let role = tree(json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": "Role", "name": "Role", "endpoint": "/Roles", "schema": ROLE,
            "description": "The roles that accounts of this module can have",
            "schemaExtensions": [{ "schema": MODULE_ROLE, "required": false }],
            "meta": { "resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/Role") },
        }));
        list_body(2, 1, &[user, role])
    };
    answer(told(&login, &headers, types).await)
}

/// `GET /Schemas`
pub(super) async fn schemas(State(login): State<UnifiedLogin>, headers: HeaderMap) -> Response {
    let schemas = |base: &str| {
        let user = schema_document(base, "urn:ietf:params:scim:schemas:core:2.0:User");
        let all = [user.unwrap_or_default(), module_user(base)];
        list_body(all.len(), 1, &all)
    };
    answer(told(&login, &headers, schemas).await)
}

fn module_user(base: &str) -> Tree {
    let attribute = |name: &str, kind: &str, written: &str, about: &str| {
        json!({
            "name": name, "type": kind, "multiValued": false, "description": about, "required": false,
            "mutability": written, "returned": "default", "uniqueness": "none",
        })
    };
    let told = |name: &str, kind: &str, about: &str| attribute(name, kind, "readOnly", about);
    tree(json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": MODULE_USER, "name": "ModuleUser", "description": "An account of a module",
        "attributes": [
            told("tenant", "string", "The tenant of the module"),
            told("securityAdmin", "boolean", "May change login settings"),
            told("primary", "boolean", "First or responsible for the tenant"),
            told("emailAtSeveral", "boolean", "Accounts of other tenants have the same address"),
            told("hubDeactivated", "boolean", "The hub had it deactivated"),
            told("madeByHub", "boolean", "The hub had it made"),
            told("lastLocalLogin", "integer", "When a password opened it last, in seconds since 1970"),
            attribute("defaults", "complex", "immutable", "Values of the module's own fields"),
        ],
        "meta": { "resourceType": "Schema", "location": format!("{base}/Schemas/{MODULE_USER}") },
    }))
}

/// `GET /Roles`
pub(super) async fn roles(State(login): State<UnifiedLogin>, headers: HeaderMap) -> Response {
    let roles = |base: &str| {
        let role = |role: &unified_login::RoleEntry| {
            tree(json!({
                "schemas": [ROLE, MODULE_ROLE],
                "id": role.key, "value": role.key, "display": role.title, "supported": true,
                MODULE_ROLE: { "high": role.high, "securityAdmin": role.security_admin },
                "meta": { "resourceType": "Role", "location": format!("{base}/Roles/{}", role.key) },
            }))
        };
        let all: Vec<Tree> = login.inner.manifest.roles.iter().map(role).collect();
        list_body(all.len(), 1, &all)
    };
    answer(told(&login, &headers, roles).await)
}
