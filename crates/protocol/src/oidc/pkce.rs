//! Proof Key for Code Exchange (RFC 7636). Only S256, and always (RFC 9700, 2.1.1).

use base64::Engine as _;

/// Whether a text has the form of a challenge: 43 characters of base64url.
pub fn challenge_form(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Whether a text has the form of a verifier: 43 to 128 unreserved characters (section 4.1).
pub fn verifier_form(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
}

/// Whether the verifier belongs to the challenge. `digest` is SHA-256: this crate names no
/// cryptographic library.
pub fn matches(verifier: &str, challenge: &str, digest: impl Fn(&[u8]) -> [u8; 32]) -> bool {
    if !verifier_form(verifier) {
        return false;
    }
    let made = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest(verifier.as_bytes()));
    kernel::secret::same(made.as_bytes(), challenge.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        assert!(challenge_form(
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        ));
        assert!(!challenge_form(
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c="
        ));
        assert!(verifier_form("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert!(
            !verifier_form("short")
                && !verifier_form(&"a".repeat(129))
                && !verifier_form(&"ä".repeat(40))
        );
        assert!(!matches("short", "x", |_| [0; 32]));
        assert!(matches(&"a".repeat(43), &"A".repeat(43), |_| [0; 32]));
    }
}
