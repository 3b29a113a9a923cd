//! The part of a page that asks for a passkey.

/// A question for the browser, with the name under which the hub keeps it.
#[derive(Clone, Debug, Default)]
pub struct PasskeyPart {
    /// The options, as JSON; empty where the script fetches them.
    pub options: String,
    /// What the form brings back.
    pub ceremony: String,
}

impl PasskeyPart {
    pub(crate) fn sample() -> Self {
        Self {
            options: r#"{"challenge":"AAAA"}"#.into(),
            ceremony: "0123456789".into(),
        }
    }
}

impl From<engine::identity::PasskeyQuestion> for PasskeyPart {
    fn from(question: engine::identity::PasskeyQuestion) -> Self {
        Self {
            options: question.options,
            ceremony: question.ceremony,
        }
    }
}
