//! A question on the phone at the sign-in: asked for first once a phone is set up (S4-20), with a
//! code always beside it (S4-21).

use super::Progress;
use super::flow::Held;
use super::phones::no;
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{ChallengeId, IdentityId};
use model::identity::{
    AuthenticationMethod, PUSH_LIFETIME, PUSH_MEMORY, PushAnswer, PushChallenge, PushRefusal,
    SignInRefusal, Step, decide_push_start, two_digits,
};
use model::operation::{Actor, AuditDraft};
use store::Tx;

type Refused = Failure<SignInRefusal>;

/// A question as the page of its own sign-in shows it, and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneQuestion {
    /// The number to type on the phone.
    pub number: u8,
    /// How long it waits.
    pub seconds_left: i64,
    /// How it stands.
    pub state: QuestionState,
}

/// How a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionState {
    /// It waits for its answer.
    Waiting,
    /// The right number was typed: the page goes on.
    Approved,
    /// Another number was typed.
    WrongNumber,
    /// Its minute is over.
    Over,
}

impl QuestionState {
    /// The name for the script of the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::WrongNumber => "wrong_number",
            Self::Over => "over",
        }
    }
}

fn owner(held: &Held) -> Result<IdentityId, Refused> {
    held.flow
        .identity_id
        .ok_or(Failure::Refused(SignInRefusal::FlowStep))
}

impl Engine {
    /// Whether a code page offers to ask a phone.
    ///
    /// # Errors
    /// [`SignInRefusal::FlowGone`], `FlowStep`.
    pub async fn has_phone(&self, token: &str) -> Result<bool, Refused> {
        let held = self.hold_flow_at(token, |s| *s == Step::Code).await?;
        let mut tx = self.db.read().await?;
        let phones = store::identity::phones::list(&mut tx, owner(&held)?).await?;
        Ok(!phones.is_empty())
    }

    /// After a right password: asks her phone where that is possible; else a code is due, without a
    /// word, as a stranger with the password is to learn nothing of her phones.
    pub(crate) async fn prefer_phone(
        &self,
        tx: &mut Tx,
        held: &mut Held,
        visitor: &Visitor,
    ) -> Result<(), Broken> {
        if held.flow.step != Step::Code {
            return Ok(());
        }
        match self.ask_phone_in(tx, held, visitor).await {
            Ok(()) | Err(Failure::Refused(_)) => Ok(()),
            Err(Failure::Broken(broken)) => Err(broken),
        }
    }

    /// Asks her phone, or asks it again.
    ///
    /// # Errors
    /// [`PushRefusal::NoDevice`], `OneOpen`, `TooMany`, `Paused`; [`SignInRefusal::FlowGone`],
    /// `FlowStep`.
    pub async fn ask_phone(&self, token: &str, visitor: &Visitor) -> Result<Progress, Refused> {
        let mut held = self
            .hold_flow_at(token, |s| matches!(s, Step::Code | Step::Push(_)))
            .await?;
        let (engine, visitor) = (self.clone(), visitor.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.ask_phone_in(tx, &mut held, &visitor).await?;
                    engine.save_flow(tx, &held).await?;
                    Ok(Progress::Next(held.flow.step))
                })
            })
            .await
    }

    async fn ask_phone_in(
        &self,
        tx: &mut Tx,
        held: &mut Held,
        visitor: &Visitor,
    ) -> Result<(), Refused> {
        let (id, now) = (owner(held)?, self.now());
        let phones = store::identity::phones::list(tx, id).await?.len();
        // Whoever has none costs no more than this look.
        decide_push_start(phones, &[], now).map_err(no)?;
        // Of two sign-ins that ask at once the second sees the question of the first.
        store::identity::identities::hold(tx, id).await?;
        let recent = store::identity::phone_questions::recent(tx, id, now - PUSH_MEMORY).await?;
        // Its own question, from which it went to the code.
        let own = recent
            .iter()
            .find(|c| c.open(now) && c.flow_hash == held.hash);
        if let Some(own) = own {
            held.flow.step = Step::Push(own.id);
            return Ok(());
        }
        decide_push_start(phones, &recent, now).map_err(no)?;
        let asked = PushChallenge {
            id: ChallengeId::new(now, self.chance()),
            identity_id: id,
            flow_hash: held.hash,
            number: two_digits(self.chance()),
            browser: visitor.device.clone(),
            address: visitor.address.clone(),
            created_at: now,
            expires_at: now + PUSH_LIFETIME,
            answer: None,
            device_id: None,
            answered_at: None,
        };
        store::identity::phone_questions::insert(tx, &asked).await?;
        self.wake_phones(tx, id, asked.expires_at).await?;
        held.flow.step = Step::Push(asked.id);
        let draft = AuditDraft::new(None, Actor::Person(id.to_string()), "phone.asked", id)
            .from_address(&visitor.address);
        self.record(tx, draft);
        Ok(())
    }

    async fn question_of(&self, tx: &mut Tx, held: &Held) -> Result<PushChallenge, Refused> {
        let Step::Push(id) = held.flow.step else {
            return Err(Failure::Refused(SignInRefusal::FlowStep));
        };
        let asked = store::identity::phone_questions::find(tx, id).await?;
        asked
            .filter(|a| a.flow_hash == held.hash)
            .ok_or_else(|| no(PushRefusal::Over))
    }

    /// How the question of a sign-in stands.
    ///
    /// # Errors
    /// [`SignInRefusal::FlowGone`], `FlowStep`; [`PushRefusal::Over`].
    pub async fn phone_question(&self, token: &str) -> Result<PhoneQuestion, Refused> {
        let held = self.hold_flow(token).await?;
        let now = self.now();
        let mut tx = self.db.read().await?;
        let asked = self.question_of(&mut tx, &held).await?;
        Ok(PhoneQuestion {
            number: asked.number,
            seconds_left: (asked.expires_at - now).as_seconds_up().max(0),
            state: match asked.answer {
                Some(PushAnswer::Approved) => QuestionState::Approved,
                Some(PushAnswer::WrongNumber | PushAnswer::NotMe) => QuestionState::WrongNumber,
                None if asked.open(now) => QuestionState::Waiting,
                None => QuestionState::Over,
            },
        })
    }

    /// "Use a code instead". The question stays on the phone for its minute, so that "this was not me"
    /// still ends a sign-in that somebody else has begun.
    ///
    /// # Errors
    /// [`SignInRefusal::FlowGone`], `FlowStep`.
    pub async fn code_instead(&self, token: &str) -> Result<Progress, Refused> {
        let mut held = self
            .hold_flow_at(token, |s| matches!(s, Step::Push(_)))
            .await?;
        held.flow.step = Step::Code;
        self.keep_flow(held).await
    }

    /// Goes on where the phone has said yes; else the same step stays due. The step is changed in the
    /// same transaction, so that one answer lets in once.
    ///
    /// # Errors
    /// [`SignInRefusal::FlowGone`], `FlowStep`; [`PushRefusal::DeviceUnknown`] when the phone was
    /// removed meanwhile.
    pub async fn prove_phone(&self, token: &str, visitor: &Visitor) -> Result<Progress, Refused> {
        let mut held = self
            .hold_flow_at(token, |s| matches!(s, Step::Push(_)))
            .await?;
        let (engine, visitor) = (self.clone(), visitor.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let asked = engine.question_of(tx, &held).await?;
                    let (Some(PushAnswer::Approved), Some(phone)) = (asked.answer, asked.device_id)
                    else {
                        return Ok(Progress::Next(held.flow.step));
                    };
                    let now = engine.now();
                    if !store::identity::phones::note_use(tx, phone, now).await? {
                        return Err(no(PushRefusal::DeviceUnknown));
                    }
                    let actor = Actor::Person(asked.identity_id.to_string());
                    let draft = AuditDraft::new(None, actor, "phone.used", phone)
                        .from_address(&visitor.address);
                    engine.record(tx, draft);
                    // A key in the browser's keeping, on another device than the password's.
                    let second = [
                        AuthenticationMethod::SoftwareKey,
                        AuthenticationMethod::Several,
                    ];
                    held.flow.methods.extend(second);
                    engine.after_proofs(tx, held, &visitor).await
                })
            })
            .await
    }
}
