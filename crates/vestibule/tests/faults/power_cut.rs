//! The plug is pulled: `kill -9` at a random moment under load, again and again, leaves a whole
//! database with everything that was answered.

use crate::ledger::Ledger;
use crate::load;
use crate::place::{PEOPLE, Person, Place, free_port, now, until};
use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Db, Statement, StoreFault};
use testkit::{Browser, Kind};
use tokio::sync::Mutex;

/// A number from the environment.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}

/// Numbers that look random and come again with the same seed (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

static END_LEASES: Statement = Statement {
    name: "END_LEASES",
    sql: "UPDATE outbox SET lease_until = 0 WHERE state = 'waiting'",
};
static END_IMPORT_LEASES: Statement = Statement {
    name: "END_IMPORT_LEASES",
    sql: "UPDATE member_import SET lease_until = 0 WHERE state = 'running'",
};
static MADE_GROUPS: Statement = Statement {
    name: "MADE_GROUPS",
    sql: "SELECT COUNT(*) FROM audit_entry WHERE action = 'group.made'",
};

/// On PostgreSQL the leases of a node that died run out in two minutes. Here nobody waits for that:
/// they are ended, as time would.
async fn end_leases(place: &Place) {
    let Some(address) = &place.postgres else {
        return;
    };
    let db = Db::open_postgres(address, now()).await.unwrap();
    let ended: Result<(), StoreFault> = db
        .write(|tx| {
            Box::pin(async move {
                tx.run(&END_LEASES, &[]).await?;
                tx.run(&END_IMPORT_LEASES, &[]).await.map(|_| ())
            })
        })
        .await;
    ended.unwrap();
    db.close().await;
}

async fn csrf(owner: &Browser) -> String {
    owner.get("/console/members").await.input("csrf").to_owned()
}

async fn pull_the_plug(kind: Kind) {
    let rounds = usize::try_from(setting("VESTIBULE_POWER_ROUNDS", 3)).unwrap();
    let seed = setting("VESTIBULE_POWER_SEED", 20_261_127);
    let port = free_port();
    let Some(place) = Place::new(kind, port).await else {
        return;
    };
    let mut dice = Dice(seed.max(1));
    let mut node = place.start(port).await;
    place.people();
    let owner = Arc::new(Person::new("owner").signed_in(&place.base).await);
    let technician = Arc::new(Person::new("technician").signed_in(&place.base).await);
    let csrf = csrf(&owner).await;
    let hook = [
        ("csrf", csrf.as_str()),
        ("address", &place.hook),
        ("events", "group.made"),
        ("do", "save"),
    ];
    assert_eq!(owner.post("/console/webhooks/new", &hook).await.status, 200);
    let people: Vec<_> = (0..PEOPLE)
        .map(|n| Person::new(&format!("load{n}")))
        .collect();
    let people = Arc::new(Mutex::new(people));
    let ledger = Ledger::default();
    let before = owner.get("/console/members.csv").await.body.lines().count();
    let began = Instant::now();
    for round in 0..rounds {
        let (base, book) = (place.base.clone(), || ledger.clone());
        let workers = [
            tokio::spawn(load::begin(base.clone(), book())),
            tokio::spawn(load::sign_in(base.clone(), people.clone(), book())),
            tokio::spawn(load::tokens(technician.clone(), book())),
            tokio::spawn(load::tokens(technician.clone(), book())),
            tokio::spawn(load::machine(base.clone(), book())),
            // A file under way in every fifth round: they make the installation grow.
            tokio::spawn(load::console(
                owner.clone(),
                csrf.clone(),
                book(),
                round % 5 == 0,
            )),
        ];
        // A random moment, but somewhere in the middle of the work, however fast the machine is.
        tokio::time::sleep(Duration::from_millis(dice.below(900))).await;
        let waited = Instant::now();
        while ledger.len() < 5 && waited.elapsed() < Duration::from_secs(20) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        node.kill();
        for worker in workers {
            worker.await.expect("what was answered made sense");
        }
        assert!(ledger.len() > 0, "round {round}: nothing was answered");
        place.doctor();
        node = place.start(port).await;
        ledger.hold(&place, &owner, round).await;
        ledger.arrived(|email| place.mailed(email) > 0);
        if round % 20 == 19 {
            eprintln!(
                "{kind:?}: {} rounds in {} s",
                round + 1,
                began.elapsed().as_secs()
            );
        }
    }
    // What was to leave has left, at least once, and files are taken over to their end.
    end_leases(&place).await;
    for email in ledger.everybody_invited() {
        until(
            &format!("a mail to {email}"),
            Duration::from_secs(60),
            || {
                let arrived = place.mailed(&email) > 0;
                async move { arrived }
            },
        )
        .await;
    }
    for (path, mark) in ledger.imports() {
        let (owner, path) = (&owner, &path);
        until(
            &format!("the import {path}"),
            Duration::from_secs(90),
            || async move {
                owner.get(path).await.heading() == format!("{} members were made", load::ROWS)
            },
        )
        .await;
        let list = owner.get("/console/members.csv").await.body;
        assert_eq!(
            list.lines().filter(|l| l.starts_with(&mark)).count(),
            load::ROWS
        );
    }
    let made = made_groups(&place, &node).await;
    assert!(made >= ledger.groups());
    until("all events", Duration::from_secs(90), || {
        let ids: BTreeSet<_> = place
            .receiver
            .received()
            .into_iter()
            .map(|r| r.id)
            .collect();
        // Those of the seeded people are older than the webhook.
        async move { ids.len() + 1 >= made }
    })
    .await;
    ledger.events(made);
    let after = owner.get("/console/members.csv").await.body.lines().count();
    assert!(after >= before + ledger.invitations() + ledger.imports().len() * load::ROWS);
    node.kill();
    let text = place.doctor();
    eprintln!(
        "{kind:?}, seed {seed}: {rounds} times kill -9 in {} s, nothing lost of {}\n{text}",
        began.elapsed().as_secs(),
        ledger.in_words()
    );
}

/// How many groups were made, by the audit log itself.
async fn made_groups(place: &Place, _running: &crate::place::Node) -> usize {
    let db = match &place.postgres {
        Some(address) => Db::open_postgres(address, now()).await,
        None => Db::open_sqlite(&place.database(), now()).await,
    };
    let db = db.unwrap();
    let mut tx = db.read().await.unwrap();
    let row = tx.one(&MADE_GROUPS, &[]).await.unwrap().unwrap();
    let count = row.columns().int().unwrap();
    drop(row);
    drop(tx);
    db.close().await;
    usize::try_from(count).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_nine_under_load_loses_nothing_on_sqlite() {
    pull_the_plug(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_nine_under_load_loses_nothing_on_postgres() {
    pull_the_plug(Kind::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_lets_requests_end_and_exits_cleanly() {
    let port = free_port();
    let place = Place::new(Kind::Sqlite, port).await.unwrap();
    let mut node = place.start(port).await;
    assert_eq!(place.browser().get("/health/ready").await.status, 200);
    let stopped = Command::new("kill")
        .args(["-TERM", &node.id().to_string()])
        .status();
    assert!(stopped.unwrap().success());
    let began = Instant::now();
    while node.alive() {
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "it does not stop"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(node.ended_well());
    // The one file holds everything: whoever copies it alone has a whole backup.
    let beside = place.database().with_extension("db-wal");
    let wal = std::fs::metadata(beside).map_or(0, |m| m.len());
    assert_eq!(wal, 0, "something was left beside the file");
    place.doctor();
}
