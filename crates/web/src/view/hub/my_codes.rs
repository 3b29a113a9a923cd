//! New recovery codes: what will happen, then the codes, once.

use askama::Template;

use super::Shell;
use crate::view::Page;
use crate::words::Words;

/// Before: posts `csrf` to `action`. After: the codes, and a form that gives them as a file.
#[derive(Template, Clone, Default)]
#[template(path = "hub/my_codes.html")]
pub struct MyCodes {
    /// The frame.
    pub shell: Shell,
    /// How many old codes are left.
    pub left: u64,
    /// The new codes; empty before they are made.
    pub codes: Vec<String>,
    /// Where the form posts to.
    pub action: String,
    /// Where the file comes from.
    pub download_action: String,
    /// The page that led here.
    pub back_href: String,
}

impl Page for MyCodes {
    fn heading(&self) -> String {
        self.shell.words.codes_label().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
}

impl MyCodes {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample(words, "/settings/security"),
            left: 3,
            codes: vec![],
            action: "/settings/recovery-codes".into(),
            download_action: "/settings/recovery-codes.txt".into(),
            back_href: "/settings".into(),
        };
        vec![
            (
                "made",
                Self {
                    codes: (b'a'..=b'j')
                        .map(|c| format!("{0}{0}{0}{0}{0}-k7m2q", char::from(c)))
                        .collect(),
                    ..typical.clone()
                },
            ),
            (
                "none-left",
                Self {
                    left: 0,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long(words, "/settings/security"),
                    left: 1,
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
