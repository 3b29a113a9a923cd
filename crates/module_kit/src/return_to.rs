//! Where a person goes after login: a place on this same site, by construction.

/// A path of this module (with an optional query), safe to put in a `Location` header.
///
/// An open redirect lets a stranger send people through a trusted login to a false site
/// (RFC 9700, section 4.11.1), so only `/path?query` is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The longest path that is kept, in bytes.
    pub const LONGEST: usize = 2000;

    /// Reads a path. `None` when a browser could take it as another site, or when it has
    /// characters that do not belong in a header: everything outside printable ASCII, and `\`,
    /// which browsers read as `/`.
    pub fn parse(path: &str) -> Option<Self> {
        let good = path.len() <= Self::LONGEST
            && path.starts_with('/')
            && !path.starts_with("//")
            && path.bytes().all(|byte| (b'!'..=b'~').contains(&byte) && byte != b'\\')
            // A dot segment can fold into a leading `//` after the browser's clean-up: `/.//evil`.
            && !dotted(path);
        good.then(|| Self(path.to_owned()))
    }

    /// `/`
    pub fn home() -> Self {
        Self("/".into())
    }

    /// The path with its query.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn dotted(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.split('/').any(|segment| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site() {
        let long = format!("/{}", "a".repeat(ReturnTo::LONGEST));
        for (path, good) in [
            ("/", true),
            ("/me", true),
            ("/a/b?c=d&e=%20f", true),
            ("/a?next=//elsewhere.example", true),
            ("/a..b/.c", true),
            ("", false),
            ("me", false),
            ("//evil.example", false),
            ("///evil.example", false),
            ("/\\evil.example", false),
            ("\\\\evil.example", false),
            ("/a\\b", false),
            ("/\t/evil.example", false),
            ("/\n/evil.example", false),
            ("/a\r\nSet-Cookie: x=y", false),
            ("/a\0", false),
            ("/a b", false),
            ("/\u{7f}", false),
            ("/ä", false),
            ("/.//evil.example", false),
            ("/a/..//evil.example", false),
            ("/%2E%2e//evil.example", false),
            ("https://evil.example", false),
            ("https:evil.example", false),
            ("javascript:alert(1)", false),
            (" /me", false),
            (long.as_str(), false),
        ] {
            assert_eq!(ReturnTo::parse(path).is_some(), good, "{path:?}");
        }
    }
}
