//! Making and changing connections.

use super::typed::{PsaDraftRefusal, read};
use super::{in_words, known};
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{PartnerName, PsaConnectionId, Scope};
use model::directory::{
    ConnectionRefusal, ConnectionState, MOST_CONNECTIONS, PsaConnection, PsaConnectionDraft,
    SyncFilter,
};
use store::Tx;
use store::directory::{psa_connections, psa_due, psa_sync};
use store::operation::installation;

type Refused = Failure<PsaDraftRefusal>;

fn refused(refusal: ConnectionRefusal) -> Refused {
    Failure::Refused(refusal.into())
}

/// The same failure in the words of a draft.
pub(super) fn drafted(failure: Failure<ConnectionRefusal>) -> Refused {
    match failure {
        Failure::Refused(refusal) => refused(refusal),
        Failure::Broken(broken) => Failure::Broken(broken),
    }
}

/// Looks that no other connection has the name. Whoever saves holds the lock, so that it stays so.
async fn name_is_free(
    tx: &mut Tx,
    scope: Scope,
    name: &PartnerName,
    own: Option<PsaConnectionId>,
) -> Result<(), Refused> {
    let key = name.key();
    let all = psa_connections::list(tx, scope).await?;
    match all.iter().any(|c| c.name.key() == key && Some(c.id) != own) {
        true => Err(refused(ConnectionRefusal::NameTaken)),
        false => Ok(()),
    }
}

impl Engine {
    /// Makes a connection; it is read from now on. Nobody is called here: testing is another verb.
    ///
    /// # Errors
    /// [`PsaDraftRefusal`] for the field; `TooMany`, `NameTaken`.
    pub async fn make_psa_connection(
        &self,
        admin: &Administrator,
        draft: PsaConnectionDraft,
    ) -> Result<PsaConnectionId, Failure<PsaDraftRefusal>> {
        let typed = read(&draft, None).map_err(Failure::Refused)?;
        let (engine, admin) = (self.clone(), admin.clone());
        let made = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let (scope, now) = (admin.scope, engine.now());
                    // Of two that are made at once the second waits here and counts the first.
                    installation::lock(tx, "psa_connections").await?;
                    if psa_connections::count(tx, scope).await? >= MOST_CONNECTIONS {
                        return Err(refused(ConnectionRefusal::TooMany));
                    }
                    name_is_free(tx, scope, &typed.names.name, None).await?;
                    let connection = typed.onto(PsaConnection {
                        id: PsaConnectionId::new(now, engine.chance()),
                        partner_id: scope.partner(),
                        vendor: draft.vendor,
                        name: typed.names.name.clone(),
                        host: String::new(),
                        company: String::new(),
                        account: String::new(),
                        client_id: String::new(),
                        api_member: String::new(),
                        associated: Vec::new(),
                        filter: SyncFilter::default(),
                        state: ConnectionState::Active,
                        created_at: now,
                    });
                    let sealed = engine.seal_psa_keys(connection.id, &typed.keys)?;
                    let token = engine.chance().token();
                    psa_connections::insert(tx, &connection, sealed, &token).await?;
                    psa_sync::begin(tx, connection.id, now).await?;
                    let entry = admin.did("psa_connection.made", connection.id);
                    engine.record(tx, entry.change("", in_words(&connection)));
                    Ok(connection.id)
                })
            })
            .await?;
        self.nudge_psa.notify_one();
        Ok(made)
    }

    /// Changes a connection. Keys that are left empty stay, as long as they go to the same host, as the
    /// same company and account.
    ///
    /// # Errors
    /// [`PsaDraftRefusal`] for the field; `Unknown`, `NameTaken`, `KeysAgain`.
    pub async fn change_psa_connection(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        draft: PsaConnectionDraft,
    ) -> Result<(), Failure<PsaDraftRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    installation::lock(tx, "psa_connections").await?;
                    let before = known(tx, admin.scope, id).await.map_err(drafted)?;
                    let (sealed, _) = psa_connections::keys(tx, id)
                        .await?
                        .ok_or(Broken::Damaged("connection to a PSA"))?;
                    let kept = engine.open_psa_keys(id, &sealed)?;
                    let typed = read(&draft, Some((&before, &kept))).map_err(Failure::Refused)?;
                    let after = typed.onto(before.clone());
                    if before == after && !typed.new_keys {
                        return Ok(());
                    }
                    name_is_free(tx, admin.scope, &after.name, Some(id)).await?;
                    psa_connections::change(tx, &after).await?;
                    if typed.new_keys {
                        let sealed = engine.seal_psa_keys(id, &typed.keys)?;
                        psa_connections::set_keys(tx, id, sealed).await?;
                    }
                    // What was read may be another tenant's.
                    if (&before.host, &before.company) != (&after.host, &after.company) {
                        psa_due::mark_mapped(tx, id).await?;
                    }
                    let words = in_words(&before);
                    let mut entry = admin.did("psa_connection.changed", id);
                    if typed.new_keys {
                        entry = entry.because("with other keys");
                    }
                    engine.record(tx, entry.change(words, in_words(&after)));
                    Ok::<_, Refused>(())
                })
            })
            .await?;
        self.nudge_psa.notify_one();
        Ok(())
    }
}
