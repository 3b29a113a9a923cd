//! Signing a member out everywhere.

use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::MemberId;
use model::identity::{AffiliationId, MemberRefusal};

impl Engine {
    /// Ends all sessions of a member at this partner, here and at the modules. She may sign in again.
    ///
    /// # Errors
    /// [`MemberRefusal::Unknown`]; `RootMaster` for a root master, unless a root master asks.
    pub async fn sign_out_member(
        &self,
        admin: &Administrator,
        id: MemberId,
    ) -> Result<(), Failure<MemberRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let no = |r| Failure::Refused(r);
                    let member = store::identity::members::find(tx, admin.scope, id)
                        .await?
                        .ok_or(no(MemberRefusal::Unknown))?;
                    if member.root && !admin.root {
                        return Err(no(MemberRefusal::RootMaster));
                    }
                    let place = AffiliationId::Member(id);
                    engine
                        .end_access(
                            tx,
                            member.identity_id,
                            place,
                            "signed_out_by_master",
                            &admin.address,
                            unified_login::AccountEvent::SessionRevoked,
                        )
                        .await?;
                    engine.record(tx, admin.did("member.signed_out", id));
                    Ok(())
                })
            })
            .await
    }
}
