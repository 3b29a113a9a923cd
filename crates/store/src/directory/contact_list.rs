//! Contacts as a list that is searched, filtered and paged, with what decides whether each gets in.
//!
//! The list goes on after the key of a row, along `contact_by_name`. At one company it begins with the
//! people of that company, along `contact_source_by_company`.

use crate::identity::member_list::anywhere;
use crate::row::{Columns, Row};
use crate::statement::statements;
use crate::{Statement, StoreFault, Tx, Val};
use kernel::name::name_key;
use kernel::{ContactId, EmailAddress, Scope};
use model::directory::{
    AddressFact, ContactFacts, ContactFilter, ContactRow, ContactState, Profile, ProfileFilter,
    REVOKED,
};

/// Words of a search that are looked for; more of them find no less.
const WORDS: usize = 3;

/// What decides whether a contact gets in, beside what stands in her own row, and where it is looked up.
macro_rules! facts {
    ($columns:literal, $after:expr) => {
        concat!(
            "SELECT ",
            $columns,
            ", EXISTS (SELECT 1 FROM contact_source s JOIN company k ON k.id = s.company_id WHERE s.contact_id = c.id AND s.state = 'active' AND k.state = 'active'), EXISTS (SELECT 1 FROM identity i JOIN member m ON m.identity_id = i.id WHERE i.population = 'staff' AND i.email_key = e.email_key AND m.partner_id = c.partner_id), (SELECT COUNT(DISTINCT o.contact_id) FROM contact_email o JOIN contact x ON x.id = o.contact_id WHERE o.partner_id = c.partner_id AND o.email_key = e.email_key AND o.contact_id <> c.id AND x.state = 'active') FROM contact c LEFT JOIN contact_email e ON e.contact_id = c.id AND e.position = 0 WHERE c.partner_id = $1",
            $after
        )
    };
}

macro_rules! row {
    ($after:expr) => {
        facts!(
            "c.id, c.partner_id, c.first_name, c.last_name, c.title, c.state, c.profile, c.main, c.bill_to, c.version, c.created_at, c.synced_at, c.name_key, COALESCE(e.email, ''), (SELECT COUNT(*) FROM contact_email n WHERE n.contact_id = c.id), COALESCE((SELECT k.name FROM contact_source s JOIN company k ON k.id = s.company_id WHERE s.contact_id = c.id ORDER BY s.state, s.main DESC, s.psa_id LIMIT 1), ''), (SELECT COUNT(DISTINCT s.company_id) FROM contact_source s WHERE s.contact_id = c.id)",
            $after
        )
    };
}

macro_rules! fits {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " AND ($2 = '' OR c.profile = $2 OR ($2 = 'given' AND c.profile <> 'revoked')) AND ($3 = '' OR c.state = $3) AND ($4 = 0 OR ($4 = 1) = (c.bill_to = 1)) AND ($5 = '' OR c.name_key LIKE $6 ESCAPE '!' OR c.id IN (SELECT m.contact_id FROM contact_email m WHERE m.partner_id = $1 AND m.email_key LIKE $6 ESCAPE '!') OR c.id IN (SELECT s.contact_id FROM company k JOIN contact_source s ON s.company_id = k.id WHERE k.partner_id = $1 AND k.name_key LIKE $5 ESCAPE '!')) AND ($7 = '' OR c.name_key LIKE $8 ESCAPE '!' OR c.id IN (SELECT m.contact_id FROM contact_email m WHERE m.partner_id = $1 AND m.email_key LIKE $8 ESCAPE '!') OR c.id IN (SELECT s.contact_id FROM company k JOIN contact_source s ON s.company_id = k.id WHERE k.partner_id = $1 AND k.name_key LIKE $7 ESCAPE '!')) AND ($9 = '' OR c.name_key LIKE $10 ESCAPE '!' OR c.id IN (SELECT m.contact_id FROM contact_email m WHERE m.partner_id = $1 AND m.email_key LIKE $10 ESCAPE '!') OR c.id IN (SELECT s.contact_id FROM company k JOIN contact_source s ON s.company_id = k.id WHERE k.partner_id = $1 AND k.name_key LIKE $9 ESCAPE '!'))",
            $after
        )
    };
}

statements! {
    LIST_CONTACTS = concat!(row!(""), fits!("", " AND (c.name_key, c.id) > ($11, $12) ORDER BY c.name_key, c.id LIMIT $13"));
    LIST_CONTACTS_OF_COMPANY = concat!(row!(""), fits!("", " AND (c.name_key, c.id) > ($11, $12) AND c.id IN (SELECT a.contact_id FROM contact_source a WHERE a.company_id = $14) ORDER BY c.name_key, c.id LIMIT $13"));
    COUNT_FITTING_CONTACTS = concat!("SELECT COUNT(*) FROM contact c WHERE c.partner_id = $1", fits!("", ""));
    COUNT_FITTING_CONTACTS_OF_COMPANY = concat!("SELECT COUNT(*) FROM contact c WHERE c.partner_id = $1", fits!("", " AND c.id IN (SELECT a.contact_id FROM contact_source a WHERE a.company_id = $11)"));
    LIST_CONTACT_FACTS = concat!(facts!("c.id, c.name_key, c.state, c.profile, COALESCE(e.email, '')", ""), fits!("", " AND (c.name_key, c.id) > ($11, $12) ORDER BY c.name_key, c.id LIMIT $13"));
    LIST_CONTACT_FACTS_OF_COMPANY = concat!(facts!("c.id, c.name_key, c.state, c.profile, COALESCE(e.email, '')", ""), fits!("", " AND (c.name_key, c.id) > ($11, $12) AND c.id IN (SELECT a.contact_id FROM contact_source a WHERE a.company_id = $14) ORDER BY c.name_key, c.id LIMIT $13"));
    FIND_CONTACT_ROW = row!(" AND c.id = $2");
}

fn read(c: &mut Columns<'_>) -> Result<ContactRow, StoreFault> {
    let mut contact = super::contacts::read(c)?;
    let (place, email, emails) = (c.text()?, c.text()?, c.int()?);
    let (company, companies) = (c.text()?, c.int()?);
    let facts = facts_of(c, contact.state, &email, &contact.profile)?;
    if !email.is_empty() {
        contact.emails.push(email);
    }
    Ok(ContactRow {
        contact,
        emails,
        company,
        companies,
        facts,
        place,
    })
}

fn facts_of(
    c: &mut Columns<'_>,
    state: ContactState,
    email: &str,
    profile: &str,
) -> Result<ContactFacts, StoreFault> {
    Ok(ContactFacts {
        state,
        gap: None,
        address: address_fact(email),
        company_active: c.truth()?,
        is_member: c.truth()?,
        sharing: c.int()?,
        revoked: Profile::kept(profile) == Profile::Revoked,
    })
}

/// What an address of the PSA is good for.
pub fn address_fact(email: &str) -> AddressFact {
    match (email.trim(), EmailAddress::parse(email)) {
        ("", _) => AddressFact::None,
        (_, Ok(_)) => AddressFact::Good,
        (_, Err(_)) => AddressFact::Unreadable,
    }
}

fn conditions(scope: Scope, filter: &ContactFilter) -> Vec<Val> {
    let profile = match filter.profile {
        None => String::new(),
        Some(ProfileFilter::Given) => "given".to_owned(),
        Some(ProfileFilter::Is(Profile::Revoked)) => REVOKED.to_owned(),
        Some(ProfileFilter::Is(profile)) => profile.to_string(),
    };
    let mut values: Vec<Val> = vec![
        scope.partner().0.into(),
        profile.into(),
        filter.state.map_or("", ContactState::as_str).into(),
        filter
            .bill_to
            .map_or(0_i64, |b| if b { 1 } else { 2 })
            .into(),
    ];
    let mut words: Vec<&str> = filter.text.split_whitespace().take(WORDS).collect();
    words.resize(WORDS, "");
    for word in words {
        values.push(anywhere(&name_key(word)).into());
        values.push(anywhere(word).into());
    }
    values
}

/// How many contacts a filter finds, whatever comes of them.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn count(tx: &mut Tx, scope: Scope, filter: &ContactFilter) -> Result<i64, StoreFault> {
    let mut values = conditions(scope, filter);
    let statement = match filter.company {
        Some(company) => {
            values.push(company.0.into());
            &COUNT_FITTING_CONTACTS_OF_COMPANY
        }
        None => &COUNT_FITTING_CONTACTS,
    };
    match tx.one(statement, &values).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// A page of what a filter finds, by name, after a row. What comes of a contact is not looked at here.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    filter: &ContactFilter,
    after: Option<(&str, ContactId)>,
    limit: i64,
) -> Result<Vec<ContactRow>, StoreFault> {
    let statements = [&LIST_CONTACTS, &LIST_CONTACTS_OF_COMPANY];
    let rows = page(tx, statements, scope, filter, (after, limit)).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// The same page of nothing but what decides whether each gets in, with the place of each.
///
/// # Errors
/// See above.
pub async fn facts(
    tx: &mut Tx,
    scope: Scope,
    filter: &ContactFilter,
    after: Option<(&str, ContactId)>,
    limit: i64,
) -> Result<Vec<((String, ContactId), ContactFacts)>, StoreFault> {
    let statements = [&LIST_CONTACT_FACTS, &LIST_CONTACT_FACTS_OF_COMPANY];
    let rows = page(tx, statements, scope, filter, (after, limit)).await?;
    rows.iter()
        .map(|row| {
            let c = &mut row.columns();
            let (id, place) = (ContactId(c.id()?), c.text()?);
            let state = c.parsed(ContactState::parse)?;
            let (profile, email) = (c.text()?, c.text()?);
            Ok(((place, id), facts_of(c, state, &email, &profile)?))
        })
        .collect()
}

/// Asks the first statement for all contacts, the second for those of the filter's company.
async fn page(
    tx: &mut Tx,
    [all, of_company]: [&'static Statement; 2],
    scope: Scope,
    filter: &ContactFilter,
    (after, limit): (Option<(&str, ContactId)>, i64),
) -> Result<Vec<Row>, StoreFault> {
    let mut values = conditions(scope, filter);
    let (key, id) = after.unwrap_or(("", ContactId([0; 16])));
    values.extend([key.into(), id.0.into(), limit.into()]);
    let statement = match filter.company {
        Some(company) => {
            values.push(company.0.into());
            of_company
        }
        None => all,
    };
    tx.all(statement, &values).await
}

/// The row of one contact.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    id: ContactId,
) -> Result<Option<ContactRow>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let row = tx.one(&FIND_CONTACT_ROW, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}
