//! Conditions of lists: built, never glued, so that nobody's name becomes part of the question.

use kernel::Timestamp;
use std::fmt::Write as _;

/// A comparison of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is<'v> {
    /// The same text.
    Text(&'v str),
    /// A text that holds this.
    Contains(&'v str),
    /// A text that begins with this.
    Begins(&'v str),
    /// The same number.
    Number(i64),
    /// On or off.
    Flag(bool),
    /// Later than this, in whole seconds: more is refused by the vendor.
    After(Timestamp),
    /// Without a value.
    Null,
    /// With a value.
    NotNull,
}

/// A condition that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conditions(String);

/// The text holds both kinds of quotes, or signs that cannot be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text holds both kinds of quotes, which ConnectWise cannot look for")]
pub struct CannotBeAsked;

/// Quotes a text. There is no escape for a quote, only the other kind.
fn quoted(text: &str) -> Result<String, CannotBeAsked> {
    let bad = |c: char| c.is_control();
    match (text.contains('"'), text.contains('\'')) {
        _ if text.contains(bad) => Err(CannotBeAsked),
        (false, _) => Ok(format!("\"{text}\"")),
        (true, false) => Ok(format!("'{text}'")),
        (true, true) => Err(CannotBeAsked),
    }
}

/// A text in a pattern, its brackets written as the vendor wants them. A wildcard in it stays one,
/// which finds more and never less: whoever asks compares the rows again.
fn in_pattern(text: &str) -> String {
    text.replace('[', "[[]")
}

impl Conditions {
    /// One comparison; `field` is a path such as `company/id`.
    ///
    /// # Errors
    /// [`CannotBeAsked`] for a text that no quotes can hold.
    pub fn field(field: &'static str, is: Is<'_>) -> Result<Self, CannotBeAsked> {
        Ok(Self(match is {
            Is::Text(text) => format!("{field} = {}", quoted(text)?),
            Is::Contains(text) => format!(
                "{field} like {}",
                quoted(&format!("*{}*", in_pattern(text)))?
            ),
            Is::Begins(text) => format!(
                "{field} like {}",
                quoted(&format!("{}*", in_pattern(text)))?
            ),
            Is::Number(number) => format!("{field} = {number}"),
            Is::Flag(flag) => format!("{field} = {}", if flag { "true" } else { "false" }),
            Is::After(at) => format!("{field} > [{}]", at.rfc3339()),
            Is::Null => format!("{field} = null"),
            Is::NotNull => format!("{field} != null"),
        }))
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        Self(format!("({}) and ({})", self.0, other.0))
    }

    /// Either.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self(format!("({}) or ({})", self.0, other.0))
    }

    /// Questions for many ids, each short enough for an address. Where every id counts once, so do
    /// the answers.
    pub fn id_lists(field: &'static str, ids: &[i64]) -> Vec<Self> {
        let mut lists = Vec::new();
        let mut open = String::new();
        let mut cost = 0;
        for id in ids {
            let text = id.to_string();
            // A comma is three signs in an address.
            if cost + text.len() + 3 > MOST_IN_A_LIST && !open.is_empty() {
                lists.push(Self(format!("{field} in ({open})")));
                open.clear();
                cost = 0;
            }
            if !open.is_empty() {
                open.push(',');
            }
            cost += text.len() + 3;
            let _ = write!(open, "{text}");
        }
        if !open.is_empty() {
            lists.push(Self(format!("{field} in ({open})")));
        }
        lists
    }

    /// The text, as it stands before it is escaped for an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A query, with everything escaped that is no letter, digit, dash, dot or line: the vendor wants more
/// signs escaped than forms do.
pub fn query(parameters: &[(&str, &str)]) -> String {
    let mut query = String::new();
    for (name, value) in parameters {
        let mark = if query.is_empty() { "" } else { "&" };
        let _ = write!(query, "{mark}{name}=");
        for byte in value.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                    query.push(char::from(byte));
                }
                _ => {
                    let _ = write!(query, "%{byte:02X}");
                }
            }
        }
    }
    query
}

/// Signs of an address that ids may take: the vendor calls 2,000 in all safe, and host, path and the
/// other parameters need some.
const MOST_IN_A_LIST: usize = 1400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        let at = Timestamp(1_795_000_000_900_000);
        for (field, is, written) in [
            (
                "name",
                Is::Text("Acme & Sons, 50%"),
                "name = \"Acme & Sons, 50%\"",
            ),
            ("name", Is::Text("O'Brien"), "name = \"O'Brien\""),
            (
                "name",
                Is::Text("The \"A\" Team"),
                "name = 'The \"A\" Team'",
            ),
            ("name", Is::Contains("[west]"), "name like \"*[[]west]*\""),
            ("name", Is::Begins("Ac"), "name like \"Ac*\""),
            ("company/id", Is::Number(-5), "company/id = -5"),
            ("closedFlag", Is::Flag(false), "closedFlag = false"),
            (
                "lastUpdated",
                Is::After(at),
                "lastUpdated > [2026-11-18T11:06:40Z]",
            ),
            ("site", Is::Null, "site = null"),
            ("site", Is::NotNull, "site != null"),
        ] {
            let built = Conditions::field(field, is).map(|c| c.0);
            assert_eq!(built.as_deref(), Ok(written));
        }
        for text in ["\"a\" and 'b'", "a\nb"] {
            assert_eq!(
                Conditions::field("name", Is::Text(text)),
                Err(CannotBeAsked)
            );
        }
        let breaking_out = Conditions::field("name", Is::Text("x\" or id > 0 or name = \""));
        assert_eq!(
            breaking_out.map(|c| c.0).as_deref(),
            Ok("name = 'x\" or id > 0 or name = \"'")
        );
    }

    #[test]
    fn lists_are_cut_to_the_length_of_an_address() {
        assert!(Conditions::id_lists("id", &[]).is_empty());
        assert_eq!(
            Conditions::id_lists("id", &[3, 2, 4])[0].as_str(),
            "id in (3,2,4)"
        );
        let ids: Vec<i64> = (1_000_000..1_001_000).collect();
        let lists = Conditions::id_lists("id", &ids);
        let mut found = Vec::new();
        for list in &lists {
            let inner = list
                .0
                .strip_prefix("id in (")
                .and_then(|l| l.strip_suffix(')'));
            let inner = inner.expect("a list");
            assert!(inner.replace(',', "%2C").len() <= MOST_IN_A_LIST);
            found.extend(inner.split(',').map(|id| id.parse::<i64>().expect("an id")));
        }
        assert_eq!(found, ids);
    }

    #[test]
    fn queries_escape_what_the_vendor_names() {
        let written = query(&[("conditions", "a = \"x&y's*50%+1\""), ("pageId", "0")]);
        assert_eq!(
            written,
            "conditions=a%20%3D%20%22x%26y%27s%2A50%25%2B1%22&pageId=0"
        );
    }

    #[test]
    fn joined_conditions_keep_together() {
        let one = |n| Conditions::field("id", Is::Number(n)).expect("a number");
        let joined = one(1).or(&one(2)).and(&one(3));
        assert_eq!(joined.as_str(), "((id = 1) or (id = 2)) and (id = 3)");
    }
}
