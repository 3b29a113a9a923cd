//! Calls at the SCIM endpoints of modules (RFC 7644).

use crate::MailFault;
use crate::guarded::{Guarded, reason};
use engine::{ModuleAnswer, ModuleCall};
use std::time::Duration;

/// Longest answer that is read.
const LONGEST: usize = 1024 * 1024;
/// How long all of a call may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Calls modules.
pub(crate) struct ScimPeer(Guarded);

impl ScimPeer {
    /// A caller; `private` lets it into private networks and, on this machine itself, do without
    /// TLS, as the operator's settings say.
    pub(crate) fn new(private: bool) -> Result<Self, MailFault> {
        Guarded::new(private, PATIENCE).map(Self)
    }

    pub(crate) async fn call(&self, call: &ModuleCall) -> Result<ModuleAnswer, String> {
        let url = self.0.check(&call.url)?;
        let method = reqwest::Method::from_bytes(call.method.as_bytes())
            .map_err(|_| "there is no such method".to_owned())?;
        let mut request = self
            .0
            .client
            .request(method, url)
            .bearer_auth(call.bearer.reveal())
            .header("accept", scim::MEDIA_TYPE);
        if let Some(version) = &call.if_match {
            request = request.header("if-match", version);
        }
        if let Some(body) = &call.body {
            request = request
                .header("content-type", scim::MEDIA_TYPE)
                .body(body.clone());
        }
        let mut response = request.send().await.map_err(reason)?;
        let text = |name: &str| {
            let value = response.headers().get(name)?.to_str().ok()?;
            Some(value.chars().take(200).collect::<String>())
        };
        let mut answer = ModuleAnswer {
            status: response.status().as_u16(),
            etag: text("etag"),
            retry_after: text("retry-after"),
            body: Vec::new(),
        };
        while let Some(part) = response.chunk().await.map_err(reason)? {
            if answer.body.len() + part.len() > LONGEST {
                return Err("the answer is longer than a mebibyte".into());
            }
            answer.body.extend_from_slice(&part);
        }
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn inward_addresses_are_not_called() {
        let peer = ScimPeer::new(false).expect("a client");
        for url in [
            "https://127.0.0.1:1/scim/v2/Users",
            "https://localhost:1/scim/v2/Users",
            "http://portal.example.com/scim/v2/Users",
        ] {
            let call = ModuleCall {
                method: "GET",
                url: url.into(),
                bearer: String::from("token").into(),
                if_match: None,
                body: None,
            };
            let why = peer.call(&call).await.expect_err(url);
            assert!(why.contains("address"), "{url}: {why}");
        }
    }
}
