//! `/local-login`: the form for passwords of the module, and the button of the hub beside it.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use unified_login::{Linking, LocalRefusal, Refused};

use super::choices::Choice;
use crate::accounts::Account;
use crate::cookie::Kind;
use crate::routes::redirect;
use crate::unified::{Form, Refusal, UnifiedLogin};
use crate::{Problem, chance, clock};

/// Longest name and password that are looked at, in bytes.
const LONGEST: usize = 1000;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'p> {
    module: &'p str,
    hub_name: &'p str,
    button: String,
    login: &'p str,
    return_to: &'p str,
    refusal: Option<&'p Refusal>,
    /// The hub did not answer of late, and the refusal sends people there.
    hub_away: bool,
    note: Option<&'p str>,
    hub: String,
}

#[derive(Template)]
#[template(path = "choose.html")]
struct ChoosePage<'p> {
    key: &'p str,
    /// (value, tenant, role)
    choices: Vec<(String, String, String)>,
}

impl UnifiedLogin {
    /// The words of the hub's button: the two generations of such pages write them differently.
    pub(crate) fn button(&self) -> String {
        match self.inner.manifest.linking {
            Linking::Matched => format!("Log In with {}", self.hub_name()),
            Linking::Explicit => format!("Log in with {}", self.hub_name()),
        }
    }

    /// The login page, with why the last try was refused.
    pub(crate) fn login_page(
        &self,
        login: &str,
        return_to: &str,
        refusal: Option<&Refusal>,
        note: Option<&str>,
    ) -> Response {
        let sends_to_hub =
            refusal.is_some_and(|r| r.code == LocalRefusal::UnifiedLoginRequired.code());
        let page = LoginPage {
            module: &self.inner.manifest.name,
            hub_name: self.hub_name(),
            button: self.button(),
            login,
            return_to,
            refusal,
            hub_away: sends_to_hub && self.inner.policies.hub_is_away(),
            note,
            hub: self.hub_home(),
        };
        let title = "Log in";
        let mut response = match self.narrow(title, &page, None) {
            Ok(response) => response,
            Err(refusal) => return self.refused(&refusal, None),
        };
        if let Some(refusal) = refusal {
            *response.status_mut() =
                StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::FORBIDDEN);
        }
        response
    }
}

/// `GET /local-login`
pub(crate) async fn show(
    State(login): State<UnifiedLogin>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let query = uri.query().unwrap_or_default();
    let form = Form::parse(query.as_bytes()).unwrap_or_default();
    let return_to = form.return_to(login.home());
    if matches!(login.signed_in(&headers).await, Ok(Some(_))) {
        return Redirect::to(return_to.as_str()).into_response();
    }
    let everywhere = login
        .inner
        .party
        .signed_out_everywhere(&headers, uri.query());
    let out = format!(
        "You are signed out of {} and of {}.",
        login.inner.manifest.name,
        login.hub_name()
    );
    let note = everywhere.then_some(out.as_str());
    login.login_page("", return_to.as_str(), None, note)
}

/// `POST /local-login`
pub(crate) async fn log_in(State(login): State<UnifiedLogin>, request: Request) -> Response {
    let headers = request.headers().clone();
    let form = match login.form(request).await {
        Ok(form) => form,
        Err(refusal) => return login.refused(&refusal, None),
    };
    let return_to = form.return_to(login.home());
    match try_password(&login, &headers, &form, return_to.as_str()).await {
        Ok(response) => response,
        Err(refusal) => {
            tracing::info!(code = refusal.code, "a local login was refused");
            let name: String = form.text("login").chars().take(200).collect();
            login.login_page(&name, return_to.as_str(), Some(&refusal), None)
        }
    }
}

async fn try_password(
    login: &UnifiedLogin,
    headers: &HeaderMap,
    form: &Form,
    return_to: &str,
) -> Result<Response, Refusal> {
    let (name, password) = (form.text("login").trim(), form.text("password"));
    let wrong = || {
        Refusal::new(
            401,
            "wrong_credentials",
            "The name or the password is wrong.",
            "Type both again, or ask an administrator of this module.",
        )
    };
    if name.is_empty() || password.is_empty() || name.len() > LONGEST || password.len() > LONGEST {
        return Err(wrong());
    }
    if let Err(wait) = login.inner.throttle.charge(name, clock::now()) {
        return Err(Refusal {
            status: 429,
            code: "too_many_tries".into(),
            sentence: "There were too many tries with this name.".into(),
            remedy: format!("Wait {wait} seconds, then try again."),
        });
    }
    let proved = login.accounts().check_password(name, password).await?;
    if proved.is_empty() {
        return Err(wrong());
    }
    login.inner.throttle.clear(name);
    // What the policy says is told only to whoever knew the password.
    let mut open: Vec<&Account> = Vec::new();
    let mut refused = None;
    for account in &proved {
        match login.decide_local_login(account) {
            Ok(_) => open.push(account),
            Err(refusal) => refused = refused.or(Some(refusal)),
        }
    }
    match (open.as_slice(), refused) {
        ([], Some(refusal)) => Err(Refusal::of(403, &refusal)),
        ([], None) => Err(wrong()),
        ([one], _) => login.open_local(headers, one, return_to).await,
        (several, _) => choose(login, headers, several, return_to).await,
    }
}

/// The page on which one of several accounts is chosen.
async fn choose(
    login: &UnifiedLogin,
    headers: &HeaderMap,
    accounts: &[&Account],
    return_to: &str,
) -> Result<Response, Refusal> {
    let party = &login.inner.party.inner;
    let random = || chance::token().map_err(|f| Refusal::from((Problem::Internal, f.to_string())));
    let key = random()?;
    let browser = match party.cookies.read(headers, Kind::Login) {
        Some(browser) => browser.to_owned(),
        None => random()?,
    };
    let mut choices = Vec::new();
    for (n, account) in accounts.iter().enumerate() {
        let tenant = login.accounts().tenant(&account.tenant).await?;
        let name = tenant.map_or_else(|| account.tenant.clone(), |tenant| tenant.name);
        let roles = account.role_titles(&login.inner.manifest).join(", ");
        choices.push((n.to_string(), name, roles));
    }
    let page = ChoosePage { key: &key, choices };
    let mut response = login.narrow("Choose an account", &page, None)?;
    let cookie: HeaderValue = party.cookies.set(Kind::Login, &browser);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    let named = |a: &&Account| (a.tenant.clone(), a.id.clone());
    login.inner.choices.begin(
        &key,
        Choice {
            browser,
            accounts: accounts.iter().map(named).collect(),
            return_to: return_to.to_owned(),
            begun: clock::now(),
        },
    );
    Ok(response)
}

/// `POST /local-login/choose`
pub(crate) async fn chosen(State(login): State<UnifiedLogin>, request: Request) -> Response {
    let headers = request.headers().clone();
    let form = match login.form(request).await {
        Ok(form) => form,
        Err(refusal) => return login.refused(&refusal, None),
    };
    match open_chosen(&login, &headers, &form).await {
        Ok(response) => response,
        Err(refusal) => login.login_page("", login.home(), Some(&refusal), None),
    }
}

async fn open_chosen(
    login: &UnifiedLogin,
    headers: &HeaderMap,
    form: &Form,
) -> Result<Response, Refusal> {
    let browser = login.inner.party.inner.cookies.read(headers, Kind::Login);
    let choices = &login.inner.choices;
    let choice = choices
        .finish(form.text("key"), browser, clock::now())
        .ok_or(Problem::LoginExpired)?;
    let at = form.text("account").parse::<usize>().ok();
    let (tenant, id) = at
        .and_then(|at| choice.accounts.get(at))
        .ok_or(Problem::LoginExpired)?;
    let account = login.accounts().find(tenant, id).await?;
    let account = account.ok_or(Problem::LoginExpired)?;
    // Between the two pages the policy may have changed.
    login
        .decide_local_login(&account)
        .map_err(|refusal| Refusal::of(403, &refusal))?;
    login.open_local(headers, &account, &choice.return_to).await
}

/// Back to the login page, for places that need somebody who is signed in.
pub(crate) fn to_login(path: &str) -> Response {
    let address = crate::unified::login_address(Some(path));
    redirect(&address, []).unwrap_or_default()
}
