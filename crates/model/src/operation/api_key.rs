//! Keys by which programs use the JSON API in the name of a partner.
//!
//! A key belongs to the partner, not to the master who made it: what runs on it must not stop
//! because somebody left. The console shows who made it and whether she is a master still.

use super::ApiScope;
use crate::directory::PartnerPolicy;
use ipnet::IpNet;
use kernel::{ApiKeyId, DisplayName, MemberId, PartnerId, Refusal, RefusalKind, Span, Timestamp};
use std::collections::BTreeSet;

/// What every key begins with, so that a scanner for lost secrets knows it.
pub const KEY_PREFIX: &str = "vsk_";
/// Most keys of a partner that are not over.
pub const MOST_KEYS: usize = 100;
/// Most networks of a key.
pub const MOST_KEY_NETWORKS: usize = 20;
/// The farthest end of a key.
pub const LONGEST_LIFE: Span = Span::days(3 * 366);

/// A key, known by the digest of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// The id.
    pub id: ApiKeyId,
    /// Whose it is.
    pub partner_id: PartnerId,
    /// What it is for.
    pub name: DisplayName,
    /// The last four characters, by which an owner of several knows it.
    pub hint: String,
    /// What it may do.
    pub scopes: BTreeSet<ApiScope>,
    /// Where it may be used from; empty for where the partner's members may come from.
    pub networks: Vec<IpNet>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The master who made it.
    pub created_by: MemberId,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to ten minutes.
    pub last_used_at: Option<Timestamp>,
}

/// What is chosen when a key is made or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyDraft {
    /// What it is for.
    pub name: DisplayName,
    /// What it may do.
    pub scopes: BTreeSet<ApiScope>,
    /// Where it may be used from.
    pub networks: Vec<IpNet>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
}

/// Why a key is not made or changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyRefusal {
    /// This partner has no such key.
    Unknown,
    /// It could do nothing.
    NoScopes,
    /// Its end is over already, or too far away.
    End,
    /// Too many networks.
    Networks,
    /// There are too many keys.
    TooMany,
    /// It was revoked, and stays so.
    Revoked,
    /// A key makes and changes no keys: it could give itself every right.
    ByKey,
}

impl ApiKeyRefusal {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Unknown,
        Self::NoScopes,
        Self::End,
        Self::Networks,
        Self::TooMany,
        Self::Revoked,
        Self::ByKey,
    ];
}

impl Refusal for ApiKeyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "api_key_unknown",
            Self::NoScopes => "api_key_without_rights",
            Self::End => "api_key_end",
            Self::Networks => "api_key_networks",
            Self::TooMany => "too_many_api_keys",
            Self::Revoked => "api_key_is_revoked",
            Self::ByKey => "api_key_by_key",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Unknown => "There is no such key.".into(),
            Self::NoScopes => "This key could do nothing.".into(),
            Self::End => "The last day is over already, or more than three years away.".into(),
            Self::Networks => format!("A key can have at most {MOST_KEY_NETWORKS} networks."),
            Self::TooMany => format!("There are {MOST_KEYS} keys already."),
            Self::Revoked => "This key was revoked and stays so.".into(),
            Self::ByKey => "A key cannot make or change keys.".into(),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::Unknown => "Go back to the list and look again.",
            Self::NoScopes => "Choose at least one right.",
            Self::End => "Choose a day in the next three years, or none.",
            Self::Networks => "Join neighbouring networks into larger ones.",
            Self::TooMany => "Revoke those that nobody uses.",
            Self::Revoked => "Make a new one.",
            Self::ByKey => "Ask a master to do it in the console.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Absent,
            Self::NoScopes | Self::End | Self::Networks => RefusalKind::Invalid,
            Self::TooMany | Self::Revoked => RefusalKind::Conflict,
            Self::ByKey => RefusalKind::Forbidden,
        }
    }
}

impl ApiKeyDraft {
    /// Checks what was chosen.
    ///
    /// # Errors
    /// [`ApiKeyRefusal::NoScopes`], `End`, `Networks`.
    pub fn check(&self, now: Timestamp) -> Result<(), ApiKeyRefusal> {
        if self.scopes.is_empty() {
            return Err(ApiKeyRefusal::NoScopes);
        }
        if self.networks.len() > MOST_KEY_NETWORKS {
            return Err(ApiKeyRefusal::Networks);
        }
        match self.expires_at {
            Some(end) if end <= now || end > now + LONGEST_LIFE => Err(ApiKeyRefusal::End),
            _ => Ok(()),
        }
    }
}

/// Why a program is turned away at the door of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiCallRefusal {
    /// No key was sent.
    NoKey,
    /// No key has this text.
    UnknownKey,
    /// It was revoked.
    KeyRevoked,
    /// It is over.
    KeyExpired,
    /// It is used from elsewhere than it may be.
    Network,
    /// The partner is shut.
    PartnerShut,
    /// It lacks this right.
    Scope(ApiScope),
    /// It calls too often.
    TooFast,
}

impl ApiCallRefusal {
    /// All of them, with any right in place of the missing one.
    pub const ALL: [Self; 8] = [
        Self::NoKey,
        Self::UnknownKey,
        Self::KeyRevoked,
        Self::KeyExpired,
        Self::Network,
        Self::PartnerShut,
        Self::Scope(ApiScope::MembersRead),
        Self::TooFast,
    ];
}

impl Refusal for ApiCallRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoKey => "no_api_key",
            Self::UnknownKey => "wrong_api_key",
            Self::KeyRevoked => "api_key_revoked",
            Self::KeyExpired => "api_key_expired",
            Self::Network => "api_key_network",
            Self::PartnerShut => "api_partner_shut",
            Self::Scope(_) => "missing_scope",
            Self::TooFast => "too_many_calls",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::NoKey => "An API key is needed.".into(),
            Self::UnknownKey => "This API key is not known.".into(),
            Self::KeyRevoked => "This API key was revoked.".into(),
            Self::KeyExpired => "This API key is over.".into(),
            Self::Network => "This API key may not be used from this network.".into(),
            Self::PartnerShut => "This company is closed.".into(),
            Self::Scope(scope) => format!("This API key lacks the right {scope}."),
            Self::TooFast => "This API key calls too often.".into(),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::NoKey => {
                "Send it as Authorization: Bearer vsk_…; masters make keys in the console."
            }
            Self::UnknownKey => "Compare it with what was shown when it was made.",
            Self::KeyRevoked | Self::KeyExpired => "Ask a master for a new one.",
            Self::Network => "Ask a master to add this network to the key.",
            Self::PartnerShut => "Ask the operator of the hub.",
            Self::Scope(_) => "Ask a master to add it to the key.",
            Self::TooFast => "Wait as long as Retry-After says.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoKey | Self::UnknownKey | Self::KeyRevoked | Self::KeyExpired => {
                RefusalKind::Unproved
            }
            Self::Network | Self::PartnerShut | Self::Scope(_) => RefusalKind::Forbidden,
            Self::TooFast => RefusalKind::Slow,
        }
    }
}

impl ApiKey {
    /// Whether it is good at this moment.
    pub fn live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether it may be used now and from there. Networks of its own count in place of the
    /// partner's: a server in a data centre stands in no office.
    ///
    /// # Errors
    /// [`ApiCallRefusal`].
    pub fn may_call(
        &self,
        now: Timestamp,
        address: &str,
        policy: &PartnerPolicy,
        partner_active: bool,
    ) -> Result<(), ApiCallRefusal> {
        if self.revoked_at.is_some() {
            return Err(ApiCallRefusal::KeyRevoked);
        }
        if !self.live(now) {
            return Err(ApiCallRefusal::KeyExpired);
        }
        if !partner_active {
            return Err(ApiCallRefusal::PartnerShut);
        }
        let own = PartnerPolicy {
            networks: self.networks.clone(),
            ..PartnerPolicy::default()
        };
        let list = if own.networks.is_empty() {
            policy
        } else {
            &own
        };
        if list.lets_in(address) {
            Ok(())
        } else {
            Err(ApiCallRefusal::Network)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::read_networks;

    fn key() -> ApiKey {
        ApiKey {
            id: ApiKeyId([1; 16]),
            partner_id: PartnerId([2; 16]),
            name: DisplayName::parse("Nightly report").unwrap(),
            hint: "abcd".into(),
            scopes: [ApiScope::MembersRead].into(),
            networks: vec![],
            created_at: Timestamp(0),
            created_by: MemberId([3; 16]),
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
        }
    }

    #[test]
    fn table_of_calls() {
        use ApiCallRefusal as No;
        let now = Timestamp::from_unix_seconds(1_000);
        let office = PartnerPolicy {
            networks: read_networks("203.0.113.0/24").unwrap(),
            ..PartnerPolicy::default()
        };
        let (anywhere, own) = (
            PartnerPolicy::default(),
            read_networks("198.51.100.7").unwrap(),
        );
        let revoked = ApiKey {
            revoked_at: Some(now),
            ..key()
        };
        let over = ApiKey {
            expires_at: Some(now),
            ..key()
        };
        let bound = ApiKey {
            networks: own,
            ..key()
        };
        for (what, key, address, policy, active, expected) in [
            ("as it is", &key(), "192.0.2.1", &anywhere, true, Ok(())),
            (
                "revoked",
                &revoked,
                "192.0.2.1",
                &anywhere,
                true,
                Err(No::KeyRevoked),
            ),
            (
                "over to the second",
                &over,
                "192.0.2.1",
                &anywhere,
                true,
                Err(No::KeyExpired),
            ),
            (
                "shut",
                &key(),
                "192.0.2.1",
                &anywhere,
                false,
                Err(No::PartnerShut),
            ),
            ("office", &key(), "203.0.113.9", &office, true, Ok(())),
            (
                "not the office",
                &key(),
                "192.0.2.1",
                &office,
                true,
                Err(No::Network),
            ),
            ("own network", &bound, "198.51.100.7", &office, true, Ok(())),
            (
                "not its own",
                &bound,
                "203.0.113.9",
                &office,
                true,
                Err(No::Network),
            ),
            ("no address", &bound, "", &anywhere, true, Err(No::Network)),
        ] {
            assert_eq!(
                key.may_call(now, address, policy, active),
                expected,
                "{what}"
            );
        }
    }

    #[test]
    fn what_was_chosen_is_checked() {
        let now = Timestamp::from_unix_seconds(1_000);
        let good = ApiKeyDraft {
            name: DisplayName::parse("x").unwrap(),
            scopes: [ApiScope::MembersRead].into(),
            networks: vec![],
            expires_at: Some(now + Span::days(90)),
        };
        assert_eq!(good.check(now), Ok(()));
        let with = |change: fn(&mut ApiKeyDraft)| {
            let mut draft = good.clone();
            change(&mut draft);
            draft.check(now)
        };
        assert_eq!(with(|d| d.scopes.clear()), Err(ApiKeyRefusal::NoScopes));
        assert_eq!(
            with(|d| d.expires_at = Some(Timestamp::from_unix_seconds(1_000))),
            Err(ApiKeyRefusal::End)
        );
        assert_eq!(
            with(|d| d.expires_at = Some(Timestamp::from_unix_seconds(1 << 40))),
            Err(ApiKeyRefusal::End)
        );
        assert_eq!(
            with(|d| d.networks = vec!["10.0.0.0/8".parse().unwrap(); 21]),
            Err(ApiKeyRefusal::Networks)
        );
        let codes: BTreeSet<_> = ApiKeyRefusal::ALL.iter().map(|r| r.code()).collect();
        assert_eq!(codes.len(), ApiKeyRefusal::ALL.len());
        let codes: BTreeSet<_> = ApiCallRefusal::ALL.iter().map(|r| r.code()).collect();
        assert_eq!(codes.len(), ApiCallRefusal::ALL.len());
    }
}
