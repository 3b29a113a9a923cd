//! A master tries a login out before it is turned on.

use super::{Refused, known};
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::InstanceId;
use model::access::{ModuleInstance, ModuleRefusal, Trial};
use model::identity::Population;
use store::Tx;

impl Engine {
    /// Lets the master herself into a module for an hour, whether it is turned on or not; what its
    /// client tries from now on is the outcome. A new trial takes the place of another one.
    ///
    /// # Errors
    /// [`ModuleRefusal`].
    pub async fn begin_trial(&self, admin: &Administrator, id: InstanceId) -> Result<(), Refused> {
        let no = Failure::Refused;
        let member = admin.member.ok_or(no(ModuleRefusal::NotAPerson))?;
        let now = self.now();
        let trial = Trial {
            member,
            begun_at: now,
            until: now + Trial::LASTS,
        };
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let instance = known(tx, &admin, id).await?;
                    if instance.population != Population::Staff {
                        return Err(no(ModuleRefusal::OtherPeople));
                    }
                    if store::federation::clients::of_instance(tx, admin.scope, id)
                        .await?
                        .is_none()
                    {
                        return Err(no(ModuleRefusal::NoClient));
                    }
                    store::access::modules::set_trial(tx, admin.scope, id, Some(&trial)).await?;
                    let subject = format!("module {}", instance.key);
                    let draft = admin.did("module_instance.trial_begun", subject);
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }

    /// Ends a trial; its outcome stays to be looked at.
    ///
    /// # Errors
    /// [`ModuleRefusal::Unknown`].
    pub async fn end_trial(&self, admin: &Administrator, id: InstanceId) -> Result<(), Refused> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let instance = known(tx, &admin, id).await?;
                    engine.end_trial_in(tx, &admin, &instance).await?;
                    Ok(())
                })
            })
            .await
    }

    /// The same in the caller's transaction.
    pub(super) async fn end_trial_in(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        instance: &ModuleInstance,
    ) -> Result<(), Broken> {
        let now = self.now();
        if let Some(trial) = instance.trial.as_ref().filter(|t| t.runs(now)) {
            let ended = Trial {
                until: now,
                ..trial.clone()
            };
            store::access::modules::set_trial(tx, admin.scope, instance.id, Some(&ended)).await?;
            let subject = format!("module {}", instance.key);
            self.record(tx, admin.did("module_instance.trial_ended", subject));
        }
        Ok(())
    }
}
