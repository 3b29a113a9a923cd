//! Sealed fields by envelope: key-encryption key -> data key -> field.

use crate::VaultFault;
use aws_lc_rs::{aead, hkdf, hmac};
use base64::Engine as _;
use kernel::{Chance, Secret};

/// What a wrapped data key is bound to.
const DATA_KEY: &[u8] = b"vestibule data key";

/// The outermost key, read from a file or the environment; it never touches the database.
pub struct KeyEncryptionKey(Secret<[u8; 32]>);

impl KeyEncryptionKey {
    /// A new key, for a first start.
    pub fn generate(chance: &dyn Chance) -> Self {
        Self(Secret::new(chance.bytes::<32>()))
    }
    /// Reads the text form: 32 bytes in standard base64.
    ///
    /// # Errors
    /// [`VaultFault::KeyForm`] when it is anything else.
    pub fn parse(text: &str) -> Result<Self, VaultFault> {
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(text.trim())
            .map_err(|_| VaultFault::KeyForm)?;
        let key: [u8; 32] = bytes.try_into().map_err(|_| VaultFault::KeyForm)?;
        Ok(Self(Secret::new(key)))
    }
    /// The text form, for the key file that the first start writes.
    pub fn to_text(&self) -> Secret<String> {
        base64::engine::general_purpose::STANDARD
            .encode(self.0.reveal())
            .into()
    }
    /// A new data key, wrapped for storage.
    ///
    /// # Errors
    /// Only when the library itself fails.
    pub fn new_data_key(&self, chance: &dyn Chance) -> Result<Vec<u8>, VaultFault> {
        let data_key = Secret::new(chance.bytes::<32>());
        seal_with(self.0.reveal(), DATA_KEY, data_key.reveal(), chance)
    }
    /// Wraps the same data key with another key-encryption key: this one opens it no more.
    ///
    /// # Errors
    /// [`VaultFault::Unsealable`] when this is not the key that wrapped it.
    pub fn rewrap(
        &self,
        wrapped: &[u8],
        next: &Self,
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, VaultFault> {
        let data_key = Secret::new(open_with(self.0.reveal(), DATA_KEY, wrapped)?);
        seal_with(next.0.reveal(), DATA_KEY, data_key.reveal(), chance)
    }
    /// Sixteen hexadecimal digits by which people tell keys apart. Nothing of the key comes out of
    /// them.
    pub fn fingerprint(&self) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.reveal());
        let tag = hmac::sign(&key, b"vestibule key fingerprint");
        let first = tag.as_ref().iter().take(8);
        first.map(|byte| format!("{byte:02x}")).collect()
    }
    /// Opens a wrapped data key.
    ///
    /// # Errors
    /// [`VaultFault::Unsealable`] when this is not the key that wrapped it.
    pub fn open(&self, wrapped: &[u8]) -> Result<Sealer, VaultFault> {
        let bytes = open_with(self.0.reveal(), DATA_KEY, wrapped)?;
        let key: [u8; 32] = bytes.try_into().map_err(|_| VaultFault::Unsealable)?;
        Sealer::new(Secret::new(key))
    }
}

/// Which field a sealed value belongs to. A value moved to another row or column does not open.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The key of the row.
    pub row: &'a [u8],
}

impl Place<'_> {
    fn associated(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.table.len() + self.column.len() + self.row.len() + 2);
        out.extend_from_slice(self.table.as_bytes());
        out.push(0);
        out.extend_from_slice(self.column.as_bytes());
        out.push(0);
        out.extend_from_slice(self.row);
        out
    }
}

/// Seals and opens fields, and makes keyed digests, with keys derived from one data key.
pub struct Sealer {
    field_key: Secret<[u8; 32]>,
    mac_key: hmac::Key,
}

struct Len(usize);
impl hkdf::KeyType for Len {
    fn len(&self) -> usize {
        self.0
    }
}

fn derive(key: &[u8; 32], purpose: &'static [u8]) -> Result<[u8; 32], VaultFault> {
    let mut out = [0_u8; 32];
    hkdf::Salt::new(hkdf::HKDF_SHA256, b"vestibule")
        .extract(key)
        .expand(&[purpose], Len(32))
        .and_then(|okm| okm.fill(&mut out))
        .map_err(|_| VaultFault::Failed("key derivation"))?;
    Ok(out)
}

impl Sealer {
    fn new(data_key: Secret<[u8; 32]>) -> Result<Self, VaultFault> {
        let mac = Secret::new(derive(data_key.reveal(), b"mac")?);
        Ok(Self {
            field_key: Secret::new(derive(data_key.reveal(), b"field")?),
            mac_key: hmac::Key::new(hmac::HMAC_SHA256, mac.reveal()),
        })
    }

    /// Seals a value for its place (AES-256-GCM with a random nonce).
    ///
    /// # Errors
    /// Only when the library itself fails.
    pub fn seal(
        &self,
        place: Place<'_>,
        value: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, VaultFault> {
        seal_with(self.field_key.reveal(), &place.associated(), value, chance)
    }

    /// Opens a value sealed for the same place.
    ///
    /// # Errors
    /// [`VaultFault::Unsealable`] for anything else.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, VaultFault> {
        open_with(self.field_key.reveal(), &place.associated(), sealed)
    }

    /// A keyed digest: what only the hub can make of the parts. Parts are framed by their length.
    pub fn mac(&self, purpose: &'static str, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.mac_key);
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part);
        }
        let mut out = [0_u8; 32];
        out.copy_from_slice(context.sign().as_ref());
        out
    }
}

fn aes(key: &[u8; 32]) -> Result<aead::LessSafeKey, VaultFault> {
    aead::UnboundKey::new(&aead::AES_256_GCM, key)
        .map(aead::LessSafeKey::new)
        .map_err(|_| VaultFault::Failed("cipher key"))
}

fn seal_with(
    key: &[u8; 32],
    associated: &[u8],
    value: &[u8],
    chance: &dyn Chance,
) -> Result<Vec<u8>, VaultFault> {
    let nonce = chance.bytes::<12>();
    let mut body = value.to_vec();
    aes(key)?
        .seal_in_place_append_tag(
            aead::Nonce::assume_unique_for_key(nonce),
            aead::Aad::from(associated),
            &mut body,
        )
        .map_err(|_| VaultFault::Failed("sealing"))?;
    let mut out = Vec::with_capacity(13 + body.len());
    out.push(1); // the version of this form
    out.extend_from_slice(&nonce);
    out.append(&mut body);
    Ok(out)
}

fn open_with(key: &[u8; 32], associated: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultFault> {
    let rest = sealed.strip_prefix(&[1_u8]).ok_or(VaultFault::Unsealable)?;
    let (nonce, body) = rest.split_at_checked(12).ok_or(VaultFault::Unsealable)?;
    let nonce: [u8; 12] = nonce.try_into().map_err(|_| VaultFault::Unsealable)?;
    let mut body = body.to_vec();
    let length = aes(key)?
        .open_in_place(
            aead::Nonce::assume_unique_for_key(nonce),
            aead::Aad::from(associated),
            &mut body,
        )
        .map_err(|_| VaultFault::Unsealable)?
        .len();
    body.truncate(length);
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Count(std::sync::atomic::AtomicU8);
    impl Chance for Count {
        fn fill(&self, buffer: &mut [u8]) {
            for b in buffer {
                *b = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        }
    }

    #[test]
    fn a_sealed_field_opens_only_in_its_place_and_whole() {
        let chance = Count(0.into());
        let kek = KeyEncryptionKey::generate(&chance);
        let kek = KeyEncryptionKey::parse(kek.to_text().reveal()).unwrap();
        let wrapped = kek.new_data_key(&chance).unwrap();
        let sealer = kek.open(&wrapped).unwrap();
        let place = Place {
            table: "factor",
            column: "secret",
            row: b"1",
        };
        let sealed = sealer.seal(place, b"value", &chance).unwrap();
        assert_eq!(sealer.open(place, &sealed).unwrap(), b"value");
        for other in [
            Place { row: b"2", ..place },
            Place {
                column: "label",
                ..place
            },
            Place {
                table: "key",
                ..place
            },
        ] {
            assert_eq!(sealer.open(other, &sealed), Err(VaultFault::Unsealable));
        }
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(
                sealer.open(place, &changed),
                Err(VaultFault::Unsealable),
                "byte {at}"
            );
            assert!(sealer.open(place, &sealed[..at]).is_err());
        }
        assert!(KeyEncryptionKey::generate(&chance).open(&wrapped).is_err());
    }

    #[test]
    fn a_rewrapped_data_key_is_the_same_and_opens_with_the_new_key_alone() {
        let chance = Count(0.into());
        let (old, new) = (
            KeyEncryptionKey::generate(&chance),
            KeyEncryptionKey::generate(&chance),
        );
        let wrapped = old.new_data_key(&chance).unwrap();
        let again = old.rewrap(&wrapped, &new, &chance).unwrap();
        let mac = old.open(&wrapped).unwrap().mac("p", &[b"a"]);
        assert_eq!(new.open(&again).unwrap().mac("p", &[b"a"]), mac);
        assert!(old.open(&again).is_err() && new.open(&wrapped).is_err());
        assert!(new.rewrap(&wrapped, &old, &chance).is_err());
        assert_ne!(old.fingerprint(), new.fingerprint());
        assert_eq!(old.fingerprint().len(), 16);
    }

    #[test]
    fn a_keyed_digest_frames_its_parts() {
        let chance = Count(0.into());
        let kek = KeyEncryptionKey::generate(&chance);
        let sealer = kek.open(&kek.new_data_key(&chance).unwrap()).unwrap();
        assert_ne!(
            sealer.mac("p", &[b"ab", b"c"]),
            sealer.mac("p", &[b"a", b"bc"])
        );
        assert_ne!(sealer.mac("p", &[b"a"]), sealer.mac("q", &[b"a"]));
    }
}
