//! Questions to authenticators and the check of their answers, whatever they are for.

use super::Signed;
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{IdentityId, Span};
use model::identity::{Bucket, Identity, PasskeyFactor, SignInRefusal};
use model::operation::{AccountNotice, Actor, AuditDraft};
use serde::{Deserialize, Serialize};
use store::Tx;
use vault::Place;
use vault::passkey::{Begun, PasskeyFault, Passkeys, Used};

/// How long a question waits for its answer.
const PATIENCE: Span = Span::minutes(5);

/// A question as the page carries it.
#[derive(Clone, Debug, Default)]
pub struct PasskeyQuestion {
    /// The options for the browser, as JSON.
    pub options: String,
    /// What the form brings back: the name of the question at the hub.
    pub ceremony: String,
}

/// What a question is for. An answer to one is worth nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Purpose {
    /// A new passkey, within this session.
    Make([u8; 16]),
    /// It is still she, within this session.
    Confirm([u8; 16]),
    /// The second factor of this person.
    Second([u8; 16]),
    /// The whole sign-in of whoever it is.
    SignIn,
}

#[derive(Serialize, Deserialize)]
struct Ceremony {
    purpose: Purpose,
    state: String,
}

type Refused = Failure<SignInRefusal>;

fn place(hash: &[u8; 32]) -> Place<'_> {
    Place {
        table: "passkey_ceremony",
        column: "sealed_ceremony",
        row: hash,
    }
}

pub(crate) fn wrong() -> Refused {
    Failure::Refused(SignInRefusal::PasskeyWrong)
}

impl Engine {
    /// The checker; none where the public address has no name, such as a bare IP address.
    pub(crate) fn passkey_checker(&self) -> Option<&Passkeys> {
        self.passkeys.as_ref()
    }

    /// Whether passkeys work at this public address.
    pub fn has_passkeys(&self) -> bool {
        self.passkeys.is_some()
    }

    /// Keeps a question until its answer comes.
    pub(crate) async fn keep_question(
        &self,
        purpose: Purpose,
        begun: Begun,
    ) -> Result<PasskeyQuestion, Broken> {
        let token = self.chance().token();
        let hash = self.digest(&token);
        let ceremony = Ceremony {
            purpose,
            state: begun.state,
        };
        let text = serde_json::to_vec(&ceremony).map_err(|_| Broken::Damaged("ceremony"))?;
        let sealed = self.sealer.seal(place(&hash), &text, self.chance())?;
        let expires = self.now() + PATIENCE;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::identity::passkeys::keep_ceremony(tx, hash, sealed, expires).await
                })
            })
            .await?;
        Ok(PasskeyQuestion {
            options: begun.options,
            ceremony: token,
        })
    }

    /// Takes a question out for its answer, right or wrong: it is answered once (attack: replay).
    pub(crate) async fn take_question(
        &self,
        token: &str,
        purpose: Purpose,
    ) -> Result<String, Refused> {
        let (hash, now) = (self.digest(token), self.now());
        let sealed = self
            .db
            .write(move |tx| {
                Box::pin(
                    async move { store::identity::passkeys::take_ceremony(tx, hash, now).await },
                )
            })
            .await?
            .ok_or_else(wrong)?;
        let text = self.sealer.open(place(&hash), &sealed)?;
        let ceremony: Ceremony =
            serde_json::from_slice(&text).map_err(|_| Broken::Damaged("ceremony"))?;
        if ceremony.purpose != purpose {
            return Err(wrong());
        }
        Ok(ceremony.state)
    }

    /// A question for one of a person's passkeys; none when she has none.
    pub(crate) async fn question_for(
        &self,
        id: IdentityId,
        purpose: Purpose,
    ) -> Result<Option<PasskeyQuestion>, Broken> {
        let Some(checker) = self.passkey_checker() else {
            return Ok(None);
        };
        let mut tx = self.db.read().await?;
        let hers = store::identity::passkeys::list(&mut tx, id).await?;
        drop(tx);
        if hers.is_empty() {
            return Ok(None);
        }
        let parts: Vec<String> = hers.into_iter().map(|p| p.public_part).collect();
        let begun = checker
            .begin_known(&parts)
            .map_err(|_| Broken::Damaged("passkey"))?;
        Ok(Some(self.keep_question(purpose, begun).await?))
    }

    /// A question for the confirmation that it is still she.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn passkey_to_confirm(
        &self,
        signed: &Signed,
    ) -> Result<Option<PasskeyQuestion>, Broken> {
        let purpose = Purpose::Confirm(signed.session.id.0);
        self.question_for(signed.identity.id, purpose).await
    }

    /// Checks an answer against the passkeys that a person has now.
    pub(crate) async fn check_passkey(
        &self,
        identity: &Identity,
        state: &str,
        answer: &str,
        visitor: &Visitor,
    ) -> Result<Used, Refused> {
        let checker = self.passkey_checker().ok_or_else(wrong)?;
        let mut tx = self.db.read().await?;
        let hers = store::identity::passkeys::list(&mut tx, identity.id).await?;
        drop(tx);
        let parts: Vec<String> = hers.iter().map(|p| p.public_part.clone()).collect();
        match checker.finish(state, answer, &parts) {
            Ok(used) => Ok(used),
            Err(PasskeyFault::Cloned) => {
                let claimed = checker.claimed(answer).map(|(id, _)| id);
                let copy = hers
                    .into_iter()
                    .find(|p| Some(&p.credential_id) == claimed.as_ref());
                self.passkey_cloned(identity, copy, visitor).await?;
                Err(Failure::Refused(SignInRefusal::PasskeyCloned))
            }
            Err(PasskeyFault::Wrong | PasskeyFault::Broken) => Err(wrong()),
        }
    }

    /// Notes a right answer in the caller's transaction. Refuses what was removed meanwhile, and the
    /// second of two answers with one count.
    pub(crate) async fn passkey_was_right(
        &self,
        tx: &mut Tx,
        id: IdentityId,
        used: &Used,
    ) -> Result<(), Refused> {
        let now = self.now();
        let what = (used.stored.as_str(), used.counter, used.synced);
        if store::identity::passkeys::note_use(tx, id, &used.credential_id, what, now).await? {
            Ok(())
        } else {
            Err(wrong())
        }
    }

    /// A copy of a passkey was used: neither it nor the original can be told apart, so both go.
    async fn passkey_cloned(
        &self,
        identity: &Identity,
        copy: Option<PasskeyFactor>,
        visitor: &Visitor,
    ) -> Result<(), Broken> {
        let Some(copy) = copy else {
            return Ok(());
        };
        let (engine, identity, address) = (self.clone(), identity.clone(), visitor.address.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::identity::passkeys::delete(tx, identity.id, copy.id).await? {
                        return Ok(());
                    }
                    let notice = AccountNotice::PasskeyCloned(copy.name.clone());
                    engine.tell_owner(tx, &identity, notice, &address).await?;
                    let actor = Actor::Person(identity.id.to_string());
                    let draft = AuditDraft::new(None, actor, "passkey.cloned", copy.id)
                        .change(serde_json::json!({ "name": copy.name }).to_string(), "")
                        .from_address(&address);
                    engine.record(tx, draft);
                    Ok::<_, Broken>(())
                })
            })
            .await
    }

    /// Confirms by a passkey that it is still she.
    pub(crate) async fn confirm_passkey(
        &self,
        signed: &Signed,
        ceremony: &str,
        answer: &str,
        visitor: &Visitor,
    ) -> Result<(Used, Bucket), Refused> {
        let bucket = self
            .charge_second_factor(signed.identity.id, visitor)
            .await?;
        let purpose = Purpose::Confirm(signed.session.id.0);
        let state = self.take_question(ceremony, purpose).await?;
        let used = self
            .check_passkey(&signed.identity, &state, answer, visitor)
            .await?;
        Ok((used, bucket))
    }
}
