//! From the socket to the handler and back: limits, headers, log, numbers.

use crate::answer::{Forms, bytes, harden};
use crate::api;
use crate::app::App;
use crate::context::{Raw, foreign_form};
use crate::cookies;
use crate::failure::Failed;
use crate::routes::{Origin, Route, Takes};
use crate::scim;
use crate::tongue;
use crate::words::Words;
use axum::Router;
use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::http::{Method, header};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use engine::Visitor;
use futures_util::FutureExt as _;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;
use tower_http::csrf::CsrfLayer;

/// Longest body that is read.
pub const MAX_BODY: usize = 64 * 1024;
/// Longest message of a protocol that may list thousands.
pub const MAX_MESSAGE: usize = ::scim::limits::MAX_BODY;
/// Longest body with a file: the largest file, and room for the form around it.
pub const MAX_FILE_BODY: usize = model::identity::MOST_BYTES + MAX_BODY;
/// How long a client may take for its head, and for its body.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a file may take.
const PATIENCE_FOR_FILES: Duration = Duration::from_secs(120);
/// Connections at once; more wait in the kernel's queue.
const MAX_CONNECTIONS: usize = 4_096;
/// How long requests under way may take after the signal to stop.
const FAREWELL: Duration = Duration::from_secs(10);

#[derive(Clone, Copy)]
struct Peer(IpAddr);

/// The router of a table of routes.
pub fn router(app: &App, table: Vec<Route>) -> Router {
    let mut by_path: BTreeMap<&'static str, MethodRouter> = BTreeMap::new();
    for route in table {
        let path = route.path;
        let methods = method_router(app, route);
        let known = by_path.remove(path).unwrap_or_default();
        by_path.insert(path, known.merge(methods));
    }
    let mut router = Router::new();
    for (path, methods) in by_path {
        let refusing = app.clone();
        let methods =
            methods.fallback(move |request: Request| wrong_method(refusing.clone(), request));
        router = router.route(path, methods);
    }
    let nowhere = app.clone();
    router.fallback(move |request: Request| not_found(nowhere.clone(), request))
}

fn method_router(app: &App, route: Route) -> MethodRouter {
    let filter = match route.method {
        Method::POST => MethodFilter::POST,
        Method::OPTIONS => MethodFilter::OPTIONS,
        Method::PUT => MethodFilter::PUT,
        Method::PATCH => MethodFilter::PATCH,
        Method::DELETE => MethodFilter::DELETE,
        _ => MethodFilter::GET,
    };
    let (app_here, guarded) = (
        app.clone(),
        route.method == Method::POST && route.origin == Origin::Own,
    );
    let route = Arc::new(route);
    let methods = on(
        filter,
        move |params: Result<RawPathParams, RawPathParamsRejection>, request: Request| {
            let (app, route) = (app_here.clone(), route.clone());
            async move {
                let Ok(params) = params else {
                    return unreadable_path(&app, &route, &request);
                };
                let placeholders = params
                    .iter()
                    .map(|(n, v)| (n.to_owned(), v.to_owned()))
                    .collect();
                dispatch(app, route, placeholders, request).await
            }
        },
    );
    if !guarded {
        return methods;
    }
    // Sec-Fetch-Site, else Origin against Host: a form of another site does not reach the handler
    // (attack: cross-site request forgery, also of the sign-in itself).
    let (secure, default) = (app.secure, app.engine.settings().default_language);
    methods.layer(CsrfLayer::new().with_rejection_response(move |_| {
        let mut response = foreign_form().respond("-", &Words::of(default));
        harden(response.headers_mut(), secure, Forms::Own);
        response
    }))
}

async fn not_found(app: App, request: Request) -> Response {
    let place = Place::of("nowhere", &request);
    let failed = match place.speaks {
        Speaks::Api => api::problem::not_found(),
        Speaks::Pages | Speaks::Scim => Failed::not_found(),
    };
    finish(
        &app,
        place,
        request.method(),
        (Err(failed), words_of(&app, &request)),
        Forms::Own,
        &app.engine.reference(),
    )
}

/// In which form a refusal is read.
#[derive(Clone, Copy)]
enum Speaks {
    Pages,
    Api,
    Scim,
}

/// Which row of the table was asked for, and who reads what comes.
#[derive(Clone, Copy)]
struct Place {
    route: &'static str,
    speaks: Speaks,
}

impl Place {
    fn of(route: &'static str, request: &Request) -> Self {
        let speaks = match request.uri().path() {
            path if api::is_api(path) => Speaks::Api,
            path if scim::is_scim(path) => Speaks::Scim,
            _ => Speaks::Pages,
        };
        Self { route, speaks }
    }
}

/// A path whose placeholders are no text, such as `/sign-in/%ff`.
fn unreadable_path(app: &App, route: &Route, request: &Request) -> Response {
    let failed = Failed::refuse(
        400,
        "address_unreadable",
        "This address cannot be read",
        "The address holds something that is no text.",
        "Open it from the mail or the page once more, whole.",
    );
    let reference = app.engine.reference();
    finish(
        app,
        Place::of(route.path, request),
        request.method(),
        (Err(failed), words_of(app, request)),
        route.forms,
        &reference,
    )
}

fn words_of(app: &App, request: &Request) -> Words {
    let (uri, asked) = (request.uri(), tongue::asked(request.headers()));
    let query = uri.query().unwrap_or_default();
    tongue::of_request(app, request.method(), uri.path(), query, asked)
}

async fn wrong_method(app: App, request: Request) -> Response {
    let place = Place::of("wrong method", &request);
    let failed = match place.speaks {
        Speaks::Api => api::problem::method_not_allowed(),
        Speaks::Pages | Speaks::Scim => method_not_allowed(),
    };
    finish(
        &app,
        place,
        request.method(),
        (Err(failed), words_of(&app, &request)),
        Forms::Own,
        &app.engine.reference(),
    )
}

/// The refusal of a method that an address does not take.
pub(crate) fn method_not_allowed() -> Failed {
    Failed::refuse(
        405,
        "method_not_allowed",
        "This does not work that way",
        "This address does not take this kind of request.",
        "Open it from a page here.",
    )
}

/// The refusal of a body that is longer than is read.
pub(crate) fn too_large(most: &str) -> Failed {
    Failed::refuse(
        413,
        "too_large",
        "This is too much",
        &format!("What was sent is longer than {most}."),
        "Send less. Nothing was changed.",
    )
    .with_values(vec![("most", most.into())])
}

fn visitor(app: &App, request: &Request) -> Visitor {
    let peer = request.extensions().get::<Peer>().map(|p| p.0);
    let headers = request.headers();
    let text = |name| {
        headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    };
    let forwarded: Vec<String> = headers
        .get_all(header::HeaderName::from_static("x-forwarded-for"))
        .iter()
        .map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned())
        .collect();
    let seen = peer.map(|p| crate::forwarded::client(p, &forwarded, &app.trusted_proxies));
    Visitor {
        address: seen.map(|a| a.to_string()).unwrap_or_default(),
        device: crate::browser::in_words(text(header::USER_AGENT)),
        device_token: cookies::read(headers, cookies::device_name(app.secure)),
        session_token: cookies::read(headers, cookies::session_name(app.secure)),
        language: tongue::asked(headers),
    }
}

async fn dispatch(
    app: App,
    route: Arc<Route>,
    placeholders: BTreeMap<String, String>,
    request: Request,
) -> Response {
    let (reference, began) = (app.engine.reference(), app.engine.now());
    let visitor = visitor(&app, &request);
    let words = words_of(&app, &request);
    let place = Place::of(route.path, &request);
    let (parts, body) = request.into_parts();
    let mut raw = Raw {
        app: app.clone(),
        method: parts.method.clone(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body: axum::body::Bytes::new(),
        placeholders,
        visitor,
        reference: reference.clone(),
        words: words.clone(),
    };
    match read_body(&route, &raw, body).await {
        Ok(body) => raw.body = body,
        Err(failed) => {
            return finish(
                &app,
                place,
                &parts.method,
                (Err(failed), words),
                route.forms,
                &reference,
            );
        }
    }
    let work = AssertUnwindSafe((route.handler)(raw)).catch_unwind();
    let answer = work
        .await
        .unwrap_or_else(|_| (Err(Failed::broken("a handler panicked")), words));
    let response = finish(&app, place, &parts.method, answer, route.forms, &reference);
    let took = (app.engine.now() - began).0 as f64 / 1_000_000.0;
    metrics::histogram!("vestibule_http_seconds", "route" => route.path).record(took);
    response
}

async fn read_body(route: &Route, raw: &Raw, body: Body) -> Result<axum::body::Bytes, Failed> {
    let method = &raw.method;
    if method == Method::GET || method == Method::HEAD {
        return Ok(axum::body::Bytes::new());
    }
    let (most, in_words, patience) = match route.takes {
        Takes::Form => (MAX_BODY, "64 KiB", PATIENCE),
        Takes::Message => (MAX_MESSAGE, "1 MiB", PATIENCE),
        Takes::File => (MAX_FILE_BODY, "16 MiB", PATIENCE_FOR_FILES),
    };
    let too_large = || too_large(in_words);
    let announced = raw
        .header(header::CONTENT_LENGTH)
        .and_then(|v| v.parse::<usize>().ok());
    // A message as short as a form is admitted once, after it was read.
    let short = route.takes != Takes::File && announced.is_some_and(|n| n <= MAX_BODY);
    if route.takes != Takes::Form && !short {
        (route.admit)(raw.clone()).await?;
    }
    if announced.is_some_and(|n| n > most) {
        return Err(too_large());
    }
    let _place = if route.takes == Takes::File {
        Some(raw.app.files.acquire().await)
    } else {
        None
    };
    match tokio::time::timeout(patience, axum::body::to_bytes(body, most)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(too_large()),
        Err(_) => Err(Failed::refuse(
            408,
            "too_slow",
            "This took too long",
            "The request did not arrive in time.",
            "Try again.",
        )),
    }
}

/// Turns an answer into the response that leaves: headers, log line, number.
fn finish(
    app: &App,
    Place { route, speaks }: Place,
    method: &Method,
    (answer, words): (crate::answer::Answer, Words),
    forms: Forms,
    reference: &str,
) -> Response {
    let mut response = answer.unwrap_or_else(|failed| match speaks {
        Speaks::Api => api::problem::respond(failed, reference),
        Speaks::Scim => scim::answer::refused(failed, reference),
        Speaks::Pages => failed.respond(reference, &words),
    });
    harden(response.headers_mut(), app.secure, forms);
    if let Ok(value) = header::HeaderValue::from_str(reference) {
        response
            .headers_mut()
            .insert(header::HeaderName::from_static("x-request-id"), value);
    }
    let status = response.status().as_u16();
    // The route, never the path: paths hold tokens of mailed links.
    tracing::info!(request.id = reference, http.method = %method, http.route = route, http.status = status, "answered");
    metrics::counter!("vestibule_http_total", "route" => route, "status" => status.to_string())
        .increment(1);
    response
}

/// Serves until the signal, then lets requests under way end.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()>,
) -> std::io::Result<()> {
    serve_within(listener, router, MAX_CONNECTIONS, shutdown).await
}

async fn serve_within(
    listener: TcpListener,
    router: Router,
    connections: usize,
    shutdown: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(connections));
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        // The stop counts also while every place is taken.
        let accepting = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            both = accepting => both,
            () = &mut shutdown => break,
        };
        let Ok(place) = place else { break };
        // A connection that was gone before it was taken, or no file descriptors left for a moment.
        let Ok((stream, peer)) = accepted else {
            tokio::task::yield_now().await;
            continue;
        };
        // Without this an answer waits 40 ms for the client's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service =
            hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
                let (router, peer) = (router.clone(), canonical(peer));
                async move {
                    let mut request = request.map(Body::new);
                    request.extensions_mut().insert(Peer(peer));
                    Ok::<_, Infallible>(
                        router
                            .oneshot(request)
                            .await
                            .unwrap_or_else(|never| match never {}),
                    )
                }
            });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .max_buf_size(64 * 1024)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _ = connection.await;
            drop(place);
        });
    }
    let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
    Ok(())
}

fn canonical(peer: SocketAddr) -> IpAddr {
    peer.ip().to_canonical()
}

/// A response of fixed bytes that may be kept for ever; used by assets.
pub(crate) fn kept(content_type: &'static str, body: impl Into<Body>, etag: &str) -> Response {
    let response = crate::answer::header(bytes(content_type, body), header::ETAG, etag);
    crate::answer::header(
        response,
        header::CACHE_CONTROL,
        crate::assets::Asset::CACHE_CONTROL,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stop_counts_while_every_place_is_taken() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let serving = tokio::spawn(serve_within(listener, Router::new(), 1, async {
            let _ = stopped.await;
        }));
        // One connection that says nothing takes the only place; a second waits behind it.
        let held = tokio::net::TcpStream::connect(address).await.unwrap();
        let waits = tokio::net::TcpStream::connect(address).await.unwrap();
        tokio::time::timeout(Duration::from_millis(300), std::future::pending::<()>())
            .await
            .unwrap_err();
        stop.send(()).unwrap();
        // The wait for the head of a request is longer than the farewell.
        tokio::time::timeout(FAREWELL + Duration::from_secs(3), serving)
            .await
            .expect("it stops")
            .unwrap()
            .unwrap();
        drop((held, waits));
    }
}
