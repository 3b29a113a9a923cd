//! What a PSA said last of its companies.

use super::psa_mirror::{Held, MirrorRow, MirrorStatements};
use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx, Val};
use kernel::PsaConnectionId;
use kernel::name::sort_key;
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
pub(super) fn read(c: &mut Columns<'_>) -> Result<Held<PsaCompany>, StoreFault> {
    let (id, identifier, name) = (c.int()?, c.text()?, c.text()?);
    let (status_id, status_name) = (c.int_or_null()?, c.text()?);
    Ok(Held {
        row: PsaCompany {
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
pub(super) fn read_or_null(c: &mut Columns<'_>) -> Result<Option<Held<PsaCompany>>, StoreFault> {
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
    Ok(Some(Held {
        row: company,
        gone_at,
    }))
}

impl MirrorRow for PsaCompany {
    fn statements() -> MirrorStatements {
        MirrorStatements {
            put: &PUT_PSA_COMPANY,
            find: &FIND_PSA_COMPANY,
            between: &PSA_COMPANIES_BETWEEN,
            unseen: &PSA_COMPANIES_UNSEEN,
            count: &COUNT_PSA_COMPANIES,
            gone: &PSA_COMPANY_GONE,
        }
    }
    fn values(&self, connection: PsaConnectionId, seen: i64) -> Vec<Val> {
        let status = self.status.as_ref();
        vec![
            connection.0.into(),
            self.id.into(),
            self.identifier.as_str().into(),
            self.name.as_str().into(),
            sort_key(&self.name).into(),
            status.map(|s| s.id).into(),
            status.map_or("", |s| s.name.as_str()).into(),
            types_text(&self.types).into(),
            domain(&self.website).into(),
            self.active.into(),
            self.changed.at.into(),
            seen.into(),
        ]
    }
    fn read(c: &mut Columns<'_>) -> Result<Held<Self>, StoreFault> {
        read(c)
    }
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
