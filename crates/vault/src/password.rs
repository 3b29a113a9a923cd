//! Password hashes: argon2id at OWASP parameters (19 MiB, 2 passes, 1 lane).

use crate::VaultFault;
use argon2::password_hash::PasswordVerifier as _;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
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

/// The memory that a hash is computed in, taken when it is first needed. Used again by the next hash:
/// 19 MiB that come and go with each are slow, and stay with the allocator in pieces.
#[derive(Default)]
pub struct Memory(Vec<Block>);

/// Blocks of 1 KiB that are asked for at once. Only those that are used become resident; what is
/// larger than 32 MiB the C library takes from the system by itself, and gives back when it is dropped.
const ASKED: usize = 33 * 1_024;

impl Memory {
    fn blocks(&mut self, count: usize) -> &mut [Block] {
        if self.0.len() < count {
            self.0.reserve_exact(ASKED.max(count) - self.0.len());
            self.0.resize(count, Block::default());
        }
        self.0.get_mut(..count).unwrap_or_default()
    }
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

/// The hash itself, at today's cost.
fn output(
    hasher: &Argon2<'_>,
    password: &Secret<String>,
    salt: &[u8],
    memory: &mut Memory,
) -> Result<Output, VaultFault> {
    let failed = || VaultFault::Failed("password hash");
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    let blocks = memory.blocks(hasher.params().block_count());
    hasher
        .hash_password_into_with_memory(password.reveal().as_bytes(), salt, &mut out, blocks)
        .map_err(|_| failed())?;
    Output::new(&out).map_err(|_| failed())
}

/// Hashes a password to a PHC string. Takes some 20 ms and 19 MiB: call it on the hashing pool.
///
/// # Errors
/// Only when the library itself fails.
pub fn hash(
    password: &Secret<String>,
    salt: [u8; 16],
    memory: &mut Memory,
) -> Result<String, VaultFault> {
    let failed = |_| VaultFault::Failed("password hash");
    let hasher = hasher()?;
    let hash = output(&hasher, password, &salt, memory)?;
    let whole = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(hasher.params())
            .map_err(|_| VaultFault::Failed("hash cost"))?,
        salt: Some(Salt::new(&salt).map_err(failed)?),
        hash: Some(hash),
    };
    Ok(whole.to_string())
}

/// Whether a hash was made at today's cost.
fn of_today(parsed: &PasswordHash) -> bool {
    Params::try_from(parsed).is_ok_and(|p| (p.m_cost(), p.t_cost(), p.p_cost()) == COST)
        && parsed.algorithm == Algorithm::Argon2id.ident()
        && parsed.version == Some(Version::V0x13.into())
}

/// Compares a password with a PHC string. Without a string (nobody of that name) it does the same
/// work on a fixed hash and says wrong, so that time tells nothing about who exists.
pub fn verify(password: &Secret<String>, stored: Option<&str>, memory: &mut Memory) -> Verdict {
    let Some(parsed) = stored.and_then(|text| PasswordHash::new(text).ok()) else {
        let _ = hash(password, [0; 16], memory);
        return Verdict::Wrong;
    };
    // What a hash asks for is bounded: one that was brought along could ask for all memory.
    let bearable = Params::try_from(&parsed)
        .is_ok_and(|p| p.m_cost() <= MOST_MEMORY && p.t_cost() <= MOST_PASSES && p.p_cost() <= 16);
    if !bearable {
        let _ = hash(password, [0; 16], memory);
        return Verdict::Wrong;
    }
    if !of_today(&parsed) {
        let known = Argon2::default().verify_password(password.reveal().as_bytes(), &parsed);
        return if known.is_ok() {
            Verdict::RightButOld
        } else {
            Verdict::Wrong
        };
    }
    let (Some(salt), Ok(hasher)) = (&parsed.salt, hasher()) else {
        return Verdict::Wrong;
    };
    // Outputs are compared in a time that does not tell where they differ.
    match output(&hasher, password, salt, memory) {
        Ok(made) if Some(made) == parsed.hash => Verdict::Right,
        _ => Verdict::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::PasswordHasher as _;

    #[test]
    fn right_wrong_old_and_nobody() {
        let password = Secret::from("correct horse");
        let memory = &mut Memory::default();
        let stored = hash(&password, [7; 16], memory).unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        let library = hasher().unwrap();
        let same = library.hash_password_with_salt(b"correct horse", &[7; 16]);
        assert_eq!(
            stored,
            same.unwrap().to_string(),
            "as the library itself makes it"
        );
        assert_eq!(verify(&password, Some(&stored), memory), Verdict::Right);
        let other = "battery".into();
        assert_eq!(verify(&other, Some(&stored), memory), Verdict::Wrong);
        assert_eq!(verify(&password, None, memory), Verdict::Wrong);
        let none = "not a hash";
        assert_eq!(verify(&password, Some(none), memory), Verdict::Wrong);
        for greedy in [
            "m=4294967295,t=1,p=1",
            "m=262145,t=1,p=1",
            "m=1024,t=4294967295,p=1",
        ] {
            let hash = stored.replace("m=19456,t=2,p=1", greedy);
            assert_eq!(
                verify(&password, Some(&hash), memory),
                Verdict::Wrong,
                "{greedy}"
            );
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
        assert_eq!(verify(&password, Some(&old), memory), Verdict::RightButOld);
        assert_eq!(verify(&other, Some(&old), memory), Verdict::Wrong);
    }
}
