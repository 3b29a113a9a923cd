//! The built-in catalogue: products whose login through an OpenID Connect provider is known, so that
//! whoever sets one up types an address and copies values, and looks nothing up.
//!
//! The hub asks for PKCE with S256 from everybody, so only products that can do it are here. Paths and
//! names of settings are those of the products' own documents.

use super::ClaimSettings;
use crate::federation::{AuthMethod, ClientDraft, ClientOptions, GrantType};
use url::Url;

/// What the other side must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The address of the discovery document.
    Discovery,
    /// The issuer.
    Issuer,
    /// The `client_id`.
    ClientId,
    /// The secret.
    Secret,
    /// The redirect address, which it may ask for or show.
    Redirect,
    /// The scopes to ask for.
    Scopes,
    /// The authorization endpoint, for programs without discovery.
    Authorize,
    /// The token endpoint.
    Token,
    /// Userinfo.
    Userinfo,
    /// Where signing out leads.
    EndSession,
}

/// A product of the catalogue, or a kind of program.
#[derive(Clone, Copy, Debug)]
pub struct Blueprint {
    /// The stable key, and the key of the catalogue entry.
    pub key: &'static str,
    /// The name.
    pub name: &'static str,
    /// One line that says what it is for.
    pub description: &'static str,
    /// Where codes are sent, below the module's address.
    pub redirect: &'static str,
    /// Where people land after signing out, below the module's address; none where it says nothing.
    pub after_sign_out: Option<&'static str>,
    /// Where logout tokens are posted, below the module's address.
    pub backchannel: Option<&'static str>,
    /// Where opening the module leads, below its address: best what begins its login.
    pub launch: &'static str,
    /// Whether it can keep a secret.
    pub keeps_secret: bool,
    /// The claim in which it reads groups, where it does.
    pub groups_claim: Option<&'static str>,
    /// Whether it links tenants and speaks for itself: it has a second redirect address for links, and
    /// gets tokens of its own.
    pub links: bool,
    /// What is copied to the other side: the name of its setting, and the value.
    pub copies: &'static [(&'static str, Told)],
    /// What else is to be done there, step by step.
    pub steps: &'static [&'static str],
}

/// The usual values, under the names that most programs have for them.
const USUAL: &[(&str, Told)] = &[
    ("Discovery address", Told::Discovery),
    ("Issuer", Told::Issuer),
    ("Client ID", Told::ClientId),
    ("Client secret", Told::Secret),
    ("Redirect address (callback)", Told::Redirect),
    ("Scopes", Told::Scopes),
];

/// A program without anything special.
const PLAIN: Blueprint = Blueprint {
    key: "",
    name: "",
    description: "",
    redirect: "callback",
    after_sign_out: Some(""),
    backchannel: None,
    launch: "",
    keeps_secret: true,
    groups_claim: None,
    links: false,
    copies: USUAL,
    steps: &[],
};

/// Everything in the catalogue: kinds of programs first, then products by name.
pub const BLUEPRINTS: &[Blueprint] = &[
    Blueprint {
        key: "web-application",
        name: "Web application",
        description: "Any program with a server that speaks OpenID Connect",
        steps: &["Turn PKCE on with the method S256; the hub asks it from everybody."],
        ..PLAIN
    },
    Blueprint {
        key: "native-or-single-page",
        name: "App or single-page application",
        description: "A program on a device or in the browser, which cannot keep a secret",
        keeps_secret: false,
        copies: &[
            ("Discovery address", Told::Discovery),
            ("Issuer", Told::Issuer),
            ("Client ID", Told::ClientId),
            ("Redirect address (callback)", Told::Redirect),
            ("Scopes", Told::Scopes),
        ],
        steps: &[
            "Turn PKCE on with the method S256.",
            "An app on a device may be sent to http://127.0.0.1 with any port, or to an address scheme of its own; add it among the redirect addresses of the client.",
        ],
        ..PLAIN
    },
    Blueprint {
        key: "module-kit",
        name: "Program with the module kit",
        description: "An axum program that uses the kit of this project",
        redirect: "login/callback",
        backchannel: Some("backchannel-logout"),
        launch: "login",
        links: true,
        copies: &[
            ("issuer", Told::Issuer),
            ("client_id", Told::ClientId),
            ("client_secret", Told::Secret),
        ],
        ..PLAIN
    },
    Blueprint {
        key: "apache",
        name: "Apache (mod_auth_openidc)",
        description: "Any site behind Apache, without a change to the site",
        redirect: "oidc/callback",
        backchannel: Some("oidc/callback?logout=backchannel"),
        copies: &[
            ("OIDCProviderMetadataURL", Told::Discovery),
            ("OIDCClientID", Told::ClientId),
            ("OIDCClientSecret", Told::Secret),
            ("OIDCRedirectURI", Told::Redirect),
            ("OIDCScope", Told::Scopes),
        ],
        steps: &[
            "Set OIDCPKCEMethod to S256.",
            "Set OIDCSessionType to server-cache, so that a sign-out at the hub ends the session there.",
        ],
        ..PLAIN
    },
    Blueprint {
        key: "bookstack",
        name: "BookStack",
        description: "Documentation and runbooks",
        redirect: "oidc/callback",
        launch: "login",
        groups_claim: Some("groups"),
        copies: &[
            ("OIDC_ISSUER", Told::Issuer),
            ("OIDC_CLIENT_ID", Told::ClientId),
            ("OIDC_CLIENT_SECRET", Told::Secret),
        ],
        steps: &[
            "Set AUTH_METHOD=oidc, OIDC_ISSUER_DISCOVER=true and OIDC_END_SESSION_ENDPOINT=true.",
            "For roles by group set OIDC_USER_TO_GROUPS=true and OIDC_GROUPS_CLAIM=groups.",
        ],
        ..PLAIN
    },
    Blueprint {
        key: "gitlab",
        name: "GitLab",
        description: "Code, issues and pipelines on a server of your own",
        redirect: "users/auth/openid_connect/callback",
        copies: &[
            ("issuer", Told::Issuer),
            ("identifier", Told::ClientId),
            ("secret", Told::Secret),
            ("redirect_uri", Told::Redirect),
            ("scope", Told::Scopes),
        ],
        steps: &[
            "In omniauth_providers give the provider the name openid_connect, with discovery: true, response_type: \"code\", client_auth_method: \"query\", uid_field: \"sub\" and pkce: true.",
        ],
        ..PLAIN
    },
    Blueprint {
        key: "grafana",
        name: "Grafana",
        description: "Dashboards and alerts",
        redirect: "login/generic_oauth",
        launch: "login/generic_oauth",
        groups_claim: Some("groups"),
        copies: &[
            ("client_id", Told::ClientId),
            ("client_secret", Told::Secret),
            ("scopes", Told::Scopes),
            ("auth_url", Told::Authorize),
            ("token_url", Told::Token),
            ("api_url", Told::Userinfo),
            ("signout_redirect_url", Told::EndSession),
        ],
        steps: &[
            "In the section [auth.generic_oauth] set enabled = true and use_pkce = true.",
            "For roles by group set role_attribute_path to an expression over the claim groups.",
        ],
        ..PLAIN
    },
    Blueprint {
        key: "jenkins",
        name: "Jenkins",
        description: "Builds and scheduled work, with the plugin oic-auth",
        redirect: "securityRealm/finishLogin",
        launch: "securityRealm/commenceLogin?from=%2F",
        groups_claim: Some("groups"),
        copies: &[
            ("Well-known configuration endpoint", Told::Discovery),
            ("Client id", Told::ClientId),
            ("Client secret", Told::Secret),
            ("Scopes", Told::Scopes),
        ],
        steps: &[
            "Turn PKCE on in the advanced settings of the plugin.",
            "Set User name field name to preferred_username and Groups field name to groups.",
        ],
        ..PLAIN
    },
    Blueprint {
        key: "nextcloud",
        name: "Nextcloud",
        description: "Files and calendars, with the app OpenID Connect user backend",
        redirect: "apps/user_oidc/code",
        groups_claim: Some("groups"),
        copies: &[
            ("Client ID", Told::ClientId),
            ("Client secret", Told::Secret),
            ("Discovery endpoint", Told::Discovery),
            ("Scope", Told::Scopes),
        ],
        steps: &["Map the person's id to sub, the display name to name and groups to groups."],
        ..PLAIN
    },
    Blueprint {
        key: "oauth2-proxy",
        name: "oauth2-proxy",
        description: "Any site behind a proxy that asks for a login",
        redirect: "oauth2/callback",
        launch: "oauth2/start?rd=%2F",
        groups_claim: Some("groups"),
        copies: &[
            ("oidc_issuer_url", Told::Issuer),
            ("client_id", Told::ClientId),
            ("client_secret", Told::Secret),
            ("redirect_url", Told::Redirect),
            ("scope", Told::Scopes),
        ],
        steps: &["Set provider = \"oidc\" and code_challenge_method = \"S256\"."],
        ..PLAIN
    },
    Blueprint {
        key: "proxmox-ve",
        name: "Proxmox VE",
        description: "Virtual machines, with a realm of the kind OpenID Connect",
        redirect: "",
        groups_claim: Some("groups"),
        copies: &[
            ("Issuer URL", Told::Issuer),
            ("Client ID", Told::ClientId),
            ("Client Key", Told::Secret),
            ("Scopes", Told::Scopes),
        ],
        steps: &[
            "Give the address with its port and without a slash at the end, as people type it: it is the redirect address too.",
            "Set Username Claim to email; tick Autocreate Users if people should appear at their first login.",
        ],
        ..PLAIN
    },
];

impl Blueprint {
    /// The entry of a key.
    pub fn find(key: &str) -> Option<&'static Self> {
        BLUEPRINTS.iter().find(|b| b.key == key)
    }

    /// Where opening the module leads.
    pub fn launch_url(&self, base: &BaseUrl) -> String {
        base.below(self.launch)
    }

    /// What the module is told beyond the standard claims.
    pub fn claims(&self) -> ClaimSettings {
        ClaimSettings {
            groups: self.groups_claim.map(str::to_owned),
            ..ClaimSettings::default()
        }
    }

    /// The client of a module of this kind at an address.
    pub fn client(&self, base: &BaseUrl, oauth_client_id: String) -> ClientDraft {
        let mut redirect_uris = vec![base.below(self.redirect)];
        let mut grant_types = vec![GrantType::AuthorizationCode, GrantType::RefreshToken];
        let mut scopes = ["openid", "profile", "email", "offline_access"]
            .map(String::from)
            .to_vec();
        if self.links {
            redirect_uris.push(base.below("unified-login/linked"));
            grant_types.push(GrantType::ClientCredentials);
            scopes.extend(["launcher".into(), "module".into()]);
        }
        ClientDraft {
            oauth_client_id,
            auth_method: if self.keeps_secret {
                AuthMethod::SecretBasic
            } else {
                AuthMethod::None
            },
            redirect_uris,
            post_logout_redirect_uris: self
                .after_sign_out
                .map(|path| base.below(path))
                .into_iter()
                .collect(),
            backchannel_logout_uri: self.backchannel.map(|path| base.below(path)),
            grant_types,
            scopes,
            // OpenID Connect makes it the default of whoever says nothing; some products take nothing
            // else.
            id_token_alg: "RS256".into(),
            options: ClientOptions::default(),
            has_instance: true,
        }
    }
}

/// Where a module lives: a web address without query and fragment, as it was typed, without slashes
/// at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Reads what somebody typed.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let typed = typed.trim();
        if typed.len() > 1_000 {
            return Err("The address is longer than 1,000 characters.".into());
        }
        let url = Url::parse(typed)
            .map_err(|_| "Give the whole address, such as https://wiki.example.com.".to_owned())?;
        if !matches!(url.scheme(), "https" | "http") || url.host_str().is_none_or(str::is_empty) {
            return Err("The address must begin with https://.".into());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("Leave out what stands behind ? or #.".into());
        }
        crate::federation::check_address(typed, "The address").map_err(|m| format!("{m}."))?;
        // The address as it was typed, not as the parser writes it: products compare letter by letter.
        Ok(Self(typed.trim_end_matches('/').to_owned()))
    }

    /// An address below; the address itself for an empty path, with a slash where nothing but a host
    /// stands there.
    fn below(&self, path: &str) -> String {
        if path.is_empty() {
            self.0.clone()
        } else {
            format!("{}/{path}", self.0)
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_blueprint_makes_a_client_that_is_right() {
        let base = BaseUrl::parse("https://wiki.example.com/x/").unwrap();
        let mut keys = BTreeSet::new();
        for blueprint in BLUEPRINTS {
            assert!(keys.insert(blueprint.key), "{} twice", blueprint.key);
            let draft = blueprint.client(&base, blueprint.key.into());
            assert_eq!(draft.check(), Ok(()), "{}", blueprint.key);
            assert_eq!(blueprint.claims().check(), Ok(()), "{}", blueprint.key);
            assert!(blueprint.launch_url(&base).starts_with(base.as_str()));
            let asked = |told| blueprint.copies.iter().any(|(_, t)| *t == told);
            assert!(asked(Told::ClientId), "{}", blueprint.key);
            assert_eq!(
                asked(Told::Secret),
                blueprint.keeps_secret,
                "{}",
                blueprint.key
            );
            assert!(Blueprint::find(blueprint.key).is_some());
        }
        let grafana = Blueprint::find("grafana").unwrap();
        assert_eq!(
            grafana.client(&base, "g".into()).redirect_uris,
            ["https://wiki.example.com/x/login/generic_oauth"]
        );
    }

    #[test]
    fn table_of_addresses() {
        for (typed, good) in [
            ("https://wiki.example.com", Some("https://wiki.example.com")),
            (
                " https://wiki.example.com/ ",
                Some("https://wiki.example.com"),
            ),
            (
                "https://pve.example.com:8006",
                Some("https://pve.example.com:8006"),
            ),
            ("http://localhost:9999/", Some("http://localhost:9999")),
            ("http://wiki.example.com", None),
            ("wiki.example.com", None),
            ("https://", None),
            ("https://wiki.example.com/?x=1", None),
            ("https://wiki.example.com/#top", None),
            ("https://a:b@wiki.example.com", None),
            ("javascript:alert(1)", None),
            ("com.example.app:/x", None),
            ("", None),
        ] {
            let read = BaseUrl::parse(typed).ok();
            assert_eq!(read.as_ref().map(BaseUrl::as_str), good, "{typed}");
        }
    }
}
