//! Offboarding one member: what it would end, then the deed.

use super::member::id_of;
use super::reading::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::fresh::Fresh;
use crate::guard::Master;
use crate::view::console::{AccountToEndLine, OffboardPage};
use kernel::MemberId;
use model::identity::{LONGEST_REASON, OffboardWish};

async fn view(ctx: &Ctx<Master>, id: MemberId) -> Result<OffboardPage, Failed> {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let member = engine.get_member(admin, id).await?;
    let found = engine.preview_offboarding(admin, id).await?;
    Ok(OffboardPage {
        shell: shell(ctx, "/console/members").await?,
        id: id.to_string(),
        name: member.row.display_name.as_str().into(),
        email: member.row.email.as_str().into(),
        sessions: found.sessions,
        modules: found.modules.join(", "),
        accounts: found
            .accounts
            .into_iter()
            .map(|a| AccountToEndLine {
                known: a.remote_id.is_some(),
                module: a.module,
                tenant: a.tenant,
                ends: a.ends,
            })
            .collect(),
        unseen: found.unseen,
        api_keys: found.api_keys,
        longest_reason: LONGEST_REASON,
    })
}

/// `GET /console/members/{member}/offboard`: what would end. Nothing changes.
pub async fn preview(ctx: Ctx<Master>) -> Answer {
    let id = id_of(&ctx)?;
    page(200, &view(&ctx, id).await?)
}

/// `POST /console/members/{member}/offboard`: ends it all, after a new proof.
pub async fn run(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let wish = OffboardWish {
        deletes: form.get("deletes") == "yes",
        reason: form.get("reason").trim().to_owned(),
    };
    let report = ctx.app.engine.offboard(&ctx.who.1, id, wish).await?;
    Ok(see_other(&format!("/console/offboardings/{report}")))
}
