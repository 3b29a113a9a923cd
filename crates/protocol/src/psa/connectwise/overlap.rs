//! What was changed since the last sweep. `lastUpdated` has whole seconds, is written when a change
//! begins and seen when it ends, and is by the vendor's clock: so each window reaches back over the
//! last, and what was seen already is dropped.

use kernel::{Span, Timestamp};

/// How far a window reaches back.
pub const OVERLAP: Span = Span::minutes(5);

/// Since when to ask, after a sweep whose newest row was of this moment.
pub fn since(newest: Timestamp) -> Timestamp {
    newest - OVERLAP
}

/// The newest moment after a sweep: by the vendor's clock alone, and never back. A moment of the
/// future would hide what is changed until then, so it counts only up to `now`.
pub fn newest(
    before: Option<Timestamp>,
    rows: impl IntoIterator<Item = Timestamp>,
    now: Timestamp,
) -> Option<Timestamp> {
    let found = rows.into_iter().map(|at| at.min(now)).max();
    before.max(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_overlap_and_never_go_back() {
        let at = |n: i64| Timestamp::from_unix_seconds(1_795_000_000 + n);
        assert_eq!(since(at(600)), at(300));
        for (before, rows, result) in [
            (None, vec![], None),
            (None, vec![at(5), at(9)], Some(at(9))),
            (Some(at(50)), vec![at(9)], Some(at(50))),
            (Some(at(50)), vec![], Some(at(50))),
            (Some(at(50)), vec![at(9_999)], Some(at(100))),
        ] {
            assert_eq!(newest(before, rows, at(100)), result);
        }
    }
}
