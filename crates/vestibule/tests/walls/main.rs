//! The walls of the house, checked over the crate graph and the sources. Every wall is a row of a table
//! with its reason; a breach is reported with the wall, the reason and the place.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own source tree has failed"
)]

mod documents;
mod graph;
mod sources;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tables::MODULES;

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

/// Spelled in two parts, so that these files do not find themselves.
const UNSAFE: &str = concat!("un", "safe");

/// Folders that no person writes.
const NOT_OURS: &[&str] = &["target", "node_modules", "out", "vestibule-data"];

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
                if ours && !NOT_OURS.contains(&name.as_str()) {
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
