//! An authenticator app in small: time-based codes (RFC 6238).

use totp_rs::{Builder, Secret, Totp};

/// A secret that gives codes.
#[derive(Clone)]
pub struct Authenticator {
    totp: Totp,
}

/// Why a text is no secret. The message says how to mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAuthenticator(pub &'static str);

/// A code and how long it is good for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Code {
    pub code: String,
    pub seconds_left: u64,
}

impl Authenticator {
    /// From a base32 secret, spaces and small letters allowed (SHA-1, 6 digits, 30 s), or from an
    /// `otpauth://totp/` address.
    pub fn parse(text: &str) -> Result<Self, NoAuthenticator> {
        let text = text.trim();
        if text.len() > 1000 {
            return Err(NoAuthenticator(
                "That is too long for a secret: at most 1000 characters.",
            ));
        }
        let scheme = text.get(..10).unwrap_or_default();
        if scheme.eq_ignore_ascii_case("otpauth://") {
            Self::address(text)
        } else {
            Self::base32(text)
        }
    }

    fn base32(text: &str) -> Result<Self, NoAuthenticator> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-' && *c != '=')
            .collect();
        let secret = Secret::try_from_base32(plain.to_ascii_uppercase()).map_err(|_| {
            NoAuthenticator("A secret has only the letters A to Z and the digits 2 to 7.")
        })?;
        if !(10..=128).contains(&secret.as_bytes().len()) {
            return Err(NoAuthenticator(
                "A secret has 16 to 205 characters. Copy all of it.",
            ));
        }
        Ok(Self {
            totp: Builder::new().with_secret(secret).build_noncompliant(),
        })
    }

    fn address(text: &str) -> Result<Self, NoAuthenticator> {
        let query = text.split_once('?').map_or("", |(_, query)| query);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let allowed = match name.as_ref() {
                "digits" => 6..=8,
                "period" => 5..=300,
                "secret" => {
                    Self::base32(&value)?;
                    continue;
                }
                _ => continue,
            };
            if !value
                .parse()
                .is_ok_and(|number: u64| allowed.contains(&number))
            {
                return Err(NoAuthenticator(
                    "digits must be 6 to 8 and period 5 to 300 seconds.",
                ));
            }
        }
        let totp = Totp::from_url_unchecked(text).map_err(|_| {
            NoAuthenticator(
                "The address cannot be read. It looks like otpauth://totp/name?secret=…",
            )
        })?;
        Ok(Self { totp })
    }

    /// The code at `now` (seconds since 1970) and the seconds until the next one.
    pub(crate) fn code(&self, now: u64) -> Code {
        Code {
            code: self.totp.generate(now).to_string(),
            seconds_left: self.totp.next_step(now).saturating_sub(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // "12345678901234567890" of RFC 6238, appendix B, in base32.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_codes_of_rfc_6238() {
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(Authenticator::parse(RFC).unwrap().code(time).code, code);
        }
        let spaced = "gezd gnbv-gy3t qojq gezd gnbv gy3t qojq==";
        let code = Authenticator::parse(spaced).unwrap().code(59);
        assert_eq!(
            code,
            Code {
                code: "287082".into(),
                seconds_left: 1
            }
        );
    }

    #[test]
    fn addresses() {
        for (address, good) in [
            (
                format!("otpauth://totp/Hub:demo%40example.com?secret={RFC}&issuer=Hub"),
                true,
            ),
            (
                format!("OTPAUTH://totp/demo?secret={RFC}&digits=8&period=60"),
                true,
            ),
            (format!("otpauth://hotp/demo?secret={RFC}"), false),
            (format!("otpauth://totp/demo?secret={RFC}&digits=10"), false),
            (format!("otpauth://totp/demo?secret={RFC}&period=0"), false),
            (format!("otpauth://totp/demo?secret={RFC}&digits=x"), false),
            ("otpauth://totp/demo".into(), false),
            ("otpauth://totp/demo?secret=".into(), false),
            (String::new(), false),
            ("not a secret!".into(), false),
            ("GEZDGNBV".into(), false),
            ("A".repeat(1001), false),
            ("ÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜ".into(), false),
        ] {
            assert_eq!(Authenticator::parse(&address).is_ok(), good, "{address}");
        }
    }
}
