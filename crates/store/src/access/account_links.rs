//! Rows of bonds between people and their accounts at modules.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{AccountLinkId, LinkId, PartnerId, Scope, Timestamp};
use model::access::{AccountLink, AccountLinkKind};
use model::identity::{AffiliationId, Population};

statements! {
    INSERT_ACCOUNT_LINK = "INSERT INTO account_link (id, partner_id, link_id, population, affiliation_id, remote_id, kind, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    DELETE_ACCOUNT_LINK = "DELETE FROM account_link WHERE partner_id = $1 AND link_id = $2 AND remote_id = $3";
    /// Save where an account waits to be ended with her: what is known by nothing else would stay.
    DELETE_BONDS_OF_PERSON = "DELETE FROM account_link WHERE partner_id = $1 AND affiliation_id = $2 AND NOT EXISTS (SELECT 1 FROM provision_task t WHERE t.link_id = account_link.link_id AND t.affiliation_id = $2 AND t.asked > t.done)";
    NOTE_USE = "UPDATE account_link SET last_used_at = $3 WHERE link_id = $1 AND affiliation_id = $2 AND (last_used_at IS NULL OR last_used_at < $4)";
    ACCOUNT_LINKS = "SELECT id, partner_id, link_id, population, affiliation_id, remote_id, kind, created_at, last_used_at FROM account_link WHERE partner_id = $1 AND link_id = $2 ORDER BY id LIMIT 20000";
    ACCOUNT_LINK_OF_PERSON = "SELECT id, partner_id, link_id, population, affiliation_id, remote_id, kind, created_at, last_used_at FROM account_link WHERE partner_id = $1 AND link_id = $2 AND affiliation_id = $3";
    ACCOUNT_LINK_OF_REMOTE = "SELECT id, partner_id, link_id, population, affiliation_id, remote_id, kind, created_at, last_used_at FROM account_link WHERE partner_id = $1 AND link_id = $2 AND remote_id = $3";
    ACCOUNT_LINKS_OF_PERSON = "SELECT id, partner_id, link_id, population, affiliation_id, remote_id, kind, created_at, last_used_at FROM account_link WHERE partner_id = $1 AND affiliation_id = $2 ORDER BY id LIMIT 1000";
}

fn read(c: &mut Columns<'_>) -> Result<AccountLink, StoreFault> {
    let (id, partner_id) = (AccountLinkId(c.id()?), PartnerId(c.id()?));
    let link_id = LinkId(c.id()?);
    let population = c.parsed(Population::parse)?;
    Ok(AccountLink {
        id,
        partner_id,
        link_id,
        affiliation_id: AffiliationId::of(population, c.id()?),
        remote_id: c.text()?,
        kind: c.parsed(AccountLinkKind::parse)?,
        created_at: c.time()?,
        last_used_at: c.time_or_null()?,
    })
}

/// Adds a bond.
///
/// # Errors
/// [`StoreFault::Taken`] when the person or the account has one at this link.
pub async fn insert(tx: &mut Tx, link: &AccountLink) -> Result<(), StoreFault> {
    let values = [
        link.id.0.into(),
        link.partner_id.0.into(),
        link.link_id.0.into(),
        link.affiliation_id.population().as_str().into(),
        link.affiliation_id.bytes().into(),
        link.remote_id.as_str().into(),
        link.kind.as_str().into(),
        link.created_at.into(),
    ];
    tx.run(&INSERT_ACCOUNT_LINK, &values).await.map(|_| ())
}

/// Ends the bond of an account; false when it had none.
///
/// # Errors
/// [`StoreFault`], as in all below.
pub async fn delete(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
    remote: &str,
) -> Result<bool, StoreFault> {
    let values = [scope.partner().0.into(), link.0.into(), remote.into()];
    Ok(tx.run(&DELETE_ACCOUNT_LINK, &values).await? > 0)
}

/// Ends all bonds of a person who is removed for good, save those at whose link her account is still to
/// be ended: whoever ends it ends the bond.
///
/// # Errors
/// See above.
pub async fn delete_of_person(
    tx: &mut Tx,
    scope: Scope,
    person: AffiliationId,
) -> Result<u64, StoreFault> {
    let values = [scope.partner().0.into(), person.bytes().into()];
    tx.run(&DELETE_BONDS_OF_PERSON, &values).await
}

/// Notes that somebody came in by her bond; at most once a day, so that no row is written at every
/// login.
///
/// # Errors
/// See above.
pub async fn note_use(
    tx: &mut Tx,
    link: LinkId,
    person: AffiliationId,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let yesterday = Timestamp(now.0 - 24 * 3_600 * 1_000_000);
    let values = [
        link.0.into(),
        person.bytes().into(),
        now.into(),
        yesterday.into(),
    ];
    tx.run(&NOTE_USE, &values).await.map(|_| ())
}

/// The bonds of a link.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx, scope: Scope, link: LinkId) -> Result<Vec<AccountLink>, StoreFault> {
    let values = [scope.partner().0.into(), link.0.into()];
    let rows = tx.all(&ACCOUNT_LINKS, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// The bond of a person.
///
/// # Errors
/// See above.
pub async fn of_person(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
    person: AffiliationId,
) -> Result<Option<AccountLink>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        link.0.into(),
        person.bytes().into(),
    ];
    let row = tx.one(&ACCOUNT_LINK_OF_PERSON, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The bond of an account.
///
/// # Errors
/// See above.
pub async fn of_remote(
    tx: &mut Tx,
    scope: Scope,
    link: LinkId,
    remote: &str,
) -> Result<Option<AccountLink>, StoreFault> {
    let values = [scope.partner().0.into(), link.0.into(), remote.into()];
    let row = tx.one(&ACCOUNT_LINK_OF_REMOTE, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// All bonds of a person at a partner.
///
/// # Errors
/// See above.
pub async fn all_of_person(
    tx: &mut Tx,
    scope: Scope,
    person: AffiliationId,
) -> Result<Vec<AccountLink>, StoreFault> {
    let values = [scope.partner().0.into(), person.bytes().into()];
    let rows = tx.all(&ACCOUNT_LINKS_OF_PERSON, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}
