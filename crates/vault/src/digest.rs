//! Digests of unguessable tokens.

use aws_lc_rs::digest;

/// SHA-256. Tokens of 256 random bits are stored by this digest alone: they cannot be guessed, so
/// a slow hash would only slow the hub down.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0_u8; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// The left half of SHA-256 in base64url, as `at_hash` wants it (OpenID Connect Core 3.1.3.6).
///
/// It is right for every algorithm that the hub signs with: ES256, RS256, and EdDSA with Ed25519
/// is treated by clients either as SHA-512 or not checked at all, so callers leave it out there.
pub fn half_hash(token: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&sha256(token.as_bytes())[..16])
}
