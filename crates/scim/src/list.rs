//! Queries and lists (RFC 7644, 3.4.2 and 3.4.3).

use super::error::{ScimError, ScimType};
use super::filter::Filter;
use super::json::{Tree, member, need_schema, read_object};
use super::limits;
use super::path::AttributePath;
use super::projection::{self, Projection};
use super::sort::Sort;
use serde_json::{Value, json};

/// The schema of a list.
pub const LIST_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// The schema of the body of `/.search`.
pub const SEARCH_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Which resources; none for all.
    pub filter: Option<Filter>,
    /// In which order.
    pub sort: Option<Sort>,
    /// The first one, from 1.
    pub start_index: usize,
    /// At most how many, within [`limits::MAX_COUNT`]; 0 asks for the number alone.
    pub count: usize,
    /// Which attributes of them.
    pub projection: Projection,
}

/// The parameters before they are understood.
#[derive(Default)]
struct Asked {
    filter: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    start_index: Option<i64>,
    count: Option<i64>,
}

impl Query {
    /// Reads the query of a GET, without its question mark. Unknown parameters are passed over.
    ///
    /// # Errors
    /// `invalidFilter`; `invalidValue` for a number that is none, an order that is none, a name that
    /// is none and a parameter that is there twice; `invalidSyntax` for a query beyond 32 KiB.
    pub fn parse(query: &str) -> Result<Self, ScimError> {
        if query.len() > 2 * limits::MAX_FILTER {
            return Err(ScimError::new(
                ScimType::InvalidSyntax,
                "The query is too long.",
            ));
        }
        let mut asked = Asked::default();
        let (mut only, mut without) = (None, None);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.to_ascii_lowercase().as_str() {
                "filter" => once(&mut asked.filter, value.into_owned())?,
                "sortby" => once(&mut asked.sort_by, value.into_owned())?,
                "sortorder" => once(&mut asked.sort_order, value.into_owned())?,
                "startindex" => once(&mut asked.start_index, number(&value)?)?,
                "count" => once(&mut asked.count, number(&value)?)?,
                "attributes" => once(&mut only, value.into_owned())?,
                "excludedattributes" => once(&mut without, value.into_owned())?,
                _ => {}
            }
        }
        asked.query(Projection::parse(only.as_deref(), without.as_deref())?)
    }

    /// Reads the body of a POST to `/.search`.
    ///
    /// # Errors
    /// As [`Query::parse`]; `invalidSyntax` for another message; 413.
    pub fn parse_search(body: &[u8]) -> Result<Self, ScimError> {
        let body = read_object(body, limits::MAX_BODY)?;
        need_schema(&body, SEARCH_SCHEMA)?;
        let asked = Asked {
            filter: text(&body, "filter")?,
            sort_by: text(&body, "sortBy")?,
            sort_order: text(&body, "sortOrder")?,
            start_index: integer(&body, "startIndex")?,
            count: integer(&body, "count")?,
        };
        let projection = match (
            names(&body, "attributes")?,
            names(&body, "excludedAttributes")?,
        ) {
            (None, None) => Projection::All,
            (Some(only), None) => Projection::Only(only),
            (None, Some(without)) => Projection::Without(without),
            (Some(_), Some(_)) => return Err(projection::both()),
        };
        asked.query(projection)
    }

    /// How many resources come before the first one.
    pub const fn offset(&self) -> usize {
        self.start_index.saturating_sub(1)
    }
}

impl Asked {
    fn query(self, projection: Projection) -> Result<Query, ScimError> {
        // An empty filter is no filter, as some clients send it.
        let filter = self.filter.filter(|f| !f.trim().is_empty());
        Ok(Query {
            filter: filter.map(|f| Filter::parse(&f)).transpose()?,
            sort: Sort::of(self.sort_by.as_deref(), self.sort_order.as_deref())?,
            // Below 1 is 1, and a negative count is 0 (RFC 7644, 3.4.2.4).
            start_index: self
                .start_index
                .map_or(1, |n| usize::try_from(n.max(1)).unwrap_or(usize::MAX)),
            count: self.count.map_or(limits::DEFAULT_COUNT, |n| {
                usize::try_from(n.max(0))
                    .unwrap_or(usize::MAX)
                    .min(limits::MAX_COUNT)
            }),
            projection,
        })
    }
}

fn invalid(why: &'static str) -> ScimError {
    ScimError::new(ScimType::InvalidValue, why)
}

fn once<T>(slot: &mut Option<T>, value: T) -> Result<(), ScimError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(invalid("A parameter is there twice.")),
    }
}

fn number(text: &str) -> Result<i64, ScimError> {
    text.trim()
        .parse()
        .map_err(|_| invalid("startIndex and count are whole numbers."))
}

fn text(body: &Tree, name: &str) -> Result<Option<String>, ScimError> {
    match member(body, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(invalid("filter, sortBy and sortOrder are texts.")),
    }
}

fn integer(body: &Tree, name: &str) -> Result<Option<i64>, ScimError> {
    match member(body, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => number(text).map(Some),
        Some(value) => match value.as_i64() {
            Some(n) => Ok(Some(n)),
            None => Err(invalid("startIndex and count are whole numbers.")),
        },
    }
}

fn names(body: &Tree, name: &str) -> Result<Option<Vec<AttributePath>>, ScimError> {
    match member(body, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Projection::names(text.split(',')).map(Some),
        Some(Value::Array(all)) => {
            let texts: Option<Vec<&str>> = all.iter().map(Value::as_str).collect();
            let texts = texts.ok_or_else(|| invalid("attributes are texts."))?;
            Projection::names(texts.into_iter()).map(Some)
        }
        Some(_) => Err(invalid("attributes are a list of texts.")),
    }
}

/// The body of a list: `total` of what there is, `page` as it begins at `start_index`.
pub fn list_body(total: usize, start_index: usize, page: &[Tree]) -> Vec<u8> {
    let body = json!({
        "schemas": [LIST_SCHEMA],
        "totalResults": total,
        "startIndex": start_index,
        "itemsPerPage": page.len(),
        "Resources": page,
    });
    body.to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_queries() {
        for (query, start_index, count) in [
            ("", 1, 100),
            ("startIndex=3&count=10", 3, 10),
            ("StartIndex=0&Count=-1", 1, 0),
            ("startIndex=-5&count=0", 1, 0),
            ("count=9999", 1, 200),
            ("startIndex=9223372036854775807", 9223372036854775807, 100),
            ("x=1&x=2&filter=", 1, 100),
        ] {
            let read = Query::parse(query).unwrap();
            assert_eq!(
                (read.start_index, read.count),
                (start_index, count),
                "{query}"
            );
            assert!(read.filter.is_none() && read.sort.is_none());
        }
        let read = Query::parse(
            "filter=userName%20eq%20%22a%2Bb%22&sortBy=name.familyName&sortOrder=Descending&excludedAttributes=members",
        )
        .unwrap();
        assert_eq!(read.filter.unwrap().to_string(), r#"userName eq "a+b""#);
        assert!(read.sort.unwrap().descending);
        assert!(matches!(read.projection, Projection::Without(_)));
        for (query, kind) in [
            ("startIndex=x", ScimType::InvalidValue),
            ("count=1.5", ScimType::InvalidValue),
            ("count=99999999999999999999", ScimType::InvalidValue),
            ("count=1&count=2", ScimType::InvalidValue),
            ("filter=x", ScimType::InvalidFilter),
            ("sortBy=a%20b", ScimType::InvalidValue),
            ("sortBy=a&sortOrder=up", ScimType::InvalidValue),
            ("attributes=a&excludedAttributes=b", ScimType::InvalidValue),
            (&"x".repeat(40_000), ScimType::InvalidSyntax),
        ] {
            assert_eq!(Query::parse(query).unwrap_err().kind, Some(kind), "{query}");
        }
    }

    #[test]
    fn a_search_asks_the_same_in_a_body() {
        let search = |fields: Value| {
            let mut body = fields;
            body["schemas"] = json!([SEARCH_SCHEMA]);
            Query::parse_search(body.to_string().as_bytes())
        };
        let read = search(json!({
            "filter": "active eq true", "startIndex": 2, "count": "7",
            "attributes": ["userName", "emails"], "sortBy": "userName",
        }))
        .unwrap();
        let asked = Query::parse(
            "filter=active+eq+true&startIndex=2&count=7&attributes=userName,emails&sortBy=userName",
        );
        assert_eq!(read, asked.unwrap());
        assert_eq!(search(json!({})).unwrap(), Query::parse("").unwrap());
        for bad in [
            json!({"count": 1.5}),
            json!({"filter": 1}),
            json!({"attributes": [1]}),
            json!({"attributes": 1}),
        ] {
            assert_eq!(search(bad).unwrap_err().kind, Some(ScimType::InvalidValue));
        }
        assert!(Query::parse_search(b"{}").is_err());
    }

    #[test]
    fn a_list_has_the_shape_of_the_standard() {
        assert_eq!(
            String::from_utf8(list_body(7, 2, &[Tree::new()])).unwrap(),
            r#"{"Resources":[{}],"itemsPerPage":1,"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"startIndex":2,"totalResults":7}"#
        );
    }
}
