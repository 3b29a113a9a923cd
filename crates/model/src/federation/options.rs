//! Settings of a client beyond the first ones, kept as one JSON value: a new one needs no column.

use super::client::{check_address, in_one_piece};
use serde::{Deserialize, Serialize};
use url::Url;

/// Algorithms of a client's assertions (`private_key_jwt`). `HS256` (`client_secret_jwt`) is off: the
/// hub keeps digests of secrets, never the secrets.
/// `Ed25519` is the newer name of what is called `EdDSA` here (RFC 9864); libraries use either.
pub const ASSERTION_ALGORITHMS: [&str; 5] = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"];

/// Most resources of a client.
const MOST_RESOURCES: usize = 50;
/// Longest JSON Web Key Set that is registered, in bytes.
pub const LONGEST_JWKS: usize = 32 * 1024;

/// What a client may say about itself beyond addresses, grants and scopes. Every part is off unless
/// it is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientOptions {
    /// Its public keys, as a JSON Web Key Set (RFC 7517), for `private_key_jwt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks: Option<String>,
    /// Or where they are published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<String>,
    /// The one algorithm of its assertions; none for any of [`ASSERTION_ALGORITHMS`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assertion_alg: Option<String>,
    /// Authorization requests must be pushed first (RFC 9126, 5).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub require_pushed_requests: bool,
    /// Resources that it may ask access tokens for (RFC 8707).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// Each sector knows people under names of its own (OpenID Connect Core 8.1).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pairwise: bool,
    /// The host that stands for the sector; none for the one host of the redirect addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Shown in a frame when a session ends (Front-Channel Logout 1.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontchannel_logout_uri: Option<String>,
    /// Where My Modules begins a login (OpenID Connect Core 4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiate_login_uri: Option<String>,
    /// Whether the person's address goes with it as `login_hint`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub initiate_login_hint: bool,
}

/// The host of a web address with its port where it is not the usual one.
fn host_of(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let host = url.host_str()?.to_owned();
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host,
    })
}

/// Checks a resource: a complete address without a fragment (RFC 8707, 2), at most 500 characters.
pub fn resource_form(text: &str) -> bool {
    text.len() <= 500
        && in_one_piece(text)
        && Url::parse(text).is_ok_and(|u| u.fragment().is_none())
}

impl ClientOptions {
    /// The sector whose people share a pairwise name; none where it cannot be told.
    pub fn sector_of(&self, redirect_uris: &[String]) -> Option<String> {
        if let Some(sector) = &self.sector {
            return Some(sector.clone());
        }
        let mut hosts: Vec<_> = redirect_uris.iter().map(|uri| host_of(uri)).collect();
        hosts.dedup();
        match hosts.as_slice() {
            [Some(host)] => Some(host.clone()),
            _ => None,
        }
    }

    /// Checks everything that could be wrong but the keys themselves, which the vault reads.
    ///
    /// # Errors
    /// A sentence for the place in the file or form.
    pub fn check(&self, redirect_uris: &[String], by_key: bool) -> Result<(), String> {
        let keys = usize::from(self.jwks.is_some()) + usize::from(self.jwks_uri.is_some());
        if by_key && keys != 1 {
            return Err("private_key_jwt needs jwks or jwks_uri, and not both".into());
        }
        if !by_key && keys != 0 {
            return Err("jwks and jwks_uri go with private_key_jwt".into());
        }
        if self.jwks.as_ref().is_some_and(|j| j.len() > LONGEST_JWKS) {
            return Err("jwks is longer than 32 KiB".into());
        }
        if let Some(alg) = &self.assertion_alg {
            if !by_key {
                return Err("assertion_alg goes with private_key_jwt".into());
            }
            if !ASSERTION_ALGORITHMS.contains(&alg.as_str()) {
                return Err("assertion_alg is one of RS256, PS256, ES256, EdDSA, Ed25519".into());
            }
        }
        if self.resources.len() > MOST_RESOURCES {
            return Err("at most 50 resources".into());
        }
        if let Some(bad) = self.resources.iter().find(|r| !resource_form(r)) {
            return Err(format!(
                "resource {bad:?} must be a complete address without a # part (RFC 8707, 2)"
            ));
        }
        if self.sector.is_some() && !self.pairwise {
            return Err("sector goes with pairwise subjects".into());
        }
        if let Some(sector) = &self.sector {
            let whole = format!("https://{sector}/");
            if sector.len() > 255 || host_of(&whole).as_deref() != Some(sector.as_str()) {
                return Err("sector is a host name in small letters, such as example.com".into());
            }
        }
        if self.pairwise && self.sector_of(redirect_uris).is_none() {
            return Err("pairwise subjects need a sector, since the redirect addresses have not one host (OpenID Connect Core 8.1)".into());
        }
        for (uri, what) in [
            (&self.jwks_uri, "jwks_uri"),
            (&self.frontchannel_logout_uri, "frontchannel_logout_uri"),
            (&self.initiate_login_uri, "initiate_login_uri"),
        ] {
            if let Some(uri) = uri {
                check_address(uri, what)?;
                if !uri.starts_with("http") {
                    return Err(format!("{what} must be a web address"));
                }
            }
        }
        // Front-Channel Logout 1.0, 2: the domain, port and scheme of a registered redirect address.
        if let Some(uri) = &self.frontchannel_logout_uri {
            let origin = |text: &str| Url::parse(text).ok().map(|u| u.origin());
            let own = origin(uri);
            if !redirect_uris.iter().any(|r| origin(r) == own) {
                return Err(
                    "frontchannel_logout_uri must have scheme, host and port of a redirect_uri"
                        .into(),
                );
            }
        }
        if self.initiate_login_hint && self.initiate_login_uri.is_none() {
            return Err("initiate_login_hint goes with initiate_login_uri".into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirects() -> Vec<String> {
        vec![
            "https://a.example/cb".into(),
            "https://a.example/other".into(),
        ]
    }

    #[test]
    fn table_of_options() {
        let plain = ClientOptions::default();
        assert_eq!(plain.check(&redirects(), false), Ok(()));
        assert_eq!(serde_json::to_string(&plain).unwrap(), "{}");
        assert!(plain.check(&redirects(), true).is_err(), "no keys");
        let with = |change: fn(&mut ClientOptions)| {
            let mut options = ClientOptions::default();
            change(&mut options);
            options
        };
        for good in [
            with(|o| o.resources = vec!["https://api.example/".into(), "urn:example:api".into()]),
            with(|o| o.pairwise = true),
            with(|o| {
                o.pairwise = true;
                o.sector = Some("example.com".into());
            }),
            with(|o| o.frontchannel_logout_uri = Some("https://a.example/bye".into())),
            with(|o| {
                o.initiate_login_uri = Some("https://b.example/login".into());
                o.initiate_login_hint = true;
            }),
            with(|o| o.require_pushed_requests = true),
        ] {
            assert_eq!(good.check(&redirects(), false), Ok(()), "{good:?}");
            let text = serde_json::to_string(&good).unwrap();
            assert_eq!(serde_json::from_str::<ClientOptions>(&text).unwrap(), good);
        }
        for bad in [
            with(|o| o.jwks = Some("{}".into())),
            with(|o| o.assertion_alg = Some("ES256".into())),
            with(|o| o.resources = vec!["https://api.example/#x".into()]),
            with(|o| o.resources = vec!["/api".into()]),
            with(|o| o.sector = Some("example.com".into())),
            with(|o| {
                o.pairwise = true;
                o.sector = Some("Example.com/x".into());
            }),
            with(|o| o.frontchannel_logout_uri = Some("https://b.example/bye".into())),
            with(|o| o.initiate_login_uri = Some("http://b.example/login".into())),
            with(|o| o.initiate_login_uri = Some("com.example.app:/x".into())),
            with(|o| o.initiate_login_hint = true),
        ] {
            assert!(bad.check(&redirects(), false).is_err(), "{bad:?}");
        }
        for (bad, good) in [
            (
                with(|o| o.jwks_uri = Some("http://a.example/k".into())),
                false,
            ),
            (
                with(|o| o.jwks_uri = Some("https://a.example/k".into())),
                true,
            ),
            (
                with(|o| {
                    o.jwks_uri = Some("https://a.example/k".into());
                    o.jwks = Some("{}".into());
                }),
                false,
            ),
            (
                with(|o| {
                    o.jwks = Some("{}".into());
                    o.assertion_alg = Some("HS256".into());
                }),
                false,
            ),
        ] {
            assert_eq!(bad.check(&redirects(), true).is_ok(), good, "{bad:?}");
        }
    }

    #[test]
    fn the_sector_is_the_one_host_or_the_named_one() {
        let mut options = ClientOptions {
            pairwise: true,
            ..Default::default()
        };
        assert_eq!(
            options.sector_of(&redirects()).as_deref(),
            Some("a.example")
        );
        let two = [
            "https://a.example/cb".to_owned(),
            "https://b.example/cb".to_owned(),
        ];
        assert_eq!(options.sector_of(&two), None);
        assert!(options.check(&two, false).is_err());
        options.sector = Some("example".into());
        assert_eq!(options.sector_of(&two).as_deref(), Some("example"));
    }
}
