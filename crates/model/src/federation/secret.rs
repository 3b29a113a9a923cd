//! The secrets of a client, and how one follows the other without a gap.

use super::ClientRefusal;
use kernel::{ClientSecretId, Span, Timestamp};

/// Most secrets of a client that are good at the same time: the old and the new one.
pub const MOST_SECRETS: usize = 2;
/// The longest time that an old secret may go on beside the new one.
pub const LONGEST_OVERLAP: Span = Span::days(90);

/// A secret, known by its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientSecret {
    /// The id.
    pub id: ClientSecretId,
    /// SHA-256 of the secret, which is too long to be guessed.
    pub hash: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself; none for the newest.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
}

impl ClientSecret {
    /// Whether it proves the client at this moment.
    pub fn live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}

/// Decides about a new secret beside those that are there: which of them end, and when. The old one
/// goes on for the chosen time, never longer than it would have.
///
/// # Errors
/// [`ClientRefusal::TwoSecrets`] when two are good already, [`ClientRefusal::Overlap`].
pub fn plan_new_secret(
    known: &[ClientSecret],
    overlap: Span,
    now: Timestamp,
) -> Result<Vec<(ClientSecretId, Timestamp)>, ClientRefusal> {
    if overlap.0 < 0 || overlap > LONGEST_OVERLAP {
        return Err(ClientRefusal::Overlap);
    }
    let live: Vec<_> = known.iter().filter(|s| s.live(now)).collect();
    if live.len() >= MOST_SECRETS {
        return Err(ClientRefusal::TwoSecrets);
    }
    Ok(live
        .into_iter()
        .map(|s| {
            let end = now + overlap;
            (s.id, s.expires_at.map_or(end, |known| known.min(end)))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_new_secrets() {
        let now = Timestamp::from_unix_seconds(1_000_000);
        let secret = |n: u8, expires_at, revoked_at| ClientSecret {
            id: ClientSecretId([n; 16]),
            hash: vec![n; 32],
            created_at: now,
            expires_at,
            revoked_at,
            last_used_at: None,
        };
        let day = Span::days(1);
        let (one, two) = (secret(1, None, None), secret(2, None, None));
        let soon = secret(3, Some(now + Span::hours(1)), None);
        let over = secret(4, Some(now), None);
        let revoked = secret(5, None, Some(now));
        assert_eq!(plan_new_secret(&[], day, now), Ok(vec![]));
        let ends = |known: &[ClientSecret], overlap| plan_new_secret(known, overlap, now);
        assert_eq!(
            ends(&[one.clone(), over, revoked], day),
            Ok(vec![(one.id, now + day)])
        );
        assert_eq!(
            ends(std::slice::from_ref(&one), Span(0)),
            Ok(vec![(one.id, now)])
        );
        assert_eq!(
            ends(std::slice::from_ref(&soon), day),
            Ok(vec![(soon.id, now + Span::hours(1))]),
            "never longer than it would have"
        );
        assert_eq!(
            ends(&[one.clone(), two], day),
            Err(ClientRefusal::TwoSecrets)
        );
        assert_eq!(
            ends(&[one.clone(), soon], day),
            Err(ClientRefusal::TwoSecrets)
        );
        assert_eq!(
            ends(std::slice::from_ref(&one), Span::days(91)),
            Err(ClientRefusal::Overlap)
        );
        assert_eq!(ends(&[one], Span(-1)), Err(ClientRefusal::Overlap));
    }
}
