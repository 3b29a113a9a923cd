//! The first page of a new installation.

use super::field::{again, read};
use super::language::{chosen, shown_again};
use super::progress::wrong_field;
use crate::answer::{Answer, page, see_other};
use crate::context::Ctx;
use crate::guard::Anyone;
use crate::view::Field;
use crate::view::signin::{FirstRun, FirstRunDone};
use engine::Failure;
use kernel::{DisplayName, EmailAddress, PartnerName};
use model::identity::SignInRefusal;

/// `GET /set-up`.
pub async fn show(ctx: Ctx<Anyone>) -> Answer {
    if !ctx.app.engine.needs_set_up().await? {
        return Ok(see_other("/sign-in"));
    }
    let blank = FirstRun {
        words: ctx.words(),
        action: "/set-up".into(),
        ..FirstRun::default()
    };
    page(200, &blank)
}

/// `POST /set-up`.
pub async fn set_up(ctx: Ctx<Anyone>) -> Answer {
    let form = ctx.form()?;
    let words = ctx.words();
    if let Some(language) = chosen(&form) {
        let typed = |name| Field::of(form.shown(name));
        let words = words.speaking(language);
        let again = FirstRun {
            words: words.clone(),
            action: "/set-up".into(),
            token: typed("token"),
            partner_name: typed("partner_name"),
            display_name: typed("display_name"),
            email: typed("email"),
        };
        return shown_again(&ctx, &words, page(200, &again));
    }
    let partner = read(&form, &words, "partner_name", PartnerName::parse);
    let name = read(&form, &words, "display_name", DisplayName::parse);
    let email = read(&form, &words, "email", EmailAddress::parse);
    let mut shown = FirstRun {
        words: words.clone(),
        action: "/set-up".into(),
        // The token is short-lived and hers; typing it again would be a nuisance.
        token: Field::of(form.shown("token")),
        partner_name: again(&partner, &form, "partner_name"),
        display_name: again(&name, &form, "display_name"),
        email: again(&email, &form, "email"),
    };
    let (Ok(partner), Ok(display_name), Ok(email)) = (partner, name, email) else {
        return wrong_field(&shown);
    };
    let asked = engine::operation::FirstRun {
        token: form.secret("token"),
        partner,
        display_name,
        email: email.clone(),
    };
    match ctx.app.engine.first_run(asked, &ctx.visitor).await {
        Ok(()) => page(
            200,
            &FirstRunDone {
                words: words.clone(),
                email: email.as_str().to_owned(),
                sender: ctx.app.engine.settings().sender_address().to_owned(),
            },
        ),
        Err(Failure::Refused(refusal @ SignInRefusal::SetUpToken)) => {
            shown.token.fault = Some(words.told_in_a_line(&refusal));
            wrong_field(&shown)
        }
        Err(failure) => Err(failure.into()),
    }
}
