//! Signing out: the session, its tokens and its sessions at modules end together.

use super::Signed;
use crate::{Broken, Engine};
use kernel::{IdentityId, Scope, SessionId};
use model::identity::{AffiliationId, Session};
use model::operation::{Actor, AuditDraft, Message};
use protocol::oidc::redirect::with_parameters;
use store::Tx;

/// Which modules are told of the end of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Their names.
    pub names: Vec<String>,
    /// Addresses that the browser has to open in frames, each of a client's registration.
    pub frames: Vec<String>,
}

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
    /// it as one of her places.
    pub(crate) async fn tell_relying_parties(
        &self,
        tx: &mut Tx,
        session: &Session,
        only: Option<AffiliationId>,
    ) -> Result<(), Broken> {
        for (client, sub) in store::federation::clients::of_session(tx, session.id).await? {
            let Some(uri) = client.backchannel_logout_uri.clone() else {
                continue;
            };
            // As it was told: a client may have become pairwise since.
            let other = |place: AffiliationId| {
                self.subject_of(&client, place) != sub && place.to_string() != sub
            };
            if only.is_some_and(other) {
                continue;
            }
            let message = Message::BackchannelLogout {
                oauth_client_id: client.oauth_client_id,
                uri,
                sub,
                sid: session.id.to_string(),
                algorithm: client.id_token_alg,
            };
            self.enqueue(tx, Some(session.partner_id), &message).await?;
        }
        Ok(())
    }

    /// Signs out; which modules are told, and how.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn sign_out(
        &self,
        signed: &Signed,
        why: &'static str,
        address: &str,
    ) -> Result<Told, Broken> {
        let (engine, session, address) = (self.clone(), signed.session.clone(), address.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let told = engine.whom_to_tell(tx, session.id).await?;
                    engine.end_session_rows(tx, &session, why, &address).await?;
                    Ok(told)
                })
            })
            .await
    }

    /// The modules that know a session: those that are told by the hub itself, and those that the
    /// browser tells in frames (Front-Channel Logout 1.0, 2).
    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    async fn whom_to_tell(&self, tx: &mut Tx, id: SessionId) -> Result<Told, Broken> {
        let mut told = Told::default();
        for (client, _) in store::federation::clients::of_session(tx, id).await? {
            let frame = client.options.frontchannel_logout_uri.as_deref();
            if frame.is_none() && client.backchannel_logout_uri.is_none() {
                continue;
            }
            if let Some(uri) = frame {
                let sid = id.to_string();
                let pairs = [("iss", self.settings().issuer.as_str()), ("sid", &sid)];
                told.frames.push(with_parameters(uri, &pairs));
            }
            if let Some(instance) = client.instance_id {
                let scope = Scope::of(client.partner_id);
                let found = store::access::modules::find_instance(tx, scope, instance).await?;
                told.names
                    .extend(found.map(|i| i.display_name.as_str().to_owned()));
            }
        }
        Ok(told)
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
