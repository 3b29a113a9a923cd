//! Identities, members, end users, their factors, links, sign-ins and sessions.

pub mod affiliations;
pub mod devices;
pub mod email_changes;
pub mod end_users;
pub mod factors;
pub mod flows;
pub mod identities;
pub mod imports;
pub mod links;
pub mod member_list;
pub mod members;
pub mod offboardings;
pub mod passkeys;
pub mod phone_questions;
pub mod phones;
pub mod sessions;
pub mod upstream;
