//! What the documents say, held against the program: settings, set-up files, links, names of files and
//! tests, codes of refusals.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own source tree has failed"
)]

use engine::operation::apply;
use engine::settings::SettingsFile;
use kernel::Refusal as _;
use model::access::EntryRefusal;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    crates.parent().unwrap().to_path_buf()
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// README.md and every page of `docs/`, by their path from the root.
fn pages() -> Vec<(String, String)> {
    let mut names: Vec<String> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".md"))
        .map(|name| format!("docs/{name}"))
        .collect();
    names.sort();
    names.insert(0, "README.md".to_owned());
    names
        .into_iter()
        .map(|name| (name.clone(), text(&name)))
        .collect()
}

/// The blocks of a page that stand between fences of this language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let parts = page.split(&fence).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

fn hold(what: &str, breaches: &[String]) {
    assert!(
        breaches.is_empty(),
        "\n{what}:\n  - {}\n",
        breaches.join("\n  - ")
    );
}

/// The settings file with its commented keys written out.
fn uncommented(settings: &str) -> String {
    let key = |line: &str| {
        let name = line.split_once(" = ").map_or("", |(name, _)| name);
        !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    };
    let lines = settings.lines().map(|line| match line.strip_prefix("# ") {
        Some(rest) if key(rest) => rest,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The public fields of a struct in a source text.
fn fields(source: &str, name: &str) -> Vec<String> {
    let body = source
        .split(&format!("pub struct {name} {{"))
        .nth(1)
        .unwrap();
    let body = body.split("\n}").next().unwrap();
    body.lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(':'))
        .map(|(field, _)| field.to_owned())
        .collect()
}

#[test]
fn settings_toml_is_read_and_its_values_are_the_defaults() {
    let shown = SettingsFile::parse("docs/settings.toml", &text("docs/settings.toml")).unwrap();
    let least = SettingsFile::parse("least", "public_url = \"https://login.example.com\"").unwrap();
    assert_eq!(format!("{shown:?}"), format!("{least:?}"));
}

#[test]
fn settings_toml_names_every_key() {
    let whole = uncommented(&text("docs/settings.toml"));
    SettingsFile::parse("docs/settings.toml", &whole).unwrap();
    let files = ["settings.rs", "settings/psa.rs"];
    let source: String = files
        .iter()
        .map(|file| text(&format!("crates/engine/src/{file}")))
        .collect();
    let tables = ["mail", "sessions", "keys", "protocol", "webhooks", "psa"];
    let mut breaches = Vec::new();
    for (section, name) in [
        ("", "SettingsFile"),
        ("mail", "MailSettings"),
        ("sessions", "SessionSettings"),
        ("keys", "KeySettings"),
        ("protocol", "ProtocolSettings"),
        ("webhooks", "WebhookSettings"),
        ("psa", "PsaSettings"),
    ] {
        let part = if section.is_empty() {
            whole.split("\n[").next().unwrap_or_default()
        } else {
            let rest = whole.split(&format!("\n[{section}]\n")).nth(1).unwrap();
            rest.split("\n[").next().unwrap_or_default()
        };
        for field in fields(&source, name) {
            let table = section.is_empty() && tables.contains(&field.as_str());
            let lines = part
                .lines()
                .filter(|l| l.starts_with(&format!("{field} = ")));
            if !table && lines.count() != 1 {
                breaches.push(format!("[{section}] {field}"));
            }
        }
    }
    hold(
        "docs/settings.toml shows every key of SettingsFile once",
        &breaches,
    );
}

#[test]
fn every_toml_example_is_read_by_the_program() {
    let mut count = 0;
    for (name, page) in pages() {
        for block in blocks(&page, "toml") {
            count += 1;
            if block.contains("[[partner]]") || block.contains("[[catalogue]]") {
                let environment = |_: &str| Some("x".repeat(40));
                apply::read(&name, &block, environment).unwrap_or_else(|f| panic!("{f}\n{block}"));
            } else {
                SettingsFile::parse(&name, &block).unwrap_or_else(|f| panic!("{f}\n{block}"));
            }
        }
    }
    assert!(count > 4, "the pages show examples");
    let example = text("docs/set-up.md");
    assert!(
        !blocks(&example, "toml").is_empty(),
        "docs/set-up.md shows a file"
    );
}

#[test]
fn links_lead_to_something() {
    let mut breaches = Vec::new();
    for (name, page) in pages() {
        let file = root().join(&name);
        let folder = file.parent().unwrap();
        for link in page.split("](").skip(1) {
            let target = link.split([')', ' ']).next().unwrap_or_default();
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            if path.contains("://") || path.starts_with("mailto:") {
                continue;
            }
            let goal = if path.is_empty() {
                file.clone()
            } else {
                folder.join(path)
            };
            if !goal.exists() {
                breaches.push(format!("{name}: {target}"));
            } else if !anchor.is_empty() && !anchors(&goal).contains(anchor) {
                breaches.push(format!("{name}: {target} (no such heading)"));
            }
        }
    }
    hold(
        "Every relative link leads to a file and a heading",
        &breaches,
    );
}

/// The names under which the headings of a page are reached.
fn anchors(page: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(page).unwrap();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title
                .chars()
                .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[test]
fn files_and_tests_that_the_pages_name_are_there() {
    const ENDINGS: [&str; 8] = [
        ".rs", ".toml", ".sql", ".md", ".mjs", ".html", ".css", ".png",
    ];
    let mut breaches = Vec::new();
    for (name, page) in pages() {
        let part = |c: char| !(c.is_ascii_alphanumeric() || "_./-".contains(c));
        for word in page.split(part).map(|w| w.trim_end_matches(['.', '/'])) {
            let path = word.contains('/') && ENDINGS.iter().any(|e| word.ends_with(e));
            let outside = word.starts_with('/') || word.starts_with("./");
            let beside = root().join(&name).parent().unwrap().to_path_buf();
            let places = [root(), root().join("crates"), beside];
            if path && !outside && !places.iter().any(|p| p.join(word).exists()) {
                breaches.push(format!("{name}: {word}"));
            }
        }
        // `path/to/file.rs::name_of_a_test`; without a folder it is one of these tests here.
        for place in page.split('`').filter(|w| w.contains(".rs::")) {
            let (file, test) = place.split_once("::").unwrap();
            let folder = if file.contains('/') {
                ""
            } else {
                "crates/vestibule/tests"
            };
            let source = fs::read_to_string(root().join(folder).join(file)).unwrap_or_default();
            if !source.contains(&format!("fn {test}(")) {
                breaches.push(format!("{name}: {place} (no such test)"));
            }
        }
    }
    hold("Every file and test that a page names exists", &breaches);
}

#[test]
fn the_table_of_refusals_is_that_of_the_program() {
    let page = text("docs/openid-connect.md");
    let section = page
        .split("\n## ")
        .find(|s| s.starts_with("Who may not enter"));
    let rows = section
        .unwrap()
        .lines()
        .filter_map(|l| l.strip_prefix("| `"));
    let shown: BTreeSet<(String, String)> = rows
        .map(|row| {
            let mut cells = row
                .split('|')
                .map(|c| c.trim().trim_matches('`').to_owned());
            (cells.next().unwrap(), cells.next().unwrap())
        })
        .collect();
    let known: BTreeSet<(String, String)> = EntryRefusal::ALL
        .iter()
        .map(|refusal| (refusal.code().to_owned(), refusal.sentence()))
        .collect();
    assert_eq!(shown, known, "docs/openid-connect.md, Who may not enter");
}
