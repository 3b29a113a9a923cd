//! The companies of a PSA as a list that is searched and paged, by name.

use super::psa_companies::read;
use super::psa_mirror::Held;
use crate::identity::member_list::anywhere;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::PsaConnectionId;
use kernel::name::sort_key;
use model::directory::PsaCompany;

statements! {
    LIST_PSA_COMPANIES = "SELECT p.psa_id, p.identifier, p.name, p.status_id, p.status_name, p.types, p.domain, p.active, p.changed_at, p.gone_at, p.sort_key, (SELECT COUNT(*) FROM company_mapping m WHERE m.connection_id = p.connection_id AND m.company_psa_id = p.psa_id) FROM psa_company p WHERE p.connection_id = $1 AND ($2 = '' OR p.sort_key LIKE $2 ESCAPE '!' OR LOWER(p.identifier) LIKE $3 ESCAPE '!' OR p.psa_id = $4) AND ($5 = 0 OR ($5 = 1 AND NOT EXISTS (SELECT 1 FROM company_mapping m WHERE m.connection_id = p.connection_id AND m.company_psa_id = p.psa_id)) OR ($5 = 2 AND EXISTS (SELECT 1 FROM company_mapping m WHERE m.connection_id = p.connection_id AND m.company_psa_id = p.psa_id))) AND (p.sort_key > $6 OR (p.sort_key = $6 AND p.psa_id > $7)) ORDER BY p.sort_key, p.psa_id LIMIT $8";
}

/// A company in the list.
#[derive(Clone, Debug)]
pub struct ListedPsaCompany {
    /// What the PSA said last of it.
    pub mirror: Held<PsaCompany>,
    /// Its name as a key: with the id the place in the list.
    pub key: String,
    /// How many mappings it has, of itself and of its sites.
    pub mappings: i64,
}

/// Which companies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaCompanyWords {
    /// Part of the name or of the short name, or the whole id.
    pub text: String,
    /// Mapped or not.
    pub mapped: Option<bool>,
}

/// Companies by name, after a place in the list; those that are left out or gone are among them.
///
/// # Errors
/// [`StoreFault`].
pub async fn list(
    tx: &mut Tx,
    connection: PsaConnectionId,
    words: &PsaCompanyWords,
    (key, id): (&str, i64),
    limit: i64,
) -> Result<Vec<ListedPsaCompany>, StoreFault> {
    let number = words.text.trim_start_matches('#').parse().unwrap_or(-1);
    let mapped: i64 = match words.mapped {
        None => 0,
        Some(false) => 1,
        Some(true) => 2,
    };
    let values = [
        connection.0.into(),
        anywhere(&sort_key(&words.text)).into(),
        anywhere(&words.text.to_lowercase()).into(),
        number.into(),
        mapped.into(),
        key.into(),
        id.into(),
        limit.into(),
    ];
    let rows = tx.all(&LIST_PSA_COMPANIES, &values).await?;
    rows.iter()
        .map(|row| {
            let mut c = row.columns();
            Ok(ListedPsaCompany {
                mirror: read(&mut c)?,
                key: c.text()?,
                mappings: c.int()?,
            })
        })
        .collect()
}
