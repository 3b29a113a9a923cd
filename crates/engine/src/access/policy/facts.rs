//! What a decision about a policy knows.

use super::shut_out::ShutOutRow;
use super::{Hand, LinkPolicyRefusal, PolicyRefused};
use crate::{Broken, Engine, Failure};
use kernel::LinkId;
use model::access::{LinkState, ModuleAccount, ModuleLink};
use std::collections::BTreeSet;
use store::Tx;
use unified_login::{
    AccountFacts, Confirmed, LinkStanding, Manifest, PolicyDocument, PolicyFacts, exemption_of,
};

/// A policy with what belongs to it.
#[derive(Clone, Debug)]
pub struct LoginPolicyView {
    /// The link.
    pub link: ModuleLink,
    /// What the module says of itself.
    pub manifest: Manifest,
    /// Whom turning Require on would shut out, of the accounts that were read.
    pub shut_out: Vec<ShutOutRow>,
    /// How many active accounts are exempt.
    pub exempt: usize,
    /// How many accounts there are.
    pub accounts: usize,
}

/// An account as the rules that hub and module share see it.
pub(crate) fn facts_of(account: &ModuleAccount) -> AccountFacts {
    AccountFacts {
        id: account.remote_id.clone(),
        active: account.active,
        security_admin: account.security_admin,
        primary: account.primary,
        email_at_several: account.email_at_several,
        hub_deactivated: false,
    }
}

impl Engine {
    /// A link that a hand may touch, while it is active.
    pub(crate) async fn link_in_hand(
        &self,
        tx: &mut Tx,
        hand: &Hand,
        id: LinkId,
    ) -> Result<ModuleLink, PolicyRefused> {
        let link = store::access::links::get(tx, hand.scope(), id)
            .await
            .map_err(Broken::from)?;
        link.filter(|l| hand.reaches(l) && l.state == LinkState::Active)
            .ok_or(Failure::Refused(LinkPolicyRefusal::NoLink))
    }

    /// A policy, and what turning Require on would do at this moment.
    ///
    /// # Errors
    /// [`LinkPolicyRefusal::NoLink`].
    pub async fn login_policy(
        &self,
        hand: &Hand,
        id: LinkId,
    ) -> Result<LoginPolicyView, PolicyRefused> {
        let mut tx = self.db.read().await.map_err(Broken::from)?;
        let link = self.link_in_hand(&mut tx, hand, id).await?;
        Ok(self.policy_view(&mut tx, hand, link, true).await?)
    }

    /// The view of a policy. Whom Require would shut out is asked of every account, so it is looked
    /// at only where it matters.
    pub(super) async fn policy_view(
        &self,
        tx: &mut Tx,
        hand: &Hand,
        link: ModuleLink,
        whom: bool,
    ) -> Result<LoginPolicyView, Broken> {
        let scope = hand.scope();
        let manifest = store::access::links::manifest(tx, scope, link.instance_id)
            .await?
            .ok_or(Broken::Damaged("module_manifest"))?
            .0;
        let accounts = store::access::accounts::list(tx, scope, link.id).await?;
        let document = self.document_of(tx, &link).await?;
        let exempt = accounts
            .iter()
            .filter(|a| a.active && exemption_of(&facts_of(a), Some(&document)).is_some())
            .count();
        let shut_out = if whom {
            self.would_be_shut_out(tx, &link, &manifest, &accounts, &document)
                .await?
        } else {
            Vec::new()
        };
        Ok(LoginPolicyView {
            accounts: accounts.len(),
            link,
            manifest,
            shut_out,
            exempt,
        })
    }

    /// The document that a module keeps, as it is at this moment.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(crate) async fn document_of(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
    ) -> Result<PolicyDocument, Broken> {
        let scope = kernel::Scope::of(link.partner_id);
        let partner = store::directory::partners::find(tx, link.partner_id).await?;
        let exceptions = store::access::accounts::exceptions(tx, scope, link.id).await?;
        let active = link.state == LinkState::Active;
        let seconds = self.settings().sessions.absolute.as_seconds_up();
        let session_hours = u32::try_from(seconds / 3_600).unwrap_or(u32::MAX).max(1);
        let deactivated = match (active, link.policy.deprovisioning) {
            (true, true) => store::access::accounts::of_gone_people(tx, scope, link.id).await?,
            // Offboarding ends accounts whatever the policy says.
            (true, false) => store::access::accounts::of_leavers(tx, scope, link.id).await?,
            (false, _) => BTreeSet::new(),
        };
        Ok(PolicyDocument {
            version: link.version,
            link: link.id.to_string(),
            tenant: link.tenant.id.clone(),
            partner: partner.map_or_else(String::new, |p| p.name.as_str().to_owned()),
            issuer: self.settings().issuer.clone(),
            state: if active {
                LinkStanding::Active
            } else {
                LinkStanding::Ended
            },
            policy: link.policy.clone(),
            exceptions: exceptions.into_iter().map(|e| e.remote_id).collect(),
            several_partners: store::access::accounts::at_several(tx, scope, link.id).await?,
            deactivated,
            session_hours,
            as_of: self.now().unix_seconds(),
        })
    }
}

impl LoginPolicyView {
    /// What the decision about a change is told.
    pub(crate) fn facts(&self, confirmed: Confirmed) -> PolicyFacts {
        PolicyFacts {
            capabilities: self.manifest.capabilities,
            roles: self.manifest.roles.clone(),
            defaults: self.manifest.defaults.clone(),
            accounts_known: self.link.imported_at.is_some(),
            shut_out: self.shut_out.len(),
            exempt: self.exempt,
            confirmed,
        }
    }
}
