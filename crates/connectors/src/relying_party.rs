//! Posting logout tokens and events to relying parties.

use crate::MailFault;
use engine::Undelivered;
use std::time::Duration;

pub(crate) struct Poster(reqwest::Client);

impl Poster {
    pub(crate) fn new() -> Result<Self, MailFault> {
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(10))
            .connect_timeout(Duration::from_secs(5))
            // The address was registered; where it points on is nobody's business.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("Vestibule")
            .build()
            .map_err(|e| MailFault::Calls(e.to_string()))?;
        Ok(Self(client))
    }

    /// Back-Channel Logout 1.0, 2.5 and 2.8: 200 or 204 is done, 400 means that it will not be.
    pub(crate) async fn post_logout(&self, uri: &str, token: &str) -> Result<(), Undelivered> {
        let sent = self
            .0
            .post(uri)
            .form(&[("logout_token", token)])
            .send()
            .await;
        judge(sent, "the logout token")
    }

    /// Push-based delivery of Security Event Tokens (RFC 8935, 2): 202 is done, 400 means that it
    /// will not be.
    pub(crate) async fn post_event(&self, uri: &str, token: &str) -> Result<(), Undelivered> {
        let sent = self
            .0
            .post(uri)
            .header("content-type", "application/secevent+jwt")
            .header("accept", "application/json")
            .body(token.to_owned())
            .send()
            .await;
        judge(sent, "the event")
    }
}

fn judge(sent: Result<reqwest::Response, reqwest::Error>, what: &str) -> Result<(), Undelivered> {
    match sent {
        Ok(response) if response.status().is_success() => Ok(()),
        Ok(response) if response.status() == reqwest::StatusCode::BAD_REQUEST => Err(
            Undelivered::Never(format!("the relying party refused {what} (400)")),
        ),
        Ok(response) => Err(Undelivered::Later(format!(
            "the relying party answered {}",
            response.status().as_u16()
        ))),
        // Without the address: it may hold what is not for the log.
        Err(e) => Err(Undelivered::Later(format!(
            "the relying party could not be reached: {}",
            e.without_url()
        ))),
    }
}
