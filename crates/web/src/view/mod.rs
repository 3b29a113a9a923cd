//! Pages and mails as typed values: a handler fills a struct with finished text, the
//! template only lays it out.
//!
//! Nothing here knows the database, the clock or the rules. Every page struct lives in its
//! own file together with its samples, so one test renders every page in every state and a
//! browser test can look at each of them. See [`gallery`].

pub mod console;
mod fault;
mod gallery;
pub mod hub;
pub mod mail;
mod parts;
mod passkey;
pub mod qr;
mod refusal;
mod sample_words;
pub mod signin;

pub use fault::{Fault, Field, Page};
pub use gallery::{Sample, gallery};
pub(crate) use parts::initials;
pub use parts::{Link, Notice, Tone};
pub use passkey::PasskeyPart;
pub use refusal::Refusal;
