//! Keys that clients publish themselves (`jwks_uri`): fetched outside of any transaction, kept for a
//! while, and asked for seldom however often somebody makes up key ids.

use crate::Engine;
use kernel::{Span, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use vault::ForeignKeys;

/// How long a set is used without asking again.
const FRESH: Span = Span::minutes(5);
/// How long a set is still used when it cannot be fetched anew.
const KEPT: Span = Span::hours(1);
/// The pause between two fetches of one address, whatever is asked.
const PAUSE: Span = Span::seconds(30);
/// Most addresses that are remembered.
const MOST: usize = 1_000;

#[derive(Default)]
struct Shelf {
    keys: Option<(Arc<ForeignKeys>, Timestamp)>,
    tried_at: Option<Timestamp>,
    fault: String,
}

/// The sets that were fetched, by address.
#[derive(Default)]
pub struct RemoteKeys(Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<Shelf>>>>);

impl RemoteKeys {
    fn shelf(&self, uri: &str) -> Arc<tokio::sync::Mutex<Shelf>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST && !all.contains_key(uri) {
            all.clear();
        }
        all.entry(uri.to_owned()).or_default().clone()
    }
}

/// Whether a span has passed, also by a clock that was set back.
fn passed(since: Timestamp, span: Span, now: Timestamp) -> bool {
    now - since >= span || now < since
}

impl Engine {
    /// The keys at an address that can have made this token, fetched where that is due. Those who
    /// ask at the same moment wait for one fetch together.
    ///
    /// # Errors
    /// What is wrong, for the administrator of the client.
    pub(crate) async fn keys_at(&self, uri: &str, token: &str) -> Result<Arc<ForeignKeys>, String> {
        let shelf = self.remote_keys.shelf(uri);
        let mut shelf = shelf.lock().await;
        let now = self.now();
        let due = match &shelf.keys {
            Some((keys, at)) => passed(*at, FRESH, now) || keys.lacks_key_of(token),
            None => true,
        };
        if due && shelf.tried_at.is_none_or(|at| passed(at, PAUSE, now)) {
            shelf.tried_at = Some(now);
            let fetched = self.published.fetch(uri).await;
            match fetched.and_then(|text| ForeignKeys::parse(&text).map_err(str::to_owned)) {
                Ok(keys) => shelf.keys = Some((Arc::new(keys), now)),
                Err(fault) => shelf.fault = fault,
            }
        }
        match &shelf.keys {
            Some((keys, at)) if !passed(*at, KEPT, now) => Ok(keys.clone()),
            _ => Err(format!("the keys of jwks_uri: {}", shelf.fault)),
        }
    }
}
