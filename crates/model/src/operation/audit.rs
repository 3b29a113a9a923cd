//! Audit entries: who changed what, before and after; append-only and hash-chained.

use super::ApiAttempt;
use kernel::{ApiKeyId, PartnerId, Timestamp};

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person, by the id of her affiliation or identity.
    Person(String),
    /// Somebody who has not proved who she is.
    Anonymous,
    /// A client of the protocol, by its `client_id`.
    Client(String),
    /// A program by its API key; with the attempt that the commit marks, where the request may be
    /// sent twice.
    ApiKey(ApiKeyId, Option<ApiAttempt>),
    /// The operator at the command line.
    Operator,
    /// The hub itself, by schedule.
    Hub,
}

impl Actor {
    /// The text of the entry.
    pub fn text(&self) -> String {
        match self {
            Self::Person(id) => id.clone(),
            Self::Anonymous => "anonymous".into(),
            Self::Client(id) => format!("client:{id}"),
            Self::ApiKey(id, _) => id.to_string(),
            Self::Operator => "operator".into(),
            Self::Hub => "hub".into(),
        }
    }
}

/// What it was done to, as an id or a name.
pub type Subject = String;

/// An entry before it has a place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditDraft {
    /// The partner whose log it is; none for the installation's own.
    pub partner_id: Option<PartnerId>,
    /// Who did it.
    pub actor: Actor,
    /// What was done, as `noun.verb` (for example `session.begun`).
    pub action: &'static str,
    /// To what.
    pub subject: Subject,
    /// Why, or by which refusal; empty when the action says it all.
    pub reason: String,
    /// The state before, as JSON without secrets; empty when there was none.
    pub before: String,
    /// The state after.
    pub after: String,
    /// The network address it came from; empty for the command line and the hub.
    pub address: String,
}

impl AuditDraft {
    /// An entry with what every entry has.
    pub fn new(
        partner_id: Option<PartnerId>,
        actor: Actor,
        action: &'static str,
        subject: impl std::fmt::Display,
    ) -> Self {
        Self {
            partner_id,
            actor,
            action,
            subject: subject.to_string(),
            reason: String::new(),
            before: String::new(),
            after: String::new(),
            address: String::new(),
        }
    }
    /// With a reason.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }
    /// With the states before and after.
    #[must_use]
    pub fn change(mut self, before: impl Into<String>, after: impl Into<String>) -> Self {
        self.before = before.into();
        self.after = after.into();
        self
    }
    /// With the network address.
    #[must_use]
    pub fn from_address(mut self, address: &str) -> Self {
        self.address = address.to_owned();
        self
    }
}

/// An entry in its chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// The partner whose chain it is, or sixteen zero bytes for the installation.
    pub chain: [u8; 16],
    /// Its number in the chain, from 1 without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// The state before.
    pub before: String,
    /// The state after.
    pub after: String,
    /// From where.
    pub address: String,
    /// The keyed digest over the digest before and this entry.
    pub hash: Vec<u8>,
}

/// Which entries are looked for. Empty finds all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// What was done, or how that begins: `member.` or `member.deactivated`.
    pub action: String,
    /// Who did it, exactly.
    pub actor: String,
    /// To what it was done, exactly.
    pub subject: String,
    /// Part of subject, reason, states or network address.
    pub text: String,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// The bytes that an entry's digest covers: every field with its length before it, so that no text
/// can pass for two.
pub fn chain_input(previous: &[u8], entry: &AuditEntry) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    let seq = entry.seq.to_be_bytes();
    let at = entry.at.0.to_be_bytes();
    let fields: [&[u8]; 11] = [
        previous,
        &entry.chain,
        &seq,
        &at,
        entry.actor.as_bytes(),
        entry.action.as_bytes(),
        entry.subject.as_bytes(),
        entry.reason.as_bytes(),
        entry.before.as_bytes(),
        entry.after.as_bytes(),
        entry.address.as_bytes(),
    ];
    for field in fields {
        out.extend_from_slice(&u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        out.extend_from_slice(field);
    }
    out
}

/// Where a chain ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// The chain.
    pub chain: [u8; 16],
    /// How many entries it has.
    pub length: i64,
    /// The digest of the newest.
    pub hash: Vec<u8>,
    /// The keyed digest over the three: without the key nobody can set an older end.
    pub seal: Vec<u8>,
}

/// The bytes that a head's seal covers. They begin unlike those of any entry.
pub fn head_input(chain: &[u8; 16], length: i64, hash: &[u8]) -> Vec<u8> {
    let mut out = b"head of a chain".to_vec();
    out.extend_from_slice(chain);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(hash);
    out
}
