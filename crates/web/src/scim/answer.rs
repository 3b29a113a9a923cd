//! Answers of the service, good and bad, in SCIM's own form (RFC 7644, 3.12).

use super::Directory;
use crate::answer::{Answer, header};
use crate::api::problem::challenged;
use crate::context::Ctx;
use crate::failure::Failed;
use ::scim::etag::Condition;
use ::scim::{MEDIA_TYPE, Projection, ResourceKind, ScimError, Tree, limits, read_object};
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION, RETRY_AFTER};
use axum::response::Response;
use engine::Failure;
use engine::identity::scim::{ScimConditions, ScimResource};

/// How a request of a directory ends.
pub(super) type Ending = Result<Response, Failure<ScimError>>;

/// The answer of an ending.
pub(super) fn ended(ending: Ending) -> Answer {
    match ending {
        Ok(response) => Ok(response),
        Err(Failure::Refused(error)) => {
            tracing::info!(status = error.status, detail = %error.detail, "a SCIM request was refused");
            Ok(said(error.status, error.body()))
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// A body of the service's own type.
pub(super) fn said(status: u16, body: impl Into<Body>) -> Response {
    let mut response = crate::answer::empty(status);
    let kind = axum::http::HeaderValue::from_static(MEDIA_TYPE);
    response.headers_mut().insert(CONTENT_TYPE, kind);
    *response.body_mut() = body.into();
    response
}

/// A resource, with the attributes that were asked for.
pub(super) fn shown(
    status: u16,
    kind: ResourceKind,
    resource: ScimResource,
    projection: &Projection,
) -> Response {
    let tree = projection.apply(kind, resource.tree);
    let response = said(status, serde_json::Value::Object(tree).to_string());
    let response = header(response, LOCATION, &resource.location);
    match resource.tag {
        Some(tag) => header(response, ETAG, &tag),
        None => response,
    }
}

/// What the conditions of a reading request come to: the resource, 304 or 412.
pub(super) fn read(
    conditions: &ScimConditions,
    kind: ResourceKind,
    resource: ScimResource,
    projection: &Projection,
) -> Ending {
    let tag = resource.tag.clone().unwrap_or_default();
    match conditions.judged(&tag, true) {
        Condition::Holds => Ok(shown(200, kind, resource, projection)),
        Condition::NotModified => Ok(header(crate::answer::empty(304), ETAG, &tag)),
        Condition::Failed => Err(Failure::Refused(ScimError::stale())),
    }
}

/// The conditions of a request. A header that is no text matches nothing.
pub(super) fn conditions(ctx: &Ctx<Directory>) -> ScimConditions {
    let text = |name| {
        let sent = ctx.headers.get(name)?;
        Some(sent.to_str().unwrap_or_default().to_owned())
    };
    ScimConditions {
        if_match: text(IF_MATCH),
        if_none_match: text(IF_NONE_MATCH),
    }
}

/// The body of a request as one object.
pub(super) fn sent(ctx: &Ctx<Directory>) -> Result<Tree, ScimError> {
    read_object(body(ctx)?, limits::MAX_BODY)
}

/// The body of a request, if it says that it is one of the service's.
pub(super) fn body(ctx: &Ctx<Directory>) -> Result<&[u8], ScimError> {
    let kind = ctx.header(CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case(MEDIA_TYPE) && !kind.eq_ignore_ascii_case("application/json") {
        return Err(ScimError::plain(
            415,
            "Bodies are of type application/scim+json.",
        ));
    }
    Ok(&ctx.body)
}

/// The answer of a refusal before a verb was called: no key, too fast, too long, nowhere.
pub(crate) fn refused(failed: Failed, reference: &str) -> Response {
    let shown = match failed {
        Failed::Refused(shown) => shown,
        Failed::Broken(text) => {
            tracing::error!(
                request.id = reference,
                fault = text,
                "a request could not be answered"
            );
            return refused(Failed::broke(), reference);
        }
        // None of these comes from a handler of the service.
        Failed::Instead(response) => return *response,
        Failed::Elsewhere(_) | Failed::NoToken | Failed::Protocol(_) => {
            return refused(Failed::broke(), reference);
        }
    };
    let error = ScimError {
        status: shown.status,
        kind: None,
        detail: format!("{} {} ({})", shown.sentence, shown.remedy, shown.code).into(),
    };
    let mut response = said(shown.status, error.body());
    if let Some(seconds) = shown.retry_after {
        response = header(response, RETRY_AFTER, &seconds.to_string());
    }
    challenged(response, shown.status, &shown.code)
}
