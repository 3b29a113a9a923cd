//! The page behind the link of a forgotten password.

use super::field::{new_password, strength};
use super::progress::wrong_field;
use crate::answer::{Answer, page};
use crate::context::Ctx;
use crate::cookies;
use crate::guard::Anyone;
use crate::view::Field;
use crate::view::signin::Reset;
use engine::Failure;
use engine::identity::PasswordRefusal;
use model::identity::{MIN_PASSWORD, PasswordFault};

fn blank(path: &str, email: String) -> Reset {
    Reset {
        action: path.to_owned(),
        email,
        password: Field::default(),
        repeat_fault: None,
        strength: None,
        min_length: u32::try_from(MIN_PASSWORD).unwrap_or(10),
    }
}

/// `GET /reset/{token}`.
pub async fn show(ctx: Ctx<Anyone>) -> Answer {
    let view = ctx
        .app
        .engine
        .look_at_link(ctx.placeholder("token"), true)
        .await?;
    page(200, &blank(&ctx.path, view.email))
}

/// `POST /reset/{token}`: sets the password and goes on to the second factor.
pub async fn reset(ctx: Ctx<Anyone>) -> Answer {
    let (engine, token) = (&ctx.app.engine, ctx.placeholder("token"));
    let view = engine.look_at_link(token, true).await?;
    let form = ctx.form()?;
    let new = new_password(&form);
    let mut shown = blank(&ctx.path, view.email.clone());
    shown.strength = Some(strength(&new.password, &[&view.display_name, &view.email]));
    match engine.reset_password(token, new, &ctx.visitor).await {
        Ok((flow, device)) => {
            let response = cookies::to_flow(&flow, ctx.app.secure);
            let response = cookies::clear_session(response, ctx.app.secure);
            Ok(cookies::set_device(response, &device, ctx.app.secure))
        }
        Err(Failure::Refused(PasswordRefusal::Password(fault))) => {
            match fault {
                PasswordFault::Different => shown.repeat_fault = Some(fault.to_string()),
                fault => shown.password.fault = Some(fault.to_string()),
            }
            wrong_field(&shown)
        }
        Err(failure) => Err(failure.into()),
    }
}
