//! The order of her modules.

use askama::Template;

use super::Shell;
use crate::view::{
    Page,
    sample_words::{LONG_COMPANY, LONG_WORD},
};
use crate::words::Words;

/// One module in her order.
#[derive(Clone, Default)]
pub struct OrderRow {
    /// What is posted as `module`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Whether it is a favourite.
    pub favourite: bool,
}

/// Moves modules; each button posts `csrf`, `module` and `step`: up, down or favourite.
#[derive(Template, Clone, Default)]
#[template(path = "hub/my_order.html")]
pub struct MyOrder {
    /// The frame.
    pub shell: Shell,
    /// Where the buttons post to.
    pub action: String,
    /// The modules in order.
    pub rows: Vec<OrderRow>,
    /// Her modules.
    pub back_href: String,
}

impl Page for MyOrder {
    fn heading(&self) -> String {
        self.shell.words.nav_order().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
}

impl MyOrder {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let row = |title: &str, favourite| OrderRow {
            id: "ins_1".into(),
            title: title.into(),
            favourite,
        };
        let typical = Self {
            shell: Shell::sample(words, "/settings/modules"),
            action: "/settings/modules".into(),
            rows: vec![
                row("Service Desk", true),
                row("Partner Portal", false),
                row("Billing", false),
            ],
            back_href: "/modules".into(),
        };
        vec![
            (
                "empty",
                Self {
                    rows: vec![],
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long(words, "/settings/modules"),
                    rows: vec![row(LONG_COMPANY, true), row(LONG_WORD, false)],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
