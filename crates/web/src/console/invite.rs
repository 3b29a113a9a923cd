//! Inviting one member.

use super::reading::{groups, read, roles, shell};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::Field;
use crate::view::console::{InvitePage, Tick};
use engine::Failure;
use engine::identity::members::MemberDraft;
use kernel::{DisplayName, EmailAddress, Refusal, Username};
use model::identity::{HubRole, MemberRefusal};

async fn view(ctx: &Ctx<Master>, form: &Form) -> Result<InvitePage, Failed> {
    let ticked: Vec<&str> = form.all("group").collect();
    let groups = groups(&ctx.app, &ctx.who.1)
        .await?
        .into_iter()
        .filter(|g| g.group.rule.is_none())
        .map(|g| {
            let id = g.group.id.to_string();
            Tick {
                ticked: ticked.contains(&id.as_str()),
                value: id,
                text: g.group.name.as_str().into(),
                detail: g.group.description,
            }
        })
        .collect();
    let role = form.get("role");
    Ok(InvitePage {
        shell: shell(ctx, "/console/members").await?,
        roles: roles(if role.is_empty() { "user" } else { role }),
        groups,
        ..InvitePage::default()
    })
}

/// `GET /console/members/invite`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    page(200, &view(&ctx, &Form::default()).await?)
}

/// `POST /console/members/invite`.
pub async fn send(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let (email, email_field) = read(&form, "email", EmailAddress::parse);
    let (display_name, name_field) = read(&form, "name", DisplayName::parse);
    let (username, username_field) = read(&form, "username", |text| {
        if text.trim().is_empty() {
            Ok(None)
        } else {
            Username::parse(text).map(Some)
        }
    });
    let mut view = view(&ctx, &form).await?;
    (view.email, view.display_name, view.username) = (email_field, name_field, username_field);
    let (Some(email), Some(display_name), Some(username)) = (email, display_name, username) else {
        return page(422, &view);
    };
    let draft = MemberDraft {
        email,
        display_name,
        username,
        hub_role: HubRole::parse(form.get("role")).unwrap_or(HubRole::User),
        groups: form.all("group").filter_map(|g| g.parse().ok()).collect(),
    };
    match ctx.app.engine.invite_member(&ctx.who.1, draft).await {
        Ok(_) => Ok(see_other("/console/members?done=invited")),
        Err(Failure::Refused(refusal)) => {
            let text = format!("{} {}", refusal.sentence(), refusal.remedy());
            let at = match refusal {
                MemberRefusal::UsernameTaken => &mut view.username,
                _ => &mut view.email,
            };
            *at = Field::at_fault(at.value.clone(), text);
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
