//! What makes a password good enough.

use super::Advice;
use kernel::Secret;

/// The shortest password taken, in characters.
pub const MIN_PASSWORD: usize = 10;
/// The longest, in characters: long enough for any phrase, short enough to hash at leisure.
pub const MAX_PASSWORD: usize = 128;

/// How strong a password is, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// 0 (guessed at once) to 4 (very strong), by zxcvbn.
    pub score: u8,
    /// What would make it better.
    pub advice: Vec<Advice>,
}

/// Why a password is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too short.
    #[error("Use at least {0} characters. A few words in a row are easy to remember.")]
    Short(usize),
    /// Too long.
    #[error("Use at most {MAX_PASSWORD} characters.")]
    Long,
    /// Too easy to guess.
    #[error("This password is too easy to guess. {0}")]
    Weak(Advice),
    /// The repetition differs.
    #[error("The two passwords are not the same. Type it again.")]
    Different,
}

/// Estimates a password; `about` are words that a guesser would try first: her name, address and
/// partner.
pub fn strength(password: &Secret<String>, about: &[&str]) -> Strength {
    // More characters can only make it stronger, and judging long chosen ones takes seconds.
    let shown: String = password.reveal().chars().take(64).collect();
    let parts: Vec<&str> = about
        .iter()
        .flat_map(|a| a.split(['@', ' ', '.']))
        .filter(|p| p.len() > 2)
        .collect();
    let estimate = zxcvbn::zxcvbn(&shown, &parts);
    let score = u8::from(estimate.score());
    let mut advice: Vec<Advice> = estimate
        .feedback()
        .map(|f| {
            f.warning()
                .map(Advice::from)
                .into_iter()
                .chain(f.suggestions().iter().copied().map(Advice::from))
                .collect()
        })
        .unwrap_or_default();
    advice.dedup();
    Strength { score, advice }
}

/// Decides whether a new password is taken: at least `least` characters, and never fewer than
/// [`MIN_PASSWORD`].
///
/// # Errors
/// [`PasswordFault`] with a sentence for the field.
pub fn check_password(
    password: &Secret<String>,
    repeat: &Secret<String>,
    about: &[&str],
    least: usize,
) -> Result<(), PasswordFault> {
    let least = least.max(MIN_PASSWORD);
    let length = password.reveal().chars().count();
    if length < least {
        return Err(PasswordFault::Short(least));
    }
    if length > MAX_PASSWORD {
        return Err(PasswordFault::Long);
    }
    if !kernel::secret::same(password.reveal().as_bytes(), repeat.reveal().as_bytes()) {
        return Err(PasswordFault::Different);
    }
    let found = strength(password, about);
    if found.score < 3 {
        return Err(PasswordFault::Weak(
            found.advice.first().copied().unwrap_or(Advice::AddWords),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_passwords() {
        let about = ["Demo Technician", "technician@example.com", "Example MSP"];
        let check = |p: &str| check_password(&p.into(), &p.into(), &about, 0);
        assert_eq!(check("short"), Err(PasswordFault::Short(10)));
        assert_eq!(check(&"x".repeat(129)), Err(PasswordFault::Long));
        assert!(matches!(check("password1234"), Err(PasswordFault::Weak(_))));
        assert!(matches!(check("technician1"), Err(PasswordFault::Weak(_))));
        assert_eq!(check("seven grey owls at noon"), Ok(()));
        assert_eq!(check("пять серых сов в полдень"), Ok(()));
        assert_eq!(
            check_password(
                &"seven grey owls at noon".into(),
                &"seven grey owls".into(),
                &about,
                0
            ),
            Err(PasswordFault::Different)
        );
        let owls = "seven grey owls at noon";
        assert_eq!(
            check_password(&owls.into(), &owls.into(), &about, 24),
            Err(PasswordFault::Short(24))
        );
        assert_eq!(
            check_password(&owls.into(), &owls.into(), &about, 23),
            Ok(())
        );
    }
}
