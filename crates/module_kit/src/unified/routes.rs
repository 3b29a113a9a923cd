//! All addresses that the kit answers.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum::routing::{get, post};

use super::{UnifiedLogin, builder, manifest_route};
use crate::local::{login, logout};
use crate::routes::{backchannel, login as begin};
use crate::{arrive, events, link, look, my_settings, scim, settings_page as page};

impl UnifiedLogin {
    /// The routes of the kit, ready to be merged into the module's own: logging in and out, linking,
    /// the ready pages, events, and what the module says of itself.
    pub fn routes(&self) -> Router {
        let party = self.inner.party.clone();
        Router::new()
            .route("/local-login", get(login::show).post(login::log_in))
            .route("/local-login/choose", post(login::chosen))
            .route("/login", get(log_in))
            .route("/login/callback", get(arrive::callback))
            .route("/logout", get(logout::ask).post(logout::sign_out))
            .route("/unified-login/linked", get(link::linked))
            .route(builder::EVENTS, post(events::receive))
            .route("/unified-login/style.css", get(look::style))
            .route("/.well-known/unified-login", get(manifest_route::show))
            .route("/admin/security-settings", get(page::show))
            .route("/admin/security-settings/link", post(page::link))
            .route("/admin/security-settings/unlink", post(page::unlink))
            .route("/admin/security-settings/require", post(page::require))
            .route(
                "/admin/security-settings/exceptions",
                post(page::exceptions),
            )
            .route("/admin/security-settings/creation", post(page::creation))
            .route(
                "/admin/security-settings/deactivation",
                post(page::deactivation),
            )
            .route("/my-settings", get(my_settings::show))
            .route("/my-settings/link", post(my_settings::link))
            .route("/my-settings/unlink", post(my_settings::unlink))
            .merge(scim::routes())
            .with_state(self.clone())
            .merge(
                Router::new()
                    .route("/backchannel-logout", post(backchannel::logout))
                    .with_state(party),
            )
    }
}

/// `GET /login`: on to the hub.
async fn log_in(State(login): State<UnifiedLogin>, uri: Uri, headers: HeaderMap) -> Response {
    match begin::begin(
        &login.inner.party,
        uri.query().unwrap_or_default(),
        &headers,
    )
    .await
    {
        Ok(response) => response,
        Err(refused) => login.login_page("", login.home(), Some(&refused.into()), None),
    }
}
