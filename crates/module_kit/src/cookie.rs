//! The three cookies of a module. They hold random keys only, never anything about the person.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::chance::TOKEN_LENGTH;
use crate::settings::SettingsError;

/// Which of the module's cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Key of the session.
    Session,
    /// Binds logins that are under way to this browser.
    Login,
    /// The `state` of a sign-out that is under way.
    SignOut,
}

/// Names and flags of a module's cookies.
#[derive(Clone, Debug)]
pub(crate) struct Cookies {
    session: String,
    login: String,
    sign_out: String,
    secure: bool,
}

impl Cookies {
    /// `name` tells this module from others on the same host: cookies do not know ports
    /// (RFC 6265, section 8.5). Over HTTPS the prefix `__Host-` keeps neighbours under the same
    /// domain from planting one.
    pub fn new(name: &str, secure: bool) -> Result<Self, SettingsError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
            return Err(SettingsError::Text {
                key: "cookie_name",
                why: "must be 1 to 64 letters, digits, - or _",
            });
        }
        let prefix = if secure { "__Host-" } else { "" };
        Ok(Self {
            session: format!("{prefix}{name}"),
            login: format!("{prefix}{name}_login"),
            sign_out: format!("{prefix}{name}_out"),
            secure,
        })
    }

    fn name(&self, kind: Kind) -> &str {
        match kind {
            Kind::Session => &self.session,
            Kind::Login => &self.login,
            Kind::SignOut => &self.sign_out,
        }
    }

    /// The value of a cookie, if it has the form that the kit gives out.
    pub fn read<'h>(&self, headers: &'h HeaderMap, kind: Kind) -> Option<&'h str> {
        let name = self.name(kind);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
            .filter(|value| {
                value.len() == TOKEN_LENGTH
                    && value
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            })
    }

    /// A `Set-Cookie` value. `Lax` lets the cookie come along when the provider sends the browser
    /// back, and keeps it away from posts of other sites.
    pub fn set(&self, kind: Kind, value: &str) -> HeaderValue {
        let age = match kind {
            Kind::Session => "",
            Kind::Login | Kind::SignOut => "; Max-Age=600",
        };
        self.line(kind, value, age)
    }

    /// A `Set-Cookie` value that takes the cookie away.
    pub fn clear(&self, kind: Kind) -> HeaderValue {
        self.line(kind, "", "; Max-Age=0")
    }

    fn line(&self, kind: Kind, value: &str, age: &str) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let name = self.name(kind);
        // Names and values are checked to be visible ASCII, so this cannot fail; an empty header
        // sets no cookie.
        HeaderValue::try_from(format!(
            "{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}"
        ))
        .unwrap_or(HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn headers(lines: &[&str]) -> HeaderMap {
        lines
            .iter()
            .map(|l| (header::COOKIE, HeaderValue::from_str(l).unwrap()))
            .collect()
    }

    #[test]
    fn reads_its_own_cookie_only() {
        let cookies = Cookies::new("portal", false).unwrap();
        let long = format!("portal={KEY}a");
        let good = format!("other=1; portal={KEY}");
        for (lines, found) in [
            (vec![good.as_str()], true),
            (vec!["other=1", good.as_str()], true),
            (vec![], false),
            (vec!["portal="], false),
            (vec!["portal"], false),
            (vec![long.as_str()], false),
            (
                vec!["portal=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"],
                false,
            ),
        ] {
            assert_eq!(
                cookies.read(&headers(&lines), Kind::Session).is_some(),
                found,
                "{lines:?}"
            );
        }
    }

    #[test]
    fn https_gives_host_cookies() {
        let line = Cookies::new("portal", true)
            .unwrap()
            .set(Kind::Session, KEY);
        assert_eq!(
            line.to_str().unwrap(),
            format!("__Host-portal={KEY}; Path=/; HttpOnly; SameSite=Lax; Secure")
        );
    }

    #[test]
    fn odd_names_are_refused() {
        for name in ["", "a b", "a;b", "a=b", "ä", &"a".repeat(65)] {
            assert!(Cookies::new(name, false).is_err(), "{name}");
        }
    }
}
