//! Access profiles that the partner makes, beside those that are built in.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{AccessProfileId, DisplayName, Scope};
use model::directory::{
    AccessProfile, MOST_PROFILES, Profile, ProfileRefusal, Switches, check_profile,
};
use store::directory::access_profiles as rows;
use store::{StoreFault, Tx};

/// What a profile is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileDraft {
    /// Its name.
    pub name: DisplayName,
    /// What it allows.
    pub switches: Switches,
}

/// A profile in the list: built in, or made by the partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileRow {
    /// Which.
    pub profile: Profile,
    /// Its name.
    pub name: String,
    /// What it allows.
    pub switches: Switches,
    /// How many contacts have it.
    pub contacts: i64,
}

/// What profiles are called, by their kept text: those that are built in first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileNames(pub Vec<(String, String)>);

impl ProfileNames {
    /// The name of a profile; none for one that is gone.
    pub fn name(&self, profile: &str) -> Option<&str> {
        let found = self.0.iter().find(|(text, _)| text == profile);
        found.map(|(_, name)| name.as_str())
    }
    /// The name of what is kept. One that is gone gives no access, and is named so.
    pub fn of(&self, profile: &str) -> &str {
        self.name(profile).unwrap_or(Profile::REVOKED_NAME)
    }
}

fn in_words(profile: &AccessProfile) -> String {
    let (name, switches) = (profile.name.as_str(), profile.switches.text());
    serde_json::json!({ "name": name, "switches": switches }).to_string()
}

fn named(fault: StoreFault) -> Failure<ProfileRefusal> {
    match fault {
        StoreFault::Taken(..) => Failure::Refused(ProfileRefusal::NameTaken),
        other => other.into(),
    }
}

async fn known(
    tx: &mut Tx,
    scope: Scope,
    id: AccessProfileId,
) -> Result<AccessProfile, Failure<ProfileRefusal>> {
    rows::find(tx, scope, id)
        .await?
        .ok_or(Failure::Refused(ProfileRefusal::Unknown))
}

impl Engine {
    pub(super) async fn profile_names(
        &self,
        tx: &mut Tx,
        scope: Scope,
    ) -> Result<ProfileNames, Broken> {
        let built_in = [
            (Profile::Revoked, Profile::REVOKED_NAME),
            (Profile::Admin, Profile::ADMIN_NAME),
        ];
        let mut names: Vec<_> = built_in
            .into_iter()
            .map(|(p, name)| (p.to_string(), name.to_owned()))
            .collect();
        for own in rows::list(tx, scope).await? {
            names.push((own.id.to_string(), own.name.as_str().to_owned()));
        }
        Ok(ProfileNames(names))
    }

    /// What the partner's profiles are called, for choosing.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn contact_profiles(&self, admin: &Administrator) -> Result<ProfileNames, Broken> {
        let mut tx = self.db.read().await?;
        self.profile_names(&mut tx, admin.scope).await
    }

    /// The profiles of the partner: those that are built in, then its own by name.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_profiles(&self, admin: &Administrator) -> Result<Vec<ProfileRow>, Broken> {
        let mut tx = self.db.read().await?;
        let uses = rows::uses(&mut tx, admin.scope).await?;
        let row = |profile: Profile, name: &str, switches| {
            let text = profile.to_string();
            let used = uses.iter().find(|(p, _)| *p == text);
            ProfileRow {
                profile,
                name: name.to_owned(),
                switches,
                contacts: used.map_or(0, |(_, n)| *n),
            }
        };
        let mut found = vec![
            row(Profile::Revoked, Profile::REVOKED_NAME, Switches::default()),
            row(Profile::Admin, Profile::ADMIN_NAME, Switches::all()),
        ];
        for own in rows::list(&mut tx, admin.scope).await? {
            let profile = Profile::Custom(own.id);
            found.push(row(profile, own.name.as_str(), own.switches));
        }
        Ok(found)
    }

    /// One profile that the partner made.
    ///
    /// # Errors
    /// [`ProfileRefusal::Unknown`].
    pub async fn get_profile(
        &self,
        admin: &Administrator,
        id: AccessProfileId,
    ) -> Result<ProfileRow, Failure<ProfileRefusal>> {
        let mut tx = self.db.read().await?;
        let own = known(&mut tx, admin.scope, id).await?;
        let contacts = rows::used_by(&mut tx, admin.scope, &id.to_string()).await?;
        Ok(ProfileRow {
            profile: Profile::Custom(id),
            name: own.name.as_str().to_owned(),
            switches: own.switches,
            contacts,
        })
    }

    /// Makes a profile.
    ///
    /// # Errors
    /// [`ProfileRefusal`].
    pub async fn make_profile(
        &self,
        admin: &Administrator,
        draft: ProfileDraft,
    ) -> Result<AccessProfileId, Failure<ProfileRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    check_profile(&draft.name, &draft.switches).map_err(Failure::Refused)?;
                    if rows::count(tx, admin.scope).await? >= MOST_PROFILES {
                        return Err(Failure::Refused(ProfileRefusal::TooMany));
                    }
                    let now = engine.now();
                    let profile = AccessProfile {
                        id: AccessProfileId::new(now, engine.chance()),
                        partner_id: admin.scope.partner(),
                        name: draft.name,
                        switches: draft.switches,
                        created_at: now,
                    };
                    rows::insert(tx, &profile).await.map_err(named)?;
                    let entry = admin.did("profile.made", profile.id);
                    engine.record(tx, entry.change("", in_words(&profile)));
                    Ok(profile.id)
                })
            })
            .await
    }

    /// Changes name and switches of a profile. What it allows changes at once for everybody who has
    /// it.
    ///
    /// # Errors
    /// [`ProfileRefusal`].
    pub async fn change_profile(
        &self,
        admin: &Administrator,
        id: AccessProfileId,
        draft: ProfileDraft,
    ) -> Result<(), Failure<ProfileRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let before = known(tx, admin.scope, id).await?;
                    check_profile(&draft.name, &draft.switches).map_err(Failure::Refused)?;
                    let after = AccessProfile {
                        name: draft.name,
                        switches: draft.switches,
                        ..before.clone()
                    };
                    if after == before {
                        return Ok(());
                    }
                    rows::change(tx, &after).await.map_err(named)?;
                    let entry = admin.did("profile.changed", id);
                    engine.record(tx, entry.change(in_words(&before), in_words(&after)));
                    Ok(())
                })
            })
            .await
    }

    /// Deletes a profile that nobody has.
    ///
    /// # Errors
    /// [`ProfileRefusal::Unknown`], `InUse`.
    pub async fn delete_profile(
        &self,
        admin: &Administrator,
        id: AccessProfileId,
    ) -> Result<(), Failure<ProfileRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let before = known(tx, admin.scope, id).await?;
                    let used = rows::used_by(tx, admin.scope, &id.to_string()).await?;
                    if used > 0 {
                        return Err(Failure::Refused(ProfileRefusal::InUse(used)));
                    }
                    rows::delete(tx, admin.scope, id).await?;
                    let entry = admin.did("profile.deleted", id);
                    engine.record(tx, entry.change(in_words(&before), ""));
                    Ok(())
                })
            })
            .await
    }
}
