//! Who builds on whom.

use std::fs;

use crate::tables::{FLOORS, FOREIGN, Tests};
use crate::{UNSAFE, hold, packages, root};

#[test]
fn each_floor_builds_only_on_the_floors_below() {
    let packages = packages();
    let mut breaches = Vec::new();
    for package in &packages {
        let Some((_, may_use, why)) = FLOORS.iter().find(|(name, ..)| *name == package.row())
        else {
            let name = &package.name;
            breaches.push(format!(
                "the crate {name} has no row in FLOORS: say what it may build on"
            ));
            continue;
        };
        for (name, only_tests) in &package.dependencies {
            let ours = packages.iter().find(|other| &other.name == name);
            let Some(below) = ours.filter(|_| !only_tests) else {
                continue;
            };
            if !may_use.split(' ').any(|allowed| allowed == below.row()) {
                breaches.push(format!("{} may not build on {name}: {why}", package.name));
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
            let Some((_, rooms, tests, why)) = FOREIGN.iter().find(|(wall, ..)| wall == name)
            else {
                continue;
            };
            let at_home = rooms.split(' ').any(|room| room == package.row());
            if !at_home && (*tests == Tests::Bound || !only_tests) {
                let rooms = if rooms.is_empty() { "tests" } else { rooms };
                breaches.push(format!(
                    "{} uses {name}, which stays in {rooms}: {why}",
                    package.name
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
        let manifest = fs::read_to_string(package.folder.join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let taken = manifest
            .get("lints")
            .and_then(|lints| lints.get("workspace"));
        if taken.and_then(toml::Value::as_bool) != Some(true) {
            breaches.push(format!("{}: add `[lints] workspace = true`", package.name));
        }
    }
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let workspace: toml::Table = workspace.parse().unwrap();
    if workspace["workspace"]["lints"]["rust"]["unsafe_code"].as_str() != Some("forbid") {
        breaches.push(format!("the root manifest no longer forbids {UNSAFE} code"));
    }
    hold("One set of lints, for all crates", &breaches);
}
