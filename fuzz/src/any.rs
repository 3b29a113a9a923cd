//! One binary for all targets of `crates/hostile`: `VESTIBULE_TARGET` names the one that is run.
#![no_main]

use hostile::{Target, all, find};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static TARGET: LazyLock<&'static Target> = LazyLock::new(|| {
    let name = std::env::var("VESTIBULE_TARGET").unwrap_or_default();
    find(&name).unwrap_or_else(|| {
        let names: Vec<&str> = all().iter().map(|t| t.name).collect();
        eprintln!("VESTIBULE_TARGET is one of {}", names.join(", "));
        std::process::exit(2)
    })
});

fuzz_target!(init: { LazyLock::force(&TARGET); }, |bytes: &[u8]| {
    (TARGET.run)(bytes);
});
