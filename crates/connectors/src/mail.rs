//! Sending mail by SMTP.

use engine::{Letter, Undelivered};
use kernel::{OutboxId, Secret};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// Not at all: for a server on this machine.
    None,
    /// STARTTLS, required.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// Where mails go.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How the connection is protected.
    pub encryption: Encryption,
    /// Name and password, where the server wants them.
    pub login: Option<(String, Secret<String>)>,
}

/// Why the ways out could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum MailFault {
    /// The sender is no address.
    #[error("the sender of mails is not of the form: Name <name@example.com>")]
    Sender,
    /// The server's settings cannot be used.
    #[error("the mail server cannot be used: {0}")]
    Server(String),
    /// The client for calls to relying parties could not be made.
    #[error("calls to relying parties cannot be made: {0}")]
    Calls(String),
}

pub(crate) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    pub(crate) fn new(server: &MailServer, from: &str) -> Result<Self, MailFault> {
        type Smtp = AsyncSmtpTransport<Tokio1Executor>;
        let fault = |e: lettre::transport::smtp::Error| MailFault::Server(e.to_string());
        let builder = match server.encryption {
            Encryption::None => Smtp::builder_dangerous(&server.host),
            Encryption::StartTls => Smtp::starttls_relay(&server.host).map_err(fault)?,
            Encryption::Tls => Smtp::relay(&server.host).map_err(fault)?,
        };
        let builder = builder
            .port(server.port)
            .timeout(Some(Duration::from_secs(20)));
        let builder = match &server.login {
            Some((name, password)) => {
                builder.credentials(Credentials::new(name.clone(), password.reveal().clone()))
            }
            None => builder,
        };
        Ok(Self {
            transport: builder.build(),
            from: from.parse().map_err(|_| MailFault::Sender)?,
        })
    }

    pub(crate) async fn send(
        &self,
        id: OutboxId,
        to: &str,
        letter: &Letter,
    ) -> Result<(), Undelivered> {
        let to: Mailbox = to
            .parse()
            .map_err(|_| Undelivered::Never("the recipient is no address".into()))?;
        let domain = self.from.email.domain();
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&letter.subject)
            // The same for every attempt, so that a mail server can tell a repetition.
            .message_id(Some(format!("<{id}@{domain}>")))
            .multipart(MultiPart::alternative_plain_html(
                letter.text.clone(),
                letter.html.clone(),
            ))
            .map_err(|e| Undelivered::Never(e.to_string()))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(e) if e.is_permanent() => Err(Undelivered::Never(e.to_string())),
            Err(e) => Err(Undelivered::Later(e.to_string())),
        }
    }
}
