//! Answers that travel through the browser.

use super::Fault;
use super::authorize::ResponseMode;

/// The redirect address with parameters added to its query (RFC 6749, 4.1.2).
pub fn with_parameters(redirect_uri: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        query.append_pair(name, value);
    }
    let joint = match redirect_uri.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some((_, rest)) if rest.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{redirect_uri}{joint}{}", query.finish())
}

/// An answer on its way to a client's registered address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The registered address.
    pub redirect_uri: String,
    /// What it is told.
    pub pairs: Vec<(String, String)>,
    /// How.
    pub mode: ResponseMode,
}

/// Where answers of one request go.
#[derive(Clone, Copy, Debug)]
pub struct Way<'a> {
    /// The registered address.
    pub redirect_uri: &'a str,
    /// `state`, sent back as it came.
    pub state: Option<&'a str>,
    /// The issuer: `iss` tells the client which provider speaks (RFC 9207; attack: mix-up).
    pub issuer: &'a str,
    /// How answers travel.
    pub mode: ResponseMode,
}

impl Way<'_> {
    fn answer(&self, pairs: &[(&str, &str)]) -> Outgoing {
        let owned = |(n, v): (&str, &str)| (n.to_owned(), v.to_owned());
        let mut pairs: Vec<_> = pairs.iter().copied().map(owned).collect();
        pairs.extend(self.state.map(|s| owned(("state", s))));
        pairs.push(owned(("iss", self.issuer)));
        Outgoing {
            redirect_uri: self.redirect_uri.to_owned(),
            pairs,
            mode: self.mode,
        }
    }

    /// The answer with a code.
    pub fn with_code(&self, code: &str) -> Outgoing {
        self.answer(&[("code", code)])
    }

    /// The answer with an error.
    pub fn with_fault(&self, fault: &Fault) -> Outgoing {
        self.answer(&[
            ("error", fault.code.as_str()),
            ("error_description", fault.description),
        ])
    }
}

impl Outgoing {
    /// The address with all of it in the query.
    pub fn address(&self) -> String {
        let pairs: Vec<_> = self
            .pairs
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        with_parameters(&self.redirect_uri, &pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_join_what_is_there() {
        assert_eq!(
            Way {
                redirect_uri: "https://a/cb",
                state: Some("s&"),
                issuer: "https://i",
                mode: ResponseMode::Query
            }
            .with_code("c d")
            .address(),
            "https://a/cb?code=c+d&state=s%26&iss=https%3A%2F%2Fi"
        );
        assert_eq!(
            with_parameters("https://a/cb?x=1", &[("b", "2")]),
            "https://a/cb?x=1&b=2"
        );
        assert_eq!(
            with_parameters("https://a/cb?", &[("b", "2")]),
            "https://a/cb?b=2"
        );
    }
}
