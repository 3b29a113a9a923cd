//! Versions of resources as entity tags (RFC 7644, 3.14), compared weakly (RFC 9110, 8.8.3.2): SCIM's
//! tags are weak ones, and clients send them back with `If-Match` all the same.

use super::error::ScimError;

/// A version as a weak entity tag, `W/"3"`. What may not stand in a tag is left out.
pub fn weak(version: &str) -> String {
    let version: String = version.chars().filter(|c| tag_sign(*c)).collect();
    format!("W/\"{version}\"")
}

fn tag_sign(c: char) -> bool {
    matches!(c, '!' | '#'..='~')
}

/// What the conditions of a request come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Go on.
    Holds,
    /// 304: the client has it already.
    NotModified,
    /// 412, [`ScimError::stale`]: the client believes something else.
    Failed,
}

impl Condition {
    /// Whether a writing request goes on.
    ///
    /// # Errors
    /// 412 where it does not.
    pub fn for_writing(self) -> Result<(), ScimError> {
        match self {
            Self::Holds => Ok(()),
            Self::NotModified | Self::Failed => Err(ScimError::stale()),
        }
    }
}

/// Judges `If-Match` and `If-None-Match` (RFC 9110, 13.2.2) for a resource that exists with the tag
/// `current`; `reading` is true for GET. A header that cannot be read matches nothing.
pub fn judge(
    current: &str,
    if_match: Option<&str>,
    if_none_match: Option<&str>,
    reading: bool,
) -> Condition {
    if if_match.is_some_and(|header| !matches(header, current)) {
        return Condition::Failed;
    }
    match if_none_match {
        Some(header) if matches(header, current) => match reading {
            true => Condition::NotModified,
            false => Condition::Failed,
        },
        _ => Condition::Holds,
    }
}

/// Whether one of the tags of a header is the current one, weakly compared; `*` is any.
fn matches(header: &str, current: &str) -> bool {
    if header.trim() == "*" {
        return true;
    }
    let Some(current) = opaque(current) else {
        return false;
    };
    header.split(',').any(|tag| opaque(tag) == Some(current))
}

/// The tag within its quotes. A comma may stand in one, but not in ours.
fn opaque(tag: &str) -> Option<&str> {
    let tag = tag.trim();
    let quoted = tag.strip_prefix("W/").unwrap_or(tag);
    let tag = quoted.strip_prefix('"')?.strip_suffix('"')?;
    tag.chars().all(tag_sign).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_conditions() {
        let current = weak("3");
        assert_eq!(current, "W/\"3\"");
        assert_eq!(weak("a\"b\r\nc é"), "W/\"abc\"");
        use Condition::{Failed, Holds, NotModified};
        for (if_match, if_none_match, reading, writing) in [
            (None, None, Holds, Holds),
            (Some("W/\"3\""), None, Holds, Holds),
            (Some("\"3\""), None, Holds, Holds),
            (Some("*"), None, Holds, Holds),
            (Some("W/\"2\", W/\"3\""), None, Holds, Holds),
            (Some("W/\"2\""), None, Failed, Failed),
            (Some("3"), None, Failed, Failed),
            (Some(""), None, Failed, Failed),
            (None, Some("W/\"3\""), NotModified, Failed),
            (None, Some("*"), NotModified, Failed),
            (None, Some("W/\"2\""), Holds, Holds),
            (None, Some("nonsense"), Holds, Holds),
            (Some("W/\"2\""), Some("W/\"3\""), Failed, Failed),
        ] {
            assert_eq!(
                judge(&current, if_match, if_none_match, true),
                reading,
                "{if_match:?} {if_none_match:?}"
            );
            assert_eq!(
                judge(&current, if_match, if_none_match, false),
                writing,
                "{if_match:?} {if_none_match:?}"
            );
        }
        assert_eq!(Failed.for_writing().unwrap_err().status, 412);
    }
}
