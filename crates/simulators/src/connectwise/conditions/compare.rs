//! Whether a value meets a test.

use super::parse::{Literal, Operator};
use crate::psa::moment;
use crate::psa::text::same_text;
use std::borrow::Cow;
use std::cmp::Ordering;

/// A value of a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Held<'a> {
    Null,
    Flag(bool),
    Number(f64),
    Text(Cow<'a, str>),
    Moment(i64),
}

/// Texts in order, without regard to case.
fn order_of_texts(one: &str, other: &str) -> Ordering {
    let lower = |text: &str| {
        text.chars()
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    lower(one).cmp(&lower(other))
}

impl Held<'_> {
    /// How it stands to a literal; none where they cannot be compared.
    fn against(&self, literal: &Literal) -> Option<Ordering> {
        match (self, literal) {
            (Self::Null, Literal::Null) => Some(Ordering::Equal),
            (Self::Flag(held), Literal::Flag(value)) => Some(held.cmp(value)),
            (Self::Flag(held), Literal::Number(value)) => {
                f64::from(u8::from(*held)).partial_cmp(value)
            }
            (Self::Number(held), Literal::Number(value)) => held.partial_cmp(value),
            (Self::Number(held), Literal::Text(value)) => {
                held.partial_cmp(&value.trim().parse().ok()?)
            }
            (Self::Moment(held), Literal::Moment(value)) => Some(held.cmp(value)),
            (Self::Moment(held), Literal::Text(value)) => Some(held.cmp(&moment::parse(value)?)),
            // Some moments are texts in the vendor's description.
            (Self::Text(held), Literal::Moment(value)) => Some(moment::parse(held)?.cmp(value)),
            (Self::Text(held), Literal::Text(value)) => {
                if same_text(held, value) {
                    return Some(Ordering::Equal);
                }
                Some(order_of_texts(held, value))
            }
            (Self::Text(held), Literal::Number(value)) => {
                held.trim().parse::<f64>().ok()?.partial_cmp(value)
            }
            _ => None,
        }
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Number(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        }
    }

    /// Whether it meets the test.
    pub(super) fn meets(&self, operator: Operator, values: &[Literal]) -> bool {
        let Some(first) = values.first() else {
            return false;
        };
        let order = || self.against(first);
        match operator {
            Operator::Equal => order() == Some(Ordering::Equal),
            Operator::Unequal => order() != Some(Ordering::Equal),
            Operator::Less => order() == Some(Ordering::Less),
            Operator::LessOrEqual => order().is_some_and(Ordering::is_le),
            Operator::Greater => order() == Some(Ordering::Greater),
            Operator::GreaterOrEqual => order().is_some_and(Ordering::is_ge),
            Operator::In => values
                .iter()
                .any(|v| self.against(v) == Some(Ordering::Equal)),
            Operator::Contains => self.with_text(first, |held, value| held.contains(value)),
            Operator::Like => self.with_text(first, |held, value| like(value, held)),
        }
    }

    fn with_text(&self, literal: &Literal, test: impl Fn(&str, &str) -> bool) -> bool {
        let value = match literal {
            Literal::Text(value) => value.to_lowercase(),
            Literal::Number(value) => value.to_string(),
            _ => return false,
        };
        self.text()
            .is_some_and(|held| test(&held.to_lowercase(), &value))
    }
}

/// `like`: `*` and `%` stand for any run of characters, `_` for one as in any SQL, `[[]` for a bracket.
fn like(pattern: &str, text: &str) -> bool {
    #[derive(PartialEq)]
    enum Part {
        One(char),
        Any,
        Run,
    }
    let pattern = pattern.replace("[[]", "\u{1}");
    let parts: Vec<Part> = pattern
        .chars()
        .map(|c| match c {
            '*' | '%' => Part::Run,
            '_' => Part::Any,
            '\u{1}' => Part::One('['),
            c => Part::One(c),
        })
        .collect();
    let text: Vec<char> = text.chars().collect();
    // Back to the last run when it does not fit on: linear in memory, and no worse than product in time.
    let (mut p, mut t, mut run, mut mark) = (0, 0, None, 0);
    while t < text.len() {
        match parts.get(p) {
            Some(Part::Run) => {
                run = Some(p);
                mark = t;
                p += 1;
            }
            Some(Part::Any) => (p, t) = (p + 1, t + 1),
            Some(Part::One(c)) if *c == text[t] => (p, t) = (p + 1, t + 1),
            _ => match run {
                Some(at) => {
                    mark += 1;
                    (p, t) = (at + 1, mark);
                }
                None => return false,
            },
        }
    }
    parts[p..].iter().all(|part| *part == Part::Run)
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn like_has_its_wildcards() {
        for (pattern, text, fits) in [
            ("acme", "acme", true),
            ("acme", "acme inc", false),
            ("acme*", "acme inc", true),
            ("%inc", "acme inc", true),
            ("a*m*c", "acme inc", true),
            ("a*x*c", "acme inc", false),
            ("[[]urgent]*", "[urgent] help", true),
            ("a_me", "acme", true),
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(like(pattern, text), fits, "{pattern} {text}");
        }
    }
}
