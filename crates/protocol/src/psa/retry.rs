//! What follows from how a call went. No PSA knows an idempotency key, so a write whose outcome is
//! unknown is never sent again: whoever asked for it looks first.

use kernel::Span;

/// How a call went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// It never left: no name, no connection.
    NotSent,
    /// It left, and no whole answer came back.
    Lost,
    /// This status, and how long to wait where it said so.
    Answered(u16, Option<Span>),
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The answer counts.
    Done,
    /// The same again, after so long.
    Again(Span),
    /// No more tries; it was not done.
    GiveUp,
    /// It may have been done.
    Unknown,
}

/// Most tries of one call.
const TRIES: u32 = 3;
/// How long to wait where a limit names no time.
const LIMITED: Span = Span::seconds(30);

/// Judges a call that was tried so often, this time included. `repeatable` is what does no harm when
/// it is done twice: reading, and setting fields of one record.
pub fn judge(happened: Happened, repeatable: bool, tried: u32) -> Verdict {
    let pause = Span::seconds(1 << (2 * tried.min(8).saturating_sub(1)));
    let again = |pause| {
        if tried < TRIES {
            Verdict::Again(pause)
        } else {
            Verdict::GiveUp
        }
    };
    match happened {
        Happened::NotSent => again(pause),
        // A limit is told before anything is done, so even a creation may follow it.
        Happened::Answered(429, wait) => again(wait.unwrap_or(LIMITED)),
        Happened::Lost | Happened::Answered(500.., _) if repeatable => again(pause),
        // A redirect after a creation is known to hide a record that was made.
        Happened::Lost | Happened::Answered(300..=399 | 500.., _) if !repeatable => {
            Verdict::Unknown
        }
        Happened::Lost => Verdict::Unknown,
        Happened::Answered(_, _) => Verdict::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_creation_is_never_repeated_blindly() {
        let seconds = |n| Verdict::Again(Span::seconds(n));
        let wait = Some(Span::seconds(7));
        for (happened, repeatable, tried, verdict) in [
            (Happened::NotSent, true, 1, seconds(1)),
            (Happened::NotSent, false, 2, seconds(4)),
            (Happened::NotSent, false, 3, Verdict::GiveUp),
            (Happened::Lost, true, 1, seconds(1)),
            (Happened::Lost, true, 3, Verdict::GiveUp),
            (Happened::Lost, false, 1, Verdict::Unknown),
            (Happened::Answered(500, None), true, 2, seconds(4)),
            (Happened::Answered(500, None), true, 3, Verdict::GiveUp),
            (Happened::Answered(503, None), false, 1, Verdict::Unknown),
            (Happened::Answered(302, None), false, 1, Verdict::Unknown),
            (Happened::Answered(302, None), true, 1, Verdict::Done),
            (Happened::Answered(429, wait), false, 1, seconds(7)),
            (Happened::Answered(429, None), true, 1, seconds(30)),
            (Happened::Answered(429, wait), true, 3, Verdict::GiveUp),
            (Happened::Answered(201, None), false, 1, Verdict::Done),
            (Happened::Answered(400, None), false, 1, Verdict::Done),
            (Happened::Answered(404, None), true, 1, Verdict::Done),
        ] {
            assert_eq!(
                judge(happened, repeatable, tried),
                verdict,
                "{happened:?} {repeatable} {tried}"
            );
        }
    }
}
