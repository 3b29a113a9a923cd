//! Answers that travel through the browser.

use super::Fault;

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

/// The answer with a code. `iss` tells the client which provider speaks (RFC 9207; attack: mix-up).
pub fn with_code(redirect_uri: &str, code: &str, state: Option<&str>, issuer: &str) -> String {
    let mut pairs = vec![("code", code)];
    pairs.extend(state.map(|s| ("state", s)));
    pairs.push(("iss", issuer));
    with_parameters(redirect_uri, &pairs)
}

/// The answer with an error.
pub fn with_fault(redirect_uri: &str, fault: &Fault, state: Option<&str>, issuer: &str) -> String {
    let mut pairs = vec![
        ("error", fault.code.as_str()),
        ("error_description", fault.description),
    ];
    pairs.extend(state.map(|s| ("state", s)));
    pairs.push(("iss", issuer));
    with_parameters(redirect_uri, &pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_join_what_is_there() {
        assert_eq!(
            with_code("https://a/cb", "c d", Some("s&"), "https://i"),
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
