//! Which index serves a filter.

use super::evaluate::{Against, Test};
use super::{Bound, Operator};
use crate::path::Spot;

/// A look-up that an index serves. Texts are as they were sent. Names and addresses are compared
/// without case, so that their index is made of `fold`ed texts; ids have case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// By `id`.
    Id(String),
    /// By `externalId`.
    ExternalId(String),
    /// By `userName`, without case.
    UserName(String),
    /// By `displayName`, without case.
    DisplayName(String),
    /// By one of the mail addresses, without case.
    Email(String),
    /// By `active`.
    Active(bool),
    /// By the id of a member of a group.
    Member(String),
}

/// How a filter is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// A look-up that finds everything that the filter can find; none where all must be visited.
    pub lookup: Option<Lookup>,
    /// Whether the look-up finds more than the filter does, so that each resource must still be asked
    /// with [`Bound::matches`].
    pub rest: bool,
}

impl Bound {
    /// The plan. Of several comparisons joined by `and`, the most selective one is looked up.
    pub fn plan(&self) -> Plan {
        if let Some(lookup) = exact(&self.test) {
            return Plan {
                lookup: Some(lookup),
                rest: false,
            };
        }
        Plan {
            lookup: narrowing(&self.test),
            rest: true,
        }
    }
}

/// How many resources a look-up finds at most, by rank.
fn rank(lookup: &Lookup) -> usize {
    match lookup {
        Lookup::Id(_) => 0,
        Lookup::UserName(_) => 1,
        Lookup::ExternalId(_) => 2,
        Lookup::Email(_) => 3,
        Lookup::DisplayName(_) => 4,
        Lookup::Member(_) => 5,
        Lookup::Active(_) => 6,
    }
}

fn exact(test: &Test) -> Option<Lookup> {
    match test {
        Test::Compare(spot, Operator::Eq, against) => of(spot, against),
        Test::Within(spot, inner) => inside(spot, inner),
        _ => None,
    }
}

/// `emails[value eq "x"]` alone; with more inside, the look-up only narrows.
fn inside(spot: &Spot, inner: &Test) -> Option<Lookup> {
    match inner {
        Test::Compare(part, Operator::Eq, against) => of(
            &Spot {
                part: Some(part.attribute),
                ..*spot
            },
            against,
        ),
        _ => None,
    }
}

fn narrowing(test: &Test) -> Option<Lookup> {
    match test {
        Test::All(all) => all.iter().filter_map(narrowing).min_by_key(rank),
        Test::Within(spot, inner) => match &**inner {
            Test::All(all) => all.iter().find_map(|one| inside(spot, one)),
            one => inside(spot, one),
        },
        one => exact(one),
    }
}

fn of(spot: &Spot, against: &Against) -> Option<Lookup> {
    if spot.extension.is_some() {
        return None;
    }
    let part = spot.part.map(|p| p.name);
    match (spot.attribute.name, part, against) {
        ("active", None, Against::Boolean(active)) => Some(Lookup::Active(*active)),
        (name, part, Against::Text { sent, .. }) => {
            let lookup = match (name, part) {
                ("id", None) => Lookup::Id,
                ("externalId", None) => Lookup::ExternalId,
                ("userName", None) => Lookup::UserName,
                ("displayName", None) => Lookup::DisplayName,
                ("emails", None | Some("value")) => Lookup::Email,
                ("members", None | Some("value")) => Lookup::Member,
                _ => return None,
            };
            Some(lookup(sent.clone()))
        }
        _ => None,
    }
}
