//! What the hub's answers mean.

use reqwest::StatusCode;
use serde::Deserialize;

use crate::provider::ProviderFault;
use crate::provider::http::{Fetched, HttpFault};
use crate::unified::Refusal;

/// Most people of a list that are counted.
const MOST: usize = 20_000;

/// Somebody who could not log in any more.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct ShutOut {
    /// The module's id of the account.
    pub account: String,
    #[serde(default)]
    pub name: String,
    /// Why the hub would not let her in either.
    #[serde(default)]
    pub reason: String,
}

/// A "no" of the hub (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct HubRefusal {
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub detail: String,
    #[serde(default)]
    pub remedy: String,
    #[serde(default)]
    pub shut_out: Vec<ShutOut>,
}

/// Why the hub did not do it.
#[derive(Debug)]
pub(crate) enum HubFault {
    /// It does not answer, or not as a hub does.
    Away(String),
    /// It answers what makes no sense here.
    Nonsense,
    /// There is no such link, or none any more.
    NoLink,
    /// The policy was changed since it was looked at.
    Changed,
    /// It says no, and why.
    Refused(HubRefusal),
}

impl From<HttpFault> for HubFault {
    fn from(fault: HttpFault) -> Self {
        match fault {
            HttpFault::NotJson | HttpFault::TooLarge => Self::Nonsense,
            other => Self::Away(other.to_string()),
        }
    }
}

impl From<ProviderFault> for HubFault {
    fn from(fault: ProviderFault) -> Self {
        Self::Away(fault.to_string())
    }
}

impl std::fmt::Display for HubFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Away(why) => write!(f, "the hub does not answer: {why}"),
            Self::Nonsense => f.write_str("the hub's answer makes no sense"),
            Self::NoLink => f.write_str("the hub knows no such link"),
            Self::Changed => f.write_str("the policy was changed meanwhile"),
            Self::Refused(refusal) => write!(f, "the hub says no: {}", refusal.code),
        }
    }
}

impl HubRefusal {
    fn read(body: &[u8]) -> Option<Self> {
        let mut read: Self = serde_json::from_slice(body).ok()?;
        read.code = crate::problem::code(&read.code)?;
        for text in [&mut read.title, &mut read.detail, &mut read.remedy] {
            *text = text.chars().filter(|c| !c.is_control()).take(500).collect();
        }
        read.shut_out.truncate(MOST);
        Some(read)
    }

    /// What is said to the person.
    pub fn sentence(&self) -> &str {
        match self.detail.is_empty() {
            true => &self.title,
            false => &self.detail,
        }
    }
}

impl HubFault {
    /// Sorts answers into good ones and faults.
    pub fn sort(answer: Fetched) -> Result<Fetched, Self> {
        let status = answer.status;
        if status.is_success() || status == StatusCode::NOT_MODIFIED {
            return Ok(answer);
        }
        let refusal = HubRefusal::read(&answer.body);
        Err(match (status.as_u16(), refusal) {
            (404 | 410, _) => Self::NoLink,
            (412, _) => Self::Changed,
            (409, Some(r)) if r.code == "policy_changed_meanwhile" => Self::Changed,
            (400 | 403 | 409 | 422, Some(refusal)) => Self::Refused(refusal),
            (status, _) => Self::Away(format!("status {status}")),
        })
    }

    /// What the person reads.
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Away(_) | Self::Nonsense => Refusal::new(
                503,
                "hub_unreachable",
                "The hub does not answer, so nothing was changed.",
                "Wait a minute and try again.",
            ),
            Self::NoLink => Refusal::new(
                409,
                "not_linked",
                "This tenant is not linked to the hub any more.",
                "Enable Log In first.",
            ),
            Self::Changed => Refusal::new(
                409,
                "policy_changed_meanwhile",
                "The settings were changed by somebody else meanwhile, so nothing was saved.",
                "Look at them as they are now, and save again.",
            ),
            Self::Refused(refusal) => {
                let known = crate::words::of_hub(&refusal.code);
                let said = Refusal::new(409, &refusal.code, refusal.sentence(), &refusal.remedy);
                match (refusal.sentence().is_empty(), known) {
                    (true, Some(known)) => known,
                    _ => said,
                }
            }
        }
    }
}

/// For tests with hostile bytes: a problem document of the hub.
pub(crate) fn read_problem(body: &[u8]) -> Option<HubRefusal> {
    HubRefusal::read(body)
}
