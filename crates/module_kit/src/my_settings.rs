//! My Settings: where a person sees how she logs in and, in modules where each links for herself,
//! enables or disables it.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use unified_login::Linking;

use crate::accounts::AccountChange;
use crate::hub::HubFault;
use crate::local::login::to_login;
use crate::routes::redirect;
use crate::settings_page::{Confirm, ask};
use crate::unified::{Form, Refusal, SignedIn, UnifiedLogin};

const HERE: &str = "/my-settings";

#[derive(Template)]
#[template(path = "my_settings.html")]
struct MySettings<'p> {
    me: &'p SignedIn,
    roles: String,
    module: &'p str,
    hub_name: &'p str,
    hub: String,
    explicit: bool,
    /// The tenant may use the hub.
    open: bool,
    /// This account is bound to a person of the hub.
    bound: bool,
    required: bool,
    note: Option<String>,
    refusal: Option<&'p Refusal>,
}

/// `GET /my-settings`
pub(crate) async fn show(
    State(login): State<UnifiedLogin>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let me = match login.me(&headers).await {
        Ok(me) => me,
        Err(response) => return *response,
    };
    let query = uri.query().unwrap_or_default();
    let form = Form::parse(query.as_bytes()).unwrap_or_default();
    let hub = login.hub_name();
    let note = match form.text("done") {
        "enabled" => Some(format!("You can log in with {hub} from now on.")),
        "disabled" => Some(format!(
            "You log in with your password from now on, not with {hub}."
        )),
        _ => None,
    };
    page(&login, &me, note, None)
}

/// The page with why something could not be done.
pub(crate) fn refused(login: &UnifiedLogin, me: &SignedIn, refusal: &Refusal) -> Response {
    let mut response = page(login, me, None, Some(refusal));
    *response.status_mut() = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::CONFLICT);
    response
}

fn page(
    login: &UnifiedLogin,
    me: &SignedIn,
    note: Option<String>,
    refusal: Option<&Refusal>,
) -> Response {
    let known = login.inner.policies.of(&me.tenant.id);
    let page = MySettings {
        me,
        roles: me.account.role_titles(&login.inner.manifest).join(", "),
        module: &login.inner.manifest.name,
        hub_name: login.hub_name(),
        hub: login.hub_home(),
        explicit: login.inner.manifest.linking == Linking::Explicit,
        open: known.opens(),
        bound: me.account.hub_subject.is_some(),
        required: known.document.as_ref().is_some_and(|d| d.requires()),
        note,
        refusal,
    };
    match login.wide("My Settings", &page, Some(me)) {
        Ok(response) => response,
        Err(refusal) => login.refused(&refusal, Some(me)),
    }
}

/// `POST /my-settings/link`: on to the hub.
pub(crate) async fn link(State(login): State<UnifiedLogin>, request: Request) -> Response {
    let headers = request.headers().clone();
    let me = match login.me(&headers).await {
        Ok(me) => me,
        Err(response) => return *response,
    };
    if let Err(refusal) = login.form(request).await {
        return login.refused(&refusal, Some(&me));
    }
    let known = login.inner.policies.of(&me.tenant.id);
    let explicit = login.inner.manifest.linking == Linking::Explicit;
    let no = match (explicit, known.opens(), &me.account.hub_subject) {
        (true, true, None) => None,
        (_, false, _) => Some("tenant_not_linked"),
        (_, _, Some(_)) => Some("module_account_already_linked"),
        (false, ..) => Some("not_linked_account"),
    };
    let begun = match no.and_then(crate::words::of_hub) {
        Some(refusal) => Err(refusal),
        None => login.begin_account_link(&headers, &me).await,
    };
    match begun {
        Ok(response) => response,
        Err(refusal) => refused(&login, &me, &refusal),
    }
}

/// `POST /my-settings/unlink`: asks first.
pub(crate) async fn unlink(State(login): State<UnifiedLogin>, request: Request) -> Response {
    let headers = request.headers().clone();
    let me = match login.me(&headers).await {
        Ok(me) => me,
        Err(response) => return *response,
    };
    let form = match login.form(request).await {
        Ok(form) => form,
        Err(refusal) => return login.refused(&refusal, Some(&me)),
    };
    if !form.on("sure") {
        return sure(&login, &me);
    }
    match login.unlink_me(&me).await {
        Ok(()) => redirect(&format!("{HERE}?done=disabled"), []).unwrap_or_default(),
        Err(refusal) => refused(&login, &me, &refusal),
    }
}

fn sure(login: &UnifiedLogin, me: &SignedIn) -> Response {
    let hub = login.hub_name();
    let sentences = [
        format!(
            "You log in to {} with your password afterwards.",
            login.inner.manifest.name
        ),
        format!("Your account at {hub} stays as it is, and you can enable this again at any time."),
    ];
    let page = Confirm {
        title: &format!("Disable login with {hub}?"),
        sentences: &sentences,
        list: &[],
        action: "/my-settings/unlink",
        fields: &[("sure".into(), "yes".into())],
        button: "Disable",
        danger: true,
        cancel: HERE,
    };
    ask(login, me, &page)
}

impl UnifiedLogin {
    async fn me(&self, headers: &HeaderMap) -> Result<SignedIn, Box<Response>> {
        match self.signed_in(headers).await {
            Ok(Some(me)) => Ok(me),
            Ok(None) => Err(Box::new(to_login(HERE))),
            Err(fault) => Err(Box::new(self.refused(&fault.into(), None))),
        }
    }

    /// The hub first: it is the authority of account links.
    async fn unlink_me(&self, me: &SignedIn) -> Result<(), Refusal> {
        let known = self.inner.policies.of(&me.tenant.id);
        if let Some(link) = known.active() {
            match self.hub_unlink_account(&link.id, &me.account.id).await {
                Ok(()) | Err(HubFault::NoLink) => {}
                Err(fault) => return Err(fault.refusal()),
            }
        }
        let nobody = AccountChange::SetHubSubject(None);
        self.change_account(&me.tenant.id, &me.account.id, None, nobody)
            .await?;
        Ok(())
    }
}
