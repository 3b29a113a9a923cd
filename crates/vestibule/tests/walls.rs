//! The walls of the house, checked over the crate graph and the sources. Every wall is a row of a table
//! with its reason; a breach is reported with the wall, the reason and the place.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own source tree has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Which crates of the workspace a crate may build on. Dev-dependencies are free: tests may reach anywhere.
struct Floor {
    name: &'static str,
    may_use: &'static [&'static str],
    why: &'static str,
}

const FLOORS: &[Floor] = &[
    Floor {
        name: "kernel",
        may_use: &[],
        why: "the words that all floors use stand on nothing",
    },
    Floor {
        name: "model",
        may_use: &["kernel"],
        why: "rules are pure: no rows, no wire, no I/O",
    },
    Floor {
        name: "protocol",
        may_use: &["kernel", "model"],
        why: "wire logic is bytes in, values out",
    },
    Floor {
        name: "vault",
        may_use: &["kernel", "model"],
        why: "keys and hashes know nothing of where they are kept",
    },
    Floor {
        name: "store",
        may_use: &["kernel", "model", "protocol", "vault"],
        why: "rows decide nothing and call nobody",
    },
    Floor {
        name: "engine",
        may_use: &["kernel", "model", "protocol", "vault", "store"],
        why: "a verb loads, decides and applies; it knows no HTTP, and what it needs from outside is a trait of its own",
    },
    Floor {
        name: "connectors",
        may_use: &["kernel", "model", "engine"],
        why: "calls to the outside implement the engine's traits and see no rows and no pages",
    },
    Floor {
        name: "web",
        may_use: &["kernel", "model", "protocol", "vault", "engine"],
        why: "a handler asks the engine; it reads no rows and calls nobody outside",
    },
    Floor {
        name: "vestibule",
        may_use: &[
            "kernel",
            "model",
            "protocol",
            "vault",
            "store",
            "engine",
            "connectors",
            "web",
            "simulators",
            "module_kit",
            MODULES,
        ],
        why: "the composition root joins everything but the test bench",
    },
    Floor {
        name: "module_kit",
        may_use: &[],
        why: "makers of modules get the protocols and nothing of the hub's inside",
    },
    Floor {
        name: "simulators",
        may_use: &[],
        why: "a stand-in that shares code with the hub would share its mistakes",
    },
    Floor {
        name: MODULES,
        may_use: &["module_kit"],
        why: "our modules get what a stranger's module gets",
    },
    Floor {
        name: "testkit",
        may_use: &[
            "kernel",
            "model",
            "protocol",
            "vault",
            "store",
            "engine",
            "connectors",
            "web",
            "simulators",
            "module_kit",
        ],
        why: "the test bench runs the hub as it is",
    },
];

/// Stands for every crate under `modules/`.
const MODULES: &str = "modules/*";

/// Where a crate from elsewhere may be a normal dependency. `tests_too` also keeps it out of
/// dev-dependencies.
struct Foreign {
    name: &'static str,
    only_in: &'static [&'static str],
    tests_too: bool,
    why: &'static str,
}

const FOREIGN: &[Foreign] = &[
    Foreign {
        name: "sqlx",
        only_in: &["store"],
        tests_too: true,
        why: "one crate knows that there is a database",
    },
    Foreign {
        name: "axum",
        only_in: &["web", "module_kit", MODULES, "simulators"],
        tests_too: true,
        why: "HTTP is spoken at the edge; below it there are commands and decisions",
    },
    Foreign {
        name: "reqwest",
        only_in: &["connectors", "module_kit", "testkit"],
        tests_too: false,
        why: "only connectors call outside, after commit, with timeouts; the kit is on the other side",
    },
    Foreign {
        name: "lettre",
        only_in: &["connectors"],
        tests_too: true,
        why: "mail leaves through the outbox and one connector",
    },
    Foreign {
        name: "askama",
        only_in: &["web", MODULES],
        tests_too: true,
        why: "pages are made where HTTP is spoken",
    },
    Foreign {
        name: "aws-lc-rs",
        only_in: &["vault", "module_kit", "vestibule"],
        tests_too: false,
        why: "one crate of the hub names the cryptographic library; the composition root opens the machine's randomness, \
              and the kit stands outside the hub",
    },
    Foreign {
        name: "argon2",
        only_in: &["vault"],
        tests_too: true,
        why: "passwords are hashed in one place",
    },
    Foreign {
        name: "jsonwebtoken",
        only_in: &["vault", "module_kit"],
        tests_too: false,
        why: "tokens are signed and verified in one place of the hub",
    },
    Foreign {
        name: "openidconnect",
        only_in: &[],
        tests_too: false,
        why: "the foreign judge of our provider is no part of it",
    },
    Foreign {
        name: "clap",
        only_in: &["vestibule"],
        tests_too: true,
        why: "only the binary has a command line",
    },
];

/// Crates that may touch the real clock, the machine's randomness and waiting.
const REAL_WORLD: &[&str] = &["vestibule", "module_kit", "simulators", "testkit", MODULES];

/// Files of the hub's crates that silence the ban on clocks and chance all the same, each with its reason.
const CLOCK_EXCEPTIONS: &[(&str, &str)] = &[];

const SIZE_LIMIT: u64 = 25_000;
const EMPTY_NAMES: &[&str] = &[
    "util", "utils", "helper", "helpers", "manager", "managers", "common", "misc",
];

struct Package {
    name: String,
    folder: PathBuf,
    /// Name in the registry, and whether it is needed for tests only.
    dependencies: Vec<(String, bool)>,
}

impl Package {
    /// The name that the tables use.
    fn row(&self) -> &str {
        if self.folder.starts_with(root().join("modules")) {
            MODULES
        } else {
            &self.name
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_path_buf()
}

fn packages() -> Vec<Package> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let dependency = |value: &Value| (text(&value["name"]), value["kind"] == "dev");
    metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| Package {
            name: text(&package["name"]),
            folder: Path::new(package["manifest_path"].as_str().unwrap())
                .parent()
                .unwrap()
                .to_path_buf(),
            dependencies: package["dependencies"]
                .as_array()
                .unwrap()
                .iter()
                .map(dependency)
                .collect(),
        })
        .collect()
}

/// All files that a person writes, with their path from the root.
fn sources() -> Vec<(String, PathBuf)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                let ours = !name.starts_with('.') || name == ".ci" || name == ".config";
                if ours
                    && !["target", "node_modules", "out", "vestibule-data"].contains(&name.as_str())
                {
                    walk(&path, found);
                }
            } else if !["Cargo.lock", "package-lock.json"].contains(&name.as_str()) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root(), &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            (
                path.strip_prefix(root()).unwrap().display().to_string(),
                path,
            )
        })
        .collect()
}

fn rust_sources() -> Vec<(String, String)> {
    let rust = sources()
        .into_iter()
        .filter(|(name, _)| name.ends_with(".rs"));
    rust.map(|(name, path)| (name, fs::read_to_string(path).unwrap()))
        .collect()
}

fn hold(wall: &str, breaches: &[String]) {
    assert!(
        breaches.is_empty(),
        "\n{wall}:\n  - {}\n",
        breaches.join("\n  - ")
    );
}

#[test]
fn each_floor_builds_only_on_the_floors_below() {
    let packages = packages();
    let ours: BTreeSet<&str> = packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let mut breaches = Vec::new();
    for package in &packages {
        let Some(floor) = FLOORS.iter().find(|floor| floor.name == package.row()) else {
            breaches.push(format!(
                "the crate {} has no row in FLOORS: say what it may build on",
                package.name
            ));
            continue;
        };
        for (name, only_tests) in &package.dependencies {
            if *only_tests || !ours.contains(name.as_str()) {
                continue;
            }
            let row = packages
                .iter()
                .find(|other| &other.name == name)
                .unwrap()
                .row();
            if !floor.may_use.contains(&row) {
                breaches.push(format!(
                    "{} may not build on {name}: {}",
                    package.name, floor.why
                ));
            }
        }
    }
    hold(
        "The floors: kernel <- model <- protocol, vault <- store <- engine <- web <- vestibule",
        &breaches,
    );
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut breaches = Vec::new();
    for package in packages() {
        for (name, only_tests) in &package.dependencies {
            let Some(wall) = FOREIGN.iter().find(|wall| wall.name == name) else {
                continue;
            };
            if !wall.only_in.contains(&package.row()) && (wall.tests_too || !only_tests) {
                let rooms = if wall.only_in.is_empty() {
                    "tests".to_owned()
                } else {
                    wall.only_in.join(", ")
                };
                breaches.push(format!(
                    "{} uses {name}, which stays in {rooms}: {}",
                    package.name, wall.why
                ));
            }
        }
    }
    hold("Libraries stay in their rooms", &breaches);
}

#[test]
fn every_crate_takes_the_lints_of_the_house() {
    let mut breaches = Vec::new();
    for package in packages() {
        let manifest: toml::Table = fs::read_to_string(package.folder.join("Cargo.toml"))
            .unwrap()
            .parse()
            .unwrap();
        let taken = manifest
            .get("lints")
            .and_then(|lints| lints.get("workspace"))
            .and_then(toml::Value::as_bool);
        if taken != Some(true) {
            breaches.push(format!("{}: add `[lints] workspace = true`", package.name));
        }
    }
    let workspace: toml::Table = fs::read_to_string(root().join("Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    if workspace["workspace"]["lints"]["rust"]["unsafe_code"].as_str() != Some("forbid") {
        breaches.push(format!("the root manifest no longer forbids {UNSAFE} code"));
    }
    hold("One set of lints, for all crates", &breaches);
}

/// Spelled in two parts, so that this file does not find itself.
const UNSAFE: &str = concat!("un", "safe");

#[test]
fn nothing_is_taken_out_of_the_compilers_hands() {
    let mut breaches = Vec::new();
    for (file, text) in rust_sources() {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
            if words.into_iter().any(|word| word == UNSAFE) {
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

    let manifest: Value =
        serde_json::from_str(&fs::read_to_string(root().join("e2e/package.json")).unwrap())
            .unwrap();
    let tools: BTreeSet<String> = manifest["devDependencies"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    breaches.extend(compare(
        "package",
        &tools,
        &documented("Packages of the browser tests"),
    ));
    hold(
        "docs/dependencies.md names every direct dependency, and no other",
        &breaches,
    );
}
