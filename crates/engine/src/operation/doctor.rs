//! `vestibule doctor`: is everything whole?

use crate::{Broken, Engine};
use model::operation::{AuditHead, OutboxState, chain_input, head_input};

/// How a finding is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// All is well.
    Good,
    /// Somebody should look.
    Warning,
    /// Something is broken.
    Bad,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub subject: &'static str,
    /// How it stands.
    pub health: Health,
    /// In words, with what to do.
    pub text: String,
}

impl Engine {
    /// Looks at everything. Reads only.
    ///
    /// # Errors
    /// [`Broken`], when the database cannot be read at all.
    pub async fn doctor(&self) -> Result<Vec<Finding>, Broken> {
        let mut findings = vec![Finding {
            subject: "database",
            health: Health::Good,
            text: format!("{} answers", self.db.engine()),
        }];
        findings.push(self.check_audit_log().await?);
        findings.push(self.check_outbox().await?);
        let keys = self.keys();
        let text = format!(
            "{} keys are published; sealed fields open with the key file",
            keys.public.len()
        );
        findings.push(Finding {
            subject: "keys",
            health: Health::Good,
            text,
        });
        Ok(findings)
    }

    async fn check_audit_log(&self) -> Result<Finding, Broken> {
        let mut tx = self.db.read().await?;
        let (mut entries, heads) = (0_i64, store::operation::audit::heads(&mut tx).await?);
        for AuditHead {
            chain,
            length,
            hash: head,
            seal,
        } in &heads
        {
            let (mut previous, mut seq) = (vec![0_u8; 32], 0_i64);
            // A running hub goes on appending: what came after the heads were read is not its fault.
            while seq < *length {
                let page = store::operation::audit::read_chain(&mut tx, *chain, seq).await?;
                if page.is_empty() {
                    break;
                }
                for entry in page.into_iter().take_while(|e| e.seq <= *length) {
                    let right = self.audit_mac(&chain_input(&previous, &entry));
                    if entry.seq != seq + 1 || entry.hash != right {
                        let text = format!(
                            "the audit log was changed: entry {} of a chain does not follow from the one before",
                            seq + 1
                        );
                        return Ok(Finding {
                            subject: "audit log",
                            health: Health::Bad,
                            text,
                        });
                    }
                    seq = entry.seq;
                    previous = entry.hash;
                }
            }
            let sealed = self.audit_mac(&head_input(chain, *length, head));
            if seq != *length || previous != *head || sealed.as_slice() != seal.as_slice() {
                let text = format!(
                    "the audit log was cut: a chain has {seq} entries and should have {length}"
                );
                return Ok(Finding {
                    subject: "audit log",
                    health: Health::Bad,
                    text,
                });
            }
            entries += seq;
        }
        let text = format!("{entries} entries in {} chains are whole", heads.len());
        Ok(Finding {
            subject: "audit log",
            health: Health::Good,
            text,
        })
    }

    async fn check_outbox(&self) -> Result<Finding, Broken> {
        let mut tx = self.db.read().await?;
        let dead = store::operation::outbox::count(&mut tx, OutboxState::Dead).await?;
        let waiting = store::operation::outbox::count(&mut tx, OutboxState::Waiting).await?;
        let (health, text) = if dead > 0 {
            (
                Health::Warning,
                format!("{dead} messages were given up; {waiting} wait. The log says why"),
            )
        } else {
            (
                Health::Good,
                format!("{waiting} messages wait, none was given up"),
            )
        };
        Ok(Finding {
            subject: "outbox",
            health,
            text,
        })
    }
}
