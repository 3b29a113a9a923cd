//! Signing out: the session, its tokens and its sessions at modules end together.

use super::Signed;
use crate::{Broken, Engine};
use kernel::{IdentityId, SessionId};
use model::identity::Session;
use model::operation::{Actor, AuditDraft, Message};
use store::Tx;

impl Engine {
    /// Ends a session in the caller's transaction and enqueues a logout token for every module that
    /// has learned of it. True when it had not ended before.
    pub(crate) async fn end_session_rows(
        &self,
        tx: &mut Tx,
        session: &Session,
        why: &str,
        address: &str,
    ) -> Result<bool, Broken> {
        let now = self.now();
        if !store::identity::sessions::end(tx, session.id, now).await? {
            return Ok(false);
        }
        store::federation::families::end_of_session(tx, session.id, now).await?;
        self.tell_relying_parties(tx, session, None).await?;
        store::federation::clients::forget_session(tx, session.id).await?;
        let draft = AuditDraft::new(
            Some(session.partner_id),
            Actor::Person(session.affiliation_id.to_string()),
            "session.ended",
            session.id,
        )
        .because(why)
        .from_address(address);
        self.record(tx, draft);
        Ok(true)
    }

    /// Enqueues a logout token for the modules that know a session, or for those alone that know
    /// it under one `sub`.
    pub(crate) async fn tell_relying_parties(
        &self,
        tx: &mut Tx,
        session: &Session,
        only: Option<&str>,
    ) -> Result<(), Broken> {
        for (client, sub) in store::federation::clients::of_session(tx, session.id).await? {
            let Some(uri) = client.backchannel_logout_uri else {
                continue;
            };
            if only.is_some_and(|wanted| wanted != sub) {
                continue;
            }
            let message = Message::BackchannelLogout {
                oauth_client_id: client.oauth_client_id,
                uri,
                sub,
                sid: session.id.to_string(),
                algorithm: client.id_token_alg,
            };
            self.enqueue(tx, &message).await?;
        }
        Ok(())
    }

    /// Signs out; the names of the modules that will be told.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn sign_out(
        &self,
        signed: &Signed,
        why: &'static str,
        address: &str,
    ) -> Result<Vec<String>, Broken> {
        let (engine, session, address) = (self.clone(), signed.session.clone(), address.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let names =
                        store::federation::clients::names_of_session(tx, session.id).await?;
                    engine.end_session_rows(tx, &session, why, &address).await?;
                    Ok(names)
                })
            })
            .await
    }

    /// Ends another session of the same person; false when it is not hers or has ended.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn end_other_session(
        &self,
        signed: &Signed,
        id: SessionId,
        address: &str,
    ) -> Result<bool, Broken> {
        let (engine, own, address) = (self.clone(), signed.identity.id, address.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    match store::identity::sessions::find(tx, id).await? {
                        Some(session) if session.identity_id == own => {
                            engine
                                .end_session_rows(tx, &session, "ended_by_owner", &address)
                                .await
                        }
                        _ => Ok(false),
                    }
                })
            })
            .await
    }

    /// Ends all sessions of a person in the caller's transaction.
    pub(crate) async fn end_all_sessions(
        &self,
        tx: &mut Tx,
        id: IdentityId,
        why: &str,
        address: &str,
    ) -> Result<(), Broken> {
        for session in store::identity::sessions::list(tx, id, self.now()).await? {
            self.end_session_rows(tx, &session, why, address).await?;
        }
        Ok(())
    }
}
