//! The JSON API: rows by key.

use super::{Route, by_key, get, post, route};
use crate::{api, module_api};
use axum::http::Method;

/// What modules ask about their own links.
pub(super) fn module_rows() -> Vec<Route> {
    let by_module = |row: Route| row.open_to_all_sites();
    vec![
        by_module(get("/api/module/v1/links", module_api::links::list)),
        by_module(route(
            Method::DELETE,
            "/api/module/v1/links/{link}",
            module_api::links::end,
        )),
        by_module(get(
            "/api/module/v1/links/{link}/policy",
            module_api::policy::show,
        )),
        by_module(route(
            Method::PUT,
            "/api/module/v1/links/{link}/policy",
            module_api::policy::change,
        )),
        by_module(get(
            "/api/module/v1/links/{link}/shut-out",
            module_api::policy::shut_out,
        )),
        by_module(route(
            Method::PUT,
            "/api/module/v1/links/{link}/exceptions/{account}",
            module_api::accounts::give_exception,
        )),
        by_module(route(
            Method::DELETE,
            "/api/module/v1/links/{link}/exceptions/{account}",
            module_api::accounts::take_exception,
        )),
        by_module(post(
            "/api/module/v1/links/{link}/accounts/changed",
            module_api::accounts::changed,
        )),
        by_module(route(
            Method::DELETE,
            "/api/module/v1/links/{link}/account-links/{account}",
            module_api::accounts::end_bond,
        )),
    ]
}

pub(super) fn rows() -> Vec<Route> {
    vec![
        get("/api/v1/openapi.json", api::document::show),
        by_key(Method::GET, "/api/v1/members", api::members::list),
        by_key(Method::POST, "/api/v1/members", api::members::invite),
        by_key(Method::GET, "/api/v1/members/{member}", api::members::get),
        by_key(
            Method::DELETE,
            "/api/v1/members/{member}",
            api::member_state::delete,
        ),
        by_key(
            Method::POST,
            "/api/v1/members/{member}/invitation",
            api::members::resend,
        ),
        by_key(
            Method::PUT,
            "/api/v1/members/{member}/username",
            api::members::set_username,
        ),
        by_key(
            Method::DELETE,
            "/api/v1/members/{member}/username",
            api::members::clear_username,
        ),
        by_key(
            Method::DELETE,
            "/api/v1/members/{member}/sessions",
            api::members::sign_out,
        ),
        by_key(
            Method::PUT,
            "/api/v1/members/{member}/groups",
            api::members::set_groups,
        ),
        by_key(
            Method::PUT,
            "/api/v1/members/{member}/role",
            api::member_state::set_role,
        ),
        by_key(
            Method::POST,
            "/api/v1/members/{member}/deactivate",
            api::member_state::deactivate,
        ),
        by_key(
            Method::POST,
            "/api/v1/members/{member}/reactivate",
            api::member_state::reactivate,
        ),
        by_key(
            Method::POST,
            "/api/v1/members/{member}/restore",
            api::member_state::restore,
        ),
        by_key(
            Method::POST,
            "/api/v1/members/{member}/factor-reset",
            api::member_state::reset_factors,
        ),
        by_key(
            Method::PUT,
            "/api/v1/members/{member}/grants/{instance}",
            api::grants::give_member,
        ),
        by_key(
            Method::DELETE,
            "/api/v1/members/{member}/grants/{instance}",
            api::grants::take_member,
        ),
        by_key(
            Method::GET,
            "/api/v1/members/{member}/readiness",
            api::readiness::of_member,
        ),
        by_key(
            Method::POST,
            "/api/v1/member-actions/preview",
            api::bulk::preview,
        ),
        by_key(Method::POST, "/api/v1/member-actions", api::bulk::run),
        by_key(
            Method::GET,
            "/api/v1/member-imports",
            api::member_imports::list,
        ),
        by_key(
            Method::POST,
            "/api/v1/member-imports",
            api::member_imports::check,
        )
        .taking_a_file(),
        by_key(
            Method::GET,
            "/api/v1/member-imports/{import}",
            api::member_imports::get,
        ),
        by_key(
            Method::POST,
            "/api/v1/member-imports/{import}/start",
            api::member_imports::start,
        ),
        by_key(
            Method::POST,
            "/api/v1/member-imports/{import}/cancel",
            api::member_imports::cancel,
        ),
        by_key(Method::GET, "/api/v1/groups", api::groups::list),
        by_key(Method::POST, "/api/v1/groups", api::groups::make),
        by_key(Method::GET, "/api/v1/groups/{group}", api::groups::get),
        by_key(Method::PUT, "/api/v1/groups/{group}", api::groups::change),
        by_key(
            Method::DELETE,
            "/api/v1/groups/{group}",
            api::groups::delete,
        ),
        by_key(
            Method::POST,
            "/api/v1/group-rules/preview",
            api::groups::preview,
        ),
        by_key(
            Method::GET,
            "/api/v1/groups/{group}/members",
            api::group_members::list,
        ),
        by_key(
            Method::PUT,
            "/api/v1/groups/{group}/members/{member}",
            api::group_members::put_in,
        ),
        by_key(
            Method::DELETE,
            "/api/v1/groups/{group}/members/{member}",
            api::group_members::take_out,
        ),
        by_key(
            Method::PUT,
            "/api/v1/groups/{group}/grants/{instance}",
            api::grants::give_group,
        ),
        by_key(
            Method::DELETE,
            "/api/v1/groups/{group}/grants/{instance}",
            api::grants::take_group,
        ),
        by_key(
            Method::GET,
            "/api/v1/catalogue",
            api::module_setup::catalogue,
        ),
        by_key(Method::GET, "/api/v1/modules", api::modules::list),
        by_key(Method::POST, "/api/v1/modules", api::module_setup::make),
        by_key(
            Method::GET,
            "/api/v1/modules/{instance}",
            api::module_setup::get,
        ),
        by_key(
            Method::PUT,
            "/api/v1/modules/{instance}",
            api::module_setup::change,
        ),
        by_key(
            Method::DELETE,
            "/api/v1/modules/{instance}",
            api::module_setup::delete,
        ),
        by_key(
            Method::PUT,
            "/api/v1/modules/{instance}/unified-login",
            api::module_setup::turn_login,
        ),
        by_key(Method::GET, "/api/v1/links", api::links::list),
        by_key(Method::DELETE, "/api/v1/links/{link}", api::links::end),
        by_key(
            Method::GET,
            "/api/v1/links/{link}/policy",
            api::login_policy::get,
        ),
        by_key(
            Method::PUT,
            "/api/v1/links/{link}/policy",
            api::login_policy::change,
        ),
        by_key(
            Method::GET,
            "/api/v1/links/{link}/shut-out",
            api::links::shut_out,
        ),
        by_key(
            Method::GET,
            "/api/v1/links/{link}/accounts",
            api::links::accounts,
        ),
        by_key(
            Method::POST,
            "/api/v1/links/{link}/accounts/read",
            api::links::read_accounts,
        ),
        by_key(
            Method::GET,
            "/api/v1/links/{link}/provisioning",
            api::links::provisioning,
        ),
        by_key(
            Method::POST,
            "/api/v1/links/{link}/provisioning/retry",
            api::links::retry_provisioning,
        ),
        by_key(
            Method::PUT,
            "/api/v1/links/{link}/exceptions/{account}",
            api::links::give_exception,
        ),
        by_key(
            Method::DELETE,
            "/api/v1/links/{link}/exceptions/{account}",
            api::links::take_exception,
        ),
        by_key(
            Method::GET,
            "/api/v1/readiness/{instance}",
            api::readiness::of_module,
        ),
        by_key(Method::GET, "/api/v1/clients", api::clients::list),
        by_key(Method::POST, "/api/v1/clients", api::clients::make),
        by_key(Method::GET, "/api/v1/clients/{client}", api::clients::get),
        by_key(
            Method::PUT,
            "/api/v1/clients/{client}",
            api::clients::change,
        ),
        by_key(
            Method::DELETE,
            "/api/v1/clients/{client}",
            api::clients::delete,
        ),
        by_key(
            Method::POST,
            "/api/v1/clients/{client}/secrets",
            api::client_secrets::rotate,
        ),
        by_key(
            Method::DELETE,
            "/api/v1/clients/{client}/secrets/{secret}",
            api::client_secrets::revoke,
        ),
        by_key(
            Method::POST,
            "/api/v1/members/{member}/offboard",
            api::offboardings::offboard,
        ),
        by_key(Method::GET, "/api/v1/offboardings", api::offboardings::list),
        by_key(
            Method::GET,
            "/api/v1/offboardings/{offboarding}",
            api::offboardings::get,
        ),
        by_key(
            Method::POST,
            "/api/v1/offboardings/{offboarding}/report",
            api::offboardings::sign,
        ),
        by_key(Method::GET, "/api/v1/insights", api::insights::list),
        by_key(Method::GET, "/api/v1/evidence", api::insights::evidence),
        by_key(
            Method::POST,
            "/api/v1/evidence/statement",
            api::insights::sign,
        ),
        by_key(Method::GET, "/api/v1/audit", api::audit::list),
        by_key(Method::POST, "/api/v1/audit/check", api::audit::check),
        by_key(Method::GET, "/api/v1/jobs", api::jobs::list),
        by_key(Method::GET, "/api/v1/jobs/{job}", api::jobs::get),
        by_key(Method::DELETE, "/api/v1/jobs/{job}", api::jobs::discard),
        by_key(Method::POST, "/api/v1/jobs/{job}/retry", api::jobs::retry),
        by_key(
            Method::POST,
            "/api/v1/dead-jobs/retry",
            api::jobs::retry_dead,
        ),
        by_key(Method::GET, "/api/v1/settings", api::settings::get),
        by_key(Method::PUT, "/api/v1/settings", api::settings::change),
        by_key(
            Method::GET,
            "/api/v1/settings/passkeys",
            api::settings::get_models,
        ),
        by_key(
            Method::PUT,
            "/api/v1/settings/passkeys",
            api::settings::change_models,
        ),
        by_key(Method::GET, "/api/v1/mails", api::mails::list),
        by_key(Method::GET, "/api/v1/webhooks", api::webhooks::list),
        by_key(Method::POST, "/api/v1/webhooks", api::webhooks::make),
        by_key(
            Method::GET,
            "/api/v1/webhooks/{webhook}",
            api::webhooks::get,
        ),
        by_key(
            Method::PUT,
            "/api/v1/webhooks/{webhook}",
            api::webhooks::change,
        ),
        by_key(
            Method::DELETE,
            "/api/v1/webhooks/{webhook}",
            api::webhooks::delete,
        ),
        by_key(
            Method::POST,
            "/api/v1/webhooks/{webhook}/pause",
            api::webhooks::pause,
        ),
        by_key(
            Method::POST,
            "/api/v1/webhooks/{webhook}/resume",
            api::webhooks::resume,
        ),
        by_key(
            Method::POST,
            "/api/v1/webhooks/{webhook}/test",
            api::webhooks::test,
        ),
        by_key(
            Method::POST,
            "/api/v1/webhooks/{webhook}/secrets",
            api::webhooks::rotate,
        ),
        by_key(
            Method::DELETE,
            "/api/v1/webhooks/{webhook}/secrets/{signing}",
            api::webhooks::end_secret,
        ),
        by_key(
            Method::GET,
            "/api/v1/webhooks/{webhook}/deliveries",
            api::webhook_deliveries::list,
        ),
        by_key(
            Method::POST,
            "/api/v1/webhooks/{webhook}/deliveries/{delivery}/replay",
            api::webhook_deliveries::replay,
        ),
        by_key(
            Method::POST,
            "/api/v1/webhooks/{webhook}/replay-given-up",
            api::webhook_deliveries::replay_given_up,
        ),
        by_key(
            Method::POST,
            "/api/v1/webhooks/{webhook}/replay/preview",
            api::webhook_deliveries::preview,
        ),
        by_key(
            Method::POST,
            "/api/v1/webhooks/{webhook}/replay",
            api::webhook_deliveries::replay_since,
        ),
        by_key(Method::GET, "/api/v1/psa-connections", api::psa_connections::list),
        by_key(Method::POST, "/api/v1/psa-connections", api::psa_connections::make),
        by_key(Method::GET, "/api/v1/psa-connections/{connection}", api::psa_connections::get),
        by_key(Method::PUT, "/api/v1/psa-connections/{connection}", api::psa_connections::change),
        by_key(Method::DELETE, "/api/v1/psa-connections/{connection}", api::psa_connections::forget),
        by_key(Method::POST, "/api/v1/psa-connections/{connection}/pause", api::psa_connections::pause),
        by_key(Method::POST, "/api/v1/psa-connections/{connection}/resume", api::psa_connections::resume),
        by_key(Method::POST, "/api/v1/psa-connections/{connection}/test", api::psa_connections::test),
        by_key(Method::GET, "/api/v1/psa-connections/{connection}/filter", api::psa_checks::get_filter),
        by_key(Method::PUT, "/api/v1/psa-connections/{connection}/filter", api::psa_checks::set_filter),
        by_key(Method::POST, "/api/v1/psa-connections/{connection}/filter/preview", api::psa_checks::preview_filter),
        by_key(Method::POST, "/api/v1/psa-connections/{connection}/rights", api::psa_checks::rights),
        by_key(Method::GET, "/api/v1/psa-connections/{connection}/addresses", api::psa_checks::addresses),
        by_key(Method::POST, "/api/v1/psa-connection-tests", api::psa_connections::test_draft),
        by_key(Method::GET, "/api/v1/api-keys", api::api_keys::list),
        by_key(Method::GET, "/api/v1/api-keys/{key}", api::api_keys::get),
        by_key(
            Method::DELETE,
            "/api/v1/api-keys/{key}",
            api::api_keys::revoke,
        ),
    ]
}
