//! Where a device begins.

use super::token::{body_with, form};
use crate::answer::{Answer, header};
use crate::context::Ctx;
use crate::failure::protocol;
use crate::guard::ClientItself;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, AUTHORIZATION};

/// `POST /oidc/device`.
pub async fn begin(ctx: Ctx<ClientItself>) -> Answer {
    let answer = ctx
        .app
        .engine
        .begin_device(ctx.header(AUTHORIZATION), form(&ctx)?, &ctx.visitor)
        .await
        .map_err(protocol)?;
    Ok(header(
        body_with(200, &answer)?,
        ACCESS_CONTROL_ALLOW_ORIGIN,
        "*",
    ))
}
