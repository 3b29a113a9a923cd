//! Whether the hub can do its work: the database answers and takes a write.

use crate::{Broken, Engine};
use kernel::{Span, Timestamp};

/// How long the outcome of a tried write holds. Whoever asks more often, or a thousand at once, cost
/// one write.
const HOLDS: Span = Span::seconds(1);

/// The last tried write: when it ended, and whether it was kept.
#[derive(Debug, Default)]
pub(crate) struct LastTry(tokio::sync::Mutex<Option<(Timestamp, bool)>>);

impl Engine {
    /// Reads, and writes the moment under a name of its own, which nobody reads: a full disk or a
    /// writer that has stopped is seen before somebody signs in.
    ///
    /// # Errors
    /// [`Broken`], when one of both does not work; also for a second after it did not.
    pub async fn ready(&self) -> Result<(), Broken> {
        self.needs_set_up().await?;
        let mut last = self.last_try.0.lock().await;
        let now = self.now();
        // A clock that was set back is no reason to trust an old outcome.
        if let Some((_, kept)) = last.filter(|(at, _)| now >= *at && now < *at + HOLDS) {
            return if kept { Ok(()) } else { Err(Broken::NoWrites) };
        }
        let tried: Result<(), store::StoreFault> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    store::operation::installation::put(tx, "ready", now.0.to_be_bytes().to_vec())
                        .await
                })
            })
            .await;
        *last = Some((self.now(), tried.is_ok()));
        Ok(tried?)
    }
}
