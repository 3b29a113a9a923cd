//! Passwords: argon2id, in the form that says its own parameters.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use module_kit::StoreFault;

/// 19 MiB, two passes: the second choice of OWASP, which takes a small machine some tens of
/// milliseconds.
fn hasher() -> Result<Argon2<'static>, StoreFault> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|f| StoreFault(f.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a new password. Slow on purpose.
pub(crate) fn hash(password: &str) -> Result<String, StoreFault> {
    let mut salt = [0; 16];
    aws_lc_rs::rand::fill(&mut salt).map_err(|_| StoreFault("no randomness".into()))?;
    let hash = hasher()?.hash_password_with_salt(password.as_bytes(), &salt);
    Ok(hash.map_err(|f| StoreFault(f.to_string()))?.to_string())
}

/// Whether a password is the one of a hash.
pub(crate) fn verify(password: &str, hash: &str) -> Result<bool, StoreFault> {
    let hash = PasswordHash::new(hash).map_err(|f| StoreFault(f.to_string()))?;
    Ok(hasher()?
        .verify_password(password.as_bytes(), &hash)
        .is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password() {
        let hash = hash("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify("correct horse", &hash).unwrap());
        assert!(!verify("correct horse ", &hash).unwrap());
        assert!(verify("x", "no hash").is_err());
    }
}
