//! Setting up an authenticator, forced before anything else (S2-11).

use super::Progress;
use super::prove_code::totp_place;
use crate::{Engine, Failure, Visitor};
use kernel::{FactorId, Secret};
use model::identity::{AuthenticationMethod, SignInRefusal, Step, TotpFactor, recovery_codes};
use model::operation::{Actor, AuditDraft, Mail};
use protocol::totp::{self, CodeVerdict};

impl Engine {
    /// Takes the first code of a new authenticator: the factor is set up, recovery codes are made.
    ///
    /// # Errors
    /// [`SignInRefusal::CodeWrong`], `CodeForm`, `TooManyTries`, `FlowGone`, `FlowStep`.
    pub async fn enrol(
        &self,
        token: &str,
        typed: &str,
        visitor: &Visitor,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        let mut held = self
            .hold_flow_at(token, |s| matches!(s, Step::Enrol(_)))
            .await?;
        let Step::Enrol(secret) = held.flow.step.clone() else {
            return Err(Failure::Refused(SignInRefusal::FlowStep));
        };
        let id = held
            .flow
            .identity_id
            .ok_or(Failure::Refused(SignInRefusal::FlowStep))?;
        let bucket = self.charge_second_factor(id, visitor).await?;
        let now = self.now();
        let step = match totp::check(&Secret::new(secret.clone()), typed, -1, now) {
            CodeVerdict::Right { step } => step,
            CodeVerdict::Form => return Err(Failure::Refused(SignInRefusal::CodeForm)),
            _ => return Err(Failure::Refused(SignInRefusal::CodeWrong)),
        };
        let factor_id = FactorId::new(now, self.chance());
        let sealed_secret = self
            .sealer
            .seal(totp_place(&factor_id), &secret, self.chance())?;
        let factor = TotpFactor {
            id: factor_id,
            identity_id: id,
            sealed_secret,
            last_step: step,
            confirmed_at: now,
            last_used_at: now,
        };
        let codes = recovery_codes(self.chance());
        let digests: Vec<[u8; 32]> = codes
            .iter()
            .map(|c| self.recovery_digest(id, &c.replace('-', "")))
            .collect();
        held.flow.methods.push(AuthenticationMethod::Totp);
        held.flow.step = Step::RecoveryCodes(codes);
        let (engine, visitor) = (self.clone(), visitor.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    // Enrolment was due when the password was proved. If somebody has enrolled in
                    // the meantime, a password alone must not add a second authenticator: the code
                    // of the first one is asked for.
                    store::identity::identities::hold(tx, id).await?;
                    if !store::identity::factors::list_totp(tx, id)
                        .await?
                        .is_empty()
                    {
                        held.flow.methods = vec![AuthenticationMethod::Password];
                        held.flow.step = Step::Code;
                        engine.save_flow(tx, &held).await?;
                        return Ok(Progress::Next(Step::Code));
                    }
                    // A reset since then asks for a mailed link first.
                    if held.flow.mailbox_of != Some(id)
                        && store::identity::identities::enrols_by_mail(tx, id).await?
                    {
                        held.flow.methods = vec![AuthenticationMethod::Password];
                        held.flow.step = Step::EnrolmentDue;
                        engine.save_flow(tx, &held).await?;
                        return Ok(Progress::Next(Step::EnrolmentDue));
                    }
                    store::identity::identities::set_enrol_by_mail(tx, id, false).await?;
                    engine.save_flow(tx, &held).await?;
                    engine.proof_was_right(tx, &bucket, &visitor).await?;
                    store::identity::factors::insert_totp(tx, &factor).await?;
                    store::identity::factors::replace_recovery(tx, id, &digests).await?;
                    if let Some(identity) = store::identity::identities::find(tx, id).await? {
                        let mail = Mail::FactorEnrolled {
                            display_name: identity.display_name.as_str().to_owned(),
                            when: now.into(),
                            from: visitor.address.clone(),
                        };
                        engine
                            .mail_asked(tx, &identity, visitor.language, mail)
                            .await?;
                    }
                    let draft = AuditDraft::new(
                        None,
                        Actor::Person(id.to_string()),
                        "factor.enrolled",
                        factor.id,
                    )
                    .change("", r#"{"factor":"totp"}"#)
                    .from_address(&visitor.address);
                    engine.record(tx, draft);
                    Ok(Progress::Next(held.flow.step))
                })
            })
            .await
    }

    /// The person says that she has saved her recovery codes.
    ///
    /// # Errors
    /// [`SignInRefusal::FlowGone`], `FlowStep`, `NoAffiliation`.
    pub async fn codes_saved(
        &self,
        token: &str,
        visitor: &Visitor,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        let held = self
            .hold_flow_at(token, |s| matches!(s, Step::RecoveryCodes(_)))
            .await?;
        let (engine, visitor) = (self.clone(), visitor.clone());
        self.db
            .write(move |tx| Box::pin(async move { engine.after_proofs(tx, held, &visitor).await }))
            .await
    }
}
