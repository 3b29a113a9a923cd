//! What a PSA said last of its contacts.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx, Val};
use kernel::{PsaConnectionId, Timestamp};
use model::directory::{PsaChange, PsaContact};

statements! {
    PUT_PSA_CONTACT = "INSERT INTO psa_contact (connection_id, psa_id, company_psa_id, site_psa_id, first_name, last_name, title, emails, active, main, bill_to, changed_at, seen, gone_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL) ON CONFLICT (connection_id, psa_id) DO UPDATE SET company_psa_id = excluded.company_psa_id, site_psa_id = excluded.site_psa_id, first_name = excluded.first_name, last_name = excluded.last_name, title = excluded.title, emails = excluded.emails, active = excluded.active, main = excluded.main, bill_to = excluded.bill_to, changed_at = excluded.changed_at, seen = excluded.seen, gone_at = NULL";
    FIND_PSA_CONTACT = "SELECT psa_id, company_psa_id, site_psa_id, first_name, last_name, title, emails, active, main, bill_to, changed_at, gone_at FROM psa_contact WHERE connection_id = $1 AND psa_id = $2";
    PSA_CONTACTS_BETWEEN = "SELECT psa_id, company_psa_id, site_psa_id, first_name, last_name, title, emails, active, main, bill_to, changed_at, gone_at FROM psa_contact WHERE connection_id = $1 AND psa_id >= $2 AND psa_id <= $3 ORDER BY psa_id";
    PSA_CONTACTS_OF_COMPANY = "SELECT psa_id, company_psa_id, site_psa_id, first_name, last_name, title, emails, active, main, bill_to, changed_at, gone_at FROM psa_contact WHERE connection_id = $1 AND company_psa_id = $2 ORDER BY psa_id";
    PSA_CONTACTS_UNSEEN = "SELECT psa_id FROM psa_contact WHERE connection_id = $1 AND seen < $2 AND gone_at IS NULL ORDER BY psa_id LIMIT $3";
    COUNT_PSA_CONTACTS = "SELECT COUNT(*) FROM psa_contact WHERE connection_id = $1 AND gone_at IS NULL";
    PSA_CONTACT_GONE = "UPDATE psa_contact SET gone_at = $3 WHERE connection_id = $1 AND psa_id = $2";
    FORGET_PSA_CONTACTS = "DELETE FROM psa_contact WHERE connection_id = $1";
}

/// A contact of the mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorContact {
    /// What was said of her.
    pub contact: PsaContact,
    /// Since when she is not in the PSA any more.
    pub gone_at: Option<Timestamp>,
}

pub(super) fn read(c: &mut Columns<'_>) -> Result<MirrorContact, StoreFault> {
    Ok(MirrorContact {
        contact: PsaContact {
            id: c.int()?,
            company: c.int_or_null()?,
            site: c.int_or_null()?,
            first_name: c.text()?,
            last_name: c.text()?,
            title: c.text()?,
            emails: c.parsed(|t| serde_json::from_str(t).ok())?,
            active: c.flag()?,
            primary: c.flag()?,
            bill_to: c.flag()?,
            changed: PsaChange {
                at: c.time_or_null()?,
                by: String::new(),
            },
        },
        gone_at: c.time_or_null()?,
    })
}

fn values(connection: PsaConnectionId, contact: &PsaContact, seen: i64) -> Vec<Val> {
    let emails = serde_json::to_string(&contact.emails).unwrap_or_else(|_| "[]".into());
    vec![
        connection.0.into(),
        contact.id.into(),
        contact.company.into(),
        contact.site.into(),
        contact.first_name.as_str().into(),
        contact.last_name.as_str().into(),
        contact.title.as_str().into(),
        emails.into(),
        contact.active.into(),
        contact.primary.into(),
        contact.bill_to.into(),
        contact.changed.at.into(),
        seen.into(),
    ]
}

/// Writes what the PSA says of contacts, met in a generation of passes; each of another number.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn put_many(
    tx: &mut Tx,
    connection: PsaConnectionId,
    rows: &[&PsaContact],
    seen: i64,
) -> Result<(), StoreFault> {
    let rows: Vec<Vec<Val>> = rows.iter().map(|r| values(connection, r, seen)).collect();
    tx.run_many(&PUT_PSA_CONTACT, &rows).await
}

/// Writes what the PSA says of one of them.
///
/// # Errors
/// See above.
pub async fn put(
    tx: &mut Tx,
    connection: PsaConnectionId,
    contact: &PsaContact,
    seen: i64,
) -> Result<(), StoreFault> {
    let values = values(connection, contact, seen);
    tx.run(&PUT_PSA_CONTACT, &values).await.map(|_| ())
}

/// A contact, also one that is gone.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_id: i64,
) -> Result<Option<MirrorContact>, StoreFault> {
    let values = [connection.0.into(), psa_id.into()];
    let row = tx.one(&FIND_PSA_CONTACT, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The contacts of a stretch of ids: as many as a page of a PSA, at most.
///
/// # Errors
/// See above.
pub async fn between(
    tx: &mut Tx,
    connection: PsaConnectionId,
    first: i64,
    last: i64,
) -> Result<Vec<MirrorContact>, StoreFault> {
    let values = [connection.0.into(), first.into(), last.into()];
    let rows = tx.all(&PSA_CONTACTS_BETWEEN, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// The contacts of a company, also those that are gone.
///
/// # Errors
/// See above.
pub async fn of_company(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_company: i64,
) -> Result<Vec<MirrorContact>, StoreFault> {
    let values = [connection.0.into(), psa_company.into()];
    let rows = tx.all(&PSA_CONTACTS_OF_COMPANY, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Contacts that the passes since a generation have not met.
///
/// # Errors
/// See above.
pub async fn unseen(
    tx: &mut Tx,
    connection: PsaConnectionId,
    generation: i64,
    limit: i64,
) -> Result<Vec<i64>, StoreFault> {
    let values = [connection.0.into(), generation.into(), limit.into()];
    let rows = tx.all(&PSA_CONTACTS_UNSEEN, &values).await?;
    rows.iter().map(|r| r.columns().int()).collect()
}

/// How many contacts there are.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, connection: PsaConnectionId) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_PSA_CONTACTS, &[connection.0.into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Notes that a contact is not there any more.
///
/// # Errors
/// See above.
pub async fn gone(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_id: i64,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [connection.0.into(), psa_id.into(), now.into()];
    tx.run(&PSA_CONTACT_GONE, &values).await.map(|_| ())
}

/// Forgets all contacts of a connection.
///
/// # Errors
/// See above.
pub async fn forget(tx: &mut Tx, connection: PsaConnectionId) -> Result<(), StoreFault> {
    tx.run(&FORGET_PSA_CONTACTS, &[connection.0.into()])
        .await
        .map(|_| ())
}
