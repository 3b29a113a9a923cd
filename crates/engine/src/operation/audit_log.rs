//! The audit log of a partner: searched, and checked to be whole.

use crate::identity::Administrator;
use crate::{Broken, Engine};
use model::operation::{AuditEntry, AuditFilter, AuditHead, chain_input, head_input};
use store::Tx;

/// What a check of a chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainCheck {
    /// So many entries follow one from another, up to the sealed end.
    Whole(i64),
    /// The entry of this number does not follow from the one before.
    Changed(i64),
    /// So many entries are there, and so many should be.
    Cut(i64, i64),
}

impl Engine {
    /// Entries that a filter finds, newest first, before a number.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn search_audit(
        &self,
        admin: &Administrator,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<AuditEntry>, Broken> {
        let mut tx = self.db.read().await?;
        let before = before.unwrap_or(i64::MAX);
        Ok(store::operation::audit::search(&mut tx, admin.scope, filter, before, limit).await?)
    }

    /// Checks the partner's whole chain.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn check_audit(&self, admin: &Administrator) -> Result<ChainCheck, Broken> {
        let mut tx = self.db.read().await?;
        match store::operation::audit::head_of(&mut tx, admin.scope).await? {
            Some(head) => self.check_chain(&mut tx, &head).await,
            None => Ok(ChainCheck::Whole(0)),
        }
    }

    /// Follows a chain from its first entry to its sealed end.
    pub(crate) async fn check_chain(
        &self,
        tx: &mut Tx,
        head: &AuditHead,
    ) -> Result<ChainCheck, Broken> {
        let (mut previous, mut seq) = (vec![0_u8; 32], 0_i64);
        // A running hub goes on appending: what came after the head was read is not its fault.
        while seq < head.length {
            let page = store::operation::audit::read_chain(tx, head.chain, seq).await?;
            if page.is_empty() {
                break;
            }
            for entry in page.into_iter().take_while(|e| e.seq <= head.length) {
                let right = self.audit_mac(&chain_input(&previous, &entry));
                if entry.seq != seq + 1 || entry.hash != right {
                    return Ok(ChainCheck::Changed(seq + 1));
                }
                seq = entry.seq;
                previous = entry.hash;
            }
        }
        let sealed = self.audit_mac(&head_input(&head.chain, head.length, &head.hash));
        if seq != head.length || previous != head.hash || sealed.as_slice() != head.seal.as_slice()
        {
            return Ok(ChainCheck::Cut(seq, head.length));
        }
        Ok(ChainCheck::Whole(seq))
    }
}
