//! What a phone signs is checked here, whatever it is about.

use crate::{Broken, Engine, Failure};
use kernel::{FactorId, IdentityId, Span, Timestamp};
use model::identity::{Identity, IdentityState, PushDevice, PushRefusal, SignInRefusal};
use model::operation::Message;
use protocol::companion::{self, Said};
use store::Tx;
use vault::{ForeignKeys, Place};

type Refused = Failure<SignInRefusal>;

/// Where the sealed address of a phone belongs.
pub(crate) fn phone_address_place(id: &FactorId) -> Place<'_> {
    Place {
        table: "push_device",
        column: "sealed_address",
        row: &id.0,
    }
}

pub(crate) fn no(refusal: PushRefusal) -> Refused {
    Failure::Refused(SignInRefusal::Push(refusal))
}

impl Engine {
    /// Verifies what a phone has signed with its key for the address at this path.
    pub(crate) fn phone_says(&self, key: &str, proof: &str, path: &str) -> Result<Said, Refused> {
        let wrong = || no(PushRefusal::ProofWrong);
        let keys = ForeignKeys::parse(companion::key_set(key).as_bytes()).map_err(|_| wrong())?;
        let claims = keys.verify(proof, Some("ES256")).map_err(|_| wrong())?;
        let address = format!("{}{path}", self.settings().issuer);
        let now = self.now().unix_seconds();
        companion::read(&claims, &address, now).ok_or_else(wrong)
    }

    /// A phone whose signature is right, and whose it is, while she may sign in.
    pub(crate) async fn known_phone(
        &self,
        phone: &str,
        proof: &str,
        path: &str,
    ) -> Result<(PushDevice, Identity, Said), Refused> {
        let unknown = || no(PushRefusal::DeviceUnknown);
        let id: FactorId = phone.parse().map_err(|_| unknown())?;
        let mut tx = self.db.read().await?;
        let phone = store::identity::phones::find(&mut tx, id)
            .await?
            .ok_or_else(unknown)?;
        let identity = store::identity::identities::find(&mut tx, phone.identity_id).await?;
        drop(tx);
        let said = self.phone_says(&phone.public_key, proof, path)?;
        let identity = identity
            .filter(|i| i.state == IdentityState::Active)
            .ok_or_else(unknown)?;
        Ok((phone, identity, said))
    }

    /// Uses up a signature in the caller's transaction (attack: replay).
    pub(crate) async fn use_phone_proof(
        &self,
        tx: &mut Tx,
        phone: FactorId,
        said: &Said,
    ) -> Result<(), Refused> {
        let over = Timestamp::from_unix_seconds(said.iat) + Span::seconds(companion::LEEWAY + 1);
        let token = self.digest(&said.jti);
        if store::identity::phones::use_proof(tx, phone, token, over).await? {
            Ok(())
        } else {
            Err(no(PushRefusal::ProofWrong))
        }
    }

    /// Wakes the phones of somebody in the caller's transaction, as far as they can be.
    pub(crate) async fn wake_phones(
        &self,
        tx: &mut Tx,
        id: IdentityId,
        until: Timestamp,
    ) -> Result<(), Broken> {
        for phone in store::identity::phones::list(tx, id).await? {
            if phone.sealed_address.is_some() {
                let message = Message::WakePhone {
                    phone: phone.id,
                    until,
                };
                self.enqueue(tx, None, &message).await?;
            }
        }
        Ok(())
    }
}
