//! Signing in on a device that shows a code (RFC 8628, 3.3): the code.

use askama::Template;

use crate::view::{Fault, Field, Page, sample_words::OWNER};
use crate::words::Words;
use model::federation::DeviceRefusal;

/// Asks for the code. Posts `code` and `csrf`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/device_code.html")]
pub struct DeviceCode {
    /// What it says.
    pub words: Words,
    /// The form token.
    pub csrf: String,
    /// Who is signed in.
    pub who: String,
    /// `code`.
    pub code: Field,
}

impl Page for DeviceCode {
    fn heading(&self) -> String {
        self.words.device_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("code", &self.code.fault)])
    }
    fn first_field(&self) -> &'static str {
        "code"
    }
}

impl DeviceCode {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let empty = Self {
            words: words.clone(),
            who: OWNER.into(),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    code: Field::at_fault(
                        "WDJB-MJHX",
                        words.told_in_a_line(&DeviceRefusal::CodeWrong),
                    ),
                    ..empty.clone()
                },
            ),
            (
                "typical",
                Self {
                    code: Field::of("WDJB-MJHT"),
                    ..empty.clone()
                },
            ),
            ("empty", empty),
        ]
    }
}
