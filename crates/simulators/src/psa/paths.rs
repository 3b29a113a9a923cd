//! Paths taken apart. Letters may be of any case.

/// A number in a path.
pub(crate) fn number(part: &str) -> Option<u32> {
    let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| part.parse().ok()).flatten()
}

/// Whether the parts fit a pattern with `*` for numbers; gives these.
pub(crate) fn fits(pattern: &str, parts: &[&str]) -> Option<Vec<u32>> {
    let pattern: Vec<&str> = pattern.split('/').collect();
    if pattern.len() != parts.len() {
        return None;
    }
    let mut numbers = Vec::new();
    for (wanted, part) in pattern.iter().zip(parts) {
        if *wanted == "*" {
            numbers.push(number(part)?);
        } else if !wanted.eq_ignore_ascii_case(part) {
            return None;
        }
    }
    Some(numbers)
}
