//! The console: what masters administer.

mod audit;
mod bulk;
mod group;
mod groups;
mod import;
mod import_check;
mod invite;
mod jobs;
mod mail_server;
mod mails;
mod member;
mod members;
mod nav;
mod parts;
mod readiness;
mod settings;

pub use audit::{AuditLine, AuditPage};
pub use bulk::{BulkPage, BulkRow, RefusedCount};
pub use group::{ConditionField, GroupMember, GroupPage};
pub use groups::{GroupLine, GroupsPage};
pub use import::{ImportLine, ImportPage};
pub use import_check::{FaultLine, ImportCheckPage, ImportStage};
pub use invite::InvitePage;
pub use jobs::{JobLine, JobsPage};
pub use mail_server::MailServerPage;
pub use mails::MailsPage;
pub use member::{ActivityRow, MemberPage, ModuleOutcome, SessionLine};
pub use members::{MemberLine, MembersPage};
pub use nav::nav;
pub(crate) use parts::thousands;
pub use parts::{Choice, Pager, Tick};
pub use readiness::{ReadinessCount, ReadinessLine, ReadinessPage};
pub use settings::SettingsPage;
