//! The page on the phone that answers when its owner signs in. Its script shows one part at a time.

use askama::Template;

use crate::view::{Page, sample_words::LONG_WORD};
use crate::words::Words;

/// Holds every part; all of them are hidden until the script shows one.
#[derive(Template, Clone, Default)]
#[template(path = "signin/companion.html")]
pub struct Companion {
    /// What it says.
    pub words: Words,
    /// The address of the hub, for which the phone signs.
    pub hub: String,
    /// The key by which push services know the hub.
    pub key: String,
    /// The part that is shown without the script: for samples alone.
    pub shown: &'static str,
    /// The browser of a sample.
    pub browser: String,
    /// The network address of a sample.
    pub address: String,
}

impl Page for Companion {
    fn heading(&self) -> String {
        self.words.companion_heading().into()
    }
    fn words(&self) -> &Words {
        &self.words
    }
    fn own_policy(&self) -> &'static str {
        "form-action 'self'; worker-src 'self'; manifest-src 'self'"
    }
}

impl Companion {
    fn shows(&self, part: &str) -> bool {
        self.shown == part
    }

    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let of = |shown| Self {
            words: words.clone(),
            shown,
            browser: words.browser("Firefox on Linux"),
            address: "192.0.2.14".into(),
            ..Self::default()
        };
        vec![
            ("register", of("register")),
            ("first", of("first")),
            ("idle", of("idle")),
            ("approved", of("approved")),
            ("not-me", of("not_me")),
            ("gone", of("gone")),
            (
                "long",
                Self {
                    browser: LONG_WORD.into(),
                    ..of("question")
                },
            ),
            ("question", of("question")),
            ("typical", of("")),
        ]
    }
}
