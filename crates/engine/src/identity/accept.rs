//! Accepting an invitation with the login that exists.

use crate::{Engine, Failure, Visitor};
use kernel::{IdentityId, Secret};
use model::identity::{AffiliationId, Destination, LinkKind, SignInRefusal};
use model::operation::{Actor, AuditDraft};
use store::Tx;

impl Engine {
    /// Begins the sign-in at whose end the invitation is accepted.
    ///
    /// # Errors
    /// [`SignInRefusal::LinkUnknown`], `LinkUsed`, `LinkExpired`, `Deactivated`.
    pub async fn begin_acceptance(
        &self,
        token: &str,
        visitor: &Visitor,
    ) -> Result<Secret<String>, Failure<SignInRefusal>> {
        let mut tx = self.db.read().await?;
        let (link, identity) = self.good_link(&mut tx, token, LinkKind::Accept).await?;
        drop(tx);
        if link.kind != LinkKind::Accept {
            return Err(Failure::Refused(SignInRefusal::LinkUnknown));
        }
        let destination = Destination::Accept(self.digest(token).to_vec());
        self.begin_sign_in(
            destination,
            identity.population,
            identity.email.as_str(),
            visitor,
        )
        .await
    }

    /// Accepts, once she has proved who she is. Another person's sign-in does not use the link up.
    pub(crate) async fn accept(
        &self,
        tx: &mut Tx,
        link_hash: Vec<u8>,
        identity: Option<IdentityId>,
        visitor: &Visitor,
    ) -> Result<Option<AffiliationId>, Failure<SignInRefusal>> {
        let hash: [u8; 32] = link_hash
            .try_into()
            .map_err(|_| Failure::Refused(SignInRefusal::LinkUnknown))?;
        let now = self.now();
        let link = store::identity::links::find(tx, hash)
            .await?
            .ok_or(Failure::Refused(SignInRefusal::LinkUnknown))?;
        let Some(id) = link
            .affiliation_id
            .filter(|_| identity == Some(link.identity_id))
        else {
            return Err(Failure::Refused(SignInRefusal::NotHers));
        };
        if now >= link.expires_at {
            return Err(Failure::Refused(SignInRefusal::LinkExpired));
        }
        if !store::identity::links::use_up(tx, hash, now).await? {
            return Err(Failure::Refused(SignInRefusal::LinkUsed));
        }
        store::identity::affiliations::accept(tx, id).await?;
        self.mark_place(tx, id).await?;
        let place = store::identity::affiliations::find(tx, id).await?;
        let draft = AuditDraft::new(
            place.map(|p| p.partner_id),
            Actor::Person(id.to_string()),
            "invitation.accepted",
            id,
        )
        .from_address(&visitor.address);
        self.record(tx, draft);
        Ok(Some(id))
    }
}
