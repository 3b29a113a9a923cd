//! Running the hub: outbox, tidying, doctor, first run, set-up files.

mod api_calls;
mod api_keys;
pub mod apply;
mod audit_log;
mod backup;
mod change_key;
mod deliver;
mod doctor;
mod first_run;
mod jobs;
mod mail_server;
mod ready;
mod restore;
mod tidy;

pub(crate) use api_calls::CallRates;
pub use api_calls::{ApiCaller, Begun, TurnedAway};
pub use api_keys::{ApiKeyCard, ApiKeyMade};
pub use audit_log::ChainCheck;
pub use backup::{Contents, Progress};
pub use change_key::ChangeKeyRefusal;
pub use deliver::DueMessage;
pub use doctor::{Finding, Health};
pub use first_run::FirstRun;
pub use jobs::JobPage;
pub use mail_server::MailServerView;
pub(crate) use ready::LastTry;
pub use restore::{Restore, inspect_backup};
