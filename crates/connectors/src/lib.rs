//! What the hub calls outside: mail servers, relying parties and the keys of clients.
#![allow(
    clippy::disallowed_methods,
    reason = "this is the edge: clients of foreign programs are made here, once"
)]

mod client_keys;
mod mail;
mod relying_party;

pub use client_keys::ClientKeys;
pub use mail::{Encryption, MailFault, MailServer};

use engine::{Letter, Outside, Undelivered};
use kernel::OutboxId;
use std::future::Future;
use std::pin::Pin;

/// All ways out.
pub struct Ways {
    mail: mail::Mailer,
    relying_parties: relying_party::Poster,
}

impl Ways {
    /// Ways through this mail server, with this fixed sender.
    ///
    /// # Errors
    /// [`MailFault`] when server or sender cannot be used.
    pub fn new(server: &MailServer, from: &str) -> Result<Self, MailFault> {
        Ok(Self {
            mail: mail::Mailer::new(server, from)?,
            relying_parties: relying_party::Poster::new()?,
        })
    }
}

type Delivery<'a> = Pin<Box<dyn Future<Output = Result<(), Undelivered>> + Send + 'a>>;

impl Outside for Ways {
    fn send_mail<'a>(&'a self, id: OutboxId, to: &'a str, letter: &'a Letter) -> Delivery<'a> {
        Box::pin(self.mail.send(id, to, letter))
    }
    fn post_logout<'a>(&'a self, _: OutboxId, uri: &'a str, token: &'a str) -> Delivery<'a> {
        Box::pin(self.relying_parties.post_logout(uri, token))
    }
}
