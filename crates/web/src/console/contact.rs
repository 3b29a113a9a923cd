//! One contact: her record, her profile, and what can be done for her.

use super::contacts::{outcome, profiles, state_words};
use super::reading::{shell, when};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::fresh::{Fresh, FreshFactor};
use crate::guard::Master;
use crate::view::console::{CauseLine, ContactAddressLine, ContactPage, RelationLine};
use crate::view::{Notice, Tone};
use engine::Failure;
use engine::directory::contacts::{ContactView, Relation};
use kernel::{ContactId, Refusal};
use model::directory::{CompanyState, ContactChangeRefusal, ContactRefusal, ContactState, Profile};
use model::identity::AffiliationState;

fn id_of(ctx: &Ctx<Master>) -> Result<ContactId, Failed> {
    ctx.placeholder("contact")
        .parse()
        .map_err(|_| Failed::of(&ContactChangeRefusal::Unknown))
}

/// Something that stands in somebody's way.
pub(super) fn cause(refusal: &ContactRefusal) -> CauseLine {
    CauseLine {
        title: refusal.title(),
        sentence: refusal.sentence(),
        remedy: refusal.remedy(),
        code: refusal.code(),
    }
}

const fn login_words(state: AffiliationState) -> &'static str {
    match state {
        AffiliationState::Active => "Active",
        AffiliationState::Invited => "Waits for her to set it up",
        AffiliationState::Deactivated | AffiliationState::Withdrawn => "Deactivated",
    }
}

fn relations(found: &ContactView) -> Vec<RelationLine> {
    let line = |one: &Relation| {
        let (state, tone) = state_words(one.source.state);
        RelationLine {
            company_id: one.source.company_id.to_string(),
            company: one.company.clone(),
            site: one.site.clone(),
            record: format!("{} #{}", one.connection, one.source.psa_id),
            state,
            tone,
            main: one.source.main,
            bill_to: one.source.bill_to,
            closed: one.company_state == CompanyState::Deactivated
                && one.source.state == ContactState::Active,
        }
    };
    found.relations.iter().map(line).collect()
}

/// The page of a contact as she is.
async fn view(ctx: &Ctx<Master>, id: ContactId) -> Result<ContactPage, Failed> {
    let found = ctx.app.engine.get_contact(&ctx.who.1, id).await?;
    let contact = &found.contact;
    let address = |one: &engine::directory::contacts::AddressView| {
        let (outcome, tone) = outcome(&one.readiness);
        ContactAddressLine {
            email: one.email.clone(),
            outcome,
            tone,
        }
    };
    let kept = Profile::kept(&contact.profile).to_string();
    let chosen = found.profiles.name(&kept).map_or("revoked", |_| &kept);
    let activity = super::audit::activity(ctx, &found.activity, &id.to_string()).await?;
    Ok(ContactPage {
        shell: shell(ctx, "/console/contacts").await?,
        notice: None,
        id: id.to_string(),
        version: contact.version,
        name: contact.display_name(),
        job: contact.title.clone(),
        addresses: found.addresses.iter().map(address).collect(),
        relations: relations(&found),
        profiles: profiles(&found.profiles, chosen),
        allows: found.allows.in_words(),
        profile_fault: None,
        unsaved: false,
        ready: found.readiness.ready(),
        causes: found.readiness.causes.iter().map(cause).collect(),
        login: found
            .login
            .as_ref()
            .map_or("None yet", |l| login_words(l.state)),
        has_login: found.login.is_some(),
        has_factor: found.login.as_ref().is_some_and(|l| l.has_factor),
        mailed: when(found.mailed_at),
        synced: contact.synced_at.for_people(),
        undo: found.undo.map_or_else(String::new, |(_, name)| name),
        activity,
    })
}

/// `GET /console/contacts/{contact}`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let mut view = view(&ctx, id_of(&ctx)?).await?;
    view.notice = match ctx.query().get("done") {
        "saved" => Some("Saved."),
        "undone" => Some("She has again what she had before."),
        "mailed" => Some("The mail is on its way."),
        "factors" => {
            Some("Her second factors are gone. A mail brings her the link to set up new ones.")
        }
        _ => None,
    }
    .map(|text| Notice::new(Tone::Good, text));
    page(200, &view)
}

/// The page with what was not done, and why. What was chosen stays chosen.
async fn refused(
    ctx: &Ctx<Master>,
    id: ContactId,
    refusal: &ContactChangeRefusal,
    chosen: &str,
) -> Answer {
    if *refusal == ContactChangeRefusal::Unknown {
        return Err(Failed::of(refusal));
    }
    let mut view = view(ctx, id).await?;
    let text = format!("{} {}", refusal.sentence(), refusal.remedy());
    match refusal {
        ContactChangeRefusal::ChangedMeanwhile | ContactChangeRefusal::ProfileUnknown => {
            let has = view.profiles.iter().find(|c| c.chosen);
            let has = has.map_or_else(String::new, |c| format!(" She has {} now.", c.text));
            if view.profiles.iter().any(|c| c.value == chosen) {
                for choice in &mut view.profiles {
                    choice.chosen = choice.value == chosen;
                }
            }
            view.unsaved = true;
            view.profile_fault = Some(format!("{text}{has}"));
        }
        _ => view.notice = Some(Notice::new(Tone::Bad, text)),
    }
    page(422, &view)
}

/// `POST /console/contacts/{contact}`: save, undo the last change, or mail, after a new proof.
pub async fn change(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let version = form.get("version").parse().unwrap_or(-1);
    let chosen = form.get("profile");
    let (done, said) = match form.get("do") {
        "save" => match Profile::parse(chosen) {
            Some(profile) => (
                engine.save_contact(admin, id, version, profile).await,
                "saved",
            ),
            None => (
                Err(Failure::Refused(ContactChangeRefusal::ProfileUnknown)),
                "",
            ),
        },
        "undo" => (engine.undo_contact(admin, id, version).await, "undone"),
        "mail" => (engine.mail_contact(admin, id).await, "mailed"),
        _ => return Ok(see_other(&format!("/console/contacts/{id}"))),
    };
    match done {
        Ok(()) => Ok(see_other(&format!("/console/contacts/{id}?done={said}"))),
        Err(Failure::Refused(refusal)) => refused(&ctx, id, &refusal, chosen).await,
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /console/contacts/{contact}/factors`: resets her second factors, after a new proof by one.
pub async fn reset_factors(ctx: Ctx<FreshFactor<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let engine = &ctx.app.engine;
    match engine.reset_contact_factors(&ctx.who.1, id).await {
        Ok(()) => Ok(see_other(&format!("/console/contacts/{id}?done=factors"))),
        Err(Failure::Refused(refusal)) => {
            let mut view = view(&ctx, id).await?;
            let text = format!("{} {}", refusal.sentence(), refusal.remedy());
            view.notice = Some(Notice::new(Tone::Bad, text));
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
