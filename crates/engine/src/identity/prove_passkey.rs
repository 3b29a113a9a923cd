//! A passkey at the sign-in: as the second factor after the password, or as the whole of it.

use super::Progress;
use super::flow::Held;
use super::passkeys::{PasskeyQuestion, Purpose, wrong};
use crate::{Broken, Engine, Failure, Visitor};
use model::identity::{
    AuthenticationMethod, Identity, IdentityState, PasskeyFactor, SignInRefusal, Step,
};
use model::operation::{Actor, AuditDraft};
use vault::passkey::Used;

type Refused = Failure<SignInRefusal>;

impl Engine {
    /// A question for whoever is at the front page. Counts as the beginning of a sign-in.
    ///
    /// # Errors
    /// [`SignInRefusal::TooManyTries`], `PasskeyWrong` where passkeys do not work at all.
    pub async fn passkey_for_anybody(&self, visitor: &Visitor) -> Result<PasskeyQuestion, Refused> {
        let checker = self.passkey_checker().ok_or_else(wrong)?;
        self.charge_begin(visitor).await?;
        let begun = checker.begin_anybody().map_err(|_| wrong())?;
        Ok(self.keep_question(Purpose::SignIn, begun).await?)
    }

    /// Which second factors are asked for at this step: a code, and a question for a passkey.
    ///
    /// # Errors
    /// [`SignInRefusal::FlowGone`], `FlowStep`.
    pub async fn second_factors(
        &self,
        token: &str,
    ) -> Result<(bool, Option<PasskeyQuestion>), Refused> {
        let held = self.hold_flow_at(token, |s| *s == Step::Code).await?;
        let id = held
            .flow
            .identity_id
            .ok_or(Failure::Refused(SignInRefusal::FlowStep))?;
        let question = self.question_for(id, Purpose::Second(id.0)).await?;
        let mut tx = self.db.read().await?;
        let totp = store::identity::factors::list_totp(&mut tx, id).await?;
        Ok((!totp.is_empty(), question))
    }

    /// Takes the answer of a passkey. At the step of the code it is the second factor; before the
    /// password it is the whole sign-in, as its owner had to unlock it.
    ///
    /// # Errors
    /// [`SignInRefusal::PasskeyWrong`], `PasskeyCloned`, `TooManyTries`, `Deactivated`, `FlowGone`,
    /// `FlowStep`.
    pub async fn prove_passkey(
        &self,
        token: &str,
        ceremony: &str,
        answer: &str,
        visitor: &Visitor,
    ) -> Result<Progress, Refused> {
        let held = self
            .hold_flow_at(token, |s| {
                matches!(
                    s,
                    Step::Identify | Step::Company | Step::Password | Step::Code
                )
            })
            .await?;
        if held.flow.step == Step::Code {
            self.passkey_as_second(held, ceremony, answer, visitor)
                .await
        } else {
            self.passkey_as_whole(held, ceremony, answer, visitor).await
        }
    }

    async fn passkey_as_second(
        &self,
        held: Held,
        ceremony: &str,
        answer: &str,
        visitor: &Visitor,
    ) -> Result<Progress, Refused> {
        let id = held
            .flow
            .identity_id
            .ok_or(Failure::Refused(SignInRefusal::FlowStep))?;
        let bucket = self.charge_second_factor(id, visitor).await?;
        let state = self.take_question(ceremony, Purpose::Second(id.0)).await?;
        let mut tx = self.db.read().await?;
        let identity = store::identity::identities::find(&mut tx, id).await?;
        drop(tx);
        let identity = identity.ok_or_else(wrong)?;
        let used = self
            .check_passkey(&identity, &state, answer, visitor)
            .await?;
        self.passkey_right(held, identity, used, bucket, visitor)
            .await
    }

    async fn passkey_as_whole(
        &self,
        mut held: Held,
        ceremony: &str,
        answer: &str,
        visitor: &Visitor,
    ) -> Result<Progress, Refused> {
        let checker = self.passkey_checker().ok_or_else(wrong)?;
        let bucket = Self::address_bucket(visitor);
        if let Err(wait) = self.charge(vec![bucket.clone()]).await? {
            return Err(Failure::Refused(SignInRefusal::TooManyTries(wait)));
        }
        let state = self.take_question(ceremony, Purpose::SignIn).await?;
        let (credential, person) = checker.claimed(answer).ok_or_else(wrong)?;
        let mut tx = self.db.read().await?;
        let owner = store::identity::passkeys::owner(&mut tx, &credential).await?;
        let identity = match owner {
            Some(id) => store::identity::identities::find(&mut tx, id).await?,
            None => None,
        };
        drop(tx);
        // The two populations stay apart, and the authenticator must name the same person.
        let identity = identity
            .filter(|i| i.population == held.flow.population && person.is_none_or(|p| p == i.id.0));
        let Some(identity) = identity else {
            return self.unknown_passkey(visitor).await;
        };
        let used = self
            .check_passkey(&identity, &state, answer, visitor)
            .await?;
        match identity.state {
            IdentityState::Active if identity.email_verified_at.is_some() => {}
            IdentityState::Deactivated => {
                return Err(Failure::Refused(SignInRefusal::Deactivated));
            }
            _ => return Err(wrong()),
        }
        held.flow.identity_id = Some(identity.id);
        held.flow.typed = identity.email.as_str().to_owned();
        held.flow.methods = Vec::new();
        self.passkey_right(held, identity, used, bucket, visitor)
            .await
    }

    async fn unknown_passkey(&self, visitor: &Visitor) -> Result<Progress, Refused> {
        let (engine, address) = (self.clone(), visitor.address.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let draft =
                        AuditDraft::new(None, Actor::Anonymous, "sign_in.refused", "unknown")
                            .because("passkey_wrong")
                            .from_address(&address);
                    engine.record(tx, draft);
                    Ok::<_, Broken>(())
                })
            })
            .await?;
        Err(wrong())
    }

    async fn passkey_right(
        &self,
        mut held: Held,
        identity: Identity,
        used: Used,
        bucket: model::identity::Bucket,
        visitor: &Visitor,
    ) -> Result<Progress, Refused> {
        let (engine, visitor) = (self.clone(), visitor.clone());
        held.flow
            .methods
            .retain(|m| *m == AuthenticationMethod::Password);
        held.flow
            .methods
            .extend(PasskeyFactor::methods(used.synced));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.passkey_was_right(tx, identity.id, &used).await?;
                    if !matches!(bucket, model::identity::Bucket::Address(_)) {
                        engine.proof_was_right(tx, &bucket, &visitor).await?;
                    } else {
                        store::operation::throttles::refund(tx, engine.bucket_key(&bucket)).await?;
                    }
                    let actor = Actor::Person(identity.id.to_string());
                    let draft = AuditDraft::new(None, actor, "passkey.used", identity.id)
                        .from_address(&visitor.address);
                    engine.record(tx, draft);
                    engine.after_proofs(tx, held, &visitor).await
                })
            })
            .await
    }
}
