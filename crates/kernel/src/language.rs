//! The languages in which people are spoken to.

use serde::{Deserialize, Serialize};

/// A language of the pages and mails. The console is English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
}

/// The longest list of wishes that is read.
const MOST: usize = 1_024;

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::English, Self::German, Self::French, Self::Spanish];

    /// The tag (RFC 5646), in the database, in settings and in `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }

    /// Its name in itself, as a chooser shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
        }
    }

    /// The language of exactly this tag.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.tag() == tag)
    }

    /// The language that serves a wish: `de-AT` is served by German (lookup, RFC 4647, 3.4).
    pub fn serving(range: &str) -> Option<Self> {
        let first = range.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|l| l.tag().eq_ignore_ascii_case(first))
    }

    /// The best language of an `Accept-Language` header (RFC 9110, 12.5.4): the highest weight
    /// counts, of equal ones the first; what has the weight 0 is not wanted. `*` is served by
    /// none, so that the default decides.
    pub fn accepted(header: &str) -> Option<Self> {
        let header = header.get(..MOST).unwrap_or(header);
        let mut best: Option<(u32, Self)> = None;
        for wish in header.split(',').take(32) {
            let mut parts = wish.split(';').map(str::trim);
            let Some(language) = parts.next().and_then(Self::serving) else {
                continue;
            };
            let weight = parts
                .find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q=")))
                .map_or(Some(1_000), thousandths);
            match (weight, best) {
                (None | Some(0), _) => {}
                (Some(w), Some((most, _))) if w <= most => {}
                (Some(w), _) => best = Some((w, language)),
            }
        }
        best.map(|(_, language)| language)
    }

    /// The first language of a list with blanks that is spoken here: `ui_locales` (OpenID Connect
    /// Core 3.1.2.1).
    pub fn listed(list: &str) -> Option<Self> {
        list.get(..MOST)
            .unwrap_or(list)
            .split_ascii_whitespace()
            .take(32)
            .find_map(Self::serving)
    }
}

/// A weight of at most three digits behind the point, in thousandths.
fn thousandths(weight: &str) -> Option<u32> {
    let (whole, rest) = weight.split_once('.').unwrap_or((weight, ""));
    let digits = rest.len() <= 3 && rest.bytes().all(|b| b.is_ascii_digit());
    let thousandths: u32 = format!("{rest:0<3}").parse().ok().filter(|_| digits)?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, *};

    #[test]
    fn table_of_accepted_languages() {
        for (header, language) in [
            ("de", Some(German)),
            ("de-AT,de;q=0.9,en;q=0.8", Some(German)),
            ("en;q=0.5, fr-CA;q=0.7", Some(French)),
            ("it, es-419;q=0.3", Some(Spanish)),
            ("DE-ch", Some(German)),
            ("de;q=0, en;q=0.1", Some(English)),
            ("fr;q=0.5,es;q=0.5", Some(French)),
            ("fr; q=0.5, es ; q=0.501", Some(Spanish)),
            ("fr;q=2, es;q=0.1", Some(Spanish)),
            ("fr;q=0.1234, es;q=0.1", Some(Spanish)),
            ("*", None),
            ("it,pl", None),
            ("", None),
            (",;=,;q=", None),
            ("den", None),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
        assert_eq!(Language::accepted(&"de,".repeat(100_000)), Some(German));
        assert_eq!(Language::accepted(&"ä".repeat(100_000)), None);
    }

    #[test]
    fn table_of_listed_languages() {
        for (list, language) in [
            ("fr-CA fr en", Some(French)),
            ("it de", Some(German)),
            ("  ", None),
            ("xx", None),
        ] {
            assert_eq!(Language::listed(list), language, "{list}");
        }
        for language in Language::ALL {
            assert_eq!(Language::parse(language.tag()), Some(language));
        }
        assert_eq!(Language::parse("de-AT"), None);
    }
}
