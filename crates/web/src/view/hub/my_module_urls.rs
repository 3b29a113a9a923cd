//! Where her modules open, and which accounts of hers they open.

use askama::Template;

use super::Shell;
use crate::view::{
    Notice, Page, Tone,
    sample_words::{LONG_COMPANY, LONG_MAIL, MOMENT},
};
use crate::words::Words;

/// A module, with one account of hers there.
#[derive(Clone, Default)]
pub struct ModuleUrlRow {
    /// The module's name.
    pub module: String,
    /// Where it opens.
    pub address: String,
    /// The region it lives in; empty where it has none.
    pub region: String,
    /// The region that the address belongs to, when that is another one.
    pub belongs_to: String,
    /// Her account there, by name; empty when the hub knows of none.
    pub account: String,
    /// The tenant that it belongs to.
    pub tenant: String,
    /// Since when, in words.
    pub since: String,
    /// The link to post for ending it; empty where she cannot.
    pub link: String,
}

/// The page.
#[derive(Template, Clone, Default)]
#[template(path = "hub/my_module_urls.html")]
pub struct MyModuleUrls {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Her modules.
    pub rows: Vec<ModuleUrlRow>,
}

impl Page for MyModuleUrls {
    fn heading(&self) -> String {
        self.shell.words.module_urls().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
}

impl MyModuleUrls {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let desk = ModuleUrlRow {
            module: "Service Desk".into(),
            address: "https://desk.example.com/".into(),
            region: "US".into(),
            belongs_to: String::new(),
            account: "demo.technician".into(),
            tenant: "Example MSP".into(),
            since: words.at(MOMENT),
            link: "lnk_1".into(),
        };
        let portal = ModuleUrlRow {
            module: "Partner Portal".into(),
            address: "https://portal.example.com/".into(),
            region: String::new(),
            link: String::new(),
            account: "technician@example.com".into(),
            ..desk.clone()
        };
        let other = ModuleUrlRow {
            module: "Partner Portal".into(),
            address: "https://docs.example.com/".into(),
            ..ModuleUrlRow::default()
        };
        let typical = Self {
            shell: Shell::sample(words, "/settings/module-urls"),
            notice: None,
            rows: vec![desk.clone(), portal, other],
        };
        let wrong = Self {
            notice: Some(Notice::new(Tone::Good, words.module_urls_unlinked())),
            rows: vec![ModuleUrlRow {
                belongs_to: "UK".into(),
                address: "https://emea.desk.example.com/".into(),
                ..desk.clone()
            }],
            ..typical.clone()
        };
        let none = Self {
            rows: Vec::new(),
            ..typical.clone()
        };
        let long = Self {
            shell: Shell::sample_long(words, "/settings/module-urls"),
            rows: vec![ModuleUrlRow {
                module: LONG_COMPANY.into(),
                account: LONG_MAIL.into(),
                tenant: LONG_COMPANY.into(),
                ..desk
            }],
            ..typical.clone()
        };
        vec![
            ("long", long),
            ("none", none),
            ("typical", typical),
            ("wrong-region", wrong),
        ]
    }
}
