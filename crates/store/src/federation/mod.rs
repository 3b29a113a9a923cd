//! Clients, codes, token families and keys.

pub mod clients;
pub mod codes;
pub mod families;
pub mod keys;
