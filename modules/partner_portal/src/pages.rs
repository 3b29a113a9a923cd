//! The portal's own pages.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use module_kit::{Account, Accounts, SignedIn, Through, UnifiedLogin};
use unified_login::exemption_of;

use crate::Portal;

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'p> {
    me: &'p SignedIn,
    roles: String,
    hub_name: &'p str,
    came: &'static str,
}

pub(crate) async fn home(State(login): State<UnifiedLogin>, me: SignedIn) -> Response {
    let body = Home {
        me: &me,
        roles: me.account.role_titles(login.manifest()).join(", "),
        hub_name: login.hub_name(),
        came: match me.through {
            Through::Hub(_) => "hub",
            Through::Local(_) => "password",
        },
    };
    login.page("Welcome", &body.render().unwrap_or_default(), Some(&me))
}

struct PersonRow {
    account: Account,
    roles: String,
    standing: &'static str,
    ways: &'static str,
}

#[derive(Template)]
#[template(path = "people.html")]
struct People<'p> {
    rows: Vec<PersonRow>,
    tenant: &'p str,
}

/// Everybody of the tenant, and by which doors each can come in.
pub(crate) async fn people(State(portal): State<Portal>, me: SignedIn) -> Response {
    let all = portal.accounts.page(&me.tenant.id, None, 500).await;
    let rows = all.unwrap_or_default();
    let rows = rows.into_iter().map(|a| portal.row(a)).collect();
    let body = People {
        rows,
        tenant: &me.tenant.name,
    };
    let html = body.render().unwrap_or_default();
    portal.login.page("People", &html, Some(&me))
}

impl Portal {
    fn row(&self, account: Account) -> PersonRow {
        let manifest = self.login.manifest();
        let local = self.login.decide_local_login(&account).is_ok();
        let exempt = exemption_of(&account.facts(manifest), None).is_some();
        PersonRow {
            roles: account.role_titles(manifest).join(", "),
            standing: match (account.active, account.hub_deactivated) {
                (true, _) => "Active",
                (false, true) => "Deactivated by the hub",
                (false, false) => "Deactivated",
            },
            ways: match (local, account.hub_subject.is_some()) {
                (true, true) if exempt => "Both, always exempt",
                (true, false) if exempt => "Password, always exempt",
                (true, true) => "Both",
                (true, false) => "Password",
                (false, _) if account.active => "Hub only",
                (false, _) => "None",
            },
            account,
        }
    }
}

/// The colours of the portal, after the kit's style sheet.
pub(crate) async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=300"),
    ];
    (headers, include_str!("portal.css"))
}
