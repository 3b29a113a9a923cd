//! Signing in on a device that shows a code: what it wants.

use askama::Template;

use crate::view::{
    Page,
    sample_words::{LONG_COMPANY, LONG_MAIL, OWNER},
};
use crate::words::Words;

/// Shows what the device wants. Posts `code`, `csrf` and `answer`: `allow` or `deny`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/device_question.html")]
pub struct DeviceQuestion {
    /// What it says.
    pub words: Words,
    /// The form token.
    pub csrf: String,
    /// Who is signed in.
    pub who: String,
    /// The code, as the device shows it.
    pub code: String,
    /// The module.
    pub module: String,
    /// The network address that the device began from.
    pub begun_from: String,
    /// When, in words.
    pub begun: String,
}

impl Page for DeviceQuestion {
    fn heading(&self) -> String {
        self.words.device_question_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl DeviceQuestion {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            who: OWNER.into(),
            code: "WDJB-MJHT".into(),
            module: "Partner Portal".into(),
            begun_from: "192.0.2.17".into(),
            begun: words.device_begun_ago(0_u64),
            ..Self::default()
        };
        let long = Self {
            who: LONG_MAIL.into(),
            module: LONG_COMPANY.into(),
            begun_from: "2001:db8:1234:5678:9abc:def0:1234:5678".into(),
            begun: words.device_begun_ago(9_u64),
            ..typical.clone()
        };
        vec![("typical", typical), ("long", long)]
    }
}
