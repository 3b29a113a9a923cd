//! What the API member's role needs, and how the real one compares.

use super::{PsaHead, Tick};
use crate::view::hub::Shell;
use crate::view::sample_words::LONG_NAME;
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// A row of the table of least privilege.
#[derive(Clone, Default)]
pub struct NeedLine {
    /// The vendor's module.
    pub module: &'static str,
    /// Its function.
    pub function: &'static str,
    /// `Add, Edit, Inquire`.
    pub deeds: String,
    /// Of set-up tables, only these.
    pub tables: String,
    /// What for.
    pub purpose: &'static str,
    /// After a check: what to do for each right that is missing.
    pub missing: Vec<String>,
}

/// What a role has and nobody needs.
#[derive(Clone, Default)]
pub struct ExcessLine {
    /// The vendor's module.
    pub module: String,
    /// Its function.
    pub function: String,
    /// The deed and how far.
    pub held: String,
    /// What to do.
    pub steps: String,
}

/// The permissions; without a connection the steps and the table alone.
#[derive(Template, Clone, Default)]
#[template(path = "console/psa_rights.html")]
pub struct PsaRightsPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Name, state and tabs; none before a connection is made.
    pub head: Option<PsaHead>,
    /// Kaseya BMS, which tells no one what a role allows.
    pub bms: bool,
    /// The API member; empty where it was not told.
    pub member: String,
    /// What the connection is used for.
    pub purposes: Vec<Tick>,
    /// The table.
    pub needs: Vec<NeedLine>,
    /// The role that was compared; none before a check.
    pub role: Option<String>,
    /// What is too much.
    pub excess: Vec<ExcessLine>,
    /// Set-up tables to look at by hand.
    pub tables: Vec<&'static str>,
}

impl Page for PsaRightsPage {
    fn heading(&self) -> String {
        "Permissions".into()
    }
}

impl PsaRightsPage {
    /// How many rows lack something.
    pub fn lacking(&self) -> usize {
        self.needs.iter().filter(|n| !n.missing.is_empty()).count()
    }

    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let purpose = |value: &str, text: &str| Tick {
            value: value.into(),
            text: text.into(),
            detail: String::new(),
            ticked: true,
        };
        let need = NeedLine {
            module: "Service Desk",
            function: "Close Service Tickets",
            deeds: "Add, Edit, Inquire".into(),
            purpose: "companies, tickets, configurations",
            ..NeedLine::default()
        };
        let setup = NeedLine {
            module: "System",
            function: "Table Setup (Customize)",
            deeds: "Add, Inquire".into(),
            tables: "Company/Configuration, Company/Company Status, Company/Company Type, Service/Priority".into(),
            ..need.clone()
        };
        let table = Self {
            shell: Shell::sample_console("/console/psa"),
            head: Some(PsaHead::sample("/rights")),
            member: "vestibule".into(),
            purposes: vec![
                purpose("findings", "companies, tickets, configurations"),
                purpose("contacts", "contacts of the portal"),
            ],
            needs: vec![need.clone(), setup.clone()],
            ..Self::default()
        };
        let missing = Self {
            role: Some("Vestibule API".into()),
            needs: vec![
                NeedLine {
                    missing: vec![
                        "In ConnectWise: System > Security Roles > Vestibule API > Service Desk > Close Service Tickets: set Add from None to All, save.".into(),
                        "In ConnectWise: System > Security Roles > Vestibule API > Service Desk > Close Service Tickets: set Edit from My to All, save.".into(),
                    ],
                    ..need
                },
                setup,
            ],
            excess: vec![ExcessLine {
                module: "Companies".into(),
                function: "Company Maintenance".into(),
                held: "Delete: All".into(),
                steps: "In ConnectWise: System > Security Roles > Vestibule API > Companies > Company Maintenance: set Delete from All to None, save.".into(),
            }],
            tables: vec!["Company/Configuration", "Service/Priority"],
            ..table.clone()
        };
        let fine = Self {
            role: Some("Vestibule API".into()),
            tables: vec!["Company/Configuration"],
            ..table.clone()
        };
        let long = Self {
            shell: Shell::sample_console_long("/console/psa"),
            head: Some(PsaHead::sample_long("/rights")),
            role: Some(LONG_NAME.into()),
            notice: Some(Notice::new(
                Tone::Bad,
                "The PSA does not accept these keys.",
            )),
            ..missing.clone()
        };
        let bms = Self {
            head: Some(PsaHead::of("psa_1", "Kaseya BMS (Europe)", true, "/rights")),
            bms: true,
            needs: vec![],
            ..table.clone()
        };
        let before = Self {
            head: None,
            ..table.clone()
        };
        let nobody = Self {
            member: String::new(),
            ..table.clone()
        };
        vec![
            ("typical", table),
            ("missing", missing),
            ("fine", fine),
            ("long", long),
            ("bms", bms),
            ("no-member", nobody),
            ("before", before),
        ]
    }
}
