//! Forgot password: the same words whether or not the account exists.

use super::language::{chosen, shown_again};
use super::progress::{with_wait, wrong_field};
use crate::answer::{Answer, page};
use crate::context::Ctx;
use crate::guard::Anyone;
use crate::view::Field;
use crate::view::signin::{Forgot, ForgotSent};
use crate::words::{InWords as _, Words};
use engine::Failure;
use kernel::PartnerName;
use model::identity::{Identifier, SignInRefusal};

fn blank(words: Words) -> Forgot {
    Forgot {
        words,
        action: "/forgot".into(),
        identifier: Field::default(),
        company: Field::default(),
    }
}

/// `GET /forgot`.
pub async fn show(ctx: Ctx<Anyone>) -> Answer {
    page(200, &blank(ctx.words()))
}

/// `POST /forgot`.
pub async fn send(ctx: Ctx<Anyone>) -> Answer {
    let form = ctx.form()?;
    let mut words = ctx.words();
    let other = chosen(&form);
    if let Some(language) = other {
        words = words.speaking(language);
    }
    let mut shown = blank(words.clone());
    shown.identifier = Field::of(form.shown("identifier"));
    shown.company = Field::of(form.shown("company"));
    if other.is_some() {
        return shown_again(&ctx, &words, page(200, &shown));
    }
    let identifier = match Identifier::parse(form.get("identifier")) {
        Ok(Identifier::Username { username, .. }) => {
            match PartnerName::parse(form.get("company")) {
                Ok(name) => Identifier::Username {
                    username,
                    company_key: Some(name.key()),
                },
                Err(fault) => {
                    shown.company.fault =
                        Some(words.forgot_company_needed(&fault.in_words(&words)));
                    return wrong_field(&shown);
                }
            }
        }
        Ok(email) => email,
        Err(fault) => {
            shown.identifier.fault = Some(fault.in_words(&words));
            return wrong_field(&shown);
        }
    };
    match ctx.app.engine.request_reset(identifier, &ctx.visitor).await {
        Ok(()) => page(
            200,
            &ForgotSent {
                words,
                identifier: form.shown("identifier"),
                sender: ctx.app.engine.settings().sender_address().to_owned(),
                sign_in_href: "/sign-in".into(),
            },
        ),
        Err(Failure::Refused(refusal @ SignInRefusal::TooManyTries(_))) => {
            let wait = refusal.clone();
            Ok(with_wait(
                crate::failure::Failed::of(&refusal).respond(&ctx.reference, &words),
                &wait,
            ))
        }
        Err(failure) => Err(failure.into()),
    }
}
