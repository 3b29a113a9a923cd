//! The audit log and the outbox.

mod api_key;
mod api_rate;
mod api_request;
mod api_scope;
mod audit;
pub mod backup;
mod job;
mod mail_server;
mod outbox;
mod restore;

pub use api_key::{
    ApiCallRefusal, ApiKey, ApiKeyDraft, ApiKeyRefusal, KEY_PREFIX, LONGEST_LIFE,
    MOST_KEY_NETWORKS, MOST_KEYS,
};
pub use api_rate::{BURST, CallRate, EACH};
pub use api_request::{
    Again, ApiAttempt, ApiRequest, IdempotencyRefusal, REMEMBERED, check_idempotency_key,
};
pub use api_scope::ApiScope;
pub use audit::{
    Actor, AuditDraft, AuditEntry, AuditFilter, AuditHead, Subject, chain_input, head_input,
};
pub use backup::{BackupEnd, BackupFault, BackupHeader, Cell, CellKind, Frame, TableHead};
pub use job::{Job, JobFilter};
pub use mail_server::{MailEncryption, MailServerRefusal, MailServerSettings};
pub use outbox::{AccountNotice, Mail, Message, OutboxState, When, retry_after};
pub use restore::RestoreRefusal;
