//! Webhooks: addresses that the audit entries of a partner are posted to.

use super::EventFilter;
use kernel::{PartnerId, Refusal, RefusalKind, Span, Timestamp, WebhookId, WebhookSecretId};

/// Most webhooks of a partner.
pub const MOST_WEBHOOKS: i64 = 20;
/// Most secrets of a webhook that sign at the same time: the old and the new one.
pub const MOST_LIVE_SECRETS: usize = 2;
/// The longest time that an old secret signs beside the new one.
pub const LONGEST_OLD_SECRET: Span = Span::days(30);
/// Longest address, in characters.
const LONGEST_ADDRESS: usize = 500;
/// Longest description, in characters.
const LONGEST_DESCRIPTION: usize = 200;

/// Whether events leave by a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookState {
    /// They do.
    Active,
    /// A master holds them back.
    Paused,
    /// The hub holds them back: the receiver is gone, or has failed for too long.
    Stopped,
}

impl WebhookState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Active, Self::Paused, Self::Stopped];
    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
        }
    }
    /// The state of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
    /// The word of a page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Paused => "Paused",
            Self::Stopped => "Stopped",
        }
    }
}

/// What a master says of a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookDraft {
    /// Where to post: https, or http on this machine where the settings allow it.
    pub address: String,
    /// What it is for, at most 200 characters; may be empty.
    pub description: String,
    /// Which entries it gets.
    pub events: EventFilter,
}

impl WebhookDraft {
    /// Checks what can be checked without calling. Where an address leads is looked at again with
    /// every call, because names change.
    ///
    /// # Errors
    /// [`WebhookRefusal::Address`], `Description`.
    pub fn check(&self, private: bool) -> Result<(), WebhookRefusal> {
        if self.description.chars().count() > LONGEST_DESCRIPTION
            || self.description.chars().any(char::is_control)
        {
            return Err(WebhookRefusal::Description);
        }
        let no = Err(WebhookRefusal::Address);
        let plain = |c: char| !c.is_whitespace() && !c.is_control();
        if self.address.len() > LONGEST_ADDRESS || !self.address.chars().all(plain) {
            return no;
        }
        let Ok(url) = url::Url::parse(&self.address) else {
            return no;
        };
        let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let safe = url.scheme() == "https" || (private && here && url.scheme() == "http");
        // Names and passwords in an address would stand in logs of others.
        if safe && url.username().is_empty() && url.password().is_none() && url.fragment().is_none()
        {
            Ok(())
        } else {
            no
        }
    }
}

/// An address that entries are posted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// The id.
    pub id: WebhookId,
    /// Whose entries.
    pub partner_id: PartnerId,
    /// Where to post, what for, which entries.
    pub draft: WebhookDraft,
    /// Whether they leave.
    pub state: WebhookState,
    /// The number of the last entry of the partner's chain that was looked at for it. What comes
    /// after is not in the outbox yet.
    pub cursor: i64,
    /// Since when nothing has arrived; none while all is well.
    pub failing_since: Option<Timestamp>,
    /// When something arrived last.
    pub last_success_at: Option<Timestamp>,
    /// Why the hub holds it back; empty while it does not.
    pub stopped_because: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Webhook {
    /// The host it posts to, for lists and the log: the rest of an address may hold a secret.
    pub fn host(&self) -> String {
        host_of(&self.draft.address)
    }
}

/// The host of an address; empty for what is none.
pub fn host_of(address: &str) -> String {
    url::Url::parse(address)
        .ok()
        .and_then(|u| u.host_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A secret that signs; the value itself stays sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookSecret {
    /// The id.
    pub id: WebhookSecretId,
    /// The secret, sealed for its row.
    pub sealed: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops signing; none for the newest.
    pub expires_at: Option<Timestamp>,
}

impl WebhookSecret {
    /// Whether it signs at this moment.
    pub fn live(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }
}

/// Decides about a new secret beside those that are there: which of them end, and when. The old one
/// signs on for the chosen time, never longer than it would have.
///
/// # Errors
/// [`WebhookRefusal::TwoSecrets`], [`WebhookRefusal::Overlap`].
pub fn plan_new_webhook_secret(
    known: &[WebhookSecret],
    overlap: Span,
    now: Timestamp,
) -> Result<Vec<(WebhookSecretId, Timestamp)>, WebhookRefusal> {
    if overlap.0 < 0 || overlap > LONGEST_OLD_SECRET {
        return Err(WebhookRefusal::Overlap);
    }
    let live: Vec<_> = known.iter().filter(|s| s.live(now)).collect();
    if live.len() >= MOST_LIVE_SECRETS {
        return Err(WebhookRefusal::TwoSecrets);
    }
    let end = now + overlap;
    Ok(live
        .into_iter()
        .map(|s| (s.id, s.expires_at.map_or(end, |known| known.min(end))))
        .collect())
}

/// Why something cannot be done with a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookRefusal {
    /// There is no such webhook at this partner.
    Unknown,
    /// The address cannot be posted to.
    Address,
    /// The description is too long.
    Description,
    /// There are as many as there may be.
    TooMany,
    /// Two secrets sign already.
    TwoSecrets,
    /// An old secret cannot go on for that long.
    Overlap,
    /// There is no such secret, or it is the only one.
    LastSecret,
    /// There is no such delivery, or it is on its way.
    UnknownDelivery,
}

impl Refusal for WebhookRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "webhook_unknown",
            Self::Address => "webhook_address",
            Self::Description => "webhook_description",
            Self::TooMany => "webhook_too_many",
            Self::TwoSecrets => "webhook_two_secrets",
            Self::Overlap => "webhook_overlap",
            Self::LastSecret => "webhook_last_secret",
            Self::UnknownDelivery => "webhook_delivery_unknown",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Unknown => "There is no such webhook.",
            Self::Address => "Events cannot be sent to this address.",
            Self::Description => "A description is one line of at most 200 characters.",
            Self::TooMany => "There are as many webhooks as there may be.",
            Self::TwoSecrets => "Two secrets sign already, the old and the new one.",
            Self::Overlap => "An old secret can sign on for at most 30 days.",
            Self::LastSecret => "The secret is the only one, or was ended before.",
            Self::UnknownDelivery => "This delivery is on its way at this moment, or gone.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::Unknown => "Go back to the list: perhaps it was deleted.",
            Self::Address => {
                "Use a public https address of at most 500 characters, without a name, a password or a #."
            }
            Self::Description => "Make it shorter.",
            Self::TooMany => "Delete one that is not needed any more.",
            Self::TwoSecrets => "End the old one first, or wait until it ends by itself.",
            Self::Overlap => "Choose a shorter time.",
            Self::LastSecret => "Make a new secret first.",
            Self::UnknownDelivery => "Look at the list again in a minute.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Absent,
            Self::Address | Self::Description | Self::Overlap => RefusalKind::Invalid,
            Self::TooMany | Self::TwoSecrets | Self::LastSecret | Self::UnknownDelivery => {
                RefusalKind::Conflict
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_addresses() {
        let check = |address: &str, private| {
            let draft = WebhookDraft {
                address: address.into(),
                description: String::new(),
                events: EventFilter::all(),
            };
            draft.check(private).is_ok()
        };
        for (address, public, private) in [
            ("https://hooks.example.com/in?key=1", true, true),
            ("https://10.0.0.1/", true, true), // looked at when it is called
            ("http://hooks.example.com/", false, false),
            ("http://127.0.0.1:9/in", false, true),
            ("http://localhost:9/in", false, true),
            ("http://10.0.0.1/", false, false),
            ("https://a:b@hooks.example.com/", false, false),
            ("https://hooks.example.com/#x", false, false),
            ("https://hooks.example.com/a b", false, false),
            ("ftp://hooks.example.com/", false, false),
            ("hooks.example.com", false, false),
            ("", false, false),
        ] {
            assert_eq!(check(address, false), public, "{address}");
            assert_eq!(check(address, true), private, "{address}");
        }
        assert!(!check(
            &format!("https://e.example/{}", "x".repeat(500)),
            true
        ));
    }

    #[test]
    fn table_of_new_secrets() {
        let now = Timestamp::from_unix_seconds(1_000_000);
        let day = Span::days(1);
        let secret = |n: u8, expires_at| WebhookSecret {
            id: WebhookSecretId([n; 16]),
            sealed: vec![],
            created_at: now,
            expires_at,
        };
        let (one, over) = (secret(1, None), secret(2, Some(now)));
        let soon = secret(3, Some(now + Span::hours(1)));
        let plan = |known: &[WebhookSecret], overlap| plan_new_webhook_secret(known, overlap, now);
        assert_eq!(plan(&[], day), Ok(vec![]));
        assert_eq!(
            plan(&[one.clone(), over], day),
            Ok(vec![(one.id, now + day)])
        );
        assert_eq!(
            plan(std::slice::from_ref(&soon), day),
            Ok(vec![(soon.id, now + Span::hours(1))])
        );
        assert_eq!(
            plan(&[one.clone(), soon], day),
            Err(WebhookRefusal::TwoSecrets)
        );
        assert_eq!(
            plan(std::slice::from_ref(&one), Span(0)),
            Ok(vec![(one.id, now)])
        );
        assert_eq!(
            plan(std::slice::from_ref(&one), Span::days(31)),
            Err(WebhookRefusal::Overlap)
        );
        assert_eq!(plan(&[one], Span(-1)), Err(WebhookRefusal::Overlap));
    }
}
