//! After a step: to the next one, or into the hub or the module.

use crate::answer::{Answer, page, see_other};
use crate::cookies;
use crate::failure::Failed;
use crate::view::{Link, Page};
use crate::words::Words;
use askama::Template;
use axum::http::header;
use axum::response::Response;
use engine::Failure;
use engine::identity::{Finished, Progress};
use kernel::{Refusal, RefusalKind};
use model::identity::{Destination, Population, SignInRefusal};

/// A page that came back because a field was wrong: 422, as nothing was changed.
pub fn wrong_field<P: Page + Template>(view: &P) -> Answer {
    page(422, view)
}

/// The status of a page that shows a refusal at its field.
pub fn status_at_field(refusal: &SignInRefusal) -> u16 {
    match refusal.kind() {
        RefusalKind::Unproved | RefusalKind::Invalid => 422,
        other => other.status(),
    }
}

/// A wait in the header, where the refusal is one.
pub fn with_wait(mut response: Response, refusal: &SignInRefusal) -> Response {
    response.headers_mut().remove(header::RETRY_AFTER);
    match refusal {
        SignInRefusal::TooManyTries(wait) => crate::answer::header(
            response,
            header::RETRY_AFTER,
            &wait.as_seconds_up().to_string(),
        ),
        SignInRefusal::Busy => crate::answer::header(response, header::RETRY_AFTER, "5"),
        _ => response,
    }
}

/// Where a destination lies.
pub fn address(destination: &Destination, population: Population) -> String {
    match destination {
        Destination::Hub | Destination::Accept(_) => match population {
            Population::Staff => "/modules".into(),
            Population::Client => "/portal".into(),
        },
        Destination::Open(id) => format!("/open/{id}"),
        Destination::Device(code) => format!("/device?code={code}"),
        Destination::Back(address) => address.clone(),
        Destination::Authorize { query, .. } => {
            format!("{}?{query}", protocol::oidc::discovery::path::AUTHORIZE)
        }
    }
}

fn finished(finished: &Finished, handle: &str, population: Population, secure: bool) -> Response {
    let mut response = see_other(&address(&finished.destination, population));
    response = cookies::clear_flow(response, handle, secure);
    response = cookies::set_entrance(response, population.as_str(), secure);
    if let Some(token) = &finished.session_token {
        response = cookies::set_session(response, token, secure);
    }
    if let Some(token) = &finished.device_token {
        response = cookies::set_device(response, token, secure);
    }
    response
}

/// The response to a step that was taken.
pub fn went_on(
    progress: &Progress,
    handle: &str,
    population: Population,
    secure: bool,
) -> Response {
    match progress {
        Progress::Next(_) => see_other(&format!("/sign-in/{handle}")),
        Progress::Finished(end) => finished(end, handle, population, secure),
    }
}

/// The response to a step that cannot be shown at a field: the flow is over, out of step, or the
/// person has nowhere to go.
pub fn cannot_go_on(words: &Words, failure: Failure<SignInRefusal>) -> Failed {
    match failure {
        Failure::Refused(refusal) => {
            Failed::of(&refusal).with_actions(vec![Link::new("/sign-in", words.start_again())])
        }
        Failure::Broken(broken) => broken.into(),
    }
}
