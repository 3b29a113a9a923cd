//! The document that describes the API (OpenAPI 3.1), made from its functions and the table of routes.

use super::key::GUARD;
use super::problem::Problem;
use crate::answer::Answer;
use crate::context::Ctx;
use crate::guard::Anyone;
use crate::routes::{Route, table};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use utoipa::OpenApi;

/// The paths and schemas; what holds for all of them is added in [`document`].
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Vestibule",
        version = "1",
        description = "Everything that the console does, for programs. Keys are made in the console; see docs/api.md.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    paths(
        super::members::list,
        super::members::get,
        super::members::invite,
        super::members::resend,
        super::members::set_username,
        super::members::clear_username,
        super::members::sign_out,
        super::members::set_groups,
        super::member_state::set_role,
        super::member_state::deactivate,
        super::member_state::reactivate,
        super::member_state::delete,
        super::member_state::restore,
        super::member_state::reset_factors,
        super::offboardings::offboard,
        super::offboardings::list,
        super::offboardings::get,
        super::offboardings::sign,
        super::bulk::preview,
        super::bulk::run,
        super::member_imports::list,
        super::member_imports::get,
        super::member_imports::check,
        super::member_imports::start,
        super::member_imports::cancel,
        super::contacts::list,
        super::contacts::get,
        super::contacts::set_profile,
        super::contacts::undo_profile,
        super::contacts::mail,
        super::contacts::reset_factors,
        super::contact_actions::list,
        super::contact_actions::preview,
        super::contact_actions::run,
        super::contact_actions::undo,
        super::contact_readiness::counts,
        super::contact_readiness::address,
        super::profiles::list,
        super::profiles::get,
        super::profiles::make,
        super::profiles::change,
        super::profiles::delete,
        super::groups::list,
        super::groups::get,
        super::groups::make,
        super::groups::change,
        super::groups::delete,
        super::groups::preview,
        super::group_members::list,
        super::group_members::put_in,
        super::group_members::take_out,
        super::grants::give_member,
        super::grants::take_member,
        super::grants::give_group,
        super::grants::take_group,
        super::modules::list,
        super::module_setup::catalogue,
        super::module_setup::get,
        super::module_setup::make,
        super::module_setup::change,
        super::module_setup::turn_login,
        super::module_setup::delete,
        super::links::list,
        super::links::end,
        super::links::shut_out,
        super::links::accounts,
        super::links::read_accounts,
        super::links::provisioning,
        super::links::retry_provisioning,
        super::links::give_exception,
        super::links::take_exception,
        super::login_policy::get,
        super::login_policy::change,
        super::insights::list,
        super::insights::evidence,
        super::insights::sign,
        super::readiness::of_module,
        super::readiness::of_member,
        super::clients::list,
        super::clients::get,
        super::clients::make,
        super::clients::change,
        super::clients::delete,
        super::client_secrets::rotate,
        super::client_secrets::revoke,
        super::audit::list,
        super::audit::check,
        super::jobs::list,
        super::jobs::get,
        super::jobs::retry,
        super::jobs::discard,
        super::jobs::retry_dead,
        super::settings::get,
        super::settings::change,
        super::settings::get_models,
        super::settings::change_models,
        super::mails::list,
        super::companies::list,
        super::companies::get,
        super::mappings::list,
        super::mappings::make,
        super::mappings::get,
        super::mappings::change,
        super::mappings::delete,
        super::mapping_import::suggestions,
        super::mapping_import::candidates,
        super::mapping_import::sites,
        super::mapping_import::read_sites,
        super::mapping_import::preview,
        super::mapping_import::import,
        super::webhooks::list,
        super::webhooks::get,
        super::webhooks::make,
        super::webhooks::change,
        super::webhooks::delete,
        super::webhooks::pause,
        super::webhooks::resume,
        super::webhooks::test,
        super::webhooks::rotate,
        super::webhooks::end_secret,
        super::webhook_deliveries::list,
        super::webhook_deliveries::replay,
        super::webhook_deliveries::replay_given_up,
        super::webhook_deliveries::preview,
        super::webhook_deliveries::replay_since,
        super::psa_connections::list,
        super::psa_connections::get,
        super::psa_connections::make,
        super::psa_connections::change,
        super::psa_connections::forget,
        super::psa_connections::pause,
        super::psa_connections::resume,
        super::psa_connections::test,
        super::psa_connections::test_draft,
        super::psa_checks::get_filter,
        super::psa_checks::set_filter,
        super::psa_checks::preview_filter,
        super::psa_checks::rights,
        super::psa_checks::addresses,
        super::psa_sync::get,
        super::psa_sync::start,
        super::psa_sync::conflicts,
        super::psa_sync::decide,
        super::psa_sync::differences,
        super::api_keys::list,
        super::api_keys::get,
        super::api_keys::revoke,
        show,
    ),
    components(schemas(Problem, super::words::Order, super::mails::LanguageWord))
)]
struct Described;

/// The prefix of the ids that stand for a placeholder.
fn prefix(placeholder: &str) -> &str {
    match placeholder {
        "member" => "mem",
        "group" => "grp",
        "contact" => "con",
        "action" => "cac",
        "profile" => "apr",
        "instance" => "ins",
        "client" => "cli",
        "secret" => "sec",
        "import" => "imp",
        "job" => "out",
        "key" => "key",
        "webhook" => "whk",
        "signing" => "whs",
        "delivery" => "out",
        "link" => "lnk",
        "offboarding" => "off",
        "company" => "com",
        "connection" => "psa",
        "conflict" => "cfl",
        "mapping" => "map",
        other => other,
    }
}

fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|p| p.split('}').next())
}

/// What every operation has besides: its placeholders, its right, its problems, the header by which
/// a request counts once.
fn complete(operation: &mut Map<String, Value>, route: &Route) {
    let mut parameters = match operation.remove("parameters") {
        Some(Value::Array(known)) => known,
        _ => Vec::new(),
    };
    for name in placeholders(route.path) {
        // An account has the id that its module gave it, a PSA's company its number; all others are the hub's own.
        let pattern = match name {
            "account" => "^[^/]{1,255}$".to_owned(),
            "psa_company" => "^[0-9]{1,18}$".to_owned(),
            own => format!("^{}_[0-9a-f]{{32}}$", prefix(own)),
        };
        parameters.push(json!({
            "name": name, "in": "path", "required": true, "description": format!("The id of the {name}."),
            "schema": { "type": "string", "pattern": pattern },
        }));
    }
    if route.method == axum::http::Method::POST {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "The same request with the same key within 24 hours counts once and is answered as the first time.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
        }));
    }
    if !parameters.is_empty() {
        operation.insert("parameters".into(), parameters.into());
    }
    if let Some(right) = route.guard.strip_prefix(GUARD) {
        operation.insert("security".into(), json!([{ "api_key": [right] }]));
        operation.insert("x-right".into(), right.into());
    } else {
        operation.insert("security".into(), json!([]));
    }
    let problem = |description: &str| {
        json!({
            "description": description,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        })
    };
    if let Some(Value::Object(responses)) = operation.get_mut("responses") {
        responses.insert(
            "4XX".into(),
            problem("Refused; `code` says why and `remedy` what to do"),
        );
        responses.insert(
            "5XX".into(),
            problem("The hub could not answer; `reference` finds it in its log"),
        );
    }
}

/// The document.
pub fn document() -> Value {
    let mut document = serde_json::to_value(Described::openapi()).unwrap_or_default();
    for route in table().iter().filter(|r| super::is_api(r.path)) {
        let method = route.method.as_str().to_ascii_lowercase();
        let operation = document
            .get_mut("paths")
            .and_then(|paths| paths.get_mut(route.path))
            .and_then(|path| path.get_mut(method))
            .and_then(Value::as_object_mut);
        if let Some(operation) = operation {
            complete(operation, route);
        }
    }
    if let Some(components) = document
        .get_mut("components")
        .and_then(Value::as_object_mut)
    {
        components.insert(
            "securitySchemes".into(),
            json!({ "api_key": {
                "type": "http", "scheme": "bearer", "bearerFormat": "vsk_…",
                "description": "A key of the console, page API keys. What an operation needs is named beside it.",
            } }),
        );
    }
    document
}

static BYTES: LazyLock<Vec<u8>> =
    LazyLock::new(|| serde_json::to_vec(&document()).unwrap_or_default());

/// This document.
#[utoipa::path(get, path = "/api/v1/openapi.json", operation_id = "get_openapi", tag = "About",
    responses((status = 200, description = "The document", content_type = "application/json", body = serde_json::Value)))]
pub async fn show(_: Ctx<Anyone>) -> Answer {
    Ok(crate::answer::json(200, BYTES.as_slice()))
}
