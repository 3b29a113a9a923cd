//! The audit log: appended to, read, never changed.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{Scope, Timestamp};
use model::operation::{AuditDraft, AuditEntry, AuditFilter, AuditHead, chain_input, head_input};

statements! {
    OPEN_CHAIN = "INSERT INTO audit_head (chain, seq, hash, seal) VALUES ($1, 0, $2, $2) ON CONFLICT (chain) DO NOTHING";
    NEXT_PLACES = "UPDATE audit_head SET seq = seq + $2 WHERE chain = $1 RETURNING seq, hash";
    WRITE_HEAD = "UPDATE audit_head SET hash = $2, seal = $3 WHERE chain = $1";
    APPEND_ENTRY = "INSERT INTO audit_entry (chain, seq, at, actor, action, subject, reason, state_before, state_after, address, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    READ_CHAIN = "SELECT chain, seq, at, actor, action, subject, reason, state_before, state_after, address, hash FROM audit_entry WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT 1000";
    /// Two indexes serve it, one for each half; an OR would read the whole chain.
    ABOUT_SUBJECT = "SELECT chain, seq, at, actor, action, subject, reason, state_before, state_after, address, hash FROM (SELECT chain, seq, at, actor, action, subject, reason, state_before, state_after, address, hash FROM audit_entry WHERE chain = $1 AND subject = $2 ORDER BY seq DESC LIMIT $3) AS done_to UNION SELECT chain, seq, at, actor, action, subject, reason, state_before, state_after, address, hash FROM (SELECT chain, seq, at, actor, action, subject, reason, state_before, state_after, address, hash FROM audit_entry WHERE chain = $1 AND actor = $2 ORDER BY seq DESC LIMIT $3) AS done_by ORDER BY seq DESC LIMIT $3";
    SEARCH_AUDIT = "SELECT chain, seq, at, actor, action, subject, reason, state_before, state_after, address, hash FROM audit_entry WHERE chain = $1 AND seq < $2 AND ($3 = '' OR action LIKE $3 ESCAPE '!') AND ($4 = '' OR actor = $4) AND ($5 = '' OR subject = $5) AND ($6 = '' OR lower(subject || ' ' || reason || ' ' || state_before || ' ' || state_after || ' ' || address) LIKE $6 ESCAPE '!') AND at >= $7 AND at < $8 ORDER BY seq DESC LIMIT $9";
    /// Statements are checked by hand and seldom: a partner's log is read through for it.
    WHEN_AFTER = "SELECT MIN(at) FROM audit_entry WHERE action = $1 AND state_after = $2";
    ONE_ENTRY = "SELECT chain, seq, at, actor, action, subject, reason, state_before, state_after, address, hash FROM audit_entry WHERE chain = $1 AND seq = $2";
    ACTIONS_AFTER = "SELECT seq, action FROM audit_entry WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT 1000";
    FIRST_SINCE = "SELECT MIN(seq) FROM audit_entry WHERE chain = $1 AND at >= $2";
    COUNT_ACTIONS = "SELECT action, COUNT(*) FROM audit_entry WHERE chain = $1 AND seq >= $2 GROUP BY action LIMIT 10000";
    HEAD_OF_CHAIN = "SELECT chain, seq, hash, seal FROM audit_head WHERE chain = $1";
    LIST_HEADS = "SELECT chain, seq, hash, seal FROM audit_head ORDER BY chain LIMIT 100000";
}

/// The chain of the installation itself.
pub const INSTALLATION: [u8; 16] = [0; 16];

/// Notes an entry. It is appended to its partner's chain as the last thing before the commit: the
/// head of a chain is held for a moment only, and by all writers in one order, so that two that
/// write to the same two chains cannot wait for each other for ever.
pub fn note(tx: &mut Tx, draft: AuditDraft, now: Timestamp) {
    tx.audit.push((draft, now));
}

/// Appends what was noted. `mac` is the keyed digest of the vault: who can write rows but has no
/// key cannot forge a chain.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub(crate) async fn append_noted(
    tx: &mut Tx,
    mac: impl Fn(&[u8]) -> [u8; 32],
) -> Result<(), StoreFault> {
    let mut noted = std::mem::take(&mut tx.audit);
    super::api_requests::mark_effects(tx, &noted).await?;
    noted.sort_by_key(|(draft, _)| chain_of(draft));
    for group in noted.chunk_by(|a, b| chain_of(&a.0) == chain_of(&b.0)) {
        append(tx, group, &mac).await?;
    }
    Ok(())
}

fn chain_of(draft: &AuditDraft) -> [u8; 16] {
    draft.partner_id.map_or(INSTALLATION, |p| p.0)
}

/// Appends entries of one chain; its head is taken and written once for all of them.
async fn append(
    tx: &mut Tx,
    group: &[(AuditDraft, Timestamp)],
    mac: impl Fn(&[u8]) -> [u8; 32],
) -> Result<(), StoreFault> {
    let Some(chain) = group.first().map(|(draft, _)| chain_of(draft)) else {
        return Ok(());
    };
    let count = i64::try_from(group.len()).unwrap_or(i64::MAX);
    let take = [chain.into(), count.into()];
    let mut place = tx.one(&NEXT_PLACES, &take).await?;
    if place.is_none() {
        tx.run(&OPEN_CHAIN, &[chain.into(), [0_u8; 32].into()])
            .await?;
        place = tx.one(&NEXT_PLACES, &take).await?;
    }
    let place = place.ok_or_else(|| StoreFault::Unreadable("audit_head".into()))?;
    let mut c = place.columns();
    let (last, mut hash) = (c.int()?, c.blob()?);
    for (seq, (draft, now)) in (last - count + 1..).zip(group) {
        let mut entry = AuditEntry {
            chain,
            seq,
            at: *now,
            actor: draft.actor.text(),
            action: draft.action.to_owned(),
            subject: draft.subject.clone(),
            reason: draft.reason.clone(),
            before: draft.before.clone(),
            after: draft.after.clone(),
            address: draft.address.clone(),
            hash: Vec::new(),
        };
        entry.hash = mac(&chain_input(&hash, &entry)).to_vec();
        hash.clone_from(&entry.hash);
        let values = [
            entry.chain.into(),
            entry.seq.into(),
            entry.at.into(),
            entry.actor.into(),
            entry.action.into(),
            entry.subject.into(),
            entry.reason.into(),
            entry.before.into(),
            entry.after.into(),
            entry.address.into(),
            entry.hash.into(),
        ];
        tx.run(&APPEND_ENTRY, &values).await?;
    }
    let seal = mac(&head_input(&chain, last, &hash));
    tx.run(&WRITE_HEAD, &[chain.into(), hash.into(), seal.into()])
        .await
        .map(|_| ())
}

pub(super) fn read(c: &mut Columns<'_>) -> Result<AuditEntry, StoreFault> {
    Ok(AuditEntry {
        chain: c.id()?,
        seq: c.int()?,
        at: c.time()?,
        actor: c.text()?,
        action: c.text()?,
        subject: c.text()?,
        reason: c.text()?,
        before: c.text()?,
        after: c.text()?,
        address: c.text()?,
        hash: c.blob()?,
    })
}

/// Up to a thousand entries of a chain after a number, oldest first.
///
/// # Errors
/// See above.
pub async fn read_chain(
    tx: &mut Tx,
    chain: [u8; 16],
    after: i64,
) -> Result<Vec<AuditEntry>, StoreFault> {
    tx.all(&READ_CHAIN, &[chain.into(), after.into()])
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// The heads of all chains.
///
/// # Errors
/// See above.
pub async fn heads(tx: &mut Tx) -> Result<Vec<AuditHead>, StoreFault> {
    let rows = tx.all(&LIST_HEADS, &[]).await?;
    rows.iter().map(|r| read_head(&mut r.columns())).collect()
}

fn read_head(c: &mut Columns<'_>) -> Result<AuditHead, StoreFault> {
    Ok(AuditHead {
        chain: c.id()?,
        length: c.int()?,
        hash: c.blob()?,
        seal: c.blob()?,
    })
}

/// The head of a partner's chain; none before its first entry.
///
/// # Errors
/// See above.
pub async fn head_of(tx: &mut Tx, scope: Scope) -> Result<Option<AuditHead>, StoreFault> {
    let row = tx.one(&HEAD_OF_CHAIN, &[scope.partner().0.into()]).await?;
    row.map(|r| read_head(&mut r.columns())).transpose()
}

/// When something was first noted with this state after it, in any log.
///
/// # Errors
/// See above.
pub async fn when_after(
    tx: &mut Tx,
    action: &str,
    after: &str,
) -> Result<Option<Timestamp>, StoreFault> {
    let row = tx.one(&WHEN_AFTER, &[action.into(), after.into()]).await?;
    match row {
        Some(row) => row.columns().time_or_null(),
        None => Ok(None),
    }
}

/// Entries of a partner that a filter finds, newest first, before a number.
///
/// # Errors
/// See above.
pub async fn search(
    tx: &mut Tx,
    scope: Scope,
    filter: &AuditFilter,
    before: i64,
    limit: i64,
) -> Result<Vec<AuditEntry>, StoreFault> {
    use crate::identity::member_list::anywhere;
    let begins = anywhere(&filter.action);
    let values = [
        scope.partner().0.into(),
        before.into(),
        begins.trim_start_matches('%').into(),
        filter.actor.as_str().into(),
        filter.subject.as_str().into(),
        anywhere(&filter.text).into(),
        filter.from.map_or(i64::MIN, |t| t.0).into(),
        filter.until.map_or(i64::MAX, |t| t.0).into(),
        limit.into(),
    ];
    tx.all(&SEARCH_AUDIT, &values)
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// The newest entries of a partner that somebody did or that were done to her.
///
/// # Errors
/// See above.
pub async fn about(
    tx: &mut Tx,
    scope: Scope,
    whom: &str,
    limit: i64,
) -> Result<Vec<AuditEntry>, StoreFault> {
    let values = [scope.partner().0.into(), whom.into(), limit.into()];
    tx.all(&ABOUT_SUBJECT, &values)
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// One entry of a partner's chain.
///
/// # Errors
/// See above.
pub async fn entry(tx: &mut Tx, scope: Scope, seq: i64) -> Result<Option<AuditEntry>, StoreFault> {
    let values = [scope.partner().0.into(), seq.into()];
    let row = tx.one(&ONE_ENTRY, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// Up to a thousand entries of a partner after a number, oldest first, as number and action.
///
/// # Errors
/// See above.
pub async fn actions_after(
    tx: &mut Tx,
    scope: Scope,
    after: i64,
) -> Result<Vec<(i64, String)>, StoreFault> {
    let values = [scope.partner().0.into(), after.into()];
    let rows = tx.all(&ACTIONS_AFTER, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((c.int()?, c.text()?))
        })
        .collect()
}

/// The number of a partner's first entry from a moment on; none where there is no such entry.
///
/// # Errors
/// See above.
pub async fn first_since(
    tx: &mut Tx,
    scope: Scope,
    since: Timestamp,
) -> Result<Option<i64>, StoreFault> {
    let values = [scope.partner().0.into(), since.into()];
    match tx.one(&FIRST_SINCE, &values).await? {
        Some(row) => row.columns().int_or_null(),
        None => Ok(None),
    }
}

/// How often each action stands in a partner's chain from a number on.
///
/// # Errors
/// See above.
pub async fn count_actions(
    tx: &mut Tx,
    scope: Scope,
    from: i64,
) -> Result<Vec<(String, i64)>, StoreFault> {
    let values = [scope.partner().0.into(), from.into()];
    let rows = tx.all(&COUNT_ACTIONS, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((c.text()?, c.int()?))
        })
        .collect()
}
