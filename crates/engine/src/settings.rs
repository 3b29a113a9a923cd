//! The settings file: one commented TOML, unknown keys are errors with a line number.

mod psa;

use kernel::{Language, Span};
use model::federation::{Rotation, TokenLifetimes};
use model::identity::Lifetimes;
use serde::Deserialize;
use std::fmt;

pub use psa::{AddressesOf, PsaSettings};

/// What the hub's verbs go by.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The public address without a slash at the end; also the issuer.
    pub issuer: String,
    /// The name that authenticators show beside the account.
    pub authenticator_issuer: String,
    /// The fixed no-reply sender of all mails (S1-47).
    pub mail_from: String,
    /// How long sessions live.
    pub sessions: Lifetimes,
    /// How old a proof may be when something dangerous is done.
    pub recent_proof: Span,
    /// How long tokens live.
    pub tokens: TokenLifetimes,
    /// How often keys change.
    pub rotation: Rotation,
    /// How many passwords are hashed at once.
    pub hashing_threads: usize,
    /// What of the protocol is on.
    pub protocol: ProtocolSettings,
    /// The language for whoever asks for none.
    pub default_language: Language,
    /// Webhooks.
    pub webhooks: WebhookSettings,
    /// PSAs.
    pub psa: PsaSettings,
}

/// The settings file as it is written. Every key has a default but `public_url`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsFile {
    /// Address under which browsers and modules reach the hub.
    pub public_url: String,
    /// Address to listen on.
    #[serde(default = "default_listen")]
    pub listen: String,
    /// Address for health and numbers; none to serve them to nobody.
    #[serde(default = "default_operator_listen")]
    pub operator_listen: Option<String>,
    /// Folder of the embedded database and the key file.
    #[serde(default = "default_data")]
    pub data: String,
    /// Address of a PostgreSQL database; none for the embedded one.
    #[serde(default)]
    pub postgres: Option<String>,
    /// File of the key-encryption key; none for `key` in the data folder.
    #[serde(default)]
    pub key_file: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    #[serde(default)]
    pub trusted_proxies: Vec<String>,
    /// The language for whoever asks for none.
    #[serde(default)]
    pub default_language: Language,
    /// Mail.
    #[serde(default)]
    pub mail: MailSettings,
    /// Sessions.
    #[serde(default)]
    pub sessions: SessionSettings,
    /// Keys.
    #[serde(default)]
    pub keys: KeySettings,
    /// The protocol.
    #[serde(default)]
    pub protocol: ProtocolSettings,
    /// Webhooks.
    #[serde(default)]
    pub webhooks: WebhookSettings,
    /// PSAs.
    #[serde(default)]
    pub psa: PsaSettings,
}

/// What of the protocol is on, for all clients; discovery says the same.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProtocolSettings {
    /// The device flow (RFC 8628).
    pub device_flow: bool,
    /// Pushed authorization requests (RFC 9126).
    pub pushed_requests: bool,
    /// Whether the keys of clients may be fetched from private networks.
    pub private_key_addresses: bool,
}

impl Default for ProtocolSettings {
    fn default() -> Self {
        Self {
            device_flow: true,
            pushed_requests: true,
            private_key_addresses: false,
        }
    }
}

/// Where events may be posted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookSettings {
    /// Whether webhooks may lead into private networks.
    pub private_addresses: bool,
}

/// Where mails go.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSettings {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// `none`, `starttls` or `tls`.
    pub encryption: String,
    /// The name to log in with.
    pub username: Option<String>,
    /// The environment variable that holds the password.
    pub password_env: Option<String>,
    /// The sender of all mails.
    pub from: String,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            host: "localhost".into(),
            port: 25,
            encryption: "none".into(),
            username: None,
            password_env: None,
            from: "Do not reply <no-reply@example.com>".into(),
        }
    }
}

/// How long sessions live.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionSettings {
    /// Minutes without use.
    pub idle_minutes: u32,
    /// Hours in all.
    pub absolute_hours: u32,
    /// Minutes after which somebody has to confirm that it is she before she does something dangerous.
    pub confirm_minutes: u32,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            idle_minutes: 240,
            absolute_hours: 12,
            confirm_minutes: 10,
        }
    }
}

/// How often signing keys change.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct KeySettings {
    /// Days that a key signs.
    pub active_days: u32,
    /// Days that it is published before and after.
    pub overlap_days: u32,
}

impl Default for KeySettings {
    fn default() -> Self {
        Self {
            active_days: 90,
            overlap_days: 7,
        }
    }
}

fn default_listen() -> String {
    "127.0.0.1:8600".into()
}
fn default_operator_listen() -> Option<String> {
    Some("127.0.0.1:8609".into())
}
fn default_data() -> String {
    "vestibule-data".into()
}

/// A fault in a file, with its place. The text of the line is not repeated: it may hold a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}: {}", self.file, self.message)
        } else {
            write!(f, "{}:{}: {}", self.file, self.line, self.message)
        }
    }
}

impl std::error::Error for FileFault {}

/// The line, from 1, of a byte offset.
pub fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()
        .iter()
        .take(offset)
        .filter(|b| **b == b'\n')
        .count()
        + 1
}

/// Reads TOML into a type; a fault names file and line.
///
/// # Errors
/// [`FileFault`] for anything that is not as the type says, unknown keys among it.
pub fn read_toml<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, FileFault> {
    toml::from_str(text).map_err(|error| FileFault {
        file: file.to_owned(),
        line: error.span().map_or(0, |span| line_of(text, span.start)),
        message: error.message().to_owned(),
    })
}

/// A key of the settings file with another value, from the environment or a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Where it comes from, for a fault: the name of the variable or flag.
    pub origin: String,
    /// The key with its section, such as `mail.host`.
    pub key: String,
    /// The value: TOML where it is TOML, else a text.
    pub value: String,
}

impl Override {
    /// The override of an environment variable: `VESTIBULE__MAIL__HOST` is `mail.host`.
    pub fn of_variable(name: &str, value: &str) -> Option<Self> {
        let key = name
            .strip_prefix("VESTIBULE__")?
            .to_lowercase()
            .replace("__", ".");
        Some(Self {
            origin: name.to_owned(),
            key,
            value: value.to_owned(),
        })
    }

    /// The override of a flag's value, `mail.host=smtp.example.com`.
    pub fn of_flag(text: &str) -> Option<Self> {
        let (key, value) = text.split_once('=')?;
        Some(Self {
            origin: format!("--set {key}"),
            key: key.trim().to_owned(),
            value: value.to_owned(),
        })
    }

    fn lay_over(&self, table: &mut toml::Table) -> Result<(), FileFault> {
        let fault = |message: &str| FileFault {
            file: self.origin.clone(),
            line: 0,
            message: message.to_owned(),
        };
        let value = toml::from_str::<toml::Table>(&format!("v = {}", self.value))
            .ok()
            .and_then(|mut t| t.remove("v"))
            .unwrap_or_else(|| toml::Value::String(self.value.clone()));
        let mut steps: Vec<&str> = self.key.split('.').collect();
        let last = steps
            .pop()
            .filter(|k| !k.is_empty())
            .ok_or_else(|| fault("names no key"))?;
        let mut at = table;
        for step in steps {
            let next = at
                .entry(step)
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            at = next
                .as_table_mut()
                .ok_or_else(|| fault("names a section that is a value"))?;
        }
        at.insert(last.to_owned(), value);
        Ok(())
    }
}

impl SettingsFile {
    /// Reads a settings file and lays overrides over it.
    ///
    /// # Errors
    /// [`FileFault`] with the line of the file, or with the name of the variable or flag.
    pub fn parse_with(file: &str, text: &str, overrides: &[Override]) -> Result<Self, FileFault> {
        if overrides.is_empty() {
            return Self::parse(file, text);
        }
        // The file by itself first, so that its own faults have their lines; what it leaves out may
        // still come.
        let missing = |message: &str| message.contains("missing field");
        match Self::parse(file, text) {
            Err(fault) if !missing(&fault.message) => return Err(fault),
            _ => {}
        }
        let mut table: toml::Table = read_toml(file, text)?;
        for one in overrides {
            one.lay_over(&mut table)?;
            match table.clone().try_into::<Self>() {
                Err(e) if !missing(e.message()) => {
                    return Err(FileFault {
                        file: one.origin.clone(),
                        line: 0,
                        message: e.message().to_owned(),
                    });
                }
                _ => {}
            }
        }
        Self::parse(file, &toml::to_string(&table).unwrap_or_default())
            .map_err(|f| FileFault { line: 0, ..f })
    }

    /// Reads a settings file.
    ///
    /// # Errors
    /// [`FileFault`] with the line.
    pub fn parse(file: &str, text: &str) -> Result<Self, FileFault> {
        let read: Self = read_toml(file, text)?;
        let fault = |key: &str, message: &str| {
            let line = text
                .lines()
                .position(|l| l.trim_start().starts_with(key))
                .map_or(0, |i| i + 1);
            FileFault {
                file: file.to_owned(),
                line,
                message: message.to_owned(),
            }
        };
        check_public_url(&read.public_url).map_err(|m| fault("public_url", m))?;
        if !["none", "starttls", "tls"].contains(&read.mail.encryption.as_str()) {
            return Err(fault(
                "encryption",
                "encryption is one of none, starttls, tls",
            ));
        }
        if !(1..=60).contains(&read.sessions.confirm_minutes) {
            return Err(fault("[sessions]", "confirm_minutes is 1 to 60"));
        }
        if read.sessions.idle_minutes == 0 || read.sessions.absolute_hours == 0 {
            return Err(fault("[sessions]", "session times must be at least 1"));
        }
        if read.keys.overlap_days == 0 || read.keys.active_days <= read.keys.overlap_days {
            return Err(fault(
                "[keys]",
                "active_days must be more than overlap_days, and both at least 1",
            ));
        }
        for proxy in &read.trusted_proxies {
            if proxy.parse::<std::net::IpAddr>().is_err() {
                return Err(fault(
                    "trusted_proxies",
                    "trusted_proxies is a list of IP addresses",
                ));
            }
        }
        Ok(read)
    }

    /// What the verbs go by.
    pub fn settings(&self, hashing_threads: usize) -> Settings {
        Settings {
            sessions: Lifetimes {
                idle: Span::minutes(self.sessions.idle_minutes.into()),
                absolute: Span::hours(self.sessions.absolute_hours.into()),
            },
            recent_proof: Span::minutes(self.sessions.confirm_minutes.into()),
            rotation: Rotation {
                active_for: Span::days(self.keys.active_days.into()),
                overlap: Span::days(self.keys.overlap_days.into()),
            },
            hashing_threads,
            protocol: self.protocol.clone(),
            default_language: self.default_language,
            webhooks: self.webhooks.clone(),
            psa: self.psa.clone(),
            ..Settings::at(&self.public_url, &self.mail.from)
        }
    }
}

/// Checks the public address: https, or http on this machine only; nothing after the host.
///
/// # Errors
/// A sentence.
pub fn check_public_url(text: &str) -> Result<(), &'static str> {
    let url = url::Url::parse(text)
        .map_err(|_| "public_url must be a complete address such as https://login.example.com")?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() != "https" && !(url.scheme() == "http" && local) {
        return Err("public_url must begin with https:// (http:// only for localhost)");
    }
    if url.query().is_some()
        || url.fragment().is_some()
        || url.path() != "/"
        || !url.username().is_empty()
    {
        return Err("public_url is scheme, host and port only");
    }
    if text.ends_with('/') {
        return Err("public_url must not end with /");
    }
    Ok(())
}

impl Settings {
    /// The defaults at a public address.
    pub fn at(issuer: &str, mail_from: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            authenticator_issuer: url::Url::parse(issuer)
                .ok()
                .and_then(|u| u.host_str().map(str::to_owned))
                .unwrap_or_else(|| "Sign-in".into()),
            mail_from: mail_from.to_owned(),
            sessions: Lifetimes {
                idle: Span::hours(4),
                absolute: Span::hours(12),
            },
            recent_proof: model::identity::RECENT,
            tokens: TokenLifetimes::default(),
            rotation: Rotation {
                active_for: Span::days(90),
                overlap: Span::days(7),
            },
            hashing_threads: 2,
            protocol: ProtocolSettings::default(),
            default_language: Language::English,
            webhooks: WebhookSettings::default(),
            psa: PsaSettings::default(),
        }
    }

    /// The bare address of the sender, for pages that say where a mail comes from.
    pub fn sender_address(&self) -> &str {
        self.mail_from
            .rsplit_once('<')
            .and_then(|(_, rest)| rest.strip_suffix('>'))
            .unwrap_or(&self.mail_from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_and_bad_values_name_their_line() {
        let good =
            SettingsFile::parse("v.toml", "public_url = \"https://login.example.com\"\n").unwrap();
        assert_eq!(good.sessions.absolute_hours, 12);
        for (text, line) in [
            (
                "public_url = \"https://login.example.com\"\npubic_url = 1\n",
                2,
            ),
            (
                "public_url = \"https://login.example.com\"\n[mail]\nhots = \"x\"\n",
                3,
            ),
            ("\n\npublic_url = \"http://login.example.com\"\n", 3),
            ("public_url = \"https://login.example.com/\"\n", 1),
            (
                "public_url = \"https://login.example.com\"\n[keys]\nactive_days = 3\n",
                2,
            ),
            (
                "public_url = \"https://login.example.com\"\nsessions = 5\n",
                2,
            ),
            ("public_url = \n", 1),
            (
                "public_url = \"https://login.example.com\"\n[psa]\nhosted = [\n  \"203.0.113.7\",\n  \"203.0.113\",\n]\n",
                5,
            ),
            (
                "public_url = \"https://login.example.com\"\n\n[[psa.addresses]]\nregion = \"EU\"\naddresses = [\"203.0.113.0/24\"]\n",
                5,
            ),
            (
                "public_url = \"https://login.example.com\"\n[[psa.addresses]]\nregion = \"\"\naddresses = []\n",
                3,
            ),
            (
                "public_url = \"https://login.example.com\"\n[psa]\nconnectwise_client_id = \"0123\"\n",
                3,
            ),
            (
                "public_url = \"https://login.example.com\"\n[psa]\nown_calls_a_minute = 5\n",
                3,
            ),
        ] {
            let fault = SettingsFile::parse("v.toml", text).unwrap_err();
            assert_eq!(fault.line, line, "{fault}");
        }
    }

    #[test]
    fn environment_and_flags_override_each_key() {
        let text = "public_url = \"https://login.example.com\"\n[mail]\nhost = \"a\"\n";
        let with = |list: &[Option<Override>]| {
            let list: Vec<Override> = list.iter().flatten().cloned().collect();
            SettingsFile::parse_with("v.toml", text, &list)
        };
        let read = with(&[
            Override::of_variable("VESTIBULE__MAIL__HOST", "b"),
            Override::of_variable("VESTIBULE__MAIL__PORT", "2525"),
            Override::of_flag("sessions.idle_minutes=5"),
            Override::of_flag("trusted_proxies=[\"127.0.0.1\"]"),
            Override::of_variable("PATH", "x"),
        ])
        .unwrap();
        assert_eq!((read.mail.host.as_str(), read.mail.port), ("b", 2525));
        assert_eq!(
            (read.sessions.idle_minutes, read.trusted_proxies.len()),
            (5, 1)
        );
        let fault = with(&[Override::of_variable("VESTIBULE__MAIL__HOTS", "b")]).unwrap_err();
        assert_eq!(fault.file, "VESTIBULE__MAIL__HOTS", "{fault}");
        let fault = with(&[Override::of_flag("mail.port=many")]).unwrap_err();
        assert_eq!(fault.file, "--set mail.port", "{fault}");
        let alone = Override::of_flag("public_url=https://b.example.com").unwrap();
        assert_eq!(
            SettingsFile::parse_with("v.toml", "", &[alone])
                .unwrap()
                .public_url,
            "https://b.example.com"
        );
    }

    #[test]
    fn a_fault_does_not_repeat_the_line() {
        let text = "public_url = \"https://login.example.com\"\npostgres = \"postgres://u:hunter2@h/d\" oops\n";
        let fault = SettingsFile::parse("v.toml", text).unwrap_err();
        assert!(!fault.to_string().contains("hunter2"), "{fault}");
    }
}
