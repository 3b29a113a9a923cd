//! Which companies of a PSA are left out.

use super::{PsaHead, Tick};
use crate::view::hub::Shell;
use crate::view::sample_words::LONG_NAME;
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// The filters of a connection.
#[derive(Template, Clone, Default)]
#[template(path = "console/psa_filter.html")]
pub struct PsaFilterPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Name, state and tabs.
    pub head: PsaHead,
    /// Types of companies.
    pub types: Vec<Tick>,
    /// Statuses of companies.
    pub statuses: Vec<Tick>,
    /// This PSA has statuses of companies.
    pub has_statuses: bool,
    /// How many companies are left out, in words.
    pub count: String,
    /// The count is of what is ticked, and not kept.
    pub preview: bool,
}

impl Page for PsaFilterPage {
    fn heading(&self) -> String {
        "Filters".into()
    }
}

impl PsaFilterPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let ticks = |names: &[&str], ticked: usize| -> Vec<Tick> {
            let tick = |(n, name): (usize, &&str)| Tick {
                value: n.to_string(),
                text: (*name).into(),
                detail: String::new(),
                ticked: n == ticked,
            };
            names.iter().enumerate().map(tick).collect()
        };
        let typical = Self {
            shell: Shell::sample_console("/console/psa"),
            head: PsaHead::sample("/filter"),
            types: ticks(&["Client", "Former client", "Prospect", "Vendor"], 3),
            statuses: ticks(&["Active", "Credit hold", "Inactive", "Not approved"], 2),
            has_statuses: true,
            count: "12 of 1,204 companies are left out.".into(),
            ..Self::default()
        };
        vec![
            (
                "empty",
                Self {
                    types: vec![],
                    statuses: vec![],
                    count: "No company was read yet.".into(),
                    ..typical.clone()
                },
            ),
            (
                "preview",
                Self {
                    notice: Some(Notice::new(Tone::Info, "Nothing is changed yet.")),
                    preview: true,
                    count: "With this, 310 of 1,204 companies are left out.".into(),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/psa"),
                    head: PsaHead::sample_long("/filter"),
                    types: ticks(&[LONG_NAME, "Client"], 0),
                    has_statuses: false,
                    statuses: vec![],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
