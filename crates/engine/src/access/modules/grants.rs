//! Who may open a module, set at the module.

use super::{Refused, known};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{EmailAddress, GroupId, InstanceId};
use model::access::{Holder, ModuleRefusal};

impl Engine {
    /// Grants a module to exactly these groups; grants to people stay. Groups of others are passed
    /// over.
    ///
    /// # Errors
    /// [`ModuleRefusal::Unknown`].
    pub async fn grant_to_groups(
        &self,
        admin: &Administrator,
        id: InstanceId,
        wanted: Vec<GroupId>,
    ) -> Result<(), Refused> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let instance = known(tx, &admin, id).await?;
                    let groups =
                        store::access::groups::list(tx, admin.scope, "", "", 10_000).await?;
                    for (group, ..) in groups {
                        let granted = wanted.contains(&group.id);
                        engine
                            .set_grant(tx, &admin, &instance, Holder::Group(group.id), granted)
                            .await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Grants a module to the person of an address: at the partner, or at each client company that
    /// she belongs to, as the module is meant.
    ///
    /// # Errors
    /// [`ModuleRefusal::Nobody`], `Unknown`.
    pub async fn grant_to_person(
        &self,
        admin: &Administrator,
        id: InstanceId,
        email: &str,
    ) -> Result<(), Refused> {
        let nobody = || Failure::Refused(ModuleRefusal::Nobody);
        let email = EmailAddress::parse(email.trim()).map_err(|_| nobody())?;
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let instance = known(tx, &admin, id).await?;
                    let key = email.key();
                    let identity =
                        store::identity::identities::find_by_email(tx, instance.population, &key)
                            .await?
                            .ok_or_else(nobody)?;
                    let mut found = false;
                    for place in store::identity::affiliations::of_identity(tx, identity.id).await?
                    {
                        if place.partner_id == admin.scope.partner() {
                            found = true;
                            let holder = Holder::Affiliation(place.id);
                            engine
                                .set_grant(tx, &admin, &instance, holder, true)
                                .await?;
                        }
                    }
                    if found { Ok(()) } else { Err(nobody()) }
                })
            })
            .await
    }

    /// Takes a grant back, of a group or a person.
    ///
    /// # Errors
    /// [`ModuleRefusal::Unknown`].
    pub async fn take_grant(
        &self,
        admin: &Administrator,
        id: InstanceId,
        holder: Holder,
    ) -> Result<(), Refused> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let instance = known(tx, &admin, id).await?;
                    engine
                        .set_grant(tx, &admin, &instance, holder, false)
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}
