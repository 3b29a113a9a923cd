//! How far a connection has been read, and what is read next.

use kernel::{PsaConnectionId, Span, Timestamp};

/// How often changes are asked for: what no callback tells is here within a minute.
pub const POLL: Span = Span::seconds(45);
/// How often everything is read, to find what was deleted.
pub const WHOLE: Span = Span::hours(24);

/// What a pass reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassKind {
    /// Everything, for the first time.
    First,
    /// What was changed.
    Changes,
    /// Everything again: what is not met is gone.
    Whole,
}

impl PassKind {
    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Changes => "changes",
            Self::Whole => "whole",
        }
    }
    /// The kind of a text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::First, Self::Changes, Self::Whole]
            .into_iter()
            .find(|k| k.as_str() == text)
    }
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::First => "Reading everything for the first time",
            Self::Changes => "Looking for changes",
            Self::Whole => "Reading everything again",
        }
    }
}

/// A part of a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Set-up tables.
    Tables,
    /// Companies.
    Companies,
    /// Sites of mapped companies.
    Sites,
    /// Contacts.
    Contacts,
    /// Configurations.
    Configurations,
    /// Members.
    Members,
    /// What was not met.
    Settle,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::Tables,
        Self::Companies,
        Self::Sites,
        Self::Contacts,
        Self::Configurations,
        Self::Members,
        Self::Settle,
    ];

    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tables => "tables",
            Self::Companies => "companies",
            Self::Sites => "sites",
            Self::Contacts => "contacts",
            Self::Configurations => "configurations",
            Self::Members => "members",
            Self::Settle => "settle",
        }
    }
    /// The stage of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Tables => "set-up tables",
            Self::Companies => "companies",
            Self::Sites => "sites",
            Self::Contacts => "contacts",
            Self::Configurations => "configurations",
            Self::Members => "members",
            Self::Settle => "what is missing",
        }
    }

    /// The first stage of a pass.
    pub const fn first(pass: PassKind) -> Self {
        match pass {
            PassKind::Changes => Self::Companies,
            PassKind::First | PassKind::Whole => Self::Tables,
        }
    }

    /// The stage after this one; none at the end.
    pub const fn after(self, pass: PassKind) -> Option<Self> {
        Some(match (self, pass) {
            (Self::Tables, _) => Self::Companies,
            (Self::Companies, _) => Self::Sites,
            (Self::Sites, _) => Self::Contacts,
            (Self::Contacts, _) => Self::Configurations,
            (Self::Configurations, PassKind::Changes) => return None,
            (Self::Configurations, _) => Self::Members,
            (Self::Members, _) => Self::Settle,
            (Self::Settle, _) => return None,
        })
    }
}

/// Why the last try ended; all empty when nothing is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncFault {
    /// The code of the refusal.
    pub code: String,
    /// Its sentence.
    pub sentence: String,
    /// Its remedy.
    pub remedy: String,
}

/// How far a connection has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncState {
    /// The connection.
    pub connection_id: PsaConnectionId,
    /// The pass under way.
    pub pass: Option<PassKind>,
    /// Its stage.
    pub stage: Option<Stage>,
    /// Where the stage goes on.
    pub cursor: Option<i64>,
    /// Counts passes that read everything.
    pub generation: i64,
    /// Rows read in the pass under way, or in the last one.
    pub rows_read: i64,
    /// Rows that it will read, as far as the PSA tells.
    pub rows_expected: i64,
    /// Rows that said something else than before.
    pub rows_changed: i64,
    /// Lists that the API member may not see or that this PSA has not, and rows that could not be read.
    pub left_out: Vec<String>,
    /// When the pass began.
    pub begun_at: Option<Timestamp>,
    /// The newest change met in it, by the PSA's clock.
    pub newest_now: Option<Timestamp>,
    /// What the PSA's clock showed at least when the last pass to the end began.
    pub newest_at: Option<Timestamp>,
    /// When that was, by our clock.
    pub known_at: Option<Timestamp>,
    /// When the last pass ended.
    pub passed_at: Option<Timestamp>,
    /// When the last pass that read everything ended.
    pub whole_at: Option<Timestamp>,
    /// The company whose sites were looked at last.
    pub site_cursor: i64,
    /// When it is due.
    pub due_at: Timestamp,
    /// Tries that failed in a row.
    pub attempts: i64,
    /// What is wrong.
    pub fault: SyncFault,
    /// Why the PSA does not tell of changes; empty where it does.
    pub callbacks: String,
    /// When that was looked at.
    pub callbacks_at: Option<Timestamp>,
    /// When it told of a change last.
    pub heard_at: Option<Timestamp>,
}

impl SyncState {
    /// A connection of which nothing was read yet.
    pub const fn fresh(connection_id: PsaConnectionId, due_at: Timestamp) -> Self {
        Self {
            connection_id,
            pass: None,
            stage: None,
            cursor: None,
            generation: 0,
            rows_read: 0,
            rows_expected: 0,
            rows_changed: 0,
            left_out: Vec::new(),
            begun_at: None,
            newest_now: None,
            newest_at: None,
            known_at: None,
            passed_at: None,
            whole_at: None,
            site_cursor: 0,
            due_at,
            attempts: 0,
            fault: SyncFault {
                code: String::new(),
                sentence: String::new(),
                remedy: String::new(),
            },
            callbacks: String::new(),
            callbacks_at: None,
            heard_at: None,
        }
    }

    /// What a new pass reads.
    pub fn next_pass(&self, now: Timestamp) -> PassKind {
        match (self.passed_at, self.whole_at) {
            (None, _) => PassKind::First,
            (Some(_), Some(at)) if now < at + WHOLE && now >= at => PassKind::Changes,
            (Some(_), _) => PassKind::Whole,
        }
    }

    /// Begins a pass.
    pub fn begin(&mut self, pass: PassKind, now: Timestamp) {
        self.pass = Some(pass);
        self.stage = Some(Stage::first(pass));
        self.cursor = None;
        if pass != PassKind::Changes {
            self.generation += 1;
        }
        (self.rows_read, self.rows_expected, self.rows_changed) = (0, 0, 0);
        self.left_out.clear();
        self.begun_at = Some(now);
        self.newest_now = None;
    }

    /// Ends the pass: what the PSA's clock showed when it began is known now, at least.
    ///
    /// A row's moment is by the PSA's clock, which may go otherwise than ours. But whoever has seen a
    /// row of moment N at the end of a pass that took d knows that the PSA's clock showed N − d at its
    /// beginning, or more; and that since the pass before it went on as ours did.
    pub fn end(&mut self, now: Timestamp) {
        let begun = self.begun_at.unwrap_or(now);
        let seen = self.newest_now.map(|newest| newest - (now - begun));
        let gone_on = match (self.newest_at, self.known_at) {
            (Some(newest), Some(known)) => Some(newest + (begun - known).max(Span(0))),
            _ => None,
        };
        self.newest_at = seen.max(gone_on);
        self.known_at = Some(begun);
        if self.pass != Some(PassKind::Changes) {
            self.whole_at = Some(now);
        }
        self.passed_at = Some(now);
        (self.pass, self.stage, self.cursor) = (None, None, None);
    }

    /// Goes on to the next stage, or ends the pass.
    pub fn next_stage(&mut self, now: Timestamp) {
        let next = match (self.stage, self.pass) {
            (Some(stage), Some(pass)) => stage.after(pass),
            _ => None,
        };
        self.cursor = None;
        match next {
            Some(stage) => self.stage = Some(stage),
            None => self.end(now),
        }
    }
}

/// How long to wait after a try that failed, when the PSA does not say itself.
pub fn wait_after(attempts: i64) -> Span {
    let doubled = 1_i64 << attempts.clamp(0, 6);
    Span::seconds(15 * doubled).min(Span::minutes(15))
}

/// Whether so many missing rows of a list at once are to be believed: more than twenty and a fifth of
/// them are more likely a permission that was lost.
pub const fn believable(missing: i64, all: i64) -> bool {
    missing <= 20 || missing * 5 <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(1_795_000_000 + seconds)
    }

    fn fresh() -> SyncState {
        SyncState::fresh(PsaConnectionId([1; 16]), at(0))
    }

    fn pass(state: &mut SyncState, begins: i64, ends: i64, newest: Option<i64>) {
        state.begin(state.next_pass(at(begins)), at(begins));
        state.newest_now = newest.map(at);
        while state.pass.is_some() {
            state.next_stage(at(ends));
        }
    }

    #[test]
    fn passes_follow_each_other() {
        let mut state = fresh();
        assert_eq!(state.next_pass(at(0)), PassKind::First);
        pass(&mut state, 0, 600, Some(-5_000));
        assert_eq!(
            (state.generation, state.next_pass(at(601))),
            (1, PassKind::Changes)
        );
        pass(&mut state, 700, 701, None);
        assert_eq!(state.generation, 1);
        assert_eq!(state.next_pass(at(600 + 86_400)), PassKind::Whole);
        // A clock that was set back leaves nothing unread.
        assert_eq!(state.next_pass(at(-86_400)), PassKind::Whole);
    }

    /// A PSA whose clock is wrong by any amount: whatever changed after a pass began lies behind what is
    /// known to be seen.
    #[test]
    fn nothing_that_changes_during_a_pass_is_lost_whatever_the_clock_of_the_psa_says() {
        for skew in [-7_200, -60, 0, 60, 7_200] {
            let mut state = fresh();
            // The last change before the first pass was long ago.
            pass(&mut state, 0, 600, Some(-100_000 + skew));
            let theirs = |ours: i64| at(ours + skew);
            assert!(state.newest_at.unwrap() <= theirs(0), "{skew}");
            // Nothing changes for a day: what is known goes on with the time.
            let first = state.newest_at.unwrap();
            for n in 1..1_000 {
                pass(&mut state, 600 + n * 60, 601 + n * 60, None);
            }
            let known = state.newest_at.unwrap();
            assert!(known <= theirs(600 + 999 * 60), "{skew}");
            assert_eq!(known - first, Span::seconds(600 + 999 * 60));
            // A change that is met as it happens moves it up to the PSA's own time.
            pass(&mut state, 70_000, 70_002, Some(70_001 + skew));
            assert_eq!(state.newest_at, Some(theirs(69_999)));
        }
    }

    #[test]
    fn waiting_doubles_and_ends_and_much_at_once_is_not_believed() {
        assert_eq!(wait_after(0), Span::seconds(15));
        assert_eq!(wait_after(3), Span::seconds(120));
        assert_eq!(wait_after(99), Span::minutes(15));
        for (missing, all, believed) in [
            (0, 0, true),
            (20, 20, true),
            (21, 100, false),
            (21, 105, true),
            (100_000, 100_000, false),
        ] {
            assert_eq!(believable(missing, all), believed, "{missing} of {all}");
        }
    }
}
