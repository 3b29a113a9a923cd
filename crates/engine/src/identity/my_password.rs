//! A new password by the one who knows the old one.

use super::{NewPassword, PasswordRefusal, Signed};
use crate::{Engine, Failure, Visitor};
use kernel::Secret;
use model::federation::FamilyEnd;
use model::identity::{Identifier, MAX_PASSWORD, SignInRefusal};
use model::operation::Mail;
use vault::password::Verdict;

impl Engine {
    /// Changes the password. All other sessions and all tokens end; this session goes on.
    ///
    /// # Errors
    /// [`PasswordRefusal`]; `PasswordWrong` inside for the old one.
    pub async fn change_password(
        &self,
        signed: &Signed,
        current: Secret<String>,
        new: NewPassword,
        visitor: &Visitor,
    ) -> Result<(), Failure<PasswordRefusal>> {
        let refused = |r| Failure::Refused(PasswordRefusal::SignIn(r));
        let identity = &signed.identity;
        let what = format!(
            "{}:{}",
            identity.population.as_str(),
            Identifier::Email(identity.email.key()).throttle_key()
        );
        let mut tx = self.db.read().await?;
        let bucket = self
            .proof_bucket(&mut tx, &what, Some(identity.id), visitor)
            .await?;
        drop(tx);
        if let Err(wait) = self.charge(Self::buckets_of(&bucket, visitor)).await? {
            return Err(refused(SignInRefusal::TooManyTries(wait)));
        }
        let too_long = current.reveal().chars().count() > MAX_PASSWORD;
        let stored = identity.password_hash.clone().filter(|_| !too_long);
        let typed = if too_long { Secret::from("") } else { current };
        let verdict = self.hashing.verify(typed, stored).await;
        if verdict.map_err(|_| refused(SignInRefusal::Busy))? == Verdict::Wrong {
            return Err(refused(SignInRefusal::PasswordWrong));
        }
        let name = identity.display_name.as_str();
        let hash = self.new_hash(identity, name, new).await?;
        let (engine, signed, visitor, now) =
            (self.clone(), signed.clone(), visitor.clone(), self.now());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let id = signed.identity.id;
                    store::identity::identities::hold(tx, id).await?;
                    let gone = || refused(SignInRefusal::FlowGone);
                    let mut identity = store::identity::identities::find(tx, id)
                        .await?
                        .filter(|i| i.password_hash == signed.identity.password_hash)
                        .ok_or_else(gone)?;
                    identity.password_hash = Some(hash);
                    store::identity::identities::update(tx, &identity, now).await?;
                    store::identity::identities::void_proofs(tx, id, now).await?;
                    engine.proof_was_right(tx, &bucket, &visitor).await?;
                    for place in store::identity::affiliations::of_identity(tx, id).await? {
                        let why = FamilyEnd::PasswordReset;
                        store::federation::families::end_of_affiliation(tx, place.id, why, now)
                            .await?;
                    }
                    engine
                        .end_sessions_but(tx, &signed, "password_changed", &visitor.address)
                        .await?;
                    let mail = Mail::PasswordChanged {
                        display_name: identity.display_name.as_str().to_owned(),
                        when: now.into(),
                        from: visitor.address.clone(),
                    };
                    engine
                        .mail_asked(tx, &identity, visitor.language, mail)
                        .await?;
                    let draft =
                        engine.by_herself(&signed, "password.changed", id, &visitor.address);
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }
}
