//! From text to an expression, with limits: nothing that comes in a query may cost more than its length.

use crate::connectwise::errors::Refused;
use crate::psa::moment;

/// The hard end of what an address may hold.
const LONGEST: usize = 10_000;
/// Deepest nesting.
const DEEPEST: usize = 32;

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    Like,
    In,
}

/// A value to compare with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    Moment(i64),
}

/// `path operator value`; several values only for `in`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Test {
    pub path: String,
    pub operator: Operator,
    pub values: Vec<Literal>,
}

/// An expression over tests.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression<T = Test> {
    All(Vec<Expression<T>>),
    Any(Vec<Expression<T>>),
    Not(Box<Expression<T>>),
    Test(T),
}

impl<T> Expression<T> {
    /// The same expression over what each test becomes.
    pub(crate) fn map<U, E>(
        self,
        change: &mut impl FnMut(T) -> Result<U, E>,
    ) -> Result<Expression<U>, E> {
        let mut each = |list: Vec<Self>| {
            let list = list.into_iter().map(|part| part.map(change));
            list.collect::<Result<Vec<_>, E>>()
        };
        Ok(match self {
            Self::All(list) => Expression::All(each(list)?),
            Self::Any(list) => Expression::Any(each(list)?),
            Self::Not(part) => Expression::Not(Box::new(part.map(change)?)),
            Self::Test(test) => Expression::Test(change(test)?),
        })
    }

    pub(crate) fn holds(&self, test: &mut impl FnMut(&T) -> bool) -> bool {
        match self {
            Self::All(list) => list.iter().all(|part| part.holds(test)),
            Self::Any(list) => list.iter().any(|part| part.holds(test)),
            Self::Not(part) => !part.holds(test),
            Self::Test(one) => test(one),
        }
    }

    /// Every test in it.
    pub(crate) fn tests<'a>(&'a self, into: &mut Vec<&'a T>) {
        match self {
            Self::All(list) | Self::Any(list) => list.iter().for_each(|part| part.tests(into)),
            Self::Not(part) => part.tests(into),
            Self::Test(test) => into.push(test),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Moment(i64),
    Mark(&'static str),
}

fn refused(near: &str) -> Refused {
    let near: String = near.chars().take(40).collect();
    Refused::condition(format!("The condition cannot be read near '{near}'."))
}

fn tokens(text: &str) -> Result<Vec<Token>, Refused> {
    const MARKS: [&str; 9] = ["<=", ">=", "!=", "=", "<", ">", "(", ")", ","];
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) {
            found.push(Token::Mark(mark));
            rest = &rest[mark.len()..];
        } else if first == '"' || first == '\'' {
            let end = rest[1..].find(first).ok_or_else(|| refused(rest))?;
            found.push(Token::Text(rest[1..=end].to_owned()));
            rest = &rest[end + 2..];
        } else if first == '[' {
            let end = rest.find(']').ok_or_else(|| refused(rest))?;
            let at = moment::parse(&rest[1..end]).ok_or_else(|| {
                Refused::condition(format!("'{}' is not a valid date.", &rest[1..end]))
            })?;
            found.push(Token::Moment(at));
            rest = &rest[end + 1..];
        } else {
            let word = |c: char| c.is_alphanumeric() || "_/-.+:".contains(c);
            let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
            if end == 0 {
                return Err(refused(rest));
            }
            found.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        rest = rest.trim_start();
    }
    Ok(found)
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn word_is(&self, word: &str) -> bool {
        matches!(self.tokens.get(self.at), Some(Token::Word(held)) if held.eq_ignore_ascii_case(word))
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let is = self.word_is(word);
        self.at += usize::from(is);
        is
    }

    fn takes_mark(&mut self, mark: &str) -> bool {
        let is = self
            .tokens
            .get(self.at)
            .is_some_and(|t| matches!(t, Token::Mark(m) if *m == mark));
        self.at += usize::from(is);
        is
    }

    fn stuck(&self) -> Refused {
        match self.tokens.get(self.at) {
            Some(Token::Word(text) | Token::Text(text)) => refused(text),
            Some(Token::Moment(at)) => refused(&moment::text(*at)),
            Some(Token::Mark(mark)) => refused(mark),
            None => refused("end"),
        }
    }

    fn any(&mut self, depth: usize) -> Result<Expression, Refused> {
        let mut parts = vec![self.all(depth)?];
        while self.takes_word("or") {
            parts.push(self.all(depth)?);
        }
        Ok(single(parts, Expression::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Expression, Refused> {
        let mut parts = vec![self.part(depth)?];
        while self.takes_word("and") {
            parts.push(self.part(depth)?);
        }
        Ok(single(parts, Expression::All))
    }

    fn part(&mut self, depth: usize) -> Result<Expression, Refused> {
        if depth > DEEPEST {
            return Err(Refused::condition("The condition is nested too deeply."));
        }
        if self.takes_mark("(") {
            let inner = self.any(depth + 1)?;
            return if self.takes_mark(")") {
                Ok(inner)
            } else {
                Err(self.stuck())
            };
        }
        if self.takes_word("not") {
            return Ok(Expression::Not(Box::new(self.part(depth + 1)?)));
        }
        self.test()
    }

    fn test(&mut self) -> Result<Expression, Refused> {
        let Some(Token::Word(path)) = self.next() else {
            self.at -= 1;
            return Err(self.stuck());
        };
        let negated = self.takes_word("not");
        let operator = if self.takes_word("contains") {
            Operator::Contains
        } else if self.takes_word("like") {
            Operator::Like
        } else if self.takes_word("in") {
            Operator::In
        } else {
            let marks = [
                ("=", Operator::Equal),
                ("!=", Operator::Unequal),
                ("<=", Operator::LessOrEqual),
                ("<", Operator::Less),
                (">=", Operator::GreaterOrEqual),
                (">", Operator::Greater),
            ];
            if negated {
                return Err(self.stuck());
            }
            let found = marks.iter().find(|(mark, _)| self.takes_mark(mark));
            found
                .map(|(_, operator)| *operator)
                .ok_or_else(|| self.stuck())?
        };
        let values = if operator == Operator::In {
            self.list()?
        } else {
            vec![self.value()?]
        };
        let test = Expression::Test(Test {
            path,
            operator,
            values,
        });
        Ok(if negated {
            Expression::Not(Box::new(test))
        } else {
            test
        })
    }

    fn list(&mut self) -> Result<Vec<Literal>, Refused> {
        if !self.takes_mark("(") {
            return Err(self.stuck());
        }
        let mut values = vec![self.value()?];
        while self.takes_mark(",") {
            values.push(self.value()?);
        }
        if self.takes_mark(")") {
            Ok(values)
        } else {
            Err(self.stuck())
        }
    }

    fn value(&mut self) -> Result<Literal, Refused> {
        let value = match self.next() {
            Some(Token::Text(text)) => Literal::Text(text),
            Some(Token::Moment(at)) => Literal::Moment(at),
            Some(Token::Word(word)) => match word.to_ascii_lowercase().as_str() {
                "null" => Literal::Null,
                "true" => Literal::Flag(true),
                "false" => Literal::Flag(false),
                text => match text.parse::<f64>() {
                    Ok(number) if number.is_finite() => Literal::Number(number),
                    _ => return Err(refused(&word)),
                },
            },
            _ => {
                self.at -= 1;
                return Err(self.stuck());
            }
        };
        Ok(value)
    }
}

fn single(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            join(parts)
        }
        None => join(parts),
    }
}

/// Reads a condition; none where the text is empty.
pub(crate) fn parse(text: &str) -> Result<Option<Expression>, Refused> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    if text.len() > LONGEST {
        return Err(Refused::condition("The condition is too long."));
    }
    let mut reader = Reader {
        tokens: tokens(text)?,
        at: 0,
    };
    let expression = reader.any(0)?;
    if reader.at < reader.tokens.len() {
        return Err(reader.stuck());
    }
    Ok(Some(expression))
}
