//! Rows of token families, refresh tokens and revoked access tokens.

use crate::identity::sessions::{methods_text, read_methods};
use crate::row::{Columns, list_text};
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ClientId, FamilyId, LinkId, PartnerId, SessionId, Timestamp};
use model::federation::{Family, FamilyEnd, Purpose, RefreshToken};
use model::identity::{AffiliationId, Population};

statements! {
    INSERT_FAMILY = "INSERT INTO token_family (id, partner_id, client_id, population, affiliation_id, session_id, scopes, resources, asked_claims, auth_time, methods, offline, created_at, expires_at, link_id, link_request, ended_at, end_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, NULL, NULL)";
    FIND_FAMILY = "SELECT id, partner_id, client_id, population, affiliation_id, session_id, scopes, resources, asked_claims, auth_time, methods, offline, created_at, expires_at, ended_at, link_id, link_request FROM token_family WHERE id = $1";
    END_FAMILY = "UPDATE token_family SET ended_at = $2, end_reason = $3 WHERE id = $1 AND ended_at IS NULL";
    END_FAMILIES_OF_SESSION = "UPDATE token_family SET ended_at = $2, end_reason = $3 WHERE session_id = $1 AND offline = 0 AND ended_at IS NULL";
    END_FAMILIES_OF_AFFILIATION = "UPDATE token_family SET ended_at = $2, end_reason = $3 WHERE affiliation_id = $1 AND ended_at IS NULL";
    END_FAMILIES_OF_LINK = "UPDATE token_family SET ended_at = $2, end_reason = $3 WHERE link_id = $1 AND ended_at IS NULL";
    INSERT_REFRESH = "INSERT INTO refresh_token (token_hash, family_id, expires_at, used_at) VALUES ($1, $2, $3, NULL)";
    FIND_REFRESH = "SELECT family_id, expires_at, used_at FROM refresh_token WHERE token_hash = $1";
    USE_REFRESH = "UPDATE refresh_token SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL";
    REVOKE_TOKEN = "INSERT INTO revoked_token (token_id, expires_at) VALUES ($1, $2) ON CONFLICT (token_id) DO NOTHING";
    IS_REVOKED = "SELECT 1 FROM revoked_token WHERE token_id = $1";
    DELETE_OLD_REVOKED = "DELETE FROM revoked_token WHERE expires_at <= $1";
    DELETE_OLD_CODES = "DELETE FROM authorization_code WHERE family_id IN (SELECT id FROM token_family WHERE expires_at <= $1)";
    DELETE_OLD_REFRESH = "DELETE FROM refresh_token WHERE family_id IN (SELECT id FROM token_family WHERE expires_at <= $1)";
    DELETE_OLD_FAMILIES = "DELETE FROM token_family WHERE expires_at <= $1";
}

/// Adds a family.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(tx: &mut Tx, family: &Family) -> Result<(), StoreFault> {
    let values = [
        family.id.0.into(),
        family.partner_id.0.into(),
        family.client_id.0.into(),
        family.affiliation_id.population().as_str().into(),
        family.affiliation_id.bytes().into(),
        family.session_id.0.into(),
        list_text(&family.scopes).into(),
        list_text(&family.resources).into(),
        serde_json::to_string(&family.asked_claims)
            .unwrap_or_else(|_| "{}".into())
            .into(),
        family.auth_time.into(),
        methods_text(&family.methods).into(),
        family.offline.into(),
        family.created_at.into(),
        family.expires_at.into(),
        family.purpose.link().map(|l| l.0).into(),
        match &family.purpose {
            Purpose::Linking(request) => serde_json::to_string(request).ok(),
            Purpose::Entry | Purpose::Tenant(_) => None,
        }
        .into(),
    ];
    tx.run(&INSERT_FAMILY, &values).await.map(|_| ())
}

/// The family of an id, alive or not.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, id: FamilyId) -> Result<Option<Family>, StoreFault> {
    let Some(row) = tx.one(&FIND_FAMILY, &[id.0.into()]).await? else {
        return Ok(None);
    };
    let mut c = row.columns();
    let (id, partner_id, client_id) = (FamilyId(c.id()?), PartnerId(c.id()?), ClientId(c.id()?));
    let population = c.parsed(Population::parse)?;
    Ok(Some(Family {
        id,
        partner_id,
        client_id,
        affiliation_id: AffiliationId::of(population, c.id()?),
        session_id: SessionId(c.id()?),
        scopes: c.list()?,
        resources: c.list()?,
        asked_claims: c.parsed(|t| serde_json::from_str(t).ok())?,
        auth_time: c.time()?,
        methods: read_methods(&mut c)?,
        offline: c.flag()?,
        created_at: c.time()?,
        expires_at: c.time()?,
        ended_at: c.time_or_null()?,
        purpose: read_purpose(&mut c)?,
    }))
}

fn read_purpose(c: &mut Columns<'_>) -> Result<Purpose, StoreFault> {
    let link = c.id_or_null()?.map(LinkId);
    Ok(match (link, c.text_or_null()?) {
        (_, Some(text)) => Purpose::Linking(
            serde_json::from_str(&text)
                .map_err(|_| StoreFault::Unreadable("link_request".into()))?,
        ),
        (Some(link), None) => Purpose::Tenant(link),
        (None, None) => Purpose::Entry,
    })
}

/// Ends a family; false when it was ended before.
///
/// # Errors
/// See above.
pub async fn end(
    tx: &mut Tx,
    id: FamilyId,
    why: FamilyEnd,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    Ok(tx
        .run(&END_FAMILY, &[id.0.into(), now.into(), why.as_str().into()])
        .await?
        > 0)
}

/// Ends the families of a link, whoever's they are.
///
/// # Errors
/// See above.
pub async fn end_of_link(tx: &mut Tx, link: LinkId, now: Timestamp) -> Result<u64, StoreFault> {
    let values = [
        link.0.into(),
        now.into(),
        FamilyEnd::LinkEnded.as_str().into(),
    ];
    tx.run(&END_FAMILIES_OF_LINK, &values).await
}

/// Ends the families of a session, save those that outlive it.
///
/// # Errors
/// See above.
pub async fn end_of_session(
    tx: &mut Tx,
    session: SessionId,
    now: Timestamp,
) -> Result<u64, StoreFault> {
    tx.run(
        &END_FAMILIES_OF_SESSION,
        &[
            session.0.into(),
            now.into(),
            FamilyEnd::SignedOut.as_str().into(),
        ],
    )
    .await
}

/// Ends all families of an affiliation, offline or not.
///
/// # Errors
/// See above.
pub async fn end_of_affiliation(
    tx: &mut Tx,
    id: AffiliationId,
    why: FamilyEnd,
    now: Timestamp,
) -> Result<u64, StoreFault> {
    tx.run(
        &END_FAMILIES_OF_AFFILIATION,
        &[id.bytes().into(), now.into(), why.as_str().into()],
    )
    .await
}

/// Adds a refresh token under its digest.
///
/// # Errors
/// See above.
pub async fn insert_refresh(
    tx: &mut Tx,
    hash: [u8; 32],
    token: &RefreshToken,
) -> Result<(), StoreFault> {
    tx.run(
        &INSERT_REFRESH,
        &[
            hash.into(),
            token.family_id.0.into(),
            token.expires_at.into(),
        ],
    )
    .await
    .map(|_| ())
}

/// The refresh token of a digest, used or not.
///
/// # Errors
/// See above.
pub async fn find_refresh(tx: &mut Tx, hash: [u8; 32]) -> Result<Option<RefreshToken>, StoreFault> {
    let Some(row) = tx.one(&FIND_REFRESH, &[hash.into()]).await? else {
        return Ok(None);
    };
    let mut c = row.columns();
    Ok(Some(RefreshToken {
        family_id: FamilyId(c.id()?),
        expires_at: c.time()?,
        used_at: c.time_or_null()?,
    }))
}

/// Uses up a refresh token; of two at the same time only one gets true.
///
/// # Errors
/// See above.
pub async fn use_refresh(tx: &mut Tx, hash: [u8; 32], now: Timestamp) -> Result<bool, StoreFault> {
    Ok(tx.run(&USE_REFRESH, &[hash.into(), now.into()]).await? > 0)
}

/// Remembers that an access token was given back before its time.
///
/// # Errors
/// See above.
pub async fn revoke_token(
    tx: &mut Tx,
    token_id: &str,
    expires_at: Timestamp,
) -> Result<(), StoreFault> {
    tx.run(&REVOKE_TOKEN, &[token_id.into(), expires_at.into()])
        .await
        .map(|_| ())
}

/// Whether an access token was given back.
///
/// # Errors
/// See above.
pub async fn is_revoked(tx: &mut Tx, token_id: &str) -> Result<bool, StoreFault> {
    Ok(tx.one(&IS_REVOKED, &[token_id.into()]).await?.is_some())
}

/// Removes what ended before a moment: families with their codes and refresh tokens, and notes of
/// access tokens that have ended by themselves.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    let mut count = 0;
    for statement in [
        &DELETE_OLD_REVOKED,
        &DELETE_OLD_CODES,
        &DELETE_OLD_REFRESH,
        &DELETE_OLD_FAMILIES,
    ] {
        count += tx.run(statement, &[before.into()]).await?;
    }
    Ok(count)
}
