//! Filters (RFC 7644, 3.4.2.2): text to [`Filter`], which knows no resource; [`Filter::bind`] to a kind
//! of resource, where each comparison is checked against the attribute's type; then
//! [`Bound::matches`] for one resource and [`Bound::plan`] for the index that serves it.

mod bind;
mod evaluate;
mod parse;
mod plan;

pub use bind::Bound;
pub use plan::{Lookup, Plan};

pub use evaluate::fold;
pub(super) use parse::Reader;

use super::path::AttributePath;
use serde_json::{Number, Value};
use std::fmt;

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Equal.
    Eq,
    /// Not equal, which no value is too.
    Ne,
    /// Contains.
    Co,
    /// Begins with.
    Sw,
    /// Ends with.
    Ew,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
}

impl Operator {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Eq,
        Self::Ne,
        Self::Co,
        Self::Sw,
        Self::Ew,
        Self::Gt,
        Self::Ge,
        Self::Lt,
        Self::Le,
    ];
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Co => "co",
            Self::Sw => "sw",
            Self::Ew => "ew",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
        }
    }
}

/// What an attribute is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A text.
    Text(String),
    /// True or false.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// No value.
    Null,
}

/// A filter as it was written. A list has at least two elements, none of them a list of its own kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// `userName eq "x"`.
    Compare(AttributePath, Operator, Operand),
    /// `title pr`.
    Present(AttributePath),
    /// `emails[…]`: one value fulfils all of what is within.
    Within(AttributePath, Box<Filter>),
    /// `not (…)`.
    Not(Box<Filter>),
    /// `… and …`.
    All(Vec<Filter>),
    /// `… or …`.
    Any(Vec<Filter>),
}

impl Filter {
    /// `name eq "text"`, with the text escaped whatever it holds. For clients.
    pub fn equal(name: &str, text: &str) -> Option<Self> {
        let path = AttributePath::parse(name)?;
        Some(Self::Compare(
            path,
            Operator::Eq,
            Operand::Text(text.to_owned()),
        ))
    }

    /// How many comparisons it holds.
    pub fn terms(&self) -> usize {
        match self {
            Self::Compare(..) | Self::Present(_) => 1,
            Self::Within(_, inner) | Self::Not(inner) => inner.terms(),
            Self::All(all) | Self::Any(all) => all.iter().map(Self::terms).sum(),
        }
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{}", Value::from(text.as_str())),
            Self::Boolean(b) => write!(f, "{b}"),
            Self::Number(n) => write!(f, "{n}"),
            Self::Null => f.write_str("null"),
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, all: &[Filter], word: &str| {
            for (n, filter) in all.iter().enumerate() {
                if n > 0 {
                    write!(f, " {word} ")?;
                }
                match filter {
                    Self::Any(_) | Self::All(_) => write!(f, "({filter})")?,
                    _ => write!(f, "{filter}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::Compare(path, operator, operand) => {
                write!(f, "{path} {} {operand}", operator.as_str())
            }
            Self::Present(path) => write!(f, "{path} pr"),
            Self::Within(path, inner) => write!(f, "{path}[{inner}]"),
            Self::Not(inner) => write!(f, "not ({inner})"),
            Self::All(all) => list(f, all, "and"),
            Self::Any(all) => list(f, all, "or"),
        }
    }
}

#[cfg(test)]
mod tests;
