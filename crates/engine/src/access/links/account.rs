//! Bonds of accounts are ended, at the hub or at the module.

use super::LinkRefused;
use crate::access::{ByModule, Hand, LinkPolicyRefusal, PolicyRefused};
use crate::identity::Signed;
use crate::{Broken, Engine, Failure};
use kernel::{LinkId, Scope};
use model::access::{AccountLink, LinkRefusal, LinkState, ModuleLink};
use model::identity::AffiliationId;
use model::operation::{Actor, AuditDraft};
use store::Tx;
use unified_login::{AccountEvent, Event, RegionCheck, check_region};

/// A bond as its owner sees it.
#[derive(Clone, Debug)]
pub struct OwnBond {
    /// The bond.
    pub bond: AccountLink,
    /// The tenant's link.
    pub link: ModuleLink,
    /// The account by its username or address; the module's id where the hub has no copy of it.
    pub account: String,
}

/// A module of hers: where it opens, and her accounts there.
#[derive(Clone, Debug)]
pub struct OwnModule {
    /// The module's name.
    pub name: String,
    /// Where it opens.
    pub address: String,
    /// The region it lives in.
    pub region: Option<String>,
    /// Whether the address is that of its region (S2-25).
    pub check: RegionCheck,
    /// Her accounts there.
    pub bonds: Vec<OwnBond>,
}

impl Engine {
    /// The modules that somebody may open, with their addresses and her accounts there.
    ///
    /// # Errors
    /// [`Broken`].
    #[allow(clippy::disallowed_methods, reason = "the place of her own session")]
    pub async fn my_module_urls(&self, signed: &Signed) -> Result<Vec<OwnModule>, Broken> {
        let modules = self.my_modules(signed).await?;
        let scope = Scope::of(signed.affiliation.partner_id);
        let mut tx = self.db.read().await?;
        let person = signed.affiliation.id;
        let mut bonds = Vec::new();
        for bond in store::access::account_links::all_of_person(&mut tx, scope, person).await? {
            let link = store::access::links::get(&mut tx, scope, bond.link_id).await?;
            let Some(link) = link.filter(|l| l.state == LinkState::Active) else {
                continue;
            };
            let copy =
                store::access::accounts::find(&mut tx, scope, link.id, &bond.remote_id).await?;
            let account = match copy {
                Some(copy) if !copy.username.is_empty() => copy.username,
                Some(copy) if !copy.email.is_empty() => copy.email,
                _ => bond.remote_id.clone(),
            };
            bonds.push(OwnBond {
                bond,
                link,
                account,
            });
        }
        let mut own = Vec::new();
        for tile in modules.open {
            let i = tile.instance;
            let manifest = store::access::links::manifest(&mut tx, scope, i.id).await?;
            let regions = manifest.map(|(m, _)| m.regions).unwrap_or_default();
            own.push(OwnModule {
                name: i.display_name.as_str().into(),
                check: check_region(&regions, i.region.as_deref(), &i.launch_url),
                address: i.launch_url,
                region: i.region,
                bonds: bonds
                    .iter()
                    .filter(|b| b.link.instance_id == i.id)
                    .cloned()
                    .collect(),
            });
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
