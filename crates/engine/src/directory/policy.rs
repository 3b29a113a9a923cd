//! The rules of a partner for its people: networks and session times.

use crate::identity::{Administrator, Signed};
use crate::{Broken, Engine, Failure};
use model::directory::{PartnerPolicy, PolicyRefusal};
use model::identity::{Population, SignInRefusal};

/// The rules, and the text by which a change sees that they are still what was read.
#[derive(Clone, Debug)]
pub struct PolicyView {
    /// The rules.
    pub policy: PartnerPolicy,
    /// The text.
    pub read: String,
}

impl PolicyView {
    /// The text in short, for programs that say what they read.
    pub fn tag(&self) -> String {
        let digest = vault::digest::sha256(self.read.as_bytes());
        digest[..12].iter().map(|b| format!("{b:02x}")).collect()
    }
}

impl Engine {
    /// The rules of the partner.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn policy(&self, admin: &Administrator) -> Result<PolicyView, Broken> {
        let mut tx = self.db.read().await?;
        let (policy, read) = store::directory::partners::policy(&mut tx, admin.scope).await?;
        Ok(PolicyView { policy, read })
    }

    /// Changes the rules. They count from the next request of every member on.
    ///
    /// # Errors
    /// [`PolicyRefusal`]: nobody shuts herself out, and nobody writes over another's change.
    pub async fn set_policy(
        &self,
        admin: &Administrator,
        policy: PartnerPolicy,
        read: &str,
    ) -> Result<(), Failure<PolicyRefusal>> {
        policy.check(&admin.address).map_err(Failure::Refused)?;
        let (engine, admin, read) = (self.clone(), admin.clone(), read.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let kept =
                        store::directory::partners::set_policy(tx, admin.scope, &policy, &read)
                            .await?;
                    if !kept {
                        return Err(Failure::Refused(PolicyRefusal::Changed));
                    }
                    let after = serde_json::to_string(&policy).unwrap_or_default();
                    let partner = admin.scope.partner();
                    let draft = admin.did("policy.changed", partner).change(read, after);
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }

    /// Empties the list of networks of a partner, by the hands of the operator: for when nobody
    /// gets in any more.
    ///
    /// # Errors
    /// [`crate::access::ExplainRefusal::Partner`].
    #[allow(
        clippy::disallowed_methods,
        reason = "the operator at the command line names the partner"
    )]
    pub async fn operator_open_networks(
        &self,
        partner: &str,
    ) -> Result<(), Failure<crate::access::ExplainRefusal>> {
        let unknown = || Failure::Refused(crate::access::ExplainRefusal::Partner);
        let key = kernel::PartnerName::parse(partner)
            .map_err(|_| unknown())?
            .key();
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let partner = store::directory::partners::find_by_key(tx, &key)
                        .await?
                        .ok_or_else(unknown)?;
                    let scope = kernel::Scope::of(partner.id);
                    let (policy, read) = store::directory::partners::policy(tx, scope).await?;
                    let open = PartnerPolicy {
                        networks: Vec::new(),
                        ..policy
                    };
                    store::directory::partners::set_policy(tx, scope, &open, &read).await?;
                    let after = serde_json::to_string(&open).unwrap_or_default();
                    let draft = model::operation::AuditDraft::new(
                        Some(partner.id),
                        model::operation::Actor::Operator,
                        "policy.changed",
                        partner.id,
                    )
                    .because("networks emptied by the operator")
                    .change(read, after);
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }

    /// Whether somebody who is signed in may act from this address.
    ///
    /// # Errors
    /// [`SignInRefusal::NetworkNotAllowed`].
    pub fn check_network(&self, signed: &Signed, address: &str) -> Result<(), SignInRefusal> {
        let bound = signed.identity.population == Population::Staff;
        if bound && !signed.affiliation.policy.lets_in(address) {
            return Err(SignInRefusal::NetworkNotAllowed);
        }
        Ok(())
    }
}
