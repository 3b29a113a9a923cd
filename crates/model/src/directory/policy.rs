//! What a partner demands of its own people beyond what the installation demands of all.

use crate::identity::Lifetimes;
use ipnet::IpNet;
use kernel::{Refusal, RefusalKind, Span};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Most networks of a list.
pub const MOST_NETWORKS: usize = 100;

/// The rules of a partner for its members. Empty demands nothing more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartnerPolicy {
    /// Networks that members come from; empty for any.
    pub networks: Vec<IpNet>,
    /// Minutes without use after which a session ends; only shorter than the installation's counts.
    pub idle_minutes: Option<u32>,
    /// Hours after which a session ends; only shorter than the installation's counts.
    pub absolute_hours: Option<u32>,
    /// The fewest characters of a new password; only more than the installation's counts.
    pub password_length: Option<u32>,
}

/// What a partner may demand of a new password, in characters. Longer ones are not demanded: they
/// bring no more safety, and people who write them down.
const PASSWORD_LENGTHS: std::ops::RangeInclusive<u32> = 10..=64;

/// Why a policy cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyRefusal {
    /// A line is no network.
    Network(String),
    /// Too many lines.
    TooMany,
    /// Whoever sets the list would shut herself out with it.
    ShutsYouOut(String),
    /// A time is nought or out of all bounds.
    Time,
    /// A password's length is out of all bounds.
    PasswordLength,
    /// A line is no model of an authenticator.
    Model(String),
    /// Another tab or person has changed the settings meanwhile.
    Changed,
}

impl Refusal for PolicyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Network(_) => "network_unreadable",
            Self::TooMany => "too_many_networks",
            Self::ShutsYouOut(_) => "network_shuts_you_out",
            Self::Time => "session_time",
            Self::PasswordLength => "password_length",
            Self::Model(_) => "authenticator_model",
            Self::Changed => "settings_changed",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Network(line) => format!("“{line}” is no network."),
            Self::TooMany => format!("The list can have at most {MOST_NETWORKS} networks."),
            Self::ShutsYouOut(address) => {
                format!("Your own address {address} is in none of these networks.")
            }
            Self::Time => "A session lasts at least 5 minutes without use and at least 1 hour in all, and at most a year.".into(),
            Self::PasswordLength => "A password can be asked to have 10 to 64 characters.".into(),
            Self::Model(line) => format!("“{line}” is no model of an authenticator."),
            Self::Changed => "Somebody else has changed these settings meanwhile.".into(),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::Network(_) => "Write one network a line, such as 203.0.113.0/24, 2001:db8::/32 or a single address.",
            Self::TooMany => "Join neighbouring networks into larger ones.",
            Self::ShutsYouOut(_) => "Add your own address, or set the list from a network that is in it.",
            Self::Time => "Choose a longer or shorter time.",
            Self::PasswordLength => "Choose a number between 10 and 64, or leave it empty.",
            Self::Model(_) => "Write one AAGUID a line, such as ee882879-721c-4913-9775-3dfcce97072a.",
            Self::Changed => "Look at what they are now and make your change again.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::ShutsYouOut(_) | Self::Changed => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}

/// Reads a list of networks, one a line; empty lines count for nothing. A network is written by its
/// own first address, whatever was typed of it.
///
/// # Errors
/// [`PolicyRefusal::Network`], `TooMany`.
pub fn read_networks(text: &str) -> Result<Vec<IpNet>, PolicyRefusal> {
    let mut networks = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let network = line
            .parse::<IpNet>()
            .or_else(|_| {
                line.parse::<IpAddr>()
                    .map(|a| IpNet::from(a.to_canonical()))
            })
            .map_err(|_| PolicyRefusal::Network(line.chars().take(60).collect()))?;
        if networks.len() >= MOST_NETWORKS {
            return Err(PolicyRefusal::TooMany);
        }
        networks.push(network.trunc());
    }
    Ok(networks)
}

impl PartnerPolicy {
    /// Whether somebody may come from an address. Without a list everybody may; an address that
    /// cannot be read is in no network.
    pub fn lets_in(&self, address: &str) -> bool {
        self.networks.is_empty()
            || address
                .parse::<IpAddr>()
                .is_ok_and(|a| self.networks.iter().any(|n| n.contains(&a.to_canonical())))
    }

    /// Checks a policy before it is kept by somebody who comes from an address: nobody shuts
    /// herself out by a slip.
    ///
    /// # Errors
    /// [`PolicyRefusal::ShutsYouOut`], `Time`.
    pub fn check(&self, own_address: &str) -> Result<(), PolicyRefusal> {
        const YEAR: u32 = 365 * 24;
        let idle = self
            .idle_minutes
            .is_none_or(|m| (5..=YEAR * 60).contains(&m));
        let absolute = self.absolute_hours.is_none_or(|h| (1..=YEAR).contains(&h));
        if !idle || !absolute {
            return Err(PolicyRefusal::Time);
        }
        if self
            .password_length
            .is_some_and(|n| !PASSWORD_LENGTHS.contains(&n))
        {
            return Err(PolicyRefusal::PasswordLength);
        }
        if !self.lets_in(own_address) {
            return Err(PolicyRefusal::ShutsYouOut(own_address.to_owned()));
        }
        Ok(())
    }

    /// How long sessions live by it: never longer than the installation allows.
    pub fn lifetimes(&self, most: Lifetimes) -> Lifetimes {
        let shorter = |own: Option<Span>, most: Span| own.map_or(most, |o| Span(o.0.min(most.0)));
        Lifetimes {
            idle: shorter(
                self.idle_minutes.map(|m| Span::minutes(m.into())),
                most.idle,
            ),
            absolute: shorter(
                self.absolute_hours.map(|h| Span::hours(h.into())),
                most.absolute,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(text: &str) -> PartnerPolicy {
        PartnerPolicy {
            networks: read_networks(text).unwrap(),
            ..PartnerPolicy::default()
        }
    }

    #[test]
    fn table_of_networks() {
        let list = policy("203.0.113.7/24\n\n 2001:db8::/32 \n198.51.100.4\n");
        for (address, is_in) in [
            ("203.0.113.200", true),
            ("::ffff:203.0.113.200", true),
            ("203.0.114.1", false),
            ("2001:db8:1::5", true),
            ("2001:db9::1", false),
            ("198.51.100.4", true),
            ("198.51.100.5", false),
            ("", false),
            ("unknown", false),
        ] {
            assert_eq!(list.lets_in(address), is_in, "{address}");
        }
        assert!(policy("").lets_in("unknown"));
        assert_eq!(list.networks[0].to_string(), "203.0.113.0/24");
        for bad in ["203.0.113.0/33", "office", "203.0.113", "1.2.3.4-9"] {
            assert_eq!(
                read_networks(bad),
                Err(PolicyRefusal::Network(bad.into())),
                "{bad}"
            );
        }
        assert_eq!(
            read_networks(&"10.0.0.1\n".repeat(101)),
            Err(PolicyRefusal::TooMany)
        );
    }

    #[test]
    fn nobody_shuts_herself_out_and_times_only_shrink() {
        let list = policy("203.0.113.0/24");
        assert_eq!(list.check("203.0.113.9"), Ok(()));
        assert_eq!(
            list.check("192.0.2.1"),
            Err(PolicyRefusal::ShutsYouOut("192.0.2.1".into()))
        );
        let most = Lifetimes {
            idle: Span::hours(4),
            absolute: Span::hours(12),
        };
        let timed = |idle, absolute| PartnerPolicy {
            idle_minutes: idle,
            absolute_hours: absolute,
            ..PartnerPolicy::default()
        };
        assert_eq!(
            timed(Some(30), Some(99)).lifetimes(most).idle,
            Span::minutes(30)
        );
        assert_eq!(
            timed(Some(30), Some(99)).lifetimes(most).absolute,
            most.absolute
        );
        for (length, good) in [(9, false), (10, true), (64, true), (65, false)] {
            let asked = PartnerPolicy {
                password_length: Some(length),
                ..PartnerPolicy::default()
            };
            assert_eq!(asked.check("").is_ok(), good, "{length}");
        }
        assert_eq!(timed(Some(4), None).check(""), Err(PolicyRefusal::Time));
        assert_eq!(timed(None, Some(0)).check(""), Err(PolicyRefusal::Time));
    }
}
