//! A recovery code instead of the authenticator.

use super::Progress;
use crate::{Engine, Failure, Visitor};
use kernel::IdentityId;
use model::identity::{AuthenticationMethod, SignInRefusal, Step, normal_recovery_code};
use model::operation::{Actor, AuditDraft, Mail};

impl Engine {
    /// The keyed digest under which a recovery code is stored.
    pub(crate) fn recovery_digest(&self, id: IdentityId, normal: &str) -> [u8; 32] {
        self.sealer
            .mac("recovery code", &[&id.0, normal.as_bytes()])
    }

    /// Uses up a recovery code and tells the person by mail.
    ///
    /// # Errors
    /// [`SignInRefusal::RecoveryCodeWrong`], `TooManyTries`, `FlowGone`, `FlowStep`.
    pub async fn prove_recovery_code(
        &self,
        token: &str,
        typed: &str,
        visitor: &Visitor,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        let mut held = self.hold_flow_at(token, |s| *s == Step::Code).await?;
        let id = held
            .flow
            .identity_id
            .ok_or(Failure::Refused(SignInRefusal::FlowStep))?;
        let bucket = self.charge_second_factor(id, visitor).await?;
        let Some(normal) = normal_recovery_code(typed) else {
            return Err(Failure::Refused(SignInRefusal::RecoveryCodeWrong));
        };
        let digest = self.recovery_digest(id, &normal);
        let (engine, visitor, now) = (self.clone(), visitor.clone(), self.now());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::identity::factors::use_recovery(tx, id, digest, now).await? {
                        return Err(Failure::Refused(SignInRefusal::RecoveryCodeWrong));
                    }
                    engine.proof_was_right(tx, &bucket, &visitor).await?;
                    let left = store::identity::factors::count_recovery(tx, id).await?;
                    if let Some(identity) = store::identity::identities::find(tx, id).await? {
                        let mail = Mail::RecoveryCodeUsed {
                            display_name: identity.display_name.as_str().to_owned(),
                            when: now.into(),
                            from: visitor.address.clone(),
                            left: u64::try_from(left).unwrap_or(0),
                        };
                        engine
                            .mail_asked(tx, &identity, visitor.language, mail)
                            .await?;
                    }
                    let draft = AuditDraft::new(
                        None,
                        Actor::Person(id.to_string()),
                        "recovery_code.used",
                        id,
                    )
                    .change("", format!("{{\"left\":{left}}}"))
                    .from_address(&visitor.address);
                    engine.record(tx, draft);
                    held.flow.methods.push(AuthenticationMethod::RecoveryCode);
                    engine.after_proofs(tx, held, &visitor).await
                })
            })
            .await
    }
}
