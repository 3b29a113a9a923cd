//! Where PSAs tell of changes. Nobody is signed in here: the signature proves the notice, and it is looked
//! at later, since the vendor gives up after five seconds.

use crate::answer::Answer;
use crate::context::Ctx;
use crate::guard::Anyone;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;

/// The vendor's header with the signature of the body.
const SIGNATURE: axum::http::HeaderName =
    axum::http::HeaderName::from_static("x-content-signature");

/// `POST /psa/callbacks/{token}`.
pub async fn take(ctx: Ctx<Anyone>) -> Answer {
    let token = ctx.placeholder("token");
    let signature = ctx.header(SIGNATURE).unwrap_or_default().to_owned();
    let body = ctx.body.to_vec();
    ctx.app
        .engine
        .take_psa_notice(token, &signature, body)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
