//! `bench`: Vestibule and npm's `oidc-provider` side by side on this machine, and Vestibule against what
//! the machine can do. `bench/README.md` says what is measured and how; `bench/run` builds and starts it.
#![allow(
    clippy::disallowed_methods,
    reason = "measuring is done in the real world: its clock, its processes, its waiting"
)]

mod asks;
mod growth;
mod house;
mod line;
mod load;
mod mails;
mod passwords;
mod plan;
mod psa;
mod report;
mod server;
mod side;
mod visit;

use asks::{Asker, Kind};
use growth::{Importer, look};
use house::House;
use load::{Measured, drive};
use plan::Plan;
use side::{Side, Signing};
use std::path::Path;
use std::process::ExitCode;

/// What may go wrong: a program that does not start, or a wrong answer. Either ends the bench.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let plan = match Plan::of(std::env::args().skip(1)) {
        Ok(plan) => plan,
        Err(fault) => {
            eprintln!("{fault}\n{}", plan::USAGE);
            return ExitCode::from(2);
        }
    };
    // One thread drives: what is left of the cores belongs to the programs under measurement.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(&plan)),
        Err(fault) => Err(fault.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("The bench failed: {fault}");
            ExitCode::FAILURE
        }
    }
}

async fn run(plan: &Plan) -> Outcome<()> {
    let folder = std::env::temp_dir().join(format!("vestibule-bench-{}", std::process::id()));
    report::machine(plan)?;
    let mut outcome = Ok(());
    for chapter in &plan.chapters {
        outcome = match chapter {
            plan::Chapter::Side => side_by_side(plan, &folder).await,
            plan::Chapter::Passwords => passwords(plan, &folder).await,
            plan::Chapter::Growth => growth(plan, &folder).await,
            plan::Chapter::Import => import(plan, &folder).await,
            plan::Chapter::Psa => follow_psa(plan, &folder).await,
        };
        if outcome.is_err() {
            eprintln!("What the programs said is in {}", folder.display());
            return outcome;
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    outcome
}

async fn side_by_side(plan: &Plan, folder: &Path) -> Outcome<()> {
    let (mail, _) = mails::sink().await?;
    let house = House::make(&plan.program, &folder.join("side"), mail, plan.people).await?;
    let ours = Side::vestibule(&house, plan.people).await?;
    let theirs = match &plan.provider {
        Some(provider) => {
            let log = folder.join("provider.log");
            Some(Side::oidc_provider(provider, &log).await?)
        }
        None => None,
    };
    for &signing in &plan.signing {
        report::side_head(signing);
        for (kind, bar) in Kind::ALL {
            let asked = |name: &String| name == kind.name();
            if !plan.questions.is_empty() && !plan.questions.iter().any(asked) {
                continue;
            }
            let (mut mine, mut other) = (Measured::default(), Measured::default());
            for _ in 0..plan.rounds {
                mine = mine.and(ask(plan, &ours, kind, signing).await?);
                if let Some(theirs) = &theirs {
                    other = other.and(ask(plan, theirs, kind, signing).await?);
                }
            }
            report::side_row(kind, bar, &mine, &other);
        }
    }
    for side in [Some(ours), theirs].into_iter().flatten() {
        report::side_memory(side.name, side.server.resident()?, side.server.peak()?);
        side.server.stop()?;
    }
    Ok(())
}

async fn ask(plan: &Plan, side: &Side, kind: Kind, signing: Signing) -> Outcome<Measured> {
    let mut askers = Vec::new();
    for number in 0..plan.workers {
        askers.push(Asker::new(side, kind, signing, number).await?);
    }
    let (measured, _) = drive(askers, &side.server, plan.warm, plan.time).await?;
    Ok(measured)
}

async fn passwords(plan: &Plan, folder: &Path) -> Outcome<()> {
    let (mail, _) = mails::sink().await?;
    let house = House::make(&plan.program, &folder.join("passwords"), mail, plan.people).await?;
    let cores = std::thread::available_parallelism()?.get();
    let found = passwords::measure(&house, plan.people, cores, plan.password_time).await?;
    report::passwords(&found, cores);
    Ok(())
}

async fn growth(plan: &Plan, folder: &Path) -> Outcome<()> {
    let (mail, _) = mails::sink().await?;
    let people = plan.sign_ins;
    let house = House::make(&plan.program, &folder.join("growth"), mail, people).await?;
    let server = house.start().await?;
    let mut importer = Importer::new(&house, &server).await?;
    importer.import(0, plan.small - people, false).await?;
    server.stop()?;
    let small = look(&house, plan.small, people, plan.rest).await?;
    let server = house.start().await?;
    house::next_code().await?;
    let mut importer = Importer::new(&house, &server).await?;
    let mut known = plan.small;
    while known < plan.large {
        let count = plan.step.min(plan.large - known);
        importer.import(known, count, false).await?;
        known += count;
    }
    server.stop()?;
    let large = look(&house, plan.large, people, plan.rest).await?;
    report::growth(&small, &large);
    Ok(())
}

async fn import(plan: &Plan, folder: &Path) -> Outcome<()> {
    let (mail, mails) = mails::sink().await?;
    let house = House::make(&plan.program, &folder.join("import"), mail, 1).await?;
    let server = house.start().await?;
    let mut importer = Importer::new(&house, &server).await?;
    let found = importer.import(0, plan.step, true).await?;
    let left = mails.load(std::sync::atomic::Ordering::Relaxed);
    report::import(plan.step, &found, left, server.peak()?);
    drop(server);
    Ok(())
}

/// A database of its own on the server that is named.
fn make_database(server: &str, name: &str) -> Outcome<String> {
    let order = format!("CREATE DATABASE {name}");
    let made = std::process::Command::new("psql")
        .args([server, "-q", "-c", &order])
        .output()?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned().into());
    }
    let (head, _) = server
        .rsplit_once('/')
        .ok_or("--postgres needs an address")?;
    Ok(format!("{head}/{name}"))
}

async fn follow_psa(plan: &Plan, folder: &Path) -> Outcome<()> {
    let [small, large] = plan.worlds;
    for on_postgres in [false, true] {
        let Some(server) = plan
            .postgres
            .as_deref()
            .map_or((!on_postgres).then_some(""), Some)
        else {
            continue;
        };
        let engine = if on_postgres { "PostgreSQL" } else { "SQLite" };
        report::psa_head(engine);
        for (n, (world, limited)) in [(small, false), (large, false), (large, true)]
            .into_iter()
            .enumerate()
        {
            let (mail, _) = mails::sink().await?;
            let place = folder.join(format!("psa-{engine}-{n}"));
            let address = match on_postgres {
                true => Some(make_database(
                    server,
                    &format!("bench_{}_{n}", std::process::id()),
                )?),
                false => None,
            };
            let set = house::Set {
                people: 1,
                postgres: address.as_deref(),
                // Its own brake off, so that what it can do is seen.
                calls: if limited { 600 } else { 60_000 },
            };
            let house = House::make_as(&plan.program, &place, mail, set).await?;
            let given = (&house, plan.program.as_path(), place.as_path());
            let (sweep, after) = psa::measure(given, world, (limited, n == 0)).await?;
            report::psa_sweep(world, limited, &sweep, after.as_ref());
        }
    }
    Ok(())
}
