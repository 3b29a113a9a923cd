//! The allow-list: which addresses the firewall before a PSA must let in.

use super::PsaHead;
use crate::view::Page;
use crate::view::hub::Shell;
use askama::Template;

/// An address.
#[derive(Clone, Default)]
pub struct AddressLine {
    /// The region; empty where the list has none.
    pub region: String,
    /// The address.
    pub address: String,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/psa_addresses.html")]
pub struct PsaAddressesPage {
    /// The frame.
    pub shell: Shell,
    /// Name, state and tabs.
    pub head: PsaHead,
    /// The PSA's host.
    pub host: String,
    /// The PSA is in the vendor's cloud.
    pub hosted: bool,
    /// The addresses of the partner's own regions.
    pub rows: Vec<AddressLine>,
    /// Those of other regions.
    pub others: Vec<AddressLine>,
}

impl Page for PsaAddressesPage {
    fn heading(&self) -> String {
        "Allow-list".into()
    }
}

impl PsaAddressesPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |region: &str, address: &str| AddressLine {
            region: region.into(),
            address: address.into(),
        };
        let typical = Self {
            shell: Shell::sample_console("/console/psa"),
            head: PsaHead::sample("/addresses"),
            host: "cw.example.com".into(),
            rows: vec![
                line("EUCENTRAL1", "203.0.113.7"),
                line("EUCENTRAL1", "2001:db8:85a3:8d3:1319:8a2e:370:7348"),
            ],
            others: vec![line("USWEST2", "198.51.100.3")],
            ..Self::default()
        };
        vec![
            (
                "hosted",
                Self {
                    host: "na.myconnectwise.net".into(),
                    hosted: true,
                    rows: vec![line("", "203.0.113.8"), line("", "203.0.113.9")],
                    others: vec![],
                    ..typical.clone()
                },
            ),
            (
                "empty",
                Self {
                    shell: Shell::sample_console_long("/console/psa"),
                    head: PsaHead::sample_long("/addresses"),
                    rows: vec![],
                    others: vec![],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
