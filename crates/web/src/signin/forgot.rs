//! Forgot password: the same words whether or not the account exists.

use super::progress::{with_wait, wrong_field};
use crate::answer::{Answer, page};
use crate::context::Ctx;
use crate::guard::Anyone;
use crate::view::Field;
use crate::view::signin::{Forgot, ForgotSent};
use engine::Failure;
use kernel::PartnerName;
use model::identity::{Identifier, SignInRefusal};

fn blank() -> Forgot {
    Forgot {
        action: "/forgot".into(),
        identifier: Field::default(),
        company: Field::default(),
    }
}

/// `GET /forgot`.
pub async fn show(_: Ctx<Anyone>) -> Answer {
    page(200, &blank())
}

/// `POST /forgot`.
pub async fn send(ctx: Ctx<Anyone>) -> Answer {
    let form = ctx.form()?;
    let mut shown = blank();
    shown.identifier = Field::of(form.shown("identifier"));
    shown.company = Field::of(form.shown("company"));
    let identifier = match Identifier::parse(form.get("identifier")) {
        Ok(Identifier::Username { username, .. }) => {
            match PartnerName::parse(form.get("company")) {
                Ok(name) => Identifier::Username {
                    username,
                    company_key: Some(name.key()),
                },
                Err(fault) => {
                    shown.company.fault = Some(format!("{fault} It is needed with a username."));
                    return wrong_field(&shown);
                }
            }
        }
        Ok(email) => email,
        Err(fault) => {
            shown.identifier.fault = Some(fault);
            return wrong_field(&shown);
        }
    };
    match ctx.app.engine.request_reset(identifier, &ctx.visitor).await {
        Ok(()) => page(
            200,
            &ForgotSent {
                identifier: form.shown("identifier"),
                sender: ctx.app.engine.settings().sender_address().to_owned(),
                sign_in_href: "/sign-in".into(),
            },
        ),
        Err(Failure::Refused(refusal @ SignInRefusal::TooManyTries(_))) => {
            let wait = refusal.clone();
            Ok(with_wait(
                crate::failure::Failed::of(&refusal).respond(&ctx.reference),
                &wait,
            ))
        }
        Err(failure) => Err(failure.into()),
    }
}
