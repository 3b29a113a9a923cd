//! Chance as an argument.

use base64::Engine as _;

/// Where random bytes come from: the operating system in production, a seed in tests.
pub trait Chance: Send + Sync {
    /// Fills the buffer with random bytes. The production source never returns predictable ones.
    fn fill(&self, buffer: &mut [u8]);
}

impl dyn Chance + '_ {
    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut buffer = [0_u8; N];
        self.fill(&mut buffer);
        buffer
    }

    /// An unguessable token of 256 bits as 43 characters of base64url without padding, fit for
    /// cookies, codes and links.
    pub fn token(&self) -> String {
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }
}
