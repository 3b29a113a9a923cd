//! Signing in by a question on the phone (S4-20): a number on the page where she signs in, typed on
//! the phone that she has set up. Codes stay available beside it (S4-21).
//!
//! A phone is never the only second factor: it does not count where the last one must stay, so that
//! whoever loses it still has an authenticator or a passkey.

use super::PushRefusal;
use kernel::{ChallengeId, Chance, FactorId, IdentityId, SessionId, Span, Timestamp};

/// A phone that answers questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushDevice {
    /// The id.
    pub id: FactorId,
    /// Whose it is.
    pub identity_id: IdentityId,
    /// Its name.
    pub name: String,
    /// Its public key, as a JSON Web Key on P-256.
    pub public_key: String,
    /// Where the service that wakes it is told so, sealed for its row; none where it only asks by
    /// itself while its page is open.
    pub sealed_address: Option<Vec<u8>>,
    /// When it was set up.
    pub created_at: Timestamp,
    /// When its first number was typed; before that it answers nothing.
    pub confirmed_at: Option<Timestamp>,
    /// When it last let her in.
    pub last_used_at: Option<Timestamp>,
}

/// Setting up a phone: from the code on the page to the first number that is typed on the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushEnrolment {
    /// Whose phone it becomes.
    pub identity_id: IdentityId,
    /// The session that shows code and number.
    pub session_id: SessionId,
    /// The digest of the code.
    pub code_hash: [u8; 32],
    /// The code, sealed for its row, to be shown again when the page is loaded anew.
    pub sealed_code: Vec<u8>,
    /// The number that the phone is to type.
    pub number: u8,
    /// The phone, once the code was used.
    pub device_id: Option<FactorId>,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl PushEnrolment {
    /// How long it may take.
    pub const LIFETIME: Span = Span::minutes(10);
}

/// How a question ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushAnswer {
    /// The right number was typed.
    Approved,
    /// Another number was typed.
    WrongNumber,
    /// She did not begin this sign-in.
    NotMe,
}

impl PushAnswer {
    /// The name in rows, entries and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::WrongNumber => "wrong_number",
            Self::NotMe => "not_me",
        }
    }
    /// The answer of a name.
    pub fn of_text(text: &str) -> Option<Self> {
        [Self::Approved, Self::WrongNumber, Self::NotMe]
            .into_iter()
            .find(|a| a.as_str() == text)
    }
}

/// A question to the phones of somebody who is signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushChallenge {
    /// The id.
    pub id: ChallengeId,
    /// Who is signing in, as far as the password tells.
    pub identity_id: IdentityId,
    /// The sign-in that asks.
    pub flow_hash: [u8; 32],
    /// The number on its page. Phones are never told it.
    pub number: u8,
    /// The browser that signs in, in words.
    pub browser: String,
    /// Its network address.
    pub address: String,
    /// When it was asked.
    pub created_at: Timestamp,
    /// When its minute is over.
    pub expires_at: Timestamp,
    /// How it ended.
    pub answer: Option<PushAnswer>,
    /// The phone that answered.
    pub device_id: Option<FactorId>,
    /// When.
    pub answered_at: Option<Timestamp>,
}

impl PushChallenge {
    /// True while it waits for its answer.
    pub fn open(&self, now: Timestamp) -> bool {
        self.answer.is_none() && now < self.expires_at
    }
}

/// How long a question waits.
pub const PUSH_LIFETIME: Span = Span::seconds(60);
/// How far back questions are looked at before another one is sent.
pub const PUSH_MEMORY: Span = Span::minutes(40);
/// Most phones of one person.
pub const MAX_PHONES: usize = 5;
/// So many questions may stay without the right answer within [`WINDOW`]. Whoever knows a password
/// must not be able to ask until somebody gives in (attack: MFA fatigue).
const MOST: usize = 3;
const WINDOW: Span = Span::minutes(10);
/// How long no question is sent once one was turned away.
const PAUSE: Span = Span::minutes(30);

/// Whether a question may be sent. `recent` are her questions of the last [`PUSH_MEMORY`].
///
/// # Errors
/// [`PushRefusal::NoDevice`], `Paused`, `OneOpen`, `TooMany`.
pub fn decide_push_start(
    phones: usize,
    recent: &[PushChallenge],
    now: Timestamp,
) -> Result<(), PushRefusal> {
    if phones == 0 {
        return Err(PushRefusal::NoDevice);
    }
    let turned_away = recent
        .iter()
        .filter(|c| c.answer.is_some_and(|a| a != PushAnswer::Approved))
        .filter_map(|c| c.answered_at)
        .max();
    if let Some(at) = turned_away
        && now < at + PAUSE
    {
        return Err(PushRefusal::Paused(at + PAUSE - now));
    }
    if recent.iter().any(|c| c.open(now)) {
        return Err(PushRefusal::OneOpen);
    }
    let mut unanswered: Vec<Timestamp> = recent
        .iter()
        .filter(|c| c.answer.is_none())
        .map(|c| c.created_at)
        .filter(|at| now < *at + WINDOW)
        .collect();
    unanswered.sort_unstable();
    match unanswered.iter().rev().nth(MOST - 1) {
        Some(at) => Err(PushRefusal::TooMany(*at + WINDOW - now)),
        None => Ok(()),
    }
}

/// What a phone says to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushReply {
    /// This number was typed.
    Number(u8),
    /// "This was not me."
    NotMe,
}

/// How a question ends by what a phone says. The first answer counts.
///
/// # Errors
/// [`PushRefusal::Over`] for another person's question and for one that does not wait any more;
/// `DeviceUnknown` for a phone that has not typed its first number.
pub fn decide_push_answer(
    challenge: &PushChallenge,
    device: &PushDevice,
    reply: PushReply,
    now: Timestamp,
) -> Result<PushAnswer, PushRefusal> {
    if device.confirmed_at.is_none() {
        return Err(PushRefusal::DeviceUnknown);
    }
    if challenge.identity_id != device.identity_id || !challenge.open(now) {
        return Err(PushRefusal::Over);
    }
    Ok(match reply {
        PushReply::NotMe => PushAnswer::NotMe,
        PushReply::Number(n) if n == challenge.number => PushAnswer::Approved,
        PushReply::Number(_) => PushAnswer::WrongNumber,
    })
}

/// A number from 10 to 99, each as likely as any other.
pub fn two_digits(chance: &dyn Chance) -> u8 {
    loop {
        let [byte] = chance.bytes::<1>();
        // 180 is the largest multiple of 90 that a byte holds: beyond it, drawn again.
        if byte < 180 {
            return 10 + byte % 90;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(3_600_000_000);

    fn challenge(age: Span, answer: Option<PushAnswer>) -> PushChallenge {
        PushChallenge {
            id: ChallengeId([1; 16]),
            identity_id: IdentityId([2; 16]),
            flow_hash: [3; 32],
            number: 42,
            browser: String::new(),
            address: String::new(),
            created_at: NOW - age,
            expires_at: NOW - age + PUSH_LIFETIME,
            answer,
            device_id: None,
            answered_at: answer.map(|_| NOW - age),
        }
    }

    #[test]
    fn table_of_questions_that_may_be_sent() {
        use PushAnswer::{Approved, NotMe, WrongNumber};
        let (s, m) = (Span::seconds, Span::minutes);
        for (phones, recent, expected) in [
            (0, vec![], Err(PushRefusal::NoDevice)),
            (1, vec![], Ok(())),
            (1, vec![(s(59), None)], Err(PushRefusal::OneOpen)),
            (1, vec![(s(60), None)], Ok(())),
            (1, vec![(s(5), Some(Approved))], Ok(())),
            (1, vec![(s(5), Some(Approved)); 9], Ok(())),
            (1, vec![(m(4), None), (m(2), None)], Ok(())),
            (
                1,
                vec![(m(9), None), (m(2), None), (m(4), None)],
                Err(PushRefusal::TooMany(m(1))),
            ),
            (
                1,
                vec![(m(9), None), (m(8), None), (m(4), None), (m(2), None)],
                Err(PushRefusal::TooMany(m(2))),
            ),
            (1, vec![(m(10), None), (m(2), None), (m(4), None)], Ok(())),
            (
                1,
                vec![(m(20), Some(NotMe)), (m(2), None)],
                Err(PushRefusal::Paused(m(10))),
            ),
            (
                1,
                vec![(m(29), Some(WrongNumber))],
                Err(PushRefusal::Paused(m(1))),
            ),
            (1, vec![(m(30), Some(WrongNumber))], Ok(())),
        ] {
            let recent: Vec<_> = recent.into_iter().map(|(a, b)| challenge(a, b)).collect();
            assert_eq!(
                decide_push_start(phones, &recent, NOW),
                expected,
                "{recent:?}"
            );
        }
    }

    #[test]
    fn table_of_answers() {
        let device = |identity, confirmed: Option<Timestamp>| PushDevice {
            id: FactorId([4; 16]),
            identity_id: IdentityId([identity; 16]),
            name: String::new(),
            public_key: String::new(),
            sealed_address: None,
            created_at: NOW,
            confirmed_at: confirmed,
            last_used_at: None,
        };
        let (hers, another, new) = (device(2, Some(NOW)), device(9, Some(NOW)), device(2, None));
        let waiting = challenge(Span::seconds(59), None);
        let late = challenge(PUSH_LIFETIME, None);
        let answered = challenge(Span::seconds(1), Some(PushAnswer::WrongNumber));
        use PushReply::{NotMe, Number};
        for (challenge, device, reply, expected) in [
            (&waiting, &hers, Number(42), Ok(PushAnswer::Approved)),
            (&waiting, &hers, Number(24), Ok(PushAnswer::WrongNumber)),
            (&waiting, &hers, NotMe, Ok(PushAnswer::NotMe)),
            (&waiting, &another, Number(42), Err(PushRefusal::Over)),
            (&waiting, &another, NotMe, Err(PushRefusal::Over)),
            (&waiting, &new, Number(42), Err(PushRefusal::DeviceUnknown)),
            (&late, &hers, Number(42), Err(PushRefusal::Over)),
            (&answered, &hers, Number(42), Err(PushRefusal::Over)),
            (&answered, &hers, NotMe, Err(PushRefusal::Over)),
        ] {
            assert_eq!(decide_push_answer(challenge, device, reply, NOW), expected);
        }
    }

    #[test]
    fn numbers_have_two_digits_and_none_is_likelier() {
        struct Count(std::sync::atomic::AtomicU8);
        impl Chance for Count {
            fn fill(&self, buffer: &mut [u8]) {
                buffer.fill(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
            }
        }
        let chance = Count(std::sync::atomic::AtomicU8::new(0));
        let mut seen = std::collections::BTreeMap::<u8, u8>::new();
        for _ in 0..180 {
            *seen.entry(two_digits(&chance)).or_default() += 1;
        }
        assert_eq!(
            seen.keys().copied().collect::<Vec<_>>(),
            (10..=99).collect::<Vec<_>>()
        );
        assert!(seen.values().all(|n| *n == 2));
    }

    #[test]
    fn answers_come_back_by_their_names() {
        for answer in [
            PushAnswer::Approved,
            PushAnswer::WrongNumber,
            PushAnswer::NotMe,
        ] {
            assert_eq!(PushAnswer::of_text(answer.as_str()), Some(answer));
        }
        assert_eq!(PushAnswer::of_text(""), None);
    }
}
