//! What came of a run is written down: the task, the bond, the hub's copy, the audit log.

use super::claim::DueAccount;
use super::run::Run;
use crate::{Broken, Engine};
use kernel::{AccountLinkId, Scope, Span, Timestamp};
use model::access::{
    ATTEMPTS, AccountLink, Goal, Outcome, ProvisionState, Sight, Standing, pause_of,
};
use model::operation::{Actor, AuditDraft};
use scim::client::RemoteId;
use serde_json::json;
use store::Tx;
use store::access::provisioning::{Settled, TaskRow};
use unified_login::{AccountEvent, Event};

impl Engine {
    /// Settles a task without a call.
    pub(super) async fn leave(
        &self,
        due: &DueAccount,
        goal: &str,
        outcome: Outcome,
    ) -> Result<(), Broken> {
        let (engine, task, lease) = (self.clone(), due.task.clone(), due.lease);
        let goal = goal.to_owned();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if forgettable(&task, outcome)
                        && store::access::provisioning::forget(tx, &task, lease).await?
                    {
                        return Ok(());
                    }
                    let settled = Settled {
                        goal: &goal,
                        outcome,
                        fault: "",
                        proved_at: None,
                        ended_by_hub: task.ended_by_hub,
                    };
                    if store::access::provisioning::settle(tx, &task, lease, &settled).await? {
                        engine.note_outcome(tx, &task, outcome, "", &json!({}));
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Lets a task wait: for as long as the module asked for, else longer each time. What was tried
    /// often enough is owed from then on.
    pub(super) async fn postpone(
        &self,
        due: &DueAccount,
        goal: &str,
        pause: Option<Span>,
        why: String,
    ) -> Result<(), Broken> {
        let (engine, task, lease) = (self.clone(), due.task.clone(), due.lease);
        let (now, goal) = (self.now(), goal.to_owned());
        if let Some(pause) = pause {
            self.paces.busy(task.link_id, now, now + pause);
        }
        let owed = (task.attempt >= ATTEMPTS).then_some(Outcome::Owed);
        let wait = match (owed, pause) {
            (None, Some(pause)) => pause,
            _ => pause_of(task.attempt, self.chance()),
        };
        tracing::warn!(link.id = %task.link_id, person.id = %task.affiliation_id, attempt = task.attempt, fault = why, "an account at a module is not yet as it should be");
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let at = now + wait;
                    let goal = if goal.is_empty() { &task.goal } else { &goal };
                    let written = store::access::provisioning::postpone(
                        tx, &task, lease, goal, owed, &why, at,
                    )
                    .await?;
                    if let Some(owed) = owed.filter(|_| written) {
                        engine.note_outcome(tx, &task, owed, &why, &json!({}));
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Writes what came of a run.
    pub(super) async fn settle_run(
        &self,
        due: &DueAccount,
        run: Run,
        outcome: Outcome,
    ) -> Result<(), Broken> {
        if let Goal::Leave(outcome) = run.at.goal {
            let gone = run.stand.standing == Standing::Gone && outcome == Outcome::LeftAlone;
            if !gone {
                return self.leave(due, run.at.goal.as_str(), outcome).await;
            }
        }
        let (engine, task, lease) = (self.clone(), due.task.clone(), due.lease);
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.settle_rows(tx, &task, lease, run, outcome).await })
            })
            .await
    }

    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    async fn settle_rows(
        &self,
        tx: &mut Tx,
        task: &TaskRow,
        lease: Timestamp,
        mut run: Run,
        mut outcome: Outcome,
    ) -> Result<(), Broken> {
        let (now, link) = (self.now(), run.endpoint.link.clone());
        let scope = Scope::of(link.partner_id);
        if let Some(remote) = &run.remote {
            let remote = remote.as_str();
            let owner = store::access::account_links::of_remote(tx, scope, link.id, remote).await?;
            if owner.is_some_and(|o| o.affiliation_id != task.affiliation_id) {
                // Never taken from whoever has it.
                (outcome, run.remote, run.account) = (Outcome::OtherAccount, None, None);
            }
        }
        let goal = if outcome == Outcome::KeptLastAdmin {
            Goal::Leave(outcome)
        } else {
            run.at.goal
        };
        let settled = Settled {
            goal: goal.as_str(),
            outcome,
            fault: &run.fault,
            proved_at: proof(&run, outcome).then_some(now),
            ended_by_hub: match outcome {
                Outcome::Deactivated | Outcome::DeletedAsDeactivated => run.at.ended_by_hub,
                Outcome::Created | Outcome::Matched | Outcome::Reactivated | Outcome::Deleted => {
                    false
                }
                Outcome::InStep => task.ended_by_hub && run.at.goal != Goal::Present,
                _ => task.ended_by_hub,
            },
        };
        if !store::access::provisioning::settle(tx, task, lease, &settled).await? {
            return Ok(());
        }
        self.settle_bond(tx, task, &run, outcome).await?;
        let words = json!({
            "module": run.endpoint.manifest.name,
            "tenant": link.tenant.name,
            "account": run.remote.as_ref().or(run.stand.remote.as_deref().and_then(RemoteId::parse).as_ref()).map(RemoteId::as_str),
        });
        self.note_outcome(tx, task, outcome, &run.fault, &words);
        // Whoever lost a grant is not known to be gone at the module otherwise.
        let told = match (outcome, run.stand.standing) {
            (Outcome::Deactivated, Standing::Here) if run.at.changed => {
                Some(AccountEvent::Disabled)
            }
            (Outcome::Reactivated, _) => Some(AccountEvent::Enabled),
            _ => None,
        };
        if let Some(what) = told {
            let event = Event::Account {
                what,
                sub: run.subject.clone(),
                account: run.remote.as_ref().map(|r| r.as_str().to_owned()),
            };
            self.tell_module(tx, &link, event).await?;
        }
        Ok(())
    }

    /// The bond and the hub's copy of the account.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    async fn settle_bond(
        &self,
        tx: &mut Tx,
        task: &TaskRow,
        run: &Run,
        outcome: Outcome,
    ) -> Result<(), Broken> {
        let (now, link) = (self.now(), run.endpoint.link.id);
        let scope = Scope::of(run.endpoint.link.partner_id);
        let had = run.stand.bond.as_ref().map(|b| b.remote_id.as_str());
        let has = run.remote.as_ref().map(RemoteId::as_str);
        let absent = matches!(outcome, Outcome::Deleted | Outcome::AbsentThere);
        let done = run.stand.standing == Standing::Gone
            && matches!(outcome.state(), ProvisionState::InStep);
        if let Some(account) = run.account.as_ref().filter(|_| !absent) {
            store::access::accounts::put(tx, account, now).await?;
        }
        let ends = absent || done || (has.is_some() && has != had);
        if let Some(had) = had.filter(|_| ends) {
            store::access::account_links::delete(tx, scope, link, had).await?;
            if !done || outcome == Outcome::Deleted {
                store::access::accounts::forget(tx, link, had).await?;
            }
        }
        let Some(remote) = has.filter(|r| !absent && !done && Some(*r) != had) else {
            return Ok(());
        };
        let bond = AccountLink {
            id: AccountLinkId::new(now, self.chance()),
            partner_id: task.partner_id,
            link_id: link,
            affiliation_id: task.affiliation_id,
            remote_id: remote.to_owned(),
            kind: run.kind,
            created_at: now,
            last_used_at: None,
        };
        store::access::account_links::insert(tx, &bond).await?;
        let words = format!("{} {remote}", task.affiliation_id);
        let draft = AuditDraft::new(
            Some(task.partner_id),
            Actor::Hub,
            "account_link.made",
            bond.id,
        );
        self.record(tx, draft.because(run.kind.as_str()).change("", words));
        Ok(())
    }

    /// An entry, when something has happened or is said for the first time.
    fn note_outcome(
        &self,
        tx: &mut Tx,
        task: &TaskRow,
        outcome: Outcome,
        fault: &str,
        words: &serde_json::Value,
    ) {
        let Some(action) = outcome.action() else {
            return;
        };
        let again = task.outcome == Some(outcome) && outcome.state() != ProvisionState::InStep;
        if again || (task.outcome == Some(outcome) && task.ended_by_hub) {
            return;
        }
        let why = if fault.is_empty() {
            outcome.as_str().to_owned()
        } else {
            format!("{}: {fault}", outcome.as_str())
        };
        let draft = AuditDraft::new(
            Some(task.partner_id),
            Actor::Hub,
            action,
            task.affiliation_id,
        );
        self.record(tx, draft.because(why).change("", words.to_string()));
    }
}

/// Whether the module was read to have done what should be true of somebody who leaves.
fn proof(run: &Run, outcome: Outcome) -> bool {
    let read = matches!(run.at.sight, Sight::There { active: false } | Sight::Gone);
    let leaving = matches!(run.at.goal, Goal::Deactivated { .. } | Goal::Deleted);
    leaving && read && outcome.state() == ProvisionState::InStep
}

/// A task of which nothing came and nothing is known: it need not be kept.
fn forgettable(task: &TaskRow, outcome: Outcome) -> bool {
    outcome == Outcome::LeftAlone
        && !task.ended_by_hub
        && matches!(task.outcome, None | Some(Outcome::LeftAlone))
}
