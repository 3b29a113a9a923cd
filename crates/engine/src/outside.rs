//! What the engine needs of the outside, as traits that `connectors` and `web` implement.

pub mod psa;

use kernel::{Language, OutboxId, Secret, Zone};
use model::operation::{Echo, Mail, MailServerSettings};
use std::future::Future;
use std::pin::Pin;

/// A mail, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject.
    pub subject: String,
    /// The body for programs that show HTML.
    pub html: String,
    /// The body for all others.
    pub text: String,
}

/// How mails look; the web floor knows.
pub trait Letterhead: Send + Sync {
    /// Writes out what a mail says, in a language, with the moments of a zone.
    fn write(&self, mail: &Mail, language: Language, zone: &Zone) -> Letter;
}

/// Why something did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// Trying again later may help; the text names no secret.
    Later(String),
    /// Trying again is of no use.
    Never(String),
}

/// An event, signed and ready to be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPost {
    /// Where to.
    pub address: String,
    /// The id, the same for every attempt.
    pub id: String,
    /// The moment of this attempt, in seconds since 1970.
    pub seconds: i64,
    /// The signatures, one for each secret that is good.
    pub signatures: String,
    /// The JSON.
    pub body: Vec<u8>,
}

/// A call at a module's SCIM endpoint.
#[derive(Clone, Debug)]
pub struct ModuleCall {
    /// The method.
    pub method: &'static str,
    /// Where.
    pub url: String,
    /// The hub's word, good for this call.
    pub bearer: Secret<String>,
    /// The version that is changed.
    pub if_match: Option<String>,
    /// The body, as `application/scim+json`.
    pub body: Option<Vec<u8>>,
}

/// What a module answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModuleAnswer {
    /// The status.
    pub status: u16,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// The body, of at most a mebibyte.
    pub body: Vec<u8>,
}

/// A message that wakes a phone, sealed for its browser alone.
#[derive(Clone, Debug)]
pub struct PushPost {
    /// Where to, at the browser's push service.
    pub address: String,
    /// The `Authorization` by which the service knows the hub.
    pub authorization: String,
    /// How long it is of use.
    pub seconds: i64,
    /// The sealed message.
    pub body: Vec<u8>,
}

/// Why a phone was not woken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unwoken {
    /// The address is good for nothing any more.
    Gone,
    /// Trying again may help.
    Later(String),
}

type Waking<'a> = Pin<Box<dyn Future<Output = Result<(), Unwoken>> + Send + 'a>>;

type Answering<'a> = Pin<Box<dyn Future<Output = Result<ModuleAnswer, String>> + Send + 'a>>;

type Echoing<'a> = Pin<Box<dyn Future<Output = Echo> + Send + 'a>>;

type Delivery<'a> = Pin<Box<dyn Future<Output = Result<(), Undelivered>> + Send + 'a>>;

/// The ways out. Each is called after the commit, at least once, with the outbox id as its
/// idempotency key.
pub trait Outside: Send + Sync {
    /// Sends a mail from the fixed no-reply sender (S1-47): through the server that the console has
    /// set, else through the one of the settings file.
    fn send_mail<'a>(
        &'a self,
        id: OutboxId,
        to: &'a str,
        letter: &'a Letter,
        server: Option<&'a MailServerSettings>,
    ) -> Delivery<'a>;
    /// Posts a logout token to a client (OpenID Connect Back-Channel Logout 1.0, 2.5).
    fn post_logout<'a>(&'a self, id: OutboxId, uri: &'a str, token: &'a str) -> Delivery<'a>;
    /// Posts a Security Event Token to a module (RFC 8935, 2).
    fn post_module_event<'a>(&'a self, id: OutboxId, uri: &'a str, token: &'a str) -> Delivery<'a>;
    /// Calls a module's SCIM endpoint; a sentence when nothing came back.
    fn call_module<'a>(&'a self, call: &'a ModuleCall) -> Answering<'a>;
    /// Posts an event to a webhook, within limits of time and size, and to no address that the
    /// operator keeps for herself.
    fn post_event<'a>(&'a self, post: &'a EventPost) -> Echoing<'a>;
    /// Wakes a phone through its browser's push service, at no address that the operator keeps for
    /// herself.
    fn wake<'a>(&'a self, post: &'a PushPost) -> Waking<'a>;
}

type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send + 'a>>;

/// Fetches what others publish: the key sets of clients (`jwks_uri`) and what modules say of
/// themselves, within limits of size and time, and from no address that the operator keeps for
/// herself. Called outside of any transaction.
pub trait Published: Send + Sync {
    /// The bytes at an address, or a sentence that says why not.
    fn fetch<'a>(&'a self, uri: &'a str) -> Fetching<'a>;
}
