//! Lists by the page: `limit` and `cursor` go in, `data` and `next_cursor` come out.

use super::problem::{FieldFault, invalid};
use crate::failure::Failed;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;

/// Entries of a page when nothing else is asked for.
const USUAL: i64 = 50;
/// Most entries of a page.
const MOST: i64 = 200;

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub struct PageOf<T> {
    /// The entries.
    pub data: Vec<T>,
    /// Send it as `cursor` for the next page; null at the end.
    pub next_cursor: Option<String>,
}

fn fault(parameter: &str, detail: &str) -> Failed {
    invalid(vec![FieldFault {
        pointer: None,
        parameter: Some(parameter.into()),
        detail: detail.into(),
    }])
}

/// How many entries were asked for.
pub(crate) fn limit(asked: Option<i64>) -> Result<i64, Failed> {
    match asked {
        None => Ok(USUAL),
        Some(n) if (1..=MOST).contains(&n) => Ok(n),
        Some(_) => Err(fault("limit", "A page has 1 to 200 entries.")),
    }
}

/// Where a page goes on, read by the list that wrote it.
pub(crate) fn place<T>(
    cursor: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Failed> {
    let Some(cursor) = cursor else {
        return Ok(None);
    };
    let text = URL_SAFE_NO_PAD.decode(cursor).ok();
    let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
    match text.and_then(|text| read(&text)) {
        Some(place) => Ok(Some(place)),
        None => Err(fault(
            "cursor",
            "This is no next_cursor of this list, or its entry is gone. Begin anew without one.",
        )),
    }
}

impl<T> PageOf<T> {
    /// A page of rows whose list says itself where it goes on.
    pub(crate) fn part<R>(rows: Vec<R>, next: Option<String>, view: impl FnMut(R) -> T) -> Self {
        Self {
            data: rows.into_iter().map(view).collect(),
            next_cursor: next.map(|place| URL_SAFE_NO_PAD.encode(place)),
        }
    }

    /// A page of rows, of which one more than `limit` was asked for; `place` says where the list
    /// goes on after a row.
    pub(crate) fn of<R>(
        mut rows: Vec<R>,
        limit: i64,
        place: impl Fn(&R) -> String,
        view: impl FnMut(R) -> T,
    ) -> Self {
        let most = usize::try_from(limit).unwrap_or(0);
        let more = rows.len() > most;
        rows.truncate(most);
        let last = rows.last().filter(|_| more);
        let next_cursor = last.map(|row| URL_SAFE_NO_PAD.encode(place(row)));
        Self {
            data: rows.into_iter().map(view).collect(),
            next_cursor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other() {
        let page = PageOf::of(vec![1, 2, 3], 2, ToString::to_string, |n| n);
        assert_eq!(page.data, [1, 2]);
        let cursor = page.next_cursor.unwrap();
        assert_eq!(place(Some(&cursor), |t| t.parse().ok()).unwrap(), Some(2));
        assert!(place(Some("!"), |t| t.parse::<i64>().ok()).is_err());
        assert!(place(Some("eA"), |t| t.parse::<i64>().ok()).is_err());
        let page = PageOf::of(vec![1, 2], 2, ToString::to_string, |n| n);
        assert_eq!(page.next_cursor, None);
        assert!(limit(Some(0)).is_err() && limit(Some(201)).is_err());
        assert_eq!(limit(None).unwrap(), 50);
    }
}
