//! Pure wire logic: bytes in, values out. Nothing here reads a clock, a database or a key.

pub mod companion;
pub mod oidc;
pub mod psa;
pub mod totp;
pub mod web_push;
pub mod webhook;
