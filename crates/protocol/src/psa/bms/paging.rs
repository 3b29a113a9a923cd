//! Pages by number. Whether the first is 0 or 1 is not said anywhere, and clients do both: a list is
//! read from 0 on, and where both mean the first page, its rows come twice, which harms nobody who
//! knows rows by their ids.

/// Rows of a page that are asked for.
pub const PAGE_SIZE: u64 = 500;
/// No list has more pages; one that does is not read for ever.
const MOST_PAGES: u64 = 10_000;

/// The number of the page after this one; none at the end. `total` is how many rows there are in all,
/// which some lists do not say.
pub fn next_page(number: u64, rows: usize, total: Option<u64>) -> Option<u64> {
    let more = match total {
        // Where the first page is 1, the last is the one that reaches the total; where it is 0, that
        // one is empty.
        Some(total) => number.saturating_mul(PAGE_SIZE) < total,
        None => rows > 0,
    };
    (more && number < MOST_PAGES).then_some(number + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ids that a list of so many rows gives when its first page has this number.
    fn swept(rows: u64, first: u64, tells: bool) -> (Vec<u64>, u32) {
        let (mut found, mut calls) = (Vec::new(), 0);
        let mut number = Some(0_u64);
        while let Some(page) = number {
            let skip = page.saturating_sub(first) * PAGE_SIZE;
            let ids: Vec<u64> = (skip..rows.min(skip + PAGE_SIZE)).collect();
            calls += 1;
            number = next_page(page, ids.len(), tells.then_some(rows));
            found.extend(ids);
        }
        found.sort_unstable();
        found.dedup();
        (found, calls)
    }

    #[test]
    fn no_row_is_missed_wherever_counting_begins() {
        for rows in [0, 1, 499, 500, 501, 1000, 1700] {
            for first in [0, 1] {
                for tells in [true, false] {
                    let (found, calls) = swept(rows, first, tells);
                    assert_eq!(
                        found,
                        (0..rows).collect::<Vec<_>>(),
                        "{rows} {first} {tells}"
                    );
                    assert!(u64::from(calls) <= rows / PAGE_SIZE + 3);
                }
            }
        }
    }
}
