//! Many rows in one statement, for an engine that is a round trip away.

/// Rows of one statement: few sizes, so that few texts are prepared; a page of a PSA is two of the largest.
const SIZES: [usize; 4] = [125, 25, 5, 1];

/// How many rows go into the next statement when so many are left.
pub(super) fn size(left: usize) -> usize {
    SIZES.into_iter().find(|s| *s <= left).unwrap_or(1)
}

/// The text of an insert of one row (`... VALUES ($1, $2) ...`, without parameters after its values) for
/// so many rows of so many parameters.
pub(super) fn repeated(sql: &str, count: usize, width: usize) -> Option<String> {
    let from = sql.find("VALUES (")? + "VALUES ".len();
    let (head, rest) = sql.split_at(from);
    let (row, tail) = rest.split_at(rest.find(')')? + 1);
    let mut parts = row.split('$');
    let first = parts.next()?;
    let parts: Vec<(usize, &str)> = parts
        .map(|part| {
            let end = part.find(|c: char| !c.is_ascii_digit())?;
            let (number, after) = part.split_at(end);
            Some((number.parse().ok()?, after))
        })
        .collect::<Option<_>>()?;
    let mut text = String::from(head);
    for n in 0..count {
        text.push_str(if n == 0 { "" } else { ", " });
        text.push_str(first);
        for (number, after) in &parts {
            text.push('$');
            text.push_str(&(number + n * width).to_string());
            text.push_str(after);
        }
    }
    text.push_str(tail);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_becomes_many() {
        let sql = "INSERT INTO t (a, b, c) VALUES ($1, $2, NULL) ON CONFLICT (a) DO NOTHING";
        let three = "INSERT INTO t (a, b, c) VALUES ($1, $2, NULL), ($3, $4, NULL), ($5, $6, NULL) ON CONFLICT (a) DO NOTHING";
        assert_eq!(repeated(sql, 1, 2).as_deref(), Some(sql));
        assert_eq!(repeated(sql, 3, 2).as_deref(), Some(three));
        assert_eq!(repeated("DELETE FROM t", 3, 2), None);
        assert_eq!([250, 125, 124, 24, 4].map(size), [125, 125, 25, 5, 1]);
    }
}
