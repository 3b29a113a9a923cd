//! Tokens of the provider: reading, believing, refusing.

pub(crate) mod claims;
mod fault;
pub(crate) mod id_token;
pub(crate) mod jws;
pub(crate) mod logout_token;

#[cfg(any(test, feature = "test_double"))]
pub mod maker;
#[cfg(test)]
mod refusals;

pub use fault::TokenFault;
