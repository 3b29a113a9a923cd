//! What the hub reads and changes at modules by SCIM (RFC 7644).

mod call;
mod import;
