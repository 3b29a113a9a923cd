//! The order of her modules.

use super::shell::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::guard::SignedIn;
use crate::view::hub::{MyOrder, OrderRow};
use model::access::OrderStep;

const HERE: &str = "/settings/modules";

/// `GET /settings/modules`.
pub async fn show(ctx: Ctx<SignedIn>) -> Answer {
    let signed = &ctx.who.0;
    let (shell, _) = shell(ctx.words(), &ctx.app, signed, HERE).await?;
    let modules = ctx.app.engine.my_modules(signed).await?;
    let rows = modules
        .open
        .iter()
        .map(|m| OrderRow {
            id: m.instance.id.to_string(),
            title: m.instance.display_name.as_str().to_owned(),
            favourite: m.favourite,
        })
        .collect();
    page(
        200,
        &MyOrder {
            shell,
            action: HERE.into(),
            rows,
            back_href: "/".into(),
        },
    )
}

/// `POST /settings/modules`.
pub async fn step(ctx: Ctx<SignedIn>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let step = match form.get("step") {
        "up" => Some(OrderStep::Up),
        "down" => Some(OrderStep::Down),
        "favourite" => Some(OrderStep::Favourite),
        _ => None,
    };
    if let (Some(step), Ok(module)) = (step, form.get("module").parse()) {
        ctx.app
            .engine
            .order_modules(&ctx.who.0, module, step)
            .await?;
    }
    Ok(see_other(HERE))
}
