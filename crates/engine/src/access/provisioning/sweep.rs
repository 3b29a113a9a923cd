//! Nobody is forgotten: whoever's account is not as it should be is marked, whatever verb left it so.

use super::facts::Stand;
use crate::{Broken, Engine};
use kernel::{LinkId, Scope};
use model::access::{Goal, LinkState, ModuleLink, Outcome, ProvisionState};
use model::identity::AffiliationId;
use store::access::provisioning::TaskRow;

impl Engine {
    /// Looks at everybody whom a link with creation or deactivation reaches, and marks whoever's goal
    /// is another one than what came of it; how many. Each night, for what a verb has forgotten.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn sweep_accounts(&self) -> Result<usize, Broken> {
        let (mut marked, mut after) = (0, None);
        loop {
            let links = {
                let mut tx = self.db.read().await?;
                store::access::links::active(&mut tx, after).await?
            };
            let Some(last) = links.last() else {
                return Ok(marked);
            };
            after = Some(last.id);
            for link in &links {
                marked += self.sweep_link(link.id).await?;
            }
        }
    }

    /// The same for one link.
    pub(super) async fn sweep_link(&self, id: LinkId) -> Result<usize, Broken> {
        let (mut marked, mut after) = (0, None);
        loop {
            // Reads outside, writes only what differs: no write waits behind a long look.
            let (link, page, differing) = {
                let mut tx = self.db.read().await?;
                let link = store::access::links::find(&mut tx, id).await?;
                let Some(link) = link.filter(looks_after) else {
                    return Ok(marked);
                };
                let page = store::access::provisioning::reached(&mut tx, id, after).await?;
                let differing = self.differing(&mut tx, &link, &page).await?;
                (link, page, differing)
            };
            let Some(last) = page.last() else {
                return Ok(marked);
            };
            after = Some(*last);
            if !differing.is_empty() {
                marked += differing.len();
                self.mark_all(&link, differing).await?;
            }
        }
    }

    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    async fn differing(
        &self,
        tx: &mut store::Tx,
        link: &ModuleLink,
        people: &[AffiliationId],
    ) -> Result<Vec<AffiliationId>, Broken> {
        let scope = Scope::of(link.partner_id);
        let manifest = store::access::links::manifest(tx, scope, link.instance_id).await?;
        let Some((manifest, _)) = manifest else {
            return Ok(Vec::new());
        };
        let mut differing = Vec::new();
        for person in people {
            let task = store::access::provisioning::find(tx, link.id, *person).await?;
            let stand = self
                .stand_of(tx, link, &manifest, *person, task.as_ref())
                .await?;
            if differs(&stand, task.as_ref()) {
                differing.push(*person);
            }
        }
        Ok(differing)
    }

    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    async fn mark_all(&self, link: &ModuleLink, people: Vec<AffiliationId>) -> Result<(), Broken> {
        let (engine, scope, instance) =
            (self.clone(), Scope::of(link.partner_id), link.instance_id);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    for person in people {
                        engine
                            .mark_person(tx, scope, person, Some(instance))
                            .await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

fn looks_after(link: &ModuleLink) -> bool {
    link.state == LinkState::Active && (link.policy.jit_provisioning || link.policy.deprovisioning)
}

/// Whether what came of it is another thing than what should be.
fn differs(stand: &Stand, task: Option<&TaskRow>) -> bool {
    let Some(task) = task else {
        return stand.goal != Goal::Leave(Outcome::LeftAlone);
    };
    // It is due already; or she is gone with her account, and what came of it is only to be seen.
    if task.asked > task.done || (stand.place.is_none() && stand.bond.is_none()) {
        return false;
    }
    if let Goal::Leave(outcome) = stand.goal {
        return task.outcome != Some(outcome);
    }
    if task.goal != stand.goal.as_str() {
        return true;
    }
    // What was refused stays refused until something changes or somebody tries again.
    if task
        .outcome
        .is_none_or(|o| o.state() != ProvisionState::InStep)
    {
        return task.outcome.is_none();
    }
    let active = stand.copy.as_ref().map(|copy| copy.active);
    match stand.goal {
        Goal::Present => stand.bond.is_none() || active != Some(true),
        Goal::Deactivated { .. } => active == Some(true),
        Goal::Deleted => stand.bond.is_some(),
        Goal::Leave(_) => false,
    }
}
