//! The grammar, read from left to right with limits on length, comparisons and nesting.

use super::{Filter, Operand, Operator};
use crate::error::{ScimError, ScimType};
use crate::limits;
use crate::path::AttributePath;
use serde_json::Value;

impl Filter {
    /// Reads a filter.
    ///
    /// Beyond the standard, `emails[type eq "work"].value eq "x"` is read, and the same without `.value`
    /// as the documentation of Entra ID has it; both mean `emails[type eq "work" and value eq "x"]`.
    ///
    /// # Errors
    /// `invalidFilter` for what the grammar does not know, for more than
    /// [`limits::MAX_FILTER`] bytes, [`limits::MAX_TERMS`] comparisons or
    /// [`limits::MAX_FILTER_DEPTH`] levels.
    pub fn parse(text: &str) -> Result<Self, ScimError> {
        let mut reader = Reader::new(text)?;
        let filter = reader.any(0, false)?;
        reader.end()?;
        Ok(filter)
    }
}

/// A place in a text.
pub(crate) struct Reader<'t> {
    rest: &'t str,
    terms: usize,
}

fn bad(why: &'static str) -> ScimError {
    ScimError::new(ScimType::InvalidFilter, why)
}

const NO_FILTER: &str = "The filter is not of the form: attribute operator value.";

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str) -> Result<Self, ScimError> {
        if text.len() > limits::MAX_FILTER {
            return Err(bad("The filter is too long."));
        }
        Ok(Self {
            rest: text.trim_start(),
            terms: 0,
        })
    }

    /// Nothing may follow.
    pub(crate) fn end(&self) -> Result<(), ScimError> {
        match self.rest.trim_start().is_empty() {
            true => Ok(()),
            false => Err(bad("Something follows where the filter should end.")),
        }
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes a sign if it is next.
    pub(crate) fn sign(&mut self, sign: char) -> bool {
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// The word that is next, without taking it.
    fn peek(&self) -> &'t str {
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '$');
        let end = self.rest.find(|c| !word(c)).unwrap_or(self.rest.len());
        self.rest.get(..end).unwrap_or_default()
    }

    fn word(&mut self) -> &'t str {
        let word = self.peek();
        self.rest = self.rest.get(word.len()..).unwrap_or_default();
        word
    }

    /// The name of an attribute.
    pub(crate) fn path(&mut self) -> Result<AttributePath, ScimError> {
        AttributePath::parse(self.word())
            .ok_or_else(|| bad("The filter needs the name of an attribute here."))
    }

    /// `and` or `or`, if it is next.
    fn joined(&mut self, joint: &str) -> bool {
        self.space();
        let found = self.peek().eq_ignore_ascii_case(joint);
        if found {
            self.word();
            self.space();
        }
        found
    }

    /// Filters joined by `or`, the weakest joint.
    pub(crate) fn any(&mut self, depth: usize, within: bool) -> Result<Filter, ScimError> {
        if depth > limits::MAX_FILTER_DEPTH {
            return Err(bad("The filter is nested too deeply."));
        }
        let mut all = Vec::new();
        loop {
            match self.all(depth, within)? {
                Filter::Any(more) => all.extend(more),
                one => all.push(one),
            }
            if !self.joined("or") {
                return Ok(joined(all, Filter::Any));
            }
        }
    }

    fn all(&mut self, depth: usize, within: bool) -> Result<Filter, ScimError> {
        let mut all = Vec::new();
        loop {
            match self.single(depth, within)? {
                Filter::All(more) => all.extend(more),
                one => all.push(one),
            }
            if !self.joined("and") {
                return Ok(joined(all, Filter::All));
            }
        }
    }

    fn single(&mut self, depth: usize, within: bool) -> Result<Filter, ScimError> {
        if self.sign('(') {
            return self.group(depth, within);
        }
        if self.peek().eq_ignore_ascii_case("not") {
            let before = self.rest;
            self.word();
            self.space();
            if self.sign('(') {
                return Ok(Filter::Not(Box::new(self.group(depth, within)?)));
            }
            self.rest = before;
        }
        let path = self.path()?;
        if !self.sign('[') {
            return self.comparison(path);
        }
        if within {
            return Err(bad("Square brackets cannot stand within square brackets."));
        }
        let inner = self.bracket(depth)?;
        let part = if self.sign('.') {
            self.path()?
        } else if self.operator_is_next() {
            AttributePath {
                schema: None,
                name: "value".to_owned(),
                part: None,
            }
        } else {
            return Ok(Filter::Within(path, Box::new(inner)));
        };
        let mut both = match inner {
            Filter::All(all) => all,
            one => vec![one],
        };
        both.push(self.comparison(part)?);
        Ok(Filter::Within(path, Box::new(Filter::All(both))))
    }

    fn operator_is_next(&self) -> bool {
        let next = Self {
            rest: self.rest.trim_start(),
            terms: 0,
        };
        let word = next.peek();
        let operator = |o: &Operator| o.as_str().eq_ignore_ascii_case(word);
        word.eq_ignore_ascii_case("pr") || Operator::ALL.iter().any(operator)
    }

    /// What stands between `[`, which was taken, and `]`.
    pub(crate) fn bracket(&mut self, depth: usize) -> Result<Filter, ScimError> {
        self.space();
        let inner = self.any(depth + 1, true)?;
        self.space();
        match self.sign(']') {
            true => Ok(inner),
            false => Err(bad("A square bracket is not closed.")),
        }
    }

    fn group(&mut self, depth: usize, within: bool) -> Result<Filter, ScimError> {
        self.space();
        let inner = self.any(depth + 1, within)?;
        self.space();
        match self.sign(')') {
            true => Ok(inner),
            false => Err(bad("A bracket is not closed.")),
        }
    }

    fn comparison(&mut self, path: AttributePath) -> Result<Filter, ScimError> {
        self.terms += 1;
        if self.terms > limits::MAX_TERMS {
            return Err(bad("The filter has too many comparisons."));
        }
        let parted = |rest: &str| rest.starts_with(char::is_whitespace);
        if !parted(self.rest) {
            return Err(bad(NO_FILTER));
        }
        self.space();
        let word = self.word();
        if word.eq_ignore_ascii_case("pr") {
            return Ok(Filter::Present(path));
        }
        let operator = Operator::ALL
            .into_iter()
            .find(|o| o.as_str().eq_ignore_ascii_case(word))
            .ok_or_else(|| bad("The filter has an operator that is not supported."))?;
        if !parted(self.rest) {
            return Err(bad(NO_FILTER));
        }
        self.space();
        Ok(Filter::Compare(path, operator, self.operand()?))
    }

    fn operand(&mut self) -> Result<Operand, ScimError> {
        const NO_VALUE: &str = "A value in a filter is a JSON text, a number, true, false or null.";
        if self.rest.starts_with('"') {
            let end =
                text_end(self.rest).ok_or_else(|| bad("A text in the filter is not closed."))?;
            let (text, rest) = self.rest.split_at(end);
            let text: String = serde_json::from_str(text).map_err(|_| bad(NO_VALUE))?;
            self.rest = rest;
            return Ok(Operand::Text(text));
        }
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || matches!(c, ')' | ']'))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        // Entra ID has been seen to write `True`.
        let value = match serde_json::from_str(&word.to_ascii_lowercase()) {
            Ok(Value::Bool(b)) => Operand::Boolean(b),
            Ok(Value::Null) => Operand::Null,
            Ok(Value::Number(n)) => Operand::Number(n),
            _ => return Err(bad(NO_VALUE)),
        };
        self.rest = rest;
        Ok(value)
    }
}

/// One filter is itself; several are a list.
fn joined(mut all: Vec<Filter>, list: fn(Vec<Filter>) -> Filter) -> Filter {
    match (all.pop(), all.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            all.extend(last);
            list(all)
        }
    }
}

/// Where a JSON text that begins with a quote ends, the closing quote included.
fn text_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}
