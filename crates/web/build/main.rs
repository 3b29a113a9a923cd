//! Turns the sentences under `locales/` into methods of `Words`.

mod compile;
mod source;

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let target = env::var("OUT_DIR").map_err(io::Error::other)?;
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build");
    let sources = source::read(&Path::new(&root).join("locales"))?;
    fs::write(
        Path::new(&target).join("words.rs"),
        compile::compile(&sources).code,
    )
}
