//! A new connection to a PSA: first whose PSA it is, then its credentials.

use super::psa_connection::sample_steps;
use super::{PsaFields, PsaStepLine};
use crate::view::hub::Shell;
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// A new connection: first whose PSA it is, then its credentials.
#[derive(Template, Clone, Default)]
#[template(path = "console/psa_new.html")]
pub struct PsaNewPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The vendor's key; empty while it is to be chosen.
    pub vendor: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What is typed.
    pub fields: PsaFields,
    /// How the test of what was typed went.
    pub steps: Vec<PsaStepLine>,
}

impl Page for PsaNewPage {
    fn heading(&self) -> String {
        match self.title {
            "" => "Connect a PSA".into(),
            title => format!("Connect {title}"),
        }
    }
    fn faults(&self) -> Vec<Fault> {
        self.fields.faults()
    }
    fn first_field(&self) -> &'static str {
        if self.vendor.is_empty() { "" } else { "name" }
    }
}

impl PsaNewPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let choose = Self {
            shell: Shell::sample_console("/console/psa"),
            ..Self::default()
        };
        let connectwise = Self {
            vendor: "connectwise",
            title: "ConnectWise",
            ..choose.clone()
        };
        let bms = Self {
            vendor: "bms",
            title: "Kaseya BMS",
            fields: PsaFields {
                bms: true,
                ..PsaFields::default()
            },
            ..choose.clone()
        };
        let faulty = Self {
            fields: PsaFields {
                kept: false,
                host: Field::at_fault(
                    "http://cw.example.com",
                    "The base URL begins with http://, and ConnectWise takes no such calls. Enter the host alone, or with https:// before it.",
                ),
                private_key: Some("The private key is missing or not whole. Copy the key again from the API member's tab API Keys; a private key is shown only once.".into()),
                ..PsaFields::sample()
            },
            ..connectwise.clone()
        };
        let tested = Self {
            notice: Some(Notice::new(
                Tone::Bad,
                "The test found something to mend. Nothing is kept yet: type the keys again, then Update.",
            )),
            fields: PsaFields {
                kept: false,
                ..PsaFields::sample()
            },
            steps: sample_steps(),
            ..connectwise.clone()
        };
        vec![
            ("choose", choose),
            ("connectwise", connectwise),
            ("bms", bms),
            ("faulty", faulty),
            ("tested", tested),
        ]
    }
}
