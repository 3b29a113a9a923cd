//! Looks at every sample of every page and mail.

use std::{collections::BTreeSet, fs, path::Path};

use super::{Sample, gallery};
use crate::words::Words;
use kernel::Language;

/// Every page and mail in every language.
fn all() -> Vec<Sample> {
    Language::ALL.into_iter().flat_map(in_language).collect()
}

fn in_language(language: Language) -> Vec<Sample> {
    let words = Words::of(language).changeable("/sign-in?open=x");
    gallery(&words).expect("every template renders")
}

/// Those of one language that an English text in the assertion speaks of.
fn english() -> impl Iterator<Item = Sample> {
    in_language(Language::English)
        .into_iter()
        .filter(|sample| sample.text.is_none())
}

fn pages() -> impl Iterator<Item = Sample> {
    all().into_iter().filter(|sample| sample.text.is_none())
}

fn mails() -> impl Iterator<Item = Sample> {
    all().into_iter().filter(|sample| sample.text.is_some())
}

/// The start tags of that name, each from `<` to `>`.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name}");
    html.match_indices(&open)
        .map(|(at, _)| &html[at..])
        .filter(|rest| !rest[open.len()..].starts_with(|c: char| c.is_alphanumeric()))
        .map(|rest| &rest[..rest.find('>').map_or(rest.len(), |end| end + 1)])
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let rest = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
    rest.split('"').next()
}

#[test]
fn every_page_has_one_heading_one_main_and_a_title() {
    for Sample {
        page, case, html, ..
    } in pages()
    {
        assert_eq!(tags(&html, "main").len(), 1, "{page}/{case}");
        assert_eq!(tags(&html, "h1").len(), 1, "{page}/{case}");
        assert!(
            html.trim_start()
                .starts_with("<!doctype html>\n<html lang=\""),
            "{page}/{case}"
        );
        assert!(
            html.contains("<title>") && !html.contains("<title></title>"),
            "{page}/{case}"
        );
    }
}

#[test]
fn no_page_needs_a_looser_content_security_policy() {
    for Sample {
        page, case, html, ..
    } in pages()
    {
        for tag in html
            .split('<')
            .map(|rest| rest.split('>').next().unwrap_or_default())
        {
            assert!(!tag.contains(" style="), "{page}/{case}: <{tag}>");
            assert!(handlers(tag).is_empty(), "{page}/{case}: <{tag}>");
        }
        assert!(tags(&html, "style").is_empty(), "{page}/{case}");
        for script in tags(&html, "script") {
            assert!(
                attribute(script, "src").is_some_and(|src| src.starts_with("/assets/")),
                "{page}/{case}: {script}"
            );
        }
        for link in ["href=\"javascript:", "src=\"http", "url("] {
            assert!(!html.contains(link), "{page}/{case}: {link}");
        }
    }
}

/// Attributes such as `onclick` in a tag.
fn handlers(tag: &str) -> Vec<&str> {
    tag.split_whitespace()
        .filter(|word| {
            word.starts_with("on")
                && word
                    .split('=')
                    .next()
                    .is_some_and(|name| name.chars().all(char::is_alphabetic))
                && word.contains("=\"")
        })
        .collect()
}

#[test]
fn every_input_has_a_label() {
    for Sample {
        page, case, html, ..
    } in pages()
    {
        for input in tags(&html, "input")
            .into_iter()
            .filter(|tag| attribute(tag, "type") != Some("hidden"))
        {
            let labelled = attribute(input, "aria-label").is_some()
                || attribute(input, "id")
                    .is_some_and(|id| html.contains(&format!("<label for=\"{id}\">")));
            assert!(labelled, "{page}/{case}: {input}");
        }
    }
}

#[test]
fn every_id_is_used_once_and_every_reference_leads_to_one() {
    for Sample {
        page, case, html, ..
    } in pages()
    {
        let mut ids = BTreeSet::new();
        let starts: Vec<&str> = html
            .split('<')
            .map(|rest| rest.split('>').next().unwrap_or_default())
            .collect();
        for id in starts.iter().filter_map(|tag| attribute(tag, "id")) {
            assert!(ids.insert(id), "{page}/{case}: id {id} twice");
        }
        for name in [
            "aria-describedby",
            "aria-labelledby",
            "for",
            "popovertarget",
            "form",
        ] {
            for id in starts
                .iter()
                .filter_map(|tag| attribute(tag, name))
                .flat_map(str::split_whitespace)
            {
                assert!(ids.contains(id), "{page}/{case}: {name} names {id}");
            }
        }
        for anchor in starts
            .iter()
            .filter_map(|tag| attribute(tag, "href"))
            .filter_map(|href| href.strip_prefix('#'))
        {
            assert!(ids.contains(anchor), "{page}/{case}: link to #{anchor}");
        }
    }
}

#[test]
fn a_fault_is_named_in_the_title_and_tied_to_its_field() {
    for Sample {
        page, case, html, ..
    } in english()
    {
        let faults = html.matches("aria-invalid=\"true\"").count();
        assert_eq!(html.contains("<title>Fault: "), faults > 0, "{page}/{case}");
        assert_eq!(
            html.contains("things need mending"),
            faults > 1,
            "{page}/{case}"
        );
        assert_eq!(
            html.matches("-fault\"><span").count(),
            faults,
            "{page}/{case}"
        );
    }
}

#[test]
fn at_most_one_primary_button_and_one_place_to_start() {
    for Sample {
        page, case, html, ..
    } in pages()
    {
        assert!(html.matches(" primary").count() <= 1, "{page}/{case}");
        assert!(html.matches(" autofocus").count() <= 1, "{page}/{case}");
    }
}

/// Page, style sheet, script and icon together, compressed: first paint under 20 KB.
#[test]
fn a_page_of_the_gate_is_small_on_the_wire() {
    let beside: usize = crate::assets::all()
        .iter()
        .filter(|asset| !asset.name.starts_with("console-"))
        .map(|asset| asset.gzip.len())
        .sum();
    for Sample {
        page, case, html, ..
    } in pages().filter(|s| s.page.starts_with("signin-"))
    {
        let size = crate::assets::compress(html.as_bytes())
            .expect("compresses")
            .len()
            + beside;
        assert!(size < 20 * 1024, "{page}/{case}: {size} bytes");
    }
}

#[test]
fn pages_of_the_gate_bear_no_brand() {
    for Sample {
        page, case, html, ..
    } in pages().filter(|sample| {
        !["hub-", "console-"]
            .iter()
            .any(|p| sample.page.starts_with(p))
    }) {
        let seen = html.replace(crate::assets::css_href(), "");
        assert!(!seen.to_lowercase().contains("vestibule"), "{page}/{case}");
    }
}

#[test]
fn no_password_and_no_token_comes_back() {
    for Sample {
        page, case, html, ..
    } in pages()
    {
        for input in tags(&html, "input") {
            let secret = attribute(input, "type") == Some("password")
                || attribute(input, "name") == Some("token");
            assert!(
                !secret || attribute(input, "value").is_none(),
                "{page}/{case}: {input}"
            );
        }
    }
}

#[test]
fn what_was_typed_cannot_become_markup() {
    let page = crate::view::signin::Identify {
        identifier: crate::view::Field::at_fault("\"><script>x</script>", "<b>no</b>"),
        ..Default::default()
    };
    let html = askama::Template::render(&page).expect("renders");
    assert!(
        !html.contains("<script>") && !html.contains("<b>"),
        "{html}"
    );
}

#[test]
fn every_mail_says_its_link_twice_and_loads_nothing() {
    for Sample {
        page,
        case,
        html,
        text,
        ..
    } in mails()
    {
        let text = text.unwrap_or_default();
        let links = tags(&html, "a");
        assert!(links.len() <= 1, "{page}/{case}");
        if let Some(link) = links.first().and_then(|tag| attribute(tag, "href")) {
            assert_eq!(html.matches(link).count(), 2, "{page}/{case}");
            assert_eq!(text.matches(link).count(), 1, "{page}/{case}");
        }
        for never in ["<img", "<script", "src=", "url("] {
            assert!(!html.contains(never), "{page}/{case}: {never}");
        }
        assert!(
            !text.contains("\n\n\n") && !text.starts_with('\n'),
            "{page}/{case}: {text:?}"
        );
        assert_eq!(tags(&html, "h1").len(), 1, "{page}/{case}");
    }
}

#[test]
fn a_subject_stays_one_line() {
    let rendered = crate::view::mail::Letter::default()
        .render(&Words::default(), "a\r\nBcc: x@example.com".into())
        .expect("renders");
    assert_eq!(rendered.subject, "a  Bcc: x@example.com");
}

/// Every file that derives `Template` or has samples stands in the gallery under its path.
#[test]
fn nothing_is_missing_from_the_gallery() {
    let shown: BTreeSet<String> = all()
        .into_iter()
        .map(|sample| sample.page.to_owned())
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/view");
    let mut found = BTreeSet::new();
    scan(&root, &root, &mut found);
    assert_eq!(shown, found);
}

fn scan(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            scan(root, &path, found);
            continue;
        }
        let source = fs::read_to_string(&path).expect("a source file");
        let derives = source
            .lines()
            .any(|line| line.starts_with("#[derive(") && line.contains("Template"));
        if derives || source.contains("pub fn samples(") && !path.ends_with("gallery_tests.rs") {
            let name = path
                .strip_prefix(root)
                .expect("below the root")
                .with_extension("");
            found.insert(name.to_string_lossy().replace(['/', '_'], "-"));
        }
    }
}
