//! Another address: it counts once the new one has confirmed it, and the old one can stop it.

use super::Signed;
use crate::{Broken, Engine, Failure, Visitor};
use kernel::EmailAddress;
use model::identity::{
    EmailChange, Identifier, Identity, LinkKind, OwnAccountRefusal, SignInRefusal,
};
use model::operation::{AccountNotice, Actor, AuditDraft, Mail};
use store::{StoreFault, Tx};

type Refused = Failure<OwnAccountRefusal>;

/// What a mailed link of a change of address leads to.
#[derive(Clone, Debug)]
pub struct EmailLink {
    /// The address before.
    pub old: String,
    /// The address after.
    pub new: String,
    /// True for the link that stops the change.
    pub stops: bool,
    /// Whether the change counts already.
    pub confirmed: bool,
}

fn of_link(refusal: SignInRefusal) -> Refused {
    Failure::Refused(OwnAccountRefusal::SignIn(refusal))
}

impl Engine {
    /// Asks for another address. The new one gets a link to confirm, the old one a notice with a
    /// link to stop it. Whether the new address has a login already is told to nobody but to it.
    ///
    /// # Errors
    /// [`OwnAccountRefusal::SameEmail`], or `TooManyTries` inside `SignIn`.
    pub async fn ask_for_email(
        &self,
        signed: &Signed,
        new: EmailAddress,
        visitor: &Visitor,
    ) -> Result<(), Refused> {
        if new.as_str() == signed.identity.email.as_str() {
            return Err(Failure::Refused(OwnAccountRefusal::SameEmail));
        }
        let what = Identifier::Email(new.key()).throttle_key();
        if let Err(wait) = self.charge(Self::mail_buckets(&what, visitor)).await? {
            return Err(of_link(SignInRefusal::TooManyTries(wait)));
        }
        let (engine, signed, address) = (self.clone(), signed.clone(), visitor.address.clone());
        let language = visitor.language;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let (now, identity) = (engine.now(), &signed.identity);
                    // A second change must not take away the link that undoes the first.
                    let before = store::identity::email_changes::of(tx, identity.id).await?;
                    if before.is_some_and(|c| c.confirmed_at.is_some() && now < c.expires_at) {
                        return Err(Failure::Refused(OwnAccountRefusal::EmailJustChanged));
                    }
                    let (confirm, stop) = (engine.chance().token(), engine.chance().token());
                    let change = EmailChange {
                        identity_id: identity.id,
                        old_email: identity.email.clone(),
                        new_email: new.clone(),
                        confirm_hash: engine.digest(&confirm).to_vec(),
                        stop_hash: engine.digest(&stop).to_vec(),
                        confirmed_at: None,
                        expires_at: now + EmailChange::LIFETIME,
                    };
                    store::identity::email_changes::put(tx, &change).await?;
                    let link = |token: &str| format!("{}/email/{token}", engine.settings().issuer);
                    let taken = store::identity::identities::find_by_email(
                        tx,
                        identity.population,
                        &new.key(),
                    )
                    .await?
                    .filter(|other| other.id != identity.id);
                    match taken {
                        Some(other) => {
                            let mail = Mail::EmailWanted {
                                display_name: other.display_name.as_str().to_owned(),
                            };
                            engine.mail_to(tx, &other, mail).await?;
                        }
                        None => {
                            let mail = Mail::ConfirmEmail {
                                display_name: identity.display_name.as_str().to_owned(),
                                link: link(&confirm),
                                expires: change.expires_at.into(),
                            };
                            let at_the_new = Identity {
                                email: new.clone(),
                                ..identity.clone()
                            };
                            engine.mail_asked(tx, &at_the_new, language, mail).await?;
                        }
                    }
                    let mail = Mail::EmailChangeAsked {
                        display_name: identity.display_name.as_str().to_owned(),
                        new: new.as_str().to_owned(),
                        link: link(&stop),
                        expires: change.expires_at.into(),
                        when: now.into(),
                        from: address.clone(),
                    };
                    engine.mail_asked(tx, identity, language, mail).await?;
                    let after = serde_json::json!({ "email": new.as_str() }).to_string();
                    let before =
                        serde_json::json!({ "email": identity.email.as_str() }).to_string();
                    let draft = engine
                        .by_herself(&signed, "email.asked", identity.id, &address)
                        .change(before, after);
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }

    /// The address that waits for its confirmation.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn waiting_email(&self, signed: &Signed) -> Result<Option<String>, Broken> {
        let now = self.now();
        let mut tx = self.db.read().await?;
        let change = store::identity::email_changes::of(&mut tx, signed.identity.id).await?;
        Ok(change
            .filter(|c| c.confirmed_at.is_none() && now < c.expires_at)
            .map(|c| c.new_email.as_str().to_owned()))
    }

    async fn good_email_change(
        &self,
        tx: &mut Tx,
        token: &str,
    ) -> Result<(EmailChange, bool), Refused> {
        let hash = self.digest(token);
        let change = store::identity::email_changes::find(tx, hash)
            .await?
            .ok_or_else(|| of_link(SignInRefusal::LinkUnknown))?;
        if self.now() >= change.expires_at {
            return Err(of_link(SignInRefusal::LinkExpired));
        }
        let stops = change.stop_hash == hash;
        if !stops && change.confirmed_at.is_some() {
            return Err(of_link(SignInRefusal::LinkUsed));
        }
        Ok((change, stops))
    }

    /// What a mailed link of a change of address leads to, without using it up.
    ///
    /// # Errors
    /// `LinkUnknown`, `LinkUsed`, `LinkExpired` inside [`OwnAccountRefusal::SignIn`].
    pub async fn look_at_email_link(&self, token: &str) -> Result<EmailLink, Refused> {
        let mut tx = self.db.read().await?;
        let (change, stops) = self.good_email_change(&mut tx, token).await?;
        Ok(EmailLink {
            old: change.old_email.as_str().to_owned(),
            new: change.new_email.as_str().to_owned(),
            stops,
            confirmed: change.confirmed_at.is_some(),
        })
    }

    /// Does what the link is for: from now on the new address counts, or the change is stopped. One
    /// that counted already is undone, and everybody who is signed in to the account is signed out.
    ///
    /// # Errors
    /// As above, and [`OwnAccountRefusal::EmailTaken`].
    pub async fn use_email_link(
        &self,
        token: &str,
        visitor: &Visitor,
    ) -> Result<EmailLink, Refused> {
        let (engine, token, address) = (self.clone(), token.to_owned(), visitor.address.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let (change, stops) = engine.good_email_change(tx, &token).await?;
                    let hash = engine.digest(&token);
                    let used = || of_link(SignInRefusal::LinkUsed);
                    store::identity::identities::hold(tx, change.identity_id).await?;
                    let identity = store::identity::identities::find(tx, change.identity_id)
                        .await?
                        .ok_or_else(used)?;
                    let confirmed = change.confirmed_at.is_some();
                    if stops {
                        if !store::identity::email_changes::stop(tx, hash).await? {
                            return Err(used());
                        }
                        if confirmed {
                            engine
                                .change_email(
                                    tx,
                                    &identity,
                                    &change.old_email,
                                    "email.put_back",
                                    &address,
                                )
                                .await?;
                            engine
                                .end_all_sessions(tx, identity.id, "email_put_back", &address)
                                .await?;
                        } else {
                            let actor = Actor::Person(identity.id.to_string());
                            let draft = AuditDraft::new(None, actor, "email.stopped", identity.id)
                                .from_address(&address);
                            engine.record(tx, draft);
                        }
                    } else {
                        if !store::identity::email_changes::confirm(tx, hash, engine.now()).await? {
                            return Err(used());
                        }
                        engine
                            .change_email(
                                tx,
                                &identity,
                                &change.new_email,
                                "email.changed",
                                &address,
                            )
                            .await?;
                    }
                    Ok(EmailLink {
                        old: change.old_email.as_str().to_owned(),
                        new: change.new_email.as_str().to_owned(),
                        stops,
                        confirmed,
                    })
                })
            })
            .await
    }

    async fn change_email(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        to: &EmailAddress,
        action: &'static str,
        address: &str,
    ) -> Result<(), Refused> {
        let now = self.now();
        match store::identity::email_changes::set_email(tx, identity.id, to, now).await {
            Ok(()) => {}
            Err(StoreFault::Taken(_)) => {
                return Err(Failure::Refused(OwnAccountRefusal::EmailTaken));
            }
            Err(fault) => return Err(fault.into()),
        }
        self.mark_identity(tx, identity.id).await?;
        // Links that lie in the other mailbox must not open the account any more.
        for kind in [LinkKind::Reset, LinkKind::Enrol] {
            store::identity::links::end_all(tx, identity.id, kind, now).await?;
        }
        store::identity::identities::void_proofs(tx, identity.id, now).await?;
        let notice = if action == "email.changed" {
            AccountNotice::EmailChanged(to.as_str().to_owned())
        } else {
            AccountNotice::EmailChangeUndone
        };
        self.tell_owner(tx, identity, notice.clone(), address)
            .await?;
        let now_hers = Identity {
            email: to.clone(),
            ..identity.clone()
        };
        self.tell_owner(tx, &now_hers, notice, address).await?;
        let text = |e: &EmailAddress| serde_json::json!({ "email": e.as_str() }).to_string();
        let actor = Actor::Person(identity.id.to_string());
        let draft = AuditDraft::new(None, actor, action, identity.id)
            .change(text(&identity.email), text(to))
            .from_address(address);
        self.record(tx, draft);
        Ok(())
    }
}
