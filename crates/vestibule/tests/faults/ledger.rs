//! What was answered before the plug was pulled, and must be there afterwards.

use crate::place::Place;
use std::sync::{Arc, Mutex};
use testkit::{Browser, Party};

/// A family of tokens as its client knows it.
#[derive(Clone, Debug)]
pub struct Family {
    /// The newest refresh token that was answered.
    pub newest: String,
    /// The one before it.
    pub before: Option<String>,
    /// True when a refresh was sent and not answered: it may have been kept or not.
    pub in_doubt: bool,
}

/// Everything that was answered since the last look.
#[derive(Default)]
struct Answered {
    flows: Vec<(String, String)>,
    sessions: Vec<String>,
    codes: Vec<String>,
    families: Vec<Family>,
    tokens: Vec<String>,
    groups: Vec<(String, String)>,
}

/// What goes over all rounds.
#[derive(Default)]
struct Whole {
    invited: Vec<String>,
    invitations: usize,
    imports: Vec<(String, String)>,
    groups: usize,
    events: usize,
    counts: [usize; 6],
}

/// The ledger; cheap to clone.
#[derive(Clone, Default)]
pub struct Ledger(Arc<Mutex<(Answered, Whole)>>);

impl Ledger {
    fn with<T>(&self, change: impl FnOnce(&mut Answered, &mut Whole) -> T) -> T {
        let mut both = self.0.lock().unwrap();
        let (answered, whole) = &mut *both;
        change(answered, whole)
    }
    pub fn flow(&self, path: String, cookie: String) {
        self.with(|a, _| a.flows.push((path, cookie)));
    }
    pub fn session(&self, cookie: String) {
        self.with(|a, _| a.sessions.push(cookie));
    }
    pub fn code(&self, code: String) {
        self.with(|a, _| a.codes.push(code));
    }
    pub fn family(&self, family: Family) {
        self.with(|a, _| a.families.push(family));
    }
    pub fn token(&self, token: String) {
        self.with(|a, _| a.tokens.push(token));
    }
    pub fn group(&self, path: String, name: String) {
        self.with(|a, w| {
            a.groups.push((path, name));
            w.groups += 1;
        });
    }
    pub fn invited(&self, email: String) {
        self.with(|_, w| {
            w.invited.push(email);
            w.invitations += 1;
        });
    }
    /// Crosses out the invitations that have arrived: the mail sink keeps the newest only.
    pub fn arrived(&self, has: impl Fn(&str) -> bool) {
        self.with(|_, w| w.invited.retain(|email| !has(email)));
    }
    pub fn invitations(&self) -> usize {
        self.with(|_, w| w.invitations)
    }
    /// An import that runs: its path and the mark of its people.
    pub fn import(&self, path: String, mark: String) {
        self.with(|_, w| w.imports.push((path, mark)));
    }
    /// How many things were answered in this round.
    pub fn len(&self) -> usize {
        self.with(|a, _| {
            a.flows.len()
                + a.sessions.len()
                + a.codes.len()
                + a.families.len()
                + a.tokens.len()
                + a.groups.len()
        })
    }
    /// Whose mail has not arrived yet.
    pub fn everybody_invited(&self) -> Vec<String> {
        self.with(|_, w| w.invited.clone())
    }
    pub fn imports(&self) -> Vec<(String, String)> {
        self.with(|_, w| w.imports.clone())
    }
    pub fn groups(&self) -> usize {
        self.with(|_, w| w.groups)
    }
    /// What was looked at in all rounds, in words.
    pub fn in_words(&self) -> String {
        self.with(|_, w| {
            let [flows, sessions, codes, families, tokens, groups] = w.counts;
            format!(
                "{flows} sign-ins begun, {sessions} sessions, {codes} codes, {families} families, {tokens} access tokens, {groups} groups with their entries, {} invitations, {} imports, {} events",
                w.invitations,
                w.imports.len(),
                w.events
            )
        })
    }
    pub fn events(&self, count: usize) {
        self.with(|_, w| w.events = count);
    }

    /// Looks at everything that was answered since the last look.
    pub async fn hold(&self, place: &Place, owner: &Browser, round: usize) {
        let answered = self.with(|a, w| {
            let found = std::mem::take(a);
            let counts = [
                found.flows.len(),
                found.sessions.len(),
                found.codes.len(),
                found.families.len(),
                found.tokens.len(),
                found.groups.len(),
            ];
            for (sum, count) in w.counts.iter_mut().zip(counts) {
                *sum += count;
            }
            found
        });
        for (path, cookie) in some(&answered.flows, 12) {
            let browser = place.browser();
            browser.plant("vst_flow", path, cookie);
            let page = browser.get(path).await;
            assert_eq!(
                page.heading(),
                "Enter your password",
                "round {round}: a sign-in is gone: {}",
                page.status
            );
        }
        for cookie in &answered.sessions {
            let browser = place.browser();
            browser.plant("vst_session", "/", cookie);
            let page = browser.get("/modules").await;
            assert_eq!(
                page.status,
                200,
                "round {round}: a session is gone: {}",
                page.location()
            );
        }
        let program = place.browser();
        for code in &answered.codes {
            let page = Party::PORTAL.exchange(&program, code, &[]).await;
            assert_eq!(
                page.status, 200,
                "round {round}: a code is gone: {}",
                page.body
            );
        }
        for (n, family) in answered.families.iter().enumerate() {
            hold_family(&program, family, n % 2 == 0, round).await;
        }
        for token in some(&answered.tokens, 8) {
            let page = Party::MACHINE
                .call(&program, "/oidc/introspect", &[("token", token)])
                .await;
            assert_eq!(page.json()["active"], true, "round {round}: {}", page.body);
        }
        for (path, name) in some(&answered.groups, 8) {
            let page = owner.get(path).await;
            assert_eq!(
                (page.status, page.heading()),
                (200, name.as_str()),
                "round {round}: a group is gone"
            );
            let id = path.rsplit('/').next().unwrap();
            let page = owner
                .get(&format!("/console/audit?action=group.made&q={id}"))
                .await;
            assert!(page.body.contains(id), "round {round}: no entry of {name}");
        }
    }
}

/// Up to so many of a list, evenly.
fn some<T>(list: &[T], most: usize) -> impl Iterator<Item = &T> {
    list.iter().step_by(1 + list.len() / most)
}

/// The newest token works and the one before it does not; what is in doubt may have gone either way,
/// but never both.
async fn hold_family(program: &Browser, family: &Family, newest_first: bool, round: usize) {
    let refresh = async |token: &str| Party::PORTAL.refresh(program, token).await.status;
    if let (Some(before), false) = (&family.before, newest_first) {
        let status = refresh(before).await;
        assert_eq!(status, 400, "round {round}: a rotated token is usable");
        return;
    }
    let status = refresh(&family.newest).await;
    if family.in_doubt {
        assert!([200, 400].contains(&status), "round {round}: {status}");
    } else {
        assert_eq!(
            status, 200,
            "round {round}: an answered refresh token is gone"
        );
    }
    if status == 200 {
        let again = refresh(&family.newest).await;
        assert_eq!(again, 400, "round {round}: one token was good twice");
    }
}
