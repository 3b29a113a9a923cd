//! What the documents promise.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::{hold, packages, root};

/// The names in the first column of the tables of docs/dependencies.md, under one heading.
fn documented(heading: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("docs/dependencies.md")).unwrap();
    let section = text
        .split("\n## ")
        .find(|section| section.starts_with(heading))
        .unwrap_or_default();
    let rows = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    rows.map(|(name, _)| name.to_owned()).collect()
}

fn compare(what: &str, used: &BTreeSet<String>, documented: &BTreeSet<String>) -> Vec<String> {
    let missing = used
        .difference(documented)
        .map(|name| format!("{what} `{name}` has no row: say what for and why this one"));
    let stale = documented
        .difference(used)
        .map(|name| format!("the row of `{name}` has no {what} any more"));
    missing.chain(stale).collect()
}

#[test]
fn every_dependency_has_its_reason_in_the_documents() {
    let workspace: toml::Table = fs::read_to_string(root().join("Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let table = workspace["workspace"]["dependencies"].as_table().unwrap();
    let foreign = table
        .iter()
        .filter(|(_, entry)| entry.get("path").is_none());
    let crates: BTreeSet<String> = foreign.map(|(name, _)| name.clone()).collect();
    let mut breaches = compare("crate", &crates, &documented("Crates"));

    let packages = packages();
    for package in &packages {
        for (name, _) in &package.dependencies {
            if !crates.contains(name) && !packages.iter().any(|other| &other.name == name) {
                breaches.push(format!(
                    "{} takes {name} past the table of the workspace",
                    package.name
                ));
            }
        }
    }
    for name in &crates {
        if !packages
            .iter()
            .any(|package| package.dependencies.iter().any(|(used, _)| used == name))
        {
            breaches.push(format!("no crate uses `{name}` of the workspace's table"));
        }
    }

    for (file, kind, heading) in [
        (
            "e2e/package.json",
            "devDependencies",
            "Packages of the browser tests",
        ),
        (
            "bench/package.json",
            "dependencies",
            "Packages of the bench",
        ),
    ] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let manifest: Value = serde_json::from_str(&text).unwrap();
        let packages = manifest[kind].as_object().unwrap();
        let used: BTreeSet<String> = packages.keys().cloned().collect();
        breaches.extend(compare("package", &used, &documented(heading)));
    }
    hold(
        "docs/dependencies.md names every direct dependency, and no other",
        &breaches,
    );
}
