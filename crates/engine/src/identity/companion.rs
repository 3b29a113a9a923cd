//! What a phone asks and answers by itself.

use super::phones::{no, phone_address_place};
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{ChallengeId, FactorId};
use model::identity::{
    Identity, IdentityState, MAX_PHONES, PUSH_LIFETIME, PushAnswer, PushChallenge, PushDevice,
    PushRefusal, PushReply, SignInRefusal, decide_push_answer, normal_recovery_code,
};
use model::operation::{AccountNotice, Actor, AuditDraft};
use store::Tx;

type Refused = Failure<SignInRefusal>;

/// What waits for a phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Its first number.
    FirstNumber,
    /// Nothing.
    Nothing,
    /// A question. Its number is on the other screen alone.
    Question {
        /// Its id.
        id: ChallengeId,
        /// The browser that signs in, in words.
        browser: String,
        /// Its network address.
        address: String,
        /// How long the question waits.
        seconds_left: i64,
    },
}

impl Engine {
    /// Sets up a phone by the code of the page and its new key. It answers nothing before its first
    /// number.
    ///
    /// # Errors
    /// [`PushRefusal::ProofWrong`], `CodeUnknown`; [`SignInRefusal::TooManyTries`].
    pub async fn register_phone(
        &self,
        key: &str,
        proof: &str,
        name: String,
        visitor: &Visitor,
    ) -> Result<FactorId, Refused> {
        self.charge_begin(visitor).await?;
        let key = protocol::companion::read_key(key).ok_or_else(|| no(PushRefusal::ProofWrong))?;
        let said = self.phone_says(&key, proof, "/companion/register")?;
        let unknown = || no(PushRefusal::CodeUnknown);
        let code = normal_recovery_code(said.code.as_deref().unwrap_or_default());
        let code_hash = self.phone_code_digest(&code.ok_or_else(unknown)?);
        let (engine, now) = (self.clone(), self.now());
        let id = FactorId::new(now, self.chance());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let begun = store::identity::phones::enrolment_of_code(tx, code_hash).await?;
                    let begun = begun.ok_or_else(unknown)?;
                    let session = store::identity::sessions::find(tx, begun.session_id).await?;
                    let lifetimes = engine.settings().sessions;
                    if !session.is_some_and(|s| s.alive(now, lifetimes)) {
                        return Err(unknown());
                    }
                    if !store::identity::phones::use_enrolment(tx, code_hash, id, now).await? {
                        return Err(unknown());
                    }
                    let phone = PushDevice {
                        id,
                        identity_id: begun.identity_id,
                        name,
                        public_key: key,
                        sealed_address: None,
                        created_at: now,
                        confirmed_at: None,
                        last_used_at: None,
                    };
                    store::identity::phones::insert(tx, &phone).await?;
                    Ok(id)
                })
            })
            .await
    }

    /// What waits for a phone. Asking changes nothing, so a signature is not used up by it: whoever
    /// repeats one within its minute reads what its owner reads.
    ///
    /// # Errors
    /// [`PushRefusal::DeviceUnknown`], `ProofWrong`.
    pub async fn waiting_for_phone(&self, phone: &str, proof: &str) -> Result<Waiting, Refused> {
        let (phone, ..) = self.known_phone(phone, proof, "/companion/waiting").await?;
        if phone.confirmed_at.is_none() {
            return Ok(Waiting::FirstNumber);
        }
        let now = self.now();
        let mut tx = self.db.read().await?;
        let recent = store::identity::phone_questions::recent(
            &mut tx,
            phone.identity_id,
            now - PUSH_LIFETIME,
        )
        .await?;
        let open = recent.into_iter().find(|c| c.open(now));
        Ok(open.map_or(Waiting::Nothing, |c| Waiting::Question {
            id: c.id,
            browser: c.browser,
            address: c.address,
            seconds_left: (c.expires_at - now).as_seconds_up(),
        }))
    }

    /// Notes where a phone is woken, or that it is not.
    ///
    /// # Errors
    /// As above.
    pub async fn subscribe_phone(&self, phone: &str, proof: &str) -> Result<(), Refused> {
        let (phone, _, said) = self.known_phone(phone, proof, "/companion/wake").await?;
        let sealed = match &said.subscription {
            Some(subscription) => {
                let text = serde_json::to_vec(subscription)
                    .map_err(|_| Broken::Damaged("subscription"))?;
                let place = phone_address_place(&phone.id);
                Some(self.sealer.seal(place, &text, self.chance())?)
            }
            None => None,
        };
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.use_phone_proof(tx, phone.id, &said).await?;
                    Ok(store::identity::phones::set_address(tx, phone.id, sealed).await?)
                })
            })
            .await
    }

    /// Takes the answer of a phone: to a question, or its first number.
    ///
    /// # Errors
    /// [`PushRefusal::NumberWrong`], `Over`, `DeviceUnknown`, `ProofWrong`.
    pub async fn phone_answers(
        &self,
        phone: &str,
        proof: &str,
        visitor: &Visitor,
    ) -> Result<PushAnswer, Refused> {
        let (phone, identity, said) = self.known_phone(phone, proof, "/companion/answer").await?;
        let reply = said.reply.ok_or_else(|| no(PushRefusal::NumberWrong))?;
        let (engine, address) = (self.clone(), visitor.address.clone());
        let answered = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    engine.use_phone_proof(tx, phone.id, &said).await?;
                    match said.challenge {
                        Some(asked) => {
                            engine
                                .answer_question(tx, &phone, asked, reply, &address)
                                .await
                        }
                        None => {
                            engine
                                .first_number(tx, &phone, &identity, reply, &address)
                                .await
                        }
                    }
                })
            })
            .await?;
        match answered {
            PushAnswer::WrongNumber => Err(no(PushRefusal::NumberWrong)),
            answered => Ok(answered),
        }
    }

    async fn answer_question(
        &self,
        tx: &mut Tx,
        phone: &PushDevice,
        asked: ChallengeId,
        reply: PushReply,
        address: &str,
    ) -> Result<PushAnswer, Refused> {
        let (id, now) = (phone.identity_id, self.now());
        store::identity::identities::hold(tx, id).await?;
        let owner = store::identity::identities::find(tx, id).await?;
        let owner = owner.filter(|i| i.state == IdentityState::Active);
        let still = store::identity::phones::find(tx, phone.id).await?;
        let (Some(owner), Some(phone)) = (owner, still) else {
            return Err(no(PushRefusal::DeviceUnknown));
        };
        let asked = store::identity::phone_questions::find(tx, asked).await?;
        let asked = asked.ok_or_else(|| no(PushRefusal::Over))?;
        let answer = decide_push_answer(&asked, &phone, reply, now).map_err(no)?;
        if !store::identity::phone_questions::answer(tx, asked.id, answer, phone.id, now).await? {
            return Err(no(PushRefusal::Over));
        }
        let actor = Actor::Person(id.to_string());
        let action = match answer {
            PushAnswer::Approved => "phone.approved",
            PushAnswer::WrongNumber | PushAnswer::NotMe => "phone.denied",
        };
        let about = serde_json::json!({ "browser": asked.browser, "address": asked.address });
        let mut draft = AuditDraft::new(None, actor, action, phone.id)
            .change("", about.to_string())
            .from_address(address);
        if answer != PushAnswer::Approved {
            draft = draft.because(answer.as_str());
        }
        self.record(tx, draft);
        if answer == PushAnswer::NotMe {
            self.turn_away(tx, &asked, &phone, &owner).await?;
        }
        Ok(answer)
    }

    /// "This was not me": that sign-in ends, also where it has gone on to another way, and she is
    /// told what to do, since somebody has her password.
    async fn turn_away(
        &self,
        tx: &mut Tx,
        asked: &PushChallenge,
        phone: &PushDevice,
        owner: &Identity,
    ) -> Result<(), Broken> {
        store::identity::flows::end(tx, asked.flow_hash).await?;
        let notice = AccountNotice::PhoneDenied(phone.name.clone());
        self.tell_owner(tx, owner, notice, &asked.address).await
    }

    /// The number that shows that the phone is in the hands of whoever looks at the page. Another one
    /// ends setting it up.
    async fn first_number(
        &self,
        tx: &mut Tx,
        phone: &PushDevice,
        owner: &Identity,
        reply: PushReply,
        address: &str,
    ) -> Result<PushAnswer, Refused> {
        let (id, now) = (phone.identity_id, self.now());
        store::identity::identities::hold(tx, id).await?;
        let begun = store::identity::phones::enrolment_of(tx, id).await?;
        let begun = begun.filter(|b| b.device_id == Some(phone.id) && now < b.expires_at);
        let begun = begun.ok_or_else(|| no(PushRefusal::Over))?;
        let full = store::identity::phones::list(tx, id).await?.len() >= MAX_PHONES;
        if reply != PushReply::Number(begun.number) || full {
            store::identity::phones::end_enrolment(tx, id).await?;
            store::identity::phones::delete(tx, id, phone.id).await?;
            return Ok(PushAnswer::WrongNumber);
        }
        if !store::identity::phones::confirm(tx, phone.id, now).await? {
            return Err(no(PushRefusal::Over));
        }
        let notice = AccountNotice::PhoneAdded(phone.name.clone());
        self.tell_owner(tx, owner, notice, address).await?;
        let actor = Actor::Person(id.to_string());
        let after = serde_json::json!({ "name": phone.name }).to_string();
        let draft = AuditDraft::new(None, actor, "phone.added", phone.id)
            .change("", after)
            .from_address(address);
        self.record(tx, draft);
        Ok(PushAnswer::Approved)
    }
}
