//! Rows of companies.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{CompanyId, PartnerId, PartnerName, Scope};
use model::directory::{Company, CompanyState};

statements! {
    INSERT_COMPANY = "INSERT INTO company (id, partner_id, name, name_key, state, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    FIND_COMPANY_BY_KEY = "SELECT id, partner_id, name, state, created_at FROM company WHERE partner_id = $1 AND name_key = $2";
    FIND_COMPANY = "SELECT id, partner_id, name, state, created_at FROM company WHERE partner_id = $1 AND id = $2";
    UPDATE_COMPANY = "UPDATE company SET name = $3, state = $4 WHERE partner_id = $1 AND id = $2";
    RENAME_COMPANY = "UPDATE company SET name = $3, name_key = $4 WHERE partner_id = $1 AND id = $2";
}

pub(super) fn read(c: &mut Columns<'_>) -> Result<Company, StoreFault> {
    Ok(Company {
        id: CompanyId(c.id()?),
        partner_id: PartnerId(c.id()?),
        name: c.parsed(|t| PartnerName::parse(t).ok())?,
        state: c.parsed(CompanyState::parse)?,
        created_at: c.time()?,
    })
}

/// Adds a company.
///
/// # Errors
/// [`StoreFault::Taken`] when the partner has one of that name.
pub async fn insert(tx: &mut Tx, company: &Company) -> Result<(), StoreFault> {
    let values = [
        company.id.0.into(),
        company.partner_id.0.into(),
        company.name.as_str().into(),
        company.name.key().into(),
        company.state.as_str().into(),
        company.created_at.into(),
    ];
    tx.run(&INSERT_COMPANY, &values).await.map(|_| ())
}

/// The company of a name key.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find_by_key(
    tx: &mut Tx,
    scope: Scope,
    key: &str,
) -> Result<Option<Company>, StoreFault> {
    let row = tx
        .one(
            &FIND_COMPANY_BY_KEY,
            &[scope.partner().0.into(), key.into()],
        )
        .await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// A company of a partner.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, scope: Scope, id: CompanyId) -> Result<Option<Company>, StoreFault> {
    let row = tx
        .one(&FIND_COMPANY, &[scope.partner().0.into(), id.0.into()])
        .await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// Gives a company another name.
///
/// # Errors
/// [`StoreFault::Taken`] when the partner has another of that name.
pub async fn rename(
    tx: &mut Tx,
    scope: Scope,
    id: CompanyId,
    name: &PartnerName,
) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        name.as_str().into(),
        name.key().into(),
    ];
    tx.run(&RENAME_COMPANY, &values).await.map(|_| ())
}

/// Changes how the name is written (not its key) and the state.
///
/// # Errors
/// See above.
pub async fn update(tx: &mut Tx, scope: Scope, company: &Company) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        company.id.0.into(),
        company.name.as_str().into(),
        company.state.as_str().into(),
    ];
    tx.run(&UPDATE_COMPANY, &values).await.map(|_| ())
}
