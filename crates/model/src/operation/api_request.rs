//! Requests of the JSON API that may be sent twice and count once (`Idempotency-Key`).
//!
//! A request is noted before its verb runs. The verb's own transaction marks it as having taken
//! effect, at the commit and under its attempt's number; afterwards the answer is kept. So there is
//! no moment at which a power cut leaves it open whether something was done: either the mark is
//! there, and the request is never run again, or nothing was done, and it may be.

use kernel::{ApiRequestId, Refusal, RefusalKind, Span, Timestamp};

/// How long a request is remembered.
pub const REMEMBERED: Span = Span::hours(24);
/// How long one may be under way before another attempt may take its place.
pub const UNDER_WAY: Span = Span::minutes(5);
/// The longest `Idempotency-Key`.
pub const MOST_KEY_CHARACTERS: usize = 255;

/// One attempt of a request: what the commit of its verb marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiAttempt {
    /// The request.
    pub id: ApiRequestId,
    /// Its number, from 1. An older attempt can commit nothing any more.
    pub number: i64,
}

/// What is known of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRequest {
    /// The newest attempt.
    pub attempt: ApiAttempt,
    /// SHA-256 over method, address and body.
    pub fingerprint: Vec<u8>,
    /// When the newest attempt began.
    pub begun_at: Timestamp,
    /// When it took effect; a verb of several steps marks the first.
    pub effect_at: Option<Timestamp>,
    /// The answer, where it was kept: its status and sealed text.
    pub answer: Option<(u16, Vec<u8>)>,
}

/// What becomes of a request that was sent before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// The answer of then.
    Answer(u16, Vec<u8>),
    /// Nothing was done then: this one is run, as the next attempt.
    Run(ApiAttempt),
}

/// Why a request with an `Idempotency-Key` is not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdempotencyRefusal {
    /// The key is empty, too long, or no plain text.
    Unreadable,
    /// Another request had this key.
    OtherRequest,
    /// The first is under way.
    UnderWay,
    /// The first took effect, and its answer was lost.
    AnswerLost,
}

impl IdempotencyRefusal {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Unreadable,
        Self::OtherRequest,
        Self::UnderWay,
        Self::AnswerLost,
    ];
    /// The status of HTTP: another body is told apart from a body that cannot be read.
    pub const fn status(self) -> u16 {
        match self {
            Self::Unreadable => 400,
            Self::OtherRequest => 422,
            Self::UnderWay | Self::AnswerLost => 409,
        }
    }
}

impl Refusal for IdempotencyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "idempotency_key_unreadable",
            Self::OtherRequest => "idempotency_key_reused",
            Self::UnderWay => "idempotency_under_way",
            Self::AnswerLost => "idempotency_answer_lost",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Unreadable => format!(
                "An Idempotency-Key has 1 to {MOST_KEY_CHARACTERS} characters of ASCII without spaces."
            ),
            Self::OtherRequest => {
                "Another request was sent with this Idempotency-Key in the last 24 hours.".into()
            }
            Self::UnderWay => "The same request is under way.".into(),
            Self::AnswerLost => {
                "The same request took effect, and the hub stopped before it had answered.".into()
            }
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::Unreadable => "Send a random one, such as a UUID.",
            Self::OtherRequest => "Send a new key with each new request.",
            Self::UnderWay => "Wait a moment and send it again.",
            Self::AnswerLost => {
                "Look at what is there now; the audit log says what this API key did. Then go on with a new Idempotency-Key."
            }
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unreadable | Self::OtherRequest => RefusalKind::Invalid,
            Self::UnderWay | Self::AnswerLost => RefusalKind::Conflict,
        }
    }
}

/// Checks the text of an `Idempotency-Key`.
///
/// # Errors
/// [`IdempotencyRefusal::Unreadable`].
pub fn check_idempotency_key(text: &str) -> Result<(), IdempotencyRefusal> {
    let plain = text.bytes().all(|b| b.is_ascii_graphic());
    if !text.is_empty() && text.len() <= MOST_KEY_CHARACTERS && plain {
        Ok(())
    } else {
        Err(IdempotencyRefusal::Unreadable)
    }
}

impl ApiRequest {
    /// Decides what becomes of a request that is sent again.
    ///
    /// # Errors
    /// [`IdempotencyRefusal`].
    pub fn again(&self, fingerprint: &[u8], now: Timestamp) -> Result<Again, IdempotencyRefusal> {
        if self.fingerprint != fingerprint {
            return Err(IdempotencyRefusal::OtherRequest);
        }
        if let Some((status, text)) = &self.answer {
            return Ok(Again::Answer(*status, text.clone()));
        }
        let late = now - self.begun_at >= UNDER_WAY;
        match (self.effect_at, late) {
            (_, false) => Err(IdempotencyRefusal::UnderWay),
            (Some(_), true) => Err(IdempotencyRefusal::AnswerLost),
            (None, true) => Ok(Again::Run(ApiAttempt {
                number: self.attempt.number + 1,
                ..self.attempt
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_repeats() {
        use IdempotencyRefusal as No;
        let begun = Timestamp::from_unix_seconds(1_000);
        let (soon, late) = (begun + Span::seconds(10), begun + UNDER_WAY);
        let attempt = ApiAttempt {
            id: ApiRequestId([7; 16]),
            number: 2,
        };
        let open = ApiRequest {
            attempt,
            fingerprint: vec![1],
            begun_at: begun,
            effect_at: None,
            answer: None,
        };
        let marked = ApiRequest {
            effect_at: Some(soon),
            ..open.clone()
        };
        let answered = ApiRequest {
            answer: Some((201, vec![9])),
            ..marked.clone()
        };
        let refused = ApiRequest {
            answer: Some((409, vec![8])),
            ..open.clone()
        };
        let next = ApiAttempt {
            number: 3,
            ..attempt
        };
        for (what, request, body, now, expected) in [
            ("another body", &answered, [2], late, Err(No::OtherRequest)),
            (
                "another body under way",
                &open,
                [2],
                soon,
                Err(No::OtherRequest),
            ),
            (
                "answered",
                &answered,
                [1],
                soon,
                Ok(Again::Answer(201, vec![9])),
            ),
            (
                "refused then, refused now",
                &refused,
                [1],
                late,
                Ok(Again::Answer(409, vec![8])),
            ),
            ("under way", &open, [1], soon, Err(No::UnderWay)),
            (
                "under way and marked",
                &marked,
                [1],
                soon,
                Err(No::UnderWay),
            ),
            (
                "cut off before the effect",
                &open,
                [1],
                late,
                Ok(Again::Run(next)),
            ),
            (
                "cut off after the effect",
                &marked,
                [1],
                late,
                Err(No::AnswerLost),
            ),
        ] {
            assert_eq!(request.again(&body, now), expected, "{what}");
        }
    }

    #[test]
    fn keys_are_plain_and_short() {
        for good in [
            "a",
            "8f14e45f-ceea-467f-a8a5-2b7d2b0c9d3b",
            &"x".repeat(255),
        ] {
            assert_eq!(check_idempotency_key(good), Ok(()), "{good}");
        }
        for bad in ["", "   ", "a b", "ä", "a\tb", &"x".repeat(256)] {
            assert!(check_idempotency_key(bad).is_err(), "{bad}");
        }
    }
}
