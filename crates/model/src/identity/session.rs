//! The session at the hub.

use super::AffiliationId;
use kernel::{IdentityId, PartnerId, SessionId, Span, Timestamp};
use serde::{Deserialize, Serialize};

/// How a person proved who she is, as `amr` names it (RFC 8176).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AuthenticationMethod {
    /// A password.
    #[serde(rename = "pwd")]
    Password,
    /// A one-time code from an authenticator.
    #[serde(rename = "otp")]
    Totp,
    /// A recovery code. RFC 8176 has no name for it; `kba` and others would be wrong.
    #[serde(rename = "recovery")]
    RecoveryCode,
    /// A key that never leaves its hardware.
    #[serde(rename = "hwk")]
    HardwareKey,
    /// A key that its maker's service may copy.
    #[serde(rename = "swk")]
    SoftwareKey,
    /// She was there and unlocked the key.
    #[serde(rename = "user")]
    Present,
    /// More than one factor in one step.
    #[serde(rename = "mfa")]
    Several,
}

impl AuthenticationMethod {
    /// The name in `amr`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "pwd",
            Self::Totp => "otp",
            Self::RecoveryCode => "recovery",
            Self::HardwareKey => "hwk",
            Self::SoftwareKey => "swk",
            Self::Present => "user",
            Self::Several => "mfa",
        }
    }
    /// The method of a name.
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Password,
            Self::Totp,
            Self::RecoveryCode,
            Self::HardwareKey,
            Self::SoftwareKey,
            Self::Present,
            Self::Several,
        ]
        .into_iter()
        .find(|m| m.as_str() == text)
    }
}

/// The authentication context class: two factors are the only one the hub knows.
pub fn acr_of(methods: &[AuthenticationMethod]) -> &'static str {
    let second = methods.iter().any(|m| *m != AuthenticationMethod::Password);
    let both = methods.contains(&AuthenticationMethod::Password) && second;
    if both || methods.contains(&AuthenticationMethod::Several) {
        "urn:vestibule:acr:mfa"
    } else {
        "0"
    }
}

/// How long sessions live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// Without use, a session ends after this.
    pub idle: Span,
    /// However much it is used, it ends after this.
    pub absolute: Span,
}

/// A session of one identity in one browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The id; clients see it as `sid`. The cookie holds another, secret value.
    pub id: SessionId,
    /// Who signed in.
    pub identity_id: IdentityId,
    /// As whom she acts: at which partner, for which company.
    pub affiliation_id: AffiliationId,
    /// The partner of the affiliation.
    pub partner_id: PartnerId,
    /// When she signed in, with everything that this asks for; tokens tell it as `auth_time`.
    pub auth_time: Timestamp,
    /// How.
    pub methods: Vec<AuthenticationMethod>,
    /// When she last proved that it is still she: at the sign-in, or by a short confirmation since.
    pub proved_at: Timestamp,
    /// How she did that.
    pub proved_methods: Vec<AuthenticationMethod>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// The browser in words.
    pub device: String,
    /// The network address it began from.
    pub address: String,
}

impl Session {
    /// True while it may be used.
    pub fn alive(&self, now: Timestamp, lifetimes: Lifetimes) -> bool {
        self.ended_at.is_none() && now < self.expires_at && now - self.last_seen_at < lifetimes.idle
    }

    /// True when a client that asked for `max_age` seconds must see a new proof (OpenID Connect
    /// Core 3.1.2.1). Zero asks for a new proof always.
    pub fn too_old(&self, max_age: Option<i64>, now: Timestamp) -> bool {
        max_age.is_some_and(|seconds| now - self.auth_time >= Span::seconds(seconds.max(0)))
    }

    /// True when her last proof is new enough for something dangerous, and strong enough for it.
    /// A proof from the future is one from before the clock was set back: it does not count,
    /// beyond what the clocks of two nodes may differ.
    pub fn proved_for(&self, danger: Danger, within: Span, now: Timestamp) -> bool {
        let age = now - self.proved_at;
        let strong = match danger {
            Danger::Settings => !self.proved_methods.is_empty(),
            Danger::Factors => self
                .proved_methods
                .iter()
                .any(|m| *m != AuthenticationMethod::Password),
        };
        strong && age < within && age > Span::minutes(-1)
    }
}

/// How dangerous an action is, for the question whether she has to confirm that it is she.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Danger {
    /// Any proof will do.
    Settings,
    /// What opens the account changes: a password alone does not count, else whoever has a stolen
    /// session and a stolen password could put another second factor in place.
    Factors,
}

/// How old a proof may be for something dangerous, unless the settings say otherwise.
pub const RECENT: Span = Span::minutes(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_proofs_that_are_new_enough() {
        use AuthenticationMethod::*;
        let now = Timestamp::from_unix_seconds(1_000_000);
        let session = |age: Span, methods: &[AuthenticationMethod]| Session {
            id: SessionId([1; 16]),
            identity_id: IdentityId([2; 16]),
            affiliation_id: AffiliationId::Member(kernel::MemberId([3; 16])),
            partner_id: PartnerId([4; 16]),
            auth_time: Timestamp(0),
            methods: vec![Password, Totp],
            proved_at: now - age,
            proved_methods: methods.to_vec(),
            created_at: Timestamp(0),
            last_seen_at: now,
            expires_at: now,
            ended_at: None,
            device: String::new(),
            address: String::new(),
        };
        let just = Span(RECENT.0 - 1);
        for (age, methods, settings, factors) in [
            (Span(0), vec![Password, Totp], true, true),
            (just, vec![Password, Totp], true, true),
            (RECENT, vec![Password, Totp], false, false),
            (just, vec![Password], true, false),
            (just, vec![Totp], true, true),
            (just, vec![Password, RecoveryCode], true, true),
            (just, vec![], false, false),
            (Span::seconds(-59), vec![Totp], true, true),
            (Span::minutes(-2), vec![Totp], false, false),
        ] {
            let session = session(age, &methods);
            for (danger, expected) in [(Danger::Settings, settings), (Danger::Factors, factors)] {
                assert_eq!(
                    session.proved_for(danger, RECENT, now),
                    expected,
                    "{age:?} {methods:?} {danger:?}"
                );
            }
        }
    }

    #[test]
    fn acr_needs_two_factors() {
        use AuthenticationMethod::*;
        assert_eq!(acr_of(&[Password, Totp]), "urn:vestibule:acr:mfa");
        assert_eq!(acr_of(&[Password, RecoveryCode]), "urn:vestibule:acr:mfa");
        assert_eq!(acr_of(&[Password]), "0");
        assert_eq!(acr_of(&[Totp]), "0");
        assert_eq!(
            acr_of(&[HardwareKey, Present, Several]),
            "urn:vestibule:acr:mfa"
        );
        assert_eq!(acr_of(&[]), "0");
    }
}
