//! What offboarding somebody would end.

use crate::view::Page;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME};
use askama::Template;

/// Her account at a linked tenant, or the one that she may have.
#[derive(Clone, Default)]
pub struct AccountToEndLine {
    /// The module's name.
    pub module: String,
    /// The tenant's name.
    pub tenant: String,
    /// Whether the hub knows of an account of hers.
    pub known: bool,
    /// Whether the hub can deactivate it.
    pub ends: bool,
}

/// The preview.
#[derive(Template, Clone, Default)]
#[template(path = "console/offboard.html")]
pub struct OffboardPage {
    /// The frame.
    pub shell: Shell,
    /// The member's id.
    pub id: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Sessions at the hub.
    pub sessions: u64,
    /// Modules that she gets into, by name.
    pub modules: String,
    /// Accounts at linked tenants.
    pub accounts: Vec<AccountToEndLine>,
    /// Modules at which the hub sees no accounts.
    pub unseen: Vec<String>,
    /// API keys that she has made.
    pub api_keys: Vec<String>,
    /// Longest reason, in characters.
    pub longest_reason: usize,
}

impl Page for OffboardPage {
    fn heading(&self) -> String {
        format!("Offboard {}", self.name)
    }
}

impl OffboardPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let account = |module: &str, known, ends| AccountToEndLine {
            module: module.into(),
            tenant: "Example MSP".into(),
            known,
            ends,
        };
        let typical = Self {
            shell: Shell::sample_console("/console/members"),
            id: "mem_1".into(),
            name: "Demo Technician".into(),
            email: "technician@example.com".into(),
            sessions: 2,
            modules: "Documentation, Partner Portal, Service Desk".into(),
            accounts: vec![
                account("Partner Portal", true, true),
                account("Service Desk", true, false),
                account("Remote Support", false, true),
            ],
            unseen: vec!["Documentation".into()],
            api_keys: vec!["Nightly report (…x7Qd)".into()],
            longest_reason: 300,
        };
        let nothing = Self {
            sessions: 0,
            modules: String::new(),
            accounts: Vec::new(),
            unseen: Vec::new(),
            api_keys: Vec::new(),
            ..typical.clone()
        };
        let long = Self {
            name: LONG_NAME.into(),
            email: LONG_MAIL.into(),
            accounts: vec![account(LONG_COMPANY, true, true)],
            unseen: vec![LONG_COMPANY.into()],
            ..typical.clone()
        };
        vec![("long", long), ("nothing", nothing), ("typical", typical)]
    }
}
