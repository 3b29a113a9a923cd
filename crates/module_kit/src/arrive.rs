//! `/login/callback`: somebody comes from the hub. Which account is hers, or is one made?

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde_json::Value;
use std::sync::Arc;
use unified_login::{
    AccountKeys, JitDecision, JitRefusal, Linking, MatchBy, MatchRefusal, PersonKeys, decide_jit,
    match_account,
};

use crate::accounts::{Account, AccountChange, AccountKey, Changed, Created, NewAccount};
use crate::pending::Purpose;
use crate::policy::Known;
use crate::routes::callback::{Arrived, arrive, open};
use crate::routes::redirect;
use crate::session::{Opened, Session};
use crate::unified::{Refusal, UnifiedLogin};
use crate::{Person, Problem, clock};

pub(crate) async fn callback(
    State(login): State<UnifiedLogin>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let query = uri.query().unwrap_or_default();
    let came = match arrive(&login.inner.party, query, &headers).await {
        // What was begun to link something opens nothing.
        Ok(arrived) if arrived.pending.purpose != Purpose::LogIn => {
            Err(Problem::LoginExpired.into())
        }
        Ok(arrived) => come_in(&login, &headers, arrived).await,
        Err(unfinished) => Err((unfinished.problem, unfinished.detail).into()),
    };
    match came {
        Ok(response) => response,
        Err(refusal) => {
            tracing::info!(code = refusal.code, "a login through the hub was refused");
            login.login_page("", login.home(), Some(&refusal), None)
        }
    }
}

async fn come_in(
    login: &UnifiedLogin,
    headers: &HeaderMap,
    arrived: Arrived,
) -> Result<Response, Refusal> {
    let account = login.account_of(&arrived.person).await?;
    let known = login.inner.policies.of(&account.tenant);
    let hours = known.document.as_ref().map_or(12, |d| d.session_hours);
    let session = Session {
        opened: Some(Arc::new(Opened {
            tenant: account.tenant.clone(),
            account: account.id.clone(),
            modules: login.modules_of(&arrived.person),
        })),
        ends: Some(clock::now() + u64::from(hours) * 3600),
        person: Some(Arc::new(arrived.person)),
        sid: arrived.sid,
        id_token: Some(arrived.tokens.id_token.into()),
    };
    let cookie = open(&login.inner.party, headers, session)?;
    // An event may have come between the look at the account and the session.
    let again = login.accounts().find(&account.tenant, &account.id).await?;
    if again.is_none_or(|a| !a.active || a.hub_deactivated) {
        login.end_of_account(&account.tenant, &account.id);
        return Err(Refusal::of(403, &JitRefusal::HubDeactivated));
    }
    tracing::info!(
        account.id,
        tenant = account.tenant,
        "somebody came in through the hub"
    );
    let home = arrived.pending.return_to.as_str();
    let home = if home == "/" { login.home() } else { home };
    Ok(redirect(home, [cookie])?)
}

/// What an ID token of a hub says beside who she is.
fn claim<'p>(person: &'p Person, name: &str) -> Option<&'p str> {
    let text = person.claims.get(name).and_then(Value::as_str)?;
    (1..=128).contains(&text.len()).then_some(text)
}

/// Her address, if the hub has proved it: nothing else may match an account.
fn proved_email(person: &Person) -> Option<&str> {
    let proved = person.claims.get("email_verified") == Some(&Value::Bool(true));
    person.email.as_deref().filter(|_| proved)
}

impl UnifiedLogin {
    /// The account of a person from the hub: found, or made.
    async fn account_of(&self, person: &Person) -> Result<Account, Refusal> {
        let off = || Refusal::of(403, &JitRefusal::LogInOff);
        let tenant = claim(person, "tenant").ok_or_else(off)?;
        let known = self.inner.policies.of(tenant);
        if !known.opens() || self.accounts().tenant(tenant).await?.is_none() {
            return Err(off());
        }
        // Twice at most: between the look and the making, the hub may have had the account made.
        for last in [false, true] {
            let found = self.look(tenant, person).await?;
            let id = found.as_ref().map(|a| a.id.as_str()).map_err(|r| *r);
            let (roles, told) = (&self.inner.manifest.roles, claim(person, "role"));
            let decided = decide_jit(known.document.as_deref(), roles, id, told);
            match decided.map_err(|r| self.refusal_of(&r))? {
                JitDecision::Open(_) => {
                    let found = found.map_err(|r| self.refusal_of(&JitRefusal::Unmatched(r)))?;
                    return self.take(found, &person.subject).await;
                }
                JitDecision::Create { role } => {
                    match self.make(tenant, person, role, &known).await? {
                        Created::Made(account) => return Ok(account),
                        Created::Taken if !last => {}
                        Created::Taken => break,
                    }
                }
            }
        }
        Err(self.refusal_of(&JitRefusal::Unmatched(MatchRefusal::Ambiguous)))
    }

    /// In modules where each person links for herself, to have no account means something else.
    fn refusal_of(&self, refusal: &JitRefusal) -> Refusal {
        let explicit = self.inner.manifest.linking == Linking::Explicit;
        match refusal {
            JitRefusal::Unmatched(MatchRefusal::NoAccount) if explicit => {
                crate::words::of_hub("account_not_linked")
                    .unwrap_or_else(|| Refusal::of(403, refusal))
            }
            other => Refusal::of(403, other),
        }
    }

    /// The account that is hers already, that the hub names, or that fits her address or name.
    async fn look(
        &self,
        tenant: &str,
        person: &Person,
    ) -> Result<Result<Account, MatchRefusal>, Refusal> {
        let accounts = self.accounts();
        let sub = person.subject.as_str();
        let usable = |account: Account| match account.active {
            true => Ok(account),
            false => Err(MatchRefusal::Deactivated),
        };
        let own = accounts
            .find_by(tenant, AccountKey::HubSubject(sub))
            .await?;
        if let Some(own) = own.into_iter().next() {
            return Ok(usable(own));
        }
        if let Some(id) = claim(person, "account") {
            let named = accounts.find(tenant, id).await?;
            return Ok(match named {
                None => Err(MatchRefusal::NoAccount),
                Some(other) if other.hub_subject.is_some() => Err(MatchRefusal::Taken),
                Some(named) => usable(named),
            });
        }
        if self.inner.manifest.linking == Linking::Explicit {
            return Ok(Err(MatchRefusal::NoAccount));
        }
        let keys = PersonKeys {
            email: proved_email(person),
            username: person.username.as_deref(),
        };
        let mut candidates: Vec<Account> = Vec::new();
        for by in &self.inner.manifest.match_by {
            let key = match by {
                MatchBy::Email => keys.email.map(AccountKey::Email),
                MatchBy::Username => keys.username.map(AccountKey::Username),
            };
            if let Some(key) = key {
                for found in accounts.find_by(tenant, key).await? {
                    if candidates.iter().all(|c| c.id != found.id) {
                        candidates.push(found);
                    }
                }
            }
        }
        let view = |a: &'_ Account| AccountKeys {
            id: "",
            email: "",
            username: None,
            active: a.active,
            taken: a.hub_subject.is_some(),
        };
        let views: Vec<AccountKeys<'_>> = candidates
            .iter()
            .map(|a| AccountKeys {
                id: &a.id,
                email: &a.email,
                username: a.username.as_deref(),
                ..view(a)
            })
            .collect();
        let matched = match_account(&self.inner.manifest.match_by, &keys, &views);
        Ok(matched.and_then(|id| {
            let found = candidates.iter().find(|a| a.id == id);
            found.cloned().ok_or(MatchRefusal::NoAccount)
        }))
    }

    /// Opens an account for a person, which is hers from now on.
    async fn take(&self, account: Account, subject: &str) -> Result<Account, Refusal> {
        if account.hub_deactivated {
            return Err(Refusal::of(403, &JitRefusal::HubDeactivated));
        }
        if account.hub_subject.as_deref() == Some(subject) {
            return Ok(account);
        }
        let hers = AccountChange::SetHubSubject(Some(subject.to_owned()));
        let version = Some(account.version);
        match self
            .change_account(&account.tenant, &account.id, version, hers)
            .await?
        {
            Changed::Done(account) => Ok(account),
            // Somebody else was quicker, or the account was just changed: nothing is guessed.
            _ => Err(self.refusal_of(&JitRefusal::Unmatched(MatchRefusal::Taken))),
        }
    }

    /// Makes an account for a person who has none, with the role of the policy that is kept here:
    /// no token can raise it.
    async fn make(
        &self,
        tenant: &str,
        person: &Person,
        role: String,
        known: &Known,
    ) -> Result<Created, Refusal> {
        let none = || self.refusal_of(&JitRefusal::Unmatched(MatchRefusal::NoAccount));
        let email = proved_email(person).ok_or_else(none)?;
        let fields = known.document.as_ref().map(|d| d.policy.defaults.clone());
        let new = NewAccount {
            email: email.to_owned(),
            username: person.username.clone(),
            display_name: person.name.clone(),
            active: true,
            roles: vec![role],
            hub_subject: Some(person.subject.clone()),
            made_by_hub: true,
            fields: fields.unwrap_or_default(),
        };
        let created = self.accounts().create(tenant, new).await?;
        if let Created::Made(account) = &created {
            self.inner.nudge.accounts_changed(tenant);
            tracing::info!(account.id, tenant, roles = ?account.roles, "an account was made");
        }
        Ok(created)
    }
}
