//! The one place where a "no" becomes a response.

use crate::view::{Link, Refusal as RefusalPage};
use crate::words::{Translated, Words};
use axum::http::header;
use axum::response::Response;
use engine::{Broken, Failure};
use kernel::{Refusal, RefusalKind, Value};
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

/// The heading of a refusal.
#[derive(Debug)]
pub enum Title {
    /// That of its class.
    Of(RefusalKind),
    /// One of its own in English; the other languages have theirs by the code.
    English(String),
    /// One of its own, in her language already.
    Own(String),
}

/// A refusal with what the page needs: in English, until the page is written in her language.
#[derive(Debug)]
pub struct Shown {
    /// The status.
    pub status: u16,
    /// The code.
    pub code: String,
    /// The heading.
    pub title: Title,
    /// One sentence.
    pub sentence: String,
    /// What to do.
    pub remedy: String,
    /// What sentence and remedy of another language fill in.
    pub values: Vec<(&'static str, Value)>,
    /// Ways on, in her language already; none for the usual ones.
    pub actions: Option<Vec<Link>>,
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
            title: Title::English(title.into()),
            sentence: sentence.into(),
            remedy: remedy.into(),
            values: Vec::new(),
            actions: None,
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

    /// A refusal whose sentence fills these in, in the other languages.
    #[must_use]
    pub fn with_values(mut self, values: Vec<(&'static str, Value)>) -> Self {
        if let Self::Refused(shown) = &mut self {
            shown.values = values;
        }
        self
    }

    /// A refusal with these ways on, in her language.
    #[must_use]
    pub fn with_actions(mut self, actions: Vec<Link>) -> Self {
        if let Self::Refused(shown) = &mut self {
            shown.actions = Some(actions);
        }
        self
    }

    /// A refusal under this heading, in her language.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        if let Self::Refused(shown) = &mut self {
            shown.title = Title::Own(title.into());
        }
        self
    }

    /// The page of any refusal.
    pub fn of(refusal: &dyn Refusal) -> Self {
        let kind = refusal.kind();
        Self::Refused(Box::new(Shown {
            status: kind.status(),
            code: refusal.code().into(),
            title: Title::Of(kind),
            sentence: refusal.sentence(),
            remedy: refusal.remedy(),
            values: refusal.values(),
            actions: None,
            retry_after: matches!(kind, RefusalKind::Slow | RefusalKind::Busy).then_some(5),
        }))
    }

    /// The response in her language; `reference` ties it to the log.
    pub fn respond(self, reference: &str, words: &Words) -> Response {
        match self {
            Self::Elsewhere(location) => crate::answer::see_other(&location),
            Self::Instead(response) => *response,
            Self::Protocol(fault) => protocol_fault(&fault),
            Self::NoToken => no_token(),
            Self::Refused(shown) => {
                let retry = shown.retry_after;
                let response = refused(shown.page(words, reference));
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
                Self::broke().respond(reference, words)
            }
        }
    }

    /// What a person sees of something broken.
    pub(crate) fn broke() -> Self {
        Self::refuse(
            500,
            "broken",
            "Something broke here",
            "The fault is on our side, and nothing was changed.",
            "Try again in a minute. If it comes back, give the reference below to your administrator.",
        )
    }

    /// What a person sees while the database cannot be used. Whether the last step of what she sent
    /// was kept is not known then.
    fn out_of_service() -> Self {
        let mut failed = Self::refuse(
            503,
            "out_of_service",
            "Closed for a moment",
            "The hub cannot use its database at this moment.",
            "Try again in a minute, and look first whether what you did has been kept. If it goes on, tell your administrator.",
        );
        if let Self::Refused(shown) = &mut failed {
            shown.retry_after = Some(30);
        }
        failed
    }

    /// The page of a refusal; none for what is no refusal.
    pub(crate) fn page(self, words: &Words, reference: &str) -> Option<RefusalPage> {
        match self {
            Self::Refused(shown) => Some(shown.page(words, reference)),
            _ => None,
        }
    }
}

impl Shown {
    fn page(self, words: &Words, reference: &str) -> RefusalPage {
        let translated = words.refusal(&self.code, &self.values);
        let Translated {
            title: own_title,
            sentence,
            remedy,
        } = translated.unwrap_or(Translated {
            title: None,
            sentence: self.sentence,
            remedy: self.remedy,
        });
        let usual = match &self.title {
            Title::Of(_) => vec![
                Link::new("/sign-in", words.sign_in()),
                Link::new("/forgot", words.forgot_password()),
            ],
            _ => vec![Link::new("/", words.go_to_start())],
        };
        let title = match self.title {
            Title::Own(title) => title,
            Title::English(title) => own_title.unwrap_or(title),
            Title::Of(kind) => own_title.unwrap_or_else(|| words.kind(kind).into()),
        };
        RefusalPage {
            words: words.clone(),
            status: self.status,
            title,
            sentence,
            remedy,
            code: self.code,
            reference: reference.to_owned(),
            actions: self.actions.unwrap_or(usual),
        }
    }
}

fn refused(page: RefusalPage) -> Response {
    let status = page.status;
    crate::answer::page(status, &page)
        .unwrap_or_else(|_| crate::answer::text(status, page.sentence))
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
        if broken.is_out_of_service() {
            tracing::error!(fault = %broken, "a request could not be answered: the database cannot be used");
            return Self::out_of_service();
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
