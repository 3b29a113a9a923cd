//! Which tenant of a linked module somebody enters, and as which account.

use crate::{Broken, Engine};
use kernel::{AccountLinkId, LinkId, Scope};
use model::access::{
    AccountLink, AccountLinkKind, LinkRefusal, LinkState, ModuleInstance, ModuleLink,
};
use model::federation::{Family, Purpose};
use model::identity::{Affiliation, Identity};
use model::operation::{Actor, AuditDraft};
use store::Tx;
use unified_login::{AccountKeys, Linking, Manifest, MatchRefusal, PersonKeys, match_account};

/// What becomes of somebody who wants to enter.
#[derive(Debug)]
pub(crate) enum TenantChoice {
    /// She enters for this purpose.
    Enter(Purpose),
    /// She has accounts at several tenants and chooses.
    Choose(Vec<ModuleLink>),
    /// She does not enter.
    Refused(LinkRefusal),
}

impl Engine {
    /// The account of a person at a tenant: the bond that was made, else what matches.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(crate) async fn account_at(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
        manifest: &Manifest,
        identity: &Identity,
        place: &Affiliation,
    ) -> Result<Result<String, MatchRefusal>, Broken> {
        let scope = Scope::of(link.partner_id);
        let bond = store::access::account_links::of_person(tx, scope, link.id, place.id).await?;
        if let Some(bond) = bond {
            return Ok(Ok(bond.remote_id));
        }
        if manifest.linking == Linking::Explicit {
            return Ok(Err(MatchRefusal::NoAccount));
        }
        // Only an address that she has confirmed is hers.
        let confirmed = identity.email_verified_at.is_some();
        self.account_that_fits(tx, link, manifest, identity, place, confirmed)
            .await
    }

    /// The account at a tenant that fits a person, whatever bond she has; by her address only if that
    /// counts.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(crate) async fn account_that_fits(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
        manifest: &Manifest,
        identity: &Identity,
        place: &Affiliation,
        by_address: bool,
    ) -> Result<Result<String, MatchRefusal>, Broken> {
        let scope = Scope::of(link.partner_id);
        let (email, username) = (identity.email.as_str(), place.username.as_deref());
        let found = store::access::accounts::by_keys(
            tx,
            scope,
            link.id,
            email,
            username.unwrap_or_default(),
        )
        .await?;
        let mut accounts = Vec::with_capacity(found.len());
        for account in &found {
            let owner =
                store::access::account_links::of_remote(tx, scope, link.id, &account.remote_id)
                    .await?;
            accounts.push(AccountKeys {
                id: &account.remote_id,
                email: &account.email,
                username: Some(account.username.as_str()).filter(|u| !u.is_empty()),
                active: account.active,
                taken: owner.is_some_and(|o| o.affiliation_id != place.id),
            });
        }
        let person = PersonKeys {
            email: by_address.then_some(email),
            username,
        };
        Ok(match_account(&manifest.match_by, &person, &accounts).map(str::to_owned))
    }

    /// Whoever comes in by a match is bound to her account from then on, so that another address or
    /// name, hers or somebody else's, does not lead elsewhere later. In the caller's transaction.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(crate) async fn bind_matched(
        &self,
        tx: &mut Tx,
        link: LinkId,
        identity: &Identity,
        place: &Affiliation,
    ) -> Result<(), Broken> {
        let (scope, now) = (Scope::of(place.partner_id), self.now());
        let known = store::access::account_links::of_person(tx, scope, link, place.id).await?;
        if known.is_some() {
            store::access::account_links::note_use(tx, link, place.id, now).await?;
            return Ok(());
        }
        let Some(link) = store::access::links::get(tx, scope, link).await? else {
            return Ok(());
        };
        let manifest = store::access::links::manifest(tx, scope, link.instance_id).await?;
        let Some((manifest, _)) = manifest else {
            return Ok(());
        };
        let found = self
            .account_at(tx, &link, &manifest, identity, place)
            .await?;
        let Ok(remote_id) = found else {
            return Ok(());
        };
        let bond = AccountLink {
            id: AccountLinkId::new(now, self.chance()),
            partner_id: place.partner_id,
            link_id: link.id,
            affiliation_id: place.id,
            remote_id,
            kind: AccountLinkKind::Matched,
            created_at: now,
            last_used_at: Some(now),
        };
        store::access::account_links::insert(tx, &bond).await?;
        let actor = Actor::Person(place.id.to_string());
        let draft = AuditDraft::new(Some(place.partner_id), actor, "account_link.made", bond.id)
            .because("matched")
            .change("", bond.remote_id);
        self.record(tx, draft);
        self.mark_person(tx, scope, place.id, Some(link.instance_id))
            .await?;
        Ok(())
    }

    /// Decides which tenant somebody enters. A module without links is entered as one.
    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    pub(crate) async fn choose_tenant(
        &self,
        tx: &mut Tx,
        instance: &ModuleInstance,
        identity: &Identity,
        place: &Affiliation,
        wished: Option<LinkId>,
    ) -> Result<TenantChoice, Broken> {
        let scope = Scope::of(instance.partner_id);
        let links = store::access::links::of_instance(tx, scope, instance.id).await?;
        let open = |l: &ModuleLink| l.state == LinkState::Active && l.policy.unified_login;
        let mut open: Vec<ModuleLink> = links.into_iter().filter(open).collect();
        // Most modules have no links: they ask for nothing more.
        if open.is_empty() {
            return Ok(TenantChoice::Enter(Purpose::Entry));
        }
        let manifest = store::access::links::manifest(tx, scope, instance.id).await?;
        let Some((manifest, _)) = manifest else {
            return Ok(TenantChoice::Enter(Purpose::Entry));
        };
        if let Some(wished) = wished {
            open.retain(|l| l.id == wished);
        }
        let mut hers = Vec::new();
        for link in &open {
            let account = self
                .account_at(tx, link, &manifest, identity, place)
                .await?;
            // Whoever has an account that cannot be told apart belongs there: the module says why.
            if account != Err(MatchRefusal::NoAccount) || link.policy.jit_provisioning {
                hers.push(link.clone());
            }
        }
        if hers.is_empty() && manifest.linking == Linking::Explicit {
            return Ok(TenantChoice::Refused(LinkRefusal::AccountNotLinked));
        }
        // With an account nowhere she is sent on all the same: the module may know her by more than
        // the hub has read, and says itself that there is no account.
        let among = if hers.is_empty() { open } else { hers };
        Ok(match among.as_slice() {
            [] => TenantChoice::Refused(LinkRefusal::TenantNotLinked),
            [one] => TenantChoice::Enter(Purpose::Tenant(one.id)),
            _ => TenantChoice::Choose(among),
        })
    }

    /// The link that a family was given for and the account in it, while both are good; none when
    /// the link was ended or Log In turned off since. Families without a link have none to lose.
    #[allow(
        clippy::disallowed_methods,
        reason = "the family's partner is the scope"
    )]
    pub(crate) async fn tenant_of(
        &self,
        tx: &mut Tx,
        family: &Family,
        identity: &Identity,
        place: &Affiliation,
    ) -> Result<Option<Option<(ModuleLink, Option<String>)>>, Broken> {
        let Purpose::Tenant(id) = family.purpose else {
            return Ok(Some(None));
        };
        let scope = Scope::of(family.partner_id);
        let link = store::access::links::get(tx, scope, id).await?;
        let Some(link) = link.filter(|l| l.state == LinkState::Active && l.policy.unified_login)
        else {
            return Ok(None);
        };
        let manifest = store::access::links::manifest(tx, scope, link.instance_id).await?;
        let account = match manifest {
            Some((manifest, _)) => {
                let found = self
                    .account_at(tx, &link, &manifest, identity, place)
                    .await?;
                if manifest.linking == Linking::Explicit && found.is_err() {
                    return Ok(None);
                }
                found.ok()
            }
            None => None,
        };
        Ok(Some(Some((link, account))))
    }
}
