//! A lost phone: taking a member's second factors away.

use super::member::{id_of, view};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::fresh::FreshFactor;
use crate::guard::Master;
use crate::view::{Notice, Tone};
use engine::Failure;
use kernel::Refusal;
use model::identity::AffiliationId;

/// `POST /console/members/{member}/factors`: removes them all and mails her a link.
pub async fn reset(ctx: Ctx<FreshFactor<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let person = AffiliationId::Member(id);
    let engine = &ctx.app.engine;
    match engine.reset_factors(&ctx.who.1, person).await {
        Ok(()) => Ok(see_other(&format!("/console/members/{id}?done=factors"))),
        Err(Failure::Refused(refusal)) => {
            let mut view = view(&ctx, id).await?;
            let text = format!("{} {}", refusal.sentence(), refusal.remedy());
            view.notice = Some(Notice::new(Tone::Bad, text));
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
