//! The key ring, sealed fields and password hashes.
//!
//! The only crate of the hub that names a cryptographic library. It offers few verbs with few
//! choices: seal and open a field, make and check a keyed digest, hash and verify a password, sign
//! and verify a JSON Web Signature.

pub mod callback;
pub mod digest;
pub mod foreign;
pub mod jws;
pub mod passkey;
pub mod password;
pub mod sealer;
pub mod verifier;
pub mod web_push;
pub mod webhook;

pub use foreign::ForeignKeys;
pub use jws::{Algorithm, PublicKey, SigningKey};
pub use sealer::{KeyEncryptionKey, Place, Sealer};
pub use verifier::Verifier;

/// Something that must not happen with whole keys and whole data; the text names no secret.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum VaultFault {
    /// The bytes were sealed for another place, by another key, or were changed.
    #[error("a sealed value could not be opened: wrong key, wrong place, or damaged")]
    Unsealable,
    /// The cryptographic library refused; the operation is named.
    #[error("cryptographic operation failed: {0}")]
    Failed(&'static str),
    /// A key file does not hold 32 bytes in base64.
    #[error("a key-encryption key is 32 bytes in base64 (44 characters)")]
    KeyForm,
}
