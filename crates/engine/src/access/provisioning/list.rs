//! What is due at a module and what came of it, for people.

use crate::access::{Hand, PolicyRefused, ProvisionFilter, ProvisionRow};
use crate::{Broken, Engine};
use kernel::LinkId;
use model::access::{ModuleLink, ProvisionState};
use model::identity::AffiliationId;

/// Most people of one page.
const MOST: i64 = 200;

/// A page of the people of a link.
#[derive(Clone, Debug)]
pub struct ProvisionPage {
    /// The link.
    pub link: ModuleLink,
    /// How many people are in each state; states of nobody are left out.
    pub counts: Vec<(ProvisionState, i64)>,
    /// The people.
    pub rows: Vec<ProvisionRow>,
    /// After whom the next page begins, if there is one.
    pub next: Option<AffiliationId>,
}

impl Engine {
    /// A page of the people of a link, in the order in which they became known to it.
    ///
    /// # Errors
    /// [`crate::access::LinkPolicyRefusal::NoLink`].
    pub async fn provisioning(
        &self,
        hand: &Hand,
        id: LinkId,
        filter: &ProvisionFilter,
        after: Option<AffiliationId>,
        limit: i64,
    ) -> Result<ProvisionPage, PolicyRefused> {
        use store::access::provisioning_list::{count, list};
        let (scope, now, limit) = (hand.scope(), self.now(), limit.clamp(1, MOST));
        let mut tx = self.db.read().await.map_err(Broken::from)?;
        let link = self.link_in_hand(&mut tx, hand, id).await?;
        let counts = count(&mut tx, scope, id, now).await.map_err(Broken::from)?;
        // One more than is shown says whether there is a next page.
        let mut rows = list(&mut tx, scope, id, filter, after, now, limit + 1)
            .await
            .map_err(Broken::from)?;
        let shown = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > shown;
        rows.truncate(shown);
        let next = rows.last().filter(|_| more).map(|r| r.affiliation_id);
        Ok(ProvisionPage {
            link,
            counts,
            rows,
            next,
        })
    }
}
