//! Access profiles: the list, one of them, a new one.

use super::reading::{read, shell};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::fresh::Fresh;
use crate::guard::Master;
use crate::view::console::{ProfileLine, ProfilePage, ProfilesPage, Tick, thousands};
use crate::view::{Field, Notice, Tone};
use engine::Failure;
use engine::directory::contacts::{ProfileDraft, ProfileRow};
use kernel::{AccessProfileId, DisplayName, Refusal};
use model::directory::{AccessSwitch, MOST_PROFILES, Profile, ProfileRefusal, Switches};

fn line(row: &ProfileRow) -> ProfileLine {
    ProfileLine {
        href: match row.profile {
            Profile::Custom(id) => format!("/console/profiles/{id}"),
            Profile::Revoked | Profile::Admin => String::new(),
        },
        name: row.name.clone(),
        allows: row.switches.in_words(),
        contacts: thousands(row.contacts),
        contacts_href: format!("/console/contacts?profile={}", row.profile),
    }
}

/// `GET /console/profiles`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let rows = ctx.app.engine.list_profiles(&ctx.who.1).await?;
    let own = rows
        .iter()
        .filter(|r| matches!(r.profile, Profile::Custom(_)))
        .count();
    let view = ProfilesPage {
        shell: shell(&ctx, "/console/profiles").await?,
        notice: match ctx.query().get("done") {
            "deleted" => Some(Notice::new(Tone::Good, "The profile was deleted.")),
            _ => None,
        },
        room: i64::try_from(own).unwrap_or(MOST_PROFILES) < MOST_PROFILES,
        rows: rows.iter().map(line).collect(),
    };
    page(200, &view)
}

fn ticks(on: &Switches) -> Vec<Tick> {
    let tick = |switch: AccessSwitch| Tick {
        value: switch.as_str().into(),
        text: switch.title().into(),
        detail: String::new(),
        ticked: on.has(switch),
    };
    AccessSwitch::ALL.into_iter().map(tick).collect()
}

/// `GET /console/profiles/new`.
pub async fn show_new(ctx: Ctx<Master>) -> Answer {
    page(200, &blank(&ctx).await?)
}

async fn blank(ctx: &Ctx<Master>) -> Result<ProfilePage, Failed> {
    Ok(ProfilePage {
        shell: shell(ctx, "/console/profiles").await?,
        switches: ticks(&Switches::default()),
        ..ProfilePage::default()
    })
}

fn id_of(ctx: &Ctx<Master>) -> Result<AccessProfileId, Failed> {
    ctx.placeholder("profile")
        .parse()
        .map_err(|_| Failed::of(&ProfileRefusal::Unknown))
}

async fn view(ctx: &Ctx<Master>, id: AccessProfileId) -> Result<ProfilePage, Failed> {
    let row = ctx.app.engine.get_profile(&ctx.who.1, id).await?;
    Ok(ProfilePage {
        id: id.to_string(),
        display_name: Field::of(&row.name),
        kept_name: row.name,
        switches: ticks(&row.switches),
        contacts: row.contacts,
        contacts_in_words: match row.contacts {
            0 => "No contact has it.".into(),
            1 => "One contact has it.".into(),
            n => format!("{} contacts have it.", thousands(n)),
        },
        ..blank(ctx).await?
    })
}

/// `GET /console/profiles/{profile}`.
pub async fn show_one(ctx: Ctx<Master>) -> Answer {
    let mut view = view(&ctx, id_of(&ctx)?).await?;
    if ctx.query().get("done") == "saved" {
        view.notice = Some(Notice::new(Tone::Good, "Saved."));
    }
    page(200, &view)
}

/// Puts a refusal beside the field that it is about.
fn refuse(mut view: ProfilePage, refusal: ProfileRefusal) -> Answer {
    let text = format!("{} {}", refusal.sentence(), refusal.remedy());
    match refusal {
        ProfileRefusal::Unknown => return Err(Failed::of(&refusal)),
        ProfileRefusal::NameTaken | ProfileRefusal::NameBuiltIn => {
            view.display_name.fault = Some(text);
        }
        ProfileRefusal::NothingOn => view.switches_fault = Some(text),
        ProfileRefusal::InUse(_) | ProfileRefusal::TooMany => {
            view.notice = Some(Notice::new(Tone::Bad, text));
        }
    }
    page(422, &view)
}

async fn save(
    ctx: &Ctx<Master>,
    form: &Form,
    id: Option<AccessProfileId>,
    mut view: ProfilePage,
) -> Answer {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let (name, field) = read(form, "name", DisplayName::parse);
    let switches = Switches::of(form.all("switch").filter_map(AccessSwitch::parse));
    view.display_name = field;
    view.switches = ticks(&switches);
    let Some(name) = name else {
        return page(422, &view);
    };
    let draft = ProfileDraft { name, switches };
    let kept = match id {
        Some(id) => engine.change_profile(admin, id, draft).await.map(|()| id),
        None => engine.make_profile(admin, draft).await,
    };
    match kept {
        Ok(id) => Ok(see_other(&format!("/console/profiles/{id}?done=saved"))),
        Err(Failure::Refused(refusal)) => refuse(view, refusal),
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /console/profiles/new`: after a new proof.
pub async fn make(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let view = blank(&ctx).await?;
    save(&ctx, &form, None, view).await
}

/// `POST /console/profiles/{profile}`: change or delete, after a new proof.
pub async fn change(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let view = view(&ctx, id).await?;
    if form.get("do") != "delete" {
        return save(&ctx, &form, Some(id), view).await;
    }
    if form.get("sure") != "yes" {
        return Ok(see_other(&format!("/console/profiles/{id}")));
    }
    match ctx.app.engine.delete_profile(&ctx.who.1, id).await {
        Ok(()) => Ok(see_other("/console/profiles?done=deleted")),
        Err(Failure::Refused(refusal)) => refuse(view, refusal),
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
