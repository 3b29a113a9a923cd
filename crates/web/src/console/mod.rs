//! The console: what masters administer. Each page calls the verbs that the JSON API calls too.

pub mod bulk;
pub mod factors;
pub mod groups;
pub mod import;
pub mod invite;
pub mod member;
pub mod members;
mod reading;
pub mod rights;
