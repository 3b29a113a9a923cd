//! How far long work is, on standard error: a line that changes on a terminal, a line for each tenth
//! elsewhere.

use std::cell::Cell;
use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Work under way.
pub struct Progress {
    what: &'static str,
    began: Instant,
    shown: Cell<Option<Instant>>,
    tenth: Cell<u64>,
    terminal: bool,
}

impl Progress {
    /// Work that begins; `what` is a word such as `written`.
    pub fn new(what: &'static str) -> Self {
        Self {
            what,
            began: Instant::now(),
            shown: Cell::new(None),
            tenth: Cell::new(0),
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// Shows how far it is.
    pub fn show(&self, done: u64, all: u64) {
        let percent = done
            .saturating_mul(100)
            .checked_div(all)
            .unwrap_or(100)
            .min(100);
        let line = || {
            format!(
                "{done} of {all} rows {} ({percent} %{})",
                self.what,
                self.left(done, all)
            )
        };
        if !self.terminal {
            // Small work needs no lines.
            if percent / 10 > self.tenth.get() && self.began.elapsed() > Duration::from_secs(2) {
                self.tenth.set(percent / 10);
                eprintln!("{}", line());
            }
            return;
        }
        let due = self
            .shown
            .get()
            .is_none_or(|at| at.elapsed() > Duration::from_millis(200));
        if due || done == all {
            self.shown.set(Some(Instant::now()));
            eprint!("\r\x1b[K{}", line());
            let _ = std::io::stderr().flush();
        }
    }

    fn left(&self, done: u64, all: u64) -> String {
        let elapsed = self.began.elapsed().as_secs();
        match elapsed
            .saturating_mul(all.saturating_sub(done))
            .checked_div(done)
        {
            Some(seconds) if elapsed > 1 && seconds > 0 => format!(", {seconds} s left"),
            _ => String::new(),
        }
    }

    /// Ends the line.
    pub fn end(self) {
        if self.terminal && self.shown.get().is_some() {
            eprintln!();
        }
    }
}
