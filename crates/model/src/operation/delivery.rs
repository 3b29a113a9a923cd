//! What came of an attempt to deliver an event, and what follows from it.

use super::{OutboxState, retry_after};
use kernel::{Chance, OutboxId, Span, Timestamp};

/// How often an event is tried before it is put aside: with the pauses of the outbox, about a day.
pub const EVENT_ATTEMPTS: i64 = 30;
/// How long nothing may arrive before the hub holds a webhook back.
pub const LONGEST_FAILURE: Span = Span::days(3);
/// The longest pause that a receiver can ask for.
const LONGEST_PAUSE: Span = Span::hours(24);

/// What came back of one attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Echo {
    /// The status; none when there was no answer.
    pub status: Option<u16>,
    /// How long it took, in milliseconds.
    pub millis: i64,
    /// The first bytes of the answer, as text.
    pub first: String,
    /// The header `Retry-After`, as it came; empty for none.
    pub retry_after: String,
    /// Why there was no answer; names no secret.
    pub fault: String,
}

impl Echo {
    /// What went wrong, in words; empty when it arrived.
    pub fn fault_in_words(&self) -> String {
        match self.status {
            Some(200..=299) => String::new(),
            Some(410) => "the receiver answered 410: it is gone".into(),
            Some(status @ 300..=399) => {
                format!("the receiver answered {status}; redirects are not followed")
            }
            Some(status) => format!("the receiver answered {status}"),
            None => self.fault.clone(),
        }
    }
}

/// What follows from an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Where the delivery stands.
    pub state: OutboxState,
    /// When it is tried next, or when it ended.
    pub due_at: Timestamp,
    /// Since when nothing arrives.
    pub failing_since: Option<Timestamp>,
    /// Why the webhook is held back from now on.
    pub stop: Option<String>,
}

/// Decides after the n-th attempt (from 1). 410 says that the receiver is gone: the webhook stops at
/// once. `Retry-After` lengthens the pause, never shortens it. An echo without a status is a failure.
pub fn judge(
    echo: &Echo,
    attempt: i64,
    failing_since: Option<Timestamp>,
    now: Timestamp,
    chance: &dyn Chance,
) -> Verdict {
    if matches!(echo.status, Some(200..=299)) {
        return Verdict {
            state: OutboxState::Sent,
            due_at: now,
            failing_since: None,
            stop: None,
        };
    }
    // A clock that was set back must not make a failure older than it is.
    let since = failing_since.map_or(now, |s| s.min(now));
    let stop = if echo.status == Some(410) {
        Some("the receiver answered 410: it is gone".to_owned())
    } else if now - since >= LONGEST_FAILURE {
        Some(format!(
            "nothing arrived for {} days",
            LONGEST_FAILURE.0 / Span::days(1).0
        ))
    } else {
        None
    };
    let given_up = echo.status == Some(410) || attempt >= EVENT_ATTEMPTS;
    let pause = retry_after(attempt, chance).max(asked_pause(echo, now));
    Verdict {
        state: if given_up {
            OutboxState::Dead
        } else {
            OutboxState::Waiting
        },
        due_at: if given_up { now } else { now + pause },
        failing_since: Some(since),
        stop,
    }
}

/// The pause that the receiver asks for (RFC 9110, 10.2.3): seconds, or a date.
fn asked_pause(echo: &Echo, now: Timestamp) -> Span {
    let text = echo.retry_after.trim();
    let asked = match text.parse::<u32>() {
        Ok(seconds) => Span::seconds(seconds.into()),
        Err(_) => Timestamp::of_http_date(text).map_or(Span(0), |at| at - now),
    };
    asked.max(Span(0)).min(LONGEST_PAUSE)
}

/// A delivery as its log shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDelivery {
    /// The id.
    pub id: OutboxId,
    /// What was done: the action of the entry, or `webhook.test`.
    pub event: String,
    /// The number of the entry in the partner's chain; none for a test.
    pub seq: Option<i64>,
    /// Where it stands.
    pub state: OutboxState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next, or when it ended.
    pub due_at: Timestamp,
    /// Why it did not arrive the last time; empty when nothing went wrong.
    pub last_fault: String,
    /// When it came into the outbox.
    pub created_at: Timestamp,
    /// The status of the last answer.
    pub status: Option<i64>,
    /// How long the last attempt took, in milliseconds.
    pub millis: Option<i64>,
    /// The first bytes of the last answer.
    pub answer: String,
}

/// Which deliveries are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliveryFilter {
    /// Where they stand; none for all.
    pub state: Option<OutboxState>,
    /// How the action begins.
    pub event: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Least;
    impl Chance for Least {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(0);
        }
    }

    #[test]
    fn table_of_verdicts() {
        let now = Timestamp::from_unix_seconds(1_795_000_000);
        let ago = |span| Some(now - span);
        let answered = |status| Echo {
            status: Some(status),
            ..Echo::default()
        };
        let asking = |status, retry_after: &str| Echo {
            retry_after: retry_after.into(),
            ..answered(status)
        };
        let silent = Echo {
            fault: "connection refused".into(),
            ..Echo::default()
        };
        use OutboxState::{Dead, Sent, Waiting};
        let day = Span::days(1);
        for (echo, attempt, failing, state, pause, stops) in [
            (answered(200), 1, None, Sent, Span(0), false),
            (answered(204), 9, ago(day), Sent, Span(0), false),
            (answered(500), 1, None, Waiting, Span::seconds(5), false),
            (silent.clone(), 2, None, Waiting, Span::seconds(10), false),
            (answered(302), 1, None, Waiting, Span::seconds(5), false),
            (answered(404), 1, None, Waiting, Span::seconds(5), false),
            (answered(500), EVENT_ATTEMPTS, None, Dead, Span(0), false),
            (answered(410), 1, None, Dead, Span(0), true),
            (
                asking(429, "120"),
                1,
                None,
                Waiting,
                Span::minutes(2),
                false,
            ),
            (asking(429, "1"), 1, None, Waiting, Span::seconds(5), false),
            (
                asking(503, "999999"),
                1,
                None,
                Waiting,
                Span::hours(24),
                false,
            ),
            (
                asking(503, "Wed, 18 Nov 2026 12:06:40 GMT"),
                1,
                None,
                Waiting,
                Span::hours(1),
                false,
            ),
            (
                asking(503, "Wed, 18 Nov 2020 12:06:40 GMT"),
                1,
                None,
                Waiting,
                Span::seconds(5),
                false,
            ),
            (
                asking(429, "soon"),
                1,
                None,
                Waiting,
                Span::seconds(5),
                false,
            ),
            (
                silent.clone(),
                25,
                ago(Span::days(2)),
                Waiting,
                Span::hours(1),
                false,
            ),
            (
                silent.clone(),
                25,
                ago(Span::days(3)),
                Waiting,
                Span::hours(1),
                true,
            ),
            // A clock set back: as if it had begun now.
            (silent, 1, Some(now + day), Waiting, Span::seconds(5), false),
        ] {
            let verdict = judge(&echo, attempt, failing, now, &Least);
            assert_eq!(
                (verdict.state, verdict.due_at - now, verdict.stop.is_some()),
                (state, pause, stops),
                "{echo:?}"
            );
            assert_eq!(verdict.failing_since.is_none(), state == Sent);
        }
    }
}
