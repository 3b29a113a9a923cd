//! Setting a module up.

use unified_login::{Capabilities, Cardinality, Linking, Manifest, MatchBy, RoleEntry};

use super::{Inner, UnifiedLogin};
use crate::accounts::{Accounts, StoreFault};
use crate::hub::Hub;
use crate::look::{KitLook, Look};
use crate::policy::Policies;
use crate::settings::{Settings, SettingsError};
use crate::{PlainPages, RelyingParty, ReturnTo};

/// Where the hub reaches the module's accounts.
pub(crate) const SCIM: &str = "/scim/v2";
/// Where the hub sends events.
pub(crate) const EVENTS: &str = "/unified-login/events";

/// A manifest to begin with: accounts are matched by e-mail or username, a partner may link several
/// tenants, everything can be turned on, and there are two roles, `member` and `security-admin`.
pub fn manifest(name: &str) -> Manifest {
    let role = |key: &str, title: &str, admin| RoleEntry {
        key: key.into(),
        title: title.into(),
        high: admin,
        security_admin: admin,
    };
    Manifest {
        version: 1,
        name: name.into(),
        match_by: vec![MatchBy::Email, MatchBy::Username],
        linking: Linking::Matched,
        cardinality: Cardinality::Several,
        capabilities: Capabilities {
            unified_login: true,
            require_unified_login: true,
            jit_provisioning: true,
            deprovisioning: true,
            groups_to_roles: true,
        },
        roles: vec![
            role("member", "Member", false),
            role("security-admin", "Security Admin", true),
        ],
        defaults: Vec::new(),
        regions: Vec::new(),
        scim: None,
        events: None,
        deletes_accounts: true,
    }
}

/// Why a module cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// The settings cannot work.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The manifest says what a manifest must not.
    #[error("{0}")]
    Manifest(String),
    /// The store does not answer.
    #[error("the store of accounts: {0}")]
    Store(#[from] StoreFault),
}

/// Gathers what a module is made of.
pub struct Builder {
    settings: Settings,
    manifest: Manifest,
    cookie: String,
    look: Box<dyn Look>,
    home: String,
}

impl Builder {
    pub(super) fn new(settings: Settings, manifest: Manifest) -> Self {
        let plain = |c: &char| c.is_ascii_alphanumeric();
        let cookie: String = settings.client_id.chars().filter(plain).take(40).collect();
        Self {
            settings,
            manifest,
            cookie: format!("module_{cookie}"),
            look: Box::new(KitLook),
            home: "/".into(),
        }
    }

    /// The name of the session cookie. Two programs on one host need two names, because cookies do
    /// not know ports.
    #[must_use]
    pub fn cookie(mut self, name: &str) -> Self {
        self.cookie = name.to_owned();
        self
    }

    /// How pages look.
    #[must_use]
    pub fn look(mut self, look: impl Look) -> Self {
        self.look = Box::new(look);
        self
    }

    /// The path that people come to when they have logged in; `/` at first.
    #[must_use]
    pub fn home(mut self, path: &str) -> Self {
        self.home = path.to_owned();
        self
    }

    /// Checks everything and reads what the store kept of links and policies. The hub is not asked
    /// yet.
    ///
    /// # Errors
    /// [`OpenFault`].
    pub async fn open<A: Accounts>(mut self, accounts: A) -> Result<UnifiedLogin, OpenFault> {
        if ReturnTo::parse(&self.home).is_none() {
            return Err(OpenFault::Settings(SettingsError::Text {
                key: "home",
                why: "must be a path on this module, such as /",
            }));
        }
        if !self.settings.scopes.iter().any(|s| s == "launcher") {
            self.settings.scopes.push("launcher".into());
        }
        let party = RelyingParty::new(self.settings, &self.cookie, PlainPages)?;
        let origin = &party.inner.settings.origin;
        let mut manifest = self.manifest;
        manifest.scim = Some(format!("{origin}{SCIM}"));
        manifest.events = Some(format!("{origin}{EVENTS}"));
        // What the hub would refuse is better refused here, before anybody is asked to link.
        let bytes =
            serde_json::to_vec(&manifest).map_err(|f| OpenFault::Manifest(f.to_string()))?;
        Manifest::read(&bytes, origin).map_err(|f| OpenFault::Manifest(f.to_string()))?;
        let admins = manifest.roles.iter().filter(|r| r.security_admin);
        let admins = admins.map(|r| r.key.clone()).collect();
        let accounts: Box<dyn crate::accounts::AnyAccounts> = Box::new(accounts);
        let policies = Policies::load(accounts.as_ref(), &party.inner.settings.issuer).await?;
        Ok(UnifiedLogin {
            inner: std::sync::Arc::new(Inner {
                hub: Hub::default(),
                party,
                accounts,
                manifest,
                admins,
                policies,
                nudge: Default::default(),
                throttle: Default::default(),
                choices: Default::default(),
                look: self.look,
                home: self.home,
            }),
        })
    }
}
