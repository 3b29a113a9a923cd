//! The page behind the link of a forgotten password.

use super::field::{min_length, new_password, place_password_fault, strength};
use super::progress::wrong_field;
use crate::answer::{Answer, page};
use crate::context::Ctx;
use crate::cookies;
use crate::guard::Anyone;
use crate::view::Field;
use crate::view::signin::Reset;
use crate::words::Words;
use engine::Failure;
use engine::identity::PasswordRefusal;
use model::identity::LinkKind;

fn blank(path: &str, words: Words, email: String) -> Reset {
    Reset {
        words,
        action: path.to_owned(),
        email,
        password: Field::default(),
        repeat_fault: None,
        strength: None,
        min_length: min_length(),
    }
}

/// `GET /reset/{token}`.
pub async fn show(ctx: Ctx<Anyone>) -> Answer {
    let view = ctx
        .app
        .engine
        .look_at_link(ctx.placeholder("token"), LinkKind::Reset)
        .await?;
    page(200, &blank(&ctx.path, ctx.words(), view.email))
}

/// `POST /reset/{token}`: sets the password and goes on to the second factor.
pub async fn reset(ctx: Ctx<Anyone>) -> Answer {
    let (engine, token) = (&ctx.app.engine, ctx.placeholder("token"));
    let view = engine.look_at_link(token, LinkKind::Reset).await?;
    let form = ctx.form()?;
    let new = new_password(&form);
    let mut shown = blank(&ctx.path, ctx.words(), view.email.clone());
    shown.strength = Some(strength(
        &ctx.words(),
        &new.password,
        &[&view.display_name, &view.email],
    ));
    match engine.reset_password(token, new, &ctx.visitor).await {
        Ok((flow, device)) => {
            let response = cookies::to_flow(&flow, ctx.app.secure);
            let response = cookies::clear_session(response, ctx.app.secure);
            Ok(cookies::set_device(response, &device, ctx.app.secure))
        }
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
