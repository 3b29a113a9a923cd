//! Fetching key sets that clients publish themselves (`jwks_uri`).

use crate::MailFault;
use crate::guarded::{Guarded, reason};
use std::time::Duration;

/// Longest key set that is read.
const LONGEST: usize = 64 * 1024;
/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Fetches key sets.
pub struct ClientKeys(Guarded);

impl ClientKeys {
    /// A fetcher; `private` lets it into private networks and, on this machine itself, do without
    /// TLS, as the operator's settings say.
    ///
    /// # Errors
    /// [`MailFault::Calls`] when TLS cannot be set up.
    pub fn new(private: bool) -> Result<Self, MailFault> {
        Guarded::new(private, PATIENCE).map(Self)
    }

    async fn fetch(&self, uri: &str) -> Result<Vec<u8>, String> {
        let url = self.0.check(uri)?;
        let failed = |e: reqwest::Error| format!("they could not be fetched: {}", reason(e));
        let sent = self
            .0
            .client
            .get(url)
            .header("accept", "application/jwk-set+json, application/json")
            .send();
        let mut response = sent.await.map_err(failed)?;
        if response.status() != reqwest::StatusCode::OK {
            let status = response.status().as_u16();
            return Err(format!("the address answered {status}"));
        }
        let mut bytes = Vec::new();
        while let Some(part) = response.chunk().await.map_err(failed)? {
            if bytes.len() + part.len() > LONGEST {
                return Err("they are longer than 64 KiB".into());
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }
}

impl engine::Published for ClientKeys {
    fn fetch<'a>(
        &'a self,
        uri: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send + 'a>> {
        Box::pin(self.fetch(uri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn inward_addresses_are_not_called() {
        let keys = ClientKeys::new(false).expect("a client");
        for uri in [
            "https://127.0.0.1:1/",
            "https://localhost:1/",
            "http://keys.example.com/",
        ] {
            let why = keys.fetch(uri).await.expect_err(uri);
            assert!(why.contains("address"), "{uri}: {why}");
        }
    }
}
