//! How she proves who she is: password, authenticators, passkeys, recovery codes.

use askama::Template;

use super::Shell;
use crate::view::{
    Notice, Page, Tone,
    sample_words::{LONG_NAME, LONG_WORD, MOMENT},
};
use crate::words::Words;

/// One authenticator or passkey.
#[derive(Clone, Default)]
pub struct FactorLine {
    /// What is posted as `factor` to change it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it was added, in words.
    pub added: String,
    /// When it was used last, in words; empty for never.
    pub last_used: String,
    /// What else is known of it; may be empty.
    pub detail: String,
}

/// Lists her factors. Removing posts `csrf` and `factor`.
#[derive(Template, Clone, Default)]
#[template(path = "hub/my_security.html")]
pub struct MySecurity {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Her authenticators.
    pub authenticators: Vec<FactorLine>,
    /// Her passkeys.
    pub passkeys: Vec<FactorLine>,
    /// Whether passkeys work at this address.
    pub passkeys_work: bool,
    /// Her phones.
    pub phones: Vec<FactorLine>,
    /// How many recovery codes are left.
    pub codes_left: u64,
}

impl Page for MySecurity {
    fn heading(&self) -> String {
        self.shell.words.nav_security().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
}

impl MySecurity {
    /// True when there is one factor only, which cannot be removed.
    fn one_only(&self) -> bool {
        self.authenticators.len() + self.passkeys.len() < 2
    }

    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let line = |name: &str, detail: &str| FactorLine {
            id: "fac_1".into(),
            name: name.into(),
            added: words.at(MOMENT),
            last_used: words.at(MOMENT),
            detail: detail.into(),
        };
        let typical = Self {
            shell: Shell::sample(words, "/settings/security"),
            notice: None,
            authenticators: vec![line(&words.authenticator_numbered("1"), "")],
            passkeys: vec![
                line("Laptop", words.passkey_on_one_device()),
                line("Laptop 2", words.passkey_synced()),
            ],
            passkeys_work: true,
            phones: vec![line(
                &words.browser("Safari on iPhone"),
                words.phone_woken(),
            )],
            codes_left: 8,
        };
        vec![
            (
                "only-one",
                Self {
                    passkeys: vec![],
                    phones: vec![],
                    codes_left: 0,
                    notice: Some(Notice::new(Tone::Good, words.passkey_removed())),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long(words, "/settings/security"),
                    authenticators: vec![line(LONG_NAME, LONG_WORD); 3],
                    passkeys: vec![line(LONG_WORD, ""); 12],
                    phones: vec![line(LONG_WORD, words.phone_by_itself()); 2],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
