//! The console: what masters administer.

mod api_key;
mod api_key_made;
mod api_keys;
mod audit;
mod bulk;
mod catalogue;
mod client;
mod clients;
mod companies;
mod contact;
mod contact_bulk;
mod contact_readiness;
mod contacts;
mod evidence;
mod group;
mod groups;
mod import;
mod import_check;
mod insights;
mod invite;
mod jobs;
mod mail_server;
mod mails;
mod mapping_import;
mod mapping_map;
mod mappings;
mod member;
mod members;
mod module;
mod module_login;
mod module_new;
mod module_people;
mod module_settings;
mod modules;
mod nav;
mod offboard;
mod offboarding;
mod offboardings;
mod parts;
mod profiles;
mod psa_addresses;
mod psa_connection;
mod psa_connections;
mod psa_differences;
mod psa_filter;
mod psa_head;
mod psa_new;
mod psa_rights;
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
pub use companies::{CompaniesPage, CompanyLine, CompanyPage, SiteLine};
pub use contact::{CauseLine, ContactAddressLine, ContactPage, RelationLine};
pub use contact_bulk::{ContactActionLine, ContactBulkPage, ContactBulkResult};
pub use contact_readiness::{AddressAnswerLines, AddressFoundLine, ContactReadinessPage};
pub use contacts::{ContactLine, ContactsPage};
pub use evidence::{EvidencePage, EvidenceSheet};
pub use group::{ConditionField, GroupMember, GroupPage};
pub use groups::{GroupLine, GroupsPage};
pub use import::{ImportLine, ImportPage};
pub use import_check::{FaultLine, ImportCheckPage, ImportStage};
pub use insights::{InsightCard, InsightPerson, InsightRow, InsightsPage};
pub use invite::InvitePage;
pub use jobs::{JobLine, JobsPage};
pub use mail_server::MailServerPage;
pub use mails::MailsPage;
pub use mapping_import::{
    CandidateLine, MappingImportPage, MappingParametersPage, MappingPreviewPage, ParameterLine,
    PreviewLine,
};
pub use mapping_map::{MappingMapPage, PairFields, SuggestionLine};
pub use mappings::{MappingLine, MappingPage, MappingsPage, SwitchFields};
pub use member::{ActivityRow, MemberPage, ModuleOutcome, SessionLine};
pub use members::{MemberLine, MembersPage};
pub use module::{CheckLine, CopyLine, HolderLine, ModulePage};
pub use module_login::{
    DefaultLine, ExceptionLine, GroupRoleLine, LinkChoice, LinkLines, ModuleLoginPage, Question,
    ShutOutLine, Switch,
};
pub use module_new::NewModulePage;
pub use module_people::{ModulePeoplePage, ProvisionLine};
pub use module_settings::ModuleSettingsPage;
pub use modules::{ModuleLine, ModulesPage};
pub use nav::nav;
pub use offboard::{AccountToEndLine, OffboardPage};
pub use offboarding::{EndLine, OffboardingPage};
pub use offboardings::{OffboardingLine, OffboardingsPage};
pub(crate) use parts::thousands;
pub use parts::{Choice, Pager, Tick};
pub use profiles::{ProfileLine, ProfilePage, ProfilesPage};
pub use psa_addresses::{AddressLine, PsaAddressesPage};
pub use psa_connection::{PsaConnectionPage, PsaFields, PsaStepLine};
pub use psa_connections::{PsaConnectionLine, PsaConnectionsPage};
pub use psa_differences::{
    AnswerButton, CountLine, DifferenceLine, PassLine, PsaDifferencesPage, QuestionLine,
};
pub use psa_filter::PsaFilterPage;
pub use psa_head::PsaHead;
pub use psa_new::PsaNewPage;
pub use psa_rights::{ExcessLine, NeedLine, PsaRightsPage};
pub use readiness::{ReadinessCount, ReadinessLine, ReadinessPage};
pub use settings::SettingsPage;
pub use webhook::{DeliveryLine, WebhookPage, WebhookSecretLine};
pub use webhooks::{WebhookLine, WebhooksPage};
