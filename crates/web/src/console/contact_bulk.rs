//! One profile for many contacts: preview, the deed, and the way back.

use super::contacts::{filter, filter_query, profiles, with_query};
use super::reading::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::fresh::Fresh;
use crate::guard::Master;
use crate::view::console::{
    BulkRow, Choice, ContactActionLine, ContactBulkPage, ContactBulkResult, RefusedCount, thousands,
};
use crate::view::{Notice, Tone, initials};
use engine::Failure;
use engine::directory::contacts::{
    ContactAction, ContactBulkOutcome, ContactSelection, ProfileNames,
};
use kernel::Refusal;
use model::directory::{ContactFilter, Profile};

/// Who a form means: all who get invoices, all that its filter finds, or the ticked.
fn selection(form: &Form) -> ContactSelection {
    match form.get("whom") {
        "bill_to" => ContactSelection::Matching(ContactFilter {
            bill_to: Some(true),
            ..ContactFilter::default()
        }),
        "filter" => ContactSelection::Matching(filter(&Form::parse(form.get("filter").as_bytes()))),
        _ => ContactSelection::Ids(form.all("id").filter_map(|id| id.parse().ok()).collect()),
    }
}

fn row(one: &ContactBulkOutcome, profile: Profile, title: &str) -> BulkRow {
    let name = one.row.contact.display_name();
    let (outcome, remedy, tone) = match &one.outcome {
        Ok(true) if profile == Profile::Revoked => ("Loses access".into(), String::new(), "warn"),
        Ok(true) => (format!("Gets {title}"), String::new(), "good"),
        Ok(false) => ("Has it already".into(), String::new(), ""),
        Err(cause) => (cause.title().into(), cause.remedy(), "bad"),
    };
    BulkRow {
        id: one.row.contact.id.to_string(),
        initials: initials(&name),
        name,
        email: one.row.contact.emails.first().cloned().unwrap_or_default(),
        outcome,
        remedy,
        tone,
    }
}

async fn start(ctx: &Ctx<Master>, query: &Form) -> Result<ContactBulkPage, Failed> {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let names = engine.contact_profiles(admin).await?;
    let line = |a: ContactAction| ContactActionLine {
        id: a.id.to_string(),
        profile: names.of(&a.profile).to_owned(),
        at: a.done_at.for_people(),
        changed: thousands(a.changed),
        undone: a.undone_at.map(|at| at.for_people()).unwrap_or_default(),
    };
    let actions = engine.list_contact_actions(admin).await?;
    Ok(ContactBulkPage {
        shell: shell(ctx, "/console/contacts").await?,
        whom: Choice::of(
            [
                ("bill_to", "All default bill-to contacts"),
                ("filter", "All contacts"),
            ],
            query.get("whom"),
        ),
        profiles: profiles(&names, "admin"),
        actions: actions.into_iter().map(line).collect(),
        back: "/console/contacts".into(),
        ..ContactBulkPage::default()
    })
}

fn counted(n: usize, one: &str, many: &str) -> String {
    match n {
        1 => format!("One contact {one}"),
        n => format!(
            "{} contacts {many}",
            thousands(i64::try_from(n).unwrap_or(i64::MAX))
        ),
    }
}

fn notice(query: &Form, names: &ProfileNames) -> Option<Notice> {
    let number = |name: &str| query.get(name).parse::<usize>().unwrap_or(0);
    let (text, left) = match query.get("done") {
        "run" => {
            let profile = names.of(query.get("gave")).to_owned();
            let text = counted(
                number("changed"),
                &format!("got {profile}."),
                &format!("got {profile}."),
            );
            let left = match number("left_out") {
                0 => String::new(),
                n => format!(
                    " {}",
                    counted(
                        n,
                        "was left out and stayed as it was.",
                        "were left out and stayed as they were."
                    )
                ),
            };
            (text, left)
        }
        "undone" => {
            let text = counted(
                number("changed"),
                "has again what it had.",
                "have again what they had.",
            );
            let left = match number("left_out") {
                0 => String::new(),
                n => format!(
                    " {}",
                    counted(
                        n,
                        "was changed since and stayed.",
                        "were changed since and stayed."
                    )
                ),
            };
            (text, left)
        }
        _ => return None,
    };
    let tone = if left.is_empty() {
        Tone::Good
    } else {
        Tone::Warn
    };
    Some(Notice::new(tone, format!("{text}{left}")))
}

/// The page that says why nothing was done.
async fn refused(ctx: &Ctx<Master>, form: &Form, refusal: &impl Refusal) -> Answer {
    let mut view = start(ctx, form).await?;
    let text = format!("{} {}", refusal.sentence(), refusal.remedy());
    view.notice = Some(Notice::new(Tone::Bad, text));
    page(422, &view)
}

/// `GET /console/contacts/bulk`: whom it could be for; with a profile, what it would do. Nothing
/// changes.
pub async fn preview(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let mut view = start(&ctx, &query).await?;
    let names = engine.contact_profiles(admin).await?;
    let Some(profile) = Profile::parse(query.get("profile")) else {
        view.notice = notice(&query, &names);
        return page(200, &view);
    };
    let selection = selection(&query);
    let previewed = engine.preview_contact_bulk(admin, &selection, profile);
    let found = match previewed.await {
        Ok(found) => found,
        Err(Failure::Refused(refusal)) => return refused(&ctx, &query, &refusal).await,
        Err(Failure::Broken(broken)) => return Err(broken.into()),
    };
    let title = names.of(&profile.to_string()).to_owned();
    view.filter = match &selection {
        ContactSelection::Matching(filter) => filter_query(filter),
        ContactSelection::Ids(_) => {
            filter_query(&filter(&Form::parse(query.get("filter").as_bytes())))
        }
    };
    view.back = match query.get("whom") {
        "bill_to" => "/console/contacts/bulk".into(),
        _ => with_query("/console/contacts", &view.filter),
    };
    if let ContactSelection::Ids(ids) = &selection {
        view.ids = ids.iter().map(ToString::to_string).collect();
    }
    view.whom_word = match selection {
        ContactSelection::Ids(_) => String::new(),
        ContactSelection::Matching(_) => "filter".into(),
    };
    view.profile = profile.to_string();
    view.preview = Some(ContactBulkResult {
        changed: found.changed,
        unchanged: found.unchanged,
        left_out: found
            .left_out
            .iter()
            .map(|(cause, count)| RefusedCount {
                count: *count,
                sentence: cause.title().into(),
                remedy: cause.remedy(),
            })
            .collect(),
        more: match found.total - found.named.len() {
            0 => String::new(),
            n => thousands(i64::try_from(n).unwrap_or(i64::MAX)),
        },
        rows: found
            .named
            .iter()
            .map(|one| row(one, profile, &title))
            .collect(),
        takes: profile == Profile::Revoked,
        profile: title,
    });
    page(200, &view)
}

/// `POST /console/contacts/bulk/run`: does it, after a new proof.
pub async fn run(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let Some(profile) = Profile::parse(form.get("profile")) else {
        return Ok(see_other("/console/contacts/bulk"));
    };
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let selection = selection(&form);
    match engine.run_contact_bulk(admin, &selection, profile).await {
        Ok(done) => {
            let left_out: usize = done.left_out.iter().map(|(_, n)| n).sum();
            Ok(see_other(&format!(
                "/console/contacts/bulk?done=run&gave={profile}&changed={}&left_out={left_out}",
                done.changed
            )))
        }
        Err(Failure::Refused(refusal)) => refused(&ctx, &form, &refusal).await,
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /console/contacts/bulk/undo`: takes an action back, after a new proof.
pub async fn undo(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let unknown = model::directory::ContactChangeRefusal::ActionUnknown;
    let Ok(id) = form.get("action").parse() else {
        return refused(&ctx, &form, &unknown).await;
    };
    match ctx.app.engine.undo_contact_bulk(&ctx.who.1, id).await {
        Ok(done) => Ok(see_other(&format!(
            "/console/contacts/bulk?done=undone&changed={}&left_out={}",
            done.put_back, done.left
        ))),
        Err(Failure::Refused(refusal)) => refused(&ctx, &form, &refusal).await,
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
