//! The one table of routes.

use crate::answer::{Answer, Forms};
use crate::context::{Ctx, Raw};
use crate::cookies;
use crate::failure::Failed;
use crate::guard::Guard;
use crate::words::Words;
use crate::{console, hub, operator, protocol, signin};
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
        get("/console/settings", console::settings::show),
        post("/console/settings", console::settings::save),
        post("/console/settings/passkeys", console::settings::save_models),
        get("/console/settings/mail", console::mail_server::show),
        post("/console/settings/mail", console::mail_server::change),
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
