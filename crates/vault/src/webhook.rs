//! Signatures of events, as Standard Webhooks 1.0 describes them: HMAC-SHA-256 over id, moment and
//! body.

use crate::VaultFault;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Chance, Secret};

/// What every secret begins with, so that scanners of repositories know one when they see it.
const PREFIX: &str = "whsec_";

/// A new secret: 32 random bytes, as text for both sides.
pub fn new_secret(chance: &dyn Chance) -> Secret<String> {
    let bytes = Secret::new(chance.bytes::<32>());
    format!("{PREFIX}{}", STANDARD.encode(bytes.reveal())).into()
}

/// The signature of a body that leaves at a moment, in seconds since 1970, as it stands in the
/// header: `v1,` and base64.
///
/// # Errors
/// [`VaultFault::Failed`] for a secret of another form.
pub fn sign(
    secret: &Secret<String>,
    id: &str,
    seconds: i64,
    body: &[u8],
) -> Result<String, VaultFault> {
    let form = || VaultFault::Failed("the secret of a webhook has another form");
    let text = secret.reveal().strip_prefix(PREFIX).ok_or_else(form)?;
    let key = Secret::new(STANDARD.decode(text).map_err(|_| form())?);
    let mut signing = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key.reveal()));
    for part in [
        id.as_bytes(),
        b".",
        seconds.to_string().as_bytes(),
        b".",
        body,
    ] {
        signing.update(part);
    }
    Ok(format!("v1,{}", STANDARD.encode(signing.sign().as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by the package `standardwebhooks` 1.1.0 of its makers (PyPI), which also checks what
    /// a running hub sends in `e2e/webhooks.test.mjs`.
    #[test]
    fn signatures_are_those_of_the_foreign_library() {
        for (secret, id, seconds, body, expected) in [
            (
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                r#"{"test": 2432232314}"#,
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
            (
                "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "evt_0123_7",
                1_790_000_000,
                r#"{"type":"member.deactivated","timestamp":"2026-09-21T13:33:20Z","data":{"n":7,"name":"Zoë"}}"#,
                "v1,3HZLbeOkZYa7EQsM7yV4xAKAYhxlQv6y06Nh7Asrx3Y=",
            ),
        ] {
            let signed = sign(&secret.into(), id, seconds, body.as_bytes());
            assert_eq!(signed.as_deref(), Ok(expected));
        }
        for bad in ["", "whsec_", "MfKQ9r8G", "whsec_*"] {
            let signed = sign(&bad.into(), "a", 1, b"");
            assert_eq!(signed.is_ok(), bad == "whsec_", "{bad}");
        }
    }

    #[test]
    fn a_new_secret_signs() {
        struct Nines;
        impl Chance for Nines {
            fn fill(&self, buffer: &mut [u8]) {
                buffer.fill(9);
            }
        }
        let secret = new_secret(&Nines);
        assert!(secret.reveal().starts_with("whsec_") && secret.reveal().len() == 50);
        assert!(sign(&secret, "a", 1, b"x").is_ok());
    }
}
