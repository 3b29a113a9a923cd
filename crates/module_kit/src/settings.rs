//! What a module must be told to rely on a provider.

use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

/// The secret of an OpenID client. It cannot be printed: `Debug` shows only that it is there.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// Wraps the secret exactly as the provider gave it out.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(hidden)")
    }
}

/// What a relying party has to know. Plain data; [`crate::RelyingParty::new`] checks it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The provider's issuer, letter for letter as it calls itself (OpenID Connect Discovery 1.0,
    /// section 3): `https://login.example.com`. Plain `http` only on loopback.
    pub issuer: String,
    /// The client id that the provider gave to this module.
    pub client_id: String,
    /// The client secret; `None` makes a public client (PKCE alone).
    pub client_secret: Option<ClientSecret>,
    /// This module's own public address without a path: `https://portal.example.com`. The redirect
    /// address to register is `{base_url}/login/callback`, the address for back-channel logout
    /// `{base_url}/backchannel-logout`.
    pub base_url: String,
    /// Scopes to ask for. `openid` is added when it is missing.
    pub scopes: Vec<String>,
    /// Path on this module where people land after signing out, such as `/`.
    pub post_logout_path: String,
    /// What people call the hub: it stands on the buttons.
    pub hub_name: String,
}

impl Settings {
    /// Settings with the usual scopes (`openid profile email`) and `/` after
    /// signing out.
    pub fn new(
        issuer: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: Option<ClientSecret>,
        base_url: impl Into<String>,
    ) -> Self {
        Self {
            issuer: issuer.into(),
            client_id: client_id.into(),
            client_secret,
            base_url: base_url.into(),
            scopes: ["openid", "profile", "email"].map(String::from).to_vec(),
            post_logout_path: "/".into(),
            hub_name: "Vestibule".into(),
        }
    }
}

/// Why settings cannot work. Each message names the key and the mend.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SettingsError {
    /// An address is not an absolute URL, or carries parts that it must not.
    #[error("{key} is not usable: {why}")]
    Address {
        /// The key in [`Settings`].
        key: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A text is empty, too long, or has characters that it must not have.
    #[error("{key} {why}")]
    Text {
        /// The key in [`Settings`].
        key: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The HTTP client could not be built, for instance because the machine has no list of
    /// trusted certificate authorities.
    #[error("the HTTPS client could not be set up: {0}")]
    HttpClient(String),
}

/// Settings after the checks.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub issuer: String,
    /// Plain HTTP is accepted from the provider because all of it is on loopback.
    pub loopback: bool,
    pub client_id: String,
    pub client_secret: Option<ClientSecret>,
    /// Scheme, host and port, no slash at the end.
    pub origin: String,
    /// Browsers reach this module by HTTPS: cookies are `Secure`.
    pub secure: bool,
    pub scope: String,
    pub post_logout_path: String,
    pub hub_name: String,
}

impl Checked {
    pub fn from(settings: Settings) -> Result<Self, SettingsError> {
        let issuer = address("issuer", &settings.issuer)?;
        if issuer.query().is_some() {
            // OpenID Connect Discovery 1.0, section 3: no query and no fragment.
            return Err(SettingsError::Address {
                key: "issuer",
                why: "it must not have a query",
            });
        }
        let base = address("base_url", &settings.base_url)?;
        if base.query().is_some() || base.path() != "/" {
            return Err(SettingsError::Address {
                key: "base_url",
                why: "it must be scheme, host and port only",
            });
        }
        text("client_id", &settings.client_id, |c| {
            (' '..='~').contains(&c)
        })?;
        if let Some(secret) = &settings.client_secret {
            text("client_secret", secret.reveal(), |c| {
                (' '..='~').contains(&c)
            })?;
        }
        let mut scopes = settings.scopes;
        if !scopes.iter().any(|scope| scope == "openid") {
            scopes.insert(0, "openid".into());
        }
        for scope in &scopes {
            // RFC 6749, section 3.3: %x21 / %x23-5B / %x5D-7E
            text("scopes", scope, |c| {
                ('!'..='~').contains(&c) && c != '"' && c != '\\'
            })?;
        }
        if crate::ReturnTo::parse(&settings.post_logout_path).is_none() {
            return Err(SettingsError::Text {
                key: "post_logout_path",
                why: "must be a path on this module, such as /",
            });
        }
        text("hub_name", &settings.hub_name, |c| !c.is_control())?;
        Ok(Self {
            loopback: issuer.scheme() == "http",
            issuer: settings.issuer,
            client_id: settings.client_id,
            client_secret: settings.client_secret,
            secure: base.scheme() == "https",
            origin: base.origin().ascii_serialization(),
            scope: scopes.join(" "),
            post_logout_path: settings.post_logout_path,
            hub_name: settings.hub_name,
        })
    }
}

fn text(key: &'static str, value: &str, allowed: fn(char) -> bool) -> Result<(), SettingsError> {
    let why = match value {
        "" => "must not be empty",
        long if long.len() > 1000 => "must not be longer than 1000 characters",
        bad if !bad.chars().all(allowed) => "has a character that is not allowed there",
        _ => return Ok(()),
    };
    Err(SettingsError::Text { key, why })
}

fn address(key: &'static str, value: &str) -> Result<Url, SettingsError> {
    let wrong = |why| Err(SettingsError::Address { key, why });
    let Ok(url) = Url::parse(value) else {
        return wrong("it is not an absolute URL");
    };
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return wrong("it must not carry a login or a fragment");
    }
    match url.scheme() {
        "https" if url.has_host() => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => wrong("plain http is accepted on loopback only; use https"),
        _ => wrong("it must begin with https://"),
    }
}

/// True for addresses that never leave the machine: RFC 6761 section 6.3 and the loopback nets.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings::new(
            "https://hub.example.com",
            "portal",
            None,
            "https://portal.example.com",
        )
    }

    #[test]
    fn good_settings_pass_and_openid_is_added() {
        let mut given = settings();
        given.scopes = vec!["email".into()];
        given.base_url = "https://portal.example.com:443/".into();
        let checked = Checked::from(given).unwrap();
        assert_eq!(checked.scope, "openid email");
        assert_eq!(checked.origin, "https://portal.example.com");
        assert!(checked.secure && !checked.loopback);
    }

    #[test]
    fn plain_http_stays_on_loopback() {
        for (issuer, good) in [
            ("http://127.0.0.1:8000", true),
            ("http://[::1]:8000/base", true),
            ("http://hub.localhost:8000", true),
            ("http://localhost", true),
            ("http://localhost.example.com", false),
            ("http://10.0.0.1", false),
            ("ftp://127.0.0.1", false),
            ("https://a:b@hub.example.com", false),
            ("https://hub.example.com/#x", false),
            ("https://hub.example.com/?x", false),
            ("hub.example.com", false),
            ("", false),
        ] {
            let mut given = settings();
            given.issuer = issuer.into();
            assert_eq!(Checked::from(given).is_ok(), good, "{issuer}");
        }
    }

    #[test]
    fn bad_texts_are_named() {
        type Spoil = fn(&mut Settings);
        let cases: [(&str, Spoil); 6] = [
            ("client_id", |s| s.client_id = String::new()),
            ("client_id", |s| s.client_id = "a\nb".into()),
            ("client_secret", |s| {
                s.client_secret = Some(ClientSecret::new(""))
            }),
            ("scopes", |s| s.scopes.push("a b".into())),
            ("post_logout_path", |s| {
                s.post_logout_path = "//evil.example".into()
            }),
            ("base_url", |s| {
                s.base_url = "https://portal.example.com/sub".into()
            }),
        ];
        for (key, spoil) in cases {
            let mut given = settings();
            spoil(&mut given);
            let message = Checked::from(given).unwrap_err().to_string();
            assert!(message.contains(key), "{message}");
        }
    }

    #[test]
    fn a_secret_does_not_print() {
        let mut given = settings();
        given.client_secret = Some(ClientSecret::new("very-secret"));
        assert!(!format!("{given:?}").contains("very-secret"));
    }
}
