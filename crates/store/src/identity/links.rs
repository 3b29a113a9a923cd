//! Rows of mailed links, known by the digest of their token.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{IdentityId, Timestamp};
use model::identity::{AffiliationId, LinkKind, MailedLink, Population};

statements! {
    INSERT_LINK = "INSERT INTO mailed_link (token_hash, kind, identity_id, affiliation_population, affiliation_id, expires_at, used_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, NULL, $7)";
    FIND_LINK = "SELECT kind, identity_id, affiliation_population, affiliation_id, expires_at, used_at FROM mailed_link WHERE token_hash = $1";
    USE_LINK = "UPDATE mailed_link SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL";
    END_LINKS = "UPDATE mailed_link SET used_at = $3 WHERE identity_id = $1 AND kind = $2 AND used_at IS NULL";
    NEWEST_LINK = "SELECT MAX(created_at) FROM mailed_link WHERE identity_id = $1 AND kind = $2 AND used_at IS NULL";
    DELETE_OLD_LINKS = "DELETE FROM mailed_link WHERE expires_at <= $1";
}

/// Adds a link.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(
    tx: &mut Tx,
    hash: [u8; 32],
    link: &MailedLink,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        hash.into(),
        link.kind.as_str().into(),
        link.identity_id.0.into(),
        link.affiliation_id.map(|a| a.population().as_str()).into(),
        link.affiliation_id.map(AffiliationId::bytes).into(),
        link.expires_at.into(),
        now.into(),
    ];
    tx.run(&INSERT_LINK, &values).await.map(|_| ())
}

/// The link of a token's digest, used or not.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, hash: [u8; 32]) -> Result<Option<MailedLink>, StoreFault> {
    let Some(row) = tx.one(&FIND_LINK, &[hash.into()]).await? else {
        return Ok(None);
    };
    let mut c = row.columns();
    let kind = c.parsed(LinkKind::parse)?;
    let identity_id = IdentityId(c.id()?);
    let population = c.text_or_null()?.and_then(|t| Population::parse(&t));
    let affiliation = c.id_or_null()?;
    Ok(Some(MailedLink {
        kind,
        identity_id,
        affiliation_id: population
            .zip(affiliation)
            .map(|(p, id)| AffiliationId::of(p, id)),
        expires_at: c.time()?,
        used_at: c.time_or_null()?,
    }))
}

/// Uses up a link; of two at the same time only one gets true.
///
/// # Errors
/// See above.
pub async fn use_up(tx: &mut Tx, hash: [u8; 32], now: Timestamp) -> Result<bool, StoreFault> {
    Ok(tx.run(&USE_LINK, &[hash.into(), now.into()]).await? > 0)
}

/// Uses up all links of a kind: a new one makes the old ones void.
///
/// # Errors
/// See above.
pub async fn end_all(
    tx: &mut Tx,
    identity: IdentityId,
    kind: LinkKind,
    now: Timestamp,
) -> Result<(), StoreFault> {
    tx.run(
        &END_LINKS,
        &[identity.0.into(), kind.as_str().into(), now.into()],
    )
    .await
    .map(|_| ())
}

/// When the newest unused link of a kind was made.
///
/// # Errors
/// See above.
pub async fn newest(
    tx: &mut Tx,
    identity: IdentityId,
    kind: LinkKind,
) -> Result<Option<Timestamp>, StoreFault> {
    match tx
        .one(&NEWEST_LINK, &[identity.0.into(), kind.as_str().into()])
        .await?
    {
        Some(row) => row.columns().time_or_null(),
        None => Ok(None),
    }
}

/// Removes links that ended before a moment.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_LINKS, &[before.into()]).await
}
