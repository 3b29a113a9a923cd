//! The guard of the API: a key with a right.

use super::problem;
use crate::context::Raw;
use crate::failure::Failed;
use crate::guard::Guard;
use axum::http::header;
use engine::Failure;
use engine::identity::Administrator;
use engine::operation::{ApiCaller, TurnedAway};
use kernel::Secret;
use model::operation::{ApiCallRefusal, ApiScope};
use std::marker::PhantomData;

/// Longest text that is looked up as a key.
const LONGEST: usize = 200;

/// A right as a type, for signatures.
pub trait Needs: Send + Sync + 'static {
    /// The right.
    const SCOPE: ApiScope;
    /// The name of the guard in the table of routes.
    const NAME: &'static str;
}

/// What the name of a guard of the API begins with; the right follows.
pub const GUARD: &str = "key with ";

macro_rules! needs {
    ($($name:ident = $text:literal;)*) => {
        $(
            #[doc = concat!("A key with `", $text, "`.")]
            pub struct $name;
            impl Needs for $name {
                const SCOPE: ApiScope = ApiScope::$name;
                const NAME: &'static str = concat!("key with ", $text);
            }
        )*

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn each_right_has_its_guard_under_its_own_name() {
                let guards = [$(($name::SCOPE, $name::NAME)),*];
                assert_eq!(guards.len(), ApiScope::ALL.len());
                for (scope, name) in guards {
                    assert_eq!(name.strip_prefix(GUARD), Some(scope.as_str()));
                }
            }
        }
    };
}

needs! {
    MembersRead = "members:read";
    MembersWrite = "members:write";
    MembersRoles = "members:roles";
    MembersState = "members:state";
    MembersFactors = "members:factors";
    MembersImport = "members:import";
    GroupsRead = "groups:read";
    GroupsWrite = "groups:write";
    ModulesRead = "modules:read";
    ModulesWrite = "modules:write";
    GrantsWrite = "grants:write";
    ReadinessRead = "readiness:read";
    LinksRead = "links:read";
    LinksWrite = "links:write";
    ClientsRead = "clients:read";
    ClientsWrite = "clients:write";
    ClientsSecrets = "clients:secrets";
    CompaniesRead = "companies:read";
    CompaniesWrite = "companies:write";
    ContactsRead = "contacts:read";
    ContactsWrite = "contacts:write";
    ContactsFactors = "contacts:factors";
    AuditRead = "audit:read";
    EvidenceRead = "evidence:read";
    JobsRead = "jobs:read";
    JobsWrite = "jobs:write";
    SettingsRead = "settings:read";
    SettingsWrite = "settings:write";
    WebhooksRead = "webhooks:read";
    WebhooksWrite = "webhooks:write";
    WebhooksSecrets = "webhooks:secrets";
    PsaRead = "psa:read";
    PsaWrite = "psa:write";
    PsaSecrets = "psa:secrets";
    ScimWrite = "scim:write";
    KeysRead = "keys:read";
    KeysRevoke = "keys:revoke";
}

/// A program with a key that has the right `S`.
pub struct Key<S>(pub ApiCaller, PhantomData<S>);

impl<S: Needs> Key<S> {
    /// The same for a caller who was admitted.
    pub(crate) fn of(caller: ApiCaller) -> Self {
        Self(caller, PhantomData)
    }
    /// The permission that verbs take.
    pub fn admin(&self) -> &Administrator {
        &self.0.admin
    }
    /// Asks for another right besides: what a field of the request does needs it.
    ///
    /// # Errors
    /// 403 where the key lacks it.
    pub fn needs(&self, scope: ApiScope) -> Result<(), Failed> {
        if self.0.key.scopes.contains(&scope) {
            Ok(())
        } else {
            Err(Failed::of(&ApiCallRefusal::Scope(scope)))
        }
    }
}

/// The key that a request brings: in the header alone, since addresses are logged.
fn brought(raw: &Raw) -> Option<Secret<String>> {
    let (scheme, text) = raw.header(header::AUTHORIZATION)?.split_once(' ')?;
    let text = text.trim();
    let fits = scheme.eq_ignore_ascii_case("bearer") && !text.is_empty() && text.len() <= LONGEST;
    fits.then(|| text.into())
}

impl<S: Needs> Guard for Key<S> {
    const NAME: &'static str = S::NAME;

    async fn admit(raw: &Raw) -> Result<Self, Failed> {
        let Some(text) = brought(raw) else {
            return Err(Failed::of(&ApiCallRefusal::NoKey));
        };
        let caller = raw.app.engine.api_caller(&text, &raw.visitor.address);
        match caller.await {
            Ok(caller) => {
                let key = Self::of(caller);
                key.needs(S::SCOPE)?;
                Ok(key)
            }
            Err(Failure::Broken(broken)) => Err(broken.into()),
            Err(Failure::Refused(TurnedAway { refusal, wait })) => {
                Err(problem::waiting(Failed::of(&refusal), wait))
            }
        }
    }
}
