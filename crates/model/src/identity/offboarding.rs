//! Offboarding: one action ends somebody's access everywhere, and a report says what is proved.
//!
//! A module that answers "done" proves nothing; a later read that shows the account inactive does. So
//! every line of the report says by what it is known, and the report is complete only when nothing is
//! left that a module owes.

use crate::access::{Outcome, ProvisionState};
use kernel::{LinkId, MemberId, OffboardingId, PartnerId, Timestamp};
use serde::{Deserialize, Serialize};

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 300;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffboardWish {
    /// She is deleted after the grace, not only deactivated.
    pub deletes: bool,
    /// Why, for the audit log and the report.
    pub reason: String,
}

/// An account that was hers, or may have been, at a linked tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountToEnd {
    /// The link, as text.
    #[serde(with = "link_text")]
    pub link: LinkId,
    /// The module's name.
    pub module: String,
    /// The tenant's name.
    pub tenant: String,
    /// The module's id of the account, where one was bound to her.
    pub remote_id: Option<String>,
    /// Whether the hub can deactivate accounts there.
    pub ends: bool,
}

mod link_text {
    use kernel::LinkId;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(id: &LinkId, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(id)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<LinkId, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// What stood open for her when she left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Sessions at the hub that were ended.
    pub sessions: u64,
    /// Modules that she got into, by name, the linked ones too.
    pub modules: Vec<String>,
    /// Modules of these at which the hub sees no accounts, by name.
    pub unseen: Vec<String>,
    /// Her accounts at linked tenants.
    pub accounts: Vec<AccountToEnd>,
    /// API keys that she had made and that still work, by name and hint.
    pub api_keys: Vec<String>,
}

/// One offboarding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offboarding {
    /// The id.
    pub id: OffboardingId,
    /// The partner.
    pub partner_id: PartnerId,
    /// Who left.
    pub member_id: MemberId,
    /// Her name as it was.
    pub display_name: String,
    /// Her address as it was.
    pub email: String,
    /// Who did it, as the audit log names the actor.
    pub actor: String,
    /// The same for people.
    pub actor_name: String,
    /// Why.
    pub reason: String,
    /// Whether she is deleted after the grace.
    pub deletes: bool,
    /// When.
    pub begun_at: Timestamp,
    /// When she was brought back.
    pub over_at: Option<Timestamp>,
    /// What stood open for her.
    pub found: Found,
}

/// A module that had to be told that her sessions end, or that she is deactivated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The module's name.
    pub module: String,
    /// Her sessions there end, or her account is deactivated too.
    pub kind: TellingKind,
    /// When it said that it has heard.
    pub told_at: Option<Timestamp>,
    /// It was tried as often as messages are, and is not tried again by itself.
    pub given_up: bool,
    /// What went wrong last.
    pub fault: String,
}

/// What a module is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TellingKind {
    /// By a logout token (OpenID Connect Back-Channel Logout 1.0).
    SignOut,
    /// By an event of the link (RFC 8417).
    Event,
}

impl TellingKind {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignOut => "sign_out",
            Self::Event => "event",
        }
    }
    /// Reads the stable word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::SignOut, Self::Event]
            .into_iter()
            .find(|k| k.as_str() == text)
    }
}

/// What is known of one thing that had to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndState {
    /// It was read, or done by the hub itself, at this moment.
    Proved(Timestamp),
    /// The module says so; nothing was read since.
    Said,
    /// There was nothing of hers.
    Nothing,
    /// It is on its way.
    Waiting,
    /// The module has not done it: somebody has to look.
    Owed,
    /// Kept active on purpose: hers is the last account that may administer the module.
    Kept,
    /// The hub cannot do it: somebody does it by hand.
    ByHand,
}

impl EndState {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proved(_) => "proved",
            Self::Said => "said",
            Self::Nothing => "nothing",
            Self::Waiting => "waiting",
            Self::Owed => "owed",
            Self::Kept => "kept",
            Self::ByHand => "by_hand",
        }
    }
    /// Whether nothing is left to be done about it.
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Proved(_) | Self::Said | Self::Nothing)
    }
}

/// What the hub knows of an account that is to end.
#[derive(Clone, Copy, Debug)]
pub struct AccountFacts {
    /// Whether the hub can deactivate accounts there.
    pub ends: bool,
    /// Whether one was bound to her.
    pub bound: bool,
    /// Where the hub's work on it stands, what came of it last, and when it was read to be so.
    pub task: Option<(ProvisionState, Option<Outcome>, Option<Timestamp>)>,
    /// When she was offboarded: what was read before proves nothing.
    pub begun_at: Timestamp,
}

/// What is known of an account that is to end.
pub fn account_end(facts: &AccountFacts) -> EndState {
    if !facts.ends {
        return EndState::ByHand;
    }
    let Some((state, outcome, proved_at)) = facts.task else {
        // Nothing is due and nothing came of it: the hub knows of no account.
        return if facts.bound {
            EndState::Waiting
        } else {
            EndState::Nothing
        };
    };
    match (state, outcome) {
        (ProvisionState::Kept, _) => EndState::Kept,
        (ProvisionState::Waiting | ProvisionState::Running, _) => EndState::Waiting,
        (ProvisionState::Owed | ProvisionState::Refused, _) => EndState::Owed,
        (
            ProvisionState::InStep,
            Some(
                Outcome::Deactivated
                | Outcome::DeletedAsDeactivated
                | Outcome::Deleted
                | Outcome::AbsentThere
                | Outcome::InStep,
            ),
        ) => match proved_at {
            Some(at) if at >= facts.begun_at => EndState::Proved(at),
            _ => EndState::Said,
        },
        (ProvisionState::InStep, _) => EndState::Nothing,
    }
}

/// What is known of a module that had to be told.
pub const fn telling_end(telling: &Telling) -> EndState {
    match (telling.told_at, telling.given_up) {
        // The module has answered that it heard; whether it acted is its own word.
        (Some(_), _) => EndState::Said,
        (None, true) => EndState::Owed,
        (None, false) => EndState::Waiting,
    }
}

/// Where a whole offboarding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OffboardingStanding {
    /// Nothing is left.
    Complete,
    /// Something is on its way.
    UnderWay,
    /// Something is owed, kept, or has to be done by hand.
    Open,
    /// She was brought back.
    Over,
}

impl OffboardingStanding {
    /// From all its lines.
    pub fn of(over: bool, lines: &[EndState]) -> Self {
        let any = |wanted: fn(&EndState) -> bool| lines.iter().any(wanted);
        if over {
            Self::Over
        } else if any(|s| matches!(s, EndState::Owed | EndState::Kept | EndState::ByHand)) {
            Self::Open
        } else if any(|s| !s.is_settled()) {
            Self::UnderWay
        } else {
            Self::Complete
        }
    }
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::UnderWay => "under_way",
            Self::Open => "open",
            Self::Over => "over",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: Timestamp = Timestamp(1_000);

    #[test]
    fn the_table_of_accounts() {
        use ProvisionState::{InStep, Kept, Owed, Refused, Running, Waiting};
        let end = |ends, bound, task| {
            account_end(&AccountFacts {
                ends,
                bound,
                task,
                begun_at: T,
            })
        };
        let read = Some(Timestamp(2_000));
        assert_eq!(end(false, true, None), EndState::ByHand);
        let read_before = (InStep, Some(Outcome::Deactivated), Some(T));
        assert_eq!(end(false, false, Some(read_before)), EndState::ByHand);
        assert_eq!(end(true, false, None), EndState::Nothing);
        assert_eq!(end(true, true, None), EndState::Waiting);
        for outcome in [
            Outcome::Deactivated,
            Outcome::DeletedAsDeactivated,
            Outcome::Deleted,
            Outcome::AbsentThere,
            Outcome::InStep,
        ] {
            let proved = EndState::Proved(Timestamp(2_000));
            assert_eq!(end(true, true, Some((InStep, Some(outcome), read))), proved);
            assert_eq!(
                end(true, true, Some((InStep, Some(outcome), None))),
                EndState::Said
            );
            // Read before she left: that says nothing about now.
            let before = Some(Timestamp(999));
            assert_eq!(
                end(true, true, Some((InStep, Some(outcome), before))),
                EndState::Said
            );
        }
        for outcome in [Some(Outcome::LeftAlone), Some(Outcome::NotLinked), None] {
            assert_eq!(
                end(true, true, Some((InStep, outcome, read))),
                EndState::Nothing
            );
        }
        for (state, expected) in [
            (Kept, EndState::Kept),
            (Waiting, EndState::Waiting),
            (Running, EndState::Waiting),
            (Owed, EndState::Owed),
            (Refused, EndState::Owed),
        ] {
            let task = Some((state, Some(Outcome::Deactivated), read));
            assert_eq!(end(true, true, task), expected);
        }
    }

    #[test]
    fn it_is_complete_only_when_nothing_is_left() {
        let of = |lines: &[EndState]| OffboardingStanding::of(false, lines);
        let proved = EndState::Proved(T);
        assert_eq!(of(&[]), OffboardingStanding::Complete);
        assert_eq!(
            of(&[proved, EndState::Said, EndState::Nothing]),
            OffboardingStanding::Complete
        );
        assert_eq!(
            of(&[proved, EndState::Waiting]),
            OffboardingStanding::UnderWay
        );
        for open in [EndState::Owed, EndState::Kept, EndState::ByHand] {
            assert_eq!(
                of(&[EndState::Waiting, open, proved]),
                OffboardingStanding::Open
            );
        }
        assert_eq!(
            OffboardingStanding::of(true, &[EndState::Owed]),
            OffboardingStanding::Over
        );
    }

    #[test]
    fn a_module_that_has_not_answered_is_waited_for_and_then_owes_it() {
        let mut telling = Telling {
            module: "Partner Portal".into(),
            kind: TellingKind::Event,
            told_at: None,
            given_up: false,
            fault: String::new(),
        };
        assert_eq!(telling_end(&telling), EndState::Waiting);
        telling.given_up = true;
        assert_eq!(telling_end(&telling), EndState::Owed);
        telling.told_at = Some(T);
        assert_eq!(telling_end(&telling), EndState::Said);
    }

    #[test]
    fn what_was_found_is_kept_as_text() {
        let found = Found {
            sessions: 2,
            modules: vec!["Partner Portal".into()],
            unseen: vec![],
            accounts: vec![AccountToEnd {
                link: LinkId([7; 16]),
                module: "Partner Portal".into(),
                tenant: "Example MSP".into(),
                remote_id: Some("u-1".into()),
                ends: true,
            }],
            api_keys: vec![],
        };
        let text = serde_json::to_string(&found).unwrap();
        assert_eq!(serde_json::from_str::<Found>(&text).unwrap(), found);
    }
}
