//! The module comes for a link: what was asked for becomes true.

use super::manifest::id_space_of;
use crate::{Broken, Engine};
use kernel::{AccountLinkId, LinkId, Refusal as _, Scope};
use model::access::{
    AccountLink, AccountLinkKind, LinkDecision, LinkRefusal, LinkState, ModuleInstance, ModuleLink,
};
use model::federation::{Client, Family};
use model::identity::Affiliation;
use model::operation::{Actor, AuditDraft};
use serde_json::{Value, json};
use store::{StoreFault, Tx};
use unified_login::{Cardinality, LinkRequest, LinkedAccount, LinkedTenant, LoginPolicy};

/// What the module gets for the code of a link, beside the tokens that say who proved herself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Linked {
    /// The tenant is linked.
    Tenant(Value),
    /// The account is bound.
    Account(Value),
}

impl Engine {
    /// Makes what a code was given for. The facts are decided anew in the transaction that makes it;
    /// of two who come for the same tenant or account at one moment the database lets one through,
    /// and the other hears why.
    ///
    /// # Errors
    /// [`LinkRefusal`] inside; [`Broken`] outside.
    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    pub(crate) async fn complete_link(
        &self,
        client: &Client,
        family: &Family,
        request: &LinkRequest,
    ) -> Result<Result<Linked, LinkRefusal>, Broken> {
        for last in [false, true] {
            let (engine, request) = (self.clone(), request.clone());
            let (by, of) = (client.clone(), family.clone());
            let made = self
                .db
                .write(move |tx| {
                    Box::pin(async move { engine.link_in(tx, &by, &of, &request).await })
                })
                .await;
            match made {
                // Somebody else was first between the look and the row: look again.
                Err(Broken::Store(StoreFault::Taken(_))) if !last => {}
                Ok(Err(refusal)) => {
                    self.note_refused_link(family, &refusal).await?;
                    return Ok(Err(refusal));
                }
                other => return other,
            }
        }
        Ok(Err(LinkRefusal::TenantMapped))
    }

    async fn note_refused_link(
        &self,
        family: &Family,
        refusal: &LinkRefusal,
    ) -> Result<(), Broken> {
        let actor = Actor::Person(family.affiliation_id.to_string());
        let draft = AuditDraft::new(
            Some(family.partner_id),
            actor,
            "module_link.refused",
            family.client_id,
        )
        .because(refusal.code());
        self.note_alone(draft).await
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the family's partner is the scope"
    )]
    async fn link_in(
        &self,
        tx: &mut Tx,
        client: &Client,
        family: &Family,
        request: &LinkRequest,
    ) -> Result<Result<Linked, LinkRefusal>, Broken> {
        let scope = Scope::of(family.partner_id);
        let place = store::identity::affiliations::find(tx, family.affiliation_id).await?;
        let Some(place) = place.filter(Affiliation::usable) else {
            return Ok(Err(LinkRefusal::HubInactive));
        };
        let instance = match client.instance_id {
            Some(id) => store::access::modules::find_instance(tx, scope, id).await?,
            None => None,
        };
        let Some(instance) = instance else {
            return Ok(Err(LinkRefusal::NoManifest));
        };
        match request {
            LinkRequest::Tenant { tenant, admin } => {
                let Some(origin) = id_space_of(client) else {
                    return Ok(Err(LinkRefusal::NoManifest));
                };
                self.link_tenant(tx, &place, &instance, origin, tenant, admin)
                    .await
            }
            LinkRequest::Account { tenant, account } => {
                self.link_account(tx, &place, &instance, tenant, account)
                    .await
            }
        }
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    async fn link_tenant(
        &self,
        tx: &mut Tx,
        place: &Affiliation,
        instance: &ModuleInstance,
        origin: String,
        tenant: &LinkedTenant,
        admin: &LinkedAccount,
    ) -> Result<Result<Linked, LinkRefusal>, Broken> {
        let decision = match self.may_link_tenant(tx, place, instance, tenant).await? {
            Ok(decision) => decision,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let (scope, now) = (Scope::of(instance.partner_id), self.now());
        let identity = store::identity::identities::find(tx, place.identity_id).await?;
        let linked_by = identity.map_or_else(String::new, |i| i.display_name.as_str().to_owned());
        let manifest = store::access::links::manifest(tx, scope, instance.id).await?;
        let one = manifest.is_some_and(|(m, _)| m.cardinality == Cardinality::OneToOne);
        let mut link = ModuleLink {
            id: LinkId::new(now, self.chance()),
            partner_id: instance.partner_id,
            instance_id: instance.id,
            origin,
            tenant: tenant.clone(),
            state: LinkState::Active,
            one_to_one: one,
            // Everything else is off until somebody turns it on.
            policy: LoginPolicy {
                unified_login: true,
                ..LoginPolicy::default()
            },
            version: 1,
            seq: 0,
            linked_by,
            module_admin: admin.name.clone(),
            linked_at: now,
            ended_at: None,
            last_seen_at: None,
            imported_at: None,
        };
        let action = match decision {
            LinkDecision::Make => {
                store::access::links::insert(tx, &link).await?;
                Some("module_link.made")
            }
            LinkDecision::Resume(id) => {
                link.id = id;
                store::access::links::resume(tx, &link).await?;
                Some("module_link.resumed")
            }
            LinkDecision::AlreadyThere(id) => {
                link.id = id;
                None
            }
        };
        let link = store::access::links::get(tx, scope, link.id)
            .await?
            .ok_or(Broken::Damaged("module_link"))?;
        if let Some(action) = action {
            store::access::links::open_door(tx, scope, instance.id, true).await?;
            self.enqueue_reading(tx, &link).await?;
            self.mark_link(tx, scope, link.id).await?;
            let actor = Actor::Person(place.id.to_string());
            let tenant = format!("{} ({})", link.tenant.name, link.tenant.id);
            let draft = AuditDraft::new(Some(instance.partner_id), actor, action, link.id)
                .because(format!("asked for by {} at the module", link.module_admin))
                .change("", format!("{} with {tenant}", instance.key));
            self.record(tx, draft);
        }
        Ok(Ok(Linked::Tenant(json!({
            "id": link.id.to_string(),
            "partner": place.partner_name,
            "tenant": link.tenant.id,
            "policy_version": link.version,
        }))))
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    async fn link_account(
        &self,
        tx: &mut Tx,
        place: &Affiliation,
        instance: &ModuleInstance,
        tenant: &str,
        account: &LinkedAccount,
    ) -> Result<Result<Linked, LinkRefusal>, Broken> {
        let decided = self
            .may_link_account(tx, place, instance, tenant, &account.id)
            .await?;
        let (link, there) = match decided {
            Ok(decided) => decided,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let (scope, now) = (Scope::of(instance.partner_id), self.now());
        if !there {
            let bond = AccountLink {
                id: AccountLinkId::new(now, self.chance()),
                partner_id: instance.partner_id,
                link_id: link.id,
                affiliation_id: place.id,
                remote_id: account.id.clone(),
                kind: AccountLinkKind::Explicit,
                created_at: now,
                last_used_at: None,
            };
            store::access::account_links::insert(tx, &bond).await?;
            let module = Some(instance.id);
            self.mark_person(tx, scope, place.id, module).await?;
            let actor = Actor::Person(place.id.to_string());
            let draft = AuditDraft::new(
                Some(instance.partner_id),
                actor,
                "account_link.made",
                bond.id,
            )
            .change("", format!("{} {}", instance.key, account.id));
            self.record(tx, draft);
        }
        let bond = store::access::account_links::of_person(tx, scope, link.id, place.id)
            .await?
            .ok_or(Broken::Damaged("account_link"))?;
        Ok(Ok(Linked::Account(json!({
            "id": bond.id.to_string(),
            "link": link.id.to_string(),
            "tenant": link.tenant.id,
        }))))
    }
}
