//! The audit log: searched and checked.

use super::body::{answer, short};
use super::key::{AuditRead, Key};
use super::paging::{PageOf, limit, place};
use super::problem::{FieldFault, invalid};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::operation::ChainCheck;
use kernel::Timestamp;
use model::operation::{AuditEntry, AuditFilter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An entry of the audit log.
#[derive(Serialize, ToSchema)]
pub struct AuditView {
    /// Its number in the partner's chain, from 1 without gaps.
    pub seq: i64,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// Who: the id of a member or of an API key, or a word such as `hub`.
    pub actor: String,
    /// What was done.
    #[schema(example = "member.deactivated")]
    pub action: String,
    /// To what.
    pub subject: String,
    /// Why, or by which refusal.
    pub reason: String,
    /// The state before, as JSON; empty when there was none.
    pub before: String,
    /// The state after.
    pub after: String,
    /// The network address it came from.
    pub address: String,
    /// The keyed digest over this entry and the one before.
    pub hash: String,
}

impl From<AuditEntry> for AuditView {
    fn from(entry: AuditEntry) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at.rfc3339(),
            actor: entry.actor,
            action: entry.action,
            subject: entry.subject,
            reason: entry.reason,
            before: entry.before,
            after: entry.after,
            address: entry.address,
            hash: entry.hash.iter().map(|b| format!("{b:02x}")).collect(),
        }
    }
}

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// The action, or how it begins when it ends with a dot, such as `member.`.
    #[param(max_length = 100)]
    action: Option<String>,
    /// Who did it, whole.
    #[param(max_length = 100)]
    actor: Option<String>,
    /// To what, whole.
    #[param(max_length = 100)]
    subject: Option<String>,
    /// Part of subject, reason, states or address.
    #[param(max_length = 100)]
    q: Option<String>,
    /// From this moment on (RFC 3339).
    #[param(format = DateTime)]
    from: Option<String>,
    /// Before this moment.
    #[param(format = DateTime)]
    until: Option<String>,
}

fn moment(parameter: &str, text: Option<&String>) -> Result<Option<Timestamp>, Failed> {
    let Some(text) = text else {
        return Ok(None);
    };
    let fault = || {
        invalid(vec![FieldFault {
            pointer: None,
            parameter: Some(parameter.to_owned()),
            detail: "Write a moment as 2026-11-26T12:00:00Z.".into(),
        }])
    };
    Timestamp::of_rfc3339(text).map(Some).ok_or_else(fault)
}

/// Entries of the partner's audit log, newest first, by the page.
#[utoipa::path(get, path = "/api/v1/audit", operation_id = "list_audit", tag = "Audit",
    params(AuditQuery), responses((status = 200, description = "A page of entries", body = PageOf<AuditView>)))]
pub async fn list(ctx: Ctx<Key<AuditRead>>) -> Answer {
    let asked: AuditQuery = ctx.asked()?;
    let limit = limit(asked.limit)?;
    let before: Option<i64> = place(asked.cursor.as_deref(), |t| t.parse().ok())?;
    let filter = AuditFilter {
        action: short("action", asked.action, 100)?,
        actor: short("actor", asked.actor, 100)?,
        subject: short("subject", asked.subject, 100)?,
        text: short("q", asked.q, 100)?,
        from: moment("from", asked.from.as_ref())?,
        until: moment("until", asked.until.as_ref())?,
    };
    let admin = ctx.who.admin();
    let rows = ctx
        .app
        .engine
        .search_audit(admin, &filter, before, limit + 1)
        .await?;
    let seq = |entry: &AuditEntry| entry.seq.to_string();
    answer(200, &PageOf::of(rows, limit, seq, AuditView::from))
}

/// What a check of the chain found.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChainState {
    /// Each entry follows from the one before, up to the sealed end.
    Whole,
    /// An entry does not follow from the one before.
    Changed,
    /// Entries are missing at the end.
    Cut,
}

/// The check.
#[derive(Serialize, ToSchema)]
pub struct ChainView {
    /// What it found.
    pub state: ChainState,
    /// Entries that are there; of a changed chain the number of the changed entry.
    pub entries: i64,
}

/// Follows the partner's whole chain. Nothing changes.
#[utoipa::path(post, path = "/api/v1/audit/check", operation_id = "check_audit", tag = "Audit",
    responses((status = 200, description = "What it found", body = ChainView)))]
pub async fn check(ctx: Ctx<Key<AuditRead>>) -> Answer {
    ctx.no_body()?;
    let (state, entries) = match ctx.app.engine.check_audit(ctx.who.admin()).await? {
        ChainCheck::Whole(n) => (ChainState::Whole, n),
        ChainCheck::Changed(n) => (ChainState::Changed, n),
        ChainCheck::Cut(n, _) => (ChainState::Cut, n),
    };
    answer(200, &ChainView { state, entries })
}
