//! Running the hub: outbox, webhooks, tidying, doctor, first run, set-up files.

pub mod apply;
mod audit_log;
mod backup;
mod change_key;
mod deliver;
mod doctor;
mod fan_out;
mod first_run;
mod jobs;
mod mail_server;
mod post_event;
mod ready;
mod restore;
mod tidy;
mod webhook_replay;
mod webhook_secrets;
mod webhooks;

pub use audit_log::ChainCheck;
pub use backup::{Contents, Progress};
pub use change_key::ChangeKeyRefusal;
pub use deliver::DueMessage;
pub use doctor::{Finding, Health};
pub use fan_out::MOST_WAITING;
pub use first_run::FirstRun;
pub use jobs::JobPage;
pub use mail_server::MailServerView;
pub use post_event::{DueEvent, EVENT_CLAIM};
pub(crate) use ready::LastTry;
pub use restore::{Restore, inspect_backup};
pub use webhook_replay::ReplayPreview;
pub use webhooks::{WebhookCard, WebhookFolder};
