//! Companies of the mirror to choose from, and what a filter goes by.

use crate::identity::member_list::anywhere;
use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::PsaConnectionId;
use kernel::name::sort_key;
use model::directory::PsaCompanyName;

statements! {
    CHOOSE_PSA_COMPANIES = "SELECT psa_id, identifier, name FROM psa_company WHERE connection_id = $1 AND gone_at IS NULL AND ($2 = '' OR sort_key LIKE $2 ESCAPE '!' OR LOWER(identifier) LIKE $3 ESCAPE '!') ORDER BY sort_key, psa_id LIMIT $4";
    NAME_PSA_COMPANY = "SELECT psa_id, identifier, name FROM psa_company WHERE connection_id = $1 AND psa_id = $2";
    FILTERED_PSA_COMPANIES = "SELECT psa_id, status_id, types FROM psa_company WHERE connection_id = $1 AND gone_at IS NULL AND psa_id > $2 ORDER BY psa_id LIMIT $3";
}

fn chosen(c: &mut Columns<'_>) -> Result<PsaCompanyName, StoreFault> {
    Ok(PsaCompanyName {
        id: c.int()?,
        identifier: c.text()?,
        name: c.text()?,
    })
}

/// What a filter goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilteredCompany {
    /// Its id.
    pub id: i64,
    /// The id of its status.
    pub status: Option<i64>,
    /// The ids of its types.
    pub types: Vec<i64>,
}

/// Companies whose name or short name holds a text, by name.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find(
    tx: &mut Tx,
    connection: PsaConnectionId,
    text: &str,
    limit: i64,
) -> Result<Vec<PsaCompanyName>, StoreFault> {
    let values = [
        connection.0.into(),
        anywhere(&sort_key(text)).into(),
        anywhere(text.trim()).into(),
        limit.into(),
    ];
    let rows = tx.all(&CHOOSE_PSA_COMPANIES, &values).await?;
    rows.iter().map(|r| chosen(&mut r.columns())).collect()
}

/// The names of these companies, as far as they were ever met.
///
/// # Errors
/// See above.
pub async fn named(
    tx: &mut Tx,
    connection: PsaConnectionId,
    ids: &[i64],
) -> Result<Vec<PsaCompanyName>, StoreFault> {
    let mut found = Vec::new();
    for id in ids {
        let values = [connection.0.into(), (*id).into()];
        if let Some(row) = tx.one(&NAME_PSA_COMPANY, &values).await? {
            found.push(chosen(&mut row.columns())?);
        }
    }
    Ok(found)
}

/// The companies after an id, with what a filter goes by.
///
/// # Errors
/// See above.
pub async fn filtered(
    tx: &mut Tx,
    connection: PsaConnectionId,
    after: i64,
    limit: i64,
) -> Result<Vec<FilteredCompany>, StoreFault> {
    let values = [connection.0.into(), after.into(), limit.into()];
    let rows = tx.all(&FILTERED_PSA_COMPANIES, &values).await?;
    let read = |c: &mut Columns<'_>| {
        Ok(FilteredCompany {
            id: c.int()?,
            status: c.int_or_null()?,
            types: c
                .parsed(super::psa_companies::types)?
                .into_iter()
                .map(|t| t.id)
                .collect(),
        })
    };
    rows.iter().map(|r| read(&mut r.columns())).collect()
}
