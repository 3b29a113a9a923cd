//! The provider as the kit sees it: its metadata and keys, fetched when needed and kept for a
//! while.

pub(crate) mod exchange;
pub(crate) mod http;
pub(crate) mod keys;
pub(crate) mod metadata;

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Client;
use tokio::sync::Mutex;

use self::http::HttpFault;
use self::keys::{KeySet, PublicKey};
use self::metadata::{Metadata, MetadataFault};
use crate::settings::{Checked, SettingsError};
use crate::token::TokenFault;
use crate::token::claims::Expected;
use crate::token::jws::{Unverified, Verified};

/// After this time metadata and keys are fetched anew, so that withdrawn keys go.
const KEEP: Duration = Duration::from_secs(3600);
/// How often a token with an unknown `kid` may make the kit fetch the keys.
const UNKNOWN_KID: Duration = Duration::from_secs(10);
/// Longest wait between two tries while the provider does not answer.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Why the provider could not be asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderFault {
    #[error(transparent)]
    Http(#[from] HttpFault),
    #[error(transparent)]
    Metadata(#[from] MetadataFault),
    #[error("the key document is no JWK set")]
    Keys,
    /// A try failed a moment ago; the next one is due later.
    #[error("the provider did not answer a moment ago; waiting before the next try")]
    Waiting,
}

/// Why a token was not believed, or could not be judged.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VerifyFault {
    #[error(transparent)]
    Token(#[from] TokenFault),
    #[error(transparent)]
    Provider(#[from] ProviderFault),
}

/// Something fetched, when, and how the last tries went.
struct Kept<T> {
    value: Option<(Arc<T>, Instant)>,
    failures: u32,
    not_before: Option<Instant>,
}

impl<T> Kept<T> {
    fn new() -> Self {
        Self {
            value: None,
            failures: 0,
            not_before: None,
        }
    }

    fn fresh(&self, now: Instant) -> Option<Arc<T>> {
        let (value, since) = self.value.as_ref()?;
        (now.duration_since(*since) < KEEP).then(|| value.clone())
    }

    /// Takes a new value; after a failure the old one stays in use, and the wait grows.
    fn settle(
        &mut self,
        result: Result<T, ProviderFault>,
        now: Instant,
    ) -> Result<Arc<T>, ProviderFault> {
        match result {
            Ok(value) => {
                let value = Arc::new(value);
                *self = Self {
                    value: Some((value.clone(), now)),
                    failures: 0,
                    not_before: None,
                };
                Ok(value)
            }
            Err(fault) => {
                self.not_before = Some(now + wait(self.failures));
                self.failures += 1;
                tracing::warn!(fault = %fault, "the provider could not be asked");
                self.value
                    .as_ref()
                    .map(|(value, _)| value.clone())
                    .ok_or(fault)
            }
        }
    }

    /// The old value, or a fault, while the next try is not due.
    fn waiting(&self, now: Instant) -> Option<Result<Arc<T>, ProviderFault>> {
        self.not_before.filter(|at| now < *at)?;
        let old = self.value.as_ref().map(|(value, _)| value.clone());
        Some(old.ok_or(ProviderFault::Waiting))
    }
}

/// 0.25 s, doubled with every failure.
fn wait(failures: u32) -> Duration {
    LONGEST_WAIT.min(Duration::from_millis(250 << failures.min(10)))
}

/// One provider with its caches. The locks are held during a fetch on purpose: a hundred logins at
/// once ask the provider once.
pub(crate) struct Provider {
    pub(crate) settings: Arc<Checked>,
    pub(crate) http: Client,
    metadata: Mutex<Kept<Metadata>>,
    keys: Mutex<(Kept<KeySet>, Option<Instant>)>,
}

impl Provider {
    pub fn new(settings: Arc<Checked>) -> Result<Self, SettingsError> {
        let http = http::client(&settings)?;
        Ok(Self {
            settings,
            http,
            metadata: Mutex::new(Kept::new()),
            keys: Mutex::new((Kept::new(), None)),
        })
    }

    pub async fn metadata(&self) -> Result<Arc<Metadata>, ProviderFault> {
        let mut kept = self.metadata.lock().await;
        let now = Instant::now();
        if let Some(metadata) = kept.fresh(now) {
            return Ok(metadata);
        }
        if let Some(answer) = kept.waiting(now) {
            return answer;
        }
        let result = self.fetch_metadata().await;
        kept.settle(result, Instant::now())
    }

    async fn fetch_metadata(&self) -> Result<Metadata, ProviderFault> {
        let document = http::json(self.http.get(metadata::address(&self.settings.issuer))).await?;
        Ok(Metadata::parse(&document, &self.settings)?)
    }

    /// Asks for the metadata until they are there.
    pub async fn warm_up(&self) {
        let mut failures = 0;
        while self.metadata().await.is_err() {
            tokio::time::sleep(wait(failures)).await;
            failures += 1;
        }
    }

    /// Checks the signature of a token with the provider's key of that name.
    pub async fn verify(&self, token: &str) -> Result<Verified, VerifyFault> {
        let token = Unverified::parse(token)?;
        let key = self.key(&token).await?;
        Ok(token.verify(&key)?)
    }

    async fn key(&self, token: &Unverified<'_>) -> Result<PublicKey, VerifyFault> {
        let find = |keys: &KeySet| keys.find(token.kid.as_deref(), token.algorithm).cloned();
        let mut guard = self.keys.lock().await;
        let (kept, last_unknown) = &mut *guard;
        let now = Instant::now();
        let keys = match kept.fresh(now) {
            Some(keys) => keys,
            None => match kept.waiting(now) {
                Some(answer) => answer?,
                None => {
                    let result = self.fetch_keys().await;
                    kept.settle(result, Instant::now())?
                }
            },
        };
        match find(&keys) {
            Err(TokenFault::UnknownKey) => {}
            found => return Ok(found?),
        }
        // The provider may have begun to sign with a new key; strangers may also make up names.
        if last_unknown.is_some_and(|last| now.duration_since(last) < UNKNOWN_KID) {
            return Err(TokenFault::UnknownKey.into());
        }
        *last_unknown = Some(now);
        let result = self.fetch_keys().await;
        let keys = kept.settle(result, Instant::now())?;
        Ok(find(&keys)?)
    }

    async fn fetch_keys(&self) -> Result<KeySet, ProviderFault> {
        let address = self.metadata().await?.keys.clone();
        let document = http::json(self.http.get(address)).await?;
        KeySet::parse(&document).ok_or(ProviderFault::Keys)
    }

    /// What every token for this module must say, now.
    pub fn expected(&self) -> Expected<'_> {
        Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            now: crate::clock::now(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_bounded() {
        let waits: Vec<_> = (0..8).map(|failures| wait(failures).as_millis()).collect();
        assert_eq!(waits, [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
        assert_eq!(wait(u32::MAX), LONGEST_WAIT);
    }

    #[test]
    fn an_old_value_outlives_a_failure() {
        let start = Instant::now();
        let mut kept = Kept::new();
        assert!(kept.settle(Err(ProviderFault::Keys), start).is_err());
        assert!(matches!(
            kept.waiting(start),
            Some(Err(ProviderFault::Waiting))
        ));
        assert!(kept.waiting(start + wait(0)).is_none());
        assert_eq!(*kept.settle(Ok(7), start).unwrap(), 7);
        assert!(kept.fresh(start + KEEP).is_none());
        assert_eq!(
            *kept.settle(Err(ProviderFault::Keys), start + KEEP).unwrap(),
            7
        );
        assert_eq!(*kept.waiting(start + KEEP).unwrap().unwrap(), 7);
    }
}
