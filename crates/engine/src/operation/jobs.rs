//! Jobs and dead letters, as masters see them.

use crate::identity::Administrator;
use crate::{Broken, Engine};
use kernel::OutboxId;
use model::operation::{Job, JobFilter, OutboxState};
use store::Tx;

/// A page of jobs.
#[derive(Clone, Debug, Default)]
pub struct JobPage {
    /// The jobs, newest first.
    pub jobs: Vec<Job>,
    /// How many wait.
    pub waiting: i64,
    /// How many were given up.
    pub dead: i64,
}

/// Where an installation has one partner, its masters see all of its jobs; with several, each sees
/// the own ones.
async fn sees_all(tx: &mut Tx) -> Result<bool, Broken> {
    Ok(store::directory::partners::count(tx).await? <= 1)
}

impl Engine {
    /// Jobs, newest first, before an id.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_jobs(
        &self,
        admin: &Administrator,
        filter: &JobFilter,
        before: Option<OutboxId>,
        limit: i64,
    ) -> Result<JobPage, Broken> {
        let scope = admin.scope;
        let mut tx = self.db.read().await?;
        let all = sees_all(&mut tx).await?;
        use store::operation::outbox;
        Ok(JobPage {
            jobs: outbox::jobs(&mut tx, scope, all, filter, before, limit).await?,
            waiting: outbox::count_jobs(&mut tx, scope, all, OutboxState::Waiting).await?,
            dead: outbox::count_jobs(&mut tx, scope, all, OutboxState::Dead).await?,
        })
    }

    /// One job; none that is not hers to see.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn find_job(
        &self,
        admin: &Administrator,
        id: OutboxId,
    ) -> Result<Option<Job>, Broken> {
        let mut tx = self.db.read().await?;
        let all = sees_all(&mut tx).await?;
        Ok(store::operation::outbox::job(&mut tx, admin.scope, all, id).await?)
    }

    /// Lets a job be tried now; false when it has left or is on its way.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn retry_job(&self, admin: &Administrator, id: OutboxId) -> Result<bool, Broken> {
        let (engine, admin) = (self.clone(), admin.clone());
        let retried = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let all = sees_all(tx).await?;
                    let (scope, now) = (admin.scope, engine.now());
                    let retried = store::operation::outbox::retry(tx, scope, all, id, now).await?;
                    if retried {
                        engine.record(tx, admin.did("job.retried", id));
                    }
                    Ok::<_, Broken>(retried)
                })
            })
            .await?;
        self.nudge.notify_one();
        Ok(retried)
    }

    /// Lets every job that was given up be tried again; how many.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn retry_dead_jobs(&self, admin: &Administrator) -> Result<u64, Broken> {
        let (engine, admin) = (self.clone(), admin.clone());
        let retried = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let all = sees_all(tx).await?;
                    let (scope, now) = (admin.scope, engine.now());
                    let retried = store::operation::outbox::retry_dead(tx, scope, all, now).await?;
                    let words = serde_json::json!({ "jobs": retried }).to_string();
                    let draft = admin
                        .did("job.all_retried", scope.partner())
                        .change("", words);
                    engine.record(tx, draft);
                    Ok::<_, Broken>(retried)
                })
            })
            .await?;
        self.nudge.notify_one();
        Ok(retried)
    }

    /// Throws a job away that was given up; false when it was not.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn discard_job(&self, admin: &Administrator, id: OutboxId) -> Result<bool, Broken> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let all = sees_all(tx).await?;
                    let job = store::operation::outbox::job(tx, admin.scope, all, id).await?;
                    let gone = store::operation::outbox::discard(tx, admin.scope, all, id).await?;
                    if let (true, Some(job)) = (gone, job) {
                        let draft = admin.did("job.discarded", id).because(job.about);
                        engine.record(tx, draft);
                    }
                    Ok(gone)
                })
            })
            .await
    }
}
