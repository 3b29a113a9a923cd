//! One connection to a PSA: its credentials, how a test went, what belongs to it.

use super::{PsaHead, Tick, thousands};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// A step of a test.
#[derive(Clone, Default)]
pub struct PsaStepLine {
    /// What was tried.
    pub what: String,
    /// The fault's code; empty where it went well.
    pub code: String,
    /// What is wrong.
    pub sentence: String,
    /// What to do.
    pub remedy: String,
}

/// What is typed of a connection. Keys are never written back: of them there is only the fault.
#[derive(Clone, Default)]
pub struct PsaFields {
    /// Kaseya BMS, which asks for other things than ConnectWise.
    pub bms: bool,
    /// Keys are there, and may stay.
    pub kept: bool,
    /// The operator has set a client id.
    pub operator_client_id: bool,
    /// The name.
    pub name: Field,
    /// The base URL, or the host.
    pub host: Field,
    /// The company.
    pub company: Field,
    /// The user name of BMS.
    pub account: Field,
    /// What is wrong with the public key.
    pub public_key: Option<String>,
    /// What is wrong with the private key, or the password.
    pub private_key: Option<String>,
    /// The client id.
    pub client_id: Field,
    /// The API member.
    pub api_member: Field,
}

impl PsaFields {
    /// What stands below the client id.
    pub fn client_id_hint(&self) -> &'static str {
        match self.operator_client_id {
            true => "A GUID from ConnectWise's developer site; empty for the one of this hub",
            false => "A GUID from ConnectWise's developer site; newer versions ask for one",
        }
    }

    /// What is wrong, in the order of the form.
    pub(super) fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("name", &self.name.fault),
            ("host", &self.host.fault),
            ("company", &self.company.fault),
            ("account", &self.account.fault),
            ("public_key", &self.public_key),
            ("private_key", &self.private_key),
            ("client_id", &self.client_id.fault),
            ("api_member", &self.api_member.fault),
        ])
    }

    pub(super) fn sample() -> Self {
        Self {
            kept: true,
            name: Field::of("training"),
            host: Field::of("na.myconnectwise.net"),
            company: Field::of("training"),
            api_member: Field::of("vestibule"),
            ..Self::default()
        }
    }
}

/// One connection.
#[derive(Template, Clone, Default)]
#[template(path = "console/psa_connection.html")]
pub struct PsaConnectionPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Name, state and tabs.
    pub head: PsaHead,
    /// True when it is read.
    pub active: bool,
    /// What is typed.
    pub fields: PsaFields,
    /// How the last test went, or that of what was typed.
    pub steps: Vec<PsaStepLine>,
    /// When it was; `never`.
    pub tested: String,
    /// The test is of what was typed, and not kept.
    pub of_draft: bool,
    /// The PSA's version; empty where it is not known.
    pub version: String,
    /// How its reading stands.
    pub pass: String,
    /// How many companies were read.
    pub companies: String,
    /// How many are mapped.
    pub mappings: i64,
    /// How many contacts come from it.
    pub contacts: String,
    /// The companies that it is limited to, and those that were found.
    pub associated: Vec<Tick>,
    /// What was looked for.
    pub sought: String,
}

impl Page for PsaConnectionPage {
    fn heading(&self) -> String {
        self.head.name.clone()
    }
    fn faults(&self) -> Vec<Fault> {
        self.fields.faults()
    }
}

pub(super) fn sample_steps() -> Vec<PsaStepLine> {
    let step = |what: &str| PsaStepLine {
        what: what.into(),
        ..PsaStepLine::default()
    };
    vec![
        step("find the company"),
        step("list companies"),
        PsaStepLine {
            code: "psa_no_right".into(),
            sentence: "The PSA's security role does not allow: list contacts.".into(),
            remedy: "Give the API member's security role what the table of least privilege names, and no more.".into(),
            ..step("list contacts")
        },
        step("list boards"),
    ]
}

impl PsaConnectionPage {
    /// How many companies are mapped, as people read it.
    pub fn mapped(&self) -> String {
        thousands(self.mappings)
    }

    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let tick = |value: &str, text: &str, ticked| Tick {
            value: value.into(),
            text: text.into(),
            detail: "ACME".into(),
            ticked,
        };
        let typical = Self {
            shell: Shell::sample_console("/console/psa"),
            head: PsaHead::sample(""),
            active: true,
            fields: PsaFields::sample(),
            steps: sample_steps(),
            tested: "3 March 2026, 09:00 UTC".into(),
            version: "v2026.1.104".into(),
            pass: "3 March 2026, 09:05 UTC".into(),
            companies: "1,204".into(),
            mappings: 1_180,
            contacts: "14,310".into(),
            associated: vec![
                tick("250", "Acme Dental Care", true),
                tick("251", "Acme Trading", false),
            ],
            sought: "acme".into(),
            ..Self::default()
        };
        let new = Self {
            notice: Some(Notice::new(
                Tone::Good,
                "The connection was made. The base URL was put right: na.myconnectwise.net. Test it now.",
            )),
            steps: vec![],
            tested: "never".into(),
            version: String::new(),
            pass: "Not read yet".into(),
            companies: "0".into(),
            mappings: 0,
            contacts: "0".into(),
            associated: vec![],
            sought: String::new(),
            ..typical.clone()
        };
        let paused = Self {
            head: PsaHead::of("psa_1", "ConnectWise (training)", false, ""),
            active: false,
            ..typical.clone()
        };
        let again = Self {
            fields: PsaFields {
                host: Field::of("cw.example.com"),
                private_key: Some("The keys go to another host, company or account than before. Type the keys again: those that are kept are sent nowhere else than where they were meant for.".into()),
                ..PsaFields::sample()
            },
            ..typical.clone()
        };
        let long = Self {
            shell: Shell::sample_console_long("/console/psa"),
            head: PsaHead::sample_long(""),
            active: false,
            fields: PsaFields {
                bms: true,
                account: Field::of(LONG_WORD),
                host: Field::of(format!("{LONG_WORD}.example.com")),
                ..PsaFields::sample()
            },
            steps: vec![PsaStepLine {
                what: LONG_NAME.into(),
                code: "psa_unreachable".into(),
                sentence: format!("The PSA could not be reached: {LONG_WORD}."),
                remedy: LONG_NAME.into(),
            }],
            of_draft: true,
            pass: LONG_NAME.into(),
            associated: vec![tick("9", LONG_NAME, true), tick("10", LONG_WORD, false)],
            ..typical.clone()
        };
        vec![
            ("new", new),
            ("paused", paused),
            ("faulty", again),
            ("long", long),
            ("typical", typical),
        ]
    }
}
