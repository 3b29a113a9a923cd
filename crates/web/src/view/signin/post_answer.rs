//! The way from a sign-in back to a module that wants its answer posted.

use askama::Template;

use crate::view::{Page, sample_words::LONG_WORD};
use crate::words::Words;

/// A form that sends itself; with its button where scripts are off (OAuth 2.0 Form Post Response Mode).
#[derive(Template, Clone, Default)]
#[template(path = "signin/post_answer.html")]
pub struct PostAnswer {
    /// What it says.
    pub words: Words,
    /// The registered address.
    pub action: String,
    /// Its host, for people.
    pub host: String,
    /// Name and value of what the module is told.
    pub fields: Vec<(String, String)>,
}

impl Page for PostAnswer {
    fn heading(&self) -> String {
        self.words.post_answer_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl PostAnswer {
    /// The states to look at. Their forms have no address: they would leave the gallery.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone().fixed(),
            action: String::new(),
            host: "portal.example.com".into(),
            fields: vec![
                ("code".into(), "sample".into()),
                ("state".into(), "sample".into()),
            ],
        };
        let long = Self {
            host: format!("{}.example.com", LONG_WORD.to_lowercase()),
            ..typical.clone()
        };
        vec![("typical", typical), ("long", long)]
    }

    /// The script runs where there is somewhere to go.
    fn goes(&self) -> bool {
        !self.action.is_empty()
    }
}
