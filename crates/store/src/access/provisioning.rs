//! Rows of what is due at modules: marked by verbs in their own transaction, claimed by the worker with
//! a lease, settled by it.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{GroupId, InstanceId, LinkId, PartnerId, Scope, Timestamp};
use model::access::Outcome;
use model::identity::{AffiliationId, Population};

statements! {
    /// The links that look after accounts, of one instance or of all: nothing is written where nothing
    /// is turned on.
    MARK_PERSON = "INSERT INTO provision_task (link_id, affiliation_id, population, partner_id, asked, done, goal, outcome, fault, attempts, due_at, lease_until) SELECT l.id, $2, $3, l.partner_id, 1, 0, '', '', '', 0, $4, 0 FROM module_link l WHERE l.partner_id = $1 AND l.state = 'active' AND ($5 = 0 OR l.instance_id = $6) AND (l.policy LIKE '%\"jit_provisioning\":true%' OR l.policy LIKE '%\"deprovisioning\":true%') ON CONFLICT (link_id, affiliation_id) DO UPDATE SET asked = provision_task.asked + 1, attempts = 0, due_at = $4";
    /// Whoever was offboarded, wherever anything is linked.
    MARK_LEAVER = "INSERT INTO provision_task (link_id, affiliation_id, population, partner_id, asked, done, goal, outcome, fault, attempts, due_at, lease_until) SELECT l.id, $2, $3, l.partner_id, 1, 0, '', '', '', 0, $4, 0 FROM module_link l WHERE l.partner_id = $1 AND l.state = 'active' ON CONFLICT (link_id, affiliation_id) DO UPDATE SET asked = provision_task.asked + 1, attempts = 0, due_at = $4";
    MARK_GROUP = "INSERT INTO provision_task (link_id, affiliation_id, population, partner_id, asked, done, goal, outcome, fault, attempts, due_at, lease_until) SELECT l.id, g.affiliation_id, CASE WHEN EXISTS (SELECT 1 FROM end_user e WHERE e.id = g.affiliation_id) THEN 'client' ELSE 'staff' END, l.partner_id, 1, 0, '', '', '', 0, $3, 0 FROM module_link l JOIN group_affiliation g ON g.group_id = $2 WHERE l.partner_id = $1 AND l.state = 'active' AND ($4 = 0 OR l.instance_id = $5) AND (l.policy LIKE '%\"jit_provisioning\":true%' OR l.policy LIKE '%\"deprovisioning\":true%') ON CONFLICT (link_id, affiliation_id) DO UPDATE SET asked = provision_task.asked + 1, attempts = 0, due_at = $3";
    /// Everybody whom a link reaches: granted directly or by a group, bound, or matched by what she is
    /// called; and whoever was looked at before.
    MARK_LINK = "INSERT INTO provision_task (link_id, affiliation_id, population, partner_id, asked, done, goal, outcome, fault, attempts, due_at, lease_until) SELECT $1, x.id, CASE WHEN EXISTS (SELECT 1 FROM end_user e WHERE e.id = x.id) THEN 'client' ELSE 'staff' END, $2, 1, 0, '', '', '', 0, $3, 0 FROM (SELECT g.holder_id AS id FROM module_link l JOIN access_grant g ON g.instance_id = l.instance_id WHERE l.id = $1 AND g.holder_kind = 'affiliation' UNION SELECT m.affiliation_id FROM module_link l JOIN access_grant g ON g.instance_id = l.instance_id JOIN group_affiliation m ON m.group_id = g.holder_id WHERE l.id = $1 UNION SELECT affiliation_id FROM account_link WHERE link_id = $1 UNION SELECT affiliation_id FROM provision_task WHERE link_id = $1) x WHERE EXISTS (SELECT 1 FROM module_link l WHERE l.id = $1 AND l.state = 'active' AND (l.policy LIKE '%\"jit_provisioning\":true%' OR l.policy LIKE '%\"deprovisioning\":true%')) ON CONFLICT (link_id, affiliation_id) DO UPDATE SET asked = provision_task.asked + 1, attempts = 0, due_at = $3";
    REACHED_BY_LINK = "SELECT x.id, CASE WHEN EXISTS (SELECT 1 FROM end_user e WHERE e.id = x.id) THEN 'client' ELSE 'staff' END FROM (SELECT g.holder_id AS id FROM module_link l JOIN access_grant g ON g.instance_id = l.instance_id WHERE l.id = $1 AND g.holder_kind = 'affiliation' UNION SELECT m.affiliation_id FROM module_link l JOIN access_grant g ON g.instance_id = l.instance_id JOIN group_affiliation m ON m.group_id = g.holder_id WHERE l.id = $1 UNION SELECT affiliation_id FROM account_link WHERE link_id = $1 UNION SELECT affiliation_id FROM provision_task WHERE link_id = $1) x WHERE x.id > $2 ORDER BY x.id LIMIT 200";
    DUE_LINKS = "SELECT DISTINCT link_id FROM provision_task WHERE asked > done AND due_at <= $1 AND (lease_until <= $1 OR lease_until > $2) LIMIT 1000";
    CLAIM_TASKS = "UPDATE provision_task SET lease_until = $3, attempts = attempts + 1 WHERE link_id = $1 AND affiliation_id IN (SELECT affiliation_id FROM provision_task WHERE link_id = $1 AND asked > done AND due_at <= $2 AND (lease_until <= $2 OR lease_until > $3) ORDER BY due_at, affiliation_id LIMIT $4) AND (lease_until <= $2 OR lease_until > $3) RETURNING affiliation_id, population, partner_id, asked, done, goal, outcome, attempts, ended_by_hub";
    FIND_TASK = "SELECT affiliation_id, population, partner_id, asked, done, goal, outcome, attempts, ended_by_hub FROM provision_task WHERE link_id = $1 AND affiliation_id = $2";
    SETTLE_TASK = "UPDATE provision_task SET done = $4, goal = $5, outcome = $6, fault = $7, attempts = 0, lease_until = 0, proved_at = $8, ended_by_hub = $9 WHERE link_id = $1 AND affiliation_id = $2 AND lease_until = $3";
    POSTPONE_TASK = "UPDATE provision_task SET goal = $4, outcome = CASE WHEN $5 = '' THEN outcome ELSE $5 END, fault = $6, due_at = $7, lease_until = 0 WHERE link_id = $1 AND affiliation_id = $2 AND lease_until = $3";
    FORGET_TASK = "DELETE FROM provision_task WHERE link_id = $1 AND affiliation_id = $2 AND lease_until = $3 AND asked = $4 AND ended_by_hub = 0";
    NOTE_ENDED_BY_HUB = "UPDATE provision_task SET ended_by_hub = $4 WHERE link_id = $1 AND affiliation_id = $2 AND lease_until = $3";
    RETRY_TASKS = "UPDATE provision_task SET asked = asked + 1, attempts = 0, due_at = $4 WHERE partner_id = $1 AND link_id = $2 AND ($3 = 0 OR affiliation_id = $5) AND (asked > done OR $3 = 1 OR outcome NOT IN ('created', 'matched', 'in_step', 'reactivated', 'deactivated', 'deleted', 'deleted_as_deactivated', 'absent_there', 'left_alone'))";
    RELEASE_TASKS = "UPDATE provision_task SET lease_until = 0 WHERE lease_until > 0";
    HOLD_MODULE_LINK = "UPDATE module_link SET seq = seq WHERE id = $1";
    OTHER_ADMINS = "SELECT COUNT(*) FROM module_account WHERE link_id = $1 AND active = 1 AND security_admin = 1 AND remote_id <> $2";
    OTHER_PRIMARIES = "SELECT COUNT(*) FROM module_account WHERE link_id = $1 AND active = 1 AND primary_user = 1 AND remote_id <> $2";
}

/// What is due, or was, for one person at one link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    /// The link.
    pub link_id: LinkId,
    /// The person.
    pub affiliation_id: AffiliationId,
    /// The partner.
    pub partner_id: PartnerId,
    /// How often it was asked for.
    pub asked: i64,
    /// How much of that is done.
    pub done: i64,
    /// The word of the goal when it was looked at last; empty before.
    pub goal: String,
    /// What came of it last.
    pub outcome: Option<Outcome>,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// Whether the hub has deactivated the account.
    pub ended_by_hub: bool,
}

fn read(link_id: LinkId, c: &mut Columns<'_>) -> Result<TaskRow, StoreFault> {
    let bytes = c.id()?;
    let population = c.parsed(Population::parse)?;
    Ok(TaskRow {
        link_id,
        affiliation_id: AffiliationId::of(population, bytes),
        partner_id: PartnerId(c.id()?),
        asked: c.int()?,
        done: c.int()?,
        goal: c.text()?,
        outcome: Outcome::parse(&c.text()?),
        attempt: c.int()?,
        ended_by_hub: c.flag()?,
    })
}

/// Marks a person at every link that looks after accounts, or at those of one instance; how many.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn mark_person(
    tx: &mut Tx,
    scope: Scope,
    person: AffiliationId,
    instance: Option<InstanceId>,
    now: Timestamp,
) -> Result<u64, StoreFault> {
    let values = [
        scope.partner().0.into(),
        person.bytes().into(),
        person.population().as_str().into(),
        now.into(),
        instance.is_some().into(),
        instance.map_or([0; 16], |i| i.0).into(),
    ];
    tx.run(&MARK_PERSON, &values).await
}

/// Marks a person at every link, whatever its policy; how many.
///
/// # Errors
/// See above.
pub async fn mark_leaver(
    tx: &mut Tx,
    scope: Scope,
    person: AffiliationId,
    now: Timestamp,
) -> Result<u64, StoreFault> {
    let values = [
        scope.partner().0.into(),
        person.bytes().into(),
        person.population().as_str().into(),
        now.into(),
    ];
    tx.run(&MARK_LEAVER, &values).await
}

/// Marks everybody in a group, at links as above.
///
/// # Errors
/// See above.
pub async fn mark_group(
    tx: &mut Tx,
    scope: Scope,
    group: GroupId,
    instance: Option<InstanceId>,
    now: Timestamp,
) -> Result<u64, StoreFault> {
    let values = [
        scope.partner().0.into(),
        group.0.into(),
        now.into(),
        instance.is_some().into(),
        instance.map_or([0; 16], |i| i.0).into(),
    ];
    tx.run(&MARK_GROUP, &values).await
}

/// Marks everybody whom a link reaches, while it looks after accounts.
///
/// # Errors
/// See above.
pub async fn mark_link(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
    now: Timestamp,
) -> Result<u64, StoreFault> {
    let values = [link.0.into(), scope.partner().0.into(), now.into()];
    tx.run(&MARK_LINK, &values).await
}

/// Whom a link reaches, after this one, at most two hundred.
///
/// # Errors
/// See above.
pub async fn reached(
    tx: &mut Tx,
    link: LinkId,
    after: Option<AffiliationId>,
) -> Result<Vec<AffiliationId>, StoreFault> {
    let after = after.map_or([0; 16], AffiliationId::bytes);
    let rows = tx
        .all(&REACHED_BY_LINK, &[link.0.into(), after.into()])
        .await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            let bytes = c.id()?;
            Ok(AffiliationId::of(c.parsed(Population::parse)?, bytes))
        })
        .collect()
}

/// The links at which something is due.
///
/// # Errors
/// See above.
pub async fn due_links(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Vec<LinkId>, StoreFault> {
    let rows = tx
        .all(&DUE_LINKS, &[now.into(), lease_until.into()])
        .await?;
    rows.iter().map(|r| Ok(LinkId(r.columns().id()?))).collect()
}

/// Takes what is due at a link until a moment, at most so many. A worker that dies lets its lease run
/// out, and another takes them.
///
/// # Errors
/// See above.
pub async fn claim(
    tx: &mut Tx,
    link: LinkId,
    now: Timestamp,
    lease_until: Timestamp,
    most: i64,
) -> Result<Vec<TaskRow>, StoreFault> {
    let values = [link.0.into(), now.into(), lease_until.into(), most.into()];
    let rows = tx.all(&CLAIM_TASKS, &values).await?;
    rows.iter().map(|r| read(link, &mut r.columns())).collect()
}

/// What is known of a person at a link.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    link: LinkId,
    person: AffiliationId,
) -> Result<Option<TaskRow>, StoreFault> {
    let values = [link.0.into(), person.bytes().into()];
    let row = tx.one(&FIND_TASK, &values).await?;
    row.map(|r| read(link, &mut r.columns())).transpose()
}

/// What came of a task that is done.
#[derive(Clone, Copy, Debug)]
pub struct Settled<'a> {
    /// The word of the goal that was reached for.
    pub goal: &'a str,
    /// What came of it.
    pub outcome: Outcome,
    /// The module's words, if it refused.
    pub fault: &'a str,
    /// When it was read to be so.
    pub proved_at: Option<Timestamp>,
    /// Whether the hub has deactivated the account.
    pub ended_by_hub: bool,
}

/// Writes what came of a task; false when the lease was lost to another.
///
/// # Errors
/// See above.
pub async fn settle(
    tx: &mut Tx,
    task: &TaskRow,
    lease: Timestamp,
    settled: &Settled<'_>,
) -> Result<bool, StoreFault> {
    let values = [
        task.link_id.0.into(),
        task.affiliation_id.bytes().into(),
        lease.into(),
        task.asked.into(),
        settled.goal.into(),
        settled.outcome.as_str().into(),
        settled.fault.into(),
        settled.proved_at.map(|t| t.0).into(),
        settled.ended_by_hub.into(),
    ];
    Ok(tx.run(&SETTLE_TASK, &values).await? > 0)
}

/// Lets a task wait; with another outcome where there is one. False when the lease was lost.
///
/// # Errors
/// See above.
pub async fn postpone(
    tx: &mut Tx,
    task: &TaskRow,
    lease: Timestamp,
    goal: &str,
    outcome: Option<Outcome>,
    fault: &str,
    due_at: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [
        task.link_id.0.into(),
        task.affiliation_id.bytes().into(),
        lease.into(),
        goal.into(),
        outcome.map_or("", Outcome::as_str).into(),
        fault.into(),
        due_at.into(),
    ];
    Ok(tx.run(&POSTPONE_TASK, &values).await? > 0)
}

/// Forgets a task of which nothing came, unless it was asked for anew.
///
/// # Errors
/// See above.
pub async fn forget(tx: &mut Tx, task: &TaskRow, lease: Timestamp) -> Result<bool, StoreFault> {
    let values = [
        task.link_id.0.into(),
        task.affiliation_id.bytes().into(),
        lease.into(),
        task.asked.into(),
    ];
    Ok(tx.run(&FORGET_TASK, &values).await? > 0)
}

/// Notes whether the hub has deactivated the account: before the module is asked to, so that it is
/// known even when nothing more is heard of it. False when the lease was lost.
///
/// # Errors
/// See above.
pub async fn note_ended(
    tx: &mut Tx,
    task: &TaskRow,
    lease: Timestamp,
    ended: bool,
) -> Result<bool, StoreFault> {
    let values = [
        task.link_id.0.into(),
        task.affiliation_id.bytes().into(),
        lease.into(),
        ended.into(),
    ];
    Ok(tx.run(&NOTE_ENDED_BY_HUB, &values).await? > 0)
}

/// Asks anew for one person, or for everybody at a link whose account is not as it should be; how many.
///
/// # Errors
/// See above.
pub async fn retry(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
    person: Option<AffiliationId>,
    now: Timestamp,
) -> Result<u64, StoreFault> {
    let values = [
        scope.partner().0.into(),
        link.0.into(),
        person.is_some().into(),
        now.into(),
        person.map_or([0; 16], AffiliationId::bytes).into(),
    ];
    tx.run(&RETRY_TASKS, &values).await
}

/// Ends all leases: for the only worker that there is, when it starts.
///
/// # Errors
/// See above.
pub async fn release(tx: &mut Tx) -> Result<(), StoreFault> {
    tx.run(&RELEASE_TASKS, &[]).await.map(|_| ())
}

/// Lets nobody else decide about the accounts of a link before this transaction ends.
///
/// # Errors
/// See above.
pub async fn hold_link(tx: &mut Tx, link: LinkId) -> Result<(), StoreFault> {
    tx.run(&HOLD_MODULE_LINK, &[link.0.into()])
        .await
        .map(|_| ())
}

/// How many other accounts of a link are active security admins, and how many active primary users.
///
/// # Errors
/// See above.
pub async fn others(tx: &mut Tx, link: LinkId, remote: &str) -> Result<(i64, i64), StoreFault> {
    let values = [link.0.into(), remote.into()];
    let mut counts = [0_i64; 2];
    for (count, statement) in counts.iter_mut().zip([&OTHER_ADMINS, &OTHER_PRIMARIES]) {
        if let Some(row) = tx.one(statement, &values).await? {
            *count = row.columns().int()?;
        }
    }
    Ok((counts[0], counts[1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use unified_login::LoginPolicy;

    /// The statements look for these words in the text of a policy.
    #[test]
    fn a_policy_is_kept_with_the_words_that_are_looked_for() {
        let policy = LoginPolicy {
            jit_provisioning: true,
            deprovisioning: true,
            ..LoginPolicy::default()
        };
        let text = serde_json::to_string(&policy).unwrap();
        for word in ["\"jit_provisioning\":true", "\"deprovisioning\":true"] {
            assert!(text.contains(word), "{text}");
            for statement in [&MARK_PERSON, &MARK_GROUP, &MARK_LINK] {
                assert!(statement.sql.contains(word), "{}", statement.name);
            }
        }
    }
}
