//! The account chooser: after proving who she is, which of her companies (S4-27, S4-28)?

use askama::Template;

use crate::view::{
    Page,
    parts::initials,
    sample_words::{LONG_COMPANY, LONG_NAME},
};
use crate::words::Words;

/// One company that the person belongs to.
#[derive(Clone, Default)]
pub struct Choice {
    /// What is posted as `affiliation`.
    pub value: String,
    /// Name of the company.
    pub title: String,
    /// What she is there: "Technician".
    pub detail: String,
}

impl Choice {
    fn initials(&self) -> String {
        initials(&self.title)
    }
}

/// Lists the companies; each is a button that posts `affiliation`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/choose.html")]
pub struct Choose {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The companies, two or more.
    pub choices: Vec<Choice>,
    /// Name of the module that she is on the way to.
    pub continue_to: Option<String>,
}

impl Page for Choose {
    fn heading(&self) -> String {
        self.words.choose_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl Choose {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let choice = |value: &str, title: &str, detail: &str| Choice {
            value: value.into(),
            title: title.into(),
            detail: detail.into(),
        };
        let typical = Self {
            words: words.clone(),
            action: "/sign-in/choose".into(),
            choices: vec![
                choice("mem_1", "Example MSP", words.role_master()),
                choice("mem_2", "Second MSP", words.role_user()),
            ],
            continue_to: Some("Partner Portal".into()),
        };
        let long = Self {
            choices: (1..=12)
                .map(|n| match n % 3 {
                    0 => choice("mem_3", LONG_COMPANY, LONG_NAME),
                    1 => choice("mem_4", "北海道サービス", words.role_billing()),
                    _ => choice("mem_5", "Example MSP", ""),
                })
                .collect(),
            continue_to: Some(LONG_COMPANY.into()),
            ..typical.clone()
        };
        vec![("long", long), ("typical", typical)]
    }
}
