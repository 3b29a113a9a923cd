//! More or fewer rights for a member: what a stolen session must not do.

use super::member::{id_of, view};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::fresh::Fresh;
use crate::guard::Master;
use crate::view::{Notice, Tone};
use engine::Failure;
use kernel::Refusal;
use model::identity::{HubRole, MemberChange, MemberRefusal};

/// `POST /console/members/{member}/rights`: another role, or root.
pub async fn change(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let change = match form.get("do") {
        "make_root" => Some(MemberChange::Root(true)),
        "take_root" => Some(MemberChange::Root(false)),
        _ => HubRole::parse(form.get("role")).map(MemberChange::Role),
    };
    let Some(change) = change else {
        return Ok(see_other(&format!("/console/members/{id}")));
    };
    match ctx.app.engine.change_member(&ctx.who.1, id, change).await {
        Ok(_) => Ok(see_other(&format!("/console/members/{id}?done=saved"))),
        Err(Failure::Refused(MemberRefusal::Unknown)) => Err(Failed::of(&MemberRefusal::Unknown)),
        Err(Failure::Refused(refusal)) => {
            let mut view = view(&ctx, id).await?;
            let text = format!("{} {}", refusal.sentence(), refusal.remedy());
            view.notice = Some(Notice::new(Tone::Bad, text));
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
