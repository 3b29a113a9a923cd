//! Questions about records of PSAs that only a person can answer.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ConflictId, PartnerId, PsaConnectionId, Scope, Timestamp};
use model::directory::sync::{Conflict, ConflictKind, Decision};

statements! {
    RAISE_CONFLICT = "INSERT INTO psa_conflict (id, partner_id, connection_id, company_psa_id, kind, subject, detail, open, decision, decided_by, decided_at, found_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, '', '', NULL, $8) ON CONFLICT (connection_id, kind, subject) DO UPDATE SET company_psa_id = excluded.company_psa_id, detail = excluded.detail, open = 1, decision = CASE WHEN psa_conflict.open = 1 AND psa_conflict.detail = excluded.detail THEN psa_conflict.decision ELSE '' END, found_at = CASE WHEN psa_conflict.open = 1 THEN psa_conflict.found_at ELSE excluded.found_at END";
    CONFLICTS_OF_COMPANY = "SELECT id, partner_id, connection_id, company_psa_id, kind, subject, detail, open, decision, decided_by, decided_at, found_at FROM psa_conflict WHERE connection_id = $1 AND company_psa_id = $2 AND open = 1 ORDER BY id LIMIT 1000";
    CONFLICTS_OF_SUBJECT = "SELECT id, partner_id, connection_id, company_psa_id, kind, subject, detail, open, decision, decided_by, decided_at, found_at FROM psa_conflict WHERE partner_id = $1 AND subject = $2 AND open = 1 ORDER BY id LIMIT 100";
    FIND_CONFLICT = "SELECT id, partner_id, connection_id, company_psa_id, kind, subject, detail, open, decision, decided_by, decided_at, found_at FROM psa_conflict WHERE partner_id = $1 AND id = $2";
    LIST_CONFLICTS = "SELECT id, partner_id, connection_id, company_psa_id, kind, subject, detail, open, decision, decided_by, decided_at, found_at FROM psa_conflict WHERE partner_id = $1 AND connection_id = $2 AND open = 1 AND (($3 = 1 AND decision <> '') OR ($3 = 0 AND decision = '')) AND id > $4 ORDER BY id LIMIT $5";
    EMAIL_CONFLICTS = "SELECT id, partner_id, connection_id, company_psa_id, kind, subject, detail, open, decision, decided_by, decided_at, found_at FROM psa_conflict WHERE connection_id = $1 AND open = 1 AND company_psa_id = 0 AND kind IN ('duplicate_email', 'several_companies') AND id > $2 ORDER BY id LIMIT $3";
    COUNT_CONFLICTS = "SELECT COUNT(*) FROM psa_conflict WHERE connection_id = $1 AND open = 1 AND decision = ''";
    CLOSE_CONFLICT = "UPDATE psa_conflict SET open = 0 WHERE id = $1";
    DECIDE_CONFLICT = "UPDATE psa_conflict SET decision = $3, decided_by = $4, decided_at = $5 WHERE partner_id = $1 AND id = $2";
}

/// A question with how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldConflict {
    /// The id.
    pub id: ConflictId,
    /// Whose it is.
    pub partner_id: PartnerId,
    /// The connection.
    pub connection_id: PsaConnectionId,
    /// The company of the PSA; 0 where it is of none alone.
    pub psa_company: i64,
    /// The question.
    pub conflict: Conflict,
    /// The facts still raise it.
    pub open: bool,
    /// The answer.
    pub decision: Option<Decision>,
    /// Who gave it.
    pub decided_by: String,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Since when it is in question.
    pub found_at: Timestamp,
}

fn read(c: &mut Columns<'_>) -> Result<HeldConflict, StoreFault> {
    Ok(HeldConflict {
        id: ConflictId(c.id()?),
        partner_id: PartnerId(c.id()?),
        connection_id: PsaConnectionId(c.id()?),
        psa_company: c.int()?,
        conflict: Conflict {
            kind: c.parsed(ConflictKind::parse)?,
            subject: c.text()?,
            detail: c.text()?,
        },
        open: c.flag()?,
        decision: Decision::parse(&c.text()?),
        decided_by: c.text()?,
        decided_at: c.time_or_null()?,
        found_at: c.time()?,
    })
}

/// Raises a question. One that is open with the same words keeps its answer; other words ask anew.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn raise(
    tx: &mut Tx,
    id: ConflictId,
    (scope, connection, psa_company): (Scope, PsaConnectionId, i64),
    conflict: &Conflict,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        id.0.into(),
        scope.partner().0.into(),
        connection.0.into(),
        psa_company.into(),
        conflict.kind.as_str().into(),
        conflict.subject.as_str().into(),
        conflict.detail.as_str().into(),
        now.into(),
    ];
    tx.run(&RAISE_CONFLICT, &values).await.map(|_| ())
}

/// The open questions about a company of a PSA.
///
/// # Errors
/// See above.
pub async fn of_company(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_company: i64,
) -> Result<Vec<HeldConflict>, StoreFault> {
    let values = [connection.0.into(), psa_company.into()];
    let rows = tx.all(&CONFLICTS_OF_COMPANY, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// The open questions about one subject, such as an address, of all connections of a partner.
///
/// # Errors
/// See above.
pub async fn of_subject(
    tx: &mut Tx,
    scope: Scope,
    subject: &str,
) -> Result<Vec<HeldConflict>, StoreFault> {
    let values = [scope.partner().0.into(), subject.into()];
    let rows = tx.all(&CONFLICTS_OF_SUBJECT, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// A question of a partner.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    id: ConflictId,
) -> Result<Option<HeldConflict>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let row = tx.one(&FIND_CONFLICT, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// Open questions of a connection after one of them, answered or not.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    connection: PsaConnectionId,
    answered: bool,
    (after, limit): (ConflictId, i64),
) -> Result<Vec<HeldConflict>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        connection.0.into(),
        answered.into(),
        after.0.into(),
        limit.into(),
    ];
    let rows = tx.all(&LIST_CONFLICTS, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Open questions about addresses, of a connection, after one of them.
///
/// # Errors
/// See above.
pub async fn about_emails(
    tx: &mut Tx,
    connection: PsaConnectionId,
    after: ConflictId,
    limit: i64,
) -> Result<Vec<HeldConflict>, StoreFault> {
    let values = [connection.0.into(), after.0.into(), limit.into()];
    let rows = tx.all(&EMAIL_CONFLICTS, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// How many open questions of a connection nobody has answered.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, connection: PsaConnectionId) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_CONFLICTS, &[connection.0.into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Closes a question: the facts do not raise it any more.
///
/// # Errors
/// See above.
pub async fn close(tx: &mut Tx, id: ConflictId) -> Result<(), StoreFault> {
    tx.run(&CLOSE_CONFLICT, &[id.0.into()]).await.map(|_| ())
}

/// Writes an answer, or takes it back with none.
///
/// # Errors
/// See above.
pub async fn decide(
    tx: &mut Tx,
    scope: Scope,
    id: ConflictId,
    decision: Option<Decision>,
    (by, now): (&str, Timestamp),
) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        decision.map_or("", Decision::as_str).into(),
        by.into(),
        now.into(),
    ];
    tx.run(&DECIDE_CONFLICT, &values).await.map(|_| ())
}
