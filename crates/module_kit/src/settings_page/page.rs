//! The page itself.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use std::sync::Arc;
use unified_login::{Capabilities, Linking, PolicyDocument};

use super::view::Listing;
use crate::policy::Known;
use crate::unified::{Form, Refusal, SignedIn, UnifiedLogin};

/// What a change of the page came to, for the note at its head.
fn note(done: &str, module: &str, hub: &str) -> Option<String> {
    Some(match done {
        "enabled" => format!("Unified Login for {module} is now enabled."),
        "disabled" => format!(
            "Unified Login for {module} is now disabled. Everybody logs in with a password."
        ),
        "require-on" => format!("Logging in with {hub} is now required."),
        "require-off" => format!("Both ways to log in are open again: {hub} and passwords."),
        "creation" => "Automatic User Creation was saved.".into(),
        "deactivation" => "Automatic User Deactivation was saved.".into(),
        "added" => "The exception was added.".into(),
        "removed" => "The exception was removed.".into(),
        _ => return None,
    })
}

/// A choice of a drop-down.
pub(super) struct Choice {
    pub key: String,
    pub title: String,
    pub chosen: bool,
}

/// A field for new accounts.
pub(super) struct Field {
    pub key: String,
    pub title: String,
    pub required: bool,
    pub value: String,
    pub choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "security_settings.html")]
struct SecuritySettings<'p> {
    place: Vec<String>,
    module: &'p str,
    hub_name: &'p str,
    hub: String,
    tenant: &'p str,
    explicit: bool,
    can: Capabilities,
    linked: bool,
    /// The policy is there.
    known: bool,
    partner: &'p str,
    log_in: bool,
    require: bool,
    creation: bool,
    deactivation: bool,
    roles: Vec<Choice>,
    fields: Vec<Field>,
    listing: Listing,
    search: &'p str,
    note: Option<String>,
    refusal: Option<&'p Refusal>,
    away: bool,
}

/// `GET /admin/security-settings`
pub(crate) async fn show(
    State(login): State<UnifiedLogin>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let me = match login.security_admin(&headers).await {
        Ok(me) => me,
        Err(response) => return *response,
    };
    let query = uri.query().unwrap_or_default();
    let form = Form::parse(query.as_bytes()).unwrap_or_default();
    render(&login, &me, &form, None).await
}

/// The page with why something could not be done.
pub(crate) async fn refused(login: &UnifiedLogin, me: &SignedIn, refusal: &Refusal) -> Response {
    tracing::info!(
        code = refusal.code,
        "a change of login settings was refused"
    );
    let mut response = render(login, me, &Form::default(), Some(refusal)).await;
    *response.status_mut() = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::CONFLICT);
    response
}

async fn render(
    login: &UnifiedLogin,
    me: &SignedIn,
    form: &Form,
    refusal: Option<&Refusal>,
) -> Response {
    match page(login, me, form, refusal).await {
        Ok(response) => response,
        Err(refusal) => login.refused(&refusal, Some(me)),
    }
}

async fn page(
    login: &UnifiedLogin,
    me: &SignedIn,
    form: &Form,
    refusal: Option<&Refusal>,
) -> Result<Response, Refusal> {
    let known = login.inner.policies.of(&me.tenant.id);
    let document = known
        .document
        .clone()
        .filter(|d| known.linked() && d.opens());
    let search: String = form.text("q").chars().take(100).collect();
    let listing = match &document {
        Some(document) if document.requires() => {
            let number = form.text("page").parse().unwrap_or(1);
            login.listing(me, document, &search, number).await?
        }
        _ => Listing::default(),
    };
    let manifest = &login.inner.manifest;
    let policy = document.as_ref().map(|d| &d.policy);
    let page = SecuritySettings {
        place: login.inner.look.settings_place(login.hub_name()),
        module: &manifest.name,
        hub_name: login.hub_name(),
        hub: login.hub_home(),
        tenant: &me.tenant.name,
        explicit: manifest.linking == Linking::Explicit,
        can: manifest.capabilities,
        linked: known.linked(),
        known: known.document.is_some(),
        partner: partner_of(&known),
        log_in: policy.is_some_and(|p| p.unified_login),
        require: policy.is_some_and(|p| p.require_unified_login),
        creation: policy.is_some_and(|p| p.jit_provisioning),
        deactivation: policy.is_some_and(|p| p.deprovisioning),
        roles: roles(login, document.as_ref()),
        fields: fields(login, document.as_ref()),
        listing,
        search: &search,
        note: note(form.text("done"), &manifest.name, login.hub_name()),
        refusal,
        away: login.inner.policies.hub_is_away(),
    };
    let place = login.inner.look.settings_place(login.hub_name());
    let title = place.last().map_or("Security Settings", String::as_str);
    login.wide(title, &page, Some(me))
}

fn partner_of(known: &Known) -> &str {
    known.link.as_ref().map_or("", |link| link.partner.as_str())
}

/// The roles that may be a default: never one that may change login settings.
fn roles(login: &UnifiedLogin, document: Option<&Arc<PolicyDocument>>) -> Vec<Choice> {
    let chosen = document.and_then(|d| d.policy.default_role.as_deref());
    let roles = login
        .inner
        .manifest
        .roles
        .iter()
        .filter(|r| !r.security_admin);
    let choice = |role: &unified_login::RoleEntry| Choice {
        key: role.key.clone(),
        title: match role.high {
            true => format!("{} (high level of access)", role.title),
            false => role.title.clone(),
        },
        chosen: chosen == Some(role.key.as_str()),
    };
    roles.map(choice).collect()
}

fn fields(login: &UnifiedLogin, document: Option<&Arc<PolicyDocument>>) -> Vec<Field> {
    let value = |key: &str| {
        let value = document.and_then(|d| d.policy.defaults.get(key));
        value.cloned().unwrap_or_default()
    };
    let fields = login.inner.manifest.defaults.iter();
    fields
        .map(|field| {
            let own = value(&field.key);
            let choice = |text: &String| Choice {
                key: text.clone(),
                title: text.clone(),
                chosen: *text == own,
            };
            Field {
                key: field.key.clone(),
                title: field.title.clone(),
                required: field.required,
                choices: field.choices.iter().map(choice).collect(),
                value: own,
            }
        })
        .collect()
}
