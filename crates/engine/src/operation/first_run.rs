//! The first run: a one-time token from the server's output makes the first partner and its root
//! master.

use crate::identity::{Invitation, Place};
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{DisplayName, EmailAddress, PartnerId, PartnerName, Scope, Secret};
use model::directory::{Partner, PartnerState};
use model::identity::{HubRole, SignInRefusal};
use model::operation::{Actor, AuditDraft};

const TOKEN: &str = "set_up_token";

/// What the page asks for.
#[derive(Clone, Debug)]
pub struct FirstRun {
    /// The one-time token.
    pub token: Secret<String>,
    /// The partner's name.
    pub partner: PartnerName,
    /// The root master's name.
    pub display_name: DisplayName,
    /// The root master's address.
    pub email: EmailAddress,
}

impl Engine {
    /// Whether no partner was made yet.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn needs_set_up(&self) -> Result<bool, Broken> {
        let mut tx = self.db.read().await?;
        Ok(!store::directory::partners::any(&mut tx).await?)
    }

    /// Makes a new one-time token when set-up is due; the caller prints it and forgets it.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn set_up_token(&self) -> Result<Option<Secret<String>>, Broken> {
        if !self.needs_set_up().await? {
            return Ok(None);
        }
        let token = self.chance().token();
        let hash = self.digest(&token).to_vec();
        self.db
            .write(move |tx| {
                Box::pin(async move { store::operation::installation::put(tx, TOKEN, hash).await })
            })
            .await?;
        Ok(Some(token.into()))
    }

    /// Makes the first partner and invites its root master.
    ///
    /// # Errors
    /// [`SignInRefusal::SetUpToken`], `SetUpDone`, `TooManyTries`.
    #[allow(clippy::disallowed_methods, reason = "the partner is made here")]
    pub async fn first_run(
        &self,
        asked: FirstRun,
        visitor: &Visitor,
    ) -> Result<(), Failure<SignInRefusal>> {
        if let Err(wait) = self.charge(vec![Self::address_bucket(visitor)]).await? {
            return Err(Failure::Refused(SignInRefusal::TooManyTries(wait)));
        }
        let (engine, now, address) = (self.clone(), self.now(), visitor.address.clone());
        let language = visitor.language;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::operation::installation::lock(tx, "set_up").await?;
                    if store::directory::partners::any(tx).await? {
                        return Err(Failure::Refused(SignInRefusal::SetUpDone));
                    }
                    let stored = store::operation::installation::get(tx, TOKEN)
                        .await?
                        .unwrap_or_default();
                    if !kernel::secret::same(&engine.digest(asked.token.reveal().trim()), &stored) {
                        return Err(Failure::Refused(SignInRefusal::SetUpToken));
                    }
                    store::operation::installation::delete(tx, TOKEN).await?;
                    let partner = Partner {
                        id: PartnerId::new(now, engine.chance()),
                        name: asked.partner,
                        state: PartnerState::Active,
                        created_at: now,
                    };
                    store::directory::partners::insert(tx, &partner).await?;
                    // Whoever sets the hub up in her language is likely to invite others in it.
                    store::directory::partners::set_language(tx, partner.id, language).await?;
                    let after = serde_json::json!({ "name": partner.name.as_str() }).to_string();
                    let draft = AuditDraft::new(
                        Some(partner.id),
                        Actor::Operator,
                        "partner.made",
                        partner.id,
                    )
                    .change("", after)
                    .from_address(&address);
                    engine.record(tx, draft);
                    let invitation = Invitation {
                        email: asked.email,
                        display_name: asked.display_name,
                        place: Place::Member {
                            username: None,
                            hub_role: HubRole::Master,
                            root: true,
                        },
                        mail: true,
                    };
                    engine
                        .invite(tx, Scope::of(partner.id), Actor::Operator, invitation)
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}
