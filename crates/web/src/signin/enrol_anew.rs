//! The page behind the link of a reset of second factors.

use crate::answer::{Answer, page};
use crate::context::Ctx;
use crate::cookies;
use crate::guard::Anyone;
use crate::view::signin::EnrolAnew;
use model::identity::LinkKind;

/// `GET /enrol/{token}`: looks at the link without using it up, since mail scanners open links.
pub async fn show(ctx: Ctx<Anyone>) -> Answer {
    let engine = &ctx.app.engine;
    let view = engine
        .look_at_link(ctx.placeholder("token"), LinkKind::Enrol)
        .await?;
    page(
        200,
        &EnrolAnew {
            words: ctx.words(),
            action: ctx.path.clone(),
            email: view.email,
        },
    )
}

/// `POST /enrol/{token}`: uses the link up and asks for the password.
pub async fn begin(ctx: Ctx<Anyone>) -> Answer {
    let engine = &ctx.app.engine;
    let flow = engine
        .begin_enrolment(ctx.placeholder("token"), &ctx.visitor)
        .await?;
    Ok(cookies::to_flow(&flow, ctx.app.secure))
}
