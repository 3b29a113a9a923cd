//! Passkeys by their owner: another one, another name, one less; and the partner's rule about them.

use super::my_factors::of_sign_in;
use super::passkeys::{PasskeyQuestion, Purpose};
use super::{Administrator, Signed};
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{FactorId, IdentityId};
use model::identity::{
    Affiliation, MAX_PASSKEYS, OwnAccountRefusal, PasskeyFactor, PasskeyPolicy, SignInRefusal,
    may_remove_factor,
};
use model::operation::AccountNotice;
use store::{StoreFault, Tx};

type Refused = Failure<OwnAccountRefusal>;

fn no(refusal: OwnAccountRefusal) -> Refused {
    Failure::Refused(refusal)
}

impl Engine {
    /// What the partners of a person say about passkeys: she has to satisfy each of them.
    async fn passkey_policies(
        &self,
        tx: &mut Tx,
        id: IdentityId,
    ) -> Result<Vec<PasskeyPolicy>, StoreFault> {
        let places = store::identity::affiliations::of_identity(tx, id).await?;
        let mut policies = Vec::new();
        for place in places.iter().filter(|p| Affiliation::usable(p)) {
            let text = store::identity::passkeys::policy(tx, place.partner_id).await?;
            policies.push(PasskeyPolicy::read(&text));
        }
        Ok(policies)
    }

    /// A person's passkeys.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn my_passkeys(&self, signed: &Signed) -> Result<Vec<PasskeyFactor>, Broken> {
        let mut tx = self.db.read().await?;
        Ok(store::identity::passkeys::list(&mut tx, signed.identity.id).await?)
    }

    /// A question for a new passkey.
    ///
    /// # Errors
    /// [`OwnAccountRefusal::TooMany`], `NoPasskeys`.
    pub async fn passkey_to_make(&self, signed: &Signed) -> Result<PasskeyQuestion, Refused> {
        let checker = self
            .passkey_checker()
            .ok_or_else(|| no(OwnAccountRefusal::NoPasskeys))?;
        let mut tx = self.db.read().await?;
        let hers = store::identity::passkeys::list(&mut tx, signed.identity.id).await?;
        let policies = self.passkey_policies(&mut tx, signed.identity.id).await?;
        drop(tx);
        if hers.len() >= MAX_PASSKEYS {
            return Err(no(OwnAccountRefusal::TooMany));
        }
        let has: Vec<Vec<u8>> = hers.into_iter().map(|p| p.credential_id).collect();
        let begun = checker
            .begin_making(
                signed.identity.id.0,
                signed.identity.email.as_str(),
                signed.identity.display_name.as_str(),
                &has,
                policies.iter().any(PasskeyPolicy::asks_makers),
            )
            .map_err(|_| Broken::Damaged("passkey"))?;
        let purpose = Purpose::Make(signed.session.id.0);
        Ok(self.keep_question(purpose, begun).await?)
    }

    /// Adds a passkey by the answer of its authenticator.
    ///
    /// # Errors
    /// [`OwnAccountRefusal`]; `PasskeyWrong` inside `SignIn`.
    pub async fn add_passkey(
        &self,
        signed: &Signed,
        ceremony: &str,
        answer: &str,
        name: String,
        visitor: &Visitor,
    ) -> Result<(), Refused> {
        let checker = self
            .passkey_checker()
            .ok_or_else(|| no(OwnAccountRefusal::NoPasskeys))?;
        let state = self
            .take_question(ceremony, Purpose::Make(signed.session.id.0))
            .await
            .map_err(of_sign_in)?;
        let made = checker
            .finish_making(&state, answer)
            .map_err(|_| no(OwnAccountRefusal::SignIn(SignInRefusal::PasskeyWrong)))?;
        let now = self.now();
        let passkey = PasskeyFactor {
            id: FactorId::new(now, self.chance()),
            identity_id: signed.identity.id,
            credential_id: made.credential_id,
            name,
            public_part: made.stored,
            counter: 0,
            aaguid: made.aaguid.clone().unwrap_or_default(),
            synced: made.synced,
            created_at: now,
            last_used_at: None,
        };
        let (engine, signed, address) = (self.clone(), signed.clone(), visitor.address.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let id = signed.identity.id;
                    store::identity::identities::hold(tx, id).await?;
                    let policies = engine.passkey_policies(tx, id).await?;
                    if !PasskeyPolicy::all_allow(&policies, made.aaguid.as_deref()) {
                        return Err(no(OwnAccountRefusal::PasskeyNotAllowed));
                    }
                    let count = store::identity::passkeys::count(tx, id).await?;
                    if usize::try_from(count).unwrap_or(usize::MAX) >= MAX_PASSKEYS {
                        return Err(no(OwnAccountRefusal::TooMany));
                    }
                    match store::identity::passkeys::insert(tx, &passkey).await {
                        Ok(()) => {}
                        Err(StoreFault::Taken(_)) => {
                            let wrong = SignInRefusal::PasskeyWrong;
                            return Err(no(OwnAccountRefusal::SignIn(wrong)));
                        }
                        Err(fault) => return Err(fault.into()),
                    }
                    let notice = AccountNotice::PasskeyAdded(passkey.name.clone());
                    engine
                        .tell_owner(tx, &signed.identity, notice, &address)
                        .await?;
                    let after = serde_json::json!({
                        "name": passkey.name, "model": passkey.aaguid, "synced": passkey.synced,
                    });
                    let draft = engine
                        .by_herself(&signed, "passkey.added", passkey.id, &address)
                        .change("", after.to_string());
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }

    /// Gives a passkey another name.
    ///
    /// # Errors
    /// [`OwnAccountRefusal::Unknown`].
    pub async fn rename_passkey(
        &self,
        signed: &Signed,
        passkey: FactorId,
        name: String,
        address: &str,
    ) -> Result<(), Refused> {
        let (engine, signed, address) = (self.clone(), signed.clone(), address.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let id = signed.identity.id;
                    if !store::identity::passkeys::rename(tx, id, passkey, &name).await? {
                        return Err(no(OwnAccountRefusal::Unknown));
                    }
                    let draft = engine
                        .by_herself(&signed, "passkey.renamed", passkey, &address)
                        .change("", serde_json::json!({ "name": name }).to_string());
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }

    /// Removes a passkey, unless it is the last factor.
    ///
    /// # Errors
    /// [`OwnAccountRefusal::LastFactor`], `Unknown`.
    pub async fn remove_passkey(
        &self,
        signed: &Signed,
        passkey: FactorId,
        address: &str,
    ) -> Result<(), Refused> {
        let (engine, signed, address) = (self.clone(), signed.clone(), address.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let id = signed.identity.id;
                    store::identity::identities::hold(tx, id).await?;
                    let hers = store::identity::passkeys::list(tx, id).await?;
                    let found = hers.into_iter().find(|p| p.id == passkey);
                    let found = found.ok_or_else(|| no(OwnAccountRefusal::Unknown))?;
                    may_remove_factor(engine.count_factors(tx, id).await?).map_err(no)?;
                    store::identity::passkeys::delete(tx, id, passkey).await?;
                    let notice = AccountNotice::PasskeyRemoved(found.name.clone());
                    engine
                        .tell_owner(tx, &signed.identity, notice, &address)
                        .await?;
                    let before = serde_json::json!({ "name": found.name }).to_string();
                    let draft = engine
                        .by_herself(&signed, "passkey.removed", passkey, &address)
                        .change(before, "");
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }

    /// What the partner says about passkeys.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn passkey_policy(&self, admin: &Administrator) -> Result<PasskeyPolicy, Broken> {
        let mut tx = self.db.read().await?;
        let text = store::identity::passkeys::policy(&mut tx, admin.scope.partner()).await?;
        Ok(PasskeyPolicy::read(&text))
    }

    /// Sets it. It holds for passkeys that are made from now on.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn set_passkey_policy(
        &self,
        admin: &Administrator,
        policy: PasskeyPolicy,
    ) -> Result<(), Broken> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let partner = admin.scope.partner();
                    let before = store::identity::passkeys::policy(tx, partner).await?;
                    let after = policy.text();
                    store::identity::passkeys::set_policy(tx, partner, &after).await?;
                    let draft = admin.did("passkey_policy.changed", partner);
                    engine.record(tx, draft.change(before, after));
                    Ok(())
                })
            })
            .await
    }
}
