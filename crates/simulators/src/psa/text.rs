//! Texts as the vendors' databases compare them.

/// Whether two texts are the same without regard to case.
pub(crate) fn same_text(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one.to_lowercase() == other.to_lowercase()
}
