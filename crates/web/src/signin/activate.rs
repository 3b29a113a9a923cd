//! The page behind the link of an invitation.

use super::field::{again, min_length, new_password, place_password_fault, read, strength};
use super::progress::wrong_field;
use crate::answer::{Answer, page};
use crate::context::Ctx;
use crate::cookies;
use crate::guard::Anyone;
use crate::view::Field;
use crate::view::signin::{AcceptInvitation, Activate};
use crate::words::Words;
use engine::Failure;
use engine::identity::{LinkView, PasswordRefusal};
use kernel::DisplayName;
use model::identity::LinkKind;

fn blank(path: &str, words: Words, view: &LinkView) -> Activate {
    Activate {
        words,
        action: path.to_owned(),
        display_name: Field::of(view.display_name.clone()),
        email: view.email.clone(),
        partner: view.partner.clone(),
        password: Field::default(),
        repeat_fault: None,
        strength: None,
        min_length: min_length(),
    }
}

/// `GET /activate/{token}`: looks at the link without using it up, since mail scanners open links.
pub async fn show(ctx: Ctx<Anyone>) -> Answer {
    let view = ctx
        .app
        .engine
        .look_at_link(ctx.placeholder("token"), LinkKind::Activate)
        .await?;
    match view.kind {
        LinkKind::Accept => page(
            200,
            &AcceptInvitation {
                words: ctx.words(),
                action: ctx.path.clone(),
                email: view.email,
                partner: view.partner,
            },
        ),
        _ => page(200, &blank(&ctx.path, ctx.words(), &view)),
    }
}

/// `POST /activate/{token}`.
pub async fn activate(ctx: Ctx<Anyone>) -> Answer {
    let (engine, token) = (&ctx.app.engine, ctx.placeholder("token"));
    let view = engine.look_at_link(token, LinkKind::Activate).await?;
    if view.kind == LinkKind::Accept {
        let flow = engine.begin_acceptance(token, &ctx.visitor).await?;
        return Ok(cookies::to_flow(&flow, ctx.app.secure));
    }
    let form = ctx.form()?;
    let name = read(&form, &ctx.words(), "display_name", DisplayName::parse);
    let mut shown = blank(&ctx.path, ctx.words(), &view);
    shown.display_name = again(&name, &form, "display_name");
    let new = new_password(&form);
    shown.strength = Some(strength(
        &ctx.words(),
        &new.password,
        &[form.get("display_name"), &view.email],
    ));
    let Ok(name) = name else {
        return wrong_field(&shown);
    };
    match engine.activate(token, name, new, &ctx.visitor).await {
        Ok(flow) => Ok(cookies::to_flow(&flow, ctx.app.secure)),
        Err(Failure::Refused(PasswordRefusal::Password(fault))) => {
            place_password_fault(
                &fault,
                &ctx.words(),
                &mut shown.password,
                &mut shown.repeat_fault,
            );
            wrong_field(&shown)
        }
        Err(failure) => Err(failure.into()),
    }
}
