//! The password.

use super::Progress;
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{Language, Scope, Secret};
use model::identity::{
    AfterPassword, AuthenticationMethod, Flow, Identifier, Identity, IdentityState, Population,
    SignInRefusal, Step, after_password,
};
use model::operation::{Actor, AuditDraft};
use store::{StoreFault, Tx};
use vault::password::Verdict;

impl Engine {
    /// The identity that an identifier names in a population, if there is one.
    #[allow(
        clippy::disallowed_methods,
        reason = "the typed company is the scope of a username"
    )]
    pub(crate) async fn find_identified(
        &self,
        tx: &mut Tx,
        population: Population,
        identifier: &Identifier,
    ) -> Result<Option<Identity>, StoreFault> {
        match identifier {
            Identifier::Email(key) => {
                store::identity::identities::find_by_email(tx, population, key).await
            }
            Identifier::Username {
                username,
                company_key,
            } => {
                let key = company_key.as_deref().unwrap_or_default();
                let Some(partner) = store::directory::partners::find_by_key(tx, key).await? else {
                    return Ok(None);
                };
                let member =
                    store::identity::members::find_by_username(tx, Scope::of(partner.id), username)
                        .await?;
                match member {
                    Some(member) if population == Population::Staff => {
                        store::identity::identities::find(tx, member.identity_id).await
                    }
                    _ => Ok(None),
                }
            }
        }
    }

    /// Compares the password. Wrong password, unknown name and invited person get the same words
    /// after the same work.
    ///
    /// # Errors
    /// [`SignInRefusal::Mismatch`], `TooManyTries`, `Busy`, `Deactivated`, `FlowGone`, `FlowStep`.
    pub async fn prove_password(
        &self,
        token: &str,
        password: Secret<String>,
        visitor: &Visitor,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        let mut held = self.hold_flow_at(token, |s| *s == Step::Password).await?;
        let identifier = held
            .flow
            .identifier
            .clone()
            .ok_or(Failure::Refused(SignInRefusal::FlowStep))?;
        let mut tx = self.db.read().await?;
        let identity = self
            .find_identified(&mut tx, held.flow.population, &identifier)
            .await?;
        let what = format!(
            "{}:{}",
            held.flow.population.as_str(),
            identifier.throttle_key()
        );
        let bucket = self
            .proof_bucket(&mut tx, &what, identity.as_ref().map(|i| i.id), visitor)
            .await?;
        drop(tx);
        let charged = self.charge(Self::buckets_of(&bucket, visitor)).await?;
        if let Err(wait) = charged {
            metrics::counter!("vestibule_sign_in_total", "result" => "throttled").increment(1);
            return Err(Failure::Refused(SignInRefusal::TooManyTries(wait)));
        }
        let stored = identity.as_ref().and_then(|i| i.password_hash.clone());
        let too_long = password.reveal().chars().count() > model::identity::MAX_PASSWORD;
        let typed = if too_long {
            Secret::from("")
        } else {
            password.clone()
        };
        let verdict = self
            .hashing
            .verify(typed, stored.clone())
            .await
            .map_err(|_| Failure::Refused(SignInRefusal::Busy))?;
        let identity = match (identity, verdict) {
            (Some(identity), Verdict::Right | Verdict::RightButOld) => identity,
            (identity, _) => return self.wrong_password(identity, visitor).await,
        };
        if identity.state == IdentityState::Deactivated {
            return Err(Failure::Refused(SignInRefusal::Deactivated));
        }
        if let (Verdict::RightButOld, Some(old)) = (verdict, stored) {
            self.upgrade_password(&identity, old, password).await?;
        }
        held.flow.methods = vec![AuthenticationMethod::Password];
        held.flow.identity_id = Some(identity.id);
        held.flow.own_language = identity.language;
        let engine = self.clone();
        let visitor = visitor.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.proof_was_right(tx, &bucket, &visitor).await?;
                    engine
                        .step_after_password(tx, &mut held.flow, &identity, visitor.language)
                        .await?;
                    engine.prefer_phone(tx, &mut held, &visitor).await?;
                    engine.save_flow(tx, &held).await?;
                    Ok(Progress::Next(held.flow.step))
                })
            })
            .await
    }

    /// Sets the step that is due once the password was right, and sends the activation mail when
    /// the address is not confirmed (S1-41).
    pub(crate) async fn step_after_password(
        &self,
        tx: &mut Tx,
        flow: &mut Flow,
        identity: &Identity,
        asked: Option<Language>,
    ) -> Result<(), Broken> {
        let known = AfterPassword {
            email_verified: identity.email_verified_at.is_some(),
            has_factor: self.has_factors(tx, identity).await?,
            enrols_by_mail: store::identity::identities::enrols_by_mail(tx, identity.id).await?,
            mailbox_proved: flow.mailbox_of == Some(identity.id),
        };
        let proposed = self
            .chance()
            .bytes::<{ protocol::totp::SECRET_BYTES }>()
            .to_vec();
        flow.step = after_password(known, proposed);
        match flow.step {
            Step::ActivationDue => super::send_activation(self, tx, identity, asked).await,
            Step::EnrolmentDue => self.mail_enrolment_again(tx, identity).await,
            _ => Ok(()),
        }
    }

    async fn wrong_password(
        &self,
        identity: Option<Identity>,
        visitor: &Visitor,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        metrics::counter!("vestibule_sign_in_total", "result" => "mismatch").increment(1);
        // Known or not, the same entry is written, so that time tells nothing; how fast a stranger
        // can write them is bounded by the buckets of account and address.
        let (engine, address) = (self.clone(), visitor.address.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let subject =
                        identity.map_or_else(|| "unknown".to_owned(), |i| i.id.to_string());
                    let draft = AuditDraft::new(None, Actor::Anonymous, "sign_in.refused", subject)
                        .because("credentials_mismatch")
                        .from_address(&address);
                    engine.record(tx, draft);
                    Ok::<_, Broken>(())
                })
            })
            .await?;
        Err(Failure::Refused(SignInRefusal::Mismatch))
    }

    async fn upgrade_password(
        &self,
        identity: &Identity,
        old: String,
        password: Secret<String>,
    ) -> Result<(), Broken> {
        // Being busy is no reason to refuse a right password: the next login upgrades it.
        let Ok(new) = self.hashing.hash(password, self.chance()).await else {
            return Ok(());
        };
        let (id, new) = (identity.id, new?);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::identity::identities::upgrade_hash(tx, id, &old, &new).await
                })
            })
            .await?;
        Ok(())
    }
}
