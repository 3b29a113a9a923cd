//! What is due at modules is taken, as much of each as the module bears.

use crate::{Broken, Engine};
use kernel::{LinkId, Span, Timestamp};
use model::access::Pace;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::access::provisioning::TaskRow;

/// How long a worker may hold a task before another takes it: longer than all calls of a run can take.
const LEASE: Span = Span::minutes(5);
/// Most tasks of all links that run at once on a node.
pub(super) const AT_ONCE: usize = 128;

#[derive(Debug, Default)]
struct OfLink {
    pace: Pace,
    running: usize,
}

/// How many calls each module bears, found out since this node started; cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paces(Arc<Mutex<BTreeMap<LinkId, OfLink>>>);

impl Paces {
    fn inner(&self) -> MutexGuard<'_, BTreeMap<LinkId, OfLink>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Takes as many places of a link as are free, at most so many.
    fn take(&self, link: LinkId, now: Timestamp, most: usize) -> usize {
        let mut all = self.inner();
        let of_link = all.entry(link).or_default();
        let free = of_link.pace.allowed(now).saturating_sub(of_link.running);
        let taken = free.min(most);
        of_link.running += taken;
        taken
    }
    fn give_back(&self, link: LinkId, places: usize) {
        if let Some(of_link) = self.inner().get_mut(&link) {
            of_link.running = of_link.running.saturating_sub(places);
        }
    }
    pub(super) fn good(&self, link: LinkId) {
        self.inner().entry(link).or_default().pace.good();
    }
    pub(super) fn busy(&self, link: LinkId, now: Timestamp, until: Timestamp) {
        self.inner().entry(link).or_default().pace.busy(now, until);
    }
    /// How many calls a link bears at this moment.
    pub(super) fn allowed(&self, link: LinkId, now: Timestamp) -> usize {
        self.inner().entry(link).or_default().pace.allowed(now)
    }
    /// The first moment at which a link that pauses goes on.
    fn next(&self, now: Timestamp) -> Option<Timestamp> {
        let all = self.inner();
        all.values().filter_map(|l| l.pace.paused(now)).min()
    }
}

/// Somebody whose account at a module is due, taken until its lease runs out. Its place among those
/// that run at once is free again when it is dropped.
#[derive(Debug)]
pub struct DueAccount {
    pub(super) task: TaskRow,
    pub(super) lease: Timestamp,
    paces: Paces,
}

impl Drop for DueAccount {
    fn drop(&mut self) {
        self.paces.give_back(self.task.link_id, 1);
    }
}

impl Engine {
    /// Takes what is due at modules, each for [`Engine::provision_one`]: of every link as much as its
    /// module bears beside what runs already. What is not settled comes again when its lease of five
    /// minutes has run out.
    ///
    /// # Errors
    /// [`Broken`], when the database cannot be used.
    pub async fn claim_accounts(&self) -> Result<Vec<DueAccount>, Broken> {
        let now = self.now();
        let lease = now + LEASE;
        // Most of the time nothing waits, and a look costs less than a write.
        let links = {
            let mut tx = self.db.read().await?;
            store::access::provisioning::due_links(&mut tx, now, lease).await?
        };
        let mut due = Vec::new();
        for link in links {
            let places = self.paces.take(link, now, AT_ONCE - due.len().min(AT_ONCE));
            if places == 0 {
                continue;
            }
            let most = i64::try_from(places).unwrap_or(1);
            let claimed = self
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        store::access::provisioning::claim(tx, link, now, lease, most).await
                    })
                })
                .await;
            let claimed = match claimed {
                Ok(claimed) => claimed,
                Err(fault) => {
                    self.paces.give_back(link, places);
                    return Err(fault.into());
                }
            };
            self.paces
                .give_back(link, places.saturating_sub(claimed.len()));
            let paces = &self.paces;
            due.extend(claimed.into_iter().map(|task| DueAccount {
                task,
                lease,
                paces: paces.clone(),
            }));
        }
        Ok(due)
    }

    /// How long until a module that has asked for a pause may be called again, if one has.
    pub fn pause_of_accounts(&self) -> Option<Span> {
        let now = self.now();
        self.paces.next(now).map(|until| until - now)
    }

    /// How many calls a module bears at once by what was found out; none while it pauses.
    pub fn accounts_at_once(&self, link: LinkId) -> usize {
        self.paces.allowed(link, self.now())
    }
}
