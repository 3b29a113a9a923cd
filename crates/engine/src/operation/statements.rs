//! Statements that the hub signs for people: whoever gets one can tell that nobody has changed it.
//!
//! Signing keys are changed and forgotten; a report may be asked about after years. So the digest of
//! each statement stands in the audit log, which is chained and kept, and is found there when the key
//! is gone.

use crate::identity::Administrator;
use crate::{Broken, Engine};
use kernel::Timestamp;
use serde_json::Value;

/// The action in the audit log.
const ACTION: &str = "statement.signed";
/// The kinds of statements, by `typ`.
const KINDS: [&str; 2] = [
    crate::identity::members::OffboardingReport::TYP,
    super::evidence::EVIDENCE_TYP,
];

/// What became of a check.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementCheck {
    /// What it says, where a key that the hub still publishes has signed it.
    pub claims: Option<Value>,
    /// When the audit log says that it was signed.
    pub logged_at: Option<Timestamp>,
}

fn digest_of(text: &str) -> String {
    vault::digest::sha256(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl Engine {
    /// Signs a statement and notes its digest in the partner's audit log.
    pub(crate) async fn sign_statement(
        &self,
        admin: &Administrator,
        typ: &'static str,
        subject: &str,
        claims: &Value,
    ) -> Result<String, Broken> {
        let text = self.signing_key("ES256")?.sign(typ, claims)?;
        let draft = admin
            .did(ACTION, subject)
            .because(typ)
            .change("", digest_of(&text));
        self.note_alone(draft).await?;
        Ok(text)
    }

    /// Checks a statement by the keys and by the audit logs.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn check_statement(&self, text: &str) -> Result<StatementCheck, Broken> {
        let text = text.trim();
        let keys = self.keys();
        let claims = KINDS
            .iter()
            .find_map(|typ| keys.verifier.verify_statement(text, typ).ok());
        let mut tx = self.db.read().await?;
        let logged_at =
            store::operation::audit::when_after(&mut tx, ACTION, &digest_of(text)).await?;
        Ok(StatementCheck { claims, logged_at })
    }
}
