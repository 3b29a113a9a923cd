//! What clients tried lately and when their secrets were used, kept in memory and written down every
//! few seconds: a token costs no write for it. What was not written at a crash is lost, and nothing
//! depends on it.

use crate::{Broken, Engine};
use kernel::{ClientId, ClientSecretId, Span, Timestamp};
use model::federation::{Attempt, AttemptPlace, Client, WORKED, plain_detail};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Most different attempts that are kept between two writings; what is beyond is not kept. Details
/// may come from outside, so there must be an end.
const MOST: usize = 1_000;
/// A secret's use is written down this often at most.
const USE_EVERY: Span = Span::minutes(1);

type Alike = (ClientId, AttemptPlace, &'static str, Cow<'static, str>);

#[derive(Clone, Copy)]
struct Count {
    attempts: i64,
    first_at: Timestamp,
    last_at: Timestamp,
}

#[derive(Default)]
struct Pages {
    attempts: BTreeMap<Alike, Count>,
    used: BTreeMap<ClientSecretId, Timestamp>,
    written: BTreeMap<ClientSecretId, Timestamp>,
}

/// What is not written down yet.
#[derive(Default)]
pub struct ClientNotes(Mutex<Pages>);

impl ClientNotes {
    fn pages(&self) -> MutexGuard<'_, Pages> {
        // A note that panicked halfway leaves at worst a note too many or too few.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// Notes what a client tried.
    pub(crate) fn note_attempt(
        &self,
        client: &Client,
        place: AttemptPlace,
        outcome: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) {
        let now = self.now();
        let detail = match detail.into() {
            Cow::Owned(text) => Cow::Owned(plain_detail(&text)),
            fixed => fixed,
        };
        let mut pages = self.client_notes.pages();
        let alike = (client.id, place, outcome, detail);
        if pages.attempts.len() >= MOST && !pages.attempts.contains_key(&alike) {
            return;
        }
        let count = pages.attempts.entry(alike).or_insert(Count {
            attempts: 0,
            first_at: now,
            last_at: now,
        });
        count.attempts += 1;
        count.last_at = now;
    }

    /// Notes what worked.
    pub(crate) fn note_success(&self, client: &Client, place: AttemptPlace, detail: &'static str) {
        self.note_attempt(client, place, WORKED, detail);
    }

    /// Notes that a secret proved its client.
    pub(crate) fn note_secret_use(&self, id: ClientSecretId) {
        let now = self.now();
        let mut pages = self.client_notes.pages();
        let known = pages.written.get(&id).copied();
        if known.is_none_or(|at| now - at >= USE_EVERY || now < at) {
            pages.used.insert(id, now);
        }
    }

    /// Writes down what was noted since the last time. Run every few seconds on every node; does
    /// nothing where nothing was noted.
    ///
    /// # Errors
    /// [`Broken`]; what could not be written is lost.
    pub async fn write_client_notes(&self) -> Result<(), Broken> {
        let (attempts, used) = {
            let mut pages = self.client_notes.pages();
            if pages.attempts.is_empty() && pages.used.is_empty() {
                return Ok(());
            }
            let used = std::mem::take(&mut pages.used);
            if pages.written.len() > 10 * MOST {
                pages.written.clear();
            }
            pages.written.extend(used.iter().map(|(id, at)| (*id, *at)));
            (std::mem::take(&mut pages.attempts), used)
        };
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    for (id, at) in used {
                        store::federation::secrets::touch(tx, id, at).await?;
                    }
                    for ((client, place, outcome, detail), count) in attempts {
                        let attempt = Attempt {
                            place,
                            outcome: outcome.into(),
                            detail: detail.into_owned(),
                            attempts: count.attempts,
                            first_at: count.first_at,
                            last_at: count.last_at,
                        };
                        store::federation::attempts::note(tx, client, &attempt).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
