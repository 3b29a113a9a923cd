//! A "no" of the API: a problem (RFC 9457) with the code, sentence and remedy of the refusal that
//! pages show, too.

use crate::failure::{Failed, Shown, Title};
use axum::http::header;
use axum::response::Response;
use kernel::{RefusalKind, Span};
use serde::Serialize;
use utoipa::ToSchema;

/// What is wrong with one part of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldFault {
    /// Where in the body, as a JSON pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/email")]
    pub pointer: Option<String>,
    /// Or which parameter of the query or header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What is wrong with it, in one sentence.
    pub detail: String,
}

/// Why a request was refused (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable for each code.
    #[schema(example = "urn:vestibule:problem:member_unknown")]
    pub r#type: String,
    /// The class of the problem.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// One sentence.
    pub detail: String,
    /// Stable, for programs.
    #[schema(example = "member_unknown")]
    pub code: String,
    /// What can be done about it.
    pub remedy: String,
    /// Finds the request in the hub's log.
    pub reference: String,
    /// The parts of the request that are at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldFault>,
}

/// A refusal that says how long to wait.
pub(crate) fn waiting(failed: Failed, wait: Option<Span>) -> Failed {
    match (failed, wait) {
        (Failed::Refused(mut shown), Some(wait)) => {
            shown.retry_after = Some(wait.as_seconds_up().max(1));
            Failed::Refused(shown)
        }
        (failed, _) => failed,
    }
}

/// There is no such address.
pub(crate) fn not_found() -> Failed {
    Failed::refuse(
        404,
        "not_found",
        "Not found",
        "There is nothing at this address.",
        "Compare it with /api/v1/openapi.json.",
    )
}

/// The address takes other methods.
pub(crate) fn method_not_allowed() -> Failed {
    Failed::refuse(
        405,
        "method_not_allowed",
        "Method not allowed",
        "This address does not take this method.",
        "Compare it with /api/v1/openapi.json; Allow names the methods.",
    )
}

/// Parts of the request cannot be.
pub(crate) fn invalid(faults: Vec<FieldFault>) -> Failed {
    let mut failed = Failed::refuse(
        422,
        "invalid_fields",
        "Fields at fault",
        "Parts of the request cannot be.",
        "Mend what errors names, and send it again. Nothing was changed.",
    );
    if let Failed::Refused(shown) = &mut failed {
        shown.faults = faults;
    }
    failed
}

/// The answer of a refusal; `reference` ties it to the log.
pub(crate) fn respond(failed: Failed, reference: &str) -> Response {
    let shown = match failed {
        Failed::Refused(shown) => shown,
        Failed::Instead(response) => return *response,
        Failed::Broken(text) => {
            tracing::error!(
                request.id = reference,
                fault = text,
                "a request could not be answered"
            );
            return respond(Failed::broke(), reference);
        }
        // None of these comes from a handler of the API.
        Failed::Elsewhere(_) | Failed::NoToken | Failed::Protocol(_) => {
            return respond(Failed::broke(), reference);
        }
    };
    write(*shown, reference)
}

const fn class(kind: RefusalKind) -> &'static str {
    match kind {
        RefusalKind::Invalid => "Invalid",
        RefusalKind::Unproved => "Not proved",
        RefusalKind::Forbidden => "Forbidden",
        RefusalKind::Absent => "Not found",
        RefusalKind::Conflict => "Conflict",
        RefusalKind::Gone => "Gone",
        RefusalKind::Slow => "Too many requests",
        RefusalKind::Busy => "Busy",
    }
}

fn write(shown: Shown, reference: &str) -> Response {
    let title = match shown.title {
        Title::Of(kind) => class(kind).to_owned(),
        Title::English(title) | Title::Own(title) => title,
    };
    let problem = Problem {
        r#type: format!("urn:vestibule:problem:{}", shown.code),
        title,
        status: shown.status,
        detail: shown.sentence,
        code: shown.code,
        remedy: shown.remedy,
        reference: reference.to_owned(),
        errors: shown.faults,
    };
    let text = serde_json::to_vec(&problem).unwrap_or_default();
    let mut response = crate::answer::problem(shown.status, text);
    if let Some(seconds) = shown.retry_after {
        response = crate::answer::header(response, header::RETRY_AFTER, &seconds.to_string());
    }
    challenged(response, problem.status, &problem.code)
}

/// The refusal of a key with the scheme by which one is sent. Without a key the challenge names no error
/// (RFC 6750, 3).
pub(crate) fn challenged(response: Response, status: u16, code: &str) -> Response {
    let challenge = match (status, code) {
        (401, "no_api_key") => "Bearer realm=\"api\"",
        (401, _) => "Bearer realm=\"api\", error=\"invalid_token\"",
        (403, "missing_scope") => "Bearer realm=\"api\", error=\"insufficient_scope\"",
        _ => return response,
    };
    crate::answer::header(response, header::WWW_AUTHENTICATE, challenge)
}
