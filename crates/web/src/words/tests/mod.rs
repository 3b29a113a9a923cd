//! The languages owe each other nothing, nothing English is left in the pages, and what we make of
//! a sentence is what Project Fluent's own library makes of it.

mod judge;
mod leftovers;

#[allow(dead_code, reason = "the code itself is of use to the build alone")]
#[path = "../../../build/compile.rs"]
mod compile;
#[allow(dead_code, reason = "the build reads folders")]
#[path = "../../../build/source.rs"]
mod source;

use super::{ENGLISH, FAULTS, InWords, KEYS, REFUSALS, Words};
use kernel::email::EmailFault;
use kernel::name::NameFault;
use kernel::{Language, Timestamp, Zone};
use model::identity::{Advice, IdentifierFault, PasswordFault};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn crate_root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder with one of these endings, and their text.
fn files(folder: &Path, endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if path
            .extension()
            .is_some_and(|e| endings.iter().any(|ending| e == *ending))
        {
            let text = std::fs::read_to_string(&path).expect("a text");
            found.push((path, text));
        }
    }
    found.sort();
    found
}

#[test]
fn the_languages_owe_each_other_nothing() {
    assert!(FAULTS.is_empty(), "{FAULTS:#?}");
}

#[test]
fn every_sentence_is_said_somewhere() {
    let mut said = String::new();
    for (path, text) in files(&crate_root().join("src"), &["rs"]) {
        if !path.starts_with(crate_root().join("src/words/tests")) {
            said.push_str(&text);
        }
    }
    for (_, text) in files(&crate_root().join("templates"), &["html", "txt"]) {
        said.push_str(&text);
    }
    let unsaid: Vec<&&str> = KEYS
        .iter()
        .filter(|key| {
            !said.contains(&format!(".{key}(")) && !said.contains(&format!(".{key}_around("))
        })
        .filter(|key| !named(key))
        .collect();
    assert!(unsaid.is_empty(), "no page says {unsaid:?}");
}

/// True for a sentence that another one names.
fn named(key: &str) -> bool {
    let id = key.replace('_', "-");
    files(&crate_root().join("locales/en"), &["ftl"])
        .iter()
        .any(|(_, text)| text.contains(&format!("{{ {id} }}")))
}

/// What a table of messages owes, for files of one message each.
fn owed(texts: [&str; 4]) -> Vec<String> {
    let sources: Vec<source::Source> = texts
        .into_iter()
        .map(|text| {
            let mut source = source::Source::default();
            source.add("file.ftl", text);
            source
        })
        .collect();
    compile::compile(&sources).faults
}

#[test]
fn whatever_a_language_owes_is_found() {
    let all = |text| [text; 4];
    let with = |german| ["a = A", german, "a = C", "a = D"];
    for (texts, fault) in [
        (with(""), "de: a is missing"),
        (with("a = B\nb = X"), "de: b is not in English"),
        (with("a = B { $name }"), "de: a fills in"),
        (
            all("a = { $n ->\n    [one] one\n   *[other] { $m }\n}\nb = { $n }"),
            "",
        ),
        (with("a = <b>B</b>"), "a holds markup"),
        (with("a = B\na = B"), "a is there twice"),
        (with("a = { b }"), "a names b, which is not there"),
        (
            with("a = { NUMBER($n) }"),
            "something of Fluent that is not known here",
        ),
        (with("a B"), "file.ftl: "),
        (with("a = B\n-term = T"), "the term -term"),
        (
            ["", "refusal-x = B\n    .remedy = R", "", ""],
            "fr: refusal-x has no sentence",
        ),
        (
            ["", "refusal-x = B\n    .remdy = R", "", ""],
            "de: refusal-x has a part remdy",
        ),
    ] {
        let found = owed(texts);
        match fault {
            "" => assert!(found.is_empty(), "{found:?}"),
            fault => assert!(
                found.iter().any(|f| f.contains(fault)),
                "{fault}: {found:?}"
            ),
        }
    }
}

#[test]
fn english_faults_are_those_of_the_rules() {
    let name = [
        NameFault::Empty,
        NameFault::TooLong { most: 120 },
        NameFault::Invisible,
        NameFault::Username,
    ];
    for fault in name {
        assert_eq!(fault.in_words(&ENGLISH), fault.to_string());
    }
    for fault in [
        EmailFault::Empty,
        EmailFault::TooLong,
        EmailFault::Form,
        EmailFault::Letters,
    ] {
        assert_eq!(fault.in_words(&ENGLISH), fault.to_string());
    }
    let empty = IdentifierFault::Empty;
    assert_eq!(empty.in_words(&ENGLISH), empty.to_string());
    for fault in [
        PasswordFault::Short(10),
        PasswordFault::Long,
        PasswordFault::Weak(Advice::Name),
        PasswordFault::Different,
    ] {
        assert_eq!(fault.in_words(&ENGLISH), fault.to_string());
    }
    for advice in Advice::ALL {
        assert_eq!(advice.in_words(&ENGLISH), advice.to_string());
    }
}

#[test]
fn refusals_are_in_order_and_have_their_values() {
    assert!(REFUSALS.windows(2).all(|two| two[0].0 < two[1].0));
    let german = Words::of(Language::German);
    let wait = model::identity::SignInRefusal::TooManyTries(kernel::Span::seconds(1));
    assert_eq!(
        german.told(&wait).0,
        "Zu viele Versuche. Versuchen Sie es in einer Sekunde noch einmal."
    );
    let wait = model::identity::SignInRefusal::TooManyTries(kernel::Span::minutes(15));
    assert_eq!(
        german.told(&wait).0,
        "Zu viele Versuche. Versuchen Sie es in 15 Minuten noch einmal."
    );
    assert_eq!(
        ENGLISH.told(&wait).0,
        "Too many tries. Try again in 15 minutes."
    );
}

#[test]
fn table_of_moments() {
    let at = Timestamp::from_unix_seconds(1_795_000_000);
    let vienna = Zone::parse("Europe/Vienna").expect("a zone");
    for (language, here, in_utc, mailed) in [
        (
            Language::English,
            "18 November 2026, 12:06",
            "18 November 2026, 11:06 UTC",
            "18 November 2026, 12:06 CET",
        ),
        (
            Language::German,
            "18. November 2026, 12:06 Uhr",
            "18. November 2026, 11:06 Uhr UTC",
            "18. November 2026, 12:06 Uhr CET",
        ),
        (
            Language::French,
            "18 novembre 2026 à 12:06",
            "18 novembre 2026 à 11:06 UTC",
            "18 novembre 2026 à 12:06 CET",
        ),
        (
            Language::Spanish,
            "18 de noviembre de 2026, 12:06",
            "18 de noviembre de 2026, 11:06 UTC",
            "18 de noviembre de 2026, 12:06 CET",
        ),
    ] {
        let words = Words::of(language);
        assert_eq!(words.at(at), in_utc);
        let words = words.in_zone(vienna.clone());
        assert_eq!(words.at(at), here);
        assert_eq!(words.at_in_zone(at), mailed);
    }
    // Every month has its name, and each a different one.
    for language in Language::ALL {
        let month = |n: i64| Timestamp::from_unix_seconds(1_767_700_000 + n * 2_629_800);
        let names: BTreeSet<String> = (0..12).map(|n| Words::of(language).at(month(n))).collect();
        assert_eq!(names.len(), 12);
    }
}

#[test]
fn browsers_are_told_in_her_language() {
    let german = Words::of(Language::German);
    for (noted, told) in [
        ("Firefox on Windows", "Firefox unter Windows"),
        ("A browser on Linux", "Ein Browser unter Linux"),
        ("curl", "curl"),
        ("A browser", "Ein Browser"),
    ] {
        assert_eq!(german.browser(noted), told);
    }
}
