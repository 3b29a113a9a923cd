//! How much is measured.

use crate::Outcome;
use crate::psa::World;
use crate::side::Signing;
use std::path::PathBuf;
use std::time::Duration;

/// What may stand on the command line.
pub const USAGE: &str = "usage: bench [--quick | --smoke] [--only side|passwords|growth|import|psa]... \
[--ask QUESTION]... [--postgres URL] [--program FILE] [--provider FOLDER]";

/// A part of the bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chapter {
    /// The two providers.
    Side,
    /// Hashing.
    Passwords,
    /// A thousand times as many people.
    Growth,
    /// A file of people with a mail to each.
    Import,
    /// A PSA that is followed.
    Psa,
}

/// What is done, and for how long.
pub struct Plan {
    /// The `vestibule` program.
    pub program: PathBuf,
    /// The folder with `provider.mjs` and its packages; without it only Vestibule is measured.
    pub provider: Option<PathBuf>,
    /// The parts.
    pub chapters: Vec<Chapter>,
    /// The questions of the comparison, by their names in the table; none for all of them.
    pub questions: Vec<String>,
    /// Signature algorithms.
    pub signing: Vec<Signing>,
    /// How often the sides take turns.
    pub rounds: usize,
    /// What is not counted at the beginning of a turn.
    pub warm: Duration,
    /// What is counted.
    pub time: Duration,
    /// People who are signed in.
    pub people: usize,
    /// Connections at once.
    pub workers: usize,
    /// How long passwords are typed.
    pub password_time: Duration,
    /// Sign-ins at each size.
    pub sign_ins: usize,
    /// Identities at first.
    pub small: usize,
    /// Identities in the end.
    pub large: usize,
    /// People of one file.
    pub step: usize,
    /// How long nothing happens before memory is read.
    pub rest: Duration,
    /// A small and a large PSA.
    pub worlds: [World; 2],
    /// A PostgreSQL server, to follow a PSA on it too.
    pub postgres: Option<String>,
}

const fn world(companies: u32, contacts: u32, configurations: u32) -> World {
    World {
        companies,
        contacts,
        configurations,
    }
}

impl Plan {
    /// Reads the command line.
    pub fn of(mut arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut plan = Self::full();
        let mut only = Vec::new();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
            match argument.as_str() {
                "--quick" => plan = plan.quick(),
                "--smoke" => plan = plan.smoke(),
                "--program" => plan.program = value()?.into(),
                "--provider" => plan.provider = Some(value()?.into()),
                "--postgres" => plan.postgres = Some(value()?),
                "--ask" => plan.questions.push(value()?),
                "--only" => only.push(match value()?.as_str() {
                    "side" => Chapter::Side,
                    "passwords" => Chapter::Passwords,
                    "growth" => Chapter::Growth,
                    "import" => Chapter::Import,
                    "psa" => Chapter::Psa,
                    other => return Err(format!("there is no chapter {other}").into()),
                }),
                other => return Err(format!("what is {other}?").into()),
            }
        }
        if !only.is_empty() {
            plan.chapters = only;
        }
        Ok(plan)
    }

    fn full() -> Self {
        Self {
            program: "target/release/vestibule".into(),
            provider: None,
            chapters: vec![
                Chapter::Side,
                Chapter::Passwords,
                Chapter::Import,
                Chapter::Psa,
                Chapter::Growth,
            ],
            questions: Vec::new(),
            signing: vec![Signing::EdDsa, Signing::Rs256],
            rounds: 3,
            warm: Duration::from_millis(700),
            time: Duration::from_secs(3),
            people: 16,
            workers: 16,
            password_time: Duration::from_secs(10),
            sign_ins: 100,
            small: 1_000,
            large: 1_000_000,
            step: 100_000,
            rest: Duration::from_secs(15),
            worlds: [world(200, 10_000, 20_000), world(2_000, 100_000, 200_000)],
            postgres: None,
        }
    }

    /// In less than two minutes: the same with less of it.
    fn quick(self) -> Self {
        Self {
            rounds: 1,
            warm: Duration::from_millis(500),
            time: Duration::from_secs(1),
            people: 8,
            workers: 8,
            password_time: Duration::from_secs(3),
            sign_ins: 20,
            large: 10_000,
            step: 5_000,
            rest: Duration::from_secs(3),
            worlds: [world(50, 1_000, 2_000), world(200, 10_000, 20_000)],
            ..self
        }
    }

    /// Only whether it runs and all answers are right; its numbers mean nothing.
    fn smoke(self) -> Self {
        Self {
            rounds: 1,
            warm: Duration::ZERO,
            time: Duration::from_millis(100),
            people: 2,
            workers: 2,
            chapters: vec![Chapter::Side, Chapter::Import],
            password_time: Duration::from_millis(500),
            sign_ins: 2,
            small: 50,
            large: 100,
            step: 50,
            rest: Duration::ZERO,
            worlds: [world(5, 20, 20), world(10, 50, 50)],
            ..self
        }
    }
}
