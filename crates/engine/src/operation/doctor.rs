//! `vestibule doctor`: is everything whole?

use super::ChainCheck;
use crate::{Broken, Engine};
use kernel::Span;
use model::operation::OutboxState;

/// How far the clocks of two nodes may stand apart.
const APART: Span = Span::minutes(2);

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
        let mut findings = vec![self.check_database().await?, self.check_rows().await?];
        findings.push(self.check_audit_log().await?);
        findings.push(self.check_clock().await?);
        findings.push(self.check_outbox().await?);
        findings.push(self.check_webhooks().await?);
        let keys = self.keys();
        let text = format!(
            "{} keys are published; sealed fields open with the key file {}",
            keys.public.len(),
            self.key_fingerprint
        );
        findings.push(Finding {
            subject: "keys",
            health: Health::Good,
            text,
        });
        Ok(findings)
    }

    async fn check_database(&self) -> Result<Finding, Broken> {
        let mut tx = self.db.read().await?;
        let (schema, newest) = (tx.schema().await?, store::newest_schema());
        let tables = tx.tables().await?.len();
        let missing = tx.missing_indexes().await?;
        let broken = tx.integrity().await?;
        let (health, text) = if let Some(what) = broken {
            (
                Health::Bad,
                format!("its file is damaged: {what}. Restore the newest backup"),
            )
        } else if schema != newest {
            let text = format!("its schema is {schema}, the newest is {newest}; restart the hub");
            (Health::Bad, text)
        } else if missing.is_empty() {
            let text =
                format!("schema {schema}, the newest; {tables} tables with all their indexes");
            (Health::Good, text)
        } else {
            let missing = missing.join(", ");
            let text = format!(
                "these indexes are not there, and much is slow without them: {missing}. Move the installation to a new database"
            );
            (Health::Warning, text)
        };
        Ok(Finding {
            subject: "database",
            health,
            text: format!("{} answers; {text}", self.db.engine()),
        })
    }

    async fn check_rows(&self) -> Result<Finding, Broken> {
        let mut tx = self.db.read().await?;
        let found = store::operation::soundness::orphans(&mut tx).await?;
        let counted = found.iter().map(|(what, count)| format!("{count} {what}"));
        let counted = counted.collect::<Vec<_>>().join(", ");
        let (health, text) = if found.is_empty() {
            (Health::Good, "nothing refers to what is not there".into())
        } else {
            let text = format!(
                "{counted} refer to nobody. They give nobody anything; somebody has changed rows by hand"
            );
            (Health::Warning, text)
        };
        Ok(Finding {
            subject: "rows",
            health,
            text,
        })
    }

    async fn check_clock(&self) -> Result<Finding, Broken> {
        let mut tx = self.db.read().await?;
        let newest = store::operation::soundness::newest_entry(&mut tx).await?;
        let ahead = newest - self.now();
        let (health, text) = if ahead > APART {
            let text = format!(
                "the newest entry of the audit log is of {}, which is yet to come: this machine's clock was set back, or another node's is fast. Until it has caught up, the codes of people who signed in meanwhile are refused; a passkey or a recovery code lets them in",
                newest.rfc3339()
            );
            (Health::Warning, text)
        } else {
            (
                Health::Good,
                "no entry of the audit log is yet to come".into(),
            )
        };
        Ok(Finding {
            subject: "clock",
            health,
            text,
        })
    }

    async fn check_audit_log(&self) -> Result<Finding, Broken> {
        let mut tx = self.db.read().await?;
        let (mut entries, heads) = (0_i64, store::operation::audit::heads(&mut tx).await?);
        for head in &heads {
            let text = match self.check_chain(&mut tx, head).await? {
                ChainCheck::Whole(length) => {
                    entries += length;
                    continue;
                }
                ChainCheck::Changed(seq) => format!(
                    "the audit log was changed: entry {seq} of a chain does not follow from the one before"
                ),
                ChainCheck::Cut(seq, length) => format!(
                    "the audit log was cut: a chain has {seq} entries and should have {length}"
                ),
            };
            return Ok(Finding {
                subject: "audit log",
                health: Health::Bad,
                text,
            });
        }
        let text = format!("{entries} entries in {} chains are whole", heads.len());
        Ok(Finding {
            subject: "audit log",
            health: Health::Good,
            text,
        })
    }

    async fn check_webhooks(&self) -> Result<Finding, Broken> {
        let mut tx = self.db.read().await?;
        use store::operation::{deliveries, webhooks};
        let waiting = deliveries::count_all(&mut tx, OutboxState::Waiting).await?;
        let dead = deliveries::count_all(&mut tx, OutboxState::Dead).await?;
        let stopped = webhooks::count_stopped(&mut tx).await?;
        let told = format!("{waiting} events wait, {dead} were given up");
        let (health, text) = if stopped > 0 {
            let text = format!("{stopped} webhooks were stopped; {told}. The console says why");
            (Health::Warning, text)
        } else {
            (Health::Good, told)
        };
        Ok(Finding {
            subject: "webhooks",
            health,
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
