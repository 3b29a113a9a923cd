//! `Idempotency-Key`: a request that was sent twice counts once, and is answered twice.

use super::key::{Key, Needs};
use super::problem;
use crate::answer::{Answer, header};
use crate::context::{Ctx, Raw};
use crate::failure::Failed;
use crate::guard::Guard as _;
use axum::http::header::HeaderName;
use axum::response::Response;
use engine::Failure;
use engine::operation::Begun;
use model::operation::{ApiAttempt, IdempotencyRefusal};
use std::future::Future;

/// The header.
pub(crate) const NAME: &str = "idempotency-key";
/// Longest answer that is kept.
const LONGEST: usize = 1024 * 1024;

/// What tells a request from another: method, address and body.
fn fingerprint(raw: &Raw) -> Vec<u8> {
    let mut print = Vec::with_capacity(raw.body.len() + raw.path.len() + 64);
    for part in [
        raw.method.as_str().as_bytes(),
        raw.path.as_bytes(),
        raw.query.as_bytes(),
    ] {
        print.extend_from_slice(&(part.len() as u64).to_be_bytes());
        print.extend_from_slice(part);
    }
    print.extend_from_slice(&raw.body);
    print
}

fn refused(refusal: IdempotencyRefusal) -> Failed {
    let mut failed = Failed::of(&refusal);
    if let Failed::Refused(shown) = &mut failed {
        shown.status = refusal.status();
        shown.retry_after = (refusal == IdempotencyRefusal::UnderWay).then_some(2);
    }
    failed
}

/// Runs a handler, once for each `Idempotency-Key` where the request brings one.
pub(crate) async fn once<S, F, Fut>(raw: Raw, handler: F) -> Answer
where
    S: Needs,
    F: Fn(Ctx<Key<S>>) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Answer> + Send + 'static,
{
    let who = Key::<S>::admit(&raw).await?;
    let Some(name) = raw.headers.get(NAME) else {
        return handler(Ctx { who, raw }).await;
    };
    let name = name
        .to_str()
        .map_err(|_| refused(IdempotencyRefusal::Unreadable))?;
    let engine = raw.app.engine.clone();
    match engine
        .begin_api_request(&who.0, name, &fingerprint(&raw))
        .await
    {
        Err(Failure::Refused(refusal)) => Err(refused(refusal)),
        Err(Failure::Broken(broken)) => Err(broken.into()),
        Ok(Begun::Answer(status, text)) => Ok(header(
            written(status, text),
            HeaderName::from_static("idempotency-replayed"),
            "true",
        )),
        Ok(Begun::Run(attempt)) => {
            let who = Key::of(who.0.within(attempt));
            // In a task of its own: a caller who hangs up does not cut it off from its answer.
            let work = tokio::spawn(run(attempt, Ctx { who, raw }, handler));
            work.await
                .map_err(|_| Failed::broken("a handler of the API panicked"))?
        }
    }
}

fn written(status: u16, text: Vec<u8>) -> Response {
    if status < 400 {
        crate::answer::json(status, text)
    } else {
        crate::answer::problem(status, text)
    }
}

async fn run<S, F, Fut>(attempt: ApiAttempt, ctx: Ctx<Key<S>>, handler: F) -> Answer
where
    S: Needs,
    F: Fn(Ctx<Key<S>>) -> Fut,
    Fut: Future<Output = Answer>,
{
    let (engine, reference) = (ctx.app.engine.clone(), ctx.reference.clone());
    let answered = handler(ctx).await;
    let response = match answered {
        Ok(response) => response,
        Err(failed) => problem::respond(failed, &reference),
    };
    let status = response.status().as_u16();
    // What the hub could not do, or not yet, may be sent again as it is.
    if status >= 500 || status == 429 {
        engine.release_api_request(attempt).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let text = axum::body::to_bytes(body, LONGEST)
        .await
        .map_err(|_| Failed::broken("an answer was too long to be kept"))?;
    if let Err(fault) = engine.end_api_request(attempt, status, &text).await {
        // She is answered now; the same request again would be told that its answer was lost.
        tracing::warn!(%fault, "an answer of the API was not kept");
    }
    Ok(Response::from_parts(parts, text.into()))
}
