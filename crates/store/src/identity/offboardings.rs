//! Rows of offboardings, and of the modules that had to be told.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{MemberId, OffboardingId, OutboxId, PartnerId, Scope, Timestamp};
use model::identity::{Offboarding, Telling, TellingKind};
use model::operation::OutboxState;

statements! {
    INSERT_OFFBOARDING = "INSERT INTO offboarding (id, partner_id, member_id, display_name, email, actor, actor_name, reason, deletes, begun_at, over_at, found) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11)";
    FIND_OFFBOARDING = "SELECT id, partner_id, member_id, display_name, email, actor, actor_name, reason, deletes, begun_at, over_at, found FROM offboarding WHERE partner_id = $1 AND id = $2";
    LIST_OFFBOARDINGS = "SELECT id, partner_id, member_id, display_name, email, actor, actor_name, reason, deletes, begun_at, over_at, found FROM offboarding WHERE partner_id = $1 AND id < $2 AND ($3 = '' OR lower(display_name) LIKE $3 ESCAPE '!' OR lower(email) LIKE $3 ESCAPE '!') ORDER BY id DESC LIMIT $4";
    OFFBOARDINGS_OF_MEMBER = "SELECT id, partner_id, member_id, display_name, email, actor, actor_name, reason, deletes, begun_at, over_at, found FROM offboarding WHERE member_id = $1 AND partner_id = $2 ORDER BY id DESC LIMIT 20";
    STANDING_OF_LEAVER = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN over_at IS NULL THEN 1 ELSE 0 END), 0) FROM offboarding WHERE member_id = $1";
    END_OFFBOARDINGS = "UPDATE offboarding SET over_at = $3 WHERE partner_id = $1 AND member_id = $2 AND over_at IS NULL";
    INSERT_TELLING = "INSERT INTO offboarding_message (outbox_id, offboarding_id, module, kind, told_at, given_up, fault) VALUES ($1, $2, $3, $4, NULL, 0, '')";
    TELLINGS = "SELECT module, kind, told_at, given_up, fault FROM offboarding_message WHERE offboarding_id = $1 ORDER BY module, outbox_id LIMIT 2000";
    SETTLE_TELLING = "UPDATE offboarding_message SET told_at = $2, given_up = $3, fault = $4 WHERE outbox_id = $1";
}

fn read(c: &mut Columns<'_>) -> Result<Offboarding, StoreFault> {
    Ok(Offboarding {
        id: OffboardingId(c.id()?),
        partner_id: PartnerId(c.id()?),
        member_id: MemberId(c.id()?),
        display_name: c.text()?,
        email: c.text()?,
        actor: c.text()?,
        actor_name: c.text()?,
        reason: c.text()?,
        deletes: c.flag()?,
        begun_at: c.time()?,
        over_at: c.time_or_null()?,
        found: c.parsed(|t| serde_json::from_str(t).ok())?,
    })
}

/// Adds one.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(tx: &mut Tx, offboarding: &Offboarding) -> Result<(), StoreFault> {
    let found = serde_json::to_string(&offboarding.found)
        .map_err(|_| StoreFault::Unreadable("offboarding.found".into()))?;
    let values = [
        offboarding.id.0.into(),
        offboarding.partner_id.0.into(),
        offboarding.member_id.0.into(),
        offboarding.display_name.as_str().into(),
        offboarding.email.as_str().into(),
        offboarding.actor.as_str().into(),
        offboarding.actor_name.as_str().into(),
        offboarding.reason.as_str().into(),
        offboarding.deletes.into(),
        offboarding.begun_at.into(),
        found.as_str().into(),
    ];
    tx.run(&INSERT_OFFBOARDING, &values).await.map(|_| ())
}

/// One of a partner.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    id: OffboardingId,
) -> Result<Option<Offboarding>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let row = tx.one(&FIND_OFFBOARDING, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// Those of a partner with this anywhere in name or address, newest first, before one of them.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    text: &str,
    before: Option<OffboardingId>,
    limit: i64,
) -> Result<Vec<Offboarding>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        before.map_or([255; 16], |b| b.0).into(),
        super::member_list::anywhere(text).into(),
        limit.into(),
    ];
    let rows = tx.all(&LIST_OFFBOARDINGS, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// The last twenty of one member, newest first.
///
/// # Errors
/// See above.
pub async fn of_member(
    tx: &mut Tx,
    scope: Scope,
    member: MemberId,
) -> Result<Vec<Offboarding>, StoreFault> {
    let values = [member.0.into(), scope.partner().0.into()];
    let rows = tx.all(&OFFBOARDINGS_OF_MEMBER, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Whether somebody was ever offboarded, and whether she still is.
///
/// # Errors
/// See above.
pub async fn standing(tx: &mut Tx, member: MemberId) -> Result<(bool, bool), StoreFault> {
    match tx.one(&STANDING_OF_LEAVER, &[member.0.into()]).await? {
        Some(row) => {
            let mut c = row.columns();
            Ok((c.int()? > 0, c.int()? > 0))
        }
        None => Ok((false, false)),
    }
}

/// Somebody was brought back: none of hers goes on.
///
/// # Errors
/// See above.
pub async fn end(
    tx: &mut Tx,
    scope: Scope,
    member: MemberId,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [scope.partner().0.into(), member.0.into(), now.into()];
    tx.run(&END_OFFBOARDINGS, &values).await.map(|_| ())
}

/// Adds a module that is told by a message of the outbox.
///
/// # Errors
/// See above.
pub async fn insert_telling(
    tx: &mut Tx,
    id: OffboardingId,
    message: OutboxId,
    module: &str,
    kind: TellingKind,
) -> Result<(), StoreFault> {
    let values = [
        message.0.into(),
        id.0.into(),
        module.into(),
        kind.as_str().into(),
    ];
    tx.run(&INSERT_TELLING, &values).await.map(|_| ())
}

/// The modules that were to be told, by name.
///
/// # Errors
/// See above.
pub async fn tellings(tx: &mut Tx, id: OffboardingId) -> Result<Vec<Telling>, StoreFault> {
    let rows = tx.all(&TELLINGS, &[id.0.into()]).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok(Telling {
                module: c.text()?,
                kind: c.parsed(TellingKind::parse)?,
                told_at: c.time_or_null()?,
                given_up: c.flag()?,
                fault: c.text()?,
            })
        })
        .collect()
}

/// Notes what became of a message, if an offboarding waits for it: the message itself is removed
/// after a while.
///
/// # Errors
/// See above.
pub async fn settle(
    tx: &mut Tx,
    message: OutboxId,
    state: OutboxState,
    now: Timestamp,
    fault: &str,
) -> Result<(), StoreFault> {
    let values = [
        message.0.into(),
        (state == OutboxState::Sent).then_some(now.0).into(),
        (state == OutboxState::Dead).into(),
        fault.into(),
    ];
    tx.run(&SETTLE_TELLING, &values).await.map(|_| ())
}
