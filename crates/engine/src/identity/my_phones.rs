//! Phones that answer questions, by their owner: another one, another name, one less.

use super::Signed;
use crate::{Broken, Engine, Failure};
use kernel::FactorId;
use model::identity::{
    MAX_PHONES, OwnAccountRefusal, PushDevice, PushEnrolment, recovery_codes, two_digits,
};
use model::operation::AccountNotice;
use vault::Place;

type Refused = Failure<OwnAccountRefusal>;

fn no(refusal: OwnAccountRefusal) -> Refused {
    Failure::Refused(refusal)
}

fn code_place(hash: &[u8; 32]) -> Place<'_> {
    Place {
        table: "push_enrolment",
        column: "sealed_code",
        row: hash,
    }
}

/// How far setting up a phone has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneEnrolment {
    /// The phone is to open the companion page with this code.
    Code(String),
    /// The phone is to type this number.
    Number(u8),
    /// The phone is set up.
    Done,
}

impl Engine {
    /// The keyed digest under which the code that sets up a phone is stored.
    pub(crate) fn phone_code_digest(&self, normal: &str) -> [u8; 32] {
        self.sealer.mac("phone code", &[normal.as_bytes()])
    }

    /// A person's phones.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn my_phones(&self, signed: &Signed) -> Result<Vec<PushDevice>, Broken> {
        let mut tx = self.db.read().await?;
        Ok(store::identity::phones::list(&mut tx, signed.identity.id).await?)
    }

    /// Begins setting up a phone: makes the code that it is given. The page asks for a new proof by a
    /// factor before it calls this.
    ///
    /// # Errors
    /// [`OwnAccountRefusal::TooMany`].
    pub async fn begin_phone(&self, signed: &Signed) -> Result<(), Refused> {
        let (id, session) = (signed.identity.id, signed.session.id);
        let codes = recovery_codes(self.chance());
        let code = codes.into_iter().next().unwrap_or_default();
        let code_hash = self.phone_code_digest(&code.replace('-', ""));
        let sealed = self
            .sealer
            .seal(code_place(&code_hash), code.as_bytes(), self.chance())?;
        let begun = PushEnrolment {
            identity_id: id,
            session_id: session,
            code_hash,
            sealed_code: sealed,
            number: two_digits(self.chance()),
            device_id: None,
            expires_at: self.now() + PushEnrolment::LIFETIME,
        };
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if store::identity::phones::list(tx, id).await?.len() >= MAX_PHONES {
                        return Err(no(OwnAccountRefusal::TooMany));
                    }
                    Ok(store::identity::phones::begin_enrolment(tx, &begun).await?)
                })
            })
            .await
    }

    /// How far setting up a phone has come; none when it is over, or was begun in another session.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn look_at_phone(&self, signed: &Signed) -> Result<Option<PhoneEnrolment>, Broken> {
        let mut tx = self.db.read().await?;
        let begun = store::identity::phones::enrolment_of(&mut tx, signed.identity.id).await?;
        let Some(begun) =
            begun.filter(|b| b.session_id == signed.session.id && self.now() < b.expires_at)
        else {
            return Ok(None);
        };
        let Some(phone) = begun.device_id else {
            let place = code_place(&begun.code_hash);
            let code = self.sealer.open(place, &begun.sealed_code)?;
            let code = String::from_utf8(code).map_err(|_| Broken::Damaged("phone code"))?;
            return Ok(Some(PhoneEnrolment::Code(code)));
        };
        let phone = store::identity::phones::find(&mut tx, phone).await?;
        Ok(phone.map(|p| match p.confirmed_at {
            Some(_) => PhoneEnrolment::Done,
            None => PhoneEnrolment::Number(begun.number),
        }))
    }

    /// Gives a phone another name.
    ///
    /// # Errors
    /// [`OwnAccountRefusal::Unknown`].
    pub async fn rename_phone(
        &self,
        signed: &Signed,
        phone: FactorId,
        name: String,
        address: &str,
    ) -> Result<(), Refused> {
        let (engine, signed, address) = (self.clone(), signed.clone(), address.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let id = signed.identity.id;
                    if !store::identity::phones::rename(tx, id, phone, &name).await? {
                        return Err(no(OwnAccountRefusal::Unknown));
                    }
                    let draft = engine
                        .by_herself(&signed, "phone.renamed", phone, &address)
                        .change("", serde_json::json!({ "name": name }).to_string());
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }

    /// Removes a phone. Another factor is always there, as a phone alone never counts as the last.
    ///
    /// # Errors
    /// [`OwnAccountRefusal::Unknown`].
    pub async fn remove_phone(
        &self,
        signed: &Signed,
        phone: FactorId,
        address: &str,
    ) -> Result<(), Refused> {
        let (engine, signed, address) = (self.clone(), signed.clone(), address.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let id = signed.identity.id;
                    store::identity::identities::hold(tx, id).await?;
                    let hers = store::identity::phones::list(tx, id).await?;
                    let found = hers.into_iter().find(|p| p.id == phone);
                    let found = found.ok_or_else(|| no(OwnAccountRefusal::Unknown))?;
                    store::identity::phones::delete(tx, id, phone).await?;
                    let notice = AccountNotice::PhoneRemoved(found.name.clone());
                    engine
                        .tell_owner(tx, &signed.identity, notice, &address)
                        .await?;
                    let before = serde_json::json!({ "name": found.name }).to_string();
                    let draft = engine
                        .by_herself(&signed, "phone.removed", phone, &address)
                        .change(before, "");
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }
}
