//! The audit log and the outbox.

mod audit;
pub mod backup;
mod delivery;
mod event_filter;
mod job;
mod mail_server;
mod outbox;
mod restore;
mod webhook;

pub use audit::{
    Actor, AuditDraft, AuditEntry, AuditFilter, AuditHead, Subject, chain_input, head_input,
};
pub use backup::{BackupEnd, BackupFault, BackupHeader, Cell, CellKind, Frame, TableHead};
pub use delivery::{
    DeliveryFilter, EVENT_ATTEMPTS, Echo, EventDelivery, LONGEST_FAILURE, Verdict, judge,
};
pub use event_filter::{EventFilter, EventFilterFault};
pub use job::{Job, JobFilter};
pub use mail_server::{MailEncryption, MailServerRefusal, MailServerSettings};
pub use outbox::{AccountNotice, Mail, Message, OutboxState, When, retry_after};
pub use restore::RestoreRefusal;
pub use webhook::{
    LONGEST_OLD_SECRET, MOST_WEBHOOKS, Webhook, WebhookDraft, WebhookRefusal, WebhookSecret,
    WebhookState, host_of, plan_new_webhook_secret,
};
