//! The one page for every refusal and every error.

use askama::Template;

use super::{Fault, Link, Page, sample_words::{LONG_COMPANY, LONG_NAME, LONG_WORD}};

/// Why it stopped here and what can be done: the page face of a refusal.
///
/// The first of `actions` is the primary button, the others are plain links.
#[derive(Template, Clone)]
#[template(path = "refusal.html")]
pub struct Refusal {
    /// HTTP status that the page is sent with.
    pub status: u16,
    /// What happened, as a heading: "This page is not here".
    pub title: String,
    /// One sentence for the person.
    pub sentence: String,
    /// What mends it, and who can. Empty when nothing does.
    pub remedy: String,
    /// Stable code of the refusal, for the person who asks for help and the one who helps.
    pub code: String,
    /// Request id under which the log holds the detail.
    pub reference: String,
    /// Ways on from here.
    pub actions: Vec<Link>,
}

impl Page for Refusal {
    fn heading(&self) -> String {
        self.title.clone()
    }

    fn faults(&self) -> Vec<Fault> {
        Vec::new()
    }
}
