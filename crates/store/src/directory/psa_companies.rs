//! What a PSA said last of its companies.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx, Val};
use kernel::name::sort_key;
use kernel::{PsaConnectionId, Timestamp};
use model::directory::{PsaChange, PsaCompany, PsaRef};

statements! {
    PUT_PSA_COMPANY = "INSERT INTO psa_company (connection_id, psa_id, identifier, name, sort_key, status_id, status_name, types, domain, active, changed_at, seen, gone_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL) ON CONFLICT (connection_id, psa_id) DO UPDATE SET identifier = excluded.identifier, name = excluded.name, sort_key = excluded.sort_key, status_id = excluded.status_id, status_name = excluded.status_name, types = excluded.types, domain = excluded.domain, active = excluded.active, changed_at = excluded.changed_at, seen = excluded.seen, gone_at = NULL";
    FIND_PSA_COMPANY = "SELECT psa_id, identifier, name, status_id, status_name, types, domain, active, changed_at, gone_at FROM psa_company WHERE connection_id = $1 AND psa_id = $2";
    PSA_COMPANIES_BETWEEN = "SELECT psa_id, identifier, name, status_id, status_name, types, domain, active, changed_at, gone_at FROM psa_company WHERE connection_id = $1 AND psa_id >= $2 AND psa_id <= $3 ORDER BY psa_id";
    PSA_COMPANIES_UNSEEN = "SELECT psa_id FROM psa_company WHERE connection_id = $1 AND seen < $2 AND gone_at IS NULL ORDER BY psa_id LIMIT $3";
    COUNT_PSA_COMPANIES = "SELECT COUNT(*) FROM psa_company WHERE connection_id = $1 AND gone_at IS NULL";
    PSA_COMPANY_GONE = "UPDATE psa_company SET gone_at = $3 WHERE connection_id = $1 AND psa_id = $2";
    FORGET_PSA_COMPANIES = "DELETE FROM psa_company WHERE connection_id = $1";
}

/// A company of the mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorCompany {
    /// What was said of it. The web site is the bare domain.
    pub company: PsaCompany,
    /// Since when it is not in the PSA any more.
    pub gone_at: Option<Timestamp>,
}

/// The domain of a web site as people write it; empty where there is none.
pub fn domain(website: &str) -> String {
    let text = website.trim().to_lowercase();
    let text = text
        .split_once("://")
        .map_or(text.as_str(), |(_, rest)| rest);
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let plain = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
    match host.contains('.') && host.chars().all(plain) {
        true => host.to_owned(),
        false => String::new(),
    }
}

fn types_text(types: &[PsaRef]) -> String {
    let pairs: Vec<(i64, &str)> = types.iter().map(|t| (t.id, t.name.as_str())).collect();
    serde_json::to_string(&pairs).unwrap_or_else(|_| "[]".into())
}

pub(super) fn types(text: &str) -> Option<Vec<PsaRef>> {
    let pairs: Vec<(i64, String)> = serde_json::from_str(text).ok()?;
    Some(
        pairs
            .into_iter()
            .map(|(id, name)| PsaRef { id, name })
            .collect(),
    )
}

/// Reads `psa_id, identifier, name, status_id, status_name, types, domain, active, changed_at, gone_at`.
pub(super) fn read(c: &mut Columns<'_>) -> Result<MirrorCompany, StoreFault> {
    let (id, identifier, name) = (c.int()?, c.text()?, c.text()?);
    let (status_id, status_name) = (c.int_or_null()?, c.text()?);
    Ok(MirrorCompany {
        company: PsaCompany {
            id,
            identifier,
            name,
            status: status_id.map(|id| PsaRef {
                id,
                name: status_name,
            }),
            types: c.parsed(types)?,
            website: c.text()?,
            active: c.flag()?,
            changed: PsaChange {
                at: c.time_or_null()?,
                by: String::new(),
            },
        },
        gone_at: c.time_or_null()?,
    })
}

/// Reads the same of an outer join: none where no row was joined.
pub(super) fn read_or_null(c: &mut Columns<'_>) -> Result<Option<MirrorCompany>, StoreFault> {
    let (id, identifier, name) = (c.int_or_null()?, c.text_or_null()?, c.text_or_null()?);
    let (status_id, status_name) = (c.int_or_null()?, c.text_or_null()?);
    let (held_types, website) = (c.text_or_null()?, c.text_or_null()?);
    let (active, at, gone_at) = (c.int_or_null()?, c.time_or_null()?, c.time_or_null()?);
    let Some(id) = id else {
        return Ok(None);
    };
    let company = PsaCompany {
        id,
        identifier: identifier.unwrap_or_default(),
        name: name.unwrap_or_default(),
        status: status_id.map(|id| PsaRef {
            id,
            name: status_name.unwrap_or_default(),
        }),
        types: held_types
            .as_deref()
            .and_then(types)
            .ok_or_else(|| StoreFault::Unreadable("types of a company of a PSA".into()))?,
        website: website.unwrap_or_default(),
        active: active == Some(1),
        changed: PsaChange {
            at,
            by: String::new(),
        },
    };
    Ok(Some(MirrorCompany { company, gone_at }))
}

fn values(connection: PsaConnectionId, company: &PsaCompany, seen: i64) -> Vec<Val> {
    let status = company.status.as_ref();
    vec![
        connection.0.into(),
        company.id.into(),
        company.identifier.as_str().into(),
        company.name.as_str().into(),
        sort_key(&company.name).into(),
        status.map(|s| s.id).into(),
        status.map_or("", |s| s.name.as_str()).into(),
        types_text(&company.types).into(),
        domain(&company.website).into(),
        company.active.into(),
        company.changed.at.into(),
        seen.into(),
    ]
}

/// Writes what the PSA says of companies, met in a generation of passes; each of another number.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn put_many(
    tx: &mut Tx,
    connection: PsaConnectionId,
    rows: &[&PsaCompany],
    seen: i64,
) -> Result<(), StoreFault> {
    let rows: Vec<Vec<Val>> = rows.iter().map(|r| values(connection, r, seen)).collect();
    tx.run_many(&PUT_PSA_COMPANY, &rows).await
}

/// Writes what the PSA says of one of them.
///
/// # Errors
/// See above.
pub async fn put(
    tx: &mut Tx,
    connection: PsaConnectionId,
    company: &PsaCompany,
    seen: i64,
) -> Result<(), StoreFault> {
    let values = values(connection, company, seen);
    tx.run(&PUT_PSA_COMPANY, &values).await.map(|_| ())
}

/// A company, also one that is gone.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_id: i64,
) -> Result<Option<MirrorCompany>, StoreFault> {
    let values = [connection.0.into(), psa_id.into()];
    let row = tx.one(&FIND_PSA_COMPANY, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The companies of a stretch of ids: as many as a page of a PSA, at most.
///
/// # Errors
/// See above.
pub async fn between(
    tx: &mut Tx,
    connection: PsaConnectionId,
    first: i64,
    last: i64,
) -> Result<Vec<MirrorCompany>, StoreFault> {
    let values = [connection.0.into(), first.into(), last.into()];
    let rows = tx.all(&PSA_COMPANIES_BETWEEN, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Companies that the passes since a generation have not met.
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
    let rows = tx.all(&PSA_COMPANIES_UNSEEN, &values).await?;
    rows.iter().map(|r| r.columns().int()).collect()
}

/// How many companies there are.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, connection: PsaConnectionId) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_PSA_COMPANIES, &[connection.0.into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Notes that a company is not there any more.
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
    tx.run(&PSA_COMPANY_GONE, &values).await.map(|_| ())
}

/// Forgets all companies of a connection.
///
/// # Errors
/// See above.
pub async fn forget(tx: &mut Tx, connection: PsaConnectionId) -> Result<(), StoreFault> {
    tx.run(&FORGET_PSA_COMPANIES, &[connection.0.into()])
        .await
        .map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_site_has_a_domain() {
        for (typed, is) in [
            ("https://www.Example.com/start?x", "example.com"),
            ("example.co.uk", "example.co.uk"),
            ("http://shop.example.com:8080", "shop.example.com"),
            ("none", ""),
            ("see mail", ""),
            ("", ""),
        ] {
            assert_eq!(domain(typed), is, "{typed}");
        }
    }
}
