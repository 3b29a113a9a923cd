//! `/logout`: sign out here, and at the hub whoever came through it.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;

use crate::routes::{logout as at_provider, redirect};
use crate::unified::UnifiedLogin;

#[derive(Template)]
#[template(path = "sign_out.html")]
struct SignOut<'p> {
    name: &'p str,
    through_hub: bool,
    hub_name: &'p str,
    module: &'p str,
    home: &'p str,
}

/// `GET /logout` changes nothing, so that a picture on another site cannot sign anybody out.
pub(crate) async fn ask(State(login): State<UnifiedLogin>, headers: HeaderMap) -> Response {
    let signed_in = match login.signed_in(&headers).await {
        Ok(signed_in) => signed_in,
        Err(fault) => return login.refused(&fault.into(), None),
    };
    let Some(signed_in) = signed_in else {
        return redirect("/local-login", []).unwrap_or_default();
    };
    let page = SignOut {
        name: &signed_in.account.display_name,
        through_hub: signed_in.through_hub(),
        hub_name: login.hub_name(),
        module: &login.inner.manifest.name,
        home: login.home(),
    };
    match login.narrow("Sign out", &page, Some(&signed_in)) {
        Ok(page) => page,
        Err(refusal) => login.refused(&refusal, None),
    }
}

/// `POST /logout`
pub(crate) async fn sign_out(State(login): State<UnifiedLogin>, request: Request) -> Response {
    let headers = request.headers().clone();
    if let Err(refusal) = login.form(request).await {
        return login.refused(&refusal, None);
    }
    at_provider::sign_out(State(login.inner.party.clone()), headers).await
}
