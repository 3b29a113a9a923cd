//! The confirmation before a page: the proof, then on to that page.

use crate::answer::{Answer, see_other};
use crate::context::{Ctx, check_form_token};
use crate::cookies;
use crate::fresh::{Question, ReturnTo, Taken, take};
use crate::guard::SignedIn;
use model::identity::Danger;

/// `POST /confirm`.
pub async fn confirm(ctx: Ctx<SignedIn>) -> Answer {
    let form = ctx.form()?;
    let signed = &ctx.who.0;
    // The destination comes from a form that only this session's own pages can make.
    check_form_token(&ctx.app, signed, &form)?;
    let to = ReturnTo::parse(form.get("to"));
    let danger = match form.get("strong") {
        "" => Danger::Settings,
        _ => Danger::Factors,
    };
    match take(&ctx.raw, signed, danger, &form).await {
        Taken::Right(confirmed) => Ok(cookies::set_session(
            see_other(to.path()),
            &confirmed.session_token,
            ctx.app.secure,
        )),
        Taken::Nothing => {
            Question::before(danger, to)
                .show(&ctx.raw, signed, None)
                .await
        }
        Taken::Wrong(refusal) => {
            Question::before(danger, to)
                .show(&ctx.raw, signed, Some(refusal))
                .await
        }
        Taken::Failed(failed) => Err(failed),
    }
}
