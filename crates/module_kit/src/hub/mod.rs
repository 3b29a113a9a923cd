//! What the module asks the hub for itself: its links and their policies.

mod answer;
mod calls;

pub(crate) use answer::{HubFault, HubRefusal, ShutOut, read_problem};
pub(crate) use calls::{By, LinkRow, Sent};

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::Value;
use tokio::sync::Mutex;

use crate::provider::http::{self, Fetched};
use crate::unified::UnifiedLogin;

/// Largest answer that is read, in bytes: a policy with all its lists.
const LARGEST: usize = 4 * 1024 * 1024;
/// A token is not used in the last seconds of its life.
const MARGIN: Duration = Duration::from_secs(60);
/// A token is not kept longer than this, whatever is said of it.
const LONGEST: Duration = Duration::from_secs(3600);

/// The module's own access token at the hub.
#[derive(Default)]
pub(crate) struct Hub {
    token: Mutex<Option<(String, Instant)>>,
}

impl UnifiedLogin {
    /// One call of the module API; the path begins after `/api/module/v1`.
    pub(crate) async fn ask_hub(
        &self,
        method: Method,
        path: &str,
        etag: Option<(&'static str, &str)>,
        body: Option<&Value>,
    ) -> Result<Fetched, HubFault> {
        let provider = &self.inner.party.inner.provider;
        let issuer = provider.settings.issuer.trim_end_matches('/');
        let address = format!("{issuer}/api/module/v1{path}");
        for last in [false, true] {
            let token = self.hub_token().await?;
            let mut request = provider.http.request(method.clone(), &address);
            request = request.bearer_auth(token);
            if let Some((header, tag)) = etag {
                request = request.header(header, tag);
            }
            if let Some(body) = body {
                request = request.json(body);
            }
            let answer = http::fetch(request, LARGEST).await?;
            if answer.status == StatusCode::UNAUTHORIZED && !last {
                // The hub may have ended the token before its time.
                *self.inner.hub.token.lock().await = None;
                continue;
            }
            return HubFault::sort(answer);
        }
        Err(HubFault::Nonsense)
    }

    async fn hub_token(&self) -> Result<String, HubFault> {
        let mut kept = self.inner.hub.token.lock().await;
        let now = Instant::now();
        if let Some((token, until)) = kept.as_ref()
            && now < *until
        {
            return Ok(token.clone());
        }
        let provider = &self.inner.party.inner.provider;
        let metadata = provider.metadata().await?;
        let mut form = vec![("grant_type", "client_credentials"), ("scope", "module")];
        let request = provider.authenticated(metadata.token.clone(), &mut form);
        let answer = http::json(request.form(&form)).await?;
        let token = answer.get("access_token").and_then(Value::as_str);
        let token = token.ok_or(HubFault::Nonsense)?.to_owned();
        let lives = answer.get("expires_in").and_then(Value::as_u64);
        let lives = Duration::from_secs(lives.unwrap_or(300)).min(LONGEST);
        *kept = Some((token.clone(), now + lives.saturating_sub(MARGIN)));
        Ok(token)
    }
}
