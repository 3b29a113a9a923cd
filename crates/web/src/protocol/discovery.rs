//! Discovery and keys, from bytes made before.

use crate::answer::{Answer, header, json};
use crate::context::Ctx;
use crate::guard::Anyone;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};

/// `GET /.well-known/openid-configuration`.
pub async fn show(ctx: Ctx<Anyone>) -> Answer {
    let response = json(200, ctx.app.discovery.clone());
    let response = header(response, CACHE_CONTROL, "public, max-age=300");
    Ok(header(response, ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
}

/// `GET /oidc/keys`.
pub async fn keys(ctx: Ctx<Anyone>) -> Answer {
    let response = json(200, ctx.app.engine.keys().document.clone());
    let response = header(response, CACHE_CONTROL, "public, max-age=300");
    Ok(header(response, ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
}
