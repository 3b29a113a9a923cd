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
            // Every second piece stands between quotes; in text that goes over several lines the word
            // is part of a policy's 'un…-inline', so a dash and a quote belong to a word.
            let mut words = code.split('"').step_by(2).flat_map(|piece| {
                piece.split(|c: char| !c.is_alphanumeric() && !"_-'".contains(c))
            });
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
        // The document of the API is written by the program, and read by programs.
        endings.iter().any(|ending| name.ends_with(ending)) && name != "docs/openapi.json"
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

/// The end of each banned path that is about clock, waiting or chance: "SystemTime::now". Calls to the
/// outside have a wall of their own (who may have the library at all), and so has the scope.
fn real_world_calls() -> Vec<String> {
    let bans: toml::Table = fs::read_to_string(root().join("clippy.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let paths = bans["disallowed-methods"].as_array().unwrap().iter();
    paths
        .map(|ban| ban["path"].as_str().unwrap())
        .filter(|path| !path.starts_with("reqwest::") && !path.starts_with("kernel::"))
        .map(|path| {
            let mut parts = path.rsplit("::");
            let (call, owner) = (parts.next().unwrap(), parts.next().unwrap());
            format!("{owner}::{call}(")
        })
        .collect()
}

/// `clippy.toml` makes each of these calls an error; this wall keeps the hub's crates from silencing it.
#[test]
fn clock_and_chance_come_in_through_the_composition_root() {
    let packages = packages();
    let calls = real_world_calls();
    assert!(calls.len() > 5, "clippy.toml bans clock and chance");
    let mut breaches = Vec::new();
    let mut excepted: Vec<&str> = CLOCK_EXCEPTIONS.iter().map(|(file, _)| *file).collect();
    for (file, text) in rust_sources() {
        let path = root().join(&file);
        let home = packages
            .iter()
            .find(|package| path.starts_with(&package.folder));
        let Some(package) = home.filter(|package| !REAL_WORLD.contains(&package.row())) else {
            continue;
        };
        // Tests and examples are programs of their own, with a composition root of their own.
        let own_program = |name: &&str| path.starts_with(package.folder.join(name));
        if ["tests", "examples", "benches"].iter().any(own_program) {
            continue;
        }
        let code = |line: &&str| !line.trim_start().starts_with("//");
        for line in text.lines().filter(code) {
            if !calls.iter().any(|call| line.contains(call.as_str())) {
                continue;
            }
            if CLOCK_EXCEPTIONS.iter().any(|(name, _)| *name == file) {
                excepted.retain(|name| *name != file);
            } else {
                breaches.push(format!("{file}: `{}`: take it as an argument", line.trim()));
            }
        }
    }
    for file in excepted {
        breaches.push(format!("{file} is excepted and no longer needs to be"));
    }
    hold(
        "Time and chance are arguments in the hub's crates",
        &breaches,
    );
}
