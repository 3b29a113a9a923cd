//! The one page for every refusal and every error.

use askama::Template;

use super::{
    Link, Page,
    sample_words::{LONG_COMPANY, LONG_WORD},
};
use crate::failure::Failed;
use crate::words::Words;
use model::identity::SignInRefusal;

/// Why it stopped here and what can be done: the page face of a refusal.
///
/// The first of `actions` is the primary button, the others are plain links.
#[derive(Template, Clone)]
#[template(path = "refusal.html")]
pub struct Refusal {
    /// What it says besides.
    pub words: Words,
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

    fn words(&self) -> &Words {
        &self.words
    }
}

impl Refusal {
    /// The states to look at: the cases of the sign-in, of the protocol and of plain HTTP.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        use crate::context::{foreign_form, other_content_type};
        use crate::serve::{method_not_allowed, too_large};
        use SignInRefusal::*;
        use engine::federation::AuthorizeRefusal;
        use model::access::EntryRefusal;
        let home = || vec![Link::new("/", words.go_to_my_modules())];
        let not_open = |name: &str| {
            Failed::of(&EntryRefusal::NotGranted)
                .titled(words.cannot_open(name))
                .with_actions(vec![
                    Link::new("/", words.go_to_my_modules()),
                    Link::new("/sign-out", words.another_account()),
                    Link::new("/", words.go_back_to(name)),
                ])
        };
        let cases = vec![
            ("not-found", Failed::not_found()),
            ("method", method_not_allowed()),
            ("too-large", too_large("64 KiB")),
            ("media-type", other_content_type()),
            (
                "slow-down",
                Failed::of(&TooManyTries(kernel::Span::seconds(40))),
            ),
            (
                "slow-down-long",
                Failed::of(&TooManyTries(kernel::Span::minutes(15))),
            ),
            ("forged", foreign_form()),
            ("expired", Failed::of(&FlowGone)),
            ("link-used", Failed::of(&LinkUsed)),
            (
                "redirect",
                Failed::of(&AuthorizeRefusal::RedirectUri).with_actions(home()),
            ),
            (
                "client",
                Failed::of(&AuthorizeRefusal::UnknownClient).with_actions(home()),
            ),
            ("no-grant", not_open("Partner Portal")),
            ("deactivated", Failed::of(&Deactivated)),
            (
                "wrong-people",
                Failed::of(&EntryRefusal::WrongPopulation).with_actions(home()),
            ),
            ("failed", Failed::broke()),
            ("busy", Failed::of(&Busy)),
            ("long", not_open(LONG_COMPANY)),
        ];
        cases
            .into_iter()
            .filter_map(|(case, failed)| {
                let reference = if case == "long" {
                    LONG_WORD
                } else {
                    "5f0c2f6f8a1b9d37"
                };
                Some((case, failed.page(words, reference)?))
            })
            .collect()
    }
}
