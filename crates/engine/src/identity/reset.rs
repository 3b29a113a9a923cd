//! A forgotten password: a link by mail from the fixed sender, then a new password (S1-45 to S1-47).

use super::{NewPassword, PasswordRefusal};
use crate::{Broken, Engine, Failure, Visitor};
use kernel::Secret;
use model::federation::FamilyEnd;
use model::identity::{Identifier, Identity, IdentityState, LinkKind, Population, SignInRefusal};
use model::operation::{Actor, AuditDraft, Mail};

impl Engine {
    /// Sends a link to whoever the identifier names, in each population. The answer is the same,
    /// after the same single commit, when it names nobody (attack: user enumeration).
    ///
    /// # Errors
    /// [`SignInRefusal::TooManyTries`].
    pub async fn request_reset(
        &self,
        identifier: Identifier,
        visitor: &Visitor,
    ) -> Result<(), Failure<SignInRefusal>> {
        let buckets = Self::mail_buckets(&identifier.throttle_key(), visitor);
        if let Err(wait) = self.charge(buckets).await? {
            return Err(Failure::Refused(SignInRefusal::TooManyTries(wait)));
        }
        let (engine, visitor) = (self.clone(), visitor.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    for population in [Population::Staff, Population::Client] {
                        if let Some(identity) =
                            engine.find_identified(tx, population, &identifier).await?
                        {
                            engine.mail_reset(tx, &identity, &visitor).await?;
                        }
                    }
                    let draft = AuditDraft::new(
                        None,
                        Actor::Anonymous,
                        "password_reset.requested",
                        "by_mail",
                    )
                    .from_address(&visitor.address);
                    engine.record(tx, draft);
                    Ok::<_, Broken>(())
                })
            })
            .await?;
        Ok(())
    }

    async fn mail_reset(
        &self,
        tx: &mut store::Tx,
        identity: &Identity,
        visitor: &Visitor,
    ) -> Result<(), Broken> {
        match identity.state {
            IdentityState::Deactivated => Ok(()),
            // She has no password to forget yet: the activation mail is what she needs.
            IdentityState::Invited => {
                super::send_activation(self, tx, identity, visitor.language).await
            }
            IdentityState::Active => {
                store::identity::links::end_all(tx, identity.id, LinkKind::Reset, self.now())
                    .await?;
                let link = self.new_link(tx, LinkKind::Reset, identity, None).await?;
                let mail = Mail::PasswordReset {
                    display_name: identity.display_name.as_str().to_owned(),
                    link,
                    expires: (self.now() + LinkKind::Reset.lifetime()).into(),
                    requested_from: visitor.address.clone(),
                };
                self.mail_asked(tx, identity, visitor.language, mail).await
            }
        }
    }

    /// Sets a new password through a mailed link. All sessions end; the second factor is still
    /// asked for. The browser becomes a known device, so that a stranger's guessing does not slow
    /// the person whose mailbox it is. Gives the sign-in that goes on and the device's token.
    ///
    /// # Errors
    /// [`PasswordRefusal`].
    pub async fn reset_password(
        &self,
        token: &str,
        new: NewPassword,
        visitor: &Visitor,
    ) -> Result<(Secret<String>, Secret<String>), Failure<PasswordRefusal>> {
        let mut tx = self.db.read().await?;
        let (_, identity) = self
            .good_link(&mut tx, token, LinkKind::Reset)
            .await
            .map_err(|f| match f {
                Failure::Refused(r) => Failure::Refused(PasswordRefusal::SignIn(r)),
                Failure::Broken(b) => Failure::Broken(b),
            })?;
        drop(tx);
        let hash = self
            .new_hash(&identity, identity.display_name.as_str(), new)
            .await?;
        let (engine, now, token_hash, visitor) = (
            self.clone(),
            self.now(),
            self.digest(token),
            visitor.clone(),
        );
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::identity::links::use_up(tx, token_hash, now).await? {
                        return Err(Failure::Refused(PasswordRefusal::SignIn(
                            SignInRefusal::LinkUsed,
                        )));
                    }
                    let verified = identity.email_verified_at.or(Some(now));
                    let identity = Identity {
                        password_hash: Some(hash),
                        email_verified_at: verified,
                        ..identity
                    };
                    store::identity::identities::update(tx, &identity, now).await?;
                    engine.mark_identity(tx, identity.id).await?;
                    for place in store::identity::affiliations::of_identity(tx, identity.id).await?
                    {
                        let why = FamilyEnd::PasswordReset;
                        store::federation::families::end_of_affiliation(tx, place.id, why, now)
                            .await?;
                    }
                    engine
                        .end_all_sessions(tx, identity.id, "password_reset", &visitor.address)
                        .await?;
                    let mail = Mail::PasswordChanged {
                        display_name: identity.display_name.as_str().to_owned(),
                        when: now.into(),
                        from: visitor.address.clone(),
                    };
                    engine
                        .mail_asked(tx, &identity, visitor.language, mail)
                        .await?;
                    let draft = AuditDraft::new(
                        None,
                        Actor::Person(identity.id.to_string()),
                        "password.reset",
                        identity.id,
                    )
                    .from_address(&visitor.address);
                    engine.record(tx, draft);
                    let device = visitor
                        .device_token
                        .clone()
                        .unwrap_or_else(|| engine.chance().token().into());
                    store::identity::devices::remember(
                        tx,
                        engine.digest(device.reveal()),
                        identity.id,
                        &visitor.device,
                        now,
                    )
                    .await?;
                    Ok((engine.proved_by_mail(tx, &identity).await?, device))
                })
            })
            .await
    }
}
