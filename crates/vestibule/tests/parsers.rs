//! Every parser of outside bytes, fed with its seeds and with seeded changes of them: whatever comes,
//! it answers, keeps its limits and never panics. What must hold of each stands beside it in
//! `crates/hostile`; a longer run, guided by coverage, is described in `fuzz/README.md`.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use hostile::{Target, all, inputs};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Changed inputs for each target. `VESTIBULE_FUZZ_INPUTS` asks for more or fewer.
const INPUTS: usize = 400;

/// Slow by nature: a password's strength, a hash, an authenticator's signature.
const SLOW: [&str; 3] = ["password", "password_hash", "passkey_answer"];

fn count(target: &Target) -> usize {
    let asked = std::env::var("VESTIBULE_FUZZ_INPUTS").ok();
    let count = asked.and_then(|n| n.parse().ok()).unwrap_or(INPUTS);
    if SLOW.contains(&target.name) {
        count / 10
    } else {
        count
    }
}

#[test]
fn every_parser_takes_whatever_comes() {
    let mut broken = Vec::new();
    for (n, target) in all().into_iter().enumerate() {
        let seed = u64::try_from(n).unwrap() + 1;
        for bytes in inputs(target.seeds, seed, count(target)) {
            if catch_unwind(AssertUnwindSafe(|| (target.run)(&bytes))).is_err() {
                broken.push(format!("{}: {}", target.name, bytes.escape_ascii()));
                break;
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let seeds = &["a=1&b=2", "c"];
    let run = |seed| inputs(seeds, seed, 200).collect::<Vec<_>>();
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}

#[test]
fn targets_have_names_of_their_own_and_seeds() {
    let names: BTreeSet<&str> = all().iter().map(|t| t.name).collect();
    assert_eq!(names.len(), all().len());
    assert!(all().iter().all(|t| !t.seeds.is_empty()));
}

/// Functions that are named like parsers of outside bytes and need no target of their own, and why.
const NO_TARGET: &[(&str, &str)] = &[
    (
        "engine/src/federation/userinfo.rs::read_access_token",
        "the token is `json_web_token`, its claims are the hub's own",
    ),
    (
        "engine/src/federation/userinfo.rs::read_id_token_hint",
        "the token is `json_web_token`, its claims are the hub's own",
    ),
    (
        "engine/src/federation/way_back.rs::read_way_back",
        "read only behind the hub's keyed digest, as `oidc_parameters`",
    ),
    (
        "engine/src/identity/my_factors.rs::from_hex",
        "written like `hexadecimal_ids`; what it gives is opened as `sealed_value`",
    ),
    (
        "store/src/directory/partners.rs::read_policy",
        "JSON that the hub wrote, as `kept_settings`",
    ),
    (
        "vestibule/src/backup_file.rs::read_all",
        "cuts a file into the pieces of `backup_file`, by the same lengths",
    ),
    (
        "web/src/api/body.rs::read",
        "notes what another parser says of a field; bodies are judged by api_judge.rs",
    ),
    (
        "web/src/console/reading.rs::read",
        "hands a field of `form` to the parser that it is given",
    ),
    (
        "web/src/signin/field.rs::read",
        "hands a field of `form` to the parser that it is given",
    ),
];

fn root() -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    crates.to_path_buf()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Functions of the hub's crates that take text or bytes and are named like parsers.
fn parsers() -> BTreeMap<String, String> {
    const WHERE: [&str; 13] = [
        "kernel",
        "unified_login",
        "scim",
        "model",
        "protocol",
        "vault",
        "store",
        "engine",
        "connectors",
        "web",
        "vestibule",
        "simulators",
        "module_kit",
    ];
    const NAMES: [&str; 5] = ["parse", "read", "decode", "from_hex", "from_base32"];
    let mut found = BTreeMap::new();
    for name in WHERE {
        let mut files = Vec::new();
        walk(&root().join(name).join("src"), &mut files);
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let place = file.strip_prefix(root()).unwrap().display().to_string();
            if place.contains("/tests")
                || place.contains("_tests.rs")
                || place.ends_with("hostile.rs")
            {
                continue;
            }
            for part in code.split("fn ").skip(1) {
                let signature = part.split('{').next().unwrap_or_default();
                let name: String = part
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let named = NAMES.contains(&name.as_str())
                    || name == "from_str"
                    || ["parse_", "read_", "decode_"]
                        .iter()
                        .any(|n| name.starts_with(n));
                let outside = [
                    "&str",
                    "&[u8]",
                    "&'q [u8]",
                    "&'t str",
                    "&Parameters",
                    "&Value",
                    "&HeaderMap",
                    "Bytes",
                    "&'a str",
                    "Vec<u8>",
                ];
                let taken = signature.split("->").next().unwrap_or_default();
                if named && outside.iter().any(|kind| taken.contains(kind)) {
                    found.insert(format!("{place}::{name}"), signature.to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn every_parser_has_its_target() {
    let covered: BTreeSet<&str> = all()
        .iter()
        .flat_map(|t| t.covers.iter().copied())
        .collect();
    let excused: BTreeSet<&str> = NO_TARGET.iter().map(|(place, _)| *place).collect();
    let parsers = parsers();
    let places: BTreeSet<&str> = parsers.keys().map(String::as_str).collect();
    assert!(places.len() > 40, "{places:?}");
    let known: BTreeSet<&str> = covered.union(&excused).copied().collect();
    let forgotten: Vec<_> = places.difference(&known).collect();
    assert!(
        forgotten.is_empty(),
        "without a target in crates/hostile (or a reason in NO_TARGET): {forgotten:#?}"
    );
    let gone: Vec<_> = known.difference(&places).collect();
    assert!(gone.is_empty(), "named and not there any more: {gone:#?}");
}
