//! One contact with all that stands around her.

use super::ProfileNames;
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{ContactId, EndUserId, IdentityId, Scope, Timestamp};
use model::directory::{
    Contact, ContactChangeRefusal, Readiness, Switches, email_key, judge_contact,
};
use model::identity::{AffiliationState, Population};
use model::operation::AuditEntry;
use store::Tx;
use store::directory::contact_access::{self, Relation};

/// An address of hers, and what comes of her with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressView {
    /// The address as the PSA has it.
    pub email: String,
    /// What comes of her when she signs in with it.
    pub readiness: Readiness,
}

/// The login that she has for a company of hers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginView {
    /// The end user.
    pub end_user: EndUserId,
    /// Whose login it is.
    pub identity: IdentityId,
    /// Whether it may be used.
    pub state: AffiliationState,
    /// Whether she has a second factor.
    pub has_factor: bool,
}

/// A contact with what stands around her.
#[derive(Clone, Debug)]
pub struct ContactView {
    /// The contact.
    pub contact: Contact,
    /// Her addresses, the default first.
    pub addresses: Vec<AddressView>,
    /// What comes of her by the default address, or without one.
    pub readiness: Readiness,
    /// Her records in PSAs and the companies that they relate her to.
    pub relations: Vec<Relation>,
    /// Her login; none before she has signed in or was invited.
    pub login: Option<LoginView>,
    /// When the last access mail went to her.
    pub mailed_at: Option<Timestamp>,
    /// The profile that an undo would give her back, by its kept text and its name.
    pub undo: Option<(String, String)>,
    /// What her profile allows.
    pub allows: Switches,
    /// The names of all profiles.
    pub profiles: ProfileNames,
    /// What was last done to her, newest first.
    pub activity: Vec<AuditEntry>,
}

impl Engine {
    /// One contact.
    ///
    /// # Errors
    /// [`ContactChangeRefusal::Unknown`].
    pub async fn get_contact(
        &self,
        admin: &Administrator,
        id: ContactId,
    ) -> Result<ContactView, Failure<ContactChangeRefusal>> {
        let scope = admin.scope;
        let mut tx = self.db.read().await?;
        let contact = known(&mut tx, scope, id).await?;
        let relations = contact_access::relations(&mut tx, scope, id).await?;
        let mut addresses = Vec::new();
        for email in &contact.emails {
            let facts = self
                .contact_facts(&mut tx, scope, &contact, &relations, email)
                .await?;
            addresses.push(AddressView {
                email: email.clone(),
                readiness: judge_contact(&facts),
            });
        }
        let readiness = match addresses.first() {
            Some(default) => default.readiness.clone(),
            None => {
                let facts = self
                    .contact_facts(&mut tx, scope, &contact, &relations, "")
                    .await?;
                judge_contact(&facts)
            }
        };
        let login = self
            .login_of_contact(&mut tx, scope, &contact, &relations)
            .await?;
        let profiles = self.profile_names(&mut tx, scope).await?;
        let activity = store::operation::audit::about(&mut tx, scope, &id.to_string(), 10).await?;
        let before = super::save::earlier_profile(&mut tx, scope, &contact).await?;
        let undo = before.and_then(|p| profiles.name(&p).map(|n| (p.clone(), n.to_owned())));
        Ok(ContactView {
            allows: self.switches_of(&mut tx, scope, &contact).await?,
            mailed_at: contact_access::mailed_at(&mut tx, scope, id).await?,
            contact,
            addresses,
            readiness,
            relations,
            login,
            undo,
            profiles,
            activity,
        })
    }

    /// The login with one of her addresses at one of her companies: an address alone is no person.
    pub(super) async fn login_of_contact(
        &self,
        tx: &mut Tx,
        scope: Scope,
        contact: &Contact,
        relations: &[Relation],
    ) -> Result<Option<LoginView>, Broken> {
        for email in &contact.emails {
            let key = email_key(email);
            let identity =
                store::identity::identities::find_by_email(tx, Population::Client, &key).await?;
            let Some(identity) = identity else { continue };
            for relation in relations {
                let company = relation.source.company_id;
                let found =
                    store::identity::end_users::find(tx, scope, company, identity.id).await?;
                if let Some(end_user) = found {
                    return Ok(Some(LoginView {
                        end_user: end_user.id,
                        identity: identity.id,
                        state: end_user.state,
                        has_factor: self.has_factors(tx, &identity).await?,
                    }));
                }
            }
        }
        Ok(None)
    }
}

/// A contact of the partner.
pub(super) async fn known(
    tx: &mut Tx,
    scope: Scope,
    id: ContactId,
) -> Result<Contact, Failure<ContactChangeRefusal>> {
    store::directory::contacts::find(tx, scope, id)
        .await?
        .ok_or(Failure::Refused(ContactChangeRefusal::Unknown))
}
