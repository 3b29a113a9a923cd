//! No address and no method that the vendor does not describe. The description is not part of this
//! repository: where it is missing, this says so and judges nothing.

use crate::connectwise::places::PLACES;
use crate::connectwise::route::route;
use serde_json::Value;
use std::collections::BTreeMap;

const DESCRIPTION: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/psa/connectwise-manage-trimmed.json"
);

/// A path without the names of its parameters.
fn plain(path: &str) -> String {
    let parts = path.trim_matches('/').split('/').map(|part| match part {
        part if part.starts_with('{') => "1".to_owned(),
        part => part.to_ascii_lowercase(),
    });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn addresses_and_methods_are_the_vendors() {
    let Ok(text) = std::fs::read_to_string(DESCRIPTION) else {
        eprintln!("left out: {DESCRIPTION} is not there");
        return;
    };
    let description: Value = serde_json::from_str(&text).unwrap();
    let paths = description["paths"].as_object().unwrap();
    // Two of the vendor's paths may differ in their parameters only.
    let mut known: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for (path, operations) in paths {
        known.entry(plain(path)).or_default().push(operations);
    }
    let mut breaches = Vec::new();
    for place in PLACES {
        let own = place.path.replace('*', "1").to_ascii_lowercase();
        for tail in ["", "/count", "/1", "/info", "/info/count", "/1/info"] {
            let path = format!("{own}{tail}");
            if route(&path).is_some() && !known.contains_key(&path) {
                breaches.push(path);
            }
        }
        for method in place.offer {
            let path = if *method == "POST" {
                own.clone()
            } else {
                format!("{own}/1")
            };
            let places = known.get(&path).map(Vec::as_slice).unwrap_or_default();
            if places
                .iter()
                .all(|place| place.get(method.to_lowercase()).is_none())
            {
                breaches.push(format!("{method} {path}"));
            }
        }
    }
    assert!(breaches.is_empty(), "not described: {breaches:#?}");
}
