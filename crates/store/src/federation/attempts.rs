//! Rows of what clients tried lately and what came of it. What is alike is one row with a count.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::ClientId;
use model::federation::{Attempt, AttemptPlace};

statements! {
    NOTE_ATTEMPT = "INSERT INTO client_attempt (client_id, endpoint, outcome, detail, attempts, first_at, last_at) SELECT $1, $2, $3, $4, $5, $6, $7 WHERE EXISTS (SELECT 1 FROM oidc_client WHERE id = $1) ON CONFLICT (client_id, endpoint, outcome, detail) DO UPDATE SET attempts = client_attempt.attempts + $5, last_at = $7";
    LIST_ATTEMPTS = "SELECT endpoint, outcome, detail, attempts, first_at, last_at FROM client_attempt WHERE client_id = $1 ORDER BY last_at DESC, outcome, detail LIMIT 50";
    TRIM_ATTEMPTS = "DELETE FROM client_attempt WHERE client_id = $1 AND last_at < (SELECT MIN(last_at) FROM (SELECT last_at FROM client_attempt WHERE client_id = $1 ORDER BY last_at DESC LIMIT 50) AS newest)";
}

/// Adds what a client tried; a client that is gone is passed over.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn note(tx: &mut Tx, client: ClientId, attempt: &Attempt) -> Result<(), StoreFault> {
    let values = [
        client.0.into(),
        attempt.place.as_str().into(),
        attempt.outcome.as_str().into(),
        attempt.detail.as_str().into(),
        attempt.attempts.into(),
        attempt.first_at.into(),
        attempt.last_at.into(),
    ];
    tx.run(&NOTE_ATTEMPT, &values).await?;
    tx.run(&TRIM_ATTEMPTS, &[client.0.into()]).await.map(|_| ())
}

/// What a client tried lately, the newest first.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx, client: ClientId) -> Result<Vec<Attempt>, StoreFault> {
    tx.all(&LIST_ATTEMPTS, &[client.0.into()])
        .await?
        .iter()
        .map(|r| {
            let mut c = r.columns();
            Ok(Attempt {
                place: c.parsed(AttemptPlace::parse)?,
                outcome: c.text()?,
                detail: c.text()?,
                attempts: c.int()?,
                first_at: c.time()?,
                last_at: c.time()?,
            })
        })
        .collect()
}
