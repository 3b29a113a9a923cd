//! Clients, codes, token families and keys.

pub mod assertions;
pub mod attempts;
pub mod clients;
pub mod codes;
pub mod devices;
pub mod families;
pub mod keys;
pub mod pushed;
pub mod secrets;
