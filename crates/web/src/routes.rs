//! The one table of routes.

use crate::answer::{Answer, Forms};
use crate::api::key::{Key, Needs};
use crate::context::{Ctx, Raw};
use crate::cookies;
use crate::failure::Failed;
use crate::guard::Guard;
use crate::words::Words;
use crate::{api, console, hub, operator, protocol, signin};
use ::protocol::oidc::discovery::path;
use axum::http::Method;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// An answer, and the words for the page of a refusal.
type Spoken = (Answer, Words);
type Handler = Arc<dyn Fn(Raw) -> Pin<Box<dyn Future<Output = Spoken> + Send>> + Send + Sync>;

type Admit =
    Arc<dyn Fn(Raw) -> Pin<Box<dyn Future<Output = Result<(), Failed>> + Send>> + Send + Sync>;

/// Whether another site may send this form. Protocol endpoints are called across sites by design
/// and prove their callers otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Only the hub's own pages.
    Own,
    /// Any.
    Any,
}

/// One row of the table.
#[derive(Clone)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path with placeholders in braces.
    pub path: &'static str,
    /// The name of the guard, for the tests that compare this table with their probes.
    pub guard: &'static str,
    /// Which sites may send its form.
    pub origin: Origin,
    /// Where its forms may lead.
    pub forms: Forms,
    /// True when it takes a file: a body larger than a form's, read only after the guard has looked.
    pub file: bool,
    pub(crate) admit: Admit,
    pub(crate) handler: Handler,
}

fn route<G, F, Fut>(method: Method, path: &'static str, handler: F) -> Route
where
    G: Guard,
    F: Fn(Ctx<G>) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Answer> + Send + 'static,
{
    Route {
        method,
        path,
        guard: G::NAME,
        origin: Origin::Own,
        forms: Forms::Own,
        file: false,
        admit: Arc::new(|raw: Raw| Box::pin(async move { G::admit(&raw).await.map(|_| ()) })),
        handler: Arc::new(move |raw: Raw| {
            Box::pin(async move {
                let mut raw = raw;
                let who = match G::admit(&raw).await {
                    Ok(who) => who,
                    Err(failed) => return (Err(failed), raw.words),
                };
                let cookie = who.new_session_cookie();
                if let Some(cookie) = &cookie {
                    raw.visitor.session_token = Some(cookie.clone());
                }
                let (secure, reference) = (raw.app.secure, raw.reference.clone());
                let ctx = Ctx { who, raw };
                let words = ctx.words();
                let answer = handler(ctx).await;
                let Some(cookie) = cookie else {
                    return (answer, words);
                };
                // She has just confirmed: the old cookie is void, so the new one goes out with
                // whatever the handler says, a refusal as well.
                let response = answer.unwrap_or_else(|failed| failed.respond(&reference, &words));
                let response = cookies::set_session_unless_set(response, &cookie, secure);
                (Ok(response), words)
            })
        }),
    }
}

fn get<G: Guard, F, Fut>(path: &'static str, handler: F) -> Route
where
    F: Fn(Ctx<G>) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Answer> + Send + 'static,
{
    route(Method::GET, path, handler)
}

fn post<G: Guard, F, Fut>(path: &'static str, handler: F) -> Route
where
    F: Fn(Ctx<G>) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Answer> + Send + 'static,
{
    route(Method::POST, path, handler)
}

/// A row of the API: called by programs from anywhere, which prove themselves by a key. A POST counts
/// once for each `Idempotency-Key`.
fn by_key<S: Needs, F, Fut>(method: Method, path: &'static str, handler: F) -> Route
where
    F: Fn(Ctx<Key<S>>) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Answer> + Send + 'static,
{
    let once = method == Method::POST;
    let plain = route(method, path, handler).open_to_all_sites();
    if !once {
        return plain;
    }
    Route {
        handler: Arc::new(move |raw: Raw| {
            Box::pin(async move {
                let words = raw.words.clone();
                (api::once::once(raw, handler).await, words)
            })
        }),
        ..plain
    }
}

/// The question of a browser before a program of another site calls (the CORS protocol).
fn preflight(path: &'static str) -> Route {
    route(Method::OPTIONS, path, protocol::token::preflight)
}

impl Route {
    fn open_to_all_sites(self) -> Self {
        Self {
            origin: Origin::Any,
            ..self
        }
    }
    fn taking_a_file(self) -> Self {
        Self { file: true, ..self }
    }
    fn leading_on(self) -> Self {
        Self {
            forms: Forms::Onward,
            ..self
        }
    }
}

/// Every route of the hub.
pub fn table() -> Vec<Route> {
    vec![
        // sign-in
        get("/sign-in", signin::start::show).leading_on(),
        post("/sign-in", signin::start::begin).leading_on(),
        get("/sign-in/{flow}", signin::step::show).leading_on(),
        post("/sign-in/{flow}", signin::step::answer).leading_on(),
        get("/sign-in/{flow}/recovery", signin::step::show_recovery).leading_on(),
        post("/sign-in/{flow}/recovery", signin::step::answer_recovery).leading_on(),
        get("/sign-in/{flow}/again", signin::step::again).leading_on(),
        get(
            "/sign-in/{flow}/recovery-codes.txt",
            signin::step::download_codes,
        ),
        // activation and recovery
        get("/activate/{token}", signin::activate::show),
        post("/activate/{token}", signin::activate::activate),
        get("/forgot", signin::forgot::show),
        post("/forgot", signin::forgot::send),
        get("/reset/{token}", signin::reset::show),
        post("/reset/{token}", signin::reset::reset),
        get("/email/{token}", signin::email_link::show),
        post("/email/{token}", signin::email_link::go_on),
        get("/enrol/{token}", signin::enrol_anew::show),
        post("/enrol/{token}", signin::enrol_anew::begin),
        post("/passkey", signin::passkey::begin),
        post("/password-strength", signin::strength::estimate),
        // first run
        get("/set-up", signin::first_run::show),
        post("/set-up", signin::first_run::set_up),
        // another language on these pages
        post("/language", signin::language::choose),
        // signing out
        get("/sign-out", signin::sign_out::ask),
        post("/sign-out", signin::sign_out::sign_out).leading_on(),
        // hub
        get("/", hub::home::show),
        get("/modules", hub::my_modules::show),
        get("/portal", hub::my_modules::show_to_client),
        get("/open/{instance}", hub::open::open),
        get("/launcher", hub::my_modules::launcher),
        get("/settings", hub::my_settings::show),
        get("/settings/language", hub::my_language::show),
        post("/settings/language", hub::my_language::save),
        post("/settings/end-session", hub::my_settings::end_session),
        get("/settings/profile", hub::my_profile::show),
        post("/settings/profile", hub::my_profile::save),
        get("/settings/email", hub::my_profile::show_email),
        post("/settings/email", hub::my_profile::change_email),
        get("/settings/security", hub::my_security::show),
        get("/settings/authenticators/add", hub::my_security::propose),
        post("/settings/authenticators/add", hub::my_security::add),
        post("/settings/authenticators/remove", hub::my_security::remove),
        get("/settings/passkeys/add", hub::my_passkeys::propose),
        post("/settings/passkeys/add", hub::my_passkeys::add),
        post("/settings/passkeys/rename", hub::my_passkeys::rename),
        post("/settings/passkeys/remove", hub::my_passkeys::remove),
        get("/settings/password", hub::my_password::show),
        post("/settings/password", hub::my_password::change),
        get("/settings/devices", hub::my_devices::show),
        post("/settings/end-others", hub::my_devices::end_others),
        post("/settings/forget-device", hub::my_devices::forget),
        get("/settings/activity", hub::my_activity::show),
        get("/settings/modules", hub::my_order::show),
        post("/settings/modules", hub::my_order::step),
        get("/settings/recovery-codes", hub::my_codes::show),
        post("/settings/recovery-codes", hub::my_codes::make),
        post("/settings/recovery-codes.txt", hub::my_codes::download),
        post("/confirm", hub::confirm::confirm),
        get("/choose", hub::choose::begin),
        // console
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
            "/console/modules/{instance}/settings",
            console::module_settings::show,
        ),
        post(
            "/console/modules/{instance}/settings",
            console::module_settings::change,
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
        // the JSON API
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
        by_key(Method::GET, "/api/v1/api-keys", api::api_keys::list),
        by_key(Method::GET, "/api/v1/api-keys/{key}", api::api_keys::get),
        by_key(
            Method::DELETE,
            "/api/v1/api-keys/{key}",
            api::api_keys::revoke,
        ),
        // protocol
        get(path::DISCOVERY, protocol::discovery::show),
        get(path::OAUTH_DISCOVERY, protocol::discovery::show),
        get(path::KEYS, protocol::discovery::keys),
        get(path::AUTHORIZE, protocol::authorize::authorize).leading_on(),
        post(path::AUTHORIZE, protocol::authorize::from_form).open_to_all_sites(),
        get(path::DEVICE_PAGE, signin::device::show),
        post(path::DEVICE_PAGE, signin::device::look),
        post("/device/answer", signin::device::answer),
        post(path::DEVICE, protocol::device::begin).open_to_all_sites(),
        preflight(path::DEVICE),
        get(path::ANSWER, protocol::outgoing::follow).leading_on(),
        post(path::PUSH, protocol::push::push).open_to_all_sites(),
        post(path::TOKEN, protocol::token::token).open_to_all_sites(),
        get(path::USERINFO, protocol::token::userinfo),
        post(path::USERINFO, protocol::token::userinfo).open_to_all_sites(),
        post(path::INTROSPECT, protocol::token::introspect).open_to_all_sites(),
        post(path::REVOKE, protocol::token::revoke).open_to_all_sites(),
        preflight(path::PUSH),
        preflight(path::TOKEN),
        preflight(path::USERINFO),
        preflight(path::REVOKE),
        get(path::END_SESSION, protocol::logout::asked).leading_on(),
        post(path::END_SESSION, protocol::logout::from_form).open_to_all_sites(),
        // operation
        get("/health/live", operator::health::live),
        get("/health/ready", operator::health::ready),
        get("/assets/{file}", operator::asset::show),
        get("/favicon.ico", operator::asset::icon),
        get("/robots.txt", operator::asset::robots),
    ]
}

/// What the operator's own listener serves besides health.
pub fn operator_table() -> Vec<Route> {
    vec![
        get("/health/live", operator::health::live),
        get("/health/ready", operator::health::ready),
        get("/metrics", operator::health::numbers),
    ]
}
