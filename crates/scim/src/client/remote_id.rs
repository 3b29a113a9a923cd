//! Ids that a module chose.

use std::fmt;

/// The id of a resource at a module: 1 to 256 bytes that can stand in an address and in a log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RemoteId(String);

impl RemoteId {
    /// Takes an id; none for what cannot be one. `.` and `..` would name another address whatever
    /// their escape (WHATWG URL, 4.4), and `bulkId:` is no resource.
    pub fn parse(text: &str) -> Option<Self> {
        let form = (1..=256).contains(&text.len())
            && !text.contains(|c: char| c.is_control() || c.is_whitespace())
            && !matches!(text, "." | "..")
            && !text.to_ascii_lowercase().starts_with("bulkid:");
        form.then(|| Self(text.to_owned()))
    }

    /// As it is.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As one segment of a path: everything escaped that RFC 3986 does not call unreserved.
    pub(super) fn segment(&self) -> String {
        let mut out = String::new();
        for byte in self.0.bytes() {
            match byte {
                b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
                _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
                _ => out.push_str(&format!("%{byte:02X}")),
            }
        }
        out
    }
}

impl fmt::Display for RemoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
