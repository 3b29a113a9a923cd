//! What is printed: tables in Markdown, each bar with whether it was met.

use crate::Outcome;
use crate::asks::Kind;
use crate::growth::{Import, Size};
use crate::load::Measured;
use crate::passwords::Passwords;
use crate::plan::Plan;
use crate::psa::{After, Sweep, World};
use crate::side::Signing;
use std::fs;

const MIB: f64 = 1_048_576.0;

fn mib(bytes: u64) -> f64 {
    bytes as f64 / MIB
}

fn judged(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
}

/// The machine, and how busy it is with other things.
pub fn machine(plan: &Plan) -> Outcome<()> {
    let info = fs::read_to_string("/proc/cpuinfo")?;
    let model = info
        .lines()
        .find_map(|l| l.strip_prefix("model name"))
        .unwrap_or_default();
    let model = model.trim_start_matches([' ', '\t', ':']);
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kib = memory
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|n| n.parse::<u64>().ok());
    let load = fs::read_to_string("/proc/loadavg")?;
    let load: Vec<&str> = load.split(' ').take(3).collect();
    println!(
        "{} cores ({model}), {:.0} GiB; load before: {}; {} connections, {} x {:?} each",
        std::thread::available_parallelism()?,
        mib(kib.unwrap_or(0) * 1024) / 1024.0,
        load.join(" "),
        plan.workers,
        plan.rounds,
        plan.time,
    );
    Ok(())
}

/// The head of the table of the two sides.
pub fn side_head(signing: Signing) {
    println!("\n## {}: processor time for each request\n", signing.name());
    println!(
        "| | Vestibule ms | oidc-provider ms | ratio | bar | | Vestibule / s | oidc-provider / s |"
    );
    println!("|---|--:|--:|--:|--:|---|--:|--:|");
}

/// A row of it.
pub fn side_row(kind: Kind, bar: f64, ours: &Measured, theirs: &Measured) {
    let ratio = ours.cost() / theirs.cost();
    println!(
        "| {} | {:.3} | {:.3} | {ratio:.3} | {bar} | {} | {:.0} | {:.0} |",
        kind.name(),
        ours.cost(),
        theirs.cost(),
        judged(ratio <= bar),
        ours.rate(),
        theirs.rate(),
    );
}

/// The memory of a side after its loads.
pub fn side_memory(name: &str, resident: u64, peak: u64) {
    println!(
        "\n{name}: {:.1} MiB resident after these loads, {:.1} at most.",
        mib(resident),
        mib(peak)
    );
}

/// The table of the passwords.
pub fn passwords(found: &Passwords, cores: usize) {
    let share = found.logins.rate() / found.bare;
    println!("\n## Passwords\n\n| | | bar | |\n|---|--:|--:|---|");
    println!(
        "| bare argon2id hashes / s, {cores} threads | {:.1} | | |",
        found.bare
    );
    println!("| password logins / s | {:.1} | | |", found.logins.rate());
    println!(
        "| logins against bare hashes | {share:.3} | 0.95 | {} |",
        judged(share >= 0.95)
    );
    let (half, most) = (found.pages.within(0.5), found.pages.within(0.99));
    println!(
        "| other pages meanwhile, p50 ms ({} pages) | {half:.1} | | |",
        found.pages.steps
    );
    println!(
        "| other pages meanwhile, p99 ms | {most:.1} | 20 | {} |",
        judged(most < 20.0)
    );
    println!(
        "| most resident while 1,000 try at once, MiB | {:.1} | | |",
        mib(found.peak)
    );
}

/// The table of the growth.
pub fn growth(small: &Size, large: &Size) {
    println!(
        "\n## Growth\n\n| identities | {} | {} | bar | |\n|---|--:|--:|--:|---|",
        small.identities, large.identities
    );
    let ratio = large.sign_in / small.sign_in;
    println!(
        "| processor ms for a sign-in | {:.2} | {:.2} | x 1.3 | {} ({ratio:.2}) |",
        small.sign_in,
        large.sign_in,
        judged(ratio <= 1.3)
    );
    let start = large.start.as_millis();
    println!(
        "| ms from start to first answer | {} | {start} | 300 | {} |",
        small.start.as_millis(),
        judged(start <= 300)
    );
    let met = mib(small.idle) <= 40.0 && mib(large.idle) <= 80.0;
    println!(
        "| MiB resident, idle after start | {:.1} | {:.1} | 40, 80 | {} |",
        mib(small.idle),
        mib(large.idle),
        judged(met)
    );
    let met = mib(small.rested) <= 40.0 && mib(large.rested) <= 80.0;
    println!(
        "| MiB resident, idle after sign-ins | {:.1} | {:.1} | 40, 80 | {} |",
        mib(small.rested),
        mib(large.rested),
        judged(met)
    );
    println!(
        "| MiB of database | {:.1} | {:.1} | | |",
        mib(small.database),
        mib(large.database)
    );
}

/// What an import took.
pub fn import(count: usize, found: &Import, mails: u64, peak: u64) {
    let whole = found.check + found.take_over;
    println!(
        "\n## Import of {count} members by CSV, with an invitation to each\n\n| | | bar | |\n|---|--:|--:|---|"
    );
    println!("| check, s | {:.1} | | |", found.check.as_secs_f64());
    println!(
        "| taking over, s | {:.1} | | |",
        found.take_over.as_secs_f64()
    );
    println!(
        "| together, s | {:.1} | 20 | {} |",
        whole.as_secs_f64(),
        judged(whole.as_secs() < 20)
    );
    println!("| mails that had left by then | {mails} | | |");
    println!("| most resident, MiB | {:.1} | | |", mib(peak));
}

/// The head of the table of a PSA that is followed.
pub fn psa_head(engine: &str) {
    println!("\n## Following a PSA, on {engine}\n\n| | | bar | |\n|---|--:|--:|---|");
}

/// What a first sweep took, and what followed.
pub fn psa_sweep(world: World, limited: bool, sweep: &Sweep, after: Option<&After>) {
    let size = format!(
        "{} companies, {} contacts, {} configurations{}",
        world.companies,
        world.contacts,
        world.configurations,
        if limited {
            ", as often as the vendor allows"
        } else {
            ""
        }
    );
    let (rate, peak) = (sweep.rate(), mib(sweep.peak));
    let waits = 1.0 - sweep.hub.as_secs_f64() / sweep.took.as_secs_f64();
    println!("| **{size}** | | | |");
    println!("| rows | {} | | |", sweep.rows);
    println!(
        "| s until all is read | {:.1} | | |",
        sweep.took.as_secs_f64()
    );
    match limited {
        true => println!("| rows / s | {rate:.0} | | |"),
        false => println!(
            "| rows / s | {rate:.0} | 15,000 | {} |",
            judged(rate >= 15_000.0)
        ),
    }
    println!(
        "| processor s of the hub | {:.2} | | |",
        sweep.hub.as_secs_f64()
    );
    println!(
        "| processor s of the PSA | {:.2} | | |",
        sweep.psa.as_secs_f64()
    );
    match sweep.limit {
        None => println!("| share of the time in which the hub waits | {waits:.2} | | |"),
        Some(limit) => {
            let share = limit.as_secs_f64() / sweep.took.as_secs_f64();
            println!(
                "| share of the time in which the hub waits | {waits:.2} | 0.90 | {} |",
                judged(waits >= 0.9)
            );
            println!("| share of the time that the limit itself asks for | {share:.2} | | |");
        }
    }
    println!(
        "| MiB resident at most | {peak:.0} | 150 | {} |",
        judged(peak < 150.0)
    );
    if let Some((slow, count)) = sweep.pages {
        let slow = slow.as_secs_f64() * 1_000.0;
        println!(
            "| ms of a page meanwhile, p99 of {count} | {slow:.1} | 50 | {} |",
            judged(slow < 50.0)
        );
    }
    let Some(after) = after else { return };
    println!(
        "| s until all companies are imported and their people here | {:.1} | | |",
        after.import.as_secs_f64()
    );
    println!(
        "| requests of a pass with nothing changed | {} | 12 | {} |",
        after.idle.0,
        judged(after.idle.0 <= 12)
    );
    let idle = after.idle.1.as_secs_f64();
    println!(
        "| processor s of it | {idle:.2} | 0.5 | {} |",
        judged(idle <= 0.5)
    );
    let (told, polled) = (after.told.as_secs_f64(), after.polled.as_secs_f64());
    println!(
        "| s until a change is here that is told | {told:.2} | 5 | {} |",
        judged(told <= 5.0)
    );
    println!(
        "| s until one is here that is not | {polled:.1} | 60 | {} |",
        judged(polled <= 60.0)
    );
}
