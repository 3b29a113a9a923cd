//! Which server mails leave by, as the console sets it.

use kernel::{Refusal, RefusalKind};
use serde::{Deserialize, Serialize};

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailEncryption {
    /// STARTTLS, required.
    #[default]
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// Not at all: for a server on the same machine.
    None,
}

impl MailEncryption {
    /// The text in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Tls => "tls",
            Self::None => "none",
        }
    }
    /// The encryption of a text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::StartTls, Self::Tls, Self::None]
            .into_iter()
            .find(|e| e.as_str() == text)
    }
}

/// A mail server. It is kept sealed; the password is never shown again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailServerSettings {
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How the connection is protected.
    pub encryption: MailEncryption,
    /// The name to log in with; empty for none.
    pub username: String,
    /// The password; empty for none.
    pub password: String,
    /// The sender of all mails, such as `Example MSP <no-reply@example.com>` (S1-47).
    pub from: String,
}

impl std::fmt::Debug for MailServerSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MailServerSettings({}:{})", self.host, self.port)
    }
}

/// Why a mail server cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailServerRefusal {
    /// No host, or one that cannot be.
    Host,
    /// No port.
    Port,
    /// The sender is no address.
    From,
    /// A name without a password, or the other way round.
    Login,
    /// A password would leave without protection.
    Unprotected,
    /// Several partners share this installation: the operator sets it for all.
    Operators,
    /// Only a root master may.
    RootOnly,
    /// There is nothing to take into use.
    NoDraft,
}

impl Refusal for MailServerRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Host => "mail_host",
            Self::Port => "mail_port",
            Self::From => "mail_from",
            Self::Login => "mail_login",
            Self::Unprotected => "mail_unprotected",
            Self::Operators => "mail_operators",
            Self::RootOnly => "mail_root_only",
            Self::NoDraft => "mail_no_draft",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Host => "Type the name of the mail server.",
            Self::Port => "A port is a number from 1 to 65535.",
            Self::From => "The sender is not of the form Name <no-reply@example.com>.",
            Self::Login => "User name and password go together.",
            Self::Unprotected => "A password must not leave without encryption.",
            Self::Operators => "Several companies share this installation, and its mail server.",
            Self::RootOnly => "The mail server is set by root masters.",
            Self::NoDraft => "There are no settings that wait to be used.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::Host => "For example smtp.example.com.",
            Self::Port => "587 for STARTTLS, 465 for TLS, 25 without encryption.",
            Self::From => "Your mail server must allow this sender.",
            Self::Login => "Type both, or neither.",
            Self::Unprotected => "Choose STARTTLS or TLS.",
            Self::Operators => "The operator sets it in the settings file.",
            Self::RootOnly => "Ask a root master.",
            Self::NoDraft => "Type them and test them first.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Operators | Self::RootOnly => RefusalKind::Forbidden,
            Self::NoDraft => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}

impl MailServerSettings {
    /// Checks what can be checked without asking the server.
    ///
    /// # Errors
    /// [`MailServerRefusal`].
    pub fn check(&self) -> Result<(), MailServerRefusal> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if self.host.is_empty() || self.host.len() > 253 || !self.host.chars().all(plain) {
            return Err(MailServerRefusal::Host);
        }
        if self.port == 0 {
            return Err(MailServerRefusal::Port);
        }
        let address = self
            .from
            .rsplit_once('<')
            .map_or(self.from.as_str(), |(_, rest)| rest.trim_end_matches('>'));
        let one_line = !self.from.chars().any(char::is_control) && self.from.len() <= 300;
        if !one_line || kernel::EmailAddress::parse(address).is_err() {
            return Err(MailServerRefusal::From);
        }
        if self.username.is_empty() != self.password.is_empty() {
            return Err(MailServerRefusal::Login);
        }
        if self.encryption == MailEncryption::None && !self.password.is_empty() {
            return Err(MailServerRefusal::Unprotected);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_refusals() {
        let good = MailServerSettings {
            host: "smtp.example.com".into(),
            port: 587,
            encryption: MailEncryption::StartTls,
            username: "hub".into(),
            password: "secret".into(),
            from: "Example MSP <no-reply@example.com>".into(),
        };
        assert_eq!(good.check(), Ok(()));
        assert!(!format!("{good:?}").contains("secret"));
        let with = |change: fn(&mut MailServerSettings)| {
            let mut other = good.clone();
            change(&mut other);
            other.check()
        };
        assert_eq!(
            with(|m| m.host = "a b".into()),
            Err(MailServerRefusal::Host)
        );
        assert_eq!(with(|m| m.port = 0), Err(MailServerRefusal::Port));
        assert_eq!(
            with(|m| m.from = "nobody".into()),
            Err(MailServerRefusal::From)
        );
        assert_eq!(
            with(|m| m.from = "a\r\nBcc: x <x@example.com>".into()),
            Err(MailServerRefusal::From)
        );
        assert_eq!(
            with(|m| m.password = String::new()),
            Err(MailServerRefusal::Login)
        );
        assert_eq!(
            with(|m| m.encryption = MailEncryption::None),
            Err(MailServerRefusal::Unprotected)
        );
        assert_eq!(with(|m| m.from = "no-reply@example.com".into()), Ok(()));
    }
}
