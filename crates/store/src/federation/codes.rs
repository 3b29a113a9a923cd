//! Rows of authorization codes.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ClientId, FamilyId, Timestamp};
use model::federation::AuthorizationCode;

statements! {
    INSERT_CODE = "INSERT INTO authorization_code (code_hash, family_id, client_id, redirect_uri, code_challenge, nonce, expires_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
    FIND_CODE = "SELECT family_id, client_id, redirect_uri, code_challenge, nonce, expires_at FROM authorization_code WHERE code_hash = $1";
    USE_CODE = "UPDATE authorization_code SET used_at = $2 WHERE code_hash = $1 AND used_at IS NULL";
}

/// Adds a code under its digest.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(
    tx: &mut Tx,
    hash: [u8; 32],
    code: &AuthorizationCode,
) -> Result<(), StoreFault> {
    let values = [
        hash.into(),
        code.family_id.0.into(),
        code.client_id.0.into(),
        code.redirect_uri.as_str().into(),
        code.code_challenge.as_str().into(),
        code.nonce.clone().into(),
        code.expires_at.into(),
    ];
    tx.run(&INSERT_CODE, &values).await.map(|_| ())
}

/// The code of a digest, used or not.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, hash: [u8; 32]) -> Result<Option<AuthorizationCode>, StoreFault> {
    let Some(row) = tx.one(&FIND_CODE, &[hash.into()]).await? else {
        return Ok(None);
    };
    let mut c = row.columns();
    Ok(Some(AuthorizationCode {
        family_id: FamilyId(c.id()?),
        client_id: ClientId(c.id()?),
        redirect_uri: c.text()?,
        code_challenge: c.text()?,
        nonce: c.text_or_null()?,
        expires_at: c.time()?,
    }))
}

/// Uses up a code; of two at the same time only one gets true.
///
/// # Errors
/// See above.
pub async fn use_up(tx: &mut Tx, hash: [u8; 32], now: Timestamp) -> Result<bool, StoreFault> {
    Ok(tx.run(&USE_CODE, &[hash.into(), now.into()]).await? > 0)
}
