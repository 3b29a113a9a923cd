//! What a module says of itself: fetched where it is registered, and kept.

use super::LinkRefused;
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{InstanceId, Scope};
use model::access::LinkRefusal;
use model::federation::Client;
use unified_login::Manifest;

/// Where a module speaks of itself, below its origin.
const PLACE: &str = "/.well-known/unified-login";

/// Scheme, host and port of the first registered redirect address: the module's own origin.
fn origin_of(client: &Client) -> Option<String> {
    let address = client.redirect_uris.first()?;
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}"))
}

/// The same in one spelling: whose ids a tenant's id is one of.
pub(super) fn id_space_of(client: &Client) -> Option<String> {
    origin_of(client).map(|origin| origin.to_ascii_lowercase())
}

impl Engine {
    /// Reads anew what a module says of itself and keeps it. It is asked where it is registered and
    /// nowhere else.
    ///
    /// # Errors
    /// [`LinkRefusal::NoManifest`]; why stands in the log of what the client tried.
    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    pub(crate) async fn read_manifest_of(&self, client: &Client) -> Result<Manifest, LinkRefused> {
        let no = || Failure::Refused(LinkRefusal::NoManifest);
        let (origin, instance) = origin_of(client).zip(client.instance_id).ok_or_else(no)?;
        let fetched = self.published.fetch(&format!("{origin}{PLACE}")).await;
        let read = fetched
            .and_then(|bytes| Manifest::read(&bytes, &origin).map_err(|fault| fault.to_string()));
        let manifest = match read {
            Ok(manifest) => manifest,
            Err(why) => {
                tracing::warn!(
                    client_id = client.oauth_client_id,
                    fault = why,
                    "a module does not say what it can do"
                );
                return Err(no());
            }
        };
        let (scope, kept, now) = (Scope::of(client.partner_id), manifest.clone(), self.now());
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::access::links::set_manifest(tx, scope, instance, &kept, now).await?;
                    // It may do more than it did, or less.
                    engine.mark_links(tx, scope, Some(instance)).await?;
                    Ok::<_, Broken>(())
                })
            })
            .await?;
        Ok(manifest)
    }

    /// The same, asked for by a master.
    ///
    /// # Errors
    /// [`LinkRefusal::NoManifest`].
    pub async fn read_manifest(
        &self,
        admin: &Administrator,
        instance: InstanceId,
    ) -> Result<Manifest, LinkRefused> {
        let mut tx = self.db.read().await?;
        let client =
            store::federation::clients::of_instance(&mut tx, admin.scope, instance).await?;
        drop(tx);
        let client = client.ok_or(Failure::Refused(LinkRefusal::NoManifest))?;
        self.read_manifest_of(&client).await
    }
}
