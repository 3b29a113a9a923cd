//! The one place where a "no" becomes a response.

use crate::view::{Link, Refusal as RefusalPage};
use axum::http::header;
use axum::response::Response;
use engine::{Broken, Failure};
use kernel::{Refusal, RefusalKind};
use protocol::oidc::Fault;

/// Why a handler gives no ordinary answer.
#[derive(Debug)]
pub enum Failed {
    /// Refused; shown as a page.
    Refused(Box<Shown>),
    /// An access token is needed and none was sent.
    NoToken,
    /// A protocol error; answered as the RFC says.
    Protocol(Fault),
    /// Go somewhere else first, for example to the sign-in.
    Elsewhere(String),
    /// Another page comes first, for example the one that asks for a confirmation.
    Instead(Box<Response>),
    /// Broken; the log has the detail, the person gets a reference.
    Broken(String),
}

/// A refusal with what the page needs.
#[derive(Debug)]
pub struct Shown {
    /// The status.
    pub status: u16,
    /// The code.
    pub code: String,
    /// The heading.
    pub title: String,
    /// One sentence.
    pub sentence: String,
    /// What to do.
    pub remedy: String,
    /// Ways on.
    pub actions: Vec<Link>,
    /// Seconds to wait, for `Retry-After`.
    pub retry_after: Option<i64>,
}

impl Failed {
    /// Broken, with a text for the log.
    pub fn broken(text: impl Into<String>) -> Self {
        Self::Broken(text.into())
    }

    /// A refusal of this floor itself.
    pub fn refuse(status: u16, code: &str, title: &str, sentence: &str, remedy: &str) -> Self {
        Self::Refused(Box::new(Shown {
            status,
            code: code.into(),
            title: title.into(),
            sentence: sentence.into(),
            remedy: remedy.into(),
            actions: vec![Link::new("/", "Go to the start")],
            retry_after: None,
        }))
    }

    /// There is no such page.
    pub fn not_found() -> Self {
        Self::refuse(
            404,
            "not_found",
            "This page is not here",
            "There is nothing at this address.",
            "Check the address, or go to the start.",
        )
    }

    /// A refusal with these ways on.
    #[must_use]
    pub fn with_actions(mut self, actions: Vec<Link>) -> Self {
        if let Self::Refused(shown) = &mut self {
            shown.actions = actions;
        }
        self
    }

    /// A refusal under this heading.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        if let Self::Refused(shown) = &mut self {
            shown.title = title.into();
        }
        self
    }

    /// The page of any refusal.
    pub fn of(refusal: &dyn Refusal) -> Self {
        let kind = refusal.kind();
        let title = match kind {
            RefusalKind::Invalid => "This does not work as it is",
            RefusalKind::Unproved => "That was not right",
            RefusalKind::Forbidden => "You cannot go in here",
            RefusalKind::Absent => "This is not known here",
            RefusalKind::Conflict => "This was done already",
            RefusalKind::Gone => "This is over",
            RefusalKind::Slow => "A moment, please",
            RefusalKind::Busy => "Busy at this moment",
        };
        Self::Refused(Box::new(Shown {
            status: kind.status(),
            code: refusal.code().into(),
            title: title.into(),
            sentence: refusal.sentence(),
            remedy: refusal.remedy(),
            actions: vec![
                Link::new("/sign-in", "Sign in"),
                Link::new("/forgot", "Forgot password"),
            ],
            retry_after: matches!(kind, RefusalKind::Slow | RefusalKind::Busy).then_some(5),
        }))
    }

    /// The response; `reference` ties it to the log.
    pub fn respond(self, reference: &str) -> Response {
        match self {
            Self::Elsewhere(location) => crate::answer::see_other(&location),
            Self::Instead(response) => *response,
            Self::Protocol(fault) => protocol_fault(&fault),
            Self::NoToken => no_token(),
            Self::Refused(shown) => {
                let retry = shown.retry_after;
                let response = refusal_page(*shown, reference);
                match retry {
                    Some(seconds) => {
                        crate::answer::header(response, header::RETRY_AFTER, &seconds.to_string())
                    }
                    None => response,
                }
            }
            Self::Broken(text) => {
                tracing::error!(
                    request.id = reference,
                    fault = text,
                    "a request could not be answered"
                );
                refusal_page(
                    Shown {
                        status: 500,
                        code: "broken".into(),
                        title: "Something broke here".into(),
                        sentence: "The fault is on our side, and nothing was changed.".into(),
                        remedy: "Try again in a minute. If it comes back, give the reference below to your administrator.".into(),
                        actions: vec![Link::new("/", "Go to the start")],
                        retry_after: None,
                    },
                    reference,
                )
            }
        }
    }
}

fn refusal_page(shown: Shown, reference: &str) -> Response {
    let status = shown.status;
    let page = RefusalPage {
        status,
        title: shown.title,
        sentence: shown.sentence.clone(),
        remedy: shown.remedy,
        code: shown.code,
        reference: reference.to_owned(),
        actions: shown.actions,
    };
    crate::answer::page(status, &page)
        .unwrap_or_else(|_| crate::answer::text(status, shown.sentence))
}

fn protocol_fault(fault: &Fault) -> Response {
    use protocol::oidc::FaultCode;
    let response = crate::answer::json(fault.code.status(), fault.json());
    let response = crate::answer::header(response, header::PRAGMA, "no-cache");
    // A program in a browser must be able to read why.
    let response = crate::answer::header(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    // A client that tried HTTP authentication is told the scheme (RFC 6749, 5.2).
    match fault.code {
        FaultCode::InvalidClient => crate::answer::header(
            response,
            header::WWW_AUTHENTICATE,
            "Basic realm=\"token\", charset=\"UTF-8\"",
        ),
        FaultCode::InvalidToken | FaultCode::InsufficientScope => {
            let value = format!(
                "Bearer error=\"{}\", error_description=\"{}\"",
                fault.code.as_str(),
                fault.description
            );
            crate::answer::header(response, header::WWW_AUTHENTICATE, &value)
        }
        _ => response,
    }
}

/// No token at all: the challenge names no error (RFC 6750, 3.1).
fn no_token() -> Response {
    let response = crate::answer::text(401, "an access token is needed\n");
    let response = crate::answer::header(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    crate::answer::header(
        response,
        header::WWW_AUTHENTICATE,
        "Bearer realm=\"userinfo\"",
    )
}

impl From<Broken> for Failed {
    fn from(broken: Broken) -> Self {
        if broken.is_busy() {
            tracing::warn!(fault = %broken, "a request was turned away");
            return Self::of(&model::identity::SignInRefusal::Busy);
        }
        Self::Broken(broken.to_string())
    }
}

impl<R: Refusal> From<Failure<R>> for Failed {
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::of(&refusal),
            Failure::Broken(broken) => broken.into(),
        }
    }
}

/// Turns the failure of a protocol verb into its answer.
pub fn protocol(failure: Failure<Fault>) -> Failed {
    match failure {
        Failure::Refused(fault) => Failed::Protocol(fault),
        Failure::Broken(broken) => broken.into(),
    }
}
