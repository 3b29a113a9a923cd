//! What the PSA and the directory have of each other.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::PsaConnectionId;
use model::directory::{ContactState, display_name};

statements! {
    COUNT_MAPPED = "SELECT COUNT(DISTINCT company_psa_id) FROM company_mapping WHERE connection_id = $1";
    COUNT_ACTIVE_SOURCES = "SELECT COUNT(*) FROM contact_source WHERE connection_id = $1 AND state = 'active'";
    LIST_DIFFERENCES = "SELECT p.psa_id, p.first_name, p.last_name, p.emails, COALESCE(c.name, ''), s.state FROM psa_contact p LEFT JOIN psa_company c ON c.connection_id = p.connection_id AND c.psa_id = p.company_psa_id LEFT JOIN contact_source s ON s.connection_id = p.connection_id AND s.psa_id = p.psa_id WHERE p.connection_id = $1 AND p.psa_id > $2 AND p.gone_at IS NULL AND (s.state IS NULL OR s.state <> 'active') AND EXISTS (SELECT 1 FROM company_mapping m WHERE m.connection_id = p.connection_id AND m.company_psa_id = p.company_psa_id) ORDER BY p.psa_id LIMIT $3";
}

/// How many companies of the PSA are mapped.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn count_mapped(tx: &mut Tx, connection: PsaConnectionId) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_MAPPED, &[connection.0.into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// How many records of people are active here.
///
/// # Errors
/// See above.
pub async fn count_active(tx: &mut Tx, connection: PsaConnectionId) -> Result<i64, StoreFault> {
    match tx
        .one(&COUNT_ACTIVE_SOURCES, &[connection.0.into()])
        .await?
    {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// People of mapped companies who are in the PSA and not active here: number, name, company, state.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    connection: PsaConnectionId,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, String, String, Option<ContactState>)>, StoreFault> {
    let values = [connection.0.into(), after.into(), limit.into()];
    let rows = tx.all(&LIST_DIFFERENCES, &values).await?;
    rows.iter()
        .map(|row| {
            let mut c = row.columns();
            let (id, first, last) = (c.int()?, c.text()?, c.text()?);
            let emails: Vec<String> = c.parsed(|t| serde_json::from_str(t).ok())?;
            let company = c.text()?;
            let state = c.text_or_null()?;
            Ok((
                id,
                display_name(&first, &last, &emails),
                company,
                state.as_deref().and_then(ContactState::parse),
            ))
        })
        .collect()
}
