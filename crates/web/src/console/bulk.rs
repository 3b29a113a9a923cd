//! Many members at once: preview, then the deed.

use super::reading::{filter, shell};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::fresh::Fresh;
use crate::guard::Master;
use crate::view::console::{BulkPage, BulkRow, RefusedCount};
use crate::view::initials;
use engine::identity::members::{BulkAction, BulkOutcome, Selection};
use kernel::Refusal;
use model::identity::HubRole;

/// The action of a form's word.
pub fn action(word: &str) -> Option<BulkAction> {
    Some(match word.split_once(':') {
        None => match word {
            "deactivate" => BulkAction::Deactivate,
            "reactivate" => BulkAction::Reactivate,
            "delete" => BulkAction::Delete,
            "restore" => BulkAction::Restore,
            "resend" => BulkAction::ResendInvitation,
            _ => return None,
        },
        Some(("role", role)) => BulkAction::Role(HubRole::parse(role)?),
        Some(("join", id)) => BulkAction::JoinGroup(id.parse().ok()?),
        Some(("leave", id)) => BulkAction::LeaveGroup(id.parse().ok()?),
        Some(_) => return None,
    })
}

/// Who a form means: the ticked, or all that its filter finds.
fn selection(form: &Form) -> Selection {
    if form.get("everybody") == "yes" {
        Selection::Matching(filter(&Form::parse(form.get("filter").as_bytes())))
    } else {
        Selection::Ids(form.all("id").filter_map(|id| id.parse().ok()).collect())
    }
}

fn list(query: &str) -> String {
    if query.is_empty() {
        "/console/members".into()
    } else {
        format!("/console/members?{query}")
    }
}

/// Title, what it means, what is said of each, and whether it shuts people out.
const fn words(action: &BulkAction) -> (&'static str, &'static str, &'static str, bool) {
    match action {
        BulkAction::Deactivate => (
            "Deactivate",
            "They are signed out everywhere at once and cannot sign in until they are reactivated. Open invitations are withdrawn.",
            "Is deactivated",
            true,
        ),
        BulkAction::Reactivate => (
            "Reactivate",
            "They may sign in again with the login they have. Whose invitation was withdrawn gets a new one by mail.",
            "Is reactivated",
            false,
        ),
        BulkAction::Delete => (
            "Delete",
            "They are signed out everywhere at once. For 30 days each can be restored; then groups, grants and the login are removed for good. The audit log stays.",
            "Is deleted in 30 days",
            true,
        ),
        BulkAction::Restore => (
            "Restore",
            "The deletion is taken back. They stay deactivated until they are reactivated.",
            "Is restored",
            false,
        ),
        BulkAction::Role(HubRole::Master) => (
            "Give the role Master",
            "Masters administer everything here: people, modules, settings.",
            "Becomes a master",
            true,
        ),
        BulkAction::Role(HubRole::Billing) => (
            "Give the role Billing",
            "They see invoices and the subscription, and open modules.",
            "Gets the role Billing",
            false,
        ),
        BulkAction::Role(HubRole::User) => (
            "Give the role User",
            "They open modules and administer nothing.",
            "Gets the role User",
            false,
        ),
        BulkAction::ResendInvitation => (
            "Send the invitation again",
            "They get a new mail; the link of the old one is void.",
            "Gets a new mail",
            false,
        ),
        BulkAction::JoinGroup(_) => (
            "Add to the group",
            "They get into the modules that the group opens.",
            "Joins",
            false,
        ),
        BulkAction::LeaveGroup(_) => (
            "Take out of the group",
            "They lose the modules that they had by the group alone. Whom its rule lets in stays in.",
            "Leaves",
            false,
        ),
    }
}

fn row(one: &BulkOutcome, said: &str) -> BulkRow {
    let name = one.row.display_name.as_str();
    let (outcome, remedy, tone) = match &one.outcome {
        Ok(true) => (said.to_owned(), String::new(), "good"),
        Ok(false) => ("Is so already".to_owned(), String::new(), ""),
        Err(refusal) => (refusal.sentence(), refusal.remedy(), "bad"),
    };
    BulkRow {
        id: one.row.member.id.to_string(),
        initials: initials(name),
        name: name.into(),
        email: one.row.email.as_str().into(),
        outcome,
        remedy,
        tone,
    }
}

/// `POST /console/members/bulk`: what it would do. Nothing changes.
pub async fn preview(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let word = form.get("action").to_owned();
    let Some(action) = action(&word) else {
        return Ok(see_other("/console/members?done=no_action"));
    };
    let selection = selection(&form);
    let found = ctx
        .app
        .engine
        .preview_bulk(&ctx.who.1, &selection, &action)
        .await?;
    if found.too_many {
        return Ok(see_other("/console/members?done=too_many"));
    }
    let (title, meaning, said, dangerous) = words(&action);
    let refused = found
        .refused
        .iter()
        .map(|(refusal, count)| RefusedCount {
            count: *count,
            sentence: refusal.sentence(),
            remedy: refusal.remedy(),
        })
        .collect();
    let (ids, everybody) = match &selection {
        Selection::Ids(ids) => (ids.iter().map(ToString::to_string).collect(), false),
        Selection::Matching(_) => (Vec::new(), true),
    };
    let filter = form.get("filter").chars().take(2_000).collect::<String>();
    let view = BulkPage {
        shell: shell(&ctx, "/console/members").await?,
        title: title.into(),
        meaning,
        changed: found.changed,
        unchanged: found.unchanged,
        refused,
        rows: found.named.iter().map(|one| row(one, said)).collect(),
        more: found.total - found.named.len(),
        dangerous,
        action: word,
        ids,
        back: list(&filter),
        filter,
        everybody,
    };
    page(200, &view)
}

/// `POST /console/members/bulk/run`: does it, after a new proof.
pub async fn run(ctx: Ctx<Fresh<Master>>) -> Answer {
    let form = ctx.form()?;
    let Master(signed, admin) = &ctx.who.who;
    check_form_token(&ctx.app, signed, &form)?;
    let Some(action) = action(form.get("action")) else {
        return Ok(see_other("/console/members?done=no_action"));
    };
    let selection = selection(&form);
    let done = ctx.app.engine.run_bulk(admin, &selection, &action).await?;
    if done.too_many {
        return Ok(see_other("/console/members?done=too_many"));
    }
    let refused: usize = done.refused.iter().map(|(_, n)| n).sum();
    Ok(see_other(&format!(
        "/console/members?done=bulk&changed={}&refused={refused}",
        done.changed
    )))
}
