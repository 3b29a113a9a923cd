//! Unguessable values and the comparison that does not tell how far it came.

use aws_lc_rs::{constant_time, digest, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Length of what [`token`] makes: 32 bytes in base64url without padding.
pub(crate) const TOKEN_LENGTH: usize = 43;

/// The machine has no randomness to give; nothing secure can be started then.
#[derive(Debug, thiserror::Error)]
#[error("the machine gave no randomness")]
pub(crate) struct NoRandomness;

/// 256 random bits in base64url: good as state, nonce, session id, and as a PKCE verifier
/// (RFC 7636, section 4.1: 43 to 128 characters).
pub(crate) fn token() -> Result<String, NoRandomness> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// A number from 0 to 1, to spread what would happen together; a half when there is no chance.
pub(crate) fn fraction() -> f64 {
    let mut byte = [0];
    match rand::fill(&mut byte) {
        Ok(()) => f64::from(byte[0]) / 255.0,
        Err(_) => 0.5,
    }
}

/// SHA-256 of `text`.
pub(crate) fn sha256(text: &str) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, text.as_bytes()).as_ref());
    out
}

/// The S256 code challenge of a verifier (RFC 7636, section 4.2).
pub(crate) fn pkce_challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(sha256(verifier))
}

/// Equal, in a time that depends on the lengths alone.
pub(crate) fn same(a: &str, b: &str) -> bool {
    constant_time::verify_slices_are_equal(a.as_bytes(), b.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_have_the_length() {
        let (a, b) = (token().unwrap(), token().unwrap());
        assert_eq!((a.len(), b.len()), (TOKEN_LENGTH, TOKEN_LENGTH));
        assert_ne!(a, b);
    }

    #[test]
    fn the_challenge_of_rfc_7636_appendix_b() {
        assert_eq!(
            pkce_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
