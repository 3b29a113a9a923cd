//! A message of the outbox as administrators see it: what it is about, never what it says.

use super::OutboxState;
use kernel::{OutboxId, Timestamp};

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The id.
    pub id: OutboxId,
    /// What kind of message.
    pub kind: String,
    /// What it is about, in words.
    pub about: String,
    /// Where it stands.
    pub state: OutboxState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next, or when it left or was given up.
    pub due_at: Timestamp,
    /// Why it did not leave the last time; empty when nothing went wrong.
    pub last_fault: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Which jobs are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// Where they stand; none for all.
    pub state: Option<OutboxState>,
    /// Part of what they are about.
    pub text: String,
}
