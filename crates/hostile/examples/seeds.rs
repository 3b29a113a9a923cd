//! `cargo run -p hostile --example seeds -- FOLDER`: writes the seeds of each target into a folder of
//! its own, where libFuzzer begins; without FOLDER it lists the targets.

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1);
    for target in hostile::all() {
        println!("{}", target.name);
        let Some(folder) = &folder else { continue };
        let folder = std::path::Path::new(folder).join(target.name);
        std::fs::create_dir_all(&folder)?;
        for (n, seed) in target.seeds.iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{n}")), seed)?;
        }
    }
    Ok(())
}
