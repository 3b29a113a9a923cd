//! The demo desk: pages for the people who try the demo, JSON for the programs that do.

mod api;
mod codes;
mod front;
mod guard;
mod mails;
mod page;
mod scenarios;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::http::header;
use axum::middleware::from_fn;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::mail::MailSink;
use crate::totp::Authenticator;

/// A login that the demo shows to everybody who can open its pages.
#[derive(Clone)]
pub struct DemoLogin {
    /// Who this is: "Demo Owner".
    pub label: String,
    /// What to type at the sign-in.
    pub username: String,
    /// The password of the demo; `None` when she has yet to set one.
    pub password: Option<String>,
    /// The TOTP secret in base32 or as `otpauth://` address; `None` when she has yet to enrol.
    pub totp_secret: Option<String>,
}

/// What the demo desk shows.
#[derive(Clone)]
pub struct DemoDesk {
    /// Heading of the front page.
    pub title: String,
    /// Where the hub is: `http://127.0.0.1:8080`.
    pub hub_url: String,
    /// The logins of the demo.
    pub logins: Vec<DemoLogin>,
    /// More links for the front page: text, address.
    pub links: Vec<(String, String)>,
    /// What can be tried, in an order that works.
    pub chapters: Vec<Chapter>,
}

/// Scenarios that belong together.
#[derive(Clone)]
pub struct Chapter {
    /// What they are about.
    pub title: String,
    /// Each of them.
    pub scenarios: Vec<Scenario>,
}

/// Something to try.
#[derive(Clone)]
pub struct Scenario {
    /// What it shows.
    pub title: String,
    /// Who does it, by which login.
    pub who: String,
    /// What is done and what comes of it.
    pub happens: String,
    /// Where it begins: text, address.
    pub begin: (String, String),
}

/// Most secrets that people may add.
const MOST_ADDED: usize = 50;

/// One line of the authenticator.
#[derive(Clone)]
struct Entry {
    label: String,
    username: String,
    authenticator: Authenticator,
}

struct Desk {
    sink: MailSink,
    desk: DemoDesk,
    logins: Vec<Entry>,
    /// Added on the page; gone with the program.
    added: Mutex<Vec<Entry>>,
}

type Shared = Arc<Desk>;

impl Desk {
    fn added(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.added.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn entries(&self) -> Vec<Entry> {
        let mut all = self.logins.clone();
        all.extend(self.added().iter().cloned());
        all
    }
}

/// Serves the demo desk on `listener` until `shutdown` is ready. Fails when the listener is not on
/// loopback, or when a login's TOTP secret is none.
pub async fn serve_desk(
    listener: TcpListener,
    sink: MailSink,
    desk: DemoDesk,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    crate::on_loopback(&listener)?;
    let mut logins = Vec::new();
    for login in &desk.logins {
        let Some(secret) = &login.totp_secret else {
            continue;
        };
        let authenticator = Authenticator::parse(secret).map_err(|why| {
            let text = format!(
                "the TOTP secret of {} cannot be used: {}",
                login.label, why.0
            );
            io::Error::new(io::ErrorKind::InvalidInput, text)
        })?;
        let (label, username) = (login.label.clone(), login.username.clone());
        logins.push(Entry {
            label,
            username,
            authenticator,
        });
    }
    let desk = Arc::new(Desk {
        sink,
        desk,
        logins,
        added: Mutex::default(),
    });
    axum::serve(listener, routes(desk))
        .with_graceful_shutdown(shutdown)
        .await
}

fn routes(desk: Shared) -> Router {
    Router::new()
        .route("/", get(front::front))
        .route("/scenarios", get(scenarios::scenarios))
        .route("/mails", get(mails::list))
        .route("/mails/{id}", get(mails::mail))
        .route("/mails/{id}/html", get(mails::html))
        .route("/codes", get(codes::codes))
        .route("/codes/add", get(codes::form).post(codes::add))
        .route("/api/mails", get(api::mails).delete(api::delete_mails))
        .route("/api/codes", get(api::codes))
        .route("/desk.css", get(style))
        .fallback(front::not_found)
        .layer(from_fn(guard::guard))
        .with_state(desk)
}

async fn style() -> impl axum::response::IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=300"),
    ];
    (headers, include_str!("desk.css"))
}
