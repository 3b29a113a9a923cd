//! Pushed authorization requests.

use super::token::{body_with, form};
use crate::answer::{Answer, header};
use crate::context::Ctx;
use crate::failure::protocol;
use crate::guard::ClientItself;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, AUTHORIZATION};

/// `POST /oidc/par`.
pub async fn push(ctx: Ctx<ClientItself>) -> Answer {
    let answer = ctx
        .app
        .engine
        .push_request(ctx.header(AUTHORIZATION), form(&ctx)?)
        .await
        .map_err(protocol)?;
    // Programs in browsers push too; no cookie counts here.
    Ok(header(
        body_with(201, &answer)?,
        ACCESS_CONTROL_ALLOW_ORIGIN,
        "*",
    ))
}
