//! From a path to what is meant by it. Letters may be of any case, as the vendor's own paths mix them.

use super::kind::Kind;
use super::places::{PLACES, Place};
use crate::psa::paths::{fits, number};

/// What a path means.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    List,
    Count,
    One(u32),
    /// What uses a record; nobody is told here.
    Usages,
}

/// A place with the ids of its parents.
pub(crate) struct Route {
    pub place: &'static Place,
    pub parents: Vec<u32>,
    pub target: Target,
    /// The slim form.
    pub info: bool,
}

/// Whether a place has this slim address: `info`, `info/count` or `*/info`.
fn has_slim(place: &Place, words: &[&str]) -> bool {
    match place.kind {
        // Their slim form stands elsewhere.
        Kind::CompanyTypes
        | Kind::Boards
        | Kind::BoardTypes
        | Kind::Members
        | Kind::Locations
        | Kind::Departments
        | Kind::Links => false,
        Kind::Companies => words.first() == Some(&"info"),
        Kind::ContactTypes => words != ["info", "count"],
        Kind::ConfigurationTypes => words.last() == Some(&"info") && words.len() == 2,
        kind => kind.schema().info.is_some(),
    }
}

/// Finds the place of a path.
pub(crate) fn route(path: &str) -> Option<Route> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    PLACES.iter().find_map(|place| {
        let length = place.path.split('/').count();
        let (head, tail) = parts.split_at_checked(length)?;
        let parents = fits(place.path, head)?;
        let lower: Vec<String> = tail.iter().map(|part| part.to_ascii_lowercase()).collect();
        let words: Vec<&str> = lower.iter().map(String::as_str).collect();
        let has_info = has_slim(place, &words);
        let (target, info) = match words.as_slice() {
            [] => (Target::List, false),
            // The one list without a count.
            ["count"] if place.kind == Kind::InvoicePayments => return None,
            ["count"] => (Target::Count, false),
            ["info"] if has_info => (Target::List, true),
            ["info", "count"] if has_info => (Target::Count, true),
            [id] => (Target::One(number(id)?), false),
            [id, "info"] if has_info => (Target::One(number(id)?), true),
            [id, "usages"] | [id, "usages", "list"] => {
                number(id).map(|_| (Target::Usages, false))?
            }
            _ => return None,
        };
        Some(Route {
            place,
            parents,
            target,
            info: info || place.info,
        })
    })
}

/// Where records of a kind are at home, as far as no parent stands in the path.
pub(super) fn home(kind: Kind) -> Option<&'static str> {
    let at_home = |place: &&Place| place.kind == kind && !place.info && place.parents.is_empty();
    PLACES.iter().find(at_home).map(|place| place.path)
}

/// The kind that a parent's field refers to.
pub(crate) fn parent_kind(kind: Kind, field: &str) -> Option<Kind> {
    use super::fields::Shape;
    let at = kind.schema().position(field)?;
    match (&kind.schema().fields[at].shape, field) {
        (Shape::Ref(to), _) => Some(*to),
        (_, "ticketId") => Some(Kind::Tickets),
        (_, "boardId") => Some(Kind::Boards),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, PLACES, Target, parent_kind, route};

    #[test]
    fn paths_mean_something() {
        for (path, kind, parents, what) in [
            ("company/companies", Kind::Companies, vec![], "list"),
            ("company/companies/12", Kind::Companies, vec![], "12"),
            (
                "company/companies/types",
                Kind::CompanyTypes,
                vec![],
                "list",
            ),
            ("company/companies/types/3", Kind::CompanyTypes, vec![], "3"),
            ("company/companies/count", Kind::Companies, vec![], "count"),
            (
                "company/companies/info",
                Kind::Companies,
                vec![],
                "list info",
            ),
            (
                "company/companies/info/types",
                Kind::CompanyTypes,
                vec![],
                "list info",
            ),
            ("company/companies/7/sites", Kind::Sites, vec![7], "list"),
            (
                "system/securityRoles/2/settings",
                Kind::SecurityRoleSettings,
                vec![2],
                "list",
            ),
            (
                "company/configurations/types/2/questions/5/values/9",
                Kind::ConfigurationQuestionValues,
                vec![2, 5],
                "9",
            ),
        ] {
            let found = route(path).unwrap();
            let target = match found.target {
                Target::List => "list".to_owned(),
                Target::Count => "count".to_owned(),
                Target::One(id) => id.to_string(),
                Target::Usages => "usages".to_owned(),
            };
            let target = if found.info {
                format!("{target} info")
            } else {
                target
            };
            assert_eq!(
                (found.place.kind, found.parents, target),
                (kind, parents, what.to_owned()),
                "{path}"
            );
        }
        for path in [
            "",
            "company",
            "company/companies/x",
            "company/companies/1/x",
            "company/companies/-1",
        ] {
            assert!(route(path).is_none(), "{path}");
        }
    }

    #[test]
    fn every_parent_is_a_field_of_its_kind() {
        for place in PLACES {
            assert_eq!(
                place.path.matches('*').count(),
                place.parents.len(),
                "{}",
                place.path
            );
            for field in place.parents {
                assert!(
                    parent_kind(place.kind, field).is_some(),
                    "{} {field}",
                    place.path
                );
            }
        }
    }
}
