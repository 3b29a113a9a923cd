//! Own companies as a list, and what is known of those that are not mapped.

use crate::identity::member_list::anywhere;
use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx, Val};
use kernel::name::name_key;
use kernel::{CompanyId, PsaConnectionId, Scope};
use model::directory::{Company, CompanyState};

macro_rules! matching {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " FROM company c WHERE c.partner_id = $1 AND ($2 = '' OR c.name_key LIKE $2 ESCAPE '!') AND ($3 = '' OR c.state = $3) AND ($4 = 0 OR ($4 = 1 AND NOT EXISTS (SELECT 1 FROM company_mapping m WHERE m.company_id = c.id)) OR ($4 = 2 AND EXISTS (SELECT 1 FROM company_mapping m WHERE m.company_id = c.id)))",
            $after
        )
    };
}

statements! {
    LIST_COMPANIES = matching!("SELECT c.id, c.partner_id, c.name, c.state, c.created_at, LOWER(c.name), (SELECT COUNT(DISTINCT s.contact_id) FROM contact_source s WHERE s.company_id = c.id AND s.state = 'active')", " AND LOWER(c.name) > $5 ORDER BY LOWER(c.name) LIMIT $6");
    COUNT_COMPANIES = matching!("SELECT COUNT(*)", "");
    COUNT_ACTIVE_CONTACTS_OF_COMPANY = "SELECT COUNT(DISTINCT contact_id) FROM contact_source WHERE company_id = $1 AND state = 'active'";
    UNMAPPED_COMPANIES = "SELECT c.id, c.name, LOWER(c.name) FROM company c WHERE c.partner_id = $1 AND NOT EXISTS (SELECT 1 FROM company_mapping m WHERE m.company_id = c.id AND m.connection_id = $2) AND ($3 = '' OR c.name_key LIKE $3 ESCAPE '!') AND LOWER(c.name) > $4 ORDER BY LOWER(c.name) LIMIT $5";
    EMAILS_OF_UNMAPPED = "SELECT u.company_id, i.email FROM end_user u JOIN identity i ON i.id = u.identity_id WHERE u.partner_id = $1 AND NOT EXISTS (SELECT 1 FROM company_mapping m WHERE m.company_id = u.company_id AND m.connection_id = $2) ORDER BY u.id LIMIT $3";
    CONTACT_EMAILS_OF_UNMAPPED = "SELECT s.company_id, e.email FROM contact_email e JOIN contact_source s ON s.contact_id = e.contact_id WHERE e.partner_id = $1 AND NOT EXISTS (SELECT 1 FROM company_mapping m WHERE m.company_id = s.company_id AND m.connection_id = $2) ORDER BY e.contact_id, e.position LIMIT $3";
}

/// An own company in the list.
#[derive(Clone, Debug)]
pub struct ListedCompany {
    /// The company.
    pub company: Company,
    /// Its name in small letters: the place in the list.
    pub place: String,
    /// How many contacts it has that are active.
    pub contacts: i64,
}

/// Which companies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompanyFilter {
    /// Part of the name.
    pub text: String,
    /// Their state.
    pub state: Option<CompanyState>,
    /// Mapped at any connection or at none.
    pub mapped: Option<bool>,
}

fn conditions(scope: Scope, filter: &CompanyFilter) -> Vec<Val> {
    let mapped: i64 = match filter.mapped {
        None => 0,
        Some(false) => 1,
        Some(true) => 2,
    };
    vec![
        scope.partner().0.into(),
        anywhere(&name_key(&filter.text)).into(),
        filter.state.map_or("", CompanyState::as_str).into(),
        mapped.into(),
    ]
}

/// Companies by name, after a place in the list.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    filter: &CompanyFilter,
    after: &str,
    limit: i64,
) -> Result<Vec<ListedCompany>, StoreFault> {
    let mut values = conditions(scope, filter);
    values.extend([after.into(), limit.into()]);
    let rows = tx.all(&LIST_COMPANIES, &values).await?;
    let read = |c: &mut Columns<'_>| {
        Ok(ListedCompany {
            company: super::companies::read(c)?,
            place: c.text()?,
            contacts: c.int()?,
        })
    };
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// How many companies a filter finds.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, scope: Scope, filter: &CompanyFilter) -> Result<i64, StoreFault> {
    let row = tx.one(&COUNT_COMPANIES, &conditions(scope, filter)).await?;
    row.map_or(Ok(0), |r| r.columns().int())
}

/// How many active contacts a company has, of which its partner was proved.
///
/// # Errors
/// See above.
pub async fn contacts(tx: &mut Tx, company: CompanyId) -> Result<i64, StoreFault> {
    let row = tx
        .one(&COUNT_ACTIVE_CONTACTS_OF_COMPANY, &[company.0.into()])
        .await?;
    row.map_or(Ok(0), |r| r.columns().int())
}

/// Companies that are not mapped at a connection, by name after a place in the list: id, name, place.
///
/// # Errors
/// See above.
pub async fn unmapped(
    tx: &mut Tx,
    scope: Scope,
    connection: PsaConnectionId,
    text: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<(CompanyId, String, String)>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        connection.0.into(),
        anywhere(&name_key(text)).into(),
        after.into(),
        limit.into(),
    ];
    let rows = tx.all(&UNMAPPED_COMPANIES, &values).await?;
    rows.iter()
        .map(|row| {
            let mut c = row.columns();
            Ok((CompanyId(c.id()?), c.text()?, c.text()?))
        })
        .collect()
}

/// Addresses of end users and contacts of companies that are not mapped at a connection: at most so many
/// of each kind.
///
/// # Errors
/// See above.
pub async fn emails_of_unmapped(
    tx: &mut Tx,
    scope: Scope,
    connection: PsaConnectionId,
    limit: i64,
) -> Result<Vec<(CompanyId, String)>, StoreFault> {
    let values = [scope.partner().0.into(), connection.0.into(), limit.into()];
    let mut rows = tx.all(&EMAILS_OF_UNMAPPED, &values).await?;
    rows.extend(tx.all(&CONTACT_EMAILS_OF_UNMAPPED, &values).await?);
    rows.iter()
        .map(|row| {
            let mut c = row.columns();
            Ok((CompanyId(c.id()?), c.text()?))
        })
        .collect()
}
