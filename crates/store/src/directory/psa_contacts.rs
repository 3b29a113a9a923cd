//! What a PSA said last of its contacts.

use super::psa_mirror::{Held, MirrorRow, MirrorStatements};
use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx, Val};
use kernel::PsaConnectionId;
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

pub(super) fn read(c: &mut Columns<'_>) -> Result<Held<PsaContact>, StoreFault> {
    Ok(Held {
        row: PsaContact {
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

impl MirrorRow for PsaContact {
    fn statements() -> MirrorStatements {
        MirrorStatements {
            put: &PUT_PSA_CONTACT,
            find: &FIND_PSA_CONTACT,
            between: &PSA_CONTACTS_BETWEEN,
            unseen: &PSA_CONTACTS_UNSEEN,
            count: &COUNT_PSA_CONTACTS,
            gone: &PSA_CONTACT_GONE,
        }
    }
    fn values(&self, connection: PsaConnectionId, seen: i64) -> Vec<Val> {
        let emails = serde_json::to_string(&self.emails).unwrap_or_else(|_| "[]".into());
        vec![
            connection.0.into(),
            self.id.into(),
            self.company.into(),
            self.site.into(),
            self.first_name.as_str().into(),
            self.last_name.as_str().into(),
            self.title.as_str().into(),
            emails.into(),
            self.active.into(),
            self.primary.into(),
            self.bill_to.into(),
            self.changed.at.into(),
            seen.into(),
        ]
    }
    fn read(c: &mut Columns<'_>) -> Result<Held<Self>, StoreFault> {
        read(c)
    }
}

/// The contacts of a company, also those that are gone.
///
/// # Errors
/// See above.
pub async fn of_company(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_company: i64,
) -> Result<Vec<Held<PsaContact>>, StoreFault> {
    let values = [connection.0.into(), psa_company.into()];
    let rows = tx.all(&PSA_CONTACTS_OF_COMPANY, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
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
