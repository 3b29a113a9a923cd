//! Whether somebody who has proved herself may link what a module asks for.

use super::manifest::id_space_of;
use crate::identity::Signed;
use crate::{Broken, Engine};
use kernel::Scope;
use model::access::{
    AccountLinkFacts, LinkDecision, LinkFacts, LinkRefusal, LinkState, ModuleInstance,
    decide_account_link, decide_link,
};
use model::directory::Feature;
use model::identity::{Affiliation, Population};
use store::Tx;
use unified_login::{LinkRequest, LinkedTenant, Linking};

impl Engine {
    /// Decides about a tenant. The facts are read anew each time: what was true when the master
    /// signed in need not be when the module comes for the link.
    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    pub(crate) async fn may_link_tenant(
        &self,
        tx: &mut Tx,
        place: &Affiliation,
        instance: &ModuleInstance,
        tenant: &LinkedTenant,
    ) -> Result<Result<LinkDecision, LinkRefusal>, Broken> {
        let scope = Scope::of(instance.partner_id);
        let manifest = store::access::links::manifest(tx, scope, instance.id).await?;
        let links = store::access::links::of_instance(tx, scope, instance.id).await?;
        let client = store::federation::clients::of_instance(tx, scope, instance.id).await?;
        let owner = match client.as_ref().and_then(id_space_of) {
            Some(origin) => store::access::links::owner_of_tenant(tx, &origin, &tenant.id).await?,
            None => None,
        };
        let feature_on =
            store::directory::features::is_on(tx, scope, Feature::UnifiedLogin).await?;
        let facts = LinkFacts {
            feature_on,
            population: place.id.population(),
            role: place.hub_role.filter(|_| place.usable()),
            partner: instance.partner_id,
            manifest: manifest.as_ref().map(|(m, _)| m),
            address: &instance.launch_url,
            links: &links,
            owner,
        };
        Ok(decide_link(&facts, tenant))
    }

    /// Decides about an account; true when the two are bound already. The link is that of the tenant.
    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    pub(crate) async fn may_link_account(
        &self,
        tx: &mut Tx,
        place: &Affiliation,
        instance: &ModuleInstance,
        tenant: &str,
        account: &str,
    ) -> Result<Result<(model::access::ModuleLink, bool), LinkRefusal>, Broken> {
        let scope = Scope::of(instance.partner_id);
        let manifest = store::access::links::manifest(tx, scope, instance.id).await?;
        let links = store::access::links::of_instance(tx, scope, instance.id).await?;
        let link = links.into_iter().find(|l| {
            l.state == LinkState::Active && l.tenant.id == tenant && l.policy.unified_login
        });
        let (mut hers, mut owner) = (None, None);
        if let Some(link) = &link {
            hers = store::access::account_links::of_person(tx, scope, link.id, place.id).await?;
            owner = store::access::account_links::of_remote(tx, scope, link.id, account).await?;
        }
        let facts = AccountLinkFacts {
            tenant_linked: link.is_some(),
            linking: manifest.map_or(Linking::Matched, |(m, _)| m.linking),
            member: place.id.population() == Population::Staff,
            active: place.usable(),
            hers: hers.as_ref().map(|l| l.remote_id.as_str()),
            owner: owner.map(|l| l.affiliation_id),
            person: place.id,
        };
        Ok(decide_account_link(&facts, account).and_then(|there| {
            let link = link.ok_or(LinkRefusal::TenantNotLinked)?;
            Ok((link, there))
        }))
    }

    /// Decides about what a module asks for, before the person is sent back with a code.
    pub(crate) async fn may_link(
        &self,
        signed: &Signed,
        place: Option<&Affiliation>,
        instance: &ModuleInstance,
        request: &LinkRequest,
    ) -> Result<Result<(), LinkRefusal>, Broken> {
        let Some(place) = place.filter(|p| p.usable() && p.identity_id == signed.identity.id)
        else {
            return Ok(Err(LinkRefusal::HubInactive));
        };
        let mut tx = self.db.read().await?;
        Ok(match request {
            LinkRequest::Tenant { tenant, .. } => self
                .may_link_tenant(&mut tx, place, instance, tenant)
                .await?
                .map(|_| ()),
            LinkRequest::Account { tenant, account } => self
                .may_link_account(&mut tx, place, instance, tenant, &account.id)
                .await?
                .map(|_| ()),
        })
    }
}
