//! Password hashes: argon2id at OWASP parameters (19 MiB, 2 passes, 1 lane).

use crate::VaultFault;
use argon2::password_hash::PasswordVerifier as _;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use kernel::Secret;

/// Memory in KiB, passes, lanes. A change here upgrades each stored hash at its next login.
pub const COST: (u32, u32, u32) = (19_456, 2, 1);

/// What came of comparing a password with a stored hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is not the password.
    Wrong,
    /// It is, and the hash has today's cost.
    Right,
    /// It is, but the hash should be made anew at today's cost.
    RightButOld,
}

fn hasher() -> Result<Argon2<'static>, VaultFault> {
    let (memory, passes, lanes) = COST;
    let params =
        Params::new(memory, passes, lanes, None).map_err(|_| VaultFault::Failed("hash cost"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The most memory that a stored hash may ask for, in KiB.
const MOST_MEMORY: u32 = 256 * 1024;
/// The most passes.
const MOST_PASSES: u32 = 16;

/// Hashes a password to a PHC string. Takes some 20 ms and 19 MiB: call it on the hashing pool.
///
/// # Errors
/// Only when the library itself fails.
pub fn hash(password: &Secret<String>, salt: [u8; 16]) -> Result<String, VaultFault> {
    hasher()?
        .hash_password_with_salt(password.reveal().as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|_| VaultFault::Failed("password hash"))
}

/// Compares a password with a PHC string. Without a string (nobody of that name) it does the same
/// work on a fixed hash and says wrong, so that time tells nothing about who exists.
pub fn verify(password: &Secret<String>, stored: Option<&str>) -> Verdict {
    let Some(parsed) = stored.and_then(|text| PasswordHash::new(text).ok()) else {
        let _ = hash(password, [0; 16]);
        return Verdict::Wrong;
    };
    // What a hash asks for is bounded: one that was brought along could ask for all memory.
    let bearable = Params::try_from(&parsed)
        .is_ok_and(|p| p.m_cost() <= MOST_MEMORY && p.t_cost() <= MOST_PASSES && p.p_cost() <= 16);
    if !bearable {
        let _ = hash(password, [0; 16]);
        return Verdict::Wrong;
    }
    if Argon2::default()
        .verify_password(password.reveal().as_bytes(), &parsed)
        .is_err()
    {
        return Verdict::Wrong;
    }
    let today = Params::try_from(&parsed)
        .is_ok_and(|p| (p.m_cost(), p.t_cost(), p.p_cost()) == COST)
        && parsed.algorithm.as_str() == "argon2id";
    if today {
        Verdict::Right
    } else {
        Verdict::RightButOld
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_wrong_old_and_nobody() {
        let password = Secret::from("correct horse");
        let stored = hash(&password, [7; 16]).unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        assert_eq!(verify(&password, Some(&stored)), Verdict::Right);
        assert_eq!(verify(&"battery".into(), Some(&stored)), Verdict::Wrong);
        assert_eq!(verify(&password, None), Verdict::Wrong);
        assert_eq!(verify(&password, Some("not a hash")), Verdict::Wrong);
        for greedy in [
            "m=4294967295,t=1,p=1",
            "m=262145,t=1,p=1",
            "m=1024,t=4294967295,p=1",
        ] {
            let hash = stored.replace("m=19456,t=2,p=1", greedy);
            assert_eq!(verify(&password, Some(&hash)), Verdict::Wrong, "{greedy}");
        }
        let cheap = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(1024, 1, 1, None).unwrap(),
        );
        let old = cheap
            .hash_password_with_salt(b"correct horse", &[7; 16])
            .unwrap()
            .to_string();
        assert_eq!(verify(&password, Some(&old)), Verdict::RightButOld);
    }
}
