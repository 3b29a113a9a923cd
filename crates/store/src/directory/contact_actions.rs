//! Profiles that were given to many contacts at once, and what each had before.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ContactActionId, ContactId, Scope, Timestamp};

statements! {
    INSERT_CONTACT_ACTION = "INSERT INTO contact_action (id, partner_id, profile, done_by, done_at, undone_at) VALUES ($1, $2, $3, $4, $5, NULL)";
    INSERT_CONTACT_ACTION_ROW = "INSERT INTO contact_action_row (action_id, contact_id, before) VALUES ($1, $2, $3)";
    FIND_CONTACT_ACTION = "SELECT a.id, a.profile, a.done_by, a.done_at, a.undone_at, (SELECT COUNT(*) FROM contact_action_row r WHERE r.action_id = a.id) FROM contact_action a WHERE a.partner_id = $1 AND a.id = $2";
    LIST_CONTACT_ACTIONS = "SELECT a.id, a.profile, a.done_by, a.done_at, a.undone_at, (SELECT COUNT(*) FROM contact_action_row r WHERE r.action_id = a.id) FROM contact_action a WHERE a.partner_id = $1 ORDER BY a.id DESC LIMIT $2";
    CONTACT_ACTION_ROWS = "SELECT contact_id, before FROM contact_action_row WHERE action_id = $1 AND contact_id > $2 ORDER BY contact_id LIMIT $3";
    UNDO_CONTACT_ACTION = "UPDATE contact_action SET undone_at = $3 WHERE partner_id = $1 AND id = $2 AND undone_at IS NULL";
    EMPTY_CONTACT_ACTION = "DELETE FROM contact_action_row WHERE action_id = $1";
    DELETE_CONTACT_ACTION = "DELETE FROM contact_action WHERE id = $1";
}

/// Actions of a partner that are kept, the newest of them.
pub const KEPT_ACTIONS: i64 = 20;

/// A profile that was given to many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactAction {
    /// The id.
    pub id: ContactActionId,
    /// The profile, as it is kept.
    pub profile: String,
    /// Who did it, as the audit log has it.
    pub done_by: String,
    /// When.
    pub done_at: Timestamp,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
    /// How many contacts changed.
    pub changed: i64,
}

fn read(c: &mut Columns<'_>) -> Result<ContactAction, StoreFault> {
    Ok(ContactAction {
        id: ContactActionId(c.id()?),
        profile: c.text()?,
        done_by: c.text()?,
        done_at: c.time()?,
        undone_at: c.time_or_null()?,
        changed: c.int()?,
    })
}

/// Notes an action and forgets those that are too old to be kept.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(tx: &mut Tx, scope: Scope, action: &ContactAction) -> Result<(), StoreFault> {
    let values = [
        action.id.0.into(),
        scope.partner().0.into(),
        action.profile.as_str().into(),
        action.done_by.as_str().into(),
        action.done_at.into(),
    ];
    tx.run(&INSERT_CONTACT_ACTION, &values).await?;
    let kept = usize::try_from(KEPT_ACTIONS).unwrap_or(0);
    for old in list(tx, scope, KEPT_ACTIONS + 20).await?.iter().skip(kept) {
        tx.run(&EMPTY_CONTACT_ACTION, &[old.id.0.into()]).await?;
        tx.run(&DELETE_CONTACT_ACTION, &[old.id.0.into()]).await?;
    }
    Ok(())
}

/// Notes what a contact had before.
///
/// # Errors
/// See above.
pub async fn note(
    tx: &mut Tx,
    action: ContactActionId,
    contact: ContactId,
    before: &str,
) -> Result<(), StoreFault> {
    let values = [action.0.into(), contact.0.into(), before.into()];
    tx.run(&INSERT_CONTACT_ACTION_ROW, &values)
        .await
        .map(|_| ())
}

/// An action of a partner.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    id: ContactActionId,
) -> Result<Option<ContactAction>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let row = tx.one(&FIND_CONTACT_ACTION, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The newest actions of a partner.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx, scope: Scope, limit: i64) -> Result<Vec<ContactAction>, StoreFault> {
    let values = [scope.partner().0.into(), limit.into()];
    let rows = tx.all(&LIST_CONTACT_ACTIONS, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Who changed and what each had before, after a contact.
///
/// # Errors
/// See above.
pub async fn rows(
    tx: &mut Tx,
    action: ContactActionId,
    after: Option<ContactId>,
    limit: i64,
) -> Result<Vec<(ContactId, String)>, StoreFault> {
    let after = after.map_or([0; 16], |c| c.0);
    let values = [action.0.into(), after.into(), limit.into()];
    let rows = tx.all(&CONTACT_ACTION_ROWS, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((ContactId(c.id()?), c.text()?))
        })
        .collect()
}

/// Notes that an action was undone; whether it was not before.
///
/// # Errors
/// See above.
pub async fn undone(
    tx: &mut Tx,
    scope: Scope,
    id: ContactActionId,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into(), now.into()];
    Ok(tx.run(&UNDO_CONTACT_ACTION, &values).await? > 0)
}
