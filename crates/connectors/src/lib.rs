//! What the hub calls outside: mail servers, relying parties, webhooks, the keys of clients, PSAs.
#![allow(
    clippy::disallowed_methods,
    reason = "this is the edge: clients of foreign programs are made here, once"
)]

mod bms;
mod client_keys;
mod connectwise;
mod event_post;
mod guarded;
#[doc(hidden)]
pub mod hostile;
mod mail;
mod psa;
mod relying_party;
mod scim_peer;
mod web_push;

pub use client_keys::ClientKeys;
pub use event_post::{EVENT_PATIENCE, EventPoster};
pub use mail::{Encryption, MailFault, MailServer};
pub use psa::PsaWays;
pub use web_push::PushPoster;

use engine::{
    EventPost, Letter, ModuleAnswer, ModuleCall, Outside, PushPost, Undelivered, Unwoken,
};
use kernel::OutboxId;
use model::operation::{Echo, MailEncryption, MailServerSettings};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

/// All ways out.
pub struct Ways {
    mail: mail::Mailer,
    /// The one for the server that the console has set, kept so that its limit on conversations
    /// holds over all mails.
    of_console: Mutex<Option<(MailServerSettings, Arc<mail::Mailer>)>>,
    relying_parties: relying_party::Poster,
    webhooks: EventPoster,
    modules: scim_peer::ScimPeer,
    phones: PushPoster,
}

impl Ways {
    /// Ways through this mail server, with this fixed sender. `private` lets webhooks and
    /// push services into private networks.
    ///
    /// # Errors
    /// [`MailFault`] when server or sender cannot be used.
    pub fn new(server: &MailServer, from: &str, private: bool) -> Result<Self, MailFault> {
        Ok(Self {
            mail: mail::Mailer::new(server, from)?,
            of_console: Mutex::new(None),
            relying_parties: relying_party::Poster::new()?,
            webhooks: EventPoster::new(private, EVENT_PATIENCE)?,
            modules: scim_peer::ScimPeer::new(private)?,
            phones: PushPoster::new(private)?,
        })
    }
}

impl Ways {
    fn mailer_of(&self, settings: &MailServerSettings) -> Result<Arc<mail::Mailer>, Undelivered> {
        let unusable = |text: String| Undelivered::Later(text);
        let mut kept = self
            .of_console
            .lock()
            .map_err(|_| unusable("the mail server's settings are not at hand".into()))?;
        if let Some((known, mailer)) = kept.as_ref()
            && known == settings
        {
            return Ok(mailer.clone());
        }
        let server = MailServer {
            host: settings.host.clone(),
            port: settings.port,
            encryption: match settings.encryption {
                MailEncryption::StartTls => Encryption::StartTls,
                MailEncryption::Tls => Encryption::Tls,
                MailEncryption::None => Encryption::None,
            },
            login: (!settings.username.is_empty())
                .then(|| (settings.username.clone(), settings.password.clone().into())),
        };
        let mailer = mail::Mailer::new(&server, &settings.from)
            .map(Arc::new)
            .map_err(|fault| unusable(fault.to_string()))?;
        *kept = Some((settings.clone(), mailer.clone()));
        Ok(mailer)
    }
}

type Delivery<'a> = Pin<Box<dyn Future<Output = Result<(), Undelivered>> + Send + 'a>>;

impl Outside for Ways {
    fn send_mail<'a>(
        &'a self,
        id: OutboxId,
        to: &'a str,
        letter: &'a Letter,
        server: Option<&'a MailServerSettings>,
    ) -> Delivery<'a> {
        Box::pin(async move {
            match server {
                None => self.mail.send(id, to, letter).await,
                Some(settings) => self.mailer_of(settings)?.send(id, to, letter).await,
            }
        })
    }
    fn post_logout<'a>(&'a self, _: OutboxId, uri: &'a str, token: &'a str) -> Delivery<'a> {
        Box::pin(self.relying_parties.post_logout(uri, token))
    }
    fn post_module_event<'a>(&'a self, _: OutboxId, uri: &'a str, token: &'a str) -> Delivery<'a> {
        Box::pin(self.relying_parties.post_event(uri, token))
    }
    fn call_module<'a>(
        &'a self,
        call: &'a ModuleCall,
    ) -> Pin<Box<dyn Future<Output = Result<ModuleAnswer, String>> + Send + 'a>> {
        Box::pin(self.modules.call(call))
    }
    fn post_event<'a>(
        &'a self,
        post: &'a EventPost,
    ) -> Pin<Box<dyn Future<Output = Echo> + Send + 'a>> {
        Box::pin(self.webhooks.post(post))
    }
    fn wake<'a>(
        &'a self,
        post: &'a PushPost,
    ) -> Pin<Box<dyn Future<Output = Result<(), Unwoken>> + Send + 'a>> {
        Box::pin(self.phones.post(post))
    }
}
