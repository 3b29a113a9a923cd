//! What is worth a look at a linked module, from the hub's own data, with what mends it (S4-04, X-22).

use kernel::{Span, Timestamp};

/// After how many days without use a grant, an account or an exception is worth a look.
pub const STALE_DAYS: i64 = 90;
/// How long a module may stay silent: it asks for its policy at least every few minutes.
pub const SILENT_AFTER: Span = Span::hours(24);

/// What is counted of one link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InsightFacts {
    /// People that a grant reaches and who may sign in.
    pub people: i64,
    /// Of these, those who have no account there by a bond.
    pub not_linked: i64,
    /// Of these, those who have a second factor.
    pub with_factor: i64,
    /// Of these, those whose bond is old and was not used lately.
    pub unused: i64,
    /// Active accounts that belong to nobody at the hub.
    pub nobodys: i64,
    /// Active accounts that were used before and not lately.
    pub dormant: i64,
    /// Active accounts with a high role that the hub had made.
    pub high_by_hub: i64,
    /// Active accounts that may change login settings.
    pub admins: i64,
    /// Whether Require is on.
    pub require: bool,
    /// Exceptions from Require.
    pub exceptions: i64,
    /// When the oldest of them was given.
    pub oldest_exception: Option<Timestamp>,
    /// Accounts that the module owes.
    pub owed: i64,
    /// Accounts that the module has refused.
    pub refused: i64,
    /// When the module last asked for its policy.
    pub last_seen_at: Option<Timestamp>,
    /// When the accounts were last read whole.
    pub imported_at: Option<Timestamp>,
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Somebody should act.
    Act,
    /// Somebody should look.
    Look,
    /// Good to know.
    Know,
}

impl Weight {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Look => "look",
            Self::Know => "know",
        }
    }
}

/// One thing worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Insight {
    /// The module owes work on so many accounts.
    Owed(i64),
    /// The module has refused work on so many accounts.
    Refused(i64),
    /// The module has not asked for its policy for so many hours.
    Silent(i64),
    /// One account alone may change login settings.
    SoleAdmin,
    /// People without a second factor, of all.
    WithoutFactor {
        /// So many have none.
        without: i64,
        /// Of so many.
        of: i64,
    },
    /// Exceptions, and the age of the oldest in days.
    Exceptions {
        /// How many.
        count: i64,
        /// Days since the oldest was given.
        oldest_days: i64,
    },
    /// High roles that came with automatic creation.
    HighByHub(i64),
    /// Active accounts that belong to nobody at the hub.
    Nobodys(i64),
    /// Active accounts that nobody used for [`STALE_DAYS`].
    Dormant(i64),
    /// Grants that nobody used for [`STALE_DAYS`].
    Unused(i64),
    /// People who are granted the module and have no account bound.
    NotLinked(i64),
}

/// What mends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mend {
    /// The page of the link's people.
    People,
    /// The page of the link's policy, exceptions and accounts.
    Policy,
    /// The list of members without a second factor.
    MembersWithoutFactor,
    /// The readiness check of the module.
    Readiness,
}

impl Insight {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Owed(_) => "owed",
            Self::Refused(_) => "refused",
            Self::Silent(_) => "silent",
            Self::SoleAdmin => "sole_admin",
            Self::WithoutFactor { .. } => "without_factor",
            Self::Exceptions { .. } => "exceptions",
            Self::HighByHub(_) => "high_roles_by_hub",
            Self::Nobodys(_) => "accounts_of_nobody",
            Self::Dormant(_) => "dormant_accounts",
            Self::Unused(_) => "unused_grants",
            Self::NotLinked(_) => "people_not_linked",
        }
    }

    /// How many it is about.
    pub const fn count(self) -> i64 {
        match self {
            Self::Owed(n)
            | Self::Refused(n)
            | Self::Silent(n)
            | Self::HighByHub(n)
            | Self::Nobodys(n)
            | Self::Dormant(n)
            | Self::Unused(n)
            | Self::NotLinked(n) => n,
            Self::SoleAdmin => 1,
            Self::WithoutFactor { without, .. } => without,
            Self::Exceptions { count, .. } => count,
        }
    }

    /// How much it matters.
    pub const fn weight(self) -> Weight {
        match self {
            Self::Owed(_) | Self::Refused(_) | Self::Silent(_) => Weight::Act,
            Self::Exceptions { oldest_days, .. } if oldest_days >= STALE_DAYS => Weight::Act,
            Self::SoleAdmin
            | Self::WithoutFactor { .. }
            | Self::Exceptions { .. }
            | Self::HighByHub(_)
            | Self::Nobodys(_)
            | Self::Dormant(_) => Weight::Look,
            Self::Unused(_) | Self::NotLinked(_) => Weight::Know,
        }
    }

    /// One sentence.
    pub fn sentence(self) -> String {
        match self {
            Self::Owed(n) => format!(
                "{} should have been changed at the module, and it has not done so.",
                accounts(n)
            ),
            Self::Refused(n) => {
                format!("The module has refused to change {}.", accounts(n))
            }
            Self::Silent(hours) => format!(
                "The module has not asked for its policy for {hours} hours; what is changed here does not reach it."
            ),
            Self::SoleAdmin => {
                "One account alone may change the login settings of the module.".into()
            }
            Self::WithoutFactor { without, of } => {
                format!("{without} of {of} people who get in have no second factor yet.")
            }
            Self::Exceptions { count, oldest_days } => {
                let (who, have) = people(count, "logs", "log");
                format!(
                    "{who} {have} in without the hub by an exception; the oldest is {} old.",
                    days(oldest_days)
                )
            }
            Self::HighByHub(n) => format!(
                "{} with a high level of access came from Automatic User Creation.",
                accounts(n)
            ),
            Self::Nobodys(n) => format!(
                "{} at the module {} to nobody here.",
                accounts(n),
                if n == 1 { "belongs" } else { "belong" }
            ),
            Self::Dormant(n) => format!(
                "{} {} not used for {STALE_DAYS} days.",
                accounts(n),
                if n == 1 { "was" } else { "were" }
            ),
            Self::Unused(n) => {
                let (who, have) = people(n, "has", "have");
                format!("{who} {have} not opened the module for {STALE_DAYS} days.")
            }
            Self::NotLinked(n) => {
                let (who, have) = people(n, "has", "have");
                format!("{who} {have} the module and no account there that the hub knows of.")
            }
        }
    }

    /// What mends it, in words.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Owed(_) => "See what the module answered, and try again",
            Self::Refused(_) => "See why, and mend it at the module",
            Self::Silent(_) => "Look whether the module runs and reaches the hub",
            Self::SoleAdmin => "Give a second person that role at the module",
            Self::WithoutFactor { .. } => "See who, and remind them",
            Self::Exceptions { .. } => "Take back what is not needed any more",
            Self::HighByHub(_) => "Choose a lower default role, and look at these accounts",
            Self::Nobodys(_) => "See which, and deactivate them at the module",
            Self::Dormant(_) => "See which, and deactivate them",
            Self::Unused(_) => "See who, and take grants back",
            Self::NotLinked(_) => "See who, and why",
        }
    }

    /// Where that is done.
    pub const fn mend(self) -> Mend {
        match self {
            Self::Owed(_) | Self::Refused(_) | Self::NotLinked(_) => Mend::People,
            Self::Silent(_)
            | Self::SoleAdmin
            | Self::Exceptions { .. }
            | Self::HighByHub(_)
            | Self::Nobodys(_)
            | Self::Dormant(_) => Mend::Policy,
            Self::WithoutFactor { .. } => Mend::MembersWithoutFactor,
            Self::Unused(_) => Mend::Readiness,
        }
    }
}

fn accounts(n: i64) -> String {
    if n == 1 {
        "1 account".into()
    } else {
        format!("{n} accounts")
    }
}

fn days(n: i64) -> String {
    match n {
        0 => "less than a day".into(),
        1 => "1 day".into(),
        n => format!("{n} days"),
    }
}

fn people(n: i64, one: &'static str, many: &'static str) -> (String, &'static str) {
    if n == 1 {
        ("1 person".into(), one)
    } else {
        (format!("{n} people"), many)
    }
}

/// What is worth a look, the most important first. Nothing is said of accounts that were never read.
pub fn insights(facts: &InsightFacts, now: Timestamp) -> Vec<Insight> {
    let mut found = Vec::new();
    let mut say = |insight: Insight, holds: bool| {
        if holds {
            found.push(insight);
        }
    };
    let since = |t: Timestamp| Span((now.0 - t.0).max(0));
    say(Insight::Owed(facts.owed), facts.owed > 0);
    say(Insight::Refused(facts.refused), facts.refused > 0);
    if let Some(silent) = facts.last_seen_at.map(since) {
        let hours = silent.0 / Span::hours(1).0;
        say(Insight::Silent(hours), silent >= SILENT_AFTER);
    }
    let read = facts.imported_at.is_some();
    say(Insight::SoleAdmin, read && facts.admins == 1);
    let without = facts.people - facts.with_factor;
    let of = facts.people;
    say(Insight::WithoutFactor { without, of }, without > 0);
    if let Some(oldest) = facts.oldest_exception {
        let (count, oldest_days) = (facts.exceptions, since(oldest).0 / Span::days(1).0);
        // An exception means nothing while everybody may log in locally.
        say(
            Insight::Exceptions { count, oldest_days },
            facts.require && count > 0,
        );
    }
    say(Insight::HighByHub(facts.high_by_hub), facts.high_by_hub > 0);
    say(Insight::Nobodys(facts.nobodys), read && facts.nobodys > 0);
    say(Insight::Dormant(facts.dormant), read && facts.dormant > 0);
    say(Insight::Unused(facts.unused), facts.unused > 0);
    say(Insight::NotLinked(facts.not_linked), facts.not_linked > 0);
    found.sort_by_key(|i| i.weight());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(Span::days(1_000).0);

    fn ago(span: Span) -> Option<Timestamp> {
        Some(Timestamp(NOW.0 - span.0))
    }

    fn quiet() -> InsightFacts {
        InsightFacts {
            people: 12,
            with_factor: 12,
            admins: 2,
            last_seen_at: ago(Span::minutes(2)),
            imported_at: ago(Span::hours(3)),
            ..InsightFacts::default()
        }
    }

    #[test]
    fn nothing_is_said_where_all_is_well() {
        assert_eq!(insights(&quiet(), NOW), []);
        assert_eq!(insights(&InsightFacts::default(), NOW), []);
    }

    #[test]
    fn each_fact_is_said_by_itself() {
        let one = |change: &dyn Fn(&mut InsightFacts)| {
            let mut facts = quiet();
            change(&mut facts);
            insights(&facts, NOW)
        };
        assert_eq!(one(&|f| f.owed = 2), [Insight::Owed(2)]);
        assert_eq!(one(&|f| f.refused = 1), [Insight::Refused(1)]);
        assert_eq!(one(&|f| f.admins = 1), [Insight::SoleAdmin]);
        let without = Insight::WithoutFactor { without: 3, of: 12 };
        assert_eq!(one(&|f| f.with_factor = 9), [without]);
        assert_eq!(one(&|f| f.high_by_hub = 1), [Insight::HighByHub(1)]);
        assert_eq!(one(&|f| f.nobodys = 4), [Insight::Nobodys(4)]);
        assert_eq!(one(&|f| f.dormant = 5), [Insight::Dormant(5)]);
        assert_eq!(one(&|f| f.unused = 6), [Insight::Unused(6)]);
        assert_eq!(one(&|f| f.not_linked = 7), [Insight::NotLinked(7)]);
        let silent = |span| one(&move |f: &mut InsightFacts| f.last_seen_at = ago(span));
        assert_eq!(silent(Span::hours(24)), [Insight::Silent(24)]);
        assert_eq!(silent(Span::hours(23)), []);
    }

    #[test]
    fn exceptions_count_while_require_is_on_and_weigh_more_with_age() {
        let with = |require, age| {
            let mut facts = quiet();
            (facts.require, facts.exceptions) = (require, 2);
            facts.oldest_exception = ago(age);
            insights(&facts, NOW)
        };
        assert_eq!(with(false, Span::days(400)), []);
        let young = with(true, Span::days(89));
        assert_eq!(
            young,
            [Insight::Exceptions {
                count: 2,
                oldest_days: 89
            }]
        );
        assert_eq!(young[0].weight(), Weight::Look);
        assert_eq!(with(true, Span::days(90))[0].weight(), Weight::Act);
    }

    #[test]
    fn what_was_never_read_is_not_judged() {
        let facts = InsightFacts {
            imported_at: None,
            admins: 1,
            nobodys: 9,
            dormant: 9,
            ..quiet()
        };
        assert_eq!(insights(&facts, NOW), []);
    }

    #[test]
    fn what_must_be_done_comes_first_and_every_sentence_reads() {
        let facts = InsightFacts {
            people: 3,
            with_factor: 2,
            not_linked: 1,
            unused: 1,
            nobodys: 1,
            dormant: 1,
            high_by_hub: 1,
            admins: 1,
            require: true,
            exceptions: 1,
            oldest_exception: ago(Span::days(100)),
            owed: 1,
            refused: 1,
            last_seen_at: ago(Span::days(2)),
            imported_at: ago(Span::days(2)),
        };
        let all = insights(&facts, NOW);
        assert_eq!(all.len(), 11);
        assert!(all.windows(2).all(|w| w[0].weight() <= w[1].weight()));
        let mut codes: Vec<_> = all.iter().map(|i| i.code()).collect();
        for insight in &all {
            let sentence = insight.sentence();
            assert!(
                sentence.ends_with('.') && !sentence.contains("  "),
                "{sentence}"
            );
            assert!(!insight.remedy().is_empty() && insight.count() > 0);
        }
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 11);
    }
    #[test]
    fn one_account_is_told_of_in_the_singular() {
        let one = [Insight::Nobodys(1), Insight::Dormant(1)].map(Insight::sentence);
        assert_eq!(
            one,
            [
                "1 account at the module belongs to nobody here.",
                "1 account was not used for 90 days."
            ]
        );
        assert!(
            Insight::Dormant(2)
                .sentence()
                .starts_with("2 accounts were")
        );
    }
}
