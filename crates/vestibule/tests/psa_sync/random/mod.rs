//! Whatever happens in whatever order: thousands of random steps in the PSA, at the hub and on the way
//! between them, with kills and restarts, and at the end the directory is what the PSA says.
//!
//! `VESTIBULE_PSA_SEED` and `VESTIBULE_PSA_STEPS` choose another walk; a walk that fails says both, and
//! its last steps.

mod edits;
mod oracle;
mod steps;

use super::Office;
use engine::Engine;
use kernel::{Clock as _, ContactId, Span};
use model::directory::sync::{ConflictKind, Decision};
use simulators::connectwise::{Kind, Options, Simulator};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::directory::psa_sync::RawNotice;
use store::directory::{psa_due, psa_sync};
use testkit::{HandClock, TestHub, on_both_engines};
use tokio::net::TcpListener;

/// Steps of a walk with the other tests.
const STEPS: u64 = 300;
const SEED: u64 = 2026;

fn asked(name: &str, usual: u64) -> u64 {
    let found = std::env::var(name).ok().and_then(|n| n.parse().ok());
    found.unwrap_or(usual)
}

/// Chance that a seed repeats.
pub struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// A number below another.
    pub fn below(&mut self, most: u64) -> u64 {
        self.next() % most.max(1)
    }
    /// True in so many of a hundred cases.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
    /// One of them.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = usize::try_from(self.below(of.len() as u64)).unwrap();
        of.get(at)
    }
}

/// A walk under way.
pub struct Walk<'h> {
    hub: &'h TestHub,
    office: Office,
    /// The node that follows the PSA; another after a kill.
    node: Engine,
    dice: Dice,
    options: Options,
    folder: PathBuf,
    /// What the PSA's clock is off by, in seconds.
    skew: Arc<AtomicI64>,
    /// Profiles that were granted.
    granted: BTreeMap<ContactId, String>,
    /// Notices that are held back on their way.
    late: Vec<RawNotice>,
    /// The highest number of a contact that there ever was.
    newest: u32,
    /// The last steps, told when it fails.
    trail: Vec<String>,
    seed: u64,
}

impl Drop for Walk<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let from = self.trail.len().saturating_sub(60);
            for line in &self.trail[from..] {
                eprintln!("{line}");
            }
            eprintln!(
                "VESTIBULE_PSA_SEED={} after {} steps",
                self.seed,
                self.trail.len()
            );
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn listen(port: u16) -> TcpListener {
    for _ in 0..200 {
        match TcpListener::bind(("127.0.0.1", port)).await {
            Ok(listener) => return listener,
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    }
    panic!("port {port} does not become free")
}

impl<'h> Walk<'h> {
    async fn begin(hub: &'h TestHub, seed: u64) -> Self {
        let skew = Arc::new(AtomicI64::new(0));
        let folder =
            std::env::temp_dir().join(format!("vestibule-walk-{:016x}", testkit::unique()));
        let (clock, off): (Arc<HandClock>, _) = (hub.clock(), skew.clone());
        let options = Options {
            seed,
            companies: 9,
            contacts: 40,
            configurations: 10,
            tickets: 0,
            twin_emails: 5,
            folder: Some(folder.clone()),
            clock: Arc::new(move || {
                let now = clock.now().unix_seconds() + off.load(Ordering::SeqCst);
                u64::try_from(now).unwrap()
            }),
            ..Options::default()
        };
        let psa = Simulator::start(listen(0).await, options.clone())
            .await
            .unwrap();
        let newest = psa.ids(Kind::Contacts).into_iter().max().unwrap();
        let office = Office::beside(hub, psa, "Integration").await;
        Self {
            hub,
            office,
            node: hub.engine.clone(),
            dice: Dice(seed),
            options,
            folder,
            skew,
            granted: BTreeMap::new(),
            late: Vec::new(),
            newest,
            trail: Vec::new(),
            seed,
        }
    }

    fn tell(&mut self, line: String) {
        self.trail.push(line);
    }

    /// Does all that is due; a faulty PSA may leave something for later.
    async fn work(&mut self) {
        for _ in 0..20 {
            let done =
                tokio::time::timeout(std::time::Duration::from_secs(20), self.node.run_psas());
            if done.await.expect("it comes to an end").unwrap() == 0 {
                break;
            }
        }
        self.office.is_well_behaved();
        self.office.psa.forget_requests();
    }

    /// Everything is well again, and all of it is read.
    async fn settle(&mut self) {
        let (hub, office) = (self.hub, &self.office);
        office.psa.clear_faults();
        office.psa.limit(None);
        hub.engine
            .resume_psa_connection(&office.admin, office.id)
            .await
            .unwrap();
        for notice in std::mem::take(&mut self.late) {
            self.put_notice(notice).await;
        }
        // Notices that are under way arrive.
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
        for _ in 0..6 {
            self.hub.wait(Span::hours(1));
            self.work().await;
        }
        for _ in 0..12 {
            let (hub, office) = (self.hub, &self.office);
            let whole = hub.engine.sync_psa_now(&office.admin, office.id, true);
            whole.await.unwrap();
            hub.wait(Span::minutes(20));
            self.work().await;
            if !self.answer_what_hinders().await {
                break;
            }
        }
    }

    /// Answers the questions that hold everything back; true when there was one.
    async fn answer_what_hinders(&mut self) -> bool {
        let (hub, office) = (self.hub, &self.office);
        let rows = hub
            .engine
            .list_psa_conflicts(&office.admin, office.id, false, None, 500)
            .await;
        let mut any = false;
        for held in rows.unwrap() {
            let answer = match held.conflict.kind {
                ConflictKind::ManyGone => Decision::Believe,
                ConflictKind::CompanyRecycled => Decision::SameCompany,
                _ => continue,
            };
            let engine = &hub.engine;
            engine
                .decide_psa_conflict(&office.admin, held.id, Some(answer))
                .await
                .unwrap();
            any = true;
        }
        self.work().await;
        any
    }

    async fn put_notice(&self, notice: RawNotice) {
        let (id, now) = (self.office.id, self.hub.now());
        let write = self.hub.engine.db().write(move |tx| {
            Box::pin(async move { psa_sync::insert_notice(tx, id, &notice, now).await })
        });
        // One that came twice may be there already.
        let _ = write.await;
    }

    async fn sync_entries(&self) -> usize {
        let log = self.hub.audit().await;
        log.iter()
            .filter(|line| !line.starts_with("psa.sync_asked"))
            .count()
    }

    /// Nothing is left to do: reading everything again and planning everything again changes nothing.
    async fn is_at_rest(&mut self) {
        let before = self.sync_entries().await;
        let id = self.office.id;
        let write = self
            .hub
            .engine
            .db()
            .write(move |tx| Box::pin(async move { psa_due::mark_mapped(tx, id).await }));
        write.await.unwrap();
        let (hub, office) = (self.hub, &self.office);
        hub.engine
            .sync_psa_now(&office.admin, office.id, true)
            .await
            .unwrap();
        self.work().await;
        let state = self.office.sync(self.hub).await;
        assert!(
            state.pass.is_none() && state.fault.code.is_empty(),
            "{state:?}"
        );
        assert_eq!(state.rows_changed, 0, "{state:?}");
        let log = self.hub.audit().await;
        assert_eq!(
            self.sync_entries().await,
            before,
            "{:#?}",
            &log[log.len() - 5..]
        );
    }
}

on_both_engines! {
    async fn whatever_happens_the_directory_is_what_the_psa_says(hub) {
        let (seed, steps) = (asked("VESTIBULE_PSA_SEED", SEED), asked("VESTIBULE_PSA_STEPS", STEPS));
        let mut walk = Walk::begin(hub, seed).await;
        walk.work().await;
        for n in 1..=steps {
            walk.step().await;
            walk.check_always().await;
            if n % 100 == 0 || n == steps {
                walk.tell("everything is well and read".into());
                walk.settle().await;
                walk.check_all().await;
                walk.is_at_rest().await;
                walk.check_all().await;
            }
        }
    }
}
