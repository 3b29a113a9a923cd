//! Forward-only pages: by id, so that rows which come and go meanwhile neither hide nor repeat others.

/// Rows of a page that are asked for: far below the vendor's most, so that an answer stays small.
pub const PAGE_SIZE: usize = 250;
/// Longest header that is read.
const LONGEST: usize = 16 * 1024;

/// The `pageId` that a `Link` header names for the next page. Only the number is taken out of it:
/// the address may be of another scheme, or lack the conditions.
pub fn next_of_link(header: &str) -> Option<i64> {
    let header = header.get(..header.len().min(LONGEST))?;
    // A link ends where the next begins; conditions within may hold commas.
    header.split('<').skip(1).find_map(|part| {
        let (address, parameters) = part.split_once('>')?;
        let relations = parameters.split(';').skip(1).filter_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            let value = value.trim().trim_end_matches(',').trim();
            name.trim()
                .eq_ignore_ascii_case("rel")
                .then(|| value.trim_matches('"').to_ascii_lowercase())
        });
        let next = relations
            .into_iter()
            .any(|rel| rel.split_whitespace().any(|one| one == "next"));
        if !next {
            return None;
        }
        let (_, query) = address.split_once('?')?;
        let query = query.split('#').next().unwrap_or_default();
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name.eq_ignore_ascii_case("pageId"))
            .and_then(|(_, value)| value.parse().ok())
    })
}

/// Where the next page begins; none at the end. `after` is where this one began.
///
/// The last id counts, and the link only says that there is more: some addresses send none, and then
/// a full page says so. A page never begins where it or one before began, so a sweep ends.
pub fn next_page(after: i64, asked: usize, ids: &[i64], link: Option<&str>) -> Option<i64> {
    let last = ids.iter().copied().max()?;
    let more = match link {
        Some(header) => match next_of_link(header) {
            Some(_) => true,
            // A link to another page number, of an address that does not know forward-only paging.
            None => header.to_ascii_lowercase().contains("next"),
        },
        None => ids.len() >= asked,
    };
    (more && last > after).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_number_is_taken_out_of_a_link() {
        for (header, next) in [
            (
                "<https://api/x?pageSize=2&pageId=57>; rel=\"next\"",
                Some(57),
            ),
            ("<http://elsewhere/?pageid=9>;rel=next", Some(9)),
            (
                "<https://a/?page=1>; rel=\"first\", <https://a/?conditions=id+in+(1,2)&pageId=3>; rel=\"next\"",
                Some(3),
            ),
            ("<https://a/?pageId=3>; rel=\"prev\"", None),
            ("<https://a/?pageId=x>; rel=\"next\"", None),
            ("<https://a/?pageId=3; rel=\"next\"", None),
            ("", None),
        ] {
            assert_eq!(next_of_link(header), next, "{header}");
        }
    }

    #[test]
    fn a_sweep_goes_forward_and_ends() {
        let next = Some("<https://a/?pageId=7>; rel=\"next\"");
        for (after, asked, ids, link, begins) in [
            (0, 3, vec![5, 6, 7], next, Some(7)),
            // Cut to fewer rows than asked for, without a word.
            (0, 100, vec![5, 6, 7], next, Some(7)),
            (0, 3, vec![5, 6, 7], None, Some(7)),
            (0, 4, vec![5, 6, 7], None, None),
            (0, 3, vec![], next, None),
            // The same page again, or one before: it would never end.
            (7, 3, vec![5, 6, 7], next, None),
            (7, 3, vec![1, 2], next, None),
            (
                0,
                3,
                vec![7, 5],
                Some("<https://a/?page=1>; rel=\"first\""),
                None,
            ),
        ] {
            assert_eq!(
                next_page(after, asked, &ids, link),
                begins,
                "{after} {ids:?} {link:?}"
            );
        }
    }
}
