//! Messages to browsers through their push service: sealed for the browser alone (RFC 8291, over
//! RFC 8188), so that the service learns nothing but that there is one.

use crate::VaultFault;
use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf;
use kernel::{Chance, Secret};

/// Length of the one record of a message, which is larger than any of ours.
const RECORD: u32 = 4096;

struct Len(usize);
impl hkdf::KeyType for Len {
    fn len(&self) -> usize {
        self.0
    }
}

fn failed() -> VaultFault {
    VaultFault::Failed("sealing a message for a browser")
}

fn expand<const N: usize>(salt: &[u8], key: &[u8], info: &[u8]) -> Result<[u8; N], VaultFault> {
    let mut out = [0_u8; N];
    hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(key)
        .expand(&[info], Len(N))
        .and_then(|okm| okm.fill(&mut out))
        .map_err(|_| failed())?;
    Ok(out)
}

/// Seals a message for a browser: its public key on P-256, uncompressed, and its secret, as its
/// subscription tells them. Gives the body of the request, `Content-Encoding: aes128gcm`.
///
/// # Errors
/// [`VaultFault::Failed`] for a key that is no point of the curve.
pub fn seal(
    browser: &[u8; 65],
    secret: &[u8; 16],
    message: &[u8],
    chance: &dyn Chance,
) -> Result<Vec<u8>, VaultFault> {
    let own = PrivateKey::generate(&ECDH_P256).map_err(|_| failed())?;
    seal_with(&own, chance.bytes::<16>(), browser, secret, message)
}

fn seal_with(
    own: &PrivateKey,
    salt: [u8; 16],
    browser: &[u8; 65],
    secret: &[u8; 16],
    message: &[u8],
) -> Result<Vec<u8>, VaultFault> {
    let public = own.compute_public_key().map_err(|_| failed())?;
    let public = public.as_ref();
    let theirs = UnparsedPublicKey::new(&ECDH_P256, browser.as_slice());
    let shared = agree(own, theirs, failed(), |bytes| {
        Ok(Secret::new(bytes.to_vec()))
    })?;
    // RFC 8291, 3.4: the secret of the subscription goes into the key, so that whoever stands
    // between both with a key of its own gets nothing.
    let info = [b"WebPush: info\0".as_slice(), browser, public].concat();
    let input = Secret::new(expand::<32>(secret, shared.reveal(), &info)?);
    // RFC 8188, 2.2 and 2.3.
    let key = expand::<16>(&salt, input.reveal(), b"Content-Encoding: aes128gcm\0")?;
    let nonce = expand::<12>(&salt, input.reveal(), b"Content-Encoding: nonce\0")?;
    let key = UnboundKey::new(&AES_128_GCM, &key).map_err(|_| failed())?;
    // One record alone: it ends with the mark of the last one, without padding.
    let mut record = [message, &[2_u8]].concat();
    LessSafeKey::new(key)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::empty(),
            &mut record,
        )
        .map_err(|_| failed())?;
    let length = u8::try_from(public.len()).map_err(|_| failed())?;
    if record.len() > RECORD as usize {
        return Err(failed());
    }
    Ok([
        salt.as_slice(),
        &RECORD.to_be_bytes(),
        &[length],
        public,
        &record,
    ]
    .concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        B64.decode(text).unwrap().try_into().unwrap()
    }

    /// RFC 8291, 5 and appendix A.
    #[test]
    fn the_example_of_the_standard() {
        let own: [u8; 32] = bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
        let own = PrivateKey::from_private_key(&ECDH_P256, &own).unwrap();
        let browser = bytes(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        );
        let sealed = seal_with(
            &own,
            bytes("DGv6ra1nlYgDCS1FRnbzlw"),
            &browser,
            &bytes("BTBZMqHH6r4Tts7J_aSIgg"),
            b"When I grow up, I want to be a watermelon",
        )
        .unwrap();
        assert_eq!(
            B64.encode(sealed),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn what_is_no_point_of_the_curve_is_refused() {
        struct Nines;
        impl Chance for Nines {
            fn fill(&self, buffer: &mut [u8]) {
                buffer.fill(9);
            }
        }
        for browser in [[0; 65], [4; 65]] {
            assert!(seal(&browser, &[1; 16], b"look", &Nines).is_err());
        }
    }
}
