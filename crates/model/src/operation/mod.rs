//! The audit log and the outbox.

mod audit;
mod outbox;

pub use audit::{Actor, AuditDraft, AuditEntry, AuditHead, Subject, chain_input, head_input};
pub use outbox::{AccountNotice, Mail, Message, OutboxState, When, retry_after};
