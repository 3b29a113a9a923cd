//! The desk's own pages.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use module_kit::{SignedIn, UnifiedLogin};

#[derive(Template)]
#[template(path = "tickets.html")]
struct Tickets<'p> {
    me: &'p SignedIn,
}

#[derive(Template)]
#[template(path = "my_company.html")]
struct MyCompany<'p> {
    me: &'p SignedIn,
    hub_name: &'p str,
    region: &'p str,
}

#[derive(Template)]
#[template(path = "client_portal.html")]
struct ClientPortal<'p> {
    hub_name: &'p str,
}

pub(crate) async fn tickets(State(login): State<UnifiedLogin>, me: SignedIn) -> Response {
    let body = Tickets { me: &me }.render().unwrap_or_default();
    login.page("Tickets", &body, Some(&me))
}

/// `Admin > My Company`: the way to the company's settings.
pub(crate) async fn my_company(State(login): State<UnifiedLogin>, me: SignedIn) -> Response {
    if !me.security_admin {
        return Redirect::to("/").into_response();
    }
    let regions = &login.manifest().regions;
    let key = me.tenant.region.as_deref().unwrap_or_default();
    let region = regions.iter().find(|r| r.key == key);
    let body = MyCompany {
        me: &me,
        hub_name: login.hub_name(),
        region: region.map_or("", |r| r.title.as_str()),
    };
    login.page("My Company", &body.render().unwrap_or_default(), Some(&me))
}

/// Clients of the company have passwords of the desk only.
pub(crate) async fn client_portal(State(login): State<UnifiedLogin>) -> Response {
    let body = ClientPortal {
        hub_name: login.hub_name(),
    };
    login.page("Client Portal", &body.render().unwrap_or_default(), None)
}

pub(crate) async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=300"),
    ];
    (headers, include_str!("desk.css"))
}
