//! Whom turning Require on would shut out: the same decisions as at the doors, over everybody.

use super::facts::facts_of;
use super::{Hand, PolicyRefused};
use crate::{Broken, Engine};
use kernel::{LinkId, Refusal as _, Scope};
use model::access::{ModuleAccount, ModuleLink};
use model::identity::Population;
use store::Tx;
use unified_login::{LinkStanding, Linking, Manifest, PolicyDocument, decide_local_login};

/// Somebody who could log in in no way any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShutOutRow {
    /// The module's id of the account.
    pub account: String,
    /// Her name there.
    pub name: String,
    /// Her address there.
    pub email: String,
    /// Why the hub would not let her in.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
}

impl Engine {
    /// Whom turning Require on would shut out at this moment.
    ///
    /// # Errors
    /// [`super::LinkPolicyRefusal::NoLink`].
    pub async fn shut_out(
        &self,
        hand: &Hand,
        id: LinkId,
    ) -> Result<Vec<ShutOutRow>, PolicyRefused> {
        Ok(self.login_policy(hand, id).await?.shut_out)
    }

    pub(super) async fn would_be_shut_out(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
        manifest: &Manifest,
        accounts: &[ModuleAccount],
        document: &PolicyDocument,
    ) -> Result<Vec<ShutOutRow>, Broken> {
        let mut required = document.clone();
        required.state = LinkStanding::Active;
        required.policy.unified_login = true;
        required.policy.require_unified_login = true;
        let mut rows = Vec::new();
        for account in accounts.iter().filter(|a| a.active) {
            if decide_local_login(&facts_of(account), Some(&required), true).is_ok() {
                continue;
            }
            if let Some((reason, remedy)) = self.hub_refusal(tx, link, manifest, account).await? {
                rows.push(ShutOutRow {
                    account: account.remote_id.clone(),
                    name: account.display_name.clone(),
                    email: account.email.clone(),
                    reason,
                    remedy,
                });
            }
        }
        Ok(rows)
    }

    /// Why the person of an account could not come in through the hub; none when she could.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    async fn hub_refusal(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
        manifest: &Manifest,
        account: &ModuleAccount,
    ) -> Result<Option<(String, String)>, Broken> {
        let scope = Scope::of(link.partner_id);
        let because = |reason: &str, remedy: &str| Some((reason.to_owned(), remedy.to_owned()));
        let bond =
            store::access::account_links::of_remote(tx, scope, link.id, &account.remote_id).await?;
        let place = match bond {
            Some(bond) => store::identity::affiliations::find(tx, bond.affiliation_id).await?,
            None if manifest.linking == Linking::Explicit => {
                return Ok(because(
                    "She has not linked her account",
                    "She logs in with her password and enables it in My Settings.",
                ));
            }
            None => self.place_of_account(tx, scope, account).await?,
        };
        let Some(place) = place else {
            return Ok(because(
                "No hub account with this email address or username",
                "Invite her to the hub with this address.",
            ));
        };
        let Some(identity) = store::identity::identities::find(tx, place.identity_id).await? else {
            return Ok(because("No hub account", "Invite her to the hub."));
        };
        match self
            .account_at(tx, link, manifest, &identity, &place)
            .await?
        {
            Ok(id) if id == account.remote_id => {}
            Ok(_) => {
                return Ok(because(
                    "Her hub account opens another account of the module",
                    "Give each account an address and a username of its own.",
                ));
            }
            Err(refusal) => {
                use unified_login::Refused as _;
                return Ok(Some((refusal.sentence(), refusal.remedy())));
            }
        }
        let instance = store::access::modules::find_instance(tx, scope, link.instance_id).await?;
        let Some(instance) = instance else {
            return Ok(because("The module is gone", "Unlink the tenant."));
        };
        let entry = self
            .may_enter(tx, &identity, Some(&place), &instance)
            .await?;
        Ok(entry.err().map(|no| (no.sentence(), no.remedy())))
    }

    /// The place at the partner of whoever has an account's address or username.
    async fn place_of_account(
        &self,
        tx: &mut Tx,
        scope: Scope,
        account: &ModuleAccount,
    ) -> Result<Option<model::identity::Affiliation>, Broken> {
        let mut identity = None;
        if let Ok(email) = kernel::EmailAddress::parse(&account.email) {
            identity =
                store::identity::identities::find_by_email(tx, Population::Staff, &email.key())
                    .await?
                    .map(|i| i.id);
        }
        if identity.is_none()
            && let Ok(name) = kernel::Username::parse(&account.username)
        {
            let member =
                store::identity::members::find_by_username(tx, scope, name.as_str()).await?;
            identity = member.map(|m| m.identity_id);
        }
        let Some(identity) = identity else {
            return Ok(None);
        };
        let places = store::identity::affiliations::of_identity(tx, identity).await?;
        Ok(places.into_iter().find(|p| p.partner_id == scope.partner()))
    }
}
