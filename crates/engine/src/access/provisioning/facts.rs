//! How things stand for one person at one link, at this moment.

use crate::{Broken, Engine};
use kernel::Scope;
use model::access::{
    AccountLink, Bound, Goal, GoalFacts, Hers, ModuleAccount, ModuleLink, Standing, goal_of,
};
use model::identity::{Affiliation, AffiliationId, Identity};
use store::Tx;
use store::access::provisioning::TaskRow;
use unified_login::{Manifest, MatchRefusal};

/// How things stand.
#[derive(Clone, Debug)]
pub(super) struct Stand {
    pub goal: Goal,
    pub standing: Standing,
    pub creates: bool,
    /// The role that an account of hers is made with.
    pub role: Option<String>,
    pub place: Option<Affiliation>,
    pub identity: Option<Identity>,
    pub bond: Option<AccountLink>,
    /// The account that is hers, by a bond or because it fits.
    pub remote: Option<String>,
    /// The hub's copy of it.
    pub copy: Option<ModuleAccount>,
}

impl Engine {
    /// Loads what the goal of a person is decided by, and decides.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(super) async fn stand_of(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
        manifest: &Manifest,
        person: AffiliationId,
        before: Option<&TaskRow>,
    ) -> Result<Stand, Broken> {
        let scope = Scope::of(link.partner_id);
        let place = store::identity::affiliations::find(tx, person).await?;
        let place = place.filter(|p| p.partner_id == link.partner_id);
        let identity = match &place {
            Some(place) => store::identity::identities::find(tx, place.identity_id).await?,
            None => None,
        };
        let standing = Standing::of(identity.as_ref().map(|i| i.state), place.as_ref());
        let instance = store::access::modules::find_instance(tx, scope, link.instance_id).await?;
        let granted = match (&place, &instance) {
            (Some(place), Some(instance)) if person.population() == instance.population => {
                let grants = store::access::grants::of_affiliation(tx, scope, place.id).await?;
                grants.iter().any(|(id, _)| *id == instance.id)
            }
            _ => false,
        };
        let offboarded = match person {
            AffiliationId::Member(member) => {
                let (ever, still) = store::identity::offboardings::standing(tx, member).await?;
                // What it has ended comes back with her.
                let back = standing == Standing::Here && before.is_some_and(|t| t.ended_by_hub);
                (still && standing != Standing::Here) || (ever && back)
            }
            AffiliationId::EndUser(_) => false,
        };
        let bond = store::access::account_links::of_person(tx, scope, link.id, person).await?;
        let fits = match (&bond, &identity, &place) {
            (None, Some(identity), Some(place)) => {
                self.fitting(tx, link, manifest, identity, place).await?
            }
            _ => Hers::Unmatched(MatchRefusal::NoAccount),
        };
        let remote = match (&bond, &fits) {
            (Some(bond), _) => Some(bond.remote_id.clone()),
            (None, Hers::Fits(remote)) => Some(remote.clone()),
            _ => None,
        };
        let copy = match &remote {
            Some(remote) => store::access::accounts::find(tx, scope, link.id, remote).await?,
            None => None,
        };
        let last_admin = match &copy {
            Some(copy) => self.is_last_admin(tx, copy).await?,
            None => false,
        };
        let hers = match &bond {
            Some(bond) => Hers::Bound(Bound {
                remote_id: bond.remote_id.clone(),
                kind: bond.kind,
                active: copy.as_ref().map(|c| c.active),
            }),
            None => fits,
        };
        let role = match self.role_at(tx, link, person).await? {
            Some(role) => Some(role),
            None => link.policy.default_role.clone(),
        };
        let role = role.and_then(|key| manifest.role(&key));
        let facts = GoalFacts {
            standing,
            granted,
            granted_before: before
                .is_some_and(|t| t.goal == Goal::Present.as_str() || t.ended_by_hub),
            policy: &link.policy,
            offboarded,
            capabilities: manifest.capabilities,
            linking: manifest.linking,
            deletes_accounts: manifest.deletes_accounts,
            // A role that may change login settings is never given, even where an old policy says so.
            role_usable: role.is_some_and(|r| !r.security_admin),
            hers,
            last_admin,
        };
        Ok(Stand {
            goal: goal_of(&facts),
            role: role.map(|r| r.key.clone()),
            standing,
            creates: facts.creates(),
            place,
            identity,
            bond,
            remote,
            copy,
        })
    }

    /// The role that her groups give her at a link, while groups decide there; none for the default one.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(crate) async fn role_at(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
        person: AffiliationId,
    ) -> Result<Option<String>, Broken> {
        if !link.policy.groups_to_roles || link.policy.roles_of_groups.is_empty() {
            return Ok(None);
        }
        let scope = Scope::of(link.partner_id);
        let groups = store::access::groups::of_affiliation(tx, scope, person).await?;
        let is_in = |id: &str| groups.iter().any(|g| g.id.to_string() == id);
        Ok(link.policy.role_for(is_in).map(str::to_owned))
    }

    /// The account that fits her, by what the hub has read. Somebody whose address nobody has
    /// confirmed gets neither the account that bears it nor a second one.
    async fn fitting(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
        manifest: &Manifest,
        identity: &Identity,
        place: &Affiliation,
    ) -> Result<Hers, Broken> {
        if manifest.linking == unified_login::Linking::Explicit {
            return Ok(Hers::Unmatched(MatchRefusal::NoAccount));
        }
        let confirmed = identity.email_verified_at.is_some();
        let found = self
            .account_that_fits(tx, link, manifest, identity, place, confirmed)
            .await?;
        Ok(match found {
            Ok(remote) => Hers::Fits(remote),
            Err(MatchRefusal::NoAccount) if !confirmed => {
                let by_address = self
                    .account_that_fits(tx, link, manifest, identity, place, true)
                    .await?;
                match by_address {
                    Err(MatchRefusal::NoAccount) => Hers::Unmatched(MatchRefusal::NoAccount),
                    _ => Hers::Unconfirmed,
                }
            }
            Err(refusal) => Hers::Unmatched(refusal),
        })
    }

    /// Whether an account is that of the last active security admin, or of the last active primary
    /// user, by the hub's copies.
    pub(super) async fn is_last_admin(
        &self,
        tx: &mut Tx,
        account: &ModuleAccount,
    ) -> Result<bool, Broken> {
        if !account.active || !(account.security_admin || account.primary) {
            return Ok(false);
        }
        let (admins, primaries) =
            store::access::provisioning::others(tx, account.link_id, &account.remote_id).await?;
        Ok(account.security_admin && admins == 0 || account.primary && primaries == 0)
    }
}
