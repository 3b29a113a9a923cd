//! The common shape of all mails.

use crate::words::Words;
use askama::Template;

use crate::view::sample_words::{LONG_COMPANY, LONG_NAME, LONG_WORD};

/// A mail ready to be sent.
#[derive(Clone)]
pub struct Rendered {
    /// One line without line breaks.
    pub subject: String,
    /// A whole HTML page with its styles inside: mail programs load nothing else.
    pub html: String,
    /// The same words as plain text, lines ended by LF.
    pub text: String,
}

/// The one link of a mail.
#[derive(Clone)]
pub struct Button {
    /// What the button says.
    pub text: String,
    /// Where it leads; also written out as text.
    pub link: String,
}

/// A mail in words, before it is laid out.
#[derive(Clone, Default)]
pub struct Letter {
    /// The heading of the HTML; the text begins with the greeting.
    pub heading: String,
    /// Whom it greets; may be empty.
    pub to: String,
    /// Paragraphs before the button.
    pub before: Vec<String>,
    /// The one link, if there is one.
    pub button: Option<Button>,
    /// Facts as name and value: "When", "From".
    pub facts: Vec<(String, String)>,
    /// Paragraphs after the button.
    pub after: Vec<String>,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    words: &'a Words,
    subject: &'a str,
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct Text<'a> {
    words: &'a Words,
    letter: &'a Letter,
}

impl Letter {
    /// Lays the letter out twice. Line breaks and control characters in the subject become
    /// blanks, so that no name can add a header to the mail (RFC 5322, section 2.2).
    ///
    /// # Errors
    /// Only when a template cannot be written, which is a fault of the program.
    pub fn render(&self, words: &Words, subject: String) -> Result<Rendered, askama::Error> {
        let subject: String = subject
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let html = Html {
            words,
            subject: &subject,
            letter: self,
        }
        .render()?;
        let text = Text {
            words,
            letter: self,
        }
        .render()?;
        Ok(Rendered {
            subject,
            html,
            text,
        })
    }

    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let empty = Self {
            heading: "A heading".into(),
            before: vec!["One sentence.".into()],
            ..Self::default()
        };
        let long = Self {
            heading: LONG_COMPANY.into(),
            to: LONG_NAME.into(),
            before: vec![
                LONG_WORD.into(),
                "<script>alert(1)</script> & \"quotes\"".into(),
            ],
            button: Some(Button {
                text: LONG_NAME.into(),
                link: format!("https://login.example.com/activate/{}", LONG_WORD.repeat(3)),
            }),
            facts: vec![
                ("When".into(), LONG_WORD.into()),
                (LONG_WORD.into(), LONG_COMPANY.into()),
            ],
            after: vec![LONG_COMPANY.into()],
        };
        vec![("empty", empty), ("long", long)]
    }
}
