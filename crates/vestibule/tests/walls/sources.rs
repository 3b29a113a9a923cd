//! What the files look like.

use std::fs;
use std::path::Path;

use crate::tables::{CLOCK_EXCEPTIONS, EMPTY_NAMES, REAL_WORLD, SIZE_LIMIT};
use crate::{UNSAFE, hold, packages, root, rust_sources, sources};

#[test]
fn nothing_is_taken_out_of_the_compilers_hands() {
    let mut breaches = Vec::new();
    for (file, text) in rust_sources() {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            // Every second piece stands between quotes.
            let mut words = code
                .split('"')
                .step_by(2)
                .flat_map(|piece| piece.split(|c: char| !c.is_alphanumeric() && c != '_'));
            if words.any(|word| word == UNSAFE) {
                breaches.push(format!("{file}:{}", number + 1));
            }
        }
    }
    hold(
        "No unchecked code anywhere: memory faults are not a risk this product takes",
        &breaches,
    );
}

#[test]
fn files_stay_small() {
    let written = |name: &str| {
        let endings = [
            ".rs", ".toml", ".md", ".html", ".txt", ".css", ".js", ".mjs", ".json", ".sql", ".sh",
            "test",
        ];
        endings.iter().any(|ending| name.ends_with(ending))
    };
    let mut breaches = Vec::new();
    for (file, path) in sources() {
        let bytes = fs::metadata(path).unwrap().len();
        if written(&file) && bytes > SIZE_LIMIT {
            breaches.push(format!(
                "{file} has {bytes} bytes; split it by what its parts are for"
            ));
        }
    }
    hold(
        "A file can be read in one sitting: 25 KB at most",
        &breaches,
    );
}

#[test]
fn modules_are_named_for_what_they_hold() {
    let mut breaches = Vec::new();
    for (file, text) in rust_sources() {
        let path = Path::new(&file).with_extension("");
        for part in path.iter().filter_map(|part| part.to_str()) {
            if EMPTY_NAMES.contains(&part) {
                breaches.push(format!("{file}: `{part}` says nothing of its content"));
            }
        }
        for line in text.lines() {
            let declared = line
                .trim_start()
                .trim_start_matches("pub ")
                .trim_start_matches("pub(crate) ")
                .strip_prefix("mod ");
            let name = declared.map(|rest| rest.trim_end_matches(['{', ';', ' ']));
            if name.is_some_and(|name| EMPTY_NAMES.contains(&name)) {
                breaches.push(format!("{file}: `{}`", line.trim()));
            }
        }
    }
    hold("A module is named for what it holds", &breaches);
}

#[test]
fn clock_and_chance_come_in_through_the_composition_root() {
    let packages = packages();
    let mut breaches = Vec::new();
    for (file, text) in rust_sources() {
        let path = root().join(&file);
        let Some(package) = packages
            .iter()
            .find(|package| path.starts_with(&package.folder))
        else {
            continue;
        };
        // Tests and examples are programs of their own, with a composition root of their own.
        let own_program = ["tests", "examples", "benches"]
            .iter()
            .any(|name| path.starts_with(package.folder.join(name)));
        let excepted = CLOCK_EXCEPTIONS.iter().any(|(name, _)| *name == file);
        if text.contains("clippy::disallowed_methods")
            && !REAL_WORLD.contains(&package.row())
            && !own_program
            && !excepted
        {
            breaches.push(format!(
                "{file} silences the ban: take what it needs as an argument"
            ));
        }
    }
    for (file, _) in CLOCK_EXCEPTIONS {
        if !fs::read_to_string(root().join(file))
            .is_ok_and(|text| text.contains("clippy::disallowed_methods"))
        {
            breaches.push(format!("{file} is excepted and no longer needs to be"));
        }
    }
    hold(
        "Time and chance are arguments in the hub's crates",
        &breaches,
    );
}
