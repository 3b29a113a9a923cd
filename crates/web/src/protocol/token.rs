//! Token, userinfo, introspection, revocation.

use crate::answer::{Answer, header, json};
use crate::context::Ctx;
use crate::failure::{Failed, protocol};
use crate::guard::{Anyone, Bearer, ClientItself};
use ::protocol::oidc::{Fault, FaultCode};
use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, AUTHORIZATION, CONTENT_TYPE, PRAGMA,
};
use axum::response::Response;

/// The form of a protocol request; anything else is `invalid_request`.
pub(super) fn form(ctx: &Ctx<ClientItself>) -> Result<&[u8], Failed> {
    let kind = ctx.header(CONTENT_TYPE).unwrap_or_default();
    if kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    {
        return Ok(&ctx.body);
    }
    Err(Failed::Protocol(Fault::new(
        FaultCode::InvalidRequest,
        "send application/x-www-form-urlencoded",
    )))
}

fn no_cache(response: Response) -> Response {
    header(response, PRAGMA, "no-cache")
}

fn body<T: serde::Serialize>(value: &T) -> Result<Response, Failed> {
    body_with(200, value)
}

pub(super) fn body_with<T: serde::Serialize>(status: u16, value: &T) -> Result<Response, Failed> {
    let text =
        serde_json::to_vec(value).map_err(|_| Failed::broken("an answer could not be written"))?;
    Ok(no_cache(json(status, text)))
}

/// `POST /oidc/token`.
pub async fn token(ctx: Ctx<ClientItself>) -> Answer {
    let answer = ctx
        .app
        .engine
        .token(ctx.header(AUTHORIZATION), form(&ctx)?)
        .await
        .map_err(protocol)?;
    // Public clients are programs in browsers of other sites; no cookie counts here.
    Ok(header(body(&answer)?, ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
}

/// `GET` and `POST /oidc/userinfo`.
pub async fn userinfo(ctx: Ctx<Bearer>) -> Answer {
    let claims = ctx
        .app
        .engine
        .userinfo(&ctx.who.0)
        .await
        .map_err(protocol)?;
    Ok(header(body(&claims)?, ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
}

/// `POST /oidc/introspect`.
pub async fn introspect(ctx: Ctx<ClientItself>) -> Answer {
    let answer = ctx
        .app
        .engine
        .introspect(ctx.header(AUTHORIZATION), form(&ctx)?)
        .await
        .map_err(protocol)?;
    body(&answer)
}

/// `POST /oidc/revoke`.
pub async fn revoke(ctx: Ctx<ClientItself>) -> Answer {
    ctx.app
        .engine
        .revoke(ctx.header(AUTHORIZATION), form(&ctx)?)
        .await
        .map_err(protocol)?;
    Ok(header(
        no_cache(json(200, Body::empty())),
        ACCESS_CONTROL_ALLOW_ORIGIN,
        "*",
    ))
}

/// `OPTIONS` of what programs in browsers call: any site may ask, since no cookie counts here.
pub async fn preflight(_: Ctx<Anyone>) -> Answer {
    let response = crate::answer::text(204, Body::empty());
    let response = header(response, ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    let response = header(response, ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
    let response = header(
        response,
        ACCESS_CONTROL_ALLOW_HEADERS,
        "authorization, content-type",
    );
    Ok(header(response, ACCESS_CONTROL_MAX_AGE, "600"))
}
