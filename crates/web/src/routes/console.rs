//! The console.

use super::{Route, get, post};
use crate::console;

pub(super) fn rows() -> Vec<Route> {
    vec![
        get("/console/members", console::members::show),
        get("/console/members.csv", console::members::export),
        post("/console/members/bulk", console::bulk::preview),
        post("/console/members/bulk/run", console::bulk::run),
        get("/console/members/import", console::import::show),
        post("/console/members/import", console::import::bring).taking_a_file(),
        get(
            "/console/members/import/{import}",
            console::import::show_one,
        ),
        post("/console/members/import/{import}", console::import::decide),
        get(
            "/console/members/import/{import}/faults.csv",
            console::import::faults,
        ),
        get("/console/members/invite", console::invite::show),
        post("/console/members/invite", console::invite::send),
        get("/console/members/{member}", console::member::show),
        post("/console/members/{member}", console::member::change),
        post("/console/members/{member}/rights", console::rights::change),
        post("/console/members/{member}/factors", console::factors::reset),
        get(
            "/console/members/{member}/offboard",
            console::offboard::preview,
        ),
        post("/console/members/{member}/offboard", console::offboard::run),
        get("/console/offboardings", console::offboardings::list),
        get(
            "/console/offboardings/{offboarding}",
            console::offboardings::show,
        ),
        get(
            "/console/offboardings/{offboarding}/report.jws",
            console::offboardings::download,
        ),
        get("/console/groups", console::groups::show),
        get("/console/groups/new", console::groups::show_new),
        post("/console/groups/new", console::groups::make),
        get("/console/groups/{group}", console::groups::show_one),
        post("/console/groups/{group}", console::groups::change),
        get("/console/modules", console::modules::show),
        get("/console/modules/new", console::modules::catalogue),
        get("/console/modules/new/{entry}", console::modules::show_new),
        post("/console/modules/new/{entry}", console::modules::make),
        get("/console/modules/{instance}", console::module::show),
        post("/console/modules/{instance}", console::module::change),
        get(
            "/console/modules/{instance}/people",
            console::module_people::show,
        ),
        post(
            "/console/modules/{instance}/people",
            console::module_people::change,
        ),
        get(
            "/console/modules/{instance}/login",
            console::module_login::show,
        ),
        post(
            "/console/modules/{instance}/login",
            console::module_login::change,
        ),
        get(
            "/console/modules/{instance}/settings",
            console::module_settings::show,
        ),
        post(
            "/console/modules/{instance}/settings",
            console::module_settings::change,
        ),
        get("/console/companies", console::companies::show),
        get("/console/companies.csv", console::companies::export),
        get("/console/companies/{company}", console::companies::show_one),
        get(
            "/console/psa/{connection}/companies",
            console::mappings::show,
        ),
        get(
            "/console/psa/{connection}/companies.csv",
            console::mappings::export,
        ),
        get(
            "/console/psa/{connection}/companies/import",
            console::mapping_import::show,
        ),
        post(
            "/console/psa/{connection}/companies/import",
            console::mapping_import::go_on,
        ),
        get(
            "/console/psa/{connection}/companies/map",
            console::mapping_map::show,
        ),
        post(
            "/console/psa/{connection}/companies/map",
            console::mapping_map::change,
        ),
        get(
            "/console/psa/{connection}/companies/{mapping}",
            console::mappings::show_one,
        ),
        post(
            "/console/psa/{connection}/companies/{mapping}",
            console::mappings::change,
        ),
        get("/console/clients", console::clients::show),
        get("/console/clients/new", console::clients::show_new),
        post("/console/clients/new", console::clients::make),
        get("/console/clients/{client}", console::clients::show_one),
        post("/console/clients/{client}", console::clients::change),
        post(
            "/console/clients/{client}/secrets",
            console::clients::secrets,
        ),
        get("/console/readiness", console::readiness::show),
        get("/console/readiness.csv", console::readiness::export),
        get("/console/insights", console::insights::show),
        get("/console/insights.csv", console::insights::export),
        get("/console/evidence", console::evidence::show),
        get("/console/evidence.jws", console::evidence::signed),
        get("/console/evidence/{table}", console::evidence::table),
        get("/console/audit", console::audit::show),
        get("/console/audit.csv", console::audit::export),
        post("/console/audit/check", console::audit::check),
        get("/console/webhooks", console::webhooks::show),
        get("/console/webhooks/new", console::webhooks::show_new),
        post("/console/webhooks/new", console::webhooks::make),
        get("/console/webhooks/{webhook}", console::webhooks::show_one),
        post("/console/webhooks/{webhook}", console::webhooks::change),
        post(
            "/console/webhooks/{webhook}/secret",
            console::webhooks::secret,
        ),
        post(
            "/console/webhooks/{webhook}/deliveries",
            console::deliveries::change,
        ),
        get("/console/psa", console::psa::show),
        get("/console/psa/new", console::psa::show_new),
        post("/console/psa/new", console::psa::make),
        get("/console/psa/rights", console::psa_rights::show_steps),
        get("/console/psa/{connection}", console::psa_connection::show),
        post("/console/psa/{connection}", console::psa_connection::change),
        post(
            "/console/psa/{connection}/work",
            console::psa_connection::work,
        ),
        get(
            "/console/psa/{connection}/differences",
            console::psa_differences::show,
        ),
        post(
            "/console/psa/{connection}/differences",
            console::psa_differences::change,
        ),
        get(
            "/console/psa/{connection}/differences.csv",
            console::psa_differences::export,
        ),
        get(
            "/console/psa/{connection}/filter",
            console::psa_filter::show,
        ),
        post(
            "/console/psa/{connection}/filter",
            console::psa_filter::change,
        ),
        get(
            "/console/psa/{connection}/rights",
            console::psa_rights::show,
        ),
        post(
            "/console/psa/{connection}/rights",
            console::psa_rights::check,
        ),
        get(
            "/console/psa/{connection}/addresses",
            console::psa_addresses::show,
        ),
        get(
            "/console/psa/{connection}/addresses.csv",
            console::psa_addresses::export,
        ),
        get("/console/jobs", console::jobs::show),
        post("/console/jobs", console::jobs::change),
        get("/console/mails", console::mails::show),
        get("/console/mails/{mail}", console::mails::show_one),
        get("/console/api-keys", console::api_keys::show),
        get("/console/api-keys/new", console::api_keys::show_new),
        post("/console/api-keys/new", console::api_keys::make),
        get("/console/api-keys/{key}", console::api_keys::show_one),
        post("/console/api-keys/{key}", console::api_keys::change),
        get("/console/settings", console::settings::show),
        post("/console/settings", console::settings::save),
        post("/console/settings/passkeys", console::settings::save_models),
        get("/console/settings/mail", console::mail_server::show),
        post("/console/settings/mail", console::mail_server::change),
    ]
}
