//! Names of people, partners and usernames, parsed at the edge.

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton;

/// Why a text is not a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// Nothing was typed.
    #[error("Enter a name.")]
    Empty,
    /// Too long for its place.
    #[error("This name is too long. It can have at most {most} characters.")]
    TooLong {
        /// The limit, in characters.
        most: usize,
    },
    /// Control characters or marks that change the direction of text.
    #[error("This name holds characters that cannot be shown. Type it again by hand.")]
    Invisible,
    /// A username of other letters.
    #[error("A username has letters a to z, digits and . _ - and begins with a letter or digit.")]
    Username,
}

/// True for characters that hide, reorder or control text: they serve spoofing, not names.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn shown_text(text: &str, most: usize) -> Result<String, NameFault> {
    // A name of more bytes than any normal form could need is refused before work is done on it.
    if text.len() > most * 16 {
        return Err(NameFault::TooLong { most });
    }
    let text: String = text.trim().nfc().collect();
    if text.is_empty() {
        return Err(NameFault::Empty);
    }
    if text.chars().any(invisible) {
        return Err(NameFault::Invisible);
    }
    if text.chars().count() > most {
        return Err(NameFault::TooLong { most });
    }
    Ok(text)
}

/// The name of a person, group or module as it is shown: at most 120 characters, NFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// Reads a name; surrounding spaces are dropped.
    ///
    /// # Errors
    /// [`NameFault`] with a sentence for the field.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        shown_text(text, 120).map(Self)
    }
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A hosting region: of a module's deployment, and of the addresses that the hub calls from. One
/// notion for both, as whoever hosts names them: `EU`, `USWEST2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionName(String);

impl RegionName {
    /// Reads a name of at most 120 characters.
    ///
    /// # Errors
    /// [`NameFault`] with a sentence for the field.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        shown_text(text, 120).map(Self)
    }
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether another text names the same region, in whatever letters.
    pub fn is(&self, other: &str) -> bool {
        name_key(&self.0) == name_key(other)
    }
}

/// The name of a partner or company, with the key that makes two of them the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerName(String);

impl PartnerName {
    /// Reads a name of at most 120 characters.
    ///
    /// # Errors
    /// [`NameFault`] with a sentence for the field.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        shown_text(text, 120).map(Self)
    }
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The key by which names are compared: one spacing, one case, and letters that look alike
    /// folded together (Unicode Technical Standard 39), so that no second partner can pose as the
    /// first by a Cyrillic letter.
    pub fn key(&self) -> String {
        name_key(&self.0)
    }
}

/// The comparison key of any shown name; see [`PartnerName::key`].
///
/// Folding look-alikes can give letters that fold further (`%` becomes `°/₀`, then `°/o`), so it is
/// repeated until nothing changes; the bound is for certainty, two rounds are the most seen.
pub fn name_key(text: &str) -> String {
    let mut key = text.to_owned();
    for _ in 0..8 {
        let folded = fold_once(&key);
        if folded == key {
            break;
        }
        key = folded;
    }
    key
}

/// The key by which a list of names is searched and ordered: one case and one spacing. Letters stay what
/// they are, where [`name_key`] folds those that look alike, so that M would stand behind R.
pub fn sort_key(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fold_once(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let spaced = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    skeleton(&spaced).collect::<String>().to_lowercase()
}

/// A username: unique within one partner only, so sign-in asks for the partner's name beside it
/// (requirements S4-15, S4-16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// Reads a username of 1 to 64 characters `a-z 0-9 . _ -`; capitals become small.
    ///
    /// # Errors
    /// [`NameFault`] with a sentence for the field.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        let text = text.trim().to_ascii_lowercase();
        if text.is_empty() {
            return Err(NameFault::Empty);
        }
        if text.len() > 64 {
            return Err(NameFault::TooLong { most: 64 });
        }
        let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"._-".contains(&c);
        let first = text
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_alphanumeric);
        if first && text.bytes().all(plain) {
            Ok(Self(text))
        } else {
            Err(NameFault::Username)
        }
    }
    /// The username in small letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A short stable key of letters, digits and `-`, as set-up files use it to name things.
///
/// # Errors
/// A sentence for the place in the file.
pub fn parse_key(text: &str) -> Result<String, &'static str> {
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'_';
    if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("a key has 1 to 64 of the characters a-z, 0-9, - and _")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_share_a_key_and_hidden_marks_are_refused() {
        let key = |s: &str| PartnerName::parse(s).map(|n| n.key());
        assert_eq!(key("Example  MSP"), key("example msp"));
        assert_eq!(key("Example MSP"), key("Ехample MSP")); // the first two letters are Cyrillic
        assert_ne!(key("Example MSP"), key("Sample MSP"));
        assert_eq!(PartnerName::parse("a\u{202e}b"), Err(NameFault::Invisible));
        assert_eq!(DisplayName::parse("  "), Err(NameFault::Empty));
        assert_eq!(
            DisplayName::parse(&"x".repeat(121)),
            Err(NameFault::TooLong { most: 120 })
        );
        assert_eq!(
            DisplayName::parse(&"x".repeat(1_000_000)),
            Err(NameFault::TooLong { most: 120 })
        );
    }

    #[test]
    fn lists_are_ordered_by_the_letters_as_they_are() {
        let mut names = ["Rose", "Maple 10", "oak", "  MAPLE  9", "Maple 01"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["Maple 01", "Maple 10", "  MAPLE  9", "oak", "Rose"]);
    }

    #[test]
    fn table_of_usernames() {
        assert_eq!(
            Username::parse(" Tech.One ").map(|u| u.as_str().to_owned()),
            Ok("tech.one".to_owned())
        );
        for bad in ["", "a b", "-a", "ünder", "a@b", &"x".repeat(65)] {
            assert!(Username::parse(bad).is_err(), "{bad}");
        }
    }
}
