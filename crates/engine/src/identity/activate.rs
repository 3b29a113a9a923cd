//! Activation by mailed link: the address is confirmed, the first password is set, and enrolment
//! of a second factor follows at once.

use crate::{Broken, Engine, Failure, Visitor};
use kernel::{DisplayName, Refusal, RefusalKind, Secret, Value};
use model::identity::{
    AuthenticationMethod, Destination, Flow, Identity, IdentityState, LinkKind, PasswordFault,
    Population, SignInRefusal, check_password,
};
use model::operation::{Actor, AuditDraft};

/// A new password, typed twice.
#[derive(Clone, Debug)]
pub struct NewPassword {
    /// The password.
    pub password: Secret<String>,
    /// Its repetition.
    pub repeat: Secret<String>,
}

/// Why a new password was not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordRefusal {
    /// The link, the flow or the pool of hashing threads refuses.
    SignIn(SignInRefusal),
    /// The password itself.
    Password(PasswordFault),
}

impl Refusal for PasswordRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::SignIn(refusal) => refusal.code(),
            Self::Password(_) => "password_refused",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::SignIn(refusal) => refusal.sentence(),
            Self::Password(fault) => fault.to_string(),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::SignIn(refusal) => refusal.remedy(),
            Self::Password(_) => "Choose another password.".into(),
        }
    }
    fn values(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::SignIn(refusal) => refusal.values(),
            Self::Password(_) => Vec::new(),
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::SignIn(refusal) => refusal.kind(),
            Self::Password(_) => RefusalKind::Invalid,
        }
    }
}

fn sign_in(failure: Failure<SignInRefusal>) -> Failure<PasswordRefusal> {
    match failure {
        Failure::Refused(refusal) => Failure::Refused(PasswordRefusal::SignIn(refusal)),
        Failure::Broken(broken) => Failure::Broken(broken),
    }
}

impl Engine {
    /// How many characters a new password of somebody has at least: what the strictest of her
    /// partners asks. Those of a client's people ask nothing.
    pub(crate) async fn least_password(&self, identity: &Identity) -> Result<usize, Broken> {
        if identity.population != Population::Staff {
            return Ok(0);
        }
        let mut tx = self.db.read().await?;
        let places = store::identity::affiliations::of_identity(&mut tx, identity.id).await?;
        let asked = places.iter().filter_map(|a| a.policy.password_length);
        Ok(usize::try_from(asked.max().unwrap_or(0)).unwrap_or(0))
    }

    /// Decides about a new password and hashes it, outside any transaction.
    pub(crate) async fn new_hash(
        &self,
        identity: &Identity,
        display_name: &str,
        new: NewPassword,
    ) -> Result<String, Failure<PasswordRefusal>> {
        let about = [display_name, identity.email.as_str()];
        let least = self.least_password(identity).await?;
        check_password(&new.password, &new.repeat, &about, least)
            .map_err(|f| Failure::Refused(PasswordRefusal::Password(f)))?;
        let hashed = self.hashing.hash(new.password, self.chance()).await;
        Ok(
            hashed
                .map_err(|_| Failure::Refused(PasswordRefusal::SignIn(SignInRefusal::Busy)))??,
        )
    }

    /// Activates an invited person. The flow that is begun asks for the second factor next.
    ///
    /// # Errors
    /// [`PasswordRefusal`].
    pub async fn activate(
        &self,
        token: &str,
        display_name: DisplayName,
        new: NewPassword,
        visitor: &Visitor,
    ) -> Result<Secret<String>, Failure<PasswordRefusal>> {
        let mut tx = self.db.read().await?;
        let (link, identity) = self
            .good_link(&mut tx, token, LinkKind::Activate)
            .await
            .map_err(sign_in)?;
        drop(tx);
        if link.kind != LinkKind::Activate {
            return Err(Failure::Refused(PasswordRefusal::SignIn(
                SignInRefusal::LinkUsed,
            )));
        }
        let hash = self.new_hash(&identity, display_name.as_str(), new).await?;
        let (engine, now, token_hash, address) = (
            self.clone(),
            self.now(),
            self.digest(token),
            visitor.address.clone(),
        );
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::identity::links::use_up(tx, token_hash, now).await? {
                        return Err(Failure::Refused(PasswordRefusal::SignIn(
                            SignInRefusal::LinkUsed,
                        )));
                    }
                    let identity = Identity {
                        display_name,
                        password_hash: Some(hash),
                        email_verified_at: Some(now),
                        state: IdentityState::Active,
                        ..identity
                    };
                    store::identity::identities::update(tx, &identity, now).await?;
                    engine.mark_identity(tx, identity.id).await?;
                    if let Some(id) = link.affiliation_id {
                        store::identity::affiliations::accept(tx, id).await?;
                        let place = store::identity::affiliations::find(tx, id).await?;
                        let draft = AuditDraft::new(
                            place.map(|p| p.partner_id),
                            Actor::Person(id.to_string()),
                            "person.activated",
                            id,
                        )
                        .from_address(&address);
                        engine.record(tx, draft);
                    }
                    Ok(engine.proved_by_mail(tx, &identity).await?)
                })
            })
            .await
    }

    /// Begins a sign-in whose password was set a moment ago through a mailed link.
    pub(crate) async fn proved_by_mail(
        &self,
        tx: &mut store::Tx,
        identity: &Identity,
    ) -> Result<Secret<String>, crate::Broken> {
        let mut flow = Flow::begin(
            Destination::Hub,
            identity.population,
            identity.email.as_str().to_owned(),
            self.now(),
        );
        flow.identity_id = Some(identity.id);
        flow.mailbox_of = Some(identity.id);
        flow.own_language = identity.language;
        flow.methods = vec![AuthenticationMethod::Password];
        self.step_after_password(tx, &mut flow, identity, None)
            .await?;
        self.insert_flow(tx, &flow).await
    }
}
