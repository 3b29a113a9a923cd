//! Second factors: TOTP and recovery codes (requirement X-10).

use kernel::{Chance, FactorId, IdentityId, Timestamp};

/// A confirmed authenticator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotpFactor {
    /// The id.
    pub id: FactorId,
    /// Whose it is.
    pub identity_id: IdentityId,
    /// The shared secret, sealed for its row.
    pub sealed_secret: Vec<u8>,
    /// The newest 30-second step that was accepted: it and all before it are used up (RFC 6238, 5.2).
    pub last_step: i64,
    /// When the first code was accepted.
    pub confirmed_at: Timestamp,
    /// When a code was last accepted.
    pub last_used_at: Timestamp,
}

/// What a second factor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FactorKind {
    /// An authenticator app with codes.
    Authenticator,
    /// A passkey.
    Passkey,
    /// A phone that answers at the sign-in.
    Phone,
}

impl FactorKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Authenticator, Self::Passkey, Self::Phone];
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authenticator => "authenticator",
            Self::Passkey => "passkey",
            Self::Phone => "phone",
        }
    }
    /// Reads the stable word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// How many recovery codes a person gets.
pub const RECOVERY_CODES: usize = 10;

/// Letters without those that are mistaken for another when read from paper.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";

/// New recovery codes of the form `xxxxx-xxxxx`: 31 letters, ten places, 49 bits each.
pub fn recovery_codes(chance: &dyn Chance) -> Vec<String> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    while codes.len() < RECOVERY_CODES {
        let mut code = String::with_capacity(11);
        while code.len() < 11 {
            if code.len() == 5 {
                code.push('-');
            }
            // Five bits a letter; the 32nd value is the dash and is drawn again.
            let [byte] = chance.bytes::<1>();
            let letter = LETTERS.get(usize::from(byte & 31)).copied().unwrap_or(b'-');
            if letter != b'-' {
                code.push(char::from(letter));
            }
        }
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// The form in which a typed recovery code is compared: small letters without spaces and dashes.
/// None for what cannot be one.
pub fn normal_recovery_code(typed: &str) -> Option<String> {
    if typed.len() > 64 {
        return None;
    }
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    (plain.len() == 10 && plain.bytes().all(|b| LETTERS.contains(&b))).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Steps(std::sync::atomic::AtomicU8);
    impl Chance for Steps {
        fn fill(&self, buffer: &mut [u8]) {
            for b in buffer {
                *b = self.0.fetch_add(7, std::sync::atomic::Ordering::Relaxed);
            }
        }
    }

    #[test]
    fn codes_are_distinct_readable_and_come_back_as_typed() {
        let codes = recovery_codes(&Steps::default());
        assert_eq!(codes.len(), RECOVERY_CODES);
        for code in &codes {
            assert_eq!(code.len(), 11);
            let loud = format!(" {} ", code.to_uppercase());
            assert_eq!(normal_recovery_code(&loud), Some(code.replace('-', "")));
        }
        for bad in ["", "abcde", "abcde-fghil", "0bcde-fghjk", &"a".repeat(100)] {
            assert_eq!(normal_recovery_code(bad), None, "{bad}");
        }
    }
}
