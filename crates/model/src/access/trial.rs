//! Trying a login out before it is turned on.

use crate::federation::{Attempt, AttemptPlace, CODE_SENT, SENT_TO_SIGN_IN, TOKENS_FOR_CODE};
use kernel::{MemberId, Span, Timestamp};

/// One master tries the login of one module: until the end she may enter though it is not turned on
/// and nothing was granted to her.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The master.
    pub member: MemberId,
    /// When it began; attempts since then belong to it.
    pub begun_at: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

impl Trial {
    /// How long one lasts: long enough to change settings at the other side several times.
    pub const LASTS: Span = Span::hours(1);

    /// Whether it runs.
    pub fn runs(&self, now: Timestamp) -> bool {
        self.begun_at <= now && now < self.until
    }
}

/// What came of one part of a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrialOutcome {
    /// Nothing was heard yet.
    Waiting,
    /// It worked.
    Good,
    /// It failed, in plain words.
    Bad(String),
}

/// One part of a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialCheck {
    /// What is looked at.
    pub title: &'static str,
    /// What came of it.
    pub outcome: TrialOutcome,
    /// What to look at when it does not go on here.
    pub hint: &'static str,
}

/// What is known of a trial from what the client tried while it ran: the newest attempt of each part
/// counts, so that a setting that was mended turns it good.
pub fn judge_trial(attempts: &[Attempt], trial: &Trial) -> [TrialCheck; 3] {
    // Attempts that are alike are one row with the moments of the first and the newest.
    let during = |a: &Attempt| trial.runs(a.last_at) || trial.runs(a.first_at);
    let newest = |fits: &dyn Fn(&Attempt) -> bool| {
        attempts
            .iter()
            .filter(|a| during(a) && fits(a))
            .max_by_key(|a| a.last_at)
    };
    let judged = |newest: Option<&Attempt>, good: &[&str]| match newest {
        None => TrialOutcome::Waiting,
        Some(a) if a.worked() && (good.is_empty() || good.contains(&a.detail.as_str())) => {
            TrialOutcome::Good
        }
        Some(a) if a.worked() => TrialOutcome::Waiting,
        Some(a) => TrialOutcome::Bad(a.detail.clone()),
    };
    let asked = newest(&|a| matches!(a.place, AttemptPlace::Authorize | AttemptPlace::Push));
    let answered = newest(&|a| a.place == AttemptPlace::Authorize && a.detail != SENT_TO_SIGN_IN);
    let taken = newest(&|a| a.place == AttemptPlace::Token);
    let arrived = match judged(asked, &[]) {
        // Whoever may not enter was sent here rightly.
        TrialOutcome::Bad(_) if judged(answered, &[CODE_SENT]) == TrialOutcome::Good => {
            TrialOutcome::Good
        }
        other => other,
    };
    [
        TrialCheck {
            title: "The module sends you to the hub",
            outcome: arrived,
            hint: "Open the module in another tab and choose to log in there. Nothing here? Then issuer or client ID at the other side are not what stands above.",
        },
        TrialCheck {
            title: "The hub lets you in and sends you back",
            outcome: judged(answered, &[CODE_SENT]),
            hint: "The redirect address at the other side and here must be the same, letter by letter.",
        },
        TrialCheck {
            title: "The module fetches its tokens",
            outcome: judged(taken, &[TOKENS_FOR_CODE]),
            hint: "Nothing here? Then the server of the module cannot reach the hub. A fault? Then mostly the secret.",
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::federation::WORKED;

    fn attempt(place: AttemptPlace, outcome: &str, detail: &str, at: i64) -> Attempt {
        Attempt {
            place,
            outcome: outcome.into(),
            detail: detail.into(),
            attempts: 1,
            first_at: Timestamp(at),
            last_at: Timestamp(at),
        }
    }

    fn outcomes(attempts: &[Attempt]) -> [TrialOutcome; 3] {
        let trial = Trial {
            member: MemberId([1; 16]),
            begun_at: Timestamp(10),
            until: Timestamp(100),
        };
        judge_trial(attempts, &trial).map(|check| check.outcome)
    }

    #[test]
    fn table_of_trials() {
        use AttemptPlace::{Authorize, Token};
        use TrialOutcome::{Bad, Good, Waiting};
        let to_sign_in = attempt(Authorize, WORKED, SENT_TO_SIGN_IN, 11);
        let sent = attempt(Authorize, WORKED, CODE_SENT, 12);
        let taken = attempt(Token, WORKED, TOKENS_FOR_CODE, 13);
        assert_eq!(outcomes(&[]), [Waiting, Waiting, Waiting]);
        assert_eq!(
            outcomes(std::slice::from_ref(&to_sign_in)),
            [Good, Waiting, Waiting]
        );
        assert_eq!(
            outcomes(&[to_sign_in.clone(), sent.clone()]),
            [Good, Good, Waiting]
        );
        assert_eq!(
            outcomes(&[to_sign_in, sent.clone(), taken.clone()]),
            [Good, Good, Good]
        );
        // What was before the trial does not count.
        let old = attempt(Authorize, WORKED, CODE_SENT, 9);
        assert_eq!(outcomes(&[old]), [Waiting, Waiting, Waiting]);
        let after = attempt(
            Authorize,
            "unified_login_off",
            "somebody may not enter",
            100,
        );
        assert_eq!(outcomes(&[sent.clone(), after]), [Good, Good, Waiting]);
        // A wrong address, then the right one.
        let wrong = attempt(Authorize, "redirect_uri", "not registered", 11);
        let bad = Bad("not registered".to_owned());
        assert_eq!(
            outcomes(std::slice::from_ref(&wrong)),
            [bad.clone(), bad, Waiting]
        );
        assert_eq!(outcomes(&[wrong, sent.clone()]), [Good, Good, Waiting]);
        // A wrong secret, then the right one.
        let secret = attempt(Token, "invalid_client", "the secret is wrong", 13);
        assert_eq!(
            outcomes(&[sent.clone(), secret.clone()]),
            [Good, Good, Bad("the secret is wrong".into())]
        );
        let later = Attempt {
            last_at: Timestamp(14),
            ..taken
        };
        assert_eq!(outcomes(&[sent, secret, later]), [Good, Good, Good]);
    }

    #[test]
    fn a_trial_runs_for_an_hour() {
        let trial = Trial {
            member: MemberId([1; 16]),
            begun_at: Timestamp(5),
            until: Timestamp(5) + Trial::LASTS,
        };
        assert!(!trial.runs(Timestamp(4)) && trial.runs(Timestamp(5)));
        assert!(!trial.runs(Timestamp(5) + Trial::LASTS));
    }
}
