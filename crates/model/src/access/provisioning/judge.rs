//! What an answer means, and when to come again.

use super::{Outcome, Sight, Step};
use kernel::{Chance, Span};

/// Attempts after which the module owes it.
pub const ATTEMPTS: i64 = 20;
/// How often what a module owes is tried.
pub const OWED_EVERY: Span = Span::days(1);
/// How long nothing is asked of a module that does not know the hub: its operator has to come.
const LOCKED_OUT: Span = Span::minutes(5);
/// The longest pause that a module may ask for.
const LONGEST: Span = Span::hours(1);

/// What was heard of a module that did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// There is one already.
    Exists,
    /// There is none.
    Gone,
    /// It has changed meanwhile.
    Stale,
    /// Later; with the pause that was asked for.
    Later(Option<Span>),
    /// Refused for good; with status and words.
    Refused(u16, String),
    /// Nothing, or nothing that can be believed; with the reason.
    Nothing(String),
}

/// What to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Go on: this was learnt.
    Learnt(Sight),
    /// Come again.
    Again {
        /// The pause that was asked for, for everybody at this module; none for the usual one.
        pause: Option<Span>,
        /// Why, for people.
        why: String,
    },
    /// It ends here; with the module's words.
    Settle(Outcome, String),
}

/// What an answer other than "done" means for a step. An answer that is none proves nothing: what was
/// sent may have been carried out, so whoever comes again looks first.
pub fn judge(step: Step, heard: Heard) -> Judged {
    let again = |why: &str| Judged::Again {
        pause: None,
        why: why.into(),
    };
    match (step, heard) {
        (_, Heard::Later(pause)) => Judged::Again {
            pause: pause.map(|p| p.clamp(Span(0), LONGEST)),
            why: "the module cannot answer now".into(),
        },
        (_, Heard::Nothing(why)) => again(&why),
        (_, Heard::Refused(status @ (401 | 403), words)) => Judged::Again {
            pause: Some(LOCKED_OUT),
            why: said(status, &words),
        },
        (Step::LookByOurId, Heard::Refused(..)) => Judged::Learnt(Sight::NoLooking),
        (Step::LookByName, Heard::Refused(..)) => Judged::Learnt(Sight::Hidden),
        (Step::Create, Heard::Exists) => Judged::Learnt(Sight::Exists),
        (Step::Read | Step::SetActive(_) | Step::Delete, Heard::Gone) => {
            Judged::Learnt(Sight::Gone)
        }
        (Step::Delete, Heard::Refused(405 | 501, _)) => Judged::Learnt(Sight::Undeletable),
        (Step::SetActive(_) | Step::Delete, Heard::Stale) => Judged::Learnt(Sight::Changed),
        (_, Heard::Refused(status, words)) => {
            Judged::Settle(Outcome::Refused, said(status, &words))
        }
        (_, Heard::Exists) => Judged::Settle(Outcome::Refused, "the module sees a conflict".into()),
        (_, Heard::Gone | Heard::Stale) => again("the answer is none to what was asked"),
    }
}

fn said(status: u16, words: &str) -> String {
    if words.is_empty() {
        format!("the module answered {status}")
    } else {
        format!("the module answered {status}: {words}")
    }
}

/// How long to wait before the next attempt: 2 s, doubled each time up to a quarter of an hour, and up
/// to a quarter more by chance, so that thousands do not come back at one moment.
pub fn pause_of(attempt: i64, chance: &dyn Chance) -> Span {
    let base = if attempt >= ATTEMPTS {
        OWED_EVERY.0
    } else {
        let exponent = u32::try_from(attempt.clamp(1, 20) - 1).unwrap_or(0);
        let doubled = Span::seconds(2).0.saturating_mul(1_i64 << exponent);
        doubled.min(Span::minutes(15).0)
    };
    let [byte] = chance.bytes::<1>();
    Span(base + base / 4 * i64::from(byte) / 255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_answers() {
        let again = |pause, why: &str| Judged::Again {
            pause,
            why: why.into(),
        };
        let refused = |status| Heard::Refused(status, "No such role.".into());
        let words = |status| format!("the module answered {status}: No such role.");
        let later = |span| Heard::Later(Some(span));
        for step in [
            Step::LookByOurId,
            Step::LookByName,
            Step::Read,
            Step::Create,
            Step::SetActive(false),
            Step::Delete,
        ] {
            let busy = "the module cannot answer now";
            assert_eq!(judge(step, Heard::Later(None)), again(None, busy));
            let minute = Span::minutes(1);
            assert_eq!(judge(step, later(minute)), again(Some(minute), busy));
            // A stranger may not send the hub away for a day.
            let hour = Some(Span::hours(1));
            assert_eq!(judge(step, later(Span::days(1))), again(hour, busy));
            let html = Heard::Nothing("the answer is a page, not SCIM".into());
            assert_eq!(
                judge(step, html),
                again(None, "the answer is a page, not SCIM")
            );
            for status in [401, 403] {
                let alarm = again(Some(LOCKED_OUT), &words(status));
                assert_eq!(judge(step, refused(status)), alarm);
            }
        }
        let learnt = |sight| Judged::Learnt(sight);
        assert_eq!(judge(Step::Create, Heard::Exists), learnt(Sight::Exists));
        assert_eq!(
            judge(Step::LookByOurId, refused(400)),
            learnt(Sight::NoLooking)
        );
        assert_eq!(judge(Step::LookByName, refused(400)), learnt(Sight::Hidden));
        for step in [Step::Read, Step::SetActive(true), Step::Delete] {
            assert_eq!(judge(step, Heard::Gone), learnt(Sight::Gone));
        }
        assert_eq!(
            judge(Step::SetActive(false), Heard::Stale),
            learnt(Sight::Changed)
        );
        assert_eq!(
            judge(Step::Delete, refused(405)),
            learnt(Sight::Undeletable)
        );
        let no = Judged::Settle(Outcome::Refused, words(400));
        assert_eq!(judge(Step::Create, refused(400)), no);
        assert_eq!(judge(Step::SetActive(false), refused(400)), no);
        let conflict = judge(Step::SetActive(false), Heard::Exists);
        assert!(matches!(conflict, Judged::Settle(Outcome::Refused, _)));
        assert!(matches!(
            judge(Step::Create, Heard::Gone),
            Judged::Again { .. }
        ));
    }

    #[test]
    fn pauses_grow_to_a_quarter_of_an_hour_and_then_to_a_day() {
        struct Least;
        impl Chance for Least {
            fn fill(&self, buffer: &mut [u8]) {
                buffer.fill(0);
            }
        }
        struct Most;
        impl Chance for Most {
            fn fill(&self, buffer: &mut [u8]) {
                buffer.fill(255);
            }
        }
        for (attempt, seconds) in [(1, 2), (2, 4), (3, 8), (9, 512), (10, 900), (19, 900)] {
            assert_eq!(pause_of(attempt, &Least), Span::seconds(seconds));
        }
        assert_eq!(pause_of(ATTEMPTS, &Least), OWED_EVERY);
        assert_eq!(pause_of(1, &Most), Span(2_500_000));
    }
}
