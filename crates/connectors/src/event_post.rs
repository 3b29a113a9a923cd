//! Posting events to webhooks.

use crate::MailFault;
use crate::guarded::{Guarded, reason};
use engine::EventPost;
use model::operation::Echo;
use std::time::{Duration, Instant};

/// How long a receiver may take for all of it.
pub const EVENT_PATIENCE: Duration = Duration::from_secs(15);
/// How much of an answer is kept for the log.
const KEPT: usize = 1024;

/// Posts events.
pub struct EventPoster(Guarded);

impl EventPoster {
    /// A poster that waits so long; `private` lets it into private networks and, on this machine
    /// itself, do without TLS, as the operator's settings say.
    ///
    /// # Errors
    /// [`MailFault::Calls`] when TLS cannot be set up.
    pub fn new(private: bool, patience: Duration) -> Result<Self, MailFault> {
        Guarded::new(private, patience).map(Self)
    }

    /// Posts an event; what came back, or why nothing did.
    pub async fn post(&self, post: &EventPost) -> Echo {
        let began = Instant::now();
        let mut echo = Echo::default();
        if let Err(fault) = self.call(post, &mut echo).await {
            echo.fault = format!("the receiver could not be reached: {fault}");
        }
        echo.millis = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
        echo
    }

    async fn call(&self, post: &EventPost, echo: &mut Echo) -> Result<(), String> {
        let url = self.0.check(&post.address)?;
        let sent = self
            .0
            .client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", &post.id)
            .header("webhook-timestamp", post.seconds)
            .header("webhook-signature", &post.signatures)
            .body(post.body.clone())
            .send();
        let mut response = sent.await.map_err(reason)?;
        let asked = response.headers().get("retry-after");
        if let Some(asked) = asked.and_then(|v| v.to_str().ok()) {
            echo.retry_after = asked.chars().take(64).collect();
        }
        let status = response.status().as_u16();
        let mut first = Vec::new();
        // The status says it all: what is wrong with the rest of an answer does not matter.
        while let Ok(Some(part)) = response.chunk().await {
            first.extend_from_slice(&part);
            if first.len() >= KEPT {
                break;
            }
        }
        first.truncate(KEPT);
        echo.first = shown(&first);
        echo.status = Some(status);
        Ok(())
    }
}

/// The bytes of an answer as a text that a page and both databases take.
fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn inward_addresses_are_not_called() {
        let poster = EventPoster::new(false, Duration::from_secs(2)).expect("a client");
        for address in [
            "https://127.0.0.1:1/",
            "https://localhost:1/",
            "http://hooks.example.com/",
        ] {
            let post = EventPost {
                address: address.into(),
                id: "evt_1".into(),
                seconds: 1,
                signatures: "v1,x".into(),
                body: vec![],
            };
            let echo = poster.post(&post).await;
            assert!(
                echo.status.is_none() && echo.fault.contains("address"),
                "{echo:?}"
            );
        }
        assert_eq!(shown(b"a\0\x1b[1mb\xff"), "a  [1mb\u{fffd}");
    }
}
