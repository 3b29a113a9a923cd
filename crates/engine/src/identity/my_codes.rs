//! New recovery codes in place of the old ones.

use super::Signed;
use crate::{Broken, Engine};
use model::identity::recovery_codes;
use model::operation::AccountNotice;

impl Engine {
    /// Makes new recovery codes; the old ones are void. They are told once and kept by digest only.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn make_recovery_codes(
        &self,
        signed: &Signed,
        address: &str,
    ) -> Result<Vec<String>, Broken> {
        let (engine, signed, address) = (self.clone(), signed.clone(), address.to_owned());
        let codes = recovery_codes(self.chance());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let id = signed.identity.id;
                    let digests: Vec<[u8; 32]> = codes
                        .iter()
                        .map(|c| engine.recovery_digest(id, &c.replace('-', "")))
                        .collect();
                    store::identity::identities::hold(tx, id).await?;
                    let left = store::identity::factors::count_recovery(tx, id).await?;
                    store::identity::factors::replace_recovery(tx, id, &digests).await?;
                    engine
                        .tell_owner(
                            tx,
                            &signed.identity,
                            AccountNotice::RecoveryCodesMade,
                            &address,
                        )
                        .await?;
                    let draft = engine
                        .by_herself(&signed, "recovery_codes.made", id, &address)
                        .change(
                            format!("{{\"left\":{left}}}"),
                            format!("{{\"left\":{}}}", codes.len()),
                        );
                    engine.record(tx, draft);
                    Ok(codes)
                })
            })
            .await
    }
}
