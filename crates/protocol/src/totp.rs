//! Time-based one-time passwords (RFC 6238): SHA-1, six digits, 30 seconds, as every authenticator
//! reads them (requirement S2-09).

use kernel::{Secret, Timestamp};
use totp_rs::{Algorithm, Builder, Totp};

/// Bytes of a new shared secret: 160 bits, as RFC 4226 advises.
pub const SECRET_BYTES: usize = 20;
/// Seconds of a step.
pub const STEP_SECONDS: i64 = 30;

/// What came of a typed code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeVerdict {
    /// Right; remember the step, all up to it are used up.
    Right {
        /// Steps of 30 seconds since 1970.
        step: i64,
    },
    /// It would be right, but its step is used up (attack: TOTP replay).
    Used,
    /// Not right.
    Wrong,
    /// Not six digits.
    Form,
}

fn totp(secret: &[u8], label: Option<(&str, &str)>) -> Option<Totp> {
    let builder = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret.to_vec());
    match label {
        Some((issuer, account)) => {
            // A colon parts issuer and account in the label, so neither may hold one.
            builder
                .with_issuer(Some(issuer.replace(':', " ")))
                .with_account_name(account.replace(':', " "))
                .build()
                .ok()
        }
        None => builder.with_account_name("x").build().ok(),
    }
}

/// The `otpauth://` address that a QR picture carries. None for a secret of the wrong length.
pub fn otpauth_uri(secret: &Secret<Vec<u8>>, issuer: &str, account: &str) -> Option<String> {
    totp(secret.reveal(), Some((issuer, account))).and_then(|t| t.to_url().ok())
}

/// The secret in base32 in groups of four, for typing.
pub fn typed_secret(secret: &Secret<Vec<u8>>) -> String {
    let text = base32(secret.reveal());
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for (i, c) in text.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Base32 of RFC 4648 without padding.
pub fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut out, mut buffer, mut bits) = (String::new(), 0_u32, 0_u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(LETTERS[(buffer >> bits) as usize & 31]));
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(char::from(LETTERS[(buffer << (5 - bits)) as usize & 31]));
    }
    out
}

/// Reads base32 of RFC 4648; spaces, dashes, padding and small letters are allowed, as people and
/// files write it. None for anything else.
pub fn from_base32(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut buffer, mut bits) = (Vec::new(), 0_u32, 0_u32);
    for c in text
        .trim_end_matches('=')
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
    {
        let value = match c.to_ascii_uppercase() {
            c @ 'A'..='Z' => u32::from(c) - u32::from('A'),
            c @ '2'..='7' => u32::from(c) - u32::from('2') + 26,
            _ => return None,
        };
        buffer = (buffer << 5) | value;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(buffer >> bits & 0xff).ok()?);
            buffer &= (1 << bits) - 1;
        }
    }
    Some(out)
}

/// Judges a typed code against the current step, the one before and the one after.
/// `last_step` is the newest step that was accepted before, or a negative number.
pub fn check(secret: &Secret<Vec<u8>>, typed: &str, last_step: i64, now: Timestamp) -> CodeVerdict {
    let code: String = if typed.len() > 64 {
        String::new()
    } else {
        typed.chars().filter(|c| !c.is_whitespace()).collect()
    };
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return CodeVerdict::Form;
    }
    let Some(totp) = totp(secret.reveal(), None) else {
        return CodeVerdict::Wrong;
    };
    let Ok(seconds) = u64::try_from(now.unix_seconds()) else {
        return CodeVerdict::Wrong;
    };
    match totp.check(&code, seconds) {
        None => CodeVerdict::Wrong,
        Some(step) => match i64::try_from(step) {
            Ok(step) if step > last_step => CodeVerdict::Right { step },
            _ => CodeVerdict::Used,
        },
    }
}

/// The code of a moment; the demo and the tests stand in for a phone with it.
pub fn code_at(secret: &Secret<Vec<u8>>, now: Timestamp) -> Option<String> {
    let seconds = u64::try_from(now.unix_seconds()).ok()?;
    totp(secret.reveal(), None).map(|t| t.generate(seconds).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rfc_secret() -> Secret<Vec<u8>> {
        Secret::new(b"12345678901234567890".to_vec())
    }

    #[test]
    fn vectors_of_rfc_6238_cut_to_six_digits() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            let now = Timestamp::from_unix_seconds(seconds);
            assert_eq!(code_at(&rfc_secret(), now).as_deref(), Some(code));
            assert_eq!(
                check(&rfc_secret(), code, -1, now),
                CodeVerdict::Right { step: seconds / 30 }
            );
        }
    }

    #[test]
    fn a_step_is_good_once_and_its_neighbours_are_taken() {
        let now = Timestamp::from_unix_seconds(59);
        assert_eq!(check(&rfc_secret(), "287082", 1, now), CodeVerdict::Used);
        assert_eq!(
            check(&rfc_secret(), " 287 082 ", 0, now),
            CodeVerdict::Right { step: 1 }
        );
        let later = Timestamp::from_unix_seconds(59 + 30);
        assert_eq!(
            check(&rfc_secret(), "287082", 0, later),
            CodeVerdict::Right { step: 1 }
        );
        let too_late = Timestamp::from_unix_seconds(59 + 60);
        assert_eq!(
            check(&rfc_secret(), "287082", 0, too_late),
            CodeVerdict::Wrong
        );
    }

    #[test]
    fn other_texts_are_a_matter_of_form() {
        let now = Timestamp::from_unix_seconds(59);
        for bad in [
            "",
            "28708",
            "2870822",
            "28708a",
            "٢٨٧٠٨٢",
            &"1".repeat(1_000_000),
        ] {
            assert_eq!(check(&rfc_secret(), bad, -1, now), CodeVerdict::Form);
        }
    }

    #[test]
    fn base32_and_uri() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(
            from_base32("mzxw 6ytb-oi======").as_deref(),
            Some(b"foobar".as_slice())
        );
        assert_eq!(from_base32("0189"), None);
        assert_eq!(
            typed_secret(&rfc_secret()),
            "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
        );
        let uri = otpauth_uri(&rfc_secret(), "Example: MSP", "demo@example.com").unwrap();
        assert!(uri.starts_with("otpauth://totp/"), "{uri}");
        assert!(
            uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            "{uri}"
        );
    }
}
