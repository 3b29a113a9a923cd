//! How a request ended.

use super::answer::Answer;
use super::retry_after::pause;
use crate::error::{ERROR_SCHEMA, ScimType};
use crate::json::{Tree, member, read_object};
use crate::limits;
use kernel::{Span, Timestamp};
use serde_json::Value;

/// How a request ended. Only [`Outcome::Done`] is proof of anything; after [`Outcome::Retry`] and
/// [`Outcome::Unusable`] it may or may not have been carried out, so a second attempt looks first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It was carried out.
    Done(T),
    /// 409, or 400 with `uniqueness`: there is one already. Look it up.
    Exists,
    /// 404 or 410 of a SCIM service: there is none.
    Gone,
    /// 412: it has changed meanwhile.
    Stale,
    /// Later: 408, 425, 429, 500, 502, 503, 504; with the pause that was asked for.
    Retry {
        /// The pause, if one was asked for.
        after: Option<Span>,
    },
    /// Refused for a reason that a repetition does not mend.
    Refused(Refusal),
    /// No answer of a SCIM service, or one that cannot be believed; with the reason.
    Unusable(&'static str),
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status.
    pub status: u16,
    /// The kind, if it was said.
    pub kind: Option<ScimType>,
    /// What was said, fit for a log and a page: one line of at most 200 characters. A stranger's text.
    pub detail: String,
}

/// A stranger's text made fit for a log: one line, nothing that hides or reorders text, at most 200
/// characters.
pub fn shown(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    let plain = text.chars().map(|c| if hidden(c) { ' ' } else { c });
    let cut: String = plain.take(200).collect();
    cut.trim().to_owned()
}

/// What a body is.
pub(super) enum Body {
    Nothing,
    Object(Tree),
    /// HTML, nonsense, too much.
    Other(&'static str),
}

impl Body {
    pub(super) fn of(answer: &Answer<'_>) -> Self {
        if answer.body.iter().all(u8::is_ascii_whitespace) {
            return Self::Nothing;
        }
        match read_object(answer.body, limits::MAX_BODY) {
            Ok(tree) => Self::Object(tree),
            Err(error) if error.status == 413 => Self::Other("the answer is too long"),
            Err(_) if answer.body.trim_ascii_start().starts_with(b"<") => {
                Self::Other("the answer is a page, not SCIM")
            }
            Err(_) => Self::Other("the answer is not JSON within limits"),
        }
    }
}

/// Whether an object is an error of SCIM.
fn is_error(tree: &Tree) -> bool {
    match member(tree, "schemas") {
        Some(Value::Array(all)) => all.iter().any(|s| {
            s.as_str()
                .is_some_and(|s| s.eq_ignore_ascii_case(ERROR_SCHEMA))
        }),
        _ => false,
    }
}

impl<T> Outcome<T> {
    /// The outcome of everything but a success; the body of a success.
    pub(super) fn of_failure(answer: &Answer<'_>, now: Timestamp) -> Result<Body, Self> {
        let body = Body::of(answer);
        if matches!(answer.status, 200..=299) {
            return Ok(body);
        }
        let (kind, detail) = match &body {
            Body::Object(tree) if is_error(tree) => {
                let text = |name| {
                    member(tree, name)
                        .and_then(Value::as_str)
                        .unwrap_or_default()
                };
                (ScimType::of(text("scimType")), shown(text("detail")))
            }
            _ => (None, String::new()),
        };
        Err(match answer.status {
            408 | 425 | 429 | 500 | 502 | 503 | 504 => Self::Retry {
                after: answer.retry_after.and_then(|header| pause(header, now)),
            },
            409 => Self::Exists,
            400 if kind == Some(ScimType::Uniqueness) => Self::Exists,
            // A wrong address answers 404 as well, mostly with a page: that proves nothing.
            404 | 410 => match body {
                Body::Other(why) => Self::Unusable(why),
                Body::Nothing | Body::Object(_) => Self::Gone,
            },
            412 => Self::Stale,
            300..=399 => Self::Unusable("the service redirects"),
            status @ (400..=499 | 501 | 505..=599) => Self::Refused(Refusal {
                status,
                kind,
                detail,
            }),
            _ => Self::Unusable("the status is none that a service answers with"),
        })
    }

    /// For requests about no one resource: there, "gone" is a wrong address.
    pub(super) fn not_gone(self, answer: &Answer<'_>) -> Self {
        match self {
            Self::Gone => Self::Refused(Refusal {
                status: answer.status,
                kind: None,
                detail: "there is no such endpoint".to_owned(),
            }),
            other => other,
        }
    }
}
