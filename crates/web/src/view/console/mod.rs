//! The console: what masters administer.

mod api_key;
mod api_key_made;
mod api_keys;
mod audit;
mod bulk;
mod catalogue;
mod client;
mod clients;
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
mod module;
mod module_login;
mod module_new;
mod module_people;
mod module_settings;
mod modules;
mod nav;
mod parts;
mod readiness;
mod settings;
mod webhook;
mod webhooks;

pub use api_key::ApiKeyPage;
pub use api_key_made::ApiKeyMadePage;
pub use api_keys::{ApiKeyLine, ApiKeysPage};
pub use audit::{AuditLine, AuditPage};
pub use bulk::{BulkPage, BulkRow, RefusedCount};
pub use catalogue::{CataloguePage, EntryLine};
pub use client::{AttemptLine, ClientFields, ClientPage, SecretLine};
pub use clients::{ClientLine, ClientsPage};
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
pub use module::{CheckLine, CopyLine, HolderLine, ModulePage};
pub use module_login::{
    DefaultLine, ExceptionLine, LinkChoice, LinkLines, ModuleLoginPage, Question, ShutOutLine,
    Switch,
};
pub use module_new::NewModulePage;
pub use module_people::{ModulePeoplePage, ProvisionLine};
pub use module_settings::ModuleSettingsPage;
pub use modules::{ModuleLine, ModulesPage};
pub use nav::nav;
pub(crate) use parts::thousands;
pub use parts::{Choice, Pager, Tick};
pub use readiness::{ReadinessCount, ReadinessLine, ReadinessPage};
pub use settings::SettingsPage;
pub use webhook::{DeliveryLine, WebhookPage, WebhookSecretLine};
pub use webhooks::{WebhookLine, WebhooksPage};
