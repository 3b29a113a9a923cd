//! The calls of the module API, one function each.

use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use unified_login::{Confirmed, LinkStanding, LoginPolicy, PolicyDocument};

use super::HubFault;
use crate::unified::UnifiedLogin;

/// Most links of one module.
const MOST: usize = 10_000;

/// A link as the hub lists it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct LinkRow {
    pub id: String,
    pub tenant: String,
    #[serde(default)]
    pub partner: String,
    pub state: LinkStanding,
}

/// Who asks, on the module's side.
#[derive(Clone, Debug)]
pub(crate) struct By {
    pub account: String,
    pub role: String,
}

/// A policy as the hub sent it.
pub(crate) enum Sent {
    /// As it was.
    Same,
    /// Another, with its tag.
    New(Box<PolicyDocument>, Option<String>),
}

/// A link's id in a path: ids of the hub need no escapes, and nothing else is asked for.
fn path(link: &str, rest: &str) -> Result<String, HubFault> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if link.is_empty() || link.len() > 128 || !link.bytes().all(plain) {
        return Err(HubFault::NoLink);
    }
    Ok(format!("/links/{link}{rest}"))
}

fn segment(id: &str) -> String {
    // `byte_serialize` writes a space as `+`; ids have none.
    form_urlencoded::byte_serialize(id.as_bytes()).collect()
}

impl UnifiedLogin {
    /// All links of this module.
    pub(crate) async fn hub_links(&self) -> Result<Vec<LinkRow>, HubFault> {
        let answer = self.ask_hub(Method::GET, "/links", None, None).await?;
        let value: Value = serde_json::from_slice(&answer.body).map_err(|_| HubFault::Nonsense)?;
        let rows = value.get("links").unwrap_or(&value).as_array();
        let rows = rows.ok_or(HubFault::Nonsense)?;
        let read = |row: &Value| serde_json::from_value(row.clone()).ok();
        Ok(rows.iter().take(MOST).filter_map(read).collect())
    }

    /// The policy of a link, unless it is the one with this tag.
    pub(crate) async fn hub_policy(
        &self,
        link: &str,
        etag: Option<&str>,
    ) -> Result<Sent, HubFault> {
        let tag = etag.map(|tag| ("If-None-Match", tag));
        let path = path(link, "/policy")?;
        let answer = self.ask_hub(Method::GET, &path, tag, None).await?;
        if answer.status == StatusCode::NOT_MODIFIED {
            return Ok(Sent::Same);
        }
        let document = PolicyDocument::read(&answer.body).map_err(|_| HubFault::Nonsense)?;
        Ok(Sent::New(Box::new(document), answer.etag))
    }

    /// Changes the policy of a link, if it is still the one that was looked at.
    pub(crate) async fn hub_change(
        &self,
        link: &str,
        version: u64,
        by: &By,
        policy: &LoginPolicy,
        confirmed: Confirmed,
    ) -> Result<(), HubFault> {
        let body = json!({
            "by": { "account": by.account, "role": by.role },
            "policy": policy, "confirm": confirmed,
        });
        let tag = format!("\"{version}\"");
        let path = path(link, "/policy")?;
        self.ask_hub(Method::PUT, &path, Some(("If-Match", &tag)), Some(&body))
            .await
            .map(drop)
    }

    /// Gives or takes an exception.
    pub(crate) async fn hub_exception(
        &self,
        link: &str,
        account: &str,
        given: bool,
        by: &By,
    ) -> Result<(), HubFault> {
        let method = if given { Method::PUT } else { Method::DELETE };
        let body = json!({ "by": { "account": by.account } });
        let path = path(link, &format!("/exceptions/{}", segment(account)))?;
        self.ask_hub(method, &path, None, Some(&body))
            .await
            .map(drop)
    }

    /// Ends a link, and with it all that hangs on it.
    pub(crate) async fn hub_unlink(&self, link: &str, by: &By) -> Result<(), HubFault> {
        let body = json!({ "by": { "account": by.account } });
        let path = path(link, "?confirm=also_off")?;
        self.ask_hub(Method::DELETE, &path, None, Some(&body))
            .await
            .map(drop)
    }

    /// Ends the link of an account.
    pub(crate) async fn hub_unlink_account(
        &self,
        link: &str,
        account: &str,
    ) -> Result<(), HubFault> {
        let path = path(link, &format!("/account-links/{}", segment(account)))?;
        self.ask_hub(Method::DELETE, &path, None, None)
            .await
            .map(drop)
    }

    /// Lets the hub know that it may read the accounts anew.
    pub(crate) async fn hub_accounts_changed(&self, link: &str) -> Result<(), HubFault> {
        let path = path(link, "/accounts/changed")?;
        self.ask_hub(Method::POST, &path, None, None)
            .await
            .map(drop)
    }
}
