//! Setting up a phone: first its code, then its number.

use askama::Template;

use super::Shell;
use crate::view::{Page, qr};
use crate::words::Words;

/// Shows what the phone needs next.
#[derive(Template, Clone, Default)]
#[template(path = "hub/add_phone.html")]
pub struct AddPhone {
    /// The frame.
    pub shell: Shell,
    /// The address of the page on the phone.
    pub address: String,
    /// The code.
    pub code: String,
    /// The picture that opens the page with the code.
    pub qr_svg: String,
    /// The number, once the code was used.
    pub number: Option<u8>,
    /// How far it has come, for the script that looks by itself; empty in samples, which do not.
    pub state: &'static str,
}

impl Page for AddPhone {
    fn heading(&self) -> String {
        self.shell.words.phone_add().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
}

impl AddPhone {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let address = "https://login.example.com/companion";
        let typical = Self {
            shell: Shell::sample(words, "/settings/security"),
            address: address.into(),
            code: "abcde-fghjk".into(),
            qr_svg: qr::picture(&format!("{address}#abcde-fghjk")).unwrap_or_default(),
            number: None,
            state: "",
        };
        vec![
            (
                "number",
                Self {
                    number: Some(42),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long(words, "/settings/security"),
                    address: format!("https://{}.example/companion", "long".repeat(15)),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
