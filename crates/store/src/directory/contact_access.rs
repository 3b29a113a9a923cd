//! What stands around a contact's access: her profile, mails to her, who else has an address.

use crate::directory::psa_mirror::Held;
use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{CompanyId, ContactId, PsaConnectionId, Scope, Timestamp};
use model::directory::{CompanyState, ContactSource, PsaContact, PsaVendor};

statements! {
    CHANGE_CONTACT_PROFILE = "UPDATE contact SET profile = $4, version = version + 1 WHERE partner_id = $1 AND id = $2 AND version = $3";
    EXCHANGE_CONTACT_PROFILE = "UPDATE contact SET profile = $4, version = version + 1 WHERE partner_id = $1 AND id = $2 AND profile = $3";
    MAIL_CONTACT = "UPDATE contact SET mailed_at = $3 WHERE partner_id = $1 AND id = $2 AND (mailed_at IS NULL OR mailed_at <= $4)";
    CONTACT_MAILED_AT = "SELECT mailed_at FROM contact WHERE partner_id = $1 AND id = $2";
    IS_EMAIL_OF_MEMBER = "SELECT EXISTS (SELECT 1 FROM identity i JOIN member m ON m.identity_id = i.id WHERE i.population = 'staff' AND i.email_key = $2 AND m.partner_id = $1)";
    SHARING_EMAIL = "SELECT COUNT(DISTINCT o.contact_id) FROM contact_email o JOIN contact x ON x.id = o.contact_id WHERE o.partner_id = $1 AND o.email_key = $2 AND o.contact_id <> $3 AND x.state = 'active'";
    RELATIONS_OF_CONTACT = "SELECT s.connection_id, s.psa_id, s.contact_id, s.company_id, s.company_psa_id, s.site_id, s.state, s.main, s.bill_to, k.name, k.state, COALESCE(t.name, ''), p.vendor, p.name FROM contact_source s JOIN company k ON k.id = s.company_id JOIN psa_connection p ON p.id = s.connection_id LEFT JOIN site t ON t.id = s.site_id WHERE p.partner_id = $1 AND s.contact_id = $2 ORDER BY s.state, s.main DESC, s.connection_id, s.psa_id LIMIT 200";
    /// The mirror is read through for it: somebody asks about one address.
    MIRROR_WITH_EMAIL = "SELECT m.connection_id, m.psa_id, m.company_psa_id, m.site_psa_id, m.first_name, m.last_name, m.title, m.emails, m.active, m.main, m.bill_to, m.changed_at, m.gone_at FROM psa_contact m JOIN psa_connection p ON p.id = m.connection_id WHERE p.partner_id = $1 AND LOWER(m.emails) LIKE $2 ESCAPE '!' ORDER BY m.connection_id, m.psa_id LIMIT 50";
}

/// A record that makes up a contact, with the company and site that it brings her to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The record.
    pub source: ContactSource,
    /// The company's name.
    pub company: String,
    /// Whether the company's people may sign in.
    pub company_state: CompanyState,
    /// The site's name; empty where there is none.
    pub site: String,
    /// What the connection is called: `ConnectWise (training)`.
    pub connection: String,
}

fn read_relation(c: &mut Columns<'_>) -> Result<Relation, StoreFault> {
    Ok(Relation {
        source: super::contacts::read_source(c)?,
        company: c.text()?,
        company_state: c.parsed(CompanyState::parse)?,
        site: c.text()?,
        connection: {
            let vendor = c.parsed(PsaVendor::parse)?;
            format!("{} ({})", vendor.words(), c.text()?)
        },
    })
}

/// Gives her another profile where she is still at a version; whether she was.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn change_profile(
    tx: &mut Tx,
    scope: Scope,
    id: ContactId,
    version: i64,
    profile: &str,
) -> Result<bool, StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        version.into(),
        profile.into(),
    ];
    Ok(tx.run(&CHANGE_CONTACT_PROFILE, &values).await? > 0)
}

/// Gives her another profile where she still has one; whether she had.
///
/// # Errors
/// See above.
pub async fn exchange_profile(
    tx: &mut Tx,
    scope: Scope,
    id: ContactId,
    before: &str,
    profile: &str,
) -> Result<bool, StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        before.into(),
        profile.into(),
    ];
    Ok(tx.run(&EXCHANGE_CONTACT_PROFILE, &values).await? > 0)
}

/// Notes that a mail goes to her, where none went since a moment; whether that was so.
///
/// # Errors
/// See above.
pub async fn note_mail(
    tx: &mut Tx,
    scope: Scope,
    id: ContactId,
    now: Timestamp,
    none_since: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        now.into(),
        none_since.into(),
    ];
    Ok(tx.run(&MAIL_CONTACT, &values).await? > 0)
}

/// When a mail last went to her.
///
/// # Errors
/// See above.
pub async fn mailed_at(
    tx: &mut Tx,
    scope: Scope,
    id: ContactId,
) -> Result<Option<Timestamp>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    match tx.one(&CONTACT_MAILED_AT, &values).await? {
        Some(row) => row.columns().time_or_null(),
        None => Ok(None),
    }
}

/// Whether an address is that of a member.
///
/// # Errors
/// See above.
pub async fn is_member(tx: &mut Tx, scope: Scope, email_key: &str) -> Result<bool, StoreFault> {
    let values = [scope.partner().0.into(), email_key.into()];
    match tx.one(&IS_EMAIL_OF_MEMBER, &values).await? {
        Some(row) => row.columns().truth(),
        None => Ok(false),
    }
}

/// How many contacts in good standing have an address, besides one.
///
/// # Errors
/// See above.
pub async fn sharing(
    tx: &mut Tx,
    scope: Scope,
    email_key: &str,
    besides: ContactId,
) -> Result<i64, StoreFault> {
    let values = [scope.partner().0.into(), email_key.into(), besides.0.into()];
    match tx.one(&SHARING_EMAIL, &values).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// The records that make up a contact, those in good standing first.
///
/// # Errors
/// See above.
pub async fn relations(
    tx: &mut Tx,
    scope: Scope,
    id: ContactId,
) -> Result<Vec<Relation>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let rows = tx.all(&RELATIONS_OF_CONTACT, &values).await?;
    rows.iter()
        .map(|r| read_relation(&mut r.columns()))
        .collect()
}

/// The companies that a contact's records in good standing bring her to, where they may sign in.
pub fn open_companies(relations: &[Relation]) -> Vec<CompanyId> {
    let mut found: Vec<CompanyId> = Vec::new();
    for one in relations {
        let open = one.source.state == model::directory::ContactState::Active
            && one.company_state == CompanyState::Active;
        if open && !found.contains(&one.source.company_id) {
            found.push(one.source.company_id);
        }
    }
    found
}

/// What PSAs said of whoever has an address, also of companies that are not mapped: fifty at most.
///
/// # Errors
/// See above.
pub async fn mirror_with_email(
    tx: &mut Tx,
    scope: Scope,
    email_key: &str,
) -> Result<Vec<(PsaConnectionId, Held<PsaContact>)>, StoreFault> {
    let inside = crate::identity::member_list::anywhere(&format!("\"{email_key}\""));
    let values = [scope.partner().0.into(), inside.into()];
    let rows = tx.all(&MIRROR_WITH_EMAIL, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((PsaConnectionId(c.id()?), super::psa_contacts::read(&mut c)?))
        })
        .collect()
}
