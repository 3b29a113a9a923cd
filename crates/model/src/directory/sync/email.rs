//! An address and those who have it. It is no name of a person: two contacts with one address
//! are a question, never a guess.

use super::conflict::{Conflict, ConflictKind};
use kernel::{CompanyId, ContactId};

/// A contact that has an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The contact.
    pub contact: ContactId,
    /// Her name.
    pub name: String,
    /// The companies where she is active, each with its name.
    pub companies: Vec<(CompanyId, String)>,
}

/// What is in question about an address, of all contacts that have it. Those who are nowhere active
/// cannot sign in anyway.
pub fn judge_email(email: &str, holders: &[Holder]) -> Option<Conflict> {
    let active: Vec<&Holder> = holders.iter().filter(|h| !h.companies.is_empty()).collect();
    let [first, _, ..] = active.as_slice() else {
        return None;
    };
    let all = |holder: &&&Holder| {
        let here = |company: &(CompanyId, String)| first.companies.iter().any(|c| c.0 == company.0);
        holder.companies.iter().all(here)
    };
    let kind = if active.iter().filter(all).count() == active.len() {
        ConflictKind::DuplicateEmail
    } else {
        ConflictKind::SeveralCompanies
    };
    let words: Vec<String> = active
        .iter()
        .take(10)
        .map(|holder| {
            let names: Vec<&str> = holder.companies.iter().map(|c| c.1.as_str()).collect();
            format!("{} ({})", holder.name, names.join(", "))
        })
        .collect();
    Some(Conflict {
        kind,
        subject: email.to_owned(),
        detail: format!("{email}: {}", words.join("; ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(id: u8, companies: &[u8]) -> Holder {
        Holder {
            contact: ContactId([id; 16]),
            name: format!("Person {id}"),
            companies: companies
                .iter()
                .map(|c| (CompanyId([*c; 16]), format!("Company {c}")))
                .collect(),
        }
    }

    #[test]
    fn two_who_are_active_are_a_question() {
        use ConflictKind::{DuplicateEmail, SeveralCompanies};
        for (holders, kind) in [
            (vec![], None),
            (vec![holder(1, &[1])], None),
            (vec![holder(1, &[1, 2])], None),
            (vec![holder(1, &[1]), holder(2, &[])], None),
            (vec![holder(1, &[1]), holder(2, &[1])], Some(DuplicateEmail)),
            (
                vec![holder(1, &[1]), holder(2, &[2])],
                Some(SeveralCompanies),
            ),
            (
                vec![holder(1, &[1]), holder(2, &[1, 2])],
                Some(SeveralCompanies),
            ),
            (
                vec![holder(1, &[1]), holder(2, &[]), holder(3, &[3])],
                Some(SeveralCompanies),
            ),
        ] {
            let found = judge_email("demo@example.com", &holders);
            assert_eq!(found.as_ref().map(|c| c.kind), kind, "{holders:?}");
            if let Some(conflict) = found {
                assert!(conflict.detail.contains("Person 1 (Company 1)"));
            }
        }
    }
}
