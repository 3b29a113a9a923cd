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
}

impl AuthenticationMethod {
    /// The name in `amr`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "pwd",
            Self::Totp => "otp",
            Self::RecoveryCode => "recovery",
        }
    }
    /// The method of a name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Password, Self::Totp, Self::RecoveryCode]
            .into_iter()
            .find(|m| m.as_str() == text)
    }
}

/// The authentication context class: two factors are the only one the hub knows.
pub fn acr_of(methods: &[AuthenticationMethod]) -> &'static str {
    let second = methods.iter().any(|m| *m != AuthenticationMethod::Password);
    if methods.contains(&AuthenticationMethod::Password) && second {
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
    /// When she proved who she is.
    pub auth_time: Timestamp,
    /// How.
    pub methods: Vec<AuthenticationMethod>,
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acr_needs_two_factors() {
        use AuthenticationMethod::*;
        assert_eq!(acr_of(&[Password, Totp]), "urn:vestibule:acr:mfa");
        assert_eq!(acr_of(&[Password, RecoveryCode]), "urn:vestibule:acr:mfa");
        assert_eq!(acr_of(&[Password]), "0");
        assert_eq!(acr_of(&[Totp]), "0");
        assert_eq!(acr_of(&[]), "0");
    }
}
