//! One run for one person: look, make the next call, look again, until nothing more is due.

use super::call::Endpoint;
use super::claim::DueAccount;
use super::facts::Stand;
use crate::outside::Outside;
use crate::{Broken, Engine};
use futures_util::future::join_all;
use kernel::Scope;
use model::access::{
    AccountLinkKind, Goal, Heard, Judged, LinkState, ModuleAccount, Outcome, Position, Sight, Step,
    judge, next_step,
};
use scim::client::RemoteId;
use store::StoreFault;

/// Most calls of one run. None needs half as many; a module that leads in circles comes again later.
const MOST_STEPS: usize = 16;

/// What a run knows.
pub(super) struct Run {
    pub endpoint: Endpoint,
    pub subject: String,
    pub stand: Stand,
    pub at: Position,
    /// The module's id of her account.
    pub remote: Option<RemoteId>,
    /// The account as it was read or made in this run.
    pub account: Option<ModuleAccount>,
    /// How the bond came about, if one is to be made.
    pub kind: AccountLinkKind,
    /// The module's words.
    pub fault: String,
    /// The body that was read last.
    pub body: Vec<u8>,
}

/// How a step ended: it is to go on, or this came of it.
pub(super) type Stepped = Result<Option<Outcome>, Heard>;

impl Engine {
    /// Does what is due at modules, all that they bear at once; how many it were.
    ///
    /// # Errors
    /// [`Broken`], when the database cannot be used; a module that does not answer is no error here.
    pub async fn provision_due(&self, outside: &dyn Outside) -> Result<usize, Broken> {
        let due = self.claim_accounts().await?;
        let count = due.len();
        let runs = due.into_iter().map(|one| self.provision_one(one, outside));
        // All end before the first error is told: each has its own outcome.
        for run in join_all(runs).await {
            run?;
        }
        Ok(count)
    }

    /// Brings one person's account at one module to where it should be, as far as the module goes
    /// along, and writes down what came of it.
    ///
    /// # Errors
    /// [`Broken`], when that cannot be written.
    pub async fn provision_one(
        &self,
        due: DueAccount,
        outside: &dyn Outside,
    ) -> Result<(), Broken> {
        match self.run_for(&due, outside).await {
            // Somebody else wrote the same bond in between: it comes again and sees that.
            Err(Broken::Store(StoreFault::Taken(_))) => {
                let why = "it was changed at the same moment";
                self.postpone(&due, "", None, why.into()).await
            }
            other => other,
        }
    }

    async fn run_for(&self, due: &DueAccount, outside: &dyn Outside) -> Result<(), Broken> {
        let Some(mut run) = self.begin_run(due).await? else {
            return Ok(());
        };
        for _ in 0..MOST_STEPS {
            let step = next_step(&run.at);
            if let Step::Settle(outcome) = step {
                return self.settle_run(due, run, outcome).await;
            }
            match self.take_step(due, &mut run, step, outside).await? {
                Ok(None) => {}
                Ok(Some(outcome)) => return self.settle_run(due, run, outcome).await,
                Err(heard) => match judge(step, heard) {
                    Judged::Learnt(sight) => run.learn(sight),
                    Judged::Settle(outcome, words) => {
                        run.fault = words;
                        return self.settle_run(due, run, outcome).await;
                    }
                    Judged::Again { pause, why } => {
                        let goal = run.at.goal.as_str();
                        return self.postpone(due, goal, pause, why).await;
                    }
                },
            }
        }
        let why = "the module says something else each time";
        self.postpone(due, run.at.goal.as_str(), None, why.into())
            .await
    }

    /// How things stand at this moment; none when that settles it.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    async fn begin_run(&self, due: &DueAccount) -> Result<Option<Run>, Broken> {
        let task = &due.task;
        let mut tx = self.db.read().await?;
        let link = store::access::links::find(&mut tx, task.link_id).await?;
        let Some(link) = link.filter(|l| l.state == LinkState::Active) else {
            drop(tx);
            self.leave(
                due,
                Goal::Leave(Outcome::LeftAlone).as_str(),
                Outcome::LeftAlone,
            )
            .await?;
            return Ok(None);
        };
        let scope = Scope::of(link.partner_id);
        let manifest = store::access::links::manifest(&mut tx, scope, link.instance_id).await?;
        let Some((manifest, _)) = manifest else {
            drop(tx);
            self.leave(due, "", Outcome::NoEndpoint).await?;
            return Ok(None);
        };
        let stand = self
            .stand_of(&mut tx, &link, &manifest, task.affiliation_id, Some(task))
            .await?;
        let endpoint = self.endpoint_of(&mut tx, link).await?;
        drop(tx);
        let goal = stand.goal;
        // Of somebody who is gone with her account, what came of it stays to be seen.
        if stand.bond.is_none() && stand.place.is_none() {
            let outcome = task.outcome.unwrap_or(Outcome::LeftAlone);
            self.leave(due, &task.goal, outcome).await?;
            return Ok(None);
        }
        let Some(endpoint) = endpoint else {
            let outcome = match goal {
                Goal::Leave(outcome) => outcome,
                _ => Outcome::NoEndpoint,
            };
            self.leave(due, goal.as_str(), outcome).await?;
            return Ok(None);
        };
        let remote = stand.remote.as_deref().and_then(RemoteId::parse);
        Ok(Some(Run {
            subject: self.subject_of(&endpoint.client, task.affiliation_id),
            at: Position {
                goal,
                known: remote.is_some(),
                bound: stand.bond.is_some(),
                copy: stand.copy.as_ref().map(|c| c.active),
                sight: Sight::Nothing,
                ended_by_hub: task.ended_by_hub,
                changed: false,
                made: false,
                creates: stand.creates,
            },
            endpoint,
            stand,
            remote,
            account: None,
            kind: AccountLinkKind::Matched,
            fault: String::new(),
            body: Vec::new(),
        }))
    }
}

impl Run {
    pub(super) fn learn(&mut self, sight: Sight) {
        if sight == Sight::Gone && self.at.goal == Goal::Present {
            // The account that was hers is not there any more: she has none.
            (self.at.known, self.at.bound, self.at.copy) = (false, false, None);
            self.remote = None;
            self.account = None;
        }
        self.at.sight = sight;
    }
}
