//! What is due at a module and what came of it, as the console lists it.

use crate::identity::member_list::anywhere;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{LinkId, Scope, Timestamp};
use model::access::{Outcome, ProvisionState};
use model::identity::{AffiliationId, Population};

statements! {
    LIST_TASKS = "SELECT t.affiliation_id, t.population, CASE WHEN t.asked > t.done AND t.outcome = 'owed' THEN 'owed' WHEN t.asked > t.done AND t.lease_until > $6 THEN 'running' WHEN t.asked > t.done THEN 'waiting' WHEN t.outcome = 'kept_last_admin' THEN 'kept' WHEN t.outcome IN ('created', 'matched', 'in_step', 'reactivated', 'deactivated', 'deleted', 'deleted_as_deactivated', 'absent_there', 'left_alone', 'not_linked_yet') THEN 'in_step' ELSE 'refused' END, t.goal, t.outcome, t.fault, t.attempts, t.due_at, t.proved_at, COALESCE(i.display_name, ''), COALESCE(i.email, ''), b.remote_id FROM provision_task t LEFT JOIN member m ON m.id = t.affiliation_id LEFT JOIN end_user e ON e.id = t.affiliation_id LEFT JOIN identity i ON i.id = COALESCE(m.identity_id, e.identity_id) LEFT JOIN account_link b ON b.link_id = t.link_id AND b.affiliation_id = t.affiliation_id WHERE t.partner_id = $1 AND t.link_id = $2 AND t.affiliation_id > $3 AND ($4 = '' OR $4 = CASE WHEN t.asked > t.done AND t.outcome = 'owed' THEN 'owed' WHEN t.asked > t.done AND t.lease_until > $6 THEN 'running' WHEN t.asked > t.done THEN 'waiting' WHEN t.outcome = 'kept_last_admin' THEN 'kept' WHEN t.outcome IN ('created', 'matched', 'in_step', 'reactivated', 'deactivated', 'deleted', 'deleted_as_deactivated', 'absent_there', 'left_alone', 'not_linked_yet') THEN 'in_step' ELSE 'refused' END) AND ($5 = '' OR lower(i.display_name) LIKE $5 ESCAPE '!' OR lower(i.email) LIKE $5 ESCAPE '!') ORDER BY t.affiliation_id LIMIT $7";
    COUNT_TASKS = "SELECT CASE WHEN t.asked > t.done AND t.outcome = 'owed' THEN 'owed' WHEN t.asked > t.done AND t.lease_until > $3 THEN 'running' WHEN t.asked > t.done THEN 'waiting' WHEN t.outcome = 'kept_last_admin' THEN 'kept' WHEN t.outcome IN ('created', 'matched', 'in_step', 'reactivated', 'deactivated', 'deleted', 'deleted_as_deactivated', 'absent_there', 'left_alone', 'not_linked_yet') THEN 'in_step' ELSE 'refused' END AS state, COUNT(*) FROM provision_task t WHERE t.partner_id = $1 AND t.link_id = $2 GROUP BY state LIMIT 10";
    TASKS_OF_PERSON = "SELECT t.link_id, CASE WHEN t.asked > t.done AND t.outcome = 'owed' THEN 'owed' WHEN t.asked > t.done AND t.lease_until > $3 THEN 'running' WHEN t.asked > t.done THEN 'waiting' WHEN t.outcome = 'kept_last_admin' THEN 'kept' WHEN t.outcome IN ('created', 'matched', 'in_step', 'reactivated', 'deactivated', 'deleted', 'deleted_as_deactivated', 'absent_there', 'left_alone', 'not_linked_yet') THEN 'in_step' ELSE 'refused' END, t.outcome, t.fault, t.proved_at FROM provision_task t WHERE t.partner_id = $1 AND t.affiliation_id = $2 LIMIT 1000";
    OWED_TASKS = "SELECT COUNT(*) FROM provision_task WHERE asked > done AND outcome = 'owed'";
}

/// A person of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvisionRow {
    /// The person.
    pub affiliation_id: AffiliationId,
    /// Where her account stands.
    pub state: ProvisionState,
    /// The word of what should be true; empty before it was looked at.
    pub goal: String,
    /// What came of it last.
    pub outcome: Option<Outcome>,
    /// The module's words, or why it is tried again.
    pub fault: String,
    /// Attempts since it was asked for.
    pub attempts: i64,
    /// When it is tried next, while it waits.
    pub due_at: Timestamp,
    /// When the module was read to have done it.
    pub proved_at: Option<Timestamp>,
    /// Her name; empty when she is gone.
    pub name: String,
    /// Her address.
    pub email: String,
    /// The module's id of her account, where one is bound to her.
    pub remote_id: Option<String>,
}

/// Which people are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProvisionFilter {
    /// In this state.
    pub state: Option<ProvisionState>,
    /// With this anywhere in name or address.
    pub text: String,
}

/// What is due for one person at a link, or came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskOfPerson {
    /// The link.
    pub link_id: LinkId,
    /// Where her account stands.
    pub state: ProvisionState,
    /// What came of it last.
    pub outcome: Option<Outcome>,
    /// The module's words, or why it is tried again.
    pub fault: String,
    /// When the module was read to have done it.
    pub proved_at: Option<Timestamp>,
}

/// What is due for one person at every link.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn of_person(
    tx: &mut Tx,
    scope: Scope,
    person: AffiliationId,
    now: Timestamp,
) -> Result<Vec<TaskOfPerson>, StoreFault> {
    let values = [scope.partner().0.into(), person.bytes().into(), now.into()];
    let rows = tx.all(&TASKS_OF_PERSON, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok(TaskOfPerson {
                link_id: LinkId(c.id()?),
                state: c.parsed(ProvisionState::parse)?,
                outcome: Outcome::parse(&c.text()?),
                fault: c.text()?,
                proved_at: c.time_or_null()?,
            })
        })
        .collect()
}

/// People of a link, in the order in which they became known, after one of them.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
    filter: &ProvisionFilter,
    after: Option<AffiliationId>,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<ProvisionRow>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        link.0.into(),
        after.map_or([0; 16], AffiliationId::bytes).into(),
        filter.state.map_or("", ProvisionState::as_str).into(),
        anywhere(&filter.text).into(),
        now.into(),
        limit.into(),
    ];
    let rows = tx.all(&LIST_TASKS, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            let bytes = c.id()?;
            Ok(ProvisionRow {
                affiliation_id: AffiliationId::of(c.parsed(Population::parse)?, bytes),
                state: c.parsed(ProvisionState::parse)?,
                goal: c.text()?,
                outcome: Outcome::parse(&c.text()?),
                fault: c.text()?,
                attempts: c.int()?,
                due_at: c.time()?,
                proved_at: c.time_or_null()?,
                name: c.text()?,
                email: c.text()?,
                remote_id: c.text_or_null()?,
            })
        })
        .collect()
}

/// How many people of a link are in each state; states of nobody are left out.
///
/// # Errors
/// See above.
pub async fn count(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
    now: Timestamp,
) -> Result<Vec<(ProvisionState, i64)>, StoreFault> {
    let values = [scope.partner().0.into(), link.0.into(), now.into()];
    let rows = tx.all(&COUNT_TASKS, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((c.parsed(ProvisionState::parse)?, c.int()?))
        })
        .collect()
}

/// How much all modules owe.
///
/// # Errors
/// See above.
pub async fn owed(tx: &mut Tx) -> Result<i64, StoreFault> {
    match tx.one(&OWED_TASKS, &[]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}
