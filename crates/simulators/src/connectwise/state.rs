//! Everything the simulator holds, and the one way a request goes through it.

use super::auth::{self, Caller, Keys};
use super::callbacks::{self, Context, Delivery};
use super::errors::{self, Refused};
use super::places::CLOSE;
use super::roles::{self, Deed, Level};
use super::rules::Stamp;
use super::world::World;
use super::{Options, discovery, extras, keep, records};
use crate::psa::chance::Chance;
use crate::psa::faults::{Faults, Met};
use crate::psa::journal::Journal;
use crate::psa::limits::Limits;
use crate::psa::record::{Asked, Record};
use crate::psa::serve::{Question, Reply};
use std::sync::Arc;

/// The codebase that is always right.
pub(super) const ALWAYS: &str = "v4_6_release/";
/// Seconds over which requests are counted.
pub(super) const MINUTE: u64 = 60;

/// Most callbacks whose fate is remembered.
const MOST_TOLD: usize = 10_000;

pub(super) struct State {
    pub options: Options,
    pub world: World,
    pub keys: Vec<Keys>,
    pub faults: Faults,
    pub limits: Limits,
    pub record: Record,
    pub waiting: Vec<Delivery>,
    /// How the notices went: address, status.
    pub told: Vec<(String, Option<u16>)>,
    pub codebase: String,
    pub journal: Option<Journal>,
    pub chance: Chance,
    /// `http://127.0.0.1:8099`.
    pub site: String,
}

/// A request of a member on its way through.
pub(super) struct Call<'s> {
    pub state: &'s mut State,
    pub caller: Caller,
    pub stamp: Stamp,
    pub question: &'s Question,
    pub parameters: Vec<(String, String)>,
    /// Below the API's address.
    pub path: &'s str,
    /// The API's address, as the request named it.
    pub base: String,
}

impl Call<'_> {
    /// How far the caller's role allows a deed; refused where not at all.
    pub(super) fn right(&self, right: &super::places::Right, deed: Deed) -> Result<Level, Refused> {
        match roles::level(&self.state.world, self.caller.role, right, deed) {
            Level::None => Err(Refused::forbidden()),
            level => Ok(level),
        }
    }

    /// The world as readers see it now.
    pub(super) fn read<T>(&mut self, read: impl FnOnce(&World) -> T) -> T {
        let now = self.state.now();
        self.state.world.as_read(now, read)
    }
}

impl State {
    pub(super) fn now(&self) -> i64 {
        i64::try_from((self.options.clock)()).unwrap_or(i64::MAX)
    }

    /// The address of the API under the host that a request was sent to.
    pub(super) fn base(&self, question: &Question) -> String {
        let scheme = self.site.split("://").next().unwrap_or("http");
        let host = question.header("host");
        let site = self.site.split("://").nth(1).unwrap_or_default();
        let host = if host.is_empty() { site } else { host };
        format!("{scheme}://{host}/{ALWAYS}apis/3.0/")
    }

    /// Answers a request outside the control and the pages.
    pub(super) fn answer(&mut self, question: &Question) -> Reply {
        let path = question.path.trim_start_matches('/');
        if let Some(reply) = discovery::answer(self, path, question) {
            return reply;
        }
        let lower = path.to_ascii_lowercase();
        let Some(at) = lower.find("apis/3.0/") else {
            return Refused::no_endpoint().reply();
        };
        let codebase = &lower[..at];
        if codebase != ALWAYS && codebase != self.codebase.to_ascii_lowercase() {
            return Refused::no_endpoint().reply();
        }
        let below = &path[at + "apis/3.0/".len()..];
        if auth::wrong_host(question.header("host")) {
            return Refused::new(403, "Security", "SSL is required.").reply();
        }
        let met = self.faults.meet(&question.method, below);
        let mut asked = Asked {
            at: (self.options.clock)(),
            method: question.method.clone(),
            path: below.to_owned(),
            query: question.query.clone(),
            body_bytes: question.body.len(),
            status: 0,
            by: String::new(),
            beyond_rights: false,
        };
        if met.cut_before {
            self.record.add(asked);
            return Reply {
                cut: true,
                ..Reply::default()
            };
        }
        let mut reply = match met.status {
            Some(status) => errors::ordered(status),
            None => self.work(question, below, &met, &mut asked),
        };
        reply
            .headers
            .push(("api-current-version", "2026.1".to_owned()));
        reply.after = met.slow;
        reply.cut = met.cut_after;
        asked.status = if reply.cut { 0 } else { reply.status };
        self.record.add(asked);
        reply
    }

    fn work(&mut self, question: &Question, path: &str, met: &Met, asked: &mut Asked) -> Reply {
        let caller = match auth::caller(&self.world, &self.keys, question) {
            Ok(caller) => caller,
            Err(refused) => return refused.reply(),
        };
        asked.by.clone_from(&caller.identifier);
        if let Err(wait) = self
            .limits
            .count(&caller.identifier, (self.options.clock)())
        {
            return errors::too_many(wait);
        }
        if let Some(seconds) = met.stale {
            let until = self.now().saturating_add_unsigned(seconds);
            self.world.go_stale(until);
        }
        let close = roles::level(&self.world, caller.role, &CLOSE, Deed::Edit);
        let stamp = Stamp {
            at: self.now().saturating_add(met.skew),
            by: Arc::from(caller.identifier.as_str()),
            member: caller.member,
            may_close: close != Level::None,
        };
        let base = self.base(question);
        let parameters = question.parameters();
        let silent = extras::skips_callback(question);
        let mut call = Call {
            state: self,
            caller,
            stamp: stamp.clone(),
            question,
            parameters,
            path,
            base: base.clone(),
        };
        let answered = match extras::answer(&mut call) {
            Some(answered) => answered,
            None => records::answer(&mut call),
        };
        let lost = met.lost_callbacks || silent;
        self.settle(&stamp, &base, lost, met.duplicate_callbacks);
        match answered {
            Ok(reply) => reply,
            Err(refused) => {
                asked.beyond_rights = refused == Refused::forbidden();
                refused.reply()
            }
        }
    }

    /// Keeps what changed, and tells those who asked for it.
    pub(super) fn settle(&mut self, stamp: &Stamp, base: &str, lost: bool, twice: bool) {
        let changes = self.world.take_changes();
        if let Some(journal) = &mut self.journal {
            let lines: Vec<_> = changes.iter().map(|c| keep::line(&self.world, c)).collect();
            if let Err(fault) = journal.add(&lines) {
                tracing::error!(%fault, "the simulator's journal takes no more");
            }
        }
        if lost {
            return;
        }
        let host = base.split('/').nth(2).unwrap_or_default();
        let context = Context {
            world: &self.world,
            base,
            host,
            company: &self.options.company_id,
            stamp,
        };
        for change in &changes {
            let notices = callbacks::notices(&context, change, &mut self.chance);
            for mut notice in notices {
                notice.due = (self.options.clock)();
                if twice {
                    self.waiting.push(notice.clone());
                }
                self.waiting.push(notice);
            }
        }
    }

    /// The notices that are due, out of the queue.
    pub(super) fn due(&mut self) -> Vec<Delivery> {
        let now = (self.options.clock)();
        let all = std::mem::take(&mut self.waiting);
        let (due, rest) = all.into_iter().partition(|delivery| delivery.due <= now);
        self.waiting = rest;
        due
    }

    pub(super) fn delivered(&mut self, delivery: Delivery, status: Option<u16>) {
        if self.told.len() == MOST_TOLD {
            self.told.remove(0);
        }
        self.told.push((delivery.url.clone(), status));
        let now = (self.options.clock)();
        if let Some(again) = callbacks::went(&mut self.world, delivery, status, now) {
            self.waiting.push(again);
        }
        let stamp = Stamp {
            at: self.now(),
            by: Arc::from("system"),
            member: 0,
            may_close: true,
        };
        let base = format!("{}/{ALWAYS}apis/3.0/", self.site);
        self.settle(&stamp, &base, true, false);
    }
}
