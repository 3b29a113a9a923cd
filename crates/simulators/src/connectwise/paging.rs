//! Pages: by number with all links, or forward only by the id that came last.

use super::errors::Refused;
use crate::psa::serve::Question;

/// Without a wish.
const USUAL: usize = 25;
/// More is cut to this without a word.
const MOST: usize = 1000;

/// Which page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Number { page: usize, size: usize },
    Forward { after: u32, size: usize },
}

/// A parameter of the query, whatever the case of its name.
pub(crate) fn parameter<'p>(parameters: &'p [(String, String)], name: &str) -> &'p str {
    let same = |(held, _): &&(String, String)| held.eq_ignore_ascii_case(name);
    parameters.iter().find(same).map_or("", |(_, value)| value)
}

impl Page {
    pub(crate) fn of(
        question: &Question,
        parameters: &[(String, String)],
    ) -> Result<Self, Refused> {
        let number = |name: &str, usual: usize| {
            let text = parameter(parameters, name);
            if text.is_empty() {
                return Ok(usual);
            }
            let refused =
                |_| Refused::new(400, "InvalidObject", format!("{name} must be a number."));
            text.parse::<usize>().map_err(refused)
        };
        let size = match number("pageSize", USUAL)? {
            0 => USUAL,
            size => size.min(MOST),
        };
        if question
            .header("pagination-type")
            .eq_ignore_ascii_case("forward-only")
        {
            if !parameter(parameters, "orderBy").is_empty() {
                return Err(Refused::condition(
                    "orderBy cannot be used with forward-only paging.",
                ));
            }
            let after = u32::try_from(number("pageId", 0)?).unwrap_or(u32::MAX);
            return Ok(Self::Forward { after, size });
        }
        let page = number("page", 1)?.max(1);
        Ok(Self::Number { page, size })
    }
}

/// The query with one parameter set to another value.
fn with(parameters: &[(String, String)], name: &str, value: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (held, text) in parameters {
        if !held.eq_ignore_ascii_case(name) {
            query.append_pair(held, text);
        }
    }
    query.append_pair(name, value);
    query.finish()
}

/// The `Link` header of a numbered page; none where everything is on one.
pub(crate) fn links(
    address: &str,
    parameters: &[(String, String)],
    page: usize,
    size: usize,
    total: usize,
) -> Option<String> {
    let last = total.div_ceil(size).max(1);
    let link = |page: usize, rel: &str| {
        let query = with(parameters, "page", &page.to_string());
        format!("<{address}?{query}>; rel=\"{rel}\"")
    };
    let mut links = Vec::new();
    if page < last {
        links.push(link(page + 1, "next"));
        links.push(link(last, "last"));
    }
    if page > 1 {
        links.push(link(page - 1, "prev"));
        links.push(link(1, "first"));
    }
    (!links.is_empty()).then(|| links.join(", "))
}

/// The `Link` header of a forward-only page.
pub(crate) fn forward_link(address: &str, parameters: &[(String, String)], last: u32) -> String {
    let query = with(parameters, "pageId", &last.to_string());
    format!("<{address}?{query}>; rel=\"next\"")
}

#[cfg(test)]
mod tests {
    use super::{Page, links};
    use crate::psa::serve::Question;

    fn page(query: &str, forward: bool) -> Result<Page, String> {
        let mut question = Question {
            query: query.to_owned(),
            ..Question::default()
        };
        if forward {
            question
                .headers
                .insert("pagination-type", "forward-only".parse().unwrap());
        }
        Page::of(&question, &question.parameters()).map_err(|refused| refused.message)
    }

    #[test]
    fn pages_are_read() {
        let number = |page, size| Ok(Page::Number { page, size });
        let forward = |after, size| Ok(Page::Forward { after, size });
        assert_eq!(page("", false), number(1, 25));
        assert_eq!(page("page=3&pagesize=50", false), number(3, 50));
        assert_eq!(page("pageSize=5000", false), number(1, 1000));
        assert_eq!(page("page=0&pageSize=0", false), number(1, 25));
        assert_eq!(page("page=2&pageId=9&pageSize=10", true), forward(9, 10));
        assert!(page("pageSize=many", false).is_err());
        assert!(page("orderBy=id", true).is_err());
    }

    #[test]
    fn links_keep_the_whole_query() {
        let parameters = vec![
            ("conditions".to_owned(), "id > 1".to_owned()),
            ("page".to_owned(), "2".to_owned()),
        ];
        let found = links("http://x/a", &parameters, 2, 10, 35).unwrap();
        assert_eq!(
            found,
            "<http://x/a?conditions=id+%3E+1&page=3>; rel=\"next\", \
             <http://x/a?conditions=id+%3E+1&page=4>; rel=\"last\", \
             <http://x/a?conditions=id+%3E+1&page=1>; rel=\"prev\", \
             <http://x/a?conditions=id+%3E+1&page=1>; rel=\"first\""
        );
        assert_eq!(links("http://x/a", &[], 1, 10, 10), None);
        assert!(links("http://x/a", &[], 9, 10, 10).is_some_and(|l| !l.contains("next")));
    }
}
