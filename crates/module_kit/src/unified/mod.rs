//! A module with accounts of its own that can be linked to a hub.

mod builder;
mod form;
mod headers;
mod manifest_route;
mod refusal;
mod routes;
mod signed_in;

pub use builder::{Builder, OpenFault, manifest};
pub(crate) use form::Form;
pub(crate) use refusal::Refusal;
pub(crate) use signed_in::login_address;
pub use signed_in::{NotSignedIn, SignedIn, Through};

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::Response;
use unified_login::{LocalLogin, LocalRefusal, Manifest, decide_local_login};

use crate::accounts::{Account, AccountChange, AnyAccounts, Changed, StoreFault};
use crate::hub::Hub;
use crate::local::{Choices, Throttle};
use crate::look::Look;
use crate::policy::{Nudge, Policies};
use crate::session::Opened;
use crate::{RelyingParty, clock};

/// A module with local accounts that can be linked to a hub. Clones share all of it.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use axum::{Router, routing::get};
/// use module_kit::{MemoryAccounts, Settings, SignedIn, UnifiedLogin, manifest};
///
/// let settings = Settings::new("https://hub.example.com", "desk", None, "https://desk.example.com");
/// let accounts = MemoryAccounts::default();
/// let login = UnifiedLogin::builder(settings, manifest("Desk")).open(accounts).await?;
/// let app = Router::new()
///     .route("/", get(async |me: SignedIn| format!("Hello {}", me.account.display_name)))
///     .with_state(login.clone());
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
/// login.serve(listener, app).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct UnifiedLogin {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub party: RelyingParty,
    pub accounts: Box<dyn AnyAccounts>,
    pub manifest: Manifest,
    /// Keys of the roles that make a security admin.
    pub admins: Vec<String>,
    pub policies: Policies,
    pub nudge: Nudge,
    pub hub: Hub,
    pub throttle: Throttle,
    pub choices: Choices,
    pub look: Box<dyn Look>,
    pub home: String,
}

impl UnifiedLogin {
    /// Begins to set up a module; [`Builder::open`] ends it.
    pub fn builder(settings: crate::Settings, manifest: Manifest) -> Builder {
        Builder::new(settings, manifest)
    }

    /// What the module says of itself, addresses included.
    pub fn manifest(&self) -> &Manifest {
        &self.inner.manifest
    }

    /// The path that people come to when they have logged in.
    pub fn home(&self) -> &str {
        &self.inner.home
    }

    /// What people call the hub.
    pub fn hub_name(&self) -> &str {
        &self.inner.party.inner.settings.hub_name
    }

    /// The hub's own first page.
    pub(crate) fn hub_home(&self) -> String {
        let issuer = &self.inner.party.inner.settings.issuer;
        format!("{}/", issuer.trim_end_matches('/'))
    }

    pub(crate) fn origin(&self) -> &str {
        &self.inner.party.inner.settings.origin
    }

    pub(crate) fn accounts(&self) -> &dyn AnyAccounts {
        self.inner.accounts.as_ref()
    }

    /// Whether a password of the module opens an account now; the network is not asked.
    ///
    /// # Errors
    /// The refusal for the login page.
    pub fn decide_local_login(&self, account: &Account) -> Result<LocalLogin, LocalRefusal> {
        let known = self.inner.policies.of(&account.tenant);
        let facts = account.facts(&self.inner.manifest);
        decide_local_login(&facts, known.document.as_deref(), known.linked())
    }

    /// Whoever is signed in with these request headers, as the store and the policy have her at
    /// this moment: a session does not outlive what opened it.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn signed_in(&self, headers: &HeaderMap) -> Result<Option<SignedIn>, StoreFault> {
        let Some(session) = self.inner.party.session(headers) else {
            return Ok(None);
        };
        let Some(opened) = session.opened else {
            return Ok(None);
        };
        let found = self
            .accounts()
            .find(&opened.tenant, &opened.account)
            .await?;
        let through = found.as_ref().and_then(|account| match session.person {
            Some(person) => self
                .still_through_hub(account)
                .then_some(Through::Hub(person)),
            None => self.decide_local_login(account).ok().map(Through::Local),
        });
        let (Some(account), Some(through)) = (found, through) else {
            self.inner.party.end_session(headers);
            return Ok(None);
        };
        let tenant = self.accounts().tenant(&opened.tenant).await?;
        Ok(tenant.map(|tenant| SignedIn {
            security_admin: account.is_security_admin(&self.inner.manifest),
            modules: opened.modules.clone(),
            account,
            tenant,
            through,
        }))
    }

    /// A session through the hub goes on while the account may be opened through the hub.
    fn still_through_hub(&self, account: &Account) -> bool {
        let known = self.inner.policies.of(&account.tenant);
        let open = known.document.as_deref().is_some_and(|document| {
            document.opens() && !document.deactivated.contains(&account.id)
        });
        open && account.active && !account.hub_deactivated
    }

    /// Ends all sessions of an account; for the module's own pages about accounts.
    pub fn end_of_account(&self, tenant: &str, account: &str) -> usize {
        let ended = self
            .inner
            .party
            .inner
            .sessions
            .end_of_account(tenant, account);
        tracing::info!(
            account.id = account,
            sessions = ended,
            "sessions of an account ended"
        );
        ended
    }

    /// Changes an account, ends its sessions where it may not log in any more, and lets the hub
    /// know that accounts have changed.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn change_account(
        &self,
        tenant: &str,
        id: &str,
        version: Option<u64>,
        change: AccountChange,
    ) -> Result<Changed, StoreFault> {
        let tells = !matches!(change, AccountChange::LoggedIn(_));
        let changed = self.change_for_hub(tenant, id, version, change).await?;
        if tells && matches!(changed, Changed::Done(_)) {
            self.inner.nudge.accounts_changed(tenant);
        }
        Ok(changed)
    }

    /// The same for what the hub itself asked for: it knows.
    pub(crate) async fn change_for_hub(
        &self,
        tenant: &str,
        id: &str,
        version: Option<u64>,
        change: AccountChange,
    ) -> Result<Changed, StoreFault> {
        let deleted = matches!(change, AccountChange::Delete);
        let admins = &self.inner.admins;
        let changed = self
            .accounts()
            .change(tenant, id, version, change, admins)
            .await?;
        if let Changed::Done(account) = &changed
            && (deleted || !account.active || account.hub_deactivated)
        {
            self.end_of_account(tenant, id);
        }
        Ok(changed)
    }

    /// Opens a session for a password that was right.
    pub(crate) async fn open_local(
        &self,
        headers: &HeaderMap,
        account: &Account,
        return_to: &str,
    ) -> Result<Response, Refusal> {
        let session = crate::session::Session {
            opened: Some(Arc::new(Opened {
                tenant: account.tenant.clone(),
                account: account.id.clone(),
                modules: Vec::new(),
            })),
            ..Default::default()
        };
        let cookie = crate::routes::callback::open(&self.inner.party, headers, session)?;
        let at = i64::try_from(clock::now()).unwrap_or(i64::MAX);
        self.change_account(
            &account.tenant,
            &account.id,
            None,
            AccountChange::LoggedIn(at),
        )
        .await?;
        tracing::info!(
            account.id,
            tenant = account.tenant,
            "somebody logged in locally"
        );
        Ok(crate::routes::redirect(return_to, [cookie])?)
    }
}
