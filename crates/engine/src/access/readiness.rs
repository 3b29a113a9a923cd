//! Readiness: who gets in where, and why not, by the sign-in's own decision.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{GroupId, InstanceId, MemberId};
use model::access::{Entry, EntryFacts, EntryRefusal, Holder, ModuleInstance, decide_entry};
use model::directory::PartnerState;
use model::identity::{AffiliationId, MemberRefusal, Population};
use std::collections::BTreeMap;
use store::access::readiness::PersonFacts;

/// A module, whether somebody gets in, and whether it was granted to her herself.
pub type Outcome = (ModuleInstance, Result<Entry, EntryRefusal>, bool);

/// People that are read at once.
const STEP: i64 = 1_000;

/// A person, and what comes of her at the door of one module.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The person.
    pub person: PersonFacts,
    /// Yes by which way, or no by which refusal.
    pub outcome: Result<Entry, EntryRefusal>,
}

/// The check of one module for everybody.
#[derive(Clone, Debug)]
pub struct ModuleReadiness {
    /// The module.
    pub instance: ModuleInstance,
    /// How many get in.
    pub open: usize,
    /// How many do not, by refusal, the most frequent first.
    pub refused: Vec<(EntryRefusal, usize)>,
    /// Those that were asked for: after `skip` of them, at most `limit`.
    pub page: Vec<Ready>,
    /// How many were asked for in all.
    pub matching: usize,
}

/// Which outcomes are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All.
    #[default]
    All,
    /// Who gets in.
    Open,
    /// Who does not, for whatever reason.
    Refused,
    /// Who does not for this one.
    By(EntryRefusal),
}

impl Show {
    fn fits(self, outcome: &Result<Entry, EntryRefusal>) -> bool {
        match self {
            Self::All => true,
            Self::Open => outcome.is_ok(),
            Self::Refused => outcome.is_err(),
            Self::By(refusal) => outcome.as_ref().err() == Some(&refusal),
        }
    }
}

impl Engine {
    /// Decides about everybody whom a module is meant for, by the sign-in's own decision, and counts
    /// the outcomes. None for a module that this partner does not have.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn readiness(
        &self,
        admin: &Administrator,
        instance: InstanceId,
        group: Option<GroupId>,
        show: Show,
        skip: usize,
        limit: usize,
    ) -> Result<Option<ModuleReadiness>, Broken> {
        let scope = admin.scope;
        let mut tx = self.db.read().await?;
        let Some(instance) =
            store::access::modules::find_instance(&mut tx, scope, instance).await?
        else {
            return Ok(None);
        };
        let reached = store::access::readiness::reached(&mut tx, scope, instance.id).await?;
        let partner = store::directory::partners::find(&mut tx, scope.partner()).await?;
        let partner_active = partner.is_some_and(|p| p.state == PartnerState::Active);
        let mut found = ModuleReadiness {
            open: 0,
            refused: Vec::new(),
            page: Vec::new(),
            matching: 0,
            instance,
        };
        let (mut refused, mut after) = (BTreeMap::<usize, usize>::new(), None);
        loop {
            let population = found.instance.population;
            let people =
                store::access::readiness::people(&mut tx, scope, population, group, after, STEP)
                    .await?;
            let Some(last) = people.last() else { break };
            after = Some(last.id);
            for person in people {
                let outcome = decide_entry(&EntryFacts {
                    identity: person.identity,
                    affiliation: Some(person.affiliation),
                    population,
                    partner_active,
                    company_active: person.company_active,
                    has_factor: person.has_factor,
                    module_population: population,
                    unified_login: found.instance.unified_login,
                    on_trial: found.instance.on_trial(person.id, self.now()),
                    grants: reached.get(&person.id.bytes()).cloned().unwrap_or_default(),
                });
                match &outcome {
                    Ok(_) => found.open += 1,
                    Err(refusal) => {
                        let at = EntryRefusal::ALL.iter().position(|r| r == refusal);
                        *refused.entry(at.unwrap_or(0)).or_default() += 1;
                    }
                }
                if show.fits(&outcome) {
                    if found.matching >= skip && found.page.len() < limit {
                        found.page.push(Ready { person, outcome });
                    }
                    found.matching += 1;
                }
            }
        }
        found.refused = refused
            .into_iter()
            .map(|(at, count)| (EntryRefusal::ALL[at], count))
            .collect();
        found.refused.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        Ok(Some(found))
    }

    /// All modules of the partner, for both populations.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_modules(&self, admin: &Administrator) -> Result<Vec<ModuleInstance>, Broken> {
        let mut tx = self.db.read().await?;
        let mut all = Vec::new();
        for population in [Population::Staff, Population::Client] {
            all.extend(
                store::access::modules::list_instances(&mut tx, admin.scope, population).await?,
            );
        }
        Ok(all)
    }

    /// Into which modules of the partner somebody gets, and by which refusal not.
    ///
    /// # Errors
    /// [`MemberRefusal::Unknown`] for somebody of another partner.
    pub async fn readiness_of(
        &self,
        admin: &Administrator,
        place: AffiliationId,
    ) -> Result<Vec<Outcome>, Failure<MemberRefusal>> {
        let unknown = || Failure::Refused(MemberRefusal::Unknown);
        let mut tx = self.db.read().await?;
        let affiliation = store::identity::affiliations::find(&mut tx, place)
            .await?
            .filter(|a| a.partner_id == admin.scope.partner())
            .ok_or_else(unknown)?;
        let identity = store::identity::identities::find(&mut tx, affiliation.identity_id)
            .await?
            .ok_or_else(unknown)?;
        let entrant = self
            .entrant(
                &mut tx,
                &identity,
                Some(&affiliation),
                admin.scope.partner(),
            )
            .await?;
        let direct = store::access::grants::of_holder(&mut tx, admin.scope, place.bytes()).await?;
        let instances =
            store::access::modules::list_instances(&mut tx, admin.scope, identity.population)
                .await?;
        Ok(instances
            .into_iter()
            .map(|instance| {
                let outcome = entrant.may_enter(&instance);
                let granted = direct.contains(&instance.id);
                (instance, outcome, granted)
            })
            .collect())
    }

    /// Grants a module to a member herself, or takes that back.
    ///
    /// # Errors
    /// [`MemberRefusal::Unknown`] for a member or module that this partner does not have.
    pub async fn grant_to_member(
        &self,
        admin: &Administrator,
        id: MemberId,
        instance: InstanceId,
        granted: bool,
    ) -> Result<(), Failure<MemberRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let unknown = || Failure::Refused(MemberRefusal::Unknown);
                    let member = store::identity::members::find(tx, admin.scope, id)
                        .await?
                        .ok_or_else(unknown)?;
                    let instance = store::access::modules::find_instance(tx, admin.scope, instance)
                        .await?
                        .ok_or_else(unknown)?;
                    let holder = Holder::Affiliation(AffiliationId::Member(member.id));
                    engine
                        .set_grant(tx, &admin, &instance, holder, granted)
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}
