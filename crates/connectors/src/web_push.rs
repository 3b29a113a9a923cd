//! Waking phones through the push services of their browsers (RFC 8030).

use crate::MailFault;
use crate::guarded::{Guarded, reason};
use engine::{PushPost, Unwoken};
use std::time::Duration;

/// How long a push service may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Posts to push services. A browser tells where its own is, so the call is guarded like one to an
/// address that somebody typed.
pub struct PushPoster(Guarded);

impl PushPoster {
    /// A poster; `private` lets it into private networks and, on this machine itself, do without TLS,
    /// as the operator's settings say.
    ///
    /// # Errors
    /// [`MailFault::Calls`] when TLS cannot be set up.
    pub fn new(private: bool) -> Result<Self, MailFault> {
        Guarded::new(private, PATIENCE).map(Self)
    }

    /// Posts a sealed message.
    ///
    /// # Errors
    /// [`Unwoken`]: why it did not come through.
    pub async fn post(&self, post: &PushPost) -> Result<(), Unwoken> {
        // What the hub does not call, it will not call later either.
        let url = self.0.check(&post.address).map_err(|_| Unwoken::Gone)?;
        let sent = self
            .0
            .client
            .post(url)
            .header("authorization", &post.authorization)
            .header("content-encoding", "aes128gcm")
            .header("content-type", "application/octet-stream")
            .header("ttl", post.seconds)
            .header("urgency", "high")
            .body(post.body.clone())
            .send();
        let response = sent.await.map_err(|e| Unwoken::Later(reason(e)))?;
        match response.status().as_u16() {
            200..=299 => Ok(()),
            // RFC 8030, 7.3: the subscription is over.
            404 | 410 => Err(Unwoken::Gone),
            status => Err(Unwoken::Later(format!(
                "the push service answered {status}"
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn inward_addresses_are_not_called() {
        let poster = PushPoster::new(false).expect("a client");
        for address in ["https://127.0.0.1:1/", "http://push.example.com/", "x"] {
            let post = PushPost {
                address: address.into(),
                authorization: "vapid t=x, k=y".into(),
                seconds: 60,
                body: vec![1],
            };
            assert_eq!(poster.post(&post).await, Err(Unwoken::Gone), "{address}");
        }
    }
}
