//! All contacts that come from the people of one company of a PSA, or did, with all that they come from.

use super::contacts::{read, read_source};
use super::psa_contacts;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ContactId, PartnerId, PsaConnectionId, Scope};
use model::directory::sync::{HeldContact, HeldSource, Record};
use std::collections::BTreeMap;

/// The contacts of a company: those with a record that was at it when it was last looked at, and those
/// with a record that is at it now.
macro_rules! held {
    ($select:literal, $after:literal) => {
        concat!(
            $select,
            " IN (SELECT contact_id FROM contact_source WHERE connection_id = $1 AND company_psa_id = $2 UNION SELECT s.contact_id FROM contact_source s JOIN psa_contact p ON p.connection_id = s.connection_id AND p.psa_id = s.psa_id WHERE p.connection_id = $1 AND p.company_psa_id = $2)",
            $after
        )
    };
}

statements! {
    HELD_CONTACTS = held!("SELECT id, partner_id, first_name, last_name, title, state, profile, main, bill_to, version, created_at, synced_at FROM contact WHERE id", " ORDER BY id");
    HELD_EMAILS = held!("SELECT contact_id, email FROM contact_email WHERE contact_id", " ORDER BY contact_id, position");
    HELD_SOURCES = held!("SELECT connection_id, psa_id, contact_id, company_id, company_psa_id, site_id, state, main, bill_to FROM contact_source WHERE contact_id", " ORDER BY contact_id, connection_id, psa_id");
    HELD_RECORDS = held!("SELECT p.connection_id, p.psa_id, p.company_psa_id, p.site_psa_id, p.first_name, p.last_name, p.title, p.emails, p.active, p.main, p.bill_to, p.changed_at, p.gone_at FROM psa_contact p JOIN contact_source s ON s.connection_id = p.connection_id AND s.psa_id = p.psa_id WHERE s.contact_id", "");
    DUPLICATE_EMAILS = "SELECT email_key FROM contact_email WHERE partner_id = $1 AND email_key > $2 GROUP BY email_key HAVING COUNT(*) > 1 ORDER BY email_key LIMIT $3";
}

/// Reads them.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn of_psa_company(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_company: i64,
) -> Result<Vec<HeldContact>, StoreFault> {
    let values = [connection.0.into(), psa_company.into()];
    let mut records = BTreeMap::new();
    for row in tx.all(&HELD_RECORDS, &values).await? {
        let mut c = row.columns();
        let of = PsaConnectionId(c.id()?);
        let held = psa_contacts::read(&mut c)?;
        let record = Record {
            gone: held.gone_at.is_some(),
            contact: held.row,
        };
        records.insert((of, record.contact.id), record);
    }
    let mut sources: BTreeMap<ContactId, Vec<HeldSource>> = BTreeMap::new();
    for row in tx.all(&HELD_SOURCES, &values).await? {
        let source = read_source(&mut row.columns())?;
        let record = records.get(&(source.connection_id, source.psa_id)).cloned();
        let held = sources.entry(source.contact_id).or_default();
        held.push((source, record));
    }
    let mut emails: BTreeMap<ContactId, Vec<String>> = BTreeMap::new();
    for row in tx.all(&HELD_EMAILS, &values).await? {
        let mut c = row.columns();
        let id = ContactId(c.id()?);
        emails.entry(id).or_default().push(c.text()?);
    }
    let rows = tx.all(&HELD_CONTACTS, &values).await?;
    rows.iter()
        .map(|row| {
            let mut contact = read(&mut row.columns())?;
            contact.emails = emails.remove(&contact.id).unwrap_or_default();
            let sources = sources.remove(&contact.id).unwrap_or_default();
            Ok(HeldContact { contact, sources })
        })
        .collect()
}

/// Keys of addresses that more than one contact of a partner has, after one of them.
///
/// # Errors
/// See above.
pub async fn duplicate_emails(
    tx: &mut Tx,
    scope: Scope,
    after: &str,
    limit: i64,
) -> Result<Vec<String>, StoreFault> {
    let PartnerId(partner) = scope.partner();
    let values = [partner.into(), after.into(), limit.into()];
    let rows = tx.all(&DUPLICATE_EMAILS, &values).await?;
    rows.iter().map(|r| r.columns().text()).collect()
}
