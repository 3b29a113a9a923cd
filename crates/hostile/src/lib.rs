//! Every parser of outside bytes: one plain function each, which feeds it and says what must hold,
//! whatever comes. A short run of all of them is the test `crates/vestibule/tests/parsers.rs`; a long
//! one, guided by coverage, is libFuzzer's (`fuzz/README.md`). Both use what is here.
//!
//! A target asserts. What it finds is a panic: a parser that panics, reads back another value than it
//! wrote, or goes beyond its limits.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a target stops loudly, that is what it is for"
)]

mod bytes;
mod targets;

pub use bytes::{Bytes, inputs};

/// A parser, or several that read the same bytes.
pub struct Target {
    /// Its name on the command line.
    pub name: &'static str,
    /// Feeds it and asserts what must hold.
    pub run: fn(&[u8]),
    /// Bytes that make sense to it, as a beginning.
    pub seeds: &'static [&'static str],
    /// The functions that it covers, as `crate/src/file.rs::function`.
    pub covers: &'static [&'static str],
}

/// All targets, by name.
pub fn all() -> Vec<&'static Target> {
    let mut all: Vec<&Target> = [
        targets::browser::TARGETS,
        targets::files::TARGETS,
        targets::keys::TARGETS,
        targets::kit::TARGETS,
        targets::links::TARGETS,
        targets::mail::TARGETS,
        targets::people::TARGETS,
        targets::protocol::TARGETS,
        targets::psa::TARGETS,
        targets::psa_client::TARGETS,
        targets::scim::TARGETS,
        targets::settings::TARGETS,
    ]
    .into_iter()
    .flatten()
    .collect();
    all.sort_by_key(|target| target.name);
    all
}

/// A target by its name.
pub fn find(name: &str) -> Option<&'static Target> {
    all().into_iter().find(|target| target.name == name)
}
