//! What every handler has at hand.

use engine::Engine;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Renders the numbers of the process as Prometheus text.
pub type Numbers = Arc<dyn Fn() -> String + Send + Sync>;

/// The application; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What the application holds.
pub struct Inner {
    /// The verbs.
    pub engine: Engine,
    /// True when browsers reach the hub over HTTPS: cookies are `Secure` then.
    pub secure: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The discovery document, made once.
    pub discovery: Vec<u8>,
    /// Files that may be read at once: each may be large.
    pub files: Semaphore,
    /// The numbers, where a recorder was installed.
    pub numbers: Option<Numbers>,
}

impl App {
    /// Builds the application around an engine.
    pub fn new(engine: Engine, trusted_proxies: Vec<IpAddr>, numbers: Option<Numbers>) -> Self {
        let secure = engine.settings().issuer.starts_with("https://");
        let discovery = engine.discovery();
        Self(Arc::new(Inner {
            engine,
            secure,
            trusted_proxies,
            discovery,
            files: Semaphore::new(2),
            numbers,
        }))
    }
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}
