//! One profile for many contacts: a preview, the deed, and the way back.

use super::body::{Faults, answer};
use super::bulk::RefusedView;
use super::contacts::{OUTCOME_WORDS, PROFILE_WORDS, profile_filter};
use super::key::{ContactsRead, ContactsWrite, Key};
use super::words::ContactStanding;
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::directory::contacts::{ContactAction, ContactBulkPreview, ContactSelection};
use kernel::{CompanyId, ContactId, Refusal, Timestamp};
use model::directory::{ContactChangeRefusal, ContactFilter, Profile, ReadinessFilter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// All contacts that a filter finds.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactFilterIn {
    /// Words, each of which is part of her name, an address or a company of hers.
    #[schema(max_length = 100)]
    q: Option<String>,
    /// At this company.
    #[schema(value_type = Option<String>, pattern = "^com_[0-9a-f]{32}$")]
    company: Option<CompanyId>,
    /// With this profile: `revoked`, `admin`, the id of one, or `given` for any that gives access.
    #[schema(max_length = 100)]
    profile: Option<String>,
    /// How their records stand.
    state: Option<ContactStanding>,
    /// Who gets invoices: true finds all default bill-to contacts.
    bill_to: Option<bool>,
    /// What comes of them: `ready`, `not_ready`, or the code of what stands in their way first.
    #[schema(max_length = 100)]
    outcome: Option<String>,
}

/// A profile for many: `ids` or `filter` says for whom.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactActionIn {
    /// `revoked`, `admin`, or the id of a profile.
    #[schema(max_length = 100, example = "admin")]
    profile: String,
    /// These contacts.
    #[schema(value_type = Option<Vec<String>>, max_items = 1000)]
    ids: Option<Vec<ContactId>>,
    /// Or all that the filter finds at the moment of the deed.
    filter: Option<ContactFilterIn>,
}

/// What would come of it for one contact.
#[derive(Serialize, ToSchema)]
pub struct ContactActionRow {
    /// Her id.
    pub contact: String,
    /// Whether something would change.
    pub changes: bool,
    /// The code of what leaves her out.
    pub left_out: Option<String>,
}

/// What an action would do, or has done.
#[derive(Serialize, ToSchema)]
pub struct ContactActionResult {
    /// Contacts that are meant.
    pub total: usize,
    /// Contacts that change.
    pub changed: usize,
    /// Contacts that have the profile already.
    pub unchanged: usize,
    /// Contacts that stay as they are, by cause.
    pub left_out: Vec<RefusedView>,
    /// The first 200 one by one, those left out before the rest; empty after the deed.
    pub contacts: Vec<ContactActionRow>,
    /// The id by which it is undone; null where nothing was changed.
    #[schema(example = "cac_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub action: Option<String>,
}

impl From<ContactBulkPreview> for ContactActionResult {
    fn from(found: ContactBulkPreview) -> Self {
        let left_out = found.left_out.iter().map(|(cause, count)| RefusedView {
            code: cause.code().into(),
            detail: cause.sentence(),
            remedy: cause.remedy(),
            count: *count,
        });
        let contacts = found.named.iter().map(|one| ContactActionRow {
            contact: one.row.contact.id.to_string(),
            changes: one.outcome == Ok(true),
            left_out: one.outcome.as_ref().err().map(|c| c.code().into()),
        });
        Self {
            total: found.total,
            changed: found.changed,
            unchanged: found.unchanged,
            left_out: left_out.collect(),
            contacts: contacts.collect(),
            action: found.action.map(|id| id.to_string()),
        }
    }
}

fn read(asked: ContactActionIn) -> Result<(ContactSelection, Profile), Failed> {
    let mut faults = Faults::default();
    let profile = faults.read(
        "/profile",
        Profile::parse(&asked.profile).ok_or(PROFILE_WORDS),
    );
    let selection = match (asked.ids, asked.filter) {
        (Some(ids), None) => {
            if ids.len() > 1_000 {
                faults.at("/ids", "At most 1000 at once; a filter takes more.");
            }
            Some(ContactSelection::Ids(ids))
        }
        (None, Some(filter)) => Some(ContactSelection::Matching(read_filter(filter, &mut faults))),
        _ => {
            faults.at("", "Say for whom: either ids or filter.");
            None
        }
    };
    match (selection, profile) {
        (Some(selection), Some(profile)) => {
            faults.done()?;
            Ok((selection, profile))
        }
        _ => Err(faults.refusal()),
    }
}

fn read_filter(filter: ContactFilterIn, faults: &mut Faults) -> ContactFilter {
    if let Some(text) = &filter.q {
        faults.line("/filter/q", text, 100);
    }
    let profile = filter.profile.map(|text| {
        let read = profile_filter(&text).ok_or(PROFILE_WORDS);
        faults.read("/filter/profile", read)
    });
    let readiness = filter.outcome.map(|text| {
        let read = ReadinessFilter::parse(&text).ok_or(OUTCOME_WORDS);
        faults.read("/filter/outcome", read)
    });
    ContactFilter {
        text: filter.q.unwrap_or_default().trim().to_owned(),
        company: filter.company,
        profile: profile.flatten(),
        state: filter.state.map(Into::into),
        bill_to: filter.bill_to,
        readiness: readiness.flatten(),
    }
}

/// What giving a profile to many would do. Nothing changes.
#[utoipa::path(post, path = "/api/v1/contact-actions/preview", operation_id = "preview_contact_action", tag = "Contacts",
    request_body = ContactActionIn, responses((status = 200, description = "What it would do", body = ContactActionResult)))]
pub async fn preview(ctx: Ctx<Key<ContactsRead>>) -> Answer {
    let (selection, profile) = read(ctx.json()?)?;
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let found = engine.preview_contact_bulk(admin, &selection, profile);
    answer(200, &ContactActionResult::from(found.await?))
}

/// Gives a profile to many. Who could not get in with it anyhow is left out and stays as she is.
#[utoipa::path(post, path = "/api/v1/contact-actions", operation_id = "run_contact_action", tag = "Contacts",
    request_body = ContactActionIn, responses((status = 200, description = "What was done", body = ContactActionResult)))]
pub async fn run(ctx: Ctx<Key<ContactsWrite>>) -> Answer {
    let (selection, profile) = read(ctx.json()?)?;
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let done = engine.run_contact_bulk(admin, &selection, profile);
    answer(200, &ContactActionResult::from(done.await?))
}

/// An action that was run.
#[derive(Serialize, ToSchema)]
pub struct ContactActionView {
    /// The id.
    pub id: String,
    /// The profile that it gave.
    pub profile: String,
    /// Who did it.
    pub done_by: String,
    /// When.
    #[schema(format = DateTime)]
    pub done_at: String,
    /// When it was undone.
    #[schema(format = DateTime)]
    pub undone_at: Option<String>,
    /// How many contacts changed.
    pub changed: i64,
}

impl From<ContactAction> for ContactActionView {
    fn from(action: ContactAction) -> Self {
        Self {
            id: action.id.to_string(),
            profile: action.profile,
            done_by: action.done_by,
            done_at: action.done_at.rfc3339(),
            undone_at: action.undone_at.map(Timestamp::rfc3339),
            changed: action.changed,
        }
    }
}

/// The newest actions; twenty are kept.
#[derive(Serialize, ToSchema)]
pub struct ContactActions {
    /// The actions, newest first.
    pub data: Vec<ContactActionView>,
}

/// What was done to many lately.
#[utoipa::path(get, path = "/api/v1/contact-actions", operation_id = "list_contact_actions", tag = "Contacts",
    responses((status = 200, description = "The actions", body = ContactActions)))]
pub async fn list(ctx: Ctx<Key<ContactsRead>>) -> Answer {
    let found = ctx.app.engine.list_contact_actions(ctx.who.admin()).await?;
    let data = found.into_iter().map(Into::into).collect();
    answer(200, &ContactActions { data })
}

/// What an undo has done.
#[derive(Serialize, ToSchema)]
pub struct ContactUndoResult {
    /// How many have again what they had.
    pub put_back: usize,
    /// How many were changed since, or had a profile that is gone.
    pub left: usize,
}

/// Gives everybody whom an action has changed the profile back that she had, where she still has the
/// one that it gave.
#[utoipa::path(post, path = "/api/v1/contact-actions/{action}/undo", operation_id = "undo_contact_action", tag = "Contacts",
    responses((status = 200, description = "What was put back", body = ContactUndoResult)))]
pub async fn undo(ctx: Ctx<Key<ContactsWrite>>) -> Answer {
    ctx.no_body()?;
    let id = ctx
        .placeholder("action")
        .parse()
        .map_err(|_| Failed::of(&ContactChangeRefusal::ActionUnknown))?;
    let done = ctx
        .app
        .engine
        .undo_contact_bulk(ctx.who.admin(), id)
        .await?;
    answer(
        200,
        &ContactUndoResult {
            put_back: done.put_back,
            left: done.left,
        },
    )
}
