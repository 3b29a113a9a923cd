//! Company mappings as a list, with the names of what they join. Names that differ in case alone are the
//! same to a partner, and a company is mapped once at a connection, so the own name in small letters is the
//! place in the list. (The name key would not do: it folds letters that look alike, and orders M behind R.)

use super::psa_mirror::Held;
use crate::identity::member_list::anywhere;
use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::name::{name_key, sort_key};
use kernel::{CompanyId, MappingId, PsaConnectionId, Scope};
use model::directory::{CompanyMapping, CompanyState, PsaCompany, PsaSite};

macro_rules! listed {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " FROM company_mapping m JOIN company c ON c.id = m.company_id LEFT JOIN psa_company p ON p.connection_id = m.connection_id AND p.psa_id = m.company_psa_id LEFT JOIN psa_site s ON s.connection_id = m.connection_id AND s.psa_id = m.site_psa_id LEFT JOIN integration_rule r ON r.id = m.rule_id WHERE m.partner_id = $1 AND ",
            $after
        )
    };
}

statements! {
    LIST_MAPPINGS = listed!("SELECT m.id, m.partner_id, m.connection_id, m.company_id, m.company_psa_id, m.site_psa_id, m.follows, m.known_name, m.known_identifier, m.creates_tickets, m.rule_id, m.syncs_configurations, m.created_at, c.name, c.state, LOWER(c.name), COALESCE(r.name, ''), s.psa_id, s.company_psa_id, s.name, s.main, s.active, s.gone_at, p.psa_id, p.identifier, p.name, p.status_id, p.status_name, p.types, p.domain, p.active, p.changed_at, p.gone_at", "m.connection_id = $2 AND ($3 = '' OR c.name_key LIKE $3 ESCAPE '!' OR p.sort_key LIKE $4 ESCAPE '!' OR LOWER(p.identifier) LIKE $4 ESCAPE '!') AND ($5 = 0 OR m.creates_tickets = $5 - 1) AND ($6 = 0 OR m.syncs_configurations = $6 - 1) AND LOWER(c.name) > $7 ORDER BY LOWER(c.name) LIMIT $8");
    SHOW_MAPPING = listed!("SELECT m.id, m.partner_id, m.connection_id, m.company_id, m.company_psa_id, m.site_psa_id, m.follows, m.known_name, m.known_identifier, m.creates_tickets, m.rule_id, m.syncs_configurations, m.created_at, c.name, c.state, LOWER(c.name), COALESCE(r.name, ''), s.psa_id, s.company_psa_id, s.name, s.main, s.active, s.gone_at, p.psa_id, p.identifier, p.name, p.status_id, p.status_name, p.types, p.domain, p.active, p.changed_at, p.gone_at", "m.id = $2");
    MAPPINGS_OF_COMPANY = listed!("SELECT m.id, m.partner_id, m.connection_id, m.company_id, m.company_psa_id, m.site_psa_id, m.follows, m.known_name, m.known_identifier, m.creates_tickets, m.rule_id, m.syncs_configurations, m.created_at, c.name, c.state, LOWER(c.name), COALESCE(r.name, ''), s.psa_id, s.company_psa_id, s.name, s.main, s.active, s.gone_at, p.psa_id, p.identifier, p.name, p.status_id, p.status_name, p.types, p.domain, p.active, p.changed_at, p.gone_at", "m.company_id = $2 ORDER BY m.id LIMIT 100");
    LISTED_OF_PSA_COMPANY = listed!("SELECT m.id, m.partner_id, m.connection_id, m.company_id, m.company_psa_id, m.site_psa_id, m.follows, m.known_name, m.known_identifier, m.creates_tickets, m.rule_id, m.syncs_configurations, m.created_at, c.name, c.state, LOWER(c.name), COALESCE(r.name, ''), s.psa_id, s.company_psa_id, s.name, s.main, s.active, s.gone_at, p.psa_id, p.identifier, p.name, p.status_id, p.status_name, p.types, p.domain, p.active, p.changed_at, p.gone_at", "m.connection_id = $2 AND m.company_psa_id = $3 ORDER BY m.site_psa_id LIMIT 1000");
    COUNT_MAPPINGS = "SELECT COUNT(*), COUNT(CASE WHEN creates_tickets = 1 THEN 1 END), COUNT(CASE WHEN syncs_configurations = 1 THEN 1 END) FROM company_mapping WHERE partner_id = $1 AND connection_id = $2";
}

/// A mapping with what it joins.
#[derive(Clone, Debug)]
pub struct ListedMapping {
    /// The mapping.
    pub mapping: CompanyMapping,
    /// The own company's name.
    pub company: String,
    /// Its state.
    pub company_state: CompanyState,
    /// Its name in small letters: where the list goes on.
    pub place: String,
    /// The rule's name; empty for none.
    pub rule: String,
    /// The site with whether it is gone, where one is mapped and the mirror has it.
    pub site: Option<(PsaSite, bool)>,
    /// The PSA's company, where the mirror has it.
    pub psa: Option<Held<PsaCompany>>,
}

/// Which mappings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MappingWords {
    /// Part of either name, or of the PSA's short name.
    pub text: String,
    /// With or without tickets.
    pub tickets: Option<bool>,
    /// With or without configurations.
    pub configurations: Option<bool>,
}

/// How many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MappingCounts {
    /// All.
    pub all: i64,
    /// Those that make tickets.
    pub tickets: i64,
    /// Those that make configurations.
    pub configurations: i64,
}

fn site(c: &mut Columns<'_>) -> Result<Option<(PsaSite, bool)>, StoreFault> {
    let (id, company, name) = (c.int_or_null()?, c.int_or_null()?, c.text_or_null()?);
    let (main, active, gone) = (c.int_or_null()?, c.int_or_null()?, c.time_or_null()?);
    Ok(id.map(|id| {
        let site = PsaSite {
            id,
            company: company.unwrap_or_default(),
            name: name.unwrap_or_default(),
            address: Vec::new(),
            primary: main == Some(1),
            active: active == Some(1),
        };
        (site, gone.is_some())
    }))
}

fn read(c: &mut Columns<'_>) -> Result<ListedMapping, StoreFault> {
    Ok(ListedMapping {
        mapping: super::company_mappings::read(c)?,
        company: c.text()?,
        company_state: c.parsed(CompanyState::parse)?,
        place: c.text()?,
        rule: c.text()?,
        site: site(c)?,
        psa: super::psa_companies::read_or_null(c)?,
    })
}

const fn wish(asked: Option<bool>) -> i64 {
    match asked {
        None => 0,
        Some(false) => 1,
        Some(true) => 2,
    }
}

/// Mappings of a connection by the own name, after a place in the list.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    connection: PsaConnectionId,
    words: &MappingWords,
    after: &str,
    limit: i64,
) -> Result<Vec<ListedMapping>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        connection.0.into(),
        anywhere(&name_key(&words.text)).into(),
        anywhere(&sort_key(&words.text)).into(),
        wish(words.tickets).into(),
        wish(words.configurations).into(),
        after.into(),
        limit.into(),
    ];
    let rows = tx.all(&LIST_MAPPINGS, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// One mapping of a partner.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    id: MappingId,
) -> Result<Option<ListedMapping>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let row = tx.one(&SHOW_MAPPING, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The mappings of an own company, one for each connection at most.
///
/// # Errors
/// See above.
pub async fn of_company(
    tx: &mut Tx,
    scope: Scope,
    company: CompanyId,
) -> Result<Vec<ListedMapping>, StoreFault> {
    let values = [scope.partner().0.into(), company.0.into()];
    let rows = tx.all(&MAPPINGS_OF_COMPANY, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// The mappings of a PSA's company: the one of the whole company first.
///
/// # Errors
/// See above.
pub async fn of_psa_company(
    tx: &mut Tx,
    scope: Scope,
    connection: PsaConnectionId,
    psa_company: i64,
) -> Result<Vec<ListedMapping>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        connection.0.into(),
        psa_company.into(),
    ];
    let rows = tx.all(&LISTED_OF_PSA_COMPANY, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// How many mappings a connection has.
///
/// # Errors
/// See above.
pub async fn counts(
    tx: &mut Tx,
    scope: Scope,
    connection: PsaConnectionId,
) -> Result<MappingCounts, StoreFault> {
    let values = [scope.partner().0.into(), connection.0.into()];
    let Some(row) = tx.one(&COUNT_MAPPINGS, &values).await? else {
        return Ok(MappingCounts::default());
    };
    let mut c = row.columns();
    Ok(MappingCounts {
        all: c.int()?,
        tickets: c.int()?,
        configurations: c.int()?,
    })
}
