//! Which audit entries a webhook gets: patterns on what was done.

use std::fmt;

/// Most patterns of a filter.
const MOST: usize = 50;
/// Longest pattern, in characters.
const LONGEST: usize = 60;

/// Why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventFilterFault {
    /// Nothing was chosen.
    #[error("Choose at least one event, or * for all.")]
    Empty,
    /// More than fifty.
    #[error("At most 50 lines. A line such as member.* stands for many events.")]
    TooMany,
    /// A line that is no pattern.
    #[error("Line {0} is no event: write member.deactivated, member.* or *.")]
    Line(usize),
}

/// Patterns; an entry is chosen when one of them fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventFilter(Vec<String>);

fn word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn pattern(text: &str) -> bool {
    text.len() <= LONGEST
        && (text == "*"
            || text
                .split_once('.')
                .is_some_and(|(noun, verb)| word(noun) && (verb == "*" || word(verb))))
}

impl EventFilter {
    /// A filter that chooses all.
    pub fn all() -> Self {
        Self(vec!["*".into()])
    }

    /// Reads patterns, one a line: `*`, `member.*` or `session.begun`. Empty lines and repetitions
    /// are left out.
    ///
    /// # Errors
    /// [`EventFilterFault`] with the number of the line.
    pub fn parse(text: &str) -> Result<Self, EventFilterFault> {
        let mut patterns: Vec<String> = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || patterns.iter().any(|p| p == line) {
                continue;
            }
            if !pattern(line) {
                return Err(EventFilterFault::Line(number + 1));
            }
            if patterns.len() == MOST {
                return Err(EventFilterFault::TooMany);
            }
            patterns.push(line.to_owned());
        }
        if patterns.is_empty() {
            return Err(EventFilterFault::Empty);
        }
        Ok(Self(patterns))
    }

    /// Whether an action is chosen.
    pub fn chooses(&self, action: &str) -> bool {
        self.0.iter().any(|p| match p.strip_suffix('*') {
            Some("") => true,
            // The dot belongs to the pattern: `member.*` is not `member_import.begun`.
            Some(noun) => action.starts_with(noun),
            None => p == action,
        })
    }

    /// The patterns.
    pub fn patterns(&self) -> &[String] {
        &self.0
    }
}

/// One pattern a line, as [`EventFilter::parse`] reads it.
impl fmt::Display for EventFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_patterns() {
        for (patterns, action, chosen) in [
            ("*", "session.begun", true),
            ("member.*", "member.deactivated", true),
            ("member.*", "member_import.begun", false),
            ("session.begun", "session.begun", true),
            ("session.begun", "session.begun_twice", false),
            ("session.begun\n\n group.* ", "group.made", true),
            ("session.begun\ngroup.*", "member.changed", false),
        ] {
            let filter = EventFilter::parse(patterns).unwrap();
            assert_eq!(filter.chooses(action), chosen, "{patterns:?} {action}");
            assert_eq!(EventFilter::parse(&filter.to_string()), Ok(filter));
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused_with_its_line() {
        assert_eq!(EventFilter::parse(" \n"), Err(EventFilterFault::Empty));
        for bad in [
            "member", "member.", ".begun", "*.begun", "mem*", "a.b.c", "A.b", "a.b*", "ä.b",
        ] {
            let text = format!("*\n{bad}");
            assert_eq!(
                EventFilter::parse(&text),
                Err(EventFilterFault::Line(2)),
                "{bad}"
            );
        }
        let letters =
            |n: u8| char::from(b'a' + n % 26).to_string() + &"b".repeat(1 + usize::from(n));
        let many: Vec<String> = (0..51).map(|n| format!("{}.*", letters(n))).collect();
        assert_eq!(
            EventFilter::parse(&many.join("\n")),
            Err(EventFilterFault::TooMany)
        );
        assert_eq!(EventFilter::parse("*\n*").unwrap().patterns().len(), 1);
    }
}
