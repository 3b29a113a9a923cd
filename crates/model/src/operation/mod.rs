//! The audit log and the outbox.

mod audit;
pub mod backup;
mod job;
mod mail_server;
mod outbox;
mod restore;

pub use audit::{
    Actor, AuditDraft, AuditEntry, AuditFilter, AuditHead, Subject, chain_input, head_input,
};
pub use backup::{BackupEnd, BackupFault, BackupHeader, Cell, CellKind, Frame, TableHead};
pub use job::{Job, JobFilter};
pub use mail_server::{MailEncryption, MailServerRefusal, MailServerSettings};
pub use outbox::{AccountNotice, Mail, Message, OutboxState, When, retry_after};
pub use restore::RestoreRefusal;
