//! The six-digit code.

use super::Progress;
use super::flow::Held;
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{IdentityId, Secret};
use model::identity::{AuthenticationMethod, Bucket, SignInRefusal, Step, TotpFactor};
use model::operation::{Actor, AuditDraft, Mail};
use protocol::totp::{self, CodeVerdict};
use vault::Place;

/// Where a sealed TOTP secret belongs.
pub(crate) fn totp_place(id: &kernel::FactorId) -> Place<'_> {
    Place {
        table: "totp_factor",
        column: "sealed_secret",
        row: &id.0,
    }
}

impl Engine {
    /// Compares a code with the person's authenticators. A code is good once (attack: TOTP replay).
    ///
    /// # Errors
    /// [`SignInRefusal::CodeWrong`], `CodeUsed`, `CodeForm`, `TooManyTries`, `FlowGone`, `FlowStep`.
    pub async fn prove_code(
        &self,
        token: &str,
        typed: &str,
        visitor: &Visitor,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        let held = self.hold_flow_at(token, |s| *s == Step::Code).await?;
        let id = held
            .flow
            .identity_id
            .ok_or(Failure::Refused(SignInRefusal::FlowStep))?;
        let bucket = self.charge_second_factor(id, visitor).await?;
        let mut tx = self.db.read().await?;
        let factors = store::identity::factors::list_totp(&mut tx, id).await?;
        drop(tx);
        let mut best = CodeVerdict::Wrong;
        for factor in factors {
            match self.judge_code(&factor, typed)? {
                CodeVerdict::Right { step } => {
                    return self.code_right(held, factor, step, bucket, visitor).await;
                }
                CodeVerdict::Wrong => {}
                other => best = other,
            }
        }
        Err(Failure::Refused(match best {
            CodeVerdict::Used => SignInRefusal::CodeUsed,
            CodeVerdict::Form => SignInRefusal::CodeForm,
            _ => SignInRefusal::CodeWrong,
        }))
    }

    /// Charges a try at the second factor. Who fails often here knows the password: the person is
    /// told by mail, once for each run of failures.
    pub(crate) async fn charge_second_factor(
        &self,
        id: IdentityId,
        visitor: &Visitor,
    ) -> Result<Bucket, Failure<SignInRefusal>> {
        let mut tx = self.db.read().await?;
        let bucket = self
            .proof_bucket(&mut tx, &format!("second:{id}"), Some(id), visitor)
            .await?;
        drop(tx);
        match self.charge(Self::buckets_of(&bucket, visitor)).await? {
            Err(wait) => Err(Failure::Refused(SignInRefusal::TooManyTries(wait))),
            Ok(states) => {
                if states
                    .first()
                    .is_some_and(|s| s.tries == bucket.rule().free)
                {
                    self.warn_of_guessing(id).await?;
                }
                Ok(bucket)
            }
        }
    }

    async fn warn_of_guessing(&self, id: IdentityId) -> Result<(), Broken> {
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let Some(identity) = store::identity::identities::find(tx, id).await? else {
                        return Ok(());
                    };
                    let mail = Mail::SignInBlocked {
                        display_name: identity.display_name.as_str().to_owned(),
                        when: engine.now().into(),
                    };
                    // The request is a stranger's; its language is not hers.
                    engine.mail_to(tx, &identity, mail).await
                })
            })
            .await
    }

    pub(crate) fn judge_code(
        &self,
        factor: &TotpFactor,
        typed: &str,
    ) -> Result<CodeVerdict, Broken> {
        let secret = Secret::new(
            self.sealer
                .open(totp_place(&factor.id), &factor.sealed_secret)?,
        );
        Ok(totp::check(&secret, typed, factor.last_step, self.now()))
    }

    async fn code_right(
        &self,
        mut held: Held,
        factor: TotpFactor,
        step: i64,
        bucket: Bucket,
        visitor: &Visitor,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        let (engine, visitor, now) = (self.clone(), visitor.clone(), self.now());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::identity::factors::use_totp_step(tx, factor.id, step, now).await? {
                        return Err(Failure::Refused(SignInRefusal::CodeUsed));
                    }
                    engine.proof_was_right(tx, &bucket, &visitor).await?;
                    let draft = AuditDraft::new(
                        None,
                        Actor::Person(factor.identity_id.to_string()),
                        "factor.used",
                        factor.id,
                    )
                    .from_address(&visitor.address);
                    engine.record(tx, draft);
                    held.flow.methods.push(AuthenticationMethod::Totp);
                    engine.after_proofs(tx, held, &visitor).await
                })
            })
            .await
    }
}
