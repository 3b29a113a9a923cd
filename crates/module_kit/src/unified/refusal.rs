//! A "no" on its way to a page.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use unified_login::Refused;

use super::{SignedIn, UnifiedLogin};
use crate::Problem;
use crate::accounts::StoreFault;

/// Why a page cannot be shown or a form cannot be taken, with words for the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub status: u16,
    pub code: String,
    pub sentence: String,
    pub remedy: String,
}

impl Refusal {
    pub fn of(status: u16, refused: &dyn Refused) -> Self {
        Self {
            status,
            code: refused.code().into(),
            sentence: refused.sentence(),
            remedy: refused.remedy(),
        }
    }

    pub fn new(status: u16, code: &str, sentence: &str, remedy: &str) -> Self {
        Self {
            status,
            code: code.into(),
            sentence: sentence.into(),
            remedy: remedy.into(),
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        // A hub says its own code in the description: RFC 6749 has too few words.
        let told = problem.description().and_then(crate::words::of_hub);
        match told {
            Some(told) => Self {
                status: 403,
                ..told
            },
            None => Self::new(
                problem.status(),
                problem.code(),
                problem.sentence(),
                problem.remedy(),
            ),
        }
    }
}

impl From<(Problem, String)> for Refusal {
    fn from((problem, detail): (Problem, String)) -> Self {
        tracing::info!(code = problem.code(), detail, "a request was refused");
        problem.into()
    }
}

impl From<StoreFault> for Refusal {
    fn from(fault: StoreFault) -> Self {
        tracing::error!(fault = %fault, "the store of accounts does not answer");
        Self::new(
            503,
            "accounts_unreadable",
            "The accounts cannot be read at the moment.",
            "Try again in a minute.",
        )
    }
}

impl From<askama::Error> for Refusal {
    fn from(fault: askama::Error) -> Self {
        tracing::error!(fault = %fault, "a page could not be made");
        Problem::Internal.into()
    }
}

#[derive(askama::Template)]
#[template(path = "refusal.html")]
struct RefusalPage<'p> {
    refusal: &'p Refusal,
    home: &'p str,
    signed_in: bool,
}

impl UnifiedLogin {
    /// The page of a refusal.
    pub(crate) fn refused(&self, refusal: &Refusal, signed_in: Option<&SignedIn>) -> Response {
        let page = RefusalPage {
            refusal,
            home: &self.inner.home,
            signed_in: signed_in.is_some(),
        };
        let shown = self.narrow(&refusal.sentence, &page, signed_in);
        let mut response = shown.unwrap_or_default();
        *response.status_mut() =
            StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if refusal.status == 503 {
            let wait = HeaderValue::from_static("10");
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        response
    }
}
