//! Somebody wanted an address that has a login already.

use super::{Letter, Mail};
use crate::view::sample_words::LONG_NAME;

/// To whoever has the wanted address already.
#[derive(Clone)]
pub struct EmailWanted {
    /// Whom it greets; may be empty.
    pub display_name: String,
}

impl Mail for EmailWanted {
    fn subject(&self) -> String {
        "Your email address was entered for another login".into()
    }
    fn letter(&self) -> Letter {
        Letter {
            heading: self.subject(),
            to: self.display_name.clone(),
            before: vec!["Somebody who has another login wanted to change its address to yours. That did not happen, since you sign in with it already.".into()],
            button: None,
            facts: vec![],
            after: vec!["If it was you, with a second login of your own, go on using this one for this address. If it was not, there is nothing to do.".into()],
        }
    }
}

impl EmailWanted {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let of = |name: &str| Self {
            display_name: name.into(),
        };
        vec![("long", of(LONG_NAME)), ("typical", of("Demo Owner"))]
    }
}
