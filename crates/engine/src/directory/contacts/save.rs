//! Giving a contact another profile, and taking the last change back.

use super::get::known;
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{ContactId, Scope};
use model::directory::{Contact, ContactChangeRefusal, Profile};
use store::Tx;
use store::directory::contact_access;

/// The action of the audit log that an undo looks for.
pub(super) const PROFILE_CHANGED: &str = "contact.profile_changed";

impl Engine {
    /// Gives a contact another profile. `version` is that of the page on which it was chosen: where
    /// somebody else has changed her since, nothing is done. Her access may be prepared while
    /// something else still stands in her way.
    ///
    /// # Errors
    /// [`ContactChangeRefusal::Unknown`], `ProfileUnknown`, `ChangedMeanwhile`.
    pub async fn save_contact(
        &self,
        admin: &Administrator,
        id: ContactId,
        version: i64,
        profile: Profile,
    ) -> Result<(), Failure<ContactChangeRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let scope = admin.scope;
                    let before = known(tx, scope, id).await?;
                    engine.good_profile(tx, scope, profile).await?;
                    if before.version != version {
                        return Err(Failure::Refused(ContactChangeRefusal::ChangedMeanwhile));
                    }
                    let after = profile.to_string();
                    if before.profile == after {
                        return Ok(());
                    }
                    if !contact_access::change_profile(tx, scope, id, version, &after).await? {
                        return Err(Failure::Refused(ContactChangeRefusal::ChangedMeanwhile));
                    }
                    let entry = admin.did(PROFILE_CHANGED, id);
                    engine.record(tx, entry.change(before.profile, after));
                    Ok(())
                })
            })
            .await
    }

    /// Gives a contact the profile back that she had before the last change.
    ///
    /// # Errors
    /// [`ContactChangeRefusal::Unknown`], `NothingToUndo`, `EarlierProfileGone`, `ChangedMeanwhile`.
    pub async fn undo_contact(
        &self,
        admin: &Administrator,
        id: ContactId,
        version: i64,
    ) -> Result<(), Failure<ContactChangeRefusal>> {
        let mut tx = self.db.read().await?;
        let contact = known(&mut tx, admin.scope, id).await?;
        let earlier = earlier_profile(&mut tx, admin.scope, &contact)
            .await?
            .ok_or(Failure::Refused(ContactChangeRefusal::NothingToUndo))?;
        drop(tx);
        let profile = Profile::kept(&earlier);
        match self.save_contact(admin, id, version, profile).await {
            Err(Failure::Refused(ContactChangeRefusal::ProfileUnknown)) => {
                Err(Failure::Refused(ContactChangeRefusal::EarlierProfileGone))
            }
            done => done,
        }
    }

    /// Whether the partner has a profile.
    pub(super) async fn good_profile(
        &self,
        tx: &mut Tx,
        scope: Scope,
        profile: Profile,
    ) -> Result<(), Failure<ContactChangeRefusal>> {
        let known = match profile {
            Profile::Revoked | Profile::Admin => true,
            Profile::Custom(id) => store::directory::access_profiles::find(tx, scope, id)
                .await?
                .is_some(),
        };
        match known {
            true => Ok(()),
            false => Err(Failure::Refused(ContactChangeRefusal::ProfileUnknown)),
        }
    }
}

/// The profile that she had before the last change of it, as the audit log tells, where that change is
/// still what counts.
pub(super) async fn earlier_profile(
    tx: &mut Tx,
    scope: Scope,
    contact: &Contact,
) -> Result<Option<String>, Broken> {
    let subject = contact.id.to_string();
    let entries = store::operation::audit::about(tx, scope, &subject, 50).await?;
    let last = entries.into_iter().find(|e| e.action == PROFILE_CHANGED);
    Ok(last
        .filter(|e| e.after == contact.profile && e.before != contact.profile)
        .map(|e| e.before))
}
