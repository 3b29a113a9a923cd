//! The one table of routes; its rows stand by surface in the files below.

mod api;
mod console;
mod gate;
mod hub;
mod protocol;
mod scim;

use crate::answer::{Answer, Forms};
use crate::api::key::{Key, Needs};
use crate::context::{Ctx, Raw};
use crate::cookies;
use crate::failure::Failed;
use crate::guard::Guard;
use crate::operator;
use crate::words::Words;
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

/// How long a body a route takes. What is longer than a form is read only after the guard has looked, so
/// that nobody fills the memory who may not send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// As much as a form, or a request of the JSON API.
    Form,
    /// A message of a protocol that may list thousands.
    Message,
    /// A file.
    File,
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
    /// How long a body it takes.
    pub takes: Takes,
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
        takes: Takes::Form,
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

/// A row of the API: called by programs from anywhere, which prove themselves by a key. A POST counts
/// once for each `Idempotency-Key`.
fn by_key<S: Needs, F, Fut>(method: Method, path: &'static str, handler: F) -> Route
where
    F: Fn(Ctx<Key<S>>) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Answer> + Send + 'static,
{
    let once = method == Method::POST;
    let plain = route(method, path, handler).open_to_all_sites();
    if !once {
        return plain;
    }
    Route {
        handler: Arc::new(move |raw: Raw| {
            Box::pin(async move {
                let words = raw.words.clone();
                (crate::api::once::once(raw, handler).await, words)
            })
        }),
        ..plain
    }
}

/// The question of a browser before a program of another site calls (the CORS protocol).
fn preflight(path: &'static str) -> Route {
    route(Method::OPTIONS, path, crate::protocol::token::preflight)
}

impl Route {
    fn open_to_all_sites(self) -> Self {
        Self {
            origin: Origin::Any,
            ..self
        }
    }
    fn taking_a_file(self) -> Self {
        Self {
            takes: Takes::File,
            ..self
        }
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
    [
        gate::rows(),
        hub::rows(),
        console::rows(),
        api::rows(),
        api::module_rows(),
        protocol::rows(),
        scim::rows(),
        own_rows(),
    ]
    .concat()
}

/// What the program serves of itself.
fn own_rows() -> Vec<Route> {
    vec![
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
