//! Answers of SCIM in the words of the decision.

use super::call::Endpoint;
use crate::outside::{ModuleAnswer, Outside};
use crate::{Broken, Engine};
use kernel::Span;
use model::access::{Heard, pause_of};
use scim::client::{Answer, Outcome, Request};

/// An answer, or that there was none.
pub(super) type Came = Result<ModuleAnswer, String>;

/// The parts of an answer that are read.
pub(super) fn answer(came: &ModuleAnswer) -> Answer<'_> {
    Answer {
        status: came.status,
        etag: came.etag.as_deref(),
        retry_after: came.retry_after.as_deref(),
        body: &came.body,
    }
}

/// What was done, or what was heard instead.
pub(super) fn heard<T>(outcome: Outcome<T>) -> Result<T, Heard> {
    match outcome {
        Outcome::Done(done) => Ok(done),
        Outcome::Exists => Err(Heard::Exists),
        Outcome::Gone => Err(Heard::Gone),
        Outcome::Stale => Err(Heard::Stale),
        Outcome::Retry { after } => Err(Heard::Later(after)),
        Outcome::Refused(no) => Err(Heard::Refused(no.status, no.detail)),
        Outcome::Unusable(why) => Err(Heard::Nothing(why.into())),
    }
}

impl Engine {
    /// Sends a request, and learns from the answer how many the module bears.
    pub(super) async fn ask(
        &self,
        endpoint: &Endpoint,
        request: Request,
        outside: &dyn Outside,
    ) -> Result<Came, Broken> {
        let came = self.call_scim(endpoint, request, outside).await?;
        let (link, now) = (endpoint.link.id, self.now());
        match &came {
            Ok(answer) if matches!(answer.status, 429 | 503) => {
                let asked = answer.retry_after.as_deref();
                let pause = asked.and_then(|header| scim::client::pause(header, now));
                let pause = pause.unwrap_or_else(|| pause_of(1, self.chance()));
                self.paces.busy(link, now, now + pause.min(Span::hours(1)));
            }
            Ok(answer) if answer.status < 500 => self.paces.good(link),
            _ => {}
        }
        Ok(came)
    }
}
