//! Rows of contacts, their addresses and the records of PSAs that they come from.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{CompanyId, ContactId, PartnerId, PsaConnectionId, Scope, SiteId};
use model::directory::{Contact, ContactSource, ContactState, email_key};

statements! {
    INSERT_CONTACT = "INSERT INTO contact (id, partner_id, first_name, last_name, name_key, title, state, profile, main, bill_to, version, created_at, synced_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    FIND_CONTACT = "SELECT id, partner_id, first_name, last_name, title, state, profile, main, bill_to, version, created_at, synced_at FROM contact WHERE partner_id = $1 AND id = $2";
    UPDATE_CONTACT = "UPDATE contact SET first_name = $3, last_name = $4, name_key = $5, title = $6, state = $7, main = $8, bill_to = $9, synced_at = $10 WHERE partner_id = $1 AND id = $2";
    SET_CONTACT_PROFILE = "UPDATE contact SET profile = $3, version = version + 1 WHERE partner_id = $1 AND id = $2";
    DELETE_CONTACT = "DELETE FROM contact WHERE partner_id = $1 AND id = $2";
    EMAILS_OF_CONTACT = "SELECT email FROM contact_email WHERE contact_id = $1 ORDER BY position LIMIT 100";
    INSERT_CONTACT_EMAIL = "INSERT INTO contact_email (contact_id, position, partner_id, email, email_key) VALUES ($1, $2, $3, $4, $5)";
    DELETE_CONTACT_EMAILS = "DELETE FROM contact_email WHERE contact_id = $1";
    CONTACTS_WITH_EMAIL = "SELECT DISTINCT contact_id FROM contact_email WHERE partner_id = $1 AND email_key = $2 ORDER BY contact_id LIMIT 50";
    INSERT_CONTACT_SOURCE = "INSERT INTO contact_source (connection_id, psa_id, contact_id, company_id, company_psa_id, site_id, state, main, bill_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE_CONTACT_SOURCE = "UPDATE contact_source SET contact_id = $3, company_id = $4, company_psa_id = $5, site_id = $6, state = $7, main = $8, bill_to = $9 WHERE connection_id = $1 AND psa_id = $2";
    FIND_CONTACT_SOURCE = "SELECT connection_id, psa_id, contact_id, company_id, company_psa_id, site_id, state, main, bill_to FROM contact_source WHERE connection_id = $1 AND psa_id = $2";
    SOURCES_OF_CONTACT = "SELECT connection_id, psa_id, contact_id, company_id, company_psa_id, site_id, state, main, bill_to FROM contact_source WHERE contact_id = $1 ORDER BY connection_id, psa_id LIMIT 200";
}

pub(super) fn read(c: &mut Columns<'_>) -> Result<Contact, StoreFault> {
    Ok(Contact {
        id: ContactId(c.id()?),
        partner_id: PartnerId(c.id()?),
        first_name: c.text()?,
        last_name: c.text()?,
        title: c.text()?,
        state: c.parsed(ContactState::parse)?,
        profile: c.text()?,
        main: c.flag()?,
        bill_to: c.flag()?,
        version: c.int()?,
        created_at: c.time()?,
        synced_at: c.time()?,
        emails: Vec::new(),
    })
}

pub(super) fn read_source(c: &mut Columns<'_>) -> Result<ContactSource, StoreFault> {
    Ok(ContactSource {
        connection_id: PsaConnectionId(c.id()?),
        psa_id: c.int()?,
        contact_id: ContactId(c.id()?),
        company_id: CompanyId(c.id()?),
        psa_company: c.int()?,
        site_id: c.id_or_null()?.map(SiteId),
        state: c.parsed(ContactState::parse)?,
        main: c.flag()?,
        bill_to: c.flag()?,
    })
}

/// By what contacts are ordered and searched: in small letters, and not folded like names that must be
/// unique, where an m comes as rn and a 1 as l.
fn sort_key(contact: &Contact) -> String {
    let name = format!("{} {}", contact.last_name.trim(), contact.first_name.trim());
    name.trim().to_lowercase()
}

/// Adds a contact with her addresses.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(tx: &mut Tx, contact: &Contact) -> Result<(), StoreFault> {
    let values = [
        contact.id.0.into(),
        contact.partner_id.0.into(),
        contact.first_name.as_str().into(),
        contact.last_name.as_str().into(),
        sort_key(contact).into(),
        contact.title.as_str().into(),
        contact.state.as_str().into(),
        contact.profile.as_str().into(),
        contact.main.into(),
        contact.bill_to.into(),
        contact.version.into(),
        contact.created_at.into(),
        contact.synced_at.into(),
    ];
    tx.run(&INSERT_CONTACT, &values).await?;
    set_emails(tx, contact).await
}

/// Writes what the PSA says of her; her profile stays.
///
/// # Errors
/// See above.
pub async fn update(tx: &mut Tx, contact: &Contact) -> Result<(), StoreFault> {
    let values = [
        contact.partner_id.0.into(),
        contact.id.0.into(),
        contact.first_name.as_str().into(),
        contact.last_name.as_str().into(),
        sort_key(contact).into(),
        contact.title.as_str().into(),
        contact.state.as_str().into(),
        contact.main.into(),
        contact.bill_to.into(),
        contact.synced_at.into(),
    ];
    tx.run(&UPDATE_CONTACT, &values).await?;
    set_emails(tx, contact).await
}

async fn set_emails(tx: &mut Tx, contact: &Contact) -> Result<(), StoreFault> {
    if emails(tx, contact.id).await? == contact.emails {
        return Ok(());
    }
    tx.run(&DELETE_CONTACT_EMAILS, &[contact.id.0.into()])
        .await?;
    for (position, email) in (0_i64..).zip(&contact.emails) {
        let values = [
            contact.id.0.into(),
            position.into(),
            contact.partner_id.0.into(),
            email.as_str().into(),
            email_key(email).into(),
        ];
        tx.run(&INSERT_CONTACT_EMAIL, &values).await?;
    }
    Ok(())
}

async fn emails(tx: &mut Tx, id: ContactId) -> Result<Vec<String>, StoreFault> {
    let rows = tx.all(&EMAILS_OF_CONTACT, &[id.0.into()]).await?;
    rows.iter().map(|r| r.columns().text()).collect()
}

/// A contact of a partner.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, scope: Scope, id: ContactId) -> Result<Option<Contact>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let Some(row) = tx.one(&FIND_CONTACT, &values).await? else {
        return Ok(None);
    };
    let mut contact = read(&mut row.columns())?;
    contact.emails = emails(tx, id).await?;
    Ok(Some(contact))
}

/// Gives her another profile; her version counts up.
///
/// # Errors
/// See above.
pub async fn set_profile(
    tx: &mut Tx,
    scope: Scope,
    id: ContactId,
    profile: &str,
) -> Result<(), StoreFault> {
    let values = [scope.partner().0.into(), id.0.into(), profile.into()];
    tx.run(&SET_CONTACT_PROFILE, &values).await.map(|_| ())
}

/// Deletes a contact who has no record any more: hers have become part of another.
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, scope: Scope, id: ContactId) -> Result<(), StoreFault> {
    tx.run(&DELETE_CONTACT_EMAILS, &[id.0.into()]).await?;
    let values = [scope.partner().0.into(), id.0.into()];
    tx.run(&DELETE_CONTACT, &values).await.map(|_| ())
}

/// Who of a partner's contacts has an address, by its key: fifty at most.
///
/// # Errors
/// See above.
pub async fn with_email(
    tx: &mut Tx,
    scope: Scope,
    email_key: &str,
) -> Result<Vec<ContactId>, StoreFault> {
    let values = [scope.partner().0.into(), email_key.into()];
    let rows = tx.all(&CONTACTS_WITH_EMAIL, &values).await?;
    rows.iter()
        .map(|r| Ok(ContactId(r.columns().id()?)))
        .collect()
}

/// Adds a record that a contact comes from.
///
/// # Errors
/// See above.
pub async fn insert_source(tx: &mut Tx, source: &ContactSource) -> Result<(), StoreFault> {
    tx.run(&INSERT_CONTACT_SOURCE, &source_values(source))
        .await
        .map(|_| ())
}

/// Writes where a record belongs and how it stands.
///
/// # Errors
/// See above.
pub async fn update_source(tx: &mut Tx, source: &ContactSource) -> Result<(), StoreFault> {
    tx.run(&UPDATE_CONTACT_SOURCE, &source_values(source))
        .await
        .map(|_| ())
}

fn source_values(source: &ContactSource) -> [crate::Val; 9] {
    [
        source.connection_id.0.into(),
        source.psa_id.into(),
        source.contact_id.0.into(),
        source.company_id.0.into(),
        source.psa_company.into(),
        source.site_id.map(|s| s.0).into(),
        source.state.as_str().into(),
        source.main.into(),
        source.bill_to.into(),
    ]
}

/// The record of an id in a PSA, where a contact comes from it.
///
/// # Errors
/// See above.
pub async fn find_source(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_id: i64,
) -> Result<Option<ContactSource>, StoreFault> {
    let values = [connection.0.into(), psa_id.into()];
    let row = tx.one(&FIND_CONTACT_SOURCE, &values).await?;
    row.map(|r| read_source(&mut r.columns())).transpose()
}

/// All records that a contact comes from.
///
/// # Errors
/// See above.
pub async fn sources(tx: &mut Tx, id: ContactId) -> Result<Vec<ContactSource>, StoreFault> {
    let rows = tx.all(&SOURCES_OF_CONTACT, &[id.0.into()]).await?;
    rows.iter().map(|r| read_source(&mut r.columns())).collect()
}
