//! Rows: the same rooms as the model. `db` alone knows which engine runs.

pub mod access;
pub mod db;
pub mod directory;
pub mod federation;
pub mod identity;
pub mod operation;
mod row;
mod statement;

pub use db::{Db, Location, Told, Tx, newest_schema};
pub use row::{Columns, Row, Val};
pub use statement::Statement;

/// What can go wrong at the database. Texts name no values.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// The database could not be reached, is full, or refused to work.
    #[error("the database cannot be used: {0}")]
    Unavailable(String),
    /// More is asked than the database can do at this moment; nothing was done.
    #[error("the database is busy: {0}")]
    Busy(&'static str),
    /// A unique key is taken; names the statement.
    #[error("there is one already ({0})")]
    Taken(&'static str),
    /// A row does not say what the program expects; names the statement or column.
    #[error("a row cannot be read: {0}")]
    Unreadable(String),
}

/// Every statement of the program, for the test that prepares them on both engines.
pub fn statements() -> Vec<&'static Statement> {
    [
        access::account_links::STATEMENTS,
        access::accounts::STATEMENTS,
        access::grants::STATEMENTS,
        access::groups::STATEMENTS,
        access::links::STATEMENTS,
        access::modules::STATEMENTS,
        access::places::STATEMENTS,
        access::provisioning::STATEMENTS,
        access::provisioning_list::STATEMENTS,
        access::readiness::STATEMENTS,
        access::upstream_groups::STATEMENTS,
        directory::access_profiles::STATEMENTS,
        directory::companies::STATEMENTS,
        directory::company_list::STATEMENTS,
        directory::company_mapping_list::STATEMENTS,
        directory::company_mappings::STATEMENTS,
        directory::contact_access::STATEMENTS,
        directory::contact_actions::STATEMENTS,
        directory::contact_list::STATEMENTS,
        directory::contacts::STATEMENTS,
        directory::contacts_held::STATEMENTS,
        directory::features::STATEMENTS,
        directory::integration_rules::STATEMENTS,
        directory::partners::STATEMENTS,
        directory::psa_companies::STATEMENTS,
        directory::psa_configurations::STATEMENTS,
        directory::psa_conflicts::STATEMENTS,
        directory::psa_company_choice::STATEMENTS,
        directory::psa_company_list::STATEMENTS,
        directory::psa_connections::STATEMENTS,
        directory::psa_contacts::STATEMENTS,
        directory::psa_differences::STATEMENTS,
        directory::psa_due::STATEMENTS,
        directory::psa_members::STATEMENTS,
        directory::psa_forget::STATEMENTS,
        directory::psa_set_ups::STATEMENTS,
        directory::psa_sites::STATEMENTS,
        directory::psa_sync::STATEMENTS,
        directory::sites::STATEMENTS,
        federation::assertions::STATEMENTS,
        federation::attempts::STATEMENTS,
        federation::clients::STATEMENTS,
        federation::codes::STATEMENTS,
        federation::devices::STATEMENTS,
        federation::families::STATEMENTS,
        federation::keys::STATEMENTS,
        federation::pushed::STATEMENTS,
        federation::secrets::STATEMENTS,
        identity::affiliations::STATEMENTS,
        identity::devices::STATEMENTS,
        identity::email_changes::STATEMENTS,
        identity::end_users::STATEMENTS,
        identity::factors::STATEMENTS,
        identity::flows::STATEMENTS,
        identity::identities::STATEMENTS,
        identity::imports::STATEMENTS,
        identity::links::STATEMENTS,
        identity::member_list::STATEMENTS,
        identity::members::STATEMENTS,
        identity::offboardings::STATEMENTS,
        identity::passkeys::STATEMENTS,
        identity::phone_questions::STATEMENTS,
        identity::phones::STATEMENTS,
        identity::sessions::STATEMENTS,
        identity::upstream::STATEMENTS,
        operation::api_keys::STATEMENTS,
        operation::api_requests::STATEMENTS,
        operation::audit::STATEMENTS,
        operation::deliveries::STATEMENTS,
        operation::installation::STATEMENTS,
        operation::outbox::STATEMENTS,
        operation::own_activity::STATEMENTS,
        operation::soundness::STATEMENTS,
        operation::throttles::STATEMENTS,
        operation::whole::STATEMENTS,
        operation::webhooks::STATEMENTS,
    ]
    .concat()
}
