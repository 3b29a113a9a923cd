//! How a connection stands, for those who look, and making it go on now.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{ConflictId, PsaConnectionId};
use model::directory::sync::SyncState;
use model::directory::{ContactState, PsaCompany, PsaConfiguration, PsaConnection, PsaContact};
use store::directory::psa_conflicts::{self, HeldConflict};
use store::directory::{psa_connections, psa_differences, psa_due, psa_mirror, psa_sync};

use super::decide::DecideRefusal;

/// What there is in the PSA, and of it here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyncCounts {
    /// Companies of the PSA.
    pub companies: i64,
    /// Contacts of the PSA.
    pub contacts: i64,
    /// Configurations of the PSA.
    pub configurations: i64,
    /// Companies of the PSA that are mapped.
    pub mapped: i64,
    /// Records of contacts that are active here.
    pub active: i64,
    /// Companies whose part of the directory waits to be looked at.
    pub due: i64,
    /// Questions that nobody has answered.
    pub questions: i64,
}

/// How a connection stands.
#[derive(Clone, Debug)]
pub struct SyncView {
    /// The connection.
    pub connection: PsaConnection,
    /// How far it has been read; none where it never was.
    pub state: Option<SyncState>,
    /// What there is.
    pub counts: SyncCounts,
}

/// A person of a mapped company who has no access here by this record, and how the record stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Her number in the PSA.
    pub psa_id: i64,
    /// Her name.
    pub name: String,
    /// Her company in the PSA.
    pub company: String,
    /// How it stands; none where nothing was made of it.
    pub state: Option<ContactState>,
}

impl Engine {
    /// How a connection stands.
    ///
    /// # Errors
    /// [`DecideRefusal::Unknown`] where the partner has none of this id.
    pub async fn psa_sync_view(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<SyncView, Failure<DecideRefusal>> {
        let mut tx = self.db.read().await?;
        let connection = psa_connections::find(&mut tx, admin.scope, id)
            .await?
            .ok_or(Failure::Refused(DecideRefusal::UnknownConnection))?;
        let counts = SyncCounts {
            companies: psa_mirror::count::<PsaCompany>(&mut tx, id).await?,
            contacts: psa_mirror::count::<PsaContact>(&mut tx, id).await?,
            configurations: psa_mirror::count::<PsaConfiguration>(&mut tx, id).await?,
            mapped: psa_differences::count_mapped(&mut tx, id).await?,
            active: psa_differences::count_active(&mut tx, id).await?,
            due: psa_due::count(&mut tx, id).await?,
            questions: psa_conflicts::count(&mut tx, id).await?,
        };
        Ok(SyncView {
            state: psa_sync::find(&mut tx, id).await?,
            connection,
            counts,
        })
    }

    /// Questions about a connection, answered or not, after one of them.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_psa_conflicts(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        answered: bool,
        after: Option<ConflictId>,
        limit: i64,
    ) -> Result<Vec<HeldConflict>, Broken> {
        let mut tx = self.db.read().await?;
        let page = (after.unwrap_or(ConflictId([0; 16])), limit);
        Ok(psa_conflicts::list(&mut tx, admin.scope, id, answered, page).await?)
    }

    /// People of mapped companies who are in the PSA and not active here, after one of them.
    ///
    /// # Errors
    /// [`DecideRefusal::UnknownConnection`].
    pub async fn list_psa_differences(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Difference>, Failure<DecideRefusal>> {
        let mut tx = self.db.read().await?;
        psa_connections::find(&mut tx, admin.scope, id)
            .await?
            .ok_or(Failure::Refused(DecideRefusal::UnknownConnection))?;
        let rows = psa_differences::list(&mut tx, id, after, limit).await?;
        Ok(rows
            .into_iter()
            .map(|(psa_id, name, company, state)| Difference {
                psa_id,
                name,
                company,
                state,
            })
            .collect())
    }

    /// Reads a connection now: what was changed, or with `whole` everything.
    ///
    /// # Errors
    /// [`DecideRefusal::UnknownConnection`].
    pub async fn sync_psa_now(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        whole: bool,
    ) -> Result<(), Failure<DecideRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    psa_connections::find(tx, admin.scope, id)
                        .await?
                        .ok_or(Failure::Refused(DecideRefusal::UnknownConnection))?;
                    psa_sync::hurry(tx, id, engine.now(), whole).await?;
                    let what = if whole { "everything" } else { "changes" };
                    engine.record(tx, admin.did("psa.sync_asked", id).because(what));
                    Ok::<_, Failure<DecideRefusal>>(())
                })
            })
            .await?;
        self.nudge_psa.notify_one();
        Ok(())
    }
}
