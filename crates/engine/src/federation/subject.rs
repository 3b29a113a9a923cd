//! Under which name a client knows a person (OpenID Connect Core 8).

use crate::identity::Signed;
use crate::{Broken, Engine};
use kernel::{IdentityId, SessionId};
use model::federation::Client;
use model::identity::AffiliationId;

/// Whom a hint names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hinted {
    /// Nobody: there is none, or it is not ours, or not for this client.
    Nobody,
    /// This person.
    Person(IdentityId),
    /// Somebody who is not signed in here, known to this client by a pairwise name.
    SomebodyElse,
}

impl Engine {
    /// The `sub` of a person for a client: her place at the partner, or for pairwise clients a keyed
    /// digest of sector and place. The key is the installation's data key, which stays when signing
    /// keys rotate; two sectors cannot compare their people, and clients of one sector can.
    pub(crate) fn subject_of(&self, client: &Client, place: AffiliationId) -> String {
        if !client.options.pairwise {
            return place.to_string();
        }
        // A client without a sector is refused when it is registered; its own id stands in for it.
        let sector = client
            .options
            .sector_of(&client.redirect_uris)
            .unwrap_or_else(|| client.id.to_string());
        let parts = [
            client.partner_id.0.as_slice(),
            sector.as_bytes(),
            &place.bytes(),
        ];
        let digest = self.sealer.mac("pairwise", &parts);
        digest.iter().take(20).map(|b| format!("{b:02x}")).collect()
    }

    /// Whom the hint names.
    pub(crate) async fn hinted_person(
        &self,
        hint: Option<&str>,
        client: &Client,
        signed: Option<&Signed>,
    ) -> Result<Hinted, Broken> {
        let claims = hint
            .and_then(|h| self.read_id_token_hint(h))
            .filter(|c| c.aud == client.oauth_client_id);
        let Some(claims) = claims else {
            return Ok(Hinted::Nobody);
        };
        let mut tx = self.db.read().await?;
        if let Ok(id) = claims.sub.parse::<AffiliationId>() {
            let place = store::identity::affiliations::find(&mut tx, id).await?;
            return Ok(place.map_or(Hinted::Nobody, |p| Hinted::Person(p.identity_id)));
        }
        // A pairwise name cannot be turned back: it is compared with those of who may be meant.
        let mut likely: Vec<IdentityId> = signed.iter().map(|s| s.identity.id).collect();
        if let Ok(id) = claims.sid.parse::<SessionId>()
            && let Some(session) = store::identity::sessions::find(&mut tx, id).await?
        {
            likely.push(session.identity_id);
        }
        for identity in likely {
            let places = store::identity::affiliations::of_identity(&mut tx, identity).await?;
            if places
                .iter()
                .any(|p| self.subject_of(client, p.id) == claims.sub)
            {
                return Ok(Hinted::Person(identity));
            }
        }
        Ok(Hinted::SomebodyElse)
    }
}
