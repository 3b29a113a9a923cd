//! A short confirmation within a session: it is still she. Done before something dangerous.

use super::Signed;
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{FactorId, Secret};
use model::identity::{
    AuthenticationMethod, Bucket, Danger, Identifier, MAX_PASSWORD, PasskeyFactor, SignInRefusal,
};
use model::operation::{Actor, AuditDraft};
use protocol::totp::CodeVerdict;
use vault::password::Verdict;

/// What she confirms with. Recovery codes are for coming in, not for this.
#[derive(Debug)]
pub enum Proof {
    /// Her password.
    Password(Secret<String>),
    /// A code of one of her authenticators.
    Code(String),
    /// The answer of one of her passkeys.
    Passkey {
        /// The name of the question.
        ceremony: String,
        /// The answer, as JSON.
        answer: String,
    },
}

/// Which ways of confirming a person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaysToConfirm {
    /// A passkey.
    pub passkey: bool,
    /// A code.
    pub code: bool,
    /// Her password.
    pub password: bool,
}

/// What was right, and what of it is used up.
struct Proved {
    methods: Vec<AuthenticationMethod>,
    code: Option<(FactorId, i64)>,
    passkey: Option<vault::passkey::Used>,
}

/// After a confirmation: the session under its new cookie.
#[derive(Debug)]
pub struct Confirmed {
    /// The session cookie. It is a new one, so that whoever has stolen the old one gets nothing of
    /// the confirmation.
    pub session_token: Secret<String>,
    /// The session as it is now.
    pub signed: Signed,
}

impl Engine {
    /// Whether the last proof of a session is good enough for something dangerous.
    pub fn proved_for(&self, signed: &Signed, danger: Danger) -> bool {
        signed
            .session
            .proved_for(danger, self.settings().recent_proof, self.now())
    }

    /// How a person can confirm that it is she, where so much danger is ahead.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn ways_to_confirm(
        &self,
        signed: &Signed,
        danger: Danger,
    ) -> Result<WaysToConfirm, Broken> {
        let mut tx = self.db.read().await?;
        let totp = store::identity::factors::list_totp(&mut tx, signed.identity.id).await?;
        let passkeys = store::identity::passkeys::count(&mut tx, signed.identity.id).await?;
        Ok(WaysToConfirm {
            passkey: self.has_passkeys() && passkeys > 0,
            code: !totp.is_empty(),
            password: danger == Danger::Settings && signed.identity.password_hash.is_some(),
        })
    }

    /// Takes a confirmation. Tries count in the buckets of the sign-in, so guessing here is as slow
    /// as there, also for whoever has stolen the session.
    ///
    /// # Errors
    /// [`SignInRefusal::PasswordWrong`], `CodeWrong`, `CodeUsed`, `CodeForm`, `TooManyTries`, `Busy`,
    /// `FlowGone` when the session ended meanwhile.
    pub async fn confirm(
        &self,
        signed: &Signed,
        proof: Proof,
        visitor: &Visitor,
    ) -> Result<Confirmed, Failure<SignInRefusal>> {
        let outcome = match proof {
            Proof::Password(password) => self.confirm_password(signed, password, visitor).await,
            Proof::Code(typed) => self.confirm_code(signed, &typed, visitor).await,
            Proof::Passkey { ceremony, answer } => {
                match self
                    .confirm_passkey(signed, &ceremony, &answer, visitor)
                    .await
                {
                    Ok((used, bucket)) => {
                        let methods = PasskeyFactor::methods(used.synced).to_vec();
                        let proved = Proved {
                            methods,
                            code: None,
                            passkey: Some(used),
                        };
                        self.confirmed(signed, proved, bucket, visitor).await
                    }
                    Err(failure) => Err(failure),
                }
            }
        };
        if let Err(Failure::Refused(refusal)) = &outcome
            && matches!(
                refusal,
                SignInRefusal::PasswordWrong
                    | SignInRefusal::CodeWrong
                    | SignInRefusal::CodeUsed
                    | SignInRefusal::PasskeyWrong
                    | SignInRefusal::PasskeyCloned
            )
        {
            self.note_wrong_confirmation(signed, refusal, visitor)
                .await?;
        }
        outcome
    }

    async fn confirm_password(
        &self,
        signed: &Signed,
        password: Secret<String>,
        visitor: &Visitor,
    ) -> Result<Confirmed, Failure<SignInRefusal>> {
        let identity = &signed.identity;
        // The bucket of her address at the sign-in: the two doors share one count.
        let what = format!(
            "{}:{}",
            identity.population.as_str(),
            Identifier::Email(identity.email.key()).throttle_key()
        );
        let mut tx = self.db.read().await?;
        let bucket = self
            .proof_bucket(&mut tx, &what, Some(identity.id), visitor)
            .await?;
        drop(tx);
        if let Err(wait) = self.charge(Self::buckets_of(&bucket, visitor)).await? {
            return Err(Failure::Refused(SignInRefusal::TooManyTries(wait)));
        }
        if password.reveal().chars().count() > MAX_PASSWORD {
            return Err(Failure::Refused(SignInRefusal::PasswordWrong));
        }
        let verdict = self
            .hashing
            .verify(password, identity.password_hash.clone())
            .await
            .map_err(|_| Failure::Refused(SignInRefusal::Busy))?;
        match verdict {
            Verdict::Right | Verdict::RightButOld => {
                let proved = Proved {
                    methods: vec![AuthenticationMethod::Password],
                    code: None,
                    passkey: None,
                };
                self.confirmed(signed, proved, bucket, visitor).await
            }
            Verdict::Wrong => Err(Failure::Refused(SignInRefusal::PasswordWrong)),
        }
    }

    async fn confirm_code(
        &self,
        signed: &Signed,
        typed: &str,
        visitor: &Visitor,
    ) -> Result<Confirmed, Failure<SignInRefusal>> {
        let id = signed.identity.id;
        let bucket = self.charge_second_factor(id, visitor).await?;
        let mut tx = self.db.read().await?;
        let factors = store::identity::factors::list_totp(&mut tx, id).await?;
        drop(tx);
        let mut best = SignInRefusal::CodeWrong;
        for factor in factors {
            match self.judge_code(&factor, typed)? {
                CodeVerdict::Right { step } => {
                    let proved = Proved {
                        methods: vec![AuthenticationMethod::Totp],
                        code: Some((factor.id, step)),
                        passkey: None,
                    };
                    return self.confirmed(signed, proved, bucket, visitor).await;
                }
                CodeVerdict::Wrong => {}
                CodeVerdict::Used => best = SignInRefusal::CodeUsed,
                CodeVerdict::Form => best = SignInRefusal::CodeForm,
            }
        }
        Err(Failure::Refused(best))
    }

    /// Notes a right confirmation: step of the code, bucket, session and audit entry together.
    async fn confirmed(
        &self,
        signed: &Signed,
        proved: Proved,
        bucket: Bucket,
        visitor: &Visitor,
    ) -> Result<Confirmed, Failure<SignInRefusal>> {
        let gone = || Failure::Refused(SignInRefusal::FlowGone);
        let before = visitor.session_token.as_ref().ok_or_else(gone)?;
        let (engine, now, visitor_) = (self.clone(), self.now(), visitor.clone());
        let token = self.chance().token();
        let cookies = (self.digest(before.reveal()), self.digest(&token));
        let mut signed = signed.clone();
        signed.session.proved_at = now;
        signed.session.proved_methods = proved.methods;
        let (code, passkey) = (proved.code, proved.passkey);
        let names: Vec<&str> = signed
            .session
            .proved_methods
            .iter()
            .map(|m| m.as_str())
            .collect();
        let names = serde_json::json!({ "methods": names }).to_string();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if let Some((factor, step)) = code
                        && !store::identity::factors::use_totp_step(tx, factor, step, now).await?
                    {
                        return Err(Failure::Refused(SignInRefusal::CodeUsed));
                    }
                    if let Some(used) = &passkey {
                        engine
                            .passkey_was_right(tx, signed.identity.id, used)
                            .await?;
                    }
                    let session = &signed.session;
                    if !store::identity::sessions::confirm(
                        tx,
                        session.id,
                        cookies,
                        now,
                        &session.proved_methods,
                    )
                    .await?
                    {
                        return Err(Failure::Refused(SignInRefusal::FlowGone));
                    }
                    engine.proof_was_right(tx, &bucket, &visitor_).await?;
                    let draft = AuditDraft::new(
                        Some(session.partner_id),
                        Actor::Person(session.affiliation_id.to_string()),
                        "session.confirmed",
                        session.id,
                    )
                    .change("", names)
                    .from_address(&visitor_.address);
                    engine.record(tx, draft);
                    Ok(Confirmed {
                        session_token: token.into(),
                        signed,
                    })
                })
            })
            .await
    }

    async fn note_wrong_confirmation(
        &self,
        signed: &Signed,
        refusal: &SignInRefusal,
        visitor: &Visitor,
    ) -> Result<(), Broken> {
        use kernel::Refusal as _;
        let session = &signed.session;
        let draft = AuditDraft::new(
            Some(session.partner_id),
            Actor::Person(session.affiliation_id.to_string()),
            "confirmation.refused",
            session.id,
        )
        .because(refusal.code())
        .from_address(&visitor.address);
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.record(tx, draft);
                    Ok::<_, Broken>(())
                })
            })
            .await
    }
}
