//! Codes, token families and refresh tokens.

use crate::identity::{AffiliationId, AuthenticationMethod};
use kernel::{ClientId, FamilyId, LinkId, PartnerId, SessionId, Span, Timestamp};
use serde::{Deserialize, Serialize};
use unified_login::LinkRequest;

/// How long tokens live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenLifetimes {
    /// An authorization code (RFC 6749 advises at most ten minutes).
    pub code: Span,
    /// An access token.
    pub access: Span,
    /// An ID token.
    pub id: Span,
    /// A refresh token without use.
    pub refresh_idle: Span,
    /// A family of refresh tokens, however much it is used.
    pub refresh_absolute: Span,
}

impl Default for TokenLifetimes {
    fn default() -> Self {
        Self {
            code: Span::seconds(60),
            access: Span::minutes(10),
            id: Span::minutes(10),
            refresh_idle: Span::days(14),
            refresh_absolute: Span::days(90),
        }
    }
}

/// An authorization code, known by the digest of its text. It is good for one exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationCode {
    /// The family that it opens.
    pub family_id: FamilyId,
    /// The client it was made for.
    pub client_id: ClientId,
    /// The redirect address it was sent to.
    pub redirect_uri: String,
    /// The S256 challenge (RFC 7636).
    pub code_challenge: String,
    /// The nonce of the request.
    pub nonce: Option<String>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Claims that were asked for by name (OpenID Connect Core 5.5), kept until tokens are made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskedClaims {
    /// Those for the ID token.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub id_token: Vec<String>,
    /// Those for userinfo.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub userinfo: Vec<String>,
}

/// All tokens that descend from one authorization. Ending it ends them all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// The id; access tokens carry it.
    pub id: FamilyId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The client.
    pub client_id: ClientId,
    /// The person.
    pub affiliation_id: AffiliationId,
    /// The session it came from.
    pub session_id: SessionId,
    /// What was granted.
    pub scopes: Vec<String>,
    /// Resources that access tokens may be for (RFC 8707).
    pub resources: Vec<String>,
    /// Claims asked for by name.
    pub asked_claims: AskedClaims,
    /// When the person proved who she is.
    pub auth_time: Timestamp,
    /// How.
    pub methods: Vec<AuthenticationMethod>,
    /// True when it outlives the session (scope `offline_access`).
    pub offline: bool,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// What it is for.
    pub purpose: Purpose,
}

/// What a family of tokens is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// Somebody enters the module.
    #[default]
    Entry,
    /// Somebody enters this tenant of the module.
    Tenant(LinkId),
    /// A tenant or an account is linked; the tokens say who proved herself and open nothing.
    Linking(LinkRequest),
}

impl Purpose {
    /// The link of the tenant that is entered.
    pub const fn link(&self) -> Option<LinkId> {
        match self {
            Self::Tenant(link) => Some(*link),
            Self::Entry | Self::Linking(_) => None,
        }
    }
}

impl Family {
    /// True while tokens of it are good.
    pub fn alive(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }
}

/// Why a family ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FamilyEnd {
    /// A code was presented twice.
    CodeReplayed,
    /// A refresh token was presented twice.
    RefreshReplayed,
    /// The client gave it back (RFC 7009).
    Revoked,
    /// The session ended.
    SignedOut,
    /// The password was set anew through a mailed link.
    PasswordReset,
    /// Her second factors were reset by somebody else.
    FactorsReset,
    /// The place at the partner, the company or the partner itself was deactivated.
    Deactivated,
    /// The tenant's link was ended.
    LinkEnded,
}

impl FamilyEnd {
    /// The text in the database and in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CodeReplayed => "code_replayed",
            Self::RefreshReplayed => "refresh_replayed",
            Self::Revoked => "revoked",
            Self::SignedOut => "signed_out",
            Self::PasswordReset => "password_reset",
            Self::FactorsReset => "factors_reset",
            Self::Deactivated => "deactivated",
            Self::LinkEnded => "link_ended",
        }
    }
}

/// A refresh token, known by the digest of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// Its family.
    pub family_id: FamilyId,
    /// When it ends without use.
    pub expires_at: Timestamp,
    /// When it was exchanged.
    pub used_at: Option<Timestamp>,
}

/// What to do about a presented refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshVerdict {
    /// Exchange it.
    Rotate,
    /// It is over, or was never hers: `invalid_grant`.
    Refuse,
    /// It was used before: somebody has a copy, so the whole family ends (RFC 9700, 4.14.2).
    EndFamily,
}

/// Judges a presented refresh token. A token of another client is refused without touching the
/// family: else any client could end the sessions of another.
pub fn judge_refresh(
    token: &RefreshToken,
    family: &Family,
    client_id: ClientId,
    now: Timestamp,
) -> RefreshVerdict {
    if family.client_id != client_id || !family.alive(now) {
        return RefreshVerdict::Refuse;
    }
    if token.used_at.is_some() {
        return RefreshVerdict::EndFamily;
    }
    if now >= token.expires_at {
        RefreshVerdict::Refuse
    } else {
        RefreshVerdict::Rotate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_refresh_verdicts() {
        let now = Timestamp::from_unix_seconds(100);
        let family = Family {
            id: FamilyId([1; 16]),
            partner_id: PartnerId([2; 16]),
            client_id: ClientId([3; 16]),
            affiliation_id: AffiliationId::Member(kernel::MemberId([4; 16])),
            session_id: SessionId([5; 16]),
            scopes: vec![],
            resources: vec![],
            asked_claims: AskedClaims::default(),
            auth_time: now,
            methods: vec![],
            offline: false,
            created_at: now,
            expires_at: now + Span::days(1),
            ended_at: None,
            purpose: Purpose::Entry,
        };
        let token = RefreshToken {
            family_id: family.id,
            expires_at: now + Span::hours(1),
            used_at: None,
        };
        let used = RefreshToken {
            used_at: Some(now),
            ..token.clone()
        };
        let ended = Family {
            ended_at: Some(now),
            ..family.clone()
        };
        let (own, other) = (ClientId([3; 16]), ClientId([9; 16]));
        for (token, family, client, at, expected) in [
            (&token, &family, own, now, RefreshVerdict::Rotate),
            (&token, &family, other, now, RefreshVerdict::Refuse),
            (&used, &family, own, now, RefreshVerdict::EndFamily),
            (&used, &family, other, now, RefreshVerdict::Refuse),
            (&used, &ended, own, now, RefreshVerdict::Refuse),
            (&token, &ended, own, now, RefreshVerdict::Refuse),
            (
                &token,
                &family,
                own,
                now + Span::hours(1),
                RefreshVerdict::Refuse,
            ),
            (
                &token,
                &family,
                own,
                now + Span::days(1),
                RefreshVerdict::Refuse,
            ),
        ] {
            assert_eq!(judge_refresh(token, family, client, at), expected);
        }
    }
}
