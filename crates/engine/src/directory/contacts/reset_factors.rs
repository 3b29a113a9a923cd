//! Taking a contact's second factors away, so that she sets up new ones (S0-60).

use super::get::known;
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::ContactId;
use model::directory::ContactChangeRefusal;
use model::identity::{AffiliationId, FactorResetRefusal};

/// Why her factors stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactReset {
    /// There is no such contact, or she has no login.
    Contact(ContactChangeRefusal),
    /// What the reset itself says.
    Reset(FactorResetRefusal),
}

impl kernel::Refusal for ContactReset {
    fn code(&self) -> &'static str {
        match self {
            Self::Contact(refusal) => refusal.code(),
            Self::Reset(refusal) => refusal.code(),
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Contact(refusal) => refusal.sentence(),
            Self::Reset(refusal) => refusal.sentence(),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::Contact(refusal) => refusal.remedy(),
            Self::Reset(refusal) => refusal.remedy(),
        }
    }
    fn kind(&self) -> kernel::RefusalKind {
        match self {
            Self::Contact(refusal) => refusal.kind(),
            Self::Reset(refusal) => refusal.kind(),
        }
    }
}

impl Engine {
    /// Resets the second factors of a contact's login by the verb that does it for members: sessions
    /// end, and a mail brings her the link to set up new ones.
    ///
    /// # Errors
    /// [`ContactReset`].
    pub async fn reset_contact_factors(
        &self,
        admin: &Administrator,
        id: ContactId,
    ) -> Result<(), Failure<ContactReset>> {
        let scope = admin.scope;
        let mut tx = self.db.read().await?;
        let contact = known(&mut tx, scope, id).await.map_err(|f| match f {
            Failure::Refused(refusal) => Failure::Refused(ContactReset::Contact(refusal)),
            Failure::Broken(broken) => Failure::Broken(broken),
        })?;
        let relations = store::directory::contact_access::relations(&mut tx, scope, id).await?;
        let login = self
            .login_of_contact(&mut tx, scope, &contact, &relations)
            .await?;
        drop(tx);
        let Some(login) = login else {
            let refusal = ContactReset::Contact(ContactChangeRefusal::NoLogin);
            return Err(Failure::Refused(refusal));
        };
        let person = AffiliationId::EndUser(login.end_user);
        self.reset_factors(admin, person)
            .await
            .map_err(|f| match f {
                Failure::Refused(refusal) => Failure::Refused(ContactReset::Reset(refusal)),
                Failure::Broken(broken) => Failure::Broken(broken),
            })
    }
}
