//! A request comes with a session cookie.

use crate::{Broken, Engine, Visitor};
use kernel::{Secret, Span};
use model::identity::{Affiliation, Identity, IdentityState, Session};
use store::{StoreFault, Tx};

/// Somebody who is signed in: made by [`Engine::resume`] alone.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The session.
    pub session: Session,
    /// Whose it is.
    pub identity: Identity,
    /// As whom she acts.
    pub affiliation: Affiliation,
}

impl Engine {
    pub(crate) async fn session_of_visitor(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
    ) -> Result<Option<Session>, StoreFault> {
        match &visitor.session_token {
            Some(token) => {
                store::identity::sessions::find_by_token(tx, self.digest(token.reveal())).await
            }
            None => Ok(None),
        }
    }

    /// Who is signed in with this cookie. Deactivation counts at once: login, place and partner
    /// are looked at on every request.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn resume(&self, token: &Secret<String>) -> Result<Option<Signed>, Broken> {
        if token.reveal().len() != 43 {
            return Ok(None);
        }
        let now = self.now();
        let mut tx = self.db.read().await?;
        let found =
            store::identity::sessions::find_by_token(&mut tx, self.digest(token.reveal())).await?;
        let Some(session) = found.filter(|s| s.alive(now, self.settings().sessions)) else {
            return Ok(None);
        };
        let identity = store::identity::identities::find(&mut tx, session.identity_id).await?;
        let affiliation =
            store::identity::affiliations::find(&mut tx, session.affiliation_id).await?;
        drop(tx);
        let (Some(identity), Some(affiliation)) = (identity, affiliation) else {
            return Ok(None);
        };
        let lifetimes = affiliation.policy.lifetimes(self.settings().sessions);
        if !session.alive(now, lifetimes) || now - session.auth_time >= lifetimes.absolute {
            return Ok(None);
        }
        if identity.state != IdentityState::Active
            || affiliation.identity_id != identity.id
            || !affiliation.usable()
        {
            return Ok(None);
        }
        // To the minute is exact enough, and saves a write for nearly every request.
        if now - session.last_seen_at >= Span::minutes(1) {
            let id = session.id;
            self.db
                .write(move |tx| {
                    Box::pin(async move { store::identity::sessions::touch(tx, id, now).await })
                })
                .await?;
        }
        Ok(Some(Signed {
            session,
            identity,
            affiliation,
        }))
    }
}

impl Engine {
    /// A token that only this session's own pages know, for their forms.
    pub fn form_token(&self, signed: &Signed) -> String {
        self.sealer
            .mac("form", &[&signed.session.id.0])
            .iter()
            .take(16)
            .map(|b| format!("{b:02x}"))
            .collect()
    }

    /// A short random name that ties a response to its lines in the log.
    pub fn reference(&self) -> String {
        self.chance()
            .bytes::<8>()
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect()
    }
}
