//! What happened in somebody's account, newest first.

use super::Signed;
use crate::{Broken, Engine};
use kernel::Timestamp;
use model::operation::AuditEntry;

/// Entries on a page.
const PAGE: usize = 25;

/// A page of activity.
#[derive(Clone, Debug)]
pub struct Activity {
    /// The entries, newest first.
    pub entries: Vec<AuditEntry>,
    /// Where the next page begins; none at the end.
    pub older: Option<Timestamp>,
}

impl Engine {
    /// Entries of the audit log that she did or that were done to her, before a moment. Both chains
    /// are looked at: her partner's, and the installation's, which has what happens before the
    /// partner is known.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn my_activity(
        &self,
        signed: &Signed,
        before: Option<Timestamp>,
    ) -> Result<Activity, Broken> {
        let before = before.unwrap_or(Timestamp(i64::MAX));
        let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 10;
        let ids = [
            signed.affiliation.id.to_string(),
            signed.identity.id.to_string(),
        ];
        let mut tx = self.db.read().await?;
        let mut entries = Vec::new();
        for chain in [
            signed.affiliation.partner_id.0,
            store::operation::audit::INSTALLATION,
        ] {
            for id in &ids {
                entries.extend(
                    store::operation::own_activity::of(&mut tx, chain, id, before, limit).await?,
                );
            }
        }
        drop(tx);
        entries.sort_by_key(|e| std::cmp::Reverse((e.at, e.chain, e.seq)));
        entries.dedup_by_key(|e| (e.chain, e.seq));
        // What was written in one moment stays on one page, since the moment is the page's mark.
        let end = entries.get(PAGE - 1).map(|last| last.at);
        let older = end.filter(|at| entries.iter().any(|e| e.at < *at));
        if let Some(at) = end {
            entries.retain(|e| e.at >= at);
        }
        Ok(Activity { entries, older })
    }
}
