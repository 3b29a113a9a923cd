//! Links sent by mail: activation, acceptance and password reset (S1-41, S1-46).

use super::{AffiliationId, SignInRefusal};
use kernel::{IdentityId, Span, Timestamp};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// First confirmation of the address and first password.
    Activate,
    /// Somebody who has a login accepts a second affiliation.
    Accept,
    /// A new password.
    Reset,
    /// New second factors after a reset.
    Enrol,
}

impl LinkKind {
    /// Those that bring an invited person in.
    pub const INVITING: [Self; 2] = [Self::Activate, Self::Accept];

    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Activate => "activate",
            Self::Accept => "accept",
            Self::Reset => "reset",
            Self::Enrol => "enrol",
        }
    }
    /// The kind of a text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Activate, Self::Accept, Self::Reset, Self::Enrol]
            .into_iter()
            .find(|k| k.as_str() == text)
    }
    /// How long such a link is good.
    pub const fn lifetime(self) -> Span {
        match self {
            Self::Activate | Self::Accept => Span::days(7),
            Self::Enrol => Span::days(1),
            Self::Reset => Span::hours(1),
        }
    }
}

/// A link, known by the digest of its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailedLink {
    /// What it is for.
    pub kind: LinkKind,
    /// Whose it is.
    pub identity_id: IdentityId,
    /// The affiliation that is accepted by it.
    pub affiliation_id: Option<AffiliationId>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Decides whether a link may be used for what the person wants.
///
/// # Errors
/// [`SignInRefusal::LinkUnknown`], `LinkUsed` or `LinkExpired`.
pub fn link_is_good(
    link: Option<MailedLink>,
    kind: LinkKind,
    now: Timestamp,
) -> Result<MailedLink, SignInRefusal> {
    let link = link
        .filter(|l| l.kind == kind)
        .ok_or(SignInRefusal::LinkUnknown)?;
    if link.used_at.is_some() {
        return Err(SignInRefusal::LinkUsed);
    }
    if now >= link.expires_at {
        return Err(SignInRefusal::LinkExpired);
    }
    Ok(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_links() {
        let now = Timestamp::from_unix_seconds(10);
        let link = MailedLink {
            kind: LinkKind::Reset,
            identity_id: IdentityId([1; 16]),
            affiliation_id: None,
            expires_at: now + Span(1),
            used_at: None,
        };
        let check = |l: Option<&MailedLink>, kind, at| link_is_good(l.cloned(), kind, at);
        assert!(check(Some(&link), LinkKind::Reset, now).is_ok());
        assert_eq!(
            check(None, LinkKind::Reset, now),
            Err(SignInRefusal::LinkUnknown)
        );
        assert_eq!(
            check(Some(&link), LinkKind::Activate, now),
            Err(SignInRefusal::LinkUnknown)
        );
        assert_eq!(
            check(Some(&link), LinkKind::Reset, now + Span(1)),
            Err(SignInRefusal::LinkExpired)
        );
        let used = MailedLink {
            used_at: Some(now),
            ..link
        };
        assert_eq!(
            check(Some(&used), LinkKind::Reset, now),
            Err(SignInRefusal::LinkUsed)
        );
    }
}
