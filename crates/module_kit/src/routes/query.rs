//! Queries and forms with each name at most once.

use std::borrow::Cow;

use crate::Problem;

/// The parameters of one request.
pub(crate) struct Parameters<'q>(Vec<(Cow<'q, str>, Cow<'q, str>)>);

impl<'q> Parameters<'q> {
    /// RFC 6749 section 3.1: a parameter must not come twice. What is longer than 48 KiB or has
    /// more than 50 parameters is refused.
    pub fn parse(text: &'q [u8]) -> Result<Self, Problem> {
        let bad = Problem::BadRequest("Begin again from this site.");
        if text.len() > super::FORM {
            return Err(bad);
        }
        let mut all: Vec<(Cow<str>, Cow<str>)> = Vec::new();
        for (name, value) in form_urlencoded::parse(text) {
            if all.len() == 50 || all.iter().any(|(known, _)| *known == name) {
                return Err(bad);
            }
            all.push((name, value));
        }
        Ok(Self(all))
    }

    /// All of them, the empty ones too.
    pub fn into_map(self) -> std::collections::BTreeMap<String, String> {
        let own = |(name, value): (Cow<str>, Cow<str>)| (name.into_owned(), value.into_owned());
        self.0.into_iter().map(own).collect()
    }

    /// The value, unless it is missing or empty (RFC 6749 section 3.1: empty counts as missing).
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self
            .0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_ref());
        value.filter(|value| !value.is_empty())
    }
}
