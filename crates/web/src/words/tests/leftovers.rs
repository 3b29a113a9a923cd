//! English that is left in pages, views and handlers; refusals that have no words yet.

use super::super::REFUSALS;
use super::{crate_root, files};
use std::collections::BTreeSet;

/// Parts of the program that speak English alone: (beginning of the path in `crates/web`, why).
const ENGLISH_ONLY: &[(&str, &str)] = &[
    ("src/api", "read by programs and their makers"),
    ("src/console", "the console is English"),
    ("src/view/console", "the console is English"),
    ("templates/console", "the console is English"),
    ("src/operator", "read by programs and operators"),
    ("src/module_api", "read by modules and their makers"),
    ("src/scim", "read by directories and who sets them up"),
];

/// Where people of every language read: folders and files of views and handlers.
const SURFACES: &[&str] = &[
    "src/view/signin",
    "src/view/mail",
    "src/view/refusal.rs",
    "src/view/fault.rs",
    "src/view/parts.rs",
    "src/signin",
    "src/protocol",
    "src/hub",
    "src/view/hub",
    "src/guard.rs",
    "src/letterhead.rs",
    "src/tongue.rs",
];

/// Literals that look like words and are none: names, and what stands in samples for what people type.
const NAMES: &[&str] = &[
    "A letter",
    "A heading",
    "One sentence.",
    "Billing",
    "Billing Console",
    "Client Portal",
    "Firefox on Linux",
    "Safari on iPhone",
    "Edge on Windows",
    "Remote Monitoring",
    "Technicians",
    "UTC",
    "Vestibule",
    "attachment; filename=\\",
    "GET, POST",
    "authorization, content-type",
    "public, max-age=300",
    "send application/x-www-form-urlencoded",
    "Central sign-in",
    "Demo Owner",
    "Demo Technician",
    "Example MSP",
    "Laptop",
    "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
    "Partner Portal",
    "Portal",
    "Second MSP",
    "Service Desk",
    "When",
    "username webauthn",
];

fn english_only(file: &str) -> bool {
    ENGLISH_ONLY
        .iter()
        .any(|(start, _)| file.starts_with(start))
}

/// True for what a person would read as words: two words, or one with a capital at its beginning.
fn reads(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let letters = |word: &&&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let plain = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().skip(1).filter(|c| c.is_lowercase()).count() > 1
            && word
                .chars()
                .all(|c| c.is_alphabetic() || ".?!:,".contains(c))
    };
    words.iter().filter(letters).count() > 1 || words.len() == 1 && plain(text)
}

/// The text of a template without tags of the template language, comments, and markup; what stands in
/// attributes that are read out stays.
fn read_in_template(text: &str) -> Vec<String> {
    // The one block that is a class, and attributes that a macro writes into a tag, are not read.
    let text = text.replace("{% block width %}broad{% endblock %}", "");
    let text = text
        .replace(" aria-invalid=\"true\"", "")
        .replace(" aria-describedby=", "");
    let mut plain = String::new();
    let mut rest = text.as_str();
    let mut quoted = Vec::new();
    while let Some(at) = rest.find(['{']) {
        let (before, tail) = rest.split_at(at);
        plain.push_str(before);
        let end = match tail.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                plain.push('{');
                rest = &tail[1..];
                continue;
            }
        };
        let close = tail.find(end).map_or(tail.len(), |c| c + 2);
        if end != "#}" {
            // A literal within a tag: words handed to a macro.
            quoted.extend(
                tail[..close]
                    .split('"')
                    .skip(1)
                    .step_by(2)
                    .map(str::to_owned),
            );
        }
        plain.push('\u{1}');
        rest = &tail[close..];
    }
    plain.push_str(rest);
    let mut found: Vec<String> = quoted.into_iter().filter(|q| reads(q)).collect();
    let plain = plain
        .replace("\"\u{1}-fault\u{1} \u{1}-hint\u{1}\"", "")
        .replace("\"\u{1}-hint\"", "");
    let mut rest = plain.as_str();
    let mut skipping = false;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        if !skipping && before.chars().any(char::is_alphabetic) {
            found.push(before.trim().to_owned());
        }
        let close = tail.find('>').map_or(tail.len(), |c| c + 1);
        let tag = &tail[..close];
        skipping = tag.starts_with("<style") || skipping && !tag.starts_with("</style");
        for name in [
            "aria-label",
            "placeholder",
            "title",
            "alt",
            "data-label",
            "aria-description",
        ] {
            let value = tag.split(&format!(" {name}=\"")).nth(1);
            let value = value.and_then(|v| v.split('"').next()).unwrap_or_default();
            if value.chars().any(char::is_alphabetic) {
                found.push(value.to_owned());
            }
        }
        rest = &tail[close..];
    }
    if rest.chars().any(char::is_alphabetic) {
        found.push(rest.trim().to_owned());
    }
    found
}

#[test]
fn no_template_speaks_english_by_itself() {
    let mut left = Vec::new();
    for (path, text) in files(&crate_root().join("templates"), &["html", "txt"]) {
        let file = path
            .strip_prefix(crate_root())
            .expect("inside")
            .to_string_lossy();
        if english_only(&file) {
            continue;
        }
        left.extend(
            read_in_template(&text)
                .into_iter()
                .filter(|w| !NAMES.contains(&w.as_str()))
                .map(|words| format!("{file}: {words}")),
        );
    }
    assert!(left.is_empty(), "words outside of locales/: {left:#?}");
}

#[test]
fn english_in_a_template_is_found() {
    for (template, found) in [
        ("<p>Hello</p>", "Hello"),
        ("{{ x }}, then <b>more</b>", ", then"),
        ("<input aria-label=\"Find\">", "Find"),
        ("{% call parts::field(\"a\", \"Your name\") %}", "Your name"),
        ("tail", "tail"),
    ] {
        assert!(
            read_in_template(template).iter().any(|t| t.contains(found)),
            "{template}"
        );
    }
    for template in [
        "<p class=\"quiet\">{{ words.x() }} · {{ n }}</p>",
        "{# a remark #}<style>a { b: c }</style>",
        "{% call parts::field(\"email\", words.x(), kind=\"email\") %}",
    ] {
        assert!(read_in_template(template).is_empty(), "{template}");
    }
}

/// The string literals of a source file, without its comments, its tests and its attributes.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    for line in code.lines() {
        let line = line.trim_start();
        // The log is read by operators, an attribute by the compiler.
        let skipped = ["//", "#[", "reason ="].iter().any(|s| line.starts_with(s))
            || [
                "broken(",
                "tracing::",
                "fault = %",
                "const NAME",
                "header::",
                "form-action ",
            ]
            .iter()
            .any(|s| line.contains(s));
        if !skipped {
            found.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

#[test]
fn no_view_speaks_english_by_itself() {
    let mut left = Vec::new();
    for (path, text) in files(&crate_root().join("src"), &["rs"]) {
        let file = path
            .strip_prefix(crate_root())
            .expect("inside")
            .to_string_lossy();
        if !SURFACES.iter().any(|start| file.starts_with(start)) || english_only(&file) {
            continue;
        }
        let words = literals(&text)
            .into_iter()
            .filter(|l| reads(l) && !NAMES.contains(&l.as_str()));
        left.extend(words.map(|words| format!("{file}: {words}")));
        // Moments and refusals are English where they are asked themselves.
        let english = ENGLISH_CALLS.iter().filter(|call| text.contains(*call));
        left.extend(english.map(|call| format!("{file}: {call}")));
    }
    assert!(left.is_empty(), "words outside of locales/: {left:#?}");
}

/// What gives English whoever reads; `words.at` and `words.told` are for people.
const ENGLISH_CALLS: &[&str] = &[".for_people()", ".sentence()", ".remedy()"];

/// Refusals that no page of these surfaces shows: (type, why).
const ELSEWHERE: &[(&str, &str)] = &[
    ("ApiCallRefusal", "told to programs alone"),
    ("ApiKeyRefusal", "the console is English"),
    ("IdempotencyRefusal", "told to programs alone"),
    ("ExplainRefusal", "told by the command line alone"),
    ("FactorResetRefusal", "the console is English"),
    ("ClientRefusal", "the console is English"),
    ("GroupRefusal", "the console is English"),
    ("ProfileRefusal", "the console is English"),
    ("ContactChangeRefusal", "the console is English"),
    ("ImportRefusal", "the console is English"),
    ("MappingRefusal", "the console is English"),
    ("MemberRefusal", "the console is English"),
    ("MailServerRefusal", "the console is English"),
    ("ModuleRefusal", "the console is English"),
    ("LinkPolicyRefusal", "the console is English"),
    ("WebhookRefusal", "the console is English"),
    ("PolicyRefusal", "the console is English"),
    ("PsaFault", "the console is English"),
    ("ConnectionRefusal", "the console is English"),
    ("DecideRefusal", "the console is English"),
    ("NoticeRefusal", "told to PSAs alone"),
    ("ChangeKeyRefusal", "told by the command line alone"),
    ("RestoreRefusal", "told by the command line alone"),
    ("UpstreamRefusal", "told to directories alone"),
];

/// The codes in `impl Refusal for …` of a source, with the name of the type.
fn codes(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for part in source.split("impl Refusal for ").skip(1) {
        let name = part.split([' ', '{']).next().unwrap_or_default();
        let body = part.split("fn code(&self)").nth(1).unwrap_or_default();
        let body = body.split("\n    }\n").next().unwrap_or_default();
        let codes = body.split('"').skip(1).step_by(2);
        found.extend(codes.map(|code| (name.to_owned(), code.to_owned())));
    }
    found
}

#[test]
fn every_refusal_has_its_words_in_every_language() {
    let mut wanted = BTreeSet::new();
    for floor in ["model", "engine"] {
        for (_, text) in files(&crate_root().join("..").join(floor).join("src"), &["rs"]) {
            for (name, code) in codes(&text) {
                if !ELSEWHERE.iter().any(|(other, _)| *other == name) {
                    wanted.insert(code);
                }
            }
        }
    }
    assert!(wanted.len() > 25, "{wanted:?}");
    for (path, text) in files(&crate_root().join("src"), &["rs"]) {
        let file = path
            .strip_prefix(crate_root())
            .expect("inside")
            .to_string_lossy();
        if english_only(&file) || file.starts_with("src/words") {
            continue;
        }
        for part in text.split("::refuse(").skip(1) {
            let code = part.split('"').nth(1).unwrap_or_default();
            wanted.insert(code.to_owned());
        }
    }
    let known: BTreeSet<String> = REFUSALS
        .iter()
        .map(|(code, _)| (*code).to_owned())
        .collect();
    let missing: Vec<_> = wanted.difference(&known).collect();
    assert!(
        missing.is_empty(),
        "no words in refusals.ftl (what the console alone shows is a row of ELSEWHERE): {missing:?}"
    );
    let unknown: Vec<_> = known.difference(&wanted).collect();
    assert!(unknown.is_empty(), "words for no refusal: {unknown:?}");
}
