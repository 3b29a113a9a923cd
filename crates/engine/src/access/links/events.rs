//! What a module is told at once.

use crate::{Broken, Engine};
use kernel::Scope;
use model::access::ModuleLink;
use model::identity::AffiliationId;
use model::operation::Message;
use store::Tx;
use unified_login::{AccountEvent, Event, EventToken};

impl Engine {
    /// Tells the module of a link something, in the caller's transaction; it leaves after the commit.
    /// A module that takes no events finds out when it asks.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(crate) async fn tell_module(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
        event: Event,
    ) -> Result<(), Broken> {
        let scope = Scope::of(link.partner_id);
        let manifest = store::access::links::manifest(tx, scope, link.instance_id).await?;
        let client = store::federation::clients::of_instance(tx, scope, link.instance_id).await?;
        let Some((uri, client)) = manifest.and_then(|(m, _)| m.events).zip(client) else {
            return Ok(());
        };
        let token = EventToken {
            iss: self.settings().issuer.clone(),
            aud: client.oauth_client_id.clone(),
            // Signed anew at each attempt, so that a module that was down can still judge its age.
            iat: 0,
            jti: String::new(),
            link: link.id.to_string(),
            tenant: link.tenant.id.clone(),
            seq: store::access::links::next_seq(tx, link.id).await?,
            event,
        };
        let message = Message::ModuleEvent {
            oauth_client_id: client.oauth_client_id,
            uri,
            algorithm: client.id_token_alg,
            claims: token.claims(),
        };
        self.enqueue(tx, Some(link.partner_id), &message).await?;
        Ok(())
    }

    /// Raises the version of what a module keeps and tells it to fetch, in the caller's transaction.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(crate) async fn raise_and_tell(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
    ) -> Result<(), Broken> {
        let scope = Scope::of(link.partner_id);
        store::access::links::raise_version(tx, scope, link.id).await?;
        let now = store::access::links::get(tx, scope, link.id).await?;
        match now {
            Some(link) => {
                let event = Event::PolicyChanged(link.version);
                self.tell_module(tx, &link, event).await
            }
            None => Ok(()),
        }
    }

    /// Tells every linked module of a person's place something about her, in the caller's
    /// transaction.
    #[allow(
        clippy::disallowed_methods,
        reason = "the place was looked at by the verb that calls"
    )]
    pub(crate) async fn tell_modules_of(
        &self,
        tx: &mut Tx,
        person: AffiliationId,
        what: AccountEvent,
    ) -> Result<(), Broken> {
        let Some(place) = store::identity::affiliations::find(tx, person).await? else {
            return Ok(());
        };
        let scope = Scope::of(place.partner_id);
        let offboarded = match person {
            AffiliationId::Member(member) => {
                store::identity::offboardings::standing(tx, member).await?.1
            }
            AffiliationId::EndUser(_) => false,
        };
        for link in store::access::links::list(tx, scope).await? {
            if link.state != model::access::LinkState::Active {
                continue;
            }
            // Deactivation is a switch of its own; without it only sessions end. Whoever was offboarded
            // is deactivated everywhere, and may be brought back everywhere.
            let follows = link.policy.deprovisioning || offboarded;
            let what = match what {
                AccountEvent::Disabled | AccountEvent::Purged if !follows => {
                    AccountEvent::SessionRevoked
                }
                AccountEvent::Enabled if !follows => continue,
                other => other,
            };
            let client =
                store::federation::clients::of_instance(tx, scope, link.instance_id).await?;
            let Some(client) = client else { continue };
            let bond = store::access::account_links::of_person(tx, scope, link.id, person).await?;
            let event = Event::Account {
                what,
                sub: self.subject_of(&client, person),
                account: bond.map(|b| b.remote_id),
            };
            store::access::links::raise_version(tx, scope, link.id).await?;
            self.tell_module(tx, &link, event).await?;
        }
        Ok(())
    }
}
