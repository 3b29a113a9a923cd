//! Bonds of accounts are ended, at the hub or at the module.

use super::LinkRefused;
use crate::access::{ByModule, Hand, LinkPolicyRefusal, PolicyRefused};
use crate::{Broken, Engine, Failure};
use kernel::{LinkId, Scope};
use model::access::{AccountLink, LinkRefusal, ModuleLink};
use model::identity::AffiliationId;
use model::operation::{Actor, AuditDraft};
use store::Tx;
use unified_login::{AccountEvent, Event};

/// A bond as its owner sees it.
#[derive(Clone, Debug)]
pub struct OwnBond {
    /// The bond.
    pub bond: AccountLink,
    /// The tenant's link.
    pub link: ModuleLink,
    /// The module's name.
    pub module: String,
}

impl Engine {
    /// A person's own bonds at the place she has chosen.
    ///
    /// # Errors
    /// [`Broken`].
    #[allow(clippy::disallowed_methods, reason = "the place of her own session")]
    pub async fn my_bonds(
        &self,
        partner: kernel::PartnerId,
        person: AffiliationId,
    ) -> Result<Vec<OwnBond>, Broken> {
        let scope = Scope::of(partner);
        let mut tx = self.db.read().await?;
        let mut own = Vec::new();
        for bond in store::access::account_links::all_of_person(&mut tx, scope, person).await? {
            let Some(link) = store::access::links::get(&mut tx, scope, bond.link_id).await? else {
                continue;
            };
            let instance =
                store::access::modules::find_instance(&mut tx, scope, link.instance_id).await?;
            let module = instance.map_or_else(String::new, |i| i.display_name.as_str().to_owned());
            own.push(OwnBond { bond, link, module });
        }
        Ok(own)
    }

    /// A person ends her own bond at the hub; the module is told.
    ///
    /// # Errors
    /// [`LinkRefusal::AccountNotLinked`].
    #[allow(clippy::disallowed_methods, reason = "the place of her own session")]
    pub async fn end_my_bond(
        &self,
        partner: kernel::PartnerId,
        person: AffiliationId,
        link: LinkId,
    ) -> Result<(), LinkRefused> {
        let (engine, scope) = (self.clone(), Scope::of(partner));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let no = || Failure::Refused(LinkRefusal::AccountNotLinked);
                    let bond = store::access::account_links::of_person(tx, scope, link, person)
                        .await
                        .map_err(Broken::from)?
                        .ok_or_else(no)?;
                    let link = store::access::links::get(tx, scope, link)
                        .await
                        .map_err(Broken::from)?
                        .ok_or_else(no)?;
                    let actor = Actor::Person(person.to_string());
                    engine.end_bond(tx, &link, &bond.remote_id, actor).await?;
                    Ok(())
                })
            })
            .await
    }

    /// A person has ended the bond of her account at the module.
    ///
    /// # Errors
    /// [`LinkPolicyRefusal::NoLink`], `NoAccount`.
    pub async fn end_bond_by_module(
        &self,
        module: &ByModule,
        link: LinkId,
        account: &str,
    ) -> Result<(), PolicyRefused> {
        let (engine, module, account) = (self.clone(), module.clone(), account.to_owned());
        let hand = Hand::Module(module.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let link = engine.link_in_hand(tx, &hand, link).await?;
                    let actor = Actor::Client(module.oauth_client_id);
                    if engine.end_bond(tx, &link, &account, actor).await? {
                        Ok(())
                    } else {
                        Err(Failure::Refused(LinkPolicyRefusal::NoAccount))
                    }
                })
            })
            .await
    }

    /// Ends the bond of an account in the caller's transaction; false when there was none. Nothing is
    /// left that keeps either side from a new one.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(crate) async fn end_bond(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
        remote: &str,
        actor: Actor,
    ) -> Result<bool, Broken> {
        let scope = Scope::of(link.partner_id);
        let bond = store::access::account_links::of_remote(tx, scope, link.id, remote).await?;
        let Some(bond) = bond else {
            return Ok(false);
        };
        store::access::account_links::delete(tx, scope, link.id, remote).await?;
        let client = store::federation::clients::of_instance(tx, scope, link.instance_id).await?;
        if let Some(client) = client {
            let event = Event::Account {
                what: AccountEvent::Unlinked,
                sub: self.subject_of(&client, bond.affiliation_id),
                account: Some(remote.to_owned()),
            };
            self.tell_module(tx, link, event).await?;
        }
        let draft = AuditDraft::new(Some(link.partner_id), actor, "account_link.ended", bond.id)
            .change(format!("{} {remote}", bond.affiliation_id), "");
        self.record(tx, draft);
        let (person, module) = (bond.affiliation_id, Some(link.instance_id));
        self.mark_person(tx, scope, person, module).await?;
        Ok(true)
    }
}
