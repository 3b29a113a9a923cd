//! Web Push: what a browser tells of itself, and what its push service wants to hear (RFC 8030, RFC
//! 8292).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use serde::{Deserialize, Serialize};

/// Longest address of a push service that is taken.
const LONGEST: usize = 1_024;

/// Where a browser is woken, and the keys that messages for it are sealed with. As the Push API gives
/// them, in base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The address at its push service. Whoever knows it can wake the browser, with nothing to say.
    pub endpoint: String,
    /// Its public key on P-256, uncompressed.
    pub p256dh: String,
    /// Its secret.
    pub auth: String,
}

impl Subscription {
    /// Whether it can be used; the address is looked at again by whoever calls it.
    pub fn whole(&self) -> bool {
        self.endpoint.len() <= LONGEST && self.audience().is_some() && self.keys().is_some()
    }

    /// Public key and secret.
    pub fn keys(&self) -> Option<([u8; 65], [u8; 16])> {
        let key: [u8; 65] = B64.decode(&self.p256dh).ok()?.try_into().ok()?;
        let secret: [u8; 16] = B64.decode(&self.auth).ok()?.try_into().ok()?;
        Some((key, secret))
    }

    /// The push service as the token names it: the origin of the address (RFC 8292, 2).
    pub fn audience(&self) -> Option<String> {
        let url = url::Url::parse(&self.endpoint).ok()?;
        let web = ["https", "http"].contains(&url.scheme());
        (web && url.has_host()).then(|| url.origin().ascii_serialization())
    }
}

/// What the hub says of itself to a push service.
#[derive(Clone, Debug, Serialize)]
pub struct ServerClaims<'a> {
    /// The push service.
    pub aud: &'a str,
    /// When the token ends: at most a day ahead.
    pub exp: i64,
    /// Whom its operator can ask.
    pub sub: &'a str,
}

/// The `Authorization` of a request: the token, and the key that signed it, as a point.
pub fn authorization(token: &str, key: &str) -> String {
    format!("vapid t={token}, k={key}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_subscriptions() {
        let key = B64.encode([4; 65]);
        let secret = B64.encode([1; 16]);
        let of = |endpoint: &str, p256dh: &str, auth: &str| Subscription {
            endpoint: endpoint.into(),
            p256dh: p256dh.into(),
            auth: auth.into(),
        };
        for (endpoint, key, secret, whole) in [
            ("https://push.example.com/a?b", &key, &secret, true),
            ("http://127.0.0.1:1/a", &key, &secret, true),
            ("ftp://push.example.com/a", &key, &secret, false),
            ("data:text/plain,a", &key, &secret, false),
            ("push.example.com", &key, &secret, false),
            ("https://push.example.com/a", &secret, &secret, false),
            ("https://push.example.com/a", &key, &key, false),
            (
                "https://push.example.com/a",
                &"*".to_owned(),
                &secret,
                false,
            ),
        ] {
            assert_eq!(of(endpoint, key, secret).whole(), whole, "{endpoint}");
        }
        let long = format!("https://push.example.com/{}", "a".repeat(LONGEST));
        assert!(!of(&long, &key, &secret).whole());
        let one = of("https://push.example.com:8443/a/b", &key, &secret);
        assert_eq!(
            one.audience().as_deref(),
            Some("https://push.example.com:8443")
        );
    }
}
