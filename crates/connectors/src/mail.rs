//! Sending mail by SMTP.

use engine::{Letter, Undelivered};
use kernel::{OutboxId, Secret};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long the server may take for one step of the conversation.
const STEP: Duration = Duration::from_secs(20);
/// Conversations with the mail server at once. Many servers refuse a client that opens more.
const CONVERSATIONS: usize = 3;
/// How long a whole delivery may take, with the waiting for a place: far less than the worker's
/// lease.
const WHOLE: Duration = Duration::from_secs(60);

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
    places: Semaphore,
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
        let builder = builder.port(server.port).timeout(Some(STEP));
        let builder = match &server.login {
            Some((name, password)) => {
                builder.credentials(Credentials::new(name.clone(), password.reveal().clone()))
            }
            None => builder,
        };
        Ok(Self {
            transport: builder.build(),
            from: from.parse().map_err(|_| MailFault::Sender)?,
            places: Semaphore::new(CONVERSATIONS),
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
        let delivery = async {
            let _place = self.places.acquire().await;
            self.transport.send(message).await
        };
        match tokio::time::timeout(WHOLE, delivery).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(e)) => {
                let said = std::error::Error::source(&e).map(ToString::to_string);
                let code = e.status().map(u16::from).unwrap_or_default();
                if refuses_the_recipient(code, &said.unwrap_or_default()) {
                    return Err(Undelivered::Never(e.to_string()));
                }
                Err(Undelivered::Later(e.to_string()))
            }
            Err(_) => Err(Undelivered::Later("the mail server is too slow".into())),
        }
    }
}

/// Whether a reply says that this recipient will never take mails (RFC 5321, 4.2.3; the codes in
/// its text are RFC 3463's). Everything else may be over tomorrow: a changed password, a relay that
/// is closed to us, a filter. A mail that is given up is a person who cannot get in.
pub(crate) fn refuses_the_recipient(code: u16, said: &str) -> bool {
    let first = said.split_whitespace().next().unwrap_or_default();
    let enhanced: Vec<u16> = first.split('.').filter_map(|n| n.parse().ok()).collect();
    match (code, enhanced.as_slice()) {
        // 5.1.7 and 5.1.8 are about the sender, 5.2.2 is a full mailbox.
        (501 | 550 | 551 | 553 | 556, [5, 1, detail]) => !matches!(detail, 7 | 8),
        (501 | 550 | 551 | 553 | 556, [5, 2, detail]) => *detail != 2,
        (_, [_, _, _]) => false,
        // A bare 501 may be about any line that we sent.
        (550 | 551 | 553 | 556, _) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::refuses_the_recipient;

    #[test]
    fn only_a_refused_recipient_is_given_up() {
        for (code, said, never) in [
            (550, "5.1.1 no such mailbox", true),
            (550, "no such user here", true),
            (550, "5.2.1 mailbox disabled", true),
            (551, "user not local", true),
            (553, "mailbox name not allowed", true),
            (556, "5.1.10 the domain takes no mail", true),
            (501, "5.1.3 bad recipient address syntax", true),
            (501, "syntax error in parameters", false),
            (550, "5.7.1 relaying denied", false),
            (550, "5.2.2 mailbox full", false),
            (553, "5.1.8 sender domain unknown", false),
            (530, "5.7.0 authentication required", false),
            (535, "5.7.8 bad credentials", false),
            (554, "5.7.1 relay access denied", false),
            (554, "no service here", false),
            (552, "5.3.4 message too big", false),
            (421, "4.3.0 try again later", false),
            (450, "4.2.0 greylisted", false),
            (0, "", false),
        ] {
            assert_eq!(refuses_the_recipient(code, said), never, "{code} {said}");
        }
    }
}
