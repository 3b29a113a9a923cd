//! What a module is told of its link, and which links it has.

use super::{ByModule, Hand, LinkPolicyRefusal, PolicyRefused};
use crate::{Broken, Engine, Failure};
use kernel::LinkId;
use model::access::{LinkState, ModuleLink};
use unified_login::PolicyDocument;

/// The scope of a token with which a module speaks for itself.
pub const MODULE_SCOPE: &str = "module";

impl Engine {
    /// The module of an access token that it got for itself; none when the token is not good for
    /// that.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn module_itself(&self, token: &str) -> Result<Option<ByModule>, Broken> {
        let mut tx = self.db.read().await?;
        let Some(good) = self.read_access_token(&mut tx, token, None).await? else {
            return Ok(None);
        };
        // A token of a person, or for another resource, is no word of the module itself.
        let own = serde_json::Value::from(self.settings().issuer.as_str());
        let ours = good.claims["aud"]
            .as_array()
            .is_some_and(|a| a.contains(&own));
        let itself = good.family.is_none() && good.scopes.iter().any(|s| s == MODULE_SCOPE);
        let Some(instance) = good.client.instance_id.filter(|_| ours && itself) else {
            return Ok(None);
        };
        Ok(Some(ByModule {
            client: good.client.id,
            oauth_client_id: good.client.oauth_client_id,
            partner: good.client.partner_id,
            instance,
            by: "the module".into(),
        }))
    }

    /// The links of a module, in any state, and the partner's name.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn links_of_module(
        &self,
        module: &ByModule,
    ) -> Result<(Vec<ModuleLink>, String), Broken> {
        let hand = Hand::Module(module.clone());
        let mut tx = self.db.read().await?;
        let scope = hand.scope();
        let links = store::access::links::of_instance(&mut tx, scope, module.instance).await?;
        let partner = store::directory::partners::find(&mut tx, module.partner).await?;
        Ok((
            links,
            partner.map_or_else(String::new, |p| p.name.as_str().to_owned()),
        ))
    }

    /// The policy document of one of a module's links, also of one that was ended: so that a module
    /// that was away learns of it.
    ///
    /// # Errors
    /// [`LinkPolicyRefusal::NoLink`].
    pub async fn policy_document(
        &self,
        module: &ByModule,
        id: LinkId,
    ) -> Result<PolicyDocument, PolicyRefused> {
        let hand = Hand::Module(module.clone());
        let mut tx = self.db.read().await.map_err(Broken::from)?;
        let link = store::access::links::get(&mut tx, hand.scope(), id)
            .await
            .map_err(Broken::from)?
            .filter(|l| hand.reaches(l))
            .ok_or(Failure::Refused(LinkPolicyRefusal::NoLink))?;
        let document = self.document_of(&mut tx, &link).await?;
        drop(tx);
        self.note_seen(&link).await?;
        Ok(document)
    }

    /// Notes at most once a minute that the module asked: no row is written at every look.
    async fn note_seen(&self, link: &ModuleLink) -> Result<(), Broken> {
        let (id, now) = (link.id, self.now());
        let lately = link
            .last_seen_at
            .is_some_and(|at| now < at + kernel::Span::minutes(1));
        if lately || link.state != LinkState::Active {
            return Ok(());
        }
        let write = self.db.write(move |tx| {
            Box::pin(async move {
                store::access::links::note_seen(tx, id, now).await?;
                Ok::<_, Broken>(())
            })
        });
        write.await
    }
}
