//! Which companies probably belong together. A suggestion is never carried out unasked.

use kernel::CompanyId;
use kernel::name::name_key;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

/// A company of our own that is not mapped, with the domains of its people's addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCandidate {
    /// Its id.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// Domains, in small letters.
    pub domains: BTreeSet<String>,
}

/// A company of the PSA that is not mapped and not left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaCandidate {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The domain of its web site; empty for none.
    pub domain: String,
}

/// What speaks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuggestionReason {
    /// The names are the same.
    SameName,
    /// They are, but for the legal form.
    SameNameButForm,
    /// The web site of the one is the domain of the other's addresses.
    SameDomain(String),
}

impl fmt::Display for SuggestionReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameName => f.write_str("same name"),
            Self::SameNameButForm => f.write_str("same name but for the legal form"),
            Self::SameDomain(domain) => write!(f, "addresses and web site at {domain}"),
        }
    }
}

/// How much speaks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// The domain alone.
    Possible,
    /// The name but for the legal form.
    Likely,
    /// The same name, or two reasons.
    Strong,
}

impl Strength {
    /// The word of the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Strong => "strong",
        }
    }
}

/// Two companies that probably belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The own one.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// The PSA's.
    pub psa_company: i64,
    /// Its name.
    pub psa_name: String,
    /// How much speaks for it.
    pub strength: Strength,
    /// What speaks for it.
    pub reasons: Vec<SuggestionReason>,
}

/// Domains at which anybody can have an address: they say nothing of a company.
const PUBLIC: &[&str] = &[
    "aol.com",
    "bluewin.ch",
    "btinternet.com",
    "comcast.net",
    "fastmail.com",
    "free.fr",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "verizon.net",
    "web.de",
    "wanadoo.fr",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yandex.ru",
    "zoho.com",
];

/// Words at the end of a name that tell the legal form.
const FORMS: &[&str] = &[
    "ag",
    "and",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "eg",
    "ek",
    "ev",
    "gbr",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "kgaa",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "mbh",
    "nv",
    "ohg",
    "oy",
    "plc",
    "pllc",
    "pty",
    "sa",
    "sarl",
    "sas",
    "se",
    "sl",
    "spa",
    "srl",
    "ug",
];

/// More companies of the PSA than this at one domain, and the domain says nothing: it is a
/// portal's or a provider's.
const MOST_AT_A_DOMAIN: usize = 3;

/// Whether a domain says nothing of whose it is.
pub fn is_public(domain: &str) -> bool {
    PUBLIC.contains(&domain)
}

/// A name without its legal form, as a key; the whole name where nothing else would be left.
fn bare_key(name: &str, forms: &BTreeSet<String>) -> String {
    let spoken: String = name
        .replace(['.', '\''], "")
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let key = name_key(&spoken);
    let mut words: Vec<&str> = key.split(' ').filter(|w| !w.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|w| forms.contains(*w)) {
        words.pop();
    }
    words.join(" ")
}

fn index(
    psa: &[PsaCandidate],
    key: impl Fn(&PsaCandidate) -> String,
) -> HashMap<String, Vec<&PsaCandidate>> {
    let mut all: HashMap<String, Vec<&PsaCandidate>> = HashMap::new();
    for candidate in psa {
        all.entry(key(candidate)).or_default().push(candidate);
    }
    all.remove("");
    all
}

fn strength(reasons: &[SuggestionReason]) -> Strength {
    use SuggestionReason::{SameName, SameNameButForm};
    match reasons {
        [SameName, ..] | [_, _, ..] => Strength::Strong,
        [SameNameButForm] => Strength::Likely,
        _ => Strength::Possible,
    }
}

/// Suggests pairs, those with the most in favour first. One own company may come with several of the
/// PSA: then a person has to choose.
pub fn suggest(own: &[OwnCandidate], psa: &[PsaCandidate]) -> Vec<Suggestion> {
    // Keys fold letters that look alike, so the forms are folded too.
    let forms: BTreeSet<String> = FORMS.iter().map(|form| name_key(form)).collect();
    let by_name = index(psa, |c| name_key(&c.name));
    let by_bare = index(psa, |c| bare_key(&c.name, &forms));
    let by_domain = index(psa, |c| match is_public(&c.domain) {
        true => String::new(),
        false => c.domain.clone(),
    });
    let mut all = Vec::new();
    for company in own {
        let mut found: BTreeMap<i64, (&PsaCandidate, Vec<SuggestionReason>)> = BTreeMap::new();
        let mut note = |candidate, reason| {
            let (_, reasons) = found
                .entry(PsaCandidate::id(candidate))
                .or_insert((candidate, Vec::new()));
            if reasons.is_empty() || matches!(reason, SuggestionReason::SameDomain(_)) {
                reasons.push(reason);
            }
        };
        for candidate in by_name.get(&name_key(&company.name)).into_iter().flatten() {
            note(candidate, SuggestionReason::SameName);
        }
        for candidate in by_bare
            .get(&bare_key(&company.name, &forms))
            .into_iter()
            .flatten()
        {
            note(candidate, SuggestionReason::SameNameButForm);
        }
        for domain in company.domains.iter().filter(|d| !is_public(d)) {
            let there = by_domain.get(domain).map_or(&[][..], Vec::as_slice);
            if there.len() <= MOST_AT_A_DOMAIN {
                for candidate in there {
                    note(candidate, SuggestionReason::SameDomain(domain.clone()));
                }
            }
        }
        all.extend(found.into_values().map(|(candidate, reasons)| Suggestion {
            company: company.id,
            name: company.name.clone(),
            psa_company: candidate.id,
            psa_name: candidate.name.clone(),
            strength: strength(&reasons),
            reasons,
        }));
    }
    all.sort_by(|a, b| {
        let order = |s: &Suggestion| (std::cmp::Reverse(s.strength), name_key(&s.name));
        order(a)
            .cmp(&order(b))
            .then(a.psa_company.cmp(&b.psa_company))
    });
    all
}

impl PsaCandidate {
    const fn id(&self) -> i64 {
        self.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(id: u8, name: &str, domains: &[&str]) -> OwnCandidate {
        OwnCandidate {
            id: CompanyId([id; 16]),
            name: name.into(),
            domains: domains.iter().map(|d| (*d).to_owned()).collect(),
        }
    }

    fn psa(id: i64, name: &str, domain: &str) -> PsaCandidate {
        PsaCandidate {
            id,
            name: name.into(),
            domain: domain.into(),
        }
    }

    fn found(own: &[OwnCandidate], psa: &[PsaCandidate]) -> Vec<(i64, &'static str, String)> {
        let words = |s: &Suggestion| {
            let reasons: Vec<_> = s.reasons.iter().map(ToString::to_string).collect();
            reasons.join("; ")
        };
        suggest(own, psa)
            .iter()
            .map(|s| (s.psa_company, s.strength.as_str(), words(s)))
            .collect()
    }

    #[test]
    fn table_of_suggestions() {
        for (name, domains, psa_name, psa_domain, is) in [
            (
                "Birch & Sons",
                &[][..],
                "birch  & sons",
                "",
                "strong: same name",
            ),
            (
                "Birch & Sons",
                &[],
                "Birch & Sons Ltd.",
                "",
                "likely: same name but for the legal form",
            ),
            (
                "Ahorn GmbH & Co. KG",
                &[],
                "Ahorn",
                "",
                "likely: same name but for the legal form",
            ),
            (
                "Cedar, Inc",
                &["cedar.example"],
                "Cedar L.L.C.",
                "cedar.example",
                "strong: same name but for the legal form; addresses and web site at cedar.example",
            ),
            (
                "Dogwood",
                &["dogwood.example"],
                "The Wood Clinic",
                "dogwood.example",
                "possible: addresses and web site at dogwood.example",
            ),
            ("Elm", &["gmail.com"], "Oak", "gmail.com", ""),
            ("Elm", &[], "Oak", "", ""),
            // A name that is nothing but a form stays as it is.
            ("Company", &[], "Ltd", "", ""),
        ] {
            let all = found(&[own(1, name, domains)], &[psa(4, psa_name, psa_domain)]);
            let text: Vec<_> = all
                .iter()
                .map(|(_, s, why)| format!("{s}: {why}"))
                .collect();
            assert_eq!(text.join(" | "), is, "{name} / {psa_name}");
        }
    }

    #[test]
    fn the_best_come_first_and_two_candidates_are_both_there() {
        let all = found(
            &[own(1, "Zelkova", &[]), own(2, "Acacia Ltd", &[])],
            &[
                psa(1, "Acacia Inc", ""),
                psa(2, "Acacia", ""),
                psa(3, "Zelkova", ""),
            ],
        );
        let ids: Vec<_> = all
            .iter()
            .map(|(id, strength, _)| (*id, *strength))
            .collect();
        assert_eq!(ids, [(3, "strong"), (1, "likely"), (2, "likely")]);
    }

    #[test]
    fn a_domain_of_many_says_nothing() {
        let many: Vec<_> = (1..=4)
            .map(|n| psa(n, &format!("P{n}"), "shared.example"))
            .collect();
        let one = [own(1, "Own", &["shared.example"])];
        assert_eq!(found(&one, &many), []);
        assert_eq!(found(&one, &many[..3]).len(), 3);
    }
}
