//! What belongs to a connection, and what becomes of it when the connection is forgotten.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::PsaConnectionId;

statements! {
    COUNT_MAPPINGS_OF_CONNECTION = "SELECT COUNT(*) FROM company_mapping WHERE connection_id = $1";
    COUNT_CONTACTS_OF_CONNECTION = "SELECT COUNT(DISTINCT contact_id) FROM contact_source WHERE connection_id = $1";
    CONTACTS_OF_FORGOTTEN = "UPDATE contact SET state = CASE WHEN EXISTS (SELECT 1 FROM contact_source s WHERE s.contact_id = contact.id AND s.connection_id <> $1 AND s.state = 'active') THEN 'active' WHEN EXISTS (SELECT 1 FROM contact_source s WHERE s.contact_id = contact.id AND s.connection_id <> $1 AND s.state = 'inactive') THEN 'inactive' ELSE 'out_of_scope' END, main = COALESCE((SELECT MAX(s.main) FROM contact_source s WHERE s.contact_id = contact.id AND s.connection_id <> $1 AND s.state = 'active'), 0), bill_to = COALESCE((SELECT MAX(s.bill_to) FROM contact_source s WHERE s.contact_id = contact.id AND s.connection_id <> $1 AND s.state = 'active'), 0) WHERE id IN (SELECT contact_id FROM contact_source WHERE connection_id = $1)";
    SOURCES_OF_FORGOTTEN = "DELETE FROM contact_source WHERE connection_id = $1";
    SITES_OF_FORGOTTEN = "DELETE FROM site WHERE connection_id = $1";
    MAPPINGS_OF_FORGOTTEN = "DELETE FROM company_mapping WHERE connection_id = $1";
    RULES_OF_FORGOTTEN = "DELETE FROM integration_rule WHERE connection_id = $1";
    CONFLICTS_OF_FORGOTTEN = "DELETE FROM psa_conflict WHERE connection_id = $1";
    NOTICES_OF_FORGOTTEN = "DELETE FROM psa_notice WHERE connection_id = $1";
    MESSAGES_OF_FORGOTTEN = "DELETE FROM psa_message WHERE connection_id = $1";
    CONFIGURATIONS_OF_FORGOTTEN = "DELETE FROM psa_configuration WHERE connection_id = $1";
    MEMBERS_OF_FORGOTTEN = "DELETE FROM psa_member WHERE connection_id = $1";
}

async fn count(
    tx: &mut Tx,
    statement: &'static crate::Statement,
    id: PsaConnectionId,
) -> Result<i64, StoreFault> {
    match tx.one(statement, &[id.0.into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// How many companies are mapped by a connection.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn mappings(tx: &mut Tx, id: PsaConnectionId) -> Result<i64, StoreFault> {
    count(tx, &COUNT_MAPPINGS_OF_CONNECTION, id).await
}

/// How many contacts of the directory have a record in a connection's PSA.
///
/// # Errors
/// See above.
pub async fn contacts(tx: &mut Tx, id: PsaConnectionId) -> Result<i64, StoreFault> {
    count(tx, &COUNT_CONTACTS_OF_CONNECTION, id).await
}

/// Deletes all that belongs to a connection, but not its own row: the reading first, so that whoever
/// reads it at this moment is waited for, and finds nothing to go on with afterwards. Companies and
/// contacts of the directory stay; contacts without another record are out of scope.
///
/// # Errors
/// See above.
pub async fn all(tx: &mut Tx, id: PsaConnectionId) -> Result<(), StoreFault> {
    super::psa_sync::forget(tx, id).await?;
    for statement in [
        &CONTACTS_OF_FORGOTTEN,
        &SOURCES_OF_FORGOTTEN,
        &SITES_OF_FORGOTTEN,
        &MAPPINGS_OF_FORGOTTEN,
        &RULES_OF_FORGOTTEN,
        &CONFLICTS_OF_FORGOTTEN,
        &NOTICES_OF_FORGOTTEN,
        &MESSAGES_OF_FORGOTTEN,
        &CONFIGURATIONS_OF_FORGOTTEN,
        &MEMBERS_OF_FORGOTTEN,
    ] {
        tx.run(statement, &[id.0.into()]).await?;
    }
    super::psa_due::forget(tx, id).await?;
    super::psa_set_ups::forget(tx, id).await?;
    super::psa_contacts::forget(tx, id).await?;
    super::psa_sites::forget(tx, id).await?;
    super::psa_companies::forget(tx, id).await
}
