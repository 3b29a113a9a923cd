//! Client registrations.

use super::{ClientOptions, ClientSecret};
use kernel::{ClientId, InstanceId, PartnerId, Timestamp};
use url::Url;

/// How a client proves who it is at the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthMethod {
    /// HTTP Basic with id and secret.
    SecretBasic,
    /// Id and secret in the form.
    SecretPost,
    /// An assertion signed with its own key (RFC 7523, OpenID Connect Core 9).
    PrivateKeyJwt,
    /// A public client: PKCE alone.
    None,
}

impl AuthMethod {
    /// All of them, in the order of discovery.
    pub const ALL: [Self; 4] = [
        Self::SecretBasic,
        Self::SecretPost,
        Self::PrivateKeyJwt,
        Self::None,
    ];
    /// Whether the client proves itself with a secret.
    pub const fn by_secret(self) -> bool {
        matches!(self, Self::SecretBasic | Self::SecretPost)
    }
    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SecretBasic => "client_secret_basic",
            Self::SecretPost => "client_secret_post",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::None => "none",
        }
    }
    /// The method of a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.as_str() == text)
    }
}

/// What a client may ask tokens with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantType {
    /// Authorization code with PKCE.
    AuthorizationCode,
    /// Refresh.
    RefreshToken,
    /// The client's own credentials.
    ClientCredentials,
    /// A code typed by a person for a device (RFC 8628).
    DeviceCode,
}

impl GrantType {
    /// All of them, in the order of discovery.
    pub const ALL: [Self; 4] = [
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::ClientCredentials,
        Self::DeviceCode,
    ];
    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
            Self::DeviceCode => "urn:ietf:params:oauth:grant-type:device_code",
        }
    }
    /// The grant type of a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.as_str() == text)
    }
}

/// Scopes that the hub gives a meaning to.
pub const KNOWN_SCOPES: [&str; 5] = ["openid", "profile", "email", "offline_access", "launcher"];

/// A client as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The id of the row.
    pub id: ClientId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The module instance that people enter through it; none for a machine.
    pub instance_id: Option<InstanceId>,
    /// The `client_id` of the protocol.
    pub oauth_client_id: String,
    /// How it proves who it is.
    pub auth_method: AuthMethod,
    /// Its secrets that were not revoked; some may have ended by themselves.
    pub secrets: Vec<ClientSecret>,
    /// Where codes may be sent, compared exactly (RFC 9700, 2.1).
    pub redirect_uris: Vec<String>,
    /// Where people may return to after signing out.
    pub post_logout_redirect_uris: Vec<String>,
    /// Where logout tokens are posted.
    pub backchannel_logout_uri: Option<String>,
    /// What it may ask tokens with.
    pub grant_types: Vec<GrantType>,
    /// Scopes it may ask for.
    pub scopes: Vec<String>,
    /// The algorithm of its ID and logout tokens.
    pub id_token_alg: String,
    /// Everything else that it may have turned on.
    pub options: ClientOptions,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The settings of a client that a person chooses; checked by [`ClientDraft::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientDraft {
    /// The `client_id` of the protocol.
    pub oauth_client_id: String,
    /// How it proves who it is.
    pub auth_method: AuthMethod,
    /// Where codes may be sent.
    pub redirect_uris: Vec<String>,
    /// Where people may return to after signing out.
    pub post_logout_redirect_uris: Vec<String>,
    /// Where logout tokens are posted.
    pub backchannel_logout_uri: Option<String>,
    /// What it may ask tokens with.
    pub grant_types: Vec<GrantType>,
    /// Scopes it may ask for.
    pub scopes: Vec<String>,
    /// The algorithm of its ID and logout tokens.
    pub id_token_alg: String,
    /// Everything else that it may have turned on.
    pub options: ClientOptions,
    /// Whether people enter a module through it.
    pub has_instance: bool,
}

impl Client {
    /// The client of a draft that was checked, without secrets yet.
    pub fn of(
        id: ClientId,
        partner_id: PartnerId,
        instance_id: Option<InstanceId>,
        draft: ClientDraft,
        created_at: Timestamp,
    ) -> Self {
        Self {
            id,
            partner_id,
            instance_id,
            oauth_client_id: draft.oauth_client_id,
            auth_method: draft.auth_method,
            secrets: Vec::new(),
            redirect_uris: draft.redirect_uris,
            post_logout_redirect_uris: draft.post_logout_redirect_uris,
            backchannel_logout_uri: draft.backchannel_logout_uri,
            grant_types: draft.grant_types,
            scopes: draft.scopes,
            id_token_alg: draft.id_token_alg,
            options: draft.options,
            created_at,
        }
    }
}

fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        // Names below it are this machine too (RFC 6761, 6.3).
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// Whether an address is written in one piece. Readers of addresses pass over tabs and line breaks
/// in them, so that two texts could be one address.
pub(super) fn in_one_piece(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

pub(crate) fn check_address(text: &str, what: &str) -> Result<(), String> {
    if text.len() > 2_000 {
        return Err(format!("{what} is longer than 2,000 characters"));
    }
    if !in_one_piece(text) {
        return Err(format!("{what} must not hold spaces or line breaks"));
    }
    let url = Url::parse(text).map_err(|_| format!("{what} {text:?} is not a complete address"))?;
    if url.fragment().is_some() {
        return Err(format!(
            "{what} {text:?} must not hold a # part (RFC 6749, 3.1.2)"
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!("{what} must not hold a name or password"));
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if loopback(&url) => Ok(()),
        "http" => Err(format!(
            "{what} {text:?} must begin with https:// (http:// only on this machine itself)"
        )),
        "javascript" | "data" | "vbscript" | "file" | "blob" | "about" => {
            Err(format!("{what} must be a web address"))
        }
        // RFC 8252, 7.1: a native app's own scheme is a domain name turned round, so it has a dot.
        scheme if scheme.contains('.') => Ok(()),
        _ => Err(format!("{what} {text:?} must begin with https://")),
    }
}

impl ClientDraft {
    /// Checks everything that could be wrong.
    ///
    /// # Errors
    /// A sentence for the place in the file or form.
    pub fn check(&self) -> Result<(), String> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
        if self.oauth_client_id.is_empty()
            || self.oauth_client_id.len() > 128
            || !self.oauth_client_id.chars().all(plain)
        {
            return Err("client_id has 1 to 128 letters, digits and - . _ ~".into());
        }
        if self.redirect_uris.len() > 50
            || self.post_logout_redirect_uris.len() > 50
            || self.scopes.len() > 100
        {
            return Err("at most 50 addresses and 100 scopes".into());
        }
        for uri in &self.redirect_uris {
            check_address(uri, "redirect_uri")?;
        }
        for uri in &self.post_logout_redirect_uris {
            check_address(uri, "post_logout_redirect_uri")?;
        }
        if let Some(uri) = &self.backchannel_logout_uri {
            check_address(uri, "backchannel_logout_uri")?;
            if !uri.starts_with("http") {
                return Err("backchannel_logout_uri must be a web address".into());
            }
        }
        let code = self.grant_types.contains(&GrantType::AuthorizationCode);
        if code && self.redirect_uris.is_empty() {
            return Err(
                "a client with the grant type authorization_code needs at least one redirect_uri"
                    .into(),
            );
        }
        let device = self.grant_types.contains(&GrantType::DeviceCode);
        if (code || device) && !self.has_instance {
            return Err("a client that people sign in through belongs to a module instance".into());
        }
        if self.grant_types.contains(&GrantType::RefreshToken) && !code && !device {
            return Err("refresh_token goes with authorization_code or device_code".into());
        }
        if self.grant_types.contains(&GrantType::ClientCredentials)
            && self.auth_method == AuthMethod::None
        {
            return Err("client_credentials needs a client with a secret (RFC 6749, 4.4)".into());
        }
        self.options.check(
            &self.redirect_uris,
            self.auth_method == AuthMethod::PrivateKeyJwt,
        )?;
        for scope in &self.scopes {
            let ok = !scope.is_empty()
                && scope.len() <= 64
                && scope
                    .bytes()
                    .all(|b| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e));
            if !ok {
                return Err(format!("{scope:?} is not a scope (RFC 6749, 3.3)"));
            }
        }
        Ok(())
    }
}

/// Whether a redirect address is one of the registered ones: byte for byte, save that a native
/// app's loopback address may come with any port (RFC 8252, 7.3).
pub fn redirect_matches(registered: &[String], asked: &str, public: bool) -> bool {
    if registered.iter().any(|r| r == asked) {
        return true;
    }
    if !public || !in_one_piece(asked) {
        return false;
    }
    let Ok(asked) = Url::parse(asked) else {
        return false;
    };
    let literal = |u: &Url| matches!(u.host(), Some(url::Host::Ipv4(_) | url::Host::Ipv6(_)));
    if asked.scheme() != "http" || !loopback(&asked) || !literal(&asked) {
        return false;
    }
    registered
        .iter()
        .filter_map(|r| Url::parse(r).ok())
        .any(|mut r| r.set_port(asked.port()).is_ok() && r == asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ClientDraft {
        ClientDraft {
            oauth_client_id: "portal".into(),
            auth_method: AuthMethod::SecretBasic,
            redirect_uris: vec!["https://portal.example.com/callback".into()],
            post_logout_redirect_uris: vec![],
            backchannel_logout_uri: None,
            grant_types: vec![GrantType::AuthorizationCode],
            scopes: vec!["openid".into()],
            id_token_alg: "RS256".into(),
            options: ClientOptions::default(),
            has_instance: true,
        }
    }

    #[test]
    fn table_of_drafts() {
        assert_eq!(draft().check(), Ok(()));
        for uri in [
            "http://portal.example.com/",
            "javascript:alert(1)",
            "https://a.example/#x",
            "/callback",
            "https://u:p@a.example/",
            "https://a.example/\n",
            "https://a.exa\tmple/",
            "https://a.example/a b",
            "myapp:/x",
        ] {
            assert!(
                ClientDraft {
                    redirect_uris: vec![uri.into()],
                    ..draft()
                }
                .check()
                .is_err(),
                "{uri}"
            );
        }
        for uri in [
            "http://localhost:9/cb",
            "http://uk.localhost:9/cb",
            "http://127.0.0.1/cb",
            "http://[::1]:7/cb",
            "com.example.app:/cb",
        ] {
            assert_eq!(
                ClientDraft {
                    redirect_uris: vec![uri.into()],
                    ..draft()
                }
                .check(),
                Ok(()),
                "{uri}"
            );
        }
        assert!(
            ClientDraft {
                redirect_uris: vec![],
                ..draft()
            }
            .check()
            .is_err()
        );
        assert!(
            ClientDraft {
                has_instance: false,
                ..draft()
            }
            .check()
            .is_err()
        );
        assert!(
            ClientDraft {
                grant_types: vec![GrantType::ClientCredentials],
                auth_method: AuthMethod::None,
                ..draft()
            }
            .check()
            .is_err()
        );
        assert!(
            ClientDraft {
                scopes: vec!["a b".into()],
                ..draft()
            }
            .check()
            .is_err()
        );
        assert!(
            ClientDraft {
                oauth_client_id: "a b".into(),
                ..draft()
            }
            .check()
            .is_err()
        );
    }

    #[test]
    fn redirects_are_compared_exactly_but_for_a_native_apps_port() {
        let web = vec!["https://a.example/cb".to_owned()];
        assert!(redirect_matches(&web, "https://a.example/cb", false));
        for other in [
            "https://a.example/cb/",
            "https://a.example/cb?x",
            "https://A.example/cb",
            "https://a.example.evil/cb",
            "https://a.example/../cb",
            "",
        ] {
            assert!(!redirect_matches(&web, other, false), "{other}");
            assert!(!redirect_matches(&web, other, true), "{other}");
        }
        let native = vec!["http://127.0.0.1/cb".to_owned()];
        assert!(redirect_matches(&native, "http://127.0.0.1:51004/cb", true));
        assert!(!redirect_matches(
            &native,
            "http://127.0.0.1:51004/cb",
            false
        ));
        assert!(!redirect_matches(
            &native,
            "http://127.0.0.1:51004/other",
            true
        ));
        assert!(!redirect_matches(
            &native,
            "http://localhost:51004/cb",
            true
        ));
    }
}
