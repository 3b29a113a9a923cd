//! `/logout`: sign out here, then at the provider (OpenID Connect RP-Initiated Logout 1.0).

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::redirect;
use crate::cookie::Kind;
use crate::session::Session;
use crate::{Problem, RelyingParty, chance, clock};

/// The longest `id_token_hint` that goes into an address: many servers refuse more than 8 KiB.
const LONGEST_HINT: usize = 4096;

/// `GET /logout` changes nothing, so that a picture on another site cannot sign anybody out.
pub(crate) async fn ask(State(party): State<RelyingParty>, headers: HeaderMap) -> Response {
    match party.person(&headers) {
        Some(person) => {
            let mut page = party.inner.pages.sign_out(&person);
            let no_store = header::HeaderValue::from_static("no-store");
            page.headers_mut().insert(header::CACHE_CONTROL, no_store);
            page
        }
        None => local(&party),
    }
}

/// `POST /logout`
pub(crate) async fn sign_out(State(party): State<RelyingParty>, headers: HeaderMap) -> Response {
    let inner = &party.inner;
    if !own_form(&headers, &inner.settings.origin) {
        return party.refuse(Problem::OtherSite, &"sign-out form");
    }
    let key = inner.cookies.read(&headers, Kind::Session);
    match key.and_then(|key| inner.sessions.end(key, clock::now())) {
        // A session that a password of the module opened is nothing to the provider.
        Some(session) if session.person.is_some() => match everywhere(&party, &session).await {
            Some(response) => response,
            None => local(&party),
        },
        _ => local(&party),
    }
}

/// A session of the module is over; the provider's goes on.
fn local(party: &RelyingParty) -> Response {
    let inner = &party.inner;
    redirect(
        &inner.settings.post_logout_path,
        [inner.cookies.clear(Kind::Session)],
    )
    .unwrap_or_else(|problem| party.refuse(problem, &"location"))
}

/// On to the provider; `None` when it has no sign-out or does not answer.
async fn everywhere(party: &RelyingParty, session: &Session) -> Option<Response> {
    let inner = &party.inner;
    let mut address = inner.provider.metadata().await.ok()?.end_session.clone()?;
    let state = chance::token().ok()?;
    let back = format!(
        "{}{}",
        inner.settings.origin, inner.settings.post_logout_path
    );
    {
        let mut query = address.query_pairs_mut();
        let hint = session.id_token.as_ref();
        if let Some(hint) = hint.filter(|hint| hint.len() <= LONGEST_HINT) {
            query.append_pair("id_token_hint", hint);
        }
        query
            .append_pair("client_id", &inner.settings.client_id)
            .append_pair("post_logout_redirect_uri", &back)
            .append_pair("state", &state);
    }
    let cookies = [
        inner.cookies.clear(Kind::Session),
        inner.cookies.set(Kind::SignOut, &state),
    ];
    redirect(address.as_str(), cookies).ok()
}

/// Posts come from this module's own pages. `SameSite` does not tell ports of one host apart, these
/// headers do. A client that sends neither is no browser of today.
pub(crate) fn own_form(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("unreadable"))
    };
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(from)) => from == origin,
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn forms_of_other_sites() {
        let own = "https://portal.example.com";
        for (site, origin, good) in [
            (None, None, true),
            (Some("same-origin"), Some(own), true),
            (Some("same-origin"), Some("null"), true),
            (Some("none"), None, true),
            (Some("same-site"), Some(own), false),
            (Some("cross-site"), None, false),
            (None, Some(own), true),
            (None, Some("https://portal.example.com:8443"), false),
            (None, Some("null"), false),
            (None, Some("https://evil.example"), false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                if let Some(value) = value {
                    headers.insert(name, HeaderValue::from_static(value));
                }
            }
            assert_eq!(own_form(&headers, own), good, "{site:?} {origin:?}");
        }
    }
}
