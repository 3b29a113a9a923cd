//! A sentence with places that are filled in, as the build made it out of Project Fluent's syntax.

use kernel::Language;

/// One piece of a sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Piece {
    /// Letters.
    Text(&'static str),
    /// What is filled in, by name.
    Value(&'static str),
    /// One of several by what is filled in: key and sentence, and which one when none fits.
    Select(
        &'static str,
        &'static [(&'static str, &'static [Piece])],
        usize,
    ),
}

/// What is filled in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Filled<'a> {
    /// A number.
    Number(u64),
    /// A text.
    Text(&'a str),
}

/// A whole number of any kind, as pages have them.
pub trait Count {
    /// The number.
    fn count(&self) -> u64;
}

impl Count for u64 {
    fn count(&self) -> u64 {
        *self
    }
}

impl Count for u32 {
    fn count(&self) -> u64 {
        u64::from(*self)
    }
}

impl Count for i64 {
    fn count(&self) -> u64 {
        u64::try_from(*self).unwrap_or(0)
    }
}

impl Count for usize {
    fn count(&self) -> u64 {
        u64::try_from(*self).unwrap_or(u64::MAX)
    }
}

impl<T: Count> Count for &T {
    fn count(&self) -> u64 {
        (*self).count()
    }
}

/// A refusal in another language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    /// The heading; empty where that of its class serves.
    pub title: &'static [Piece],
    /// The sentence.
    pub sentence: &'static [Piece],
    /// The remedy.
    pub remedy: &'static [Piece],
}

/// Fills a sentence in.
pub(crate) fn fill(pieces: &[Piece], language: Language, values: &[(&str, Filled<'_>)]) -> String {
    let mut text = String::with_capacity(128);
    write(&mut text, pieces, language, values);
    text
}

fn write(text: &mut String, pieces: &[Piece], language: Language, values: &[(&str, Filled<'_>)]) {
    let find = |name: &str| values.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
    for piece in pieces {
        match piece {
            Piece::Text(letters) => text.push_str(letters),
            Piece::Value(name) => match find(name) {
                Some(Filled::Number(number)) => text.push_str(&number.to_string()),
                Some(Filled::Text(letters)) => text.push_str(letters),
                None => {}
            },
            Piece::Select(name, arms, default) => {
                let value = find(name);
                let fits = |key: &str| match value {
                    Some(Filled::Number(number)) => {
                        key == category(language, number) || key.parse() == Ok(number)
                    }
                    Some(Filled::Text(letters)) => key == letters,
                    None => false,
                };
                let chosen = arms
                    .iter()
                    .find(|(key, _)| fits(key))
                    .or(arms.get(*default));
                if let Some((_, pieces)) = chosen {
                    write(text, pieces, language, values);
                }
            }
        }
    }
}

/// The plural category of a whole number (Unicode CLDR, plural rules).
fn category(language: Language, number: u64) -> &'static str {
    let millions = number != 0 && number.is_multiple_of(1_000_000);
    match (language, number) {
        (Language::French, 0 | 1) => "one",
        (_, 1) => "one",
        (Language::French | Language::Spanish, _) if millions => "many",
        _ => "other",
    }
}
