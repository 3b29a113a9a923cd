//! The pages behind the mailed links of a change of address.

use crate::answer::{Answer, page};
use crate::context::Ctx;
use crate::guard::Anyone;
use crate::view::signin::EmailLink;

fn view(ctx: &Ctx<Anyone>, link: engine::identity::EmailLink, done: bool) -> EmailLink {
    EmailLink {
        words: ctx.words(),
        action: ctx.path.clone(),
        old: link.old,
        new: link.new,
        stops: link.stops,
        confirmed: link.confirmed,
        done,
    }
}

/// `GET /email/{token}`: looks at the link without using it up, since mail scanners open links.
pub async fn show(ctx: Ctx<Anyone>) -> Answer {
    let engine = &ctx.app.engine;
    let link = engine.look_at_email_link(ctx.placeholder("token")).await?;
    page(200, &view(&ctx, link, false))
}

/// `POST /email/{token}`.
pub async fn go_on(ctx: Ctx<Anyone>) -> Answer {
    let engine = &ctx.app.engine;
    let link = engine
        .use_email_link(ctx.placeholder("token"), &ctx.visitor)
        .await?;
    page(200, &view(&ctx, link, true))
}
