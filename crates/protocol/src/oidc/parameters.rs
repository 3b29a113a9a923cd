//! Query and form parameters with limits; a parameter sent twice is an error (RFC 6749, 3.1), save
//! `resource`, which may be (RFC 8707, 2).

use super::{Fault, FaultCode};

/// Longest query or form that is read.
pub const MAX_BYTES: usize = 16 * 1024;
/// Longest value of a parameter.
pub const MAX_VALUE: usize = 4 * 1024;
/// Most parameters of a request.
pub const MAX_COUNT: usize = 64;

/// The one parameter that may come more than once.
const REPEATED: &str = "resource";

/// The parameters of one request. Empty values count as absent (RFC 6749, 3.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads `application/x-www-form-urlencoded` bytes.
    ///
    /// # Errors
    /// `invalid_request` for too much, for values that are not UTF-8 text, and for repetition.
    pub fn parse(encoded: &[u8]) -> Result<Self, Fault> {
        let bad = |text| Fault::new(FaultCode::InvalidRequest, text);
        if encoded.len() > MAX_BYTES {
            return Err(bad("the request is longer than 16 KiB"));
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(encoded) {
            if pairs.len() >= MAX_COUNT {
                return Err(bad("more than 64 parameters"));
            }
            if value.len() > MAX_VALUE || name.len() > 128 {
                return Err(bad("a parameter is longer than 4 KiB"));
            }
            if name.contains('\u{fffd}') || value.contains('\u{fffd}') || value.contains('\0') {
                return Err(bad("a parameter is not valid UTF-8 text"));
            }
            if value.is_empty() {
                continue;
            }
            if name != REPEATED && pairs.iter().any(|(n, _)| *n == name) {
                return Err(bad("a parameter was sent more than once"));
            }
            pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self(pairs))
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// All values of a parameter.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// The same parameters with another value of one.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(n, _)| n != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The value of a parameter that must be there.
    ///
    /// # Errors
    /// `invalid_request` with the description.
    pub fn need(&self, name: &str, description: &'static str) -> Result<&str, Fault> {
        self.get(name)
            .ok_or(Fault::new(FaultCode::InvalidRequest, description))
    }

    /// The parameters without some, encoded again.
    pub fn encode_without(&self, left_out: &[&str]) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self
            .0
            .iter()
            .filter(|(n, _)| !left_out.contains(&n.as_str()))
        {
            out.append_pair(name, value);
        }
        out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_requests() {
        let p = Parameters::parse(b"a=1&b=&c=x%20y&b=2").unwrap();
        assert_eq!(
            (p.get("a"), p.get("b"), p.get("c"), p.get("d")),
            (Some("1"), Some("2"), Some("x y"), None)
        );
        assert_eq!(p.encode_without(&["a"]), "c=x+y&b=2");
        let twice = Parameters::parse(b"resource=a&resource=b").unwrap();
        assert_eq!(twice.all("resource").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(p.with("a", "9").encode_without(&["c"]), "b=2&a=9");
        for bad in [
            b"a=1&a=2".to_vec(),
            b"a=%ff".to_vec(),
            b"a=%00".to_vec(),
            vec![b'a'; MAX_BYTES + 1],
            [b"a=".as_slice(), &vec![b'x'; MAX_VALUE + 1]].concat(),
        ] {
            assert!(Parameters::parse(&bad).is_err());
        }
        let many = (0..=MAX_COUNT)
            .map(|i| format!("p{i}=1"))
            .collect::<Vec<_>>()
            .join("&");
        assert!(Parameters::parse(many.as_bytes()).is_err());
    }
}
