//! The forms of the sections. The hub decides; what it wants confirmed is asked on a page.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use unified_login::{Confirmed, Feature, LoginPolicy, PolicyDocument};

use super::HERE;
use super::page::refused;
use crate::hub::{HubFault, HubRefusal, ShutOut};
use crate::routes::redirect;
use crate::unified::{Form, Refusal, SignedIn, UnifiedLogin};

/// A page that asks before it does something.
#[derive(Template)]
#[template(path = "confirm.html")]
pub(crate) struct Confirm<'p> {
    pub title: &'p str,
    pub sentences: &'p [String],
    pub list: &'p [String],
    pub action: &'p str,
    pub fields: &'p [(String, String)],
    pub button: &'p str,
    pub danger: bool,
    pub cancel: &'p str,
}

#[derive(Template)]
#[template(path = "shut_out.html")]
struct ShutOutPage<'p> {
    hub_name: &'p str,
    hub: String,
    /// The first of them.
    people: &'p [ShutOut],
    count: usize,
    more: usize,
}

/// Rows of the list of people who would be shut out.
const ROWS: usize = 200;

/// A post of a section: who sends it and what is in it.
async fn posted(
    login: &UnifiedLogin,
    request: Request,
) -> Result<(SignedIn, Form, axum::http::HeaderMap), Response> {
    let headers = request.headers().clone();
    let me = match login.security_admin(&headers).await {
        Ok(me) => me,
        Err(response) => return Err(*response),
    };
    match login.form(request).await {
        Ok(form) => Ok((me, form, headers)),
        Err(refusal) => Err(login.refused(&refusal, Some(&me))),
    }
}

/// Asks before it is done. The status says that it was not.
pub(crate) fn ask(login: &UnifiedLogin, me: &SignedIn, page: &Confirm<'_>) -> Response {
    match login.narrow(page.title, page, Some(me)) {
        Ok(response) => response,
        Err(refusal) => login.refused(&refusal, Some(me)),
    }
}

/// `POST …/link`: on to the hub. In the form with the switch, off means unlink.
pub(crate) async fn link(State(login): State<UnifiedLogin>, request: Request) -> Response {
    let (me, form, headers) = match posted(&login, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let linked = login.inner.policies.of(&me.tenant.id).linked();
    match (form.on("log_in"), linked) {
        (true, true) | (false, false) => redirect(HERE, []).unwrap_or_default(),
        (false, true) => end(&login, &me, &form).await,
        (true, false) => match login.begin_tenant_link(&headers, &me).await {
            Ok(response) => response,
            Err(refusal) => refused(&login, &me, &refusal).await,
        },
    }
}

/// `POST …/unlink`
pub(crate) async fn unlink(State(login): State<UnifiedLogin>, request: Request) -> Response {
    match posted(&login, request).await {
        Ok((me, form, _)) => end(&login, &me, &form).await,
        Err(response) => response,
    }
}

/// Turns Log In off, and with it all that hangs on it, once that was said.
async fn end(login: &UnifiedLogin, me: &SignedIn, form: &Form) -> Response {
    let known = login.inner.policies.of(&me.tenant.id);
    let Some(link) = known.active() else {
        return redirect(HERE, []).unwrap_or_default();
    };
    if !form.on("sure") {
        return match ask_end(login, me, known.document.as_deref()).await {
            Ok(response) => response,
            Err(refusal) => login.refused(&refusal, Some(me)),
        };
    }
    match login.hub_unlink(&link.id, &login.by(me)).await {
        // Gone already: what was wished is so.
        Ok(()) | Err(HubFault::NoLink) => {
            login.link_ended(&me.tenant.id).await;
            redirect(&format!("{HERE}?done=disabled"), []).unwrap_or_default()
        }
        Err(fault) => refused(login, me, &fault.refusal()).await,
    }
}

async fn ask_end(
    login: &UnifiedLogin,
    me: &SignedIn,
    document: Option<&PolicyDocument>,
) -> Result<Response, Refusal> {
    let hub = login.hub_name();
    let accounts = login.all_accounts(&me.tenant.id).await?;
    let linked = accounts.iter().filter(|a| a.hub_subject.is_some()).count();
    let touched = match linked {
        0 => "Nobody has logged in this way yet.".to_owned(),
        1 => "One person uses it. She logs in with her password afterwards.".to_owned(),
        n => format!("{n} people use it. They log in with their passwords afterwards."),
    };
    let along: Vec<String> = document.map_or_else(Vec::new, |d| {
        let on = d.policy.on().filter(|f| *f != Feature::UnifiedLogin);
        on.map(|f| f.title().to_owned()).collect()
    });
    let mut sentences = vec![
        format!("Nobody of {} logs in with {hub} any more.", me.tenant.name),
        touched,
    ];
    if !along.is_empty() {
        sentences.push("These are turned off with it:".into());
    }
    let page = Confirm {
        title: &format!("Turn off logging in with {hub}?"),
        sentences: &sentences,
        list: &along,
        action: "/admin/security-settings/unlink",
        fields: &[("sure".into(), "yes".into())],
        button: "Turn off",
        danger: true,
        cancel: HERE,
    };
    Ok(ask(login, me, &page))
}

/// The policy that is shown, for a change of it.
fn shown(login: &UnifiedLogin, me: &SignedIn) -> Result<(String, Arc<PolicyDocument>), Refusal> {
    let known = login.inner.policies.of(&me.tenant.id);
    let link = known.active().map(|link| link.id.clone());
    match (link, known.document) {
        (Some(link), Some(document)) => Ok((link, document)),
        (None, _) => Err(HubFault::NoLink.refusal()),
        (Some(_), None) => Err(HubFault::Away("the policy is not there yet".into()).refusal()),
    }
}

/// What came of a change.
enum Came {
    Done,
    Asked(HubRefusal),
    Refused(Refusal),
}

/// Sends a change to the hub and takes up what came of it.
async fn save(
    login: &UnifiedLogin,
    me: &SignedIn,
    confirmed: Confirmed,
    change: impl FnOnce(&mut LoginPolicy),
) -> Came {
    let (link, document) = match shown(login, me) {
        Ok(shown) => shown,
        Err(refusal) => return Came::Refused(refusal),
    };
    let mut wish = document.policy.clone();
    change(&mut wish);
    if wish == document.policy {
        return Came::Done;
    }
    let mut sent = send(login, me, (&link, document.version), &wish, confirmed).await;
    // Versions also grow with what the hub changes by itself, such as who was deactivated. Only other
    // settings than those that were looked at are a reason to ask again.
    if matches!(sent, Err(HubFault::Changed))
        && let Ok((link, now)) = shown(login, me)
        && now.policy == document.policy
        && now.version > document.version
    {
        sent = send(login, me, (&link, now.version), &wish, confirmed).await;
    }
    match sent {
        Ok(()) => Came::Done,
        Err(HubFault::Refused(refusal)) => Came::Asked(refusal),
        Err(fault) => Came::Refused(fault.refusal()),
    }
}

/// Sends a wish about a version of a link's policy, and takes up what the hub has then.
async fn send(
    login: &UnifiedLogin,
    me: &SignedIn,
    (link, version): (&str, u64),
    wish: &LoginPolicy,
    confirmed: Confirmed,
) -> Result<(), HubFault> {
    let by = login.by(me);
    let sent = login.hub_change(link, version, &by, wish, confirmed).await;
    // Changed or not: the page shows what the hub has.
    if !matches!(sent, Err(HubFault::Away(_)))
        && let Err(fault) = login.refresh_tenant(&me.tenant.id).await
    {
        tracing::warn!(fault = %fault, "the policy could not be fetched after a change");
        login.inner.nudge.policy_changed(&me.tenant.id);
    }
    sent
}

fn back(done: &str) -> Response {
    redirect(&format!("{HERE}?done={done}"), []).unwrap_or_default()
}

/// `POST …/require`
pub(crate) async fn require(State(login): State<UnifiedLogin>, request: Request) -> Response {
    let (me, form, _) = match posted(&login, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let shut_out = form.text("shut_out").parse().ok();
    turn_require(&login, &me, form.on("require"), shut_out).await
}

/// Turns Require on or off; with people who would be shut out, only when just so many were said yes
/// to.
pub(super) async fn turn_require(
    login: &UnifiedLogin,
    me: &SignedIn,
    on: bool,
    shut_out: Option<usize>,
) -> Response {
    let confirmed = Confirmed {
        shut_out,
        ..Confirmed::default()
    };
    match save(login, me, confirmed, |wish| wish.require_unified_login = on).await {
        Came::Done => back(if on { "require-on" } else { "require-off" }),
        Came::Asked(refusal) if refusal.code == "people_shut_out" => {
            let page = ShutOutPage {
                hub_name: login.hub_name(),
                hub: login.hub_home(),
                count: refusal.shut_out.len(),
                more: refusal.shut_out.len().saturating_sub(ROWS),
                people: refusal.shut_out.get(..ROWS).unwrap_or(&refusal.shut_out),
            };
            let title = "People who could not log in any more";
            match login.wide(title, &page, Some(me)) {
                Ok(mut response) => {
                    *response.status_mut() = StatusCode::CONFLICT;
                    response
                }
                Err(refusal) => login.refused(&refusal, Some(me)),
            }
        }
        Came::Asked(refusal) => refused(login, me, &HubFault::Refused(refusal).refusal()).await,
        Came::Refused(refusal) => refused(login, me, &refusal).await,
    }
}

/// `POST …/creation`
pub(crate) async fn creation(State(login): State<UnifiedLogin>, request: Request) -> Response {
    let (me, form, _) = match posted(&login, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let confirmed = Confirmed {
        high_role: form.on("high_role"),
        ..Confirmed::default()
    };
    let role = Some(form.text("default_role").to_owned()).filter(|r| !r.is_empty());
    let fields = form
        .with_prefix("field.")
        .filter(|(_, value)| !value.is_empty());
    let defaults = fields.map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    let came = save(&login, &me, confirmed, |wish| {
        wish.jit_provisioning = form.on("creation");
        wish.default_role = role;
        wish.defaults = defaults;
    })
    .await;
    match came {
        Came::Done => back("creation"),
        Came::Asked(refusal) if refusal.code == "default_role_high" => {
            let sentences = [
                refusal.sentence().to_owned(),
                "For security reasons, select a lower level of access as the default role.".into(),
                "Everybody for whom an account is made gets it.".into(),
            ];
            let mut fields: Vec<(String, String)> = form
                .with_prefix("")
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .collect();
            fields.push(("high_role".into(), "yes".into()));
            let page = Confirm {
                title: "Give a high role to everybody?",
                sentences: &sentences,
                list: &[],
                action: "/admin/security-settings/creation",
                fields: &fields,
                button: "Save all the same",
                danger: true,
                cancel: HERE,
            };
            let mut response = ask(&login, &me, &page);
            *response.status_mut() = StatusCode::CONFLICT;
            response
        }
        Came::Asked(refusal) => refused(&login, &me, &HubFault::Refused(refusal).refusal()).await,
        Came::Refused(refusal) => refused(&login, &me, &refusal).await,
    }
}

/// `POST …/deactivation`
pub(crate) async fn deactivation(State(login): State<UnifiedLogin>, request: Request) -> Response {
    let (me, form, _) = match posted(&login, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let on = form.on("deactivation");
    match save(&login, &me, Confirmed::default(), |wish| {
        wish.deprovisioning = on
    })
    .await
    {
        Came::Done => back("deactivation"),
        Came::Asked(refusal) => refused(&login, &me, &HubFault::Refused(refusal).refusal()).await,
        Came::Refused(refusal) => refused(&login, &me, &refusal).await,
    }
}

/// For the forms of other files of the page.
pub(super) async fn posted_here(
    login: &UnifiedLogin,
    request: Request,
) -> Result<(SignedIn, Form), Response> {
    posted(login, request).await.map(|(me, form, _)| (me, form))
}

pub(super) fn shown_here(
    login: &UnifiedLogin,
    me: &SignedIn,
) -> Result<(String, Arc<PolicyDocument>), Refusal> {
    shown(login, me)
}
