//! Signatures of ConnectWise's callbacks: HMAC-SHA-256 over the body, by the SHA-256 of the signing
//! key.

use crate::digest::sha256;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Secret;

/// Whether a body bears the signature of this key. The body is the bytes as they came: written anew,
/// the same JSON has another signature.
pub fn is_signed(key: &Secret<String>, body: &[u8], signature: &str) -> bool {
    let Ok(given) = STANDARD.decode(signature.trim()) else {
        return false;
    };
    let key = Secret::new(sha256(key.reveal().as_bytes()));
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.reveal());
    hmac::verify(&key, body, &given).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by Python's `hmac` and `hashlib`.
    #[test]
    fn the_signature_is_the_vendors() {
        let key = Secret::from("test-signing-key");
        let body = br#"{"Action":"added","Type":"ticket","ID":42}"#;
        let good = "1vZpu8oMAHxcix+9UepcllFG+Ech1uI9biar+ACMVdI=";
        assert!(is_signed(&key, body, good) && is_signed(&key, body, &format!(" {good}\n")));
        for (key, body, signature) in [
            (&Secret::from("other"), body.as_slice(), good),
            (
                &key,
                br#"{ "Action":"added","Type":"ticket","ID":42}"#.as_slice(),
                good,
            ),
            (&key, body, "1vZpu8oMAHxcix+9UepcllFG+Ech1uI9biar+ACMVdA="),
            (&key, body, "1vZpu8oMAHxcix+9UepcllFG"),
            (&key, body, ""),
            (&key, body, "not base64"),
        ] {
            assert!(!is_signed(key, body, signature), "{signature}");
        }
    }
}
