//! Lists: typed filters, order, pages; the look-ups, and invoices.

use super::envelope::{Refused, bare, result};
use super::state::{Answered, Call};
use super::tables::{Kind, Row, World};
use crate::psa::moment;
use crate::psa::text::same_text;
use serde_json::Value;

/// Without a wish, and at most.
const USUAL: usize = 100;
const MOST: usize = 1000;

/// What a list is asked for: filters, order, page.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish {
    pub filters: Vec<(String, String)>,
    pub sort: String,
    pub exclude: Vec<String>,
    pub size: Option<usize>,
    pub number: usize,
}

impl Wish {
    /// Out of the query: `Filter.AccountName=…&PageSize=…&PageNumber=…`.
    pub(super) fn of(parameters: &[(String, String)]) -> Self {
        let mut wish = Self::default();
        for (name, value) in parameters {
            let lower = name.to_ascii_lowercase();
            if let Some(filter) = lower.strip_prefix("filter.") {
                wish.filters.push((filter.to_owned(), value.clone()));
            } else {
                wish.take(&lower, value);
            }
        }
        wish
    }

    pub(super) fn take(&mut self, name: &str, value: &str) {
        match name {
            "sort" => value.clone_into(&mut self.sort),
            "exclude" => {
                self.exclude = value
                    .split(',')
                    .map(|part| part.trim().to_owned())
                    .collect()
            }
            "pagesize" => self.size = value.parse().ok(),
            "pagenumber" => self.number = value.parse().unwrap_or(1),
            _ => {}
        }
    }

    /// The page of these records, and how many there are in all.
    pub(super) fn apply(&self, rows: impl Iterator<Item = Row>) -> (Vec<Value>, usize) {
        let mut rows: Vec<Row> = rows
            .filter(|row| self.filters.iter().all(|f| meets(row, f)))
            .collect();
        let mut words = self.sort.split_whitespace();
        if let Some(name) = words.next() {
            let down = words
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case("desc"));
            rows.sort_by_cached_key(|row| match find(row, name) {
                Some(Value::Number(number)) => {
                    format!("{:>20}", number.as_i64().unwrap_or_default())
                }
                Some(Value::String(text)) => text.to_lowercase(),
                other => other.map(ToString::to_string).unwrap_or_default(),
            });
            if down {
                rows.reverse();
            }
        }
        let total = rows.len();
        let size = self.size.unwrap_or(USUAL).clamp(1, MOST);
        // Some clients begin at 0 and some at 1: both get the first page first.
        let skip = self.number.saturating_sub(1).saturating_mul(size);
        let shown = rows.into_iter().skip(skip).take(size).map(|mut row| {
            row.retain(|name, _| {
                !self
                    .exclude
                    .iter()
                    .any(|out| out.eq_ignore_ascii_case(name))
            });
            Value::Object(row)
        });
        (shown.collect(), total)
    }
}

fn find<'r>(row: &'r Row, name: &str) -> Option<&'r Value> {
    let found = row.iter().find(|(held, _)| held.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

/// Names of filters that are called otherwise in the record.
const OTHERWISE: &[(&str, &str)] = &[
    ("account", "AccountName"),
    ("accounttypename", "AccountType"),
    ("accountids", "AccountId"),
    ("ids", "Id"),
    ("name", "Name"),
    ("statusnames", "StatusName"),
    ("queuenames", "QueueName"),
    ("prioritynames", "PriorityName"),
    ("tickettypenames", "TypeName"),
    ("issuetypenames", "IssueTypeName"),
    ("subissuetypenames", "SubIssueTypeName"),
    ("sourceids", "SourceId"),
    ("accountlocationid", "LocationId"),
    ("categoryids", "CategoryId"),
];

/// Whether a record meets a filter; a filter that is not known asks for nothing.
fn meets(row: &Row, (name, wanted): &(String, String)) -> bool {
    if wanted.is_empty() {
        return true;
    }
    if name == "excludecompleted" {
        return wanted == "0" || find(row, "CompletedDate").is_none_or(Value::is_null);
    }
    for (list, inner, of) in [
        ("email", "EmailAddress", "Emails"),
        ("phone", "Phone", "Phones"),
    ] {
        if name == list && row.contains_key(of) {
            let parts = row[of].as_array().map(Vec::as_slice).unwrap_or_default();
            return parts.iter().any(|part| text_meets(&part[inner], wanted));
        }
    }
    if let Some(base) = name
        .strip_suffix("from")
        .or_else(|| name.strip_suffix("to"))
        && let Some(held) = find(row, base).or_else(|| find(row, &format!("{base}on")))
    {
        let (held, wanted) = (held.as_str().and_then(moment::parse), moment::parse(wanted));
        return match (held, wanted) {
            (Some(held), Some(wanted)) if name.ends_with("from") => held >= wanted,
            (Some(held), Some(wanted)) => held <= wanted,
            _ => false,
        };
    }
    let field = OTHERWISE
        .iter()
        .find(|(filter, _)| filter == name)
        .map_or(name.as_str(), |(_, f)| f);
    match find(row, field) {
        None => true,
        Some(Value::Number(number)) => wanted
            .split(',')
            .any(|one| one.trim().parse::<f64>().ok() == number.as_f64()),
        Some(Value::Bool(flag)) => wanted.eq_ignore_ascii_case(&flag.to_string()),
        Some(held) if name.ends_with("names") => {
            let held = held.as_str().unwrap_or_default();
            wanted.split(',').any(|one| same_text(one.trim(), held))
        }
        Some(held) => text_meets(held, wanted),
    }
}

fn text_meets(held: &Value, wanted: &str) -> bool {
    let held = held.as_str().unwrap_or_default().to_lowercase();
    held.contains(&wanted.to_lowercase())
}

/// A look-up: the records of a set-up table as they are.
pub(super) fn names(call: &mut Call<'_>, kind: Kind) -> Answered {
    let rows = call
        .state
        .world
        .rows(kind)
        .map(|(_, row)| Value::Object(row.clone()));
    Ok(result(rows.collect()))
}

pub(super) fn sub_issue_types(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let rows = call
        .state
        .world
        .of(Kind::SubIssueTypes, "IssueTypeId", ids[0]);
    let rows = rows.map(|(_, row)| {
        let mut row = row.clone();
        row.remove("IssueTypeId");
        Value::Object(row)
    });
    Ok(result(rows.collect()))
}

fn invoice_row(world: &World, row: &Row) -> Row {
    let mut row = row.clone();
    let account = super::tables::id_of(&row, "AccountId");
    row.insert(
        "AccountName".into(),
        world.shown(Kind::Accounts, account, "AccountName"),
    );
    row
}

pub(super) fn invoices(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let world = &call.state.world;
    let rows = world
        .rows(Kind::Invoices)
        .map(|(_, row)| invoice_row(world, row));
    // This list says nothing of how many there are.
    let (list, _) = Wish::of(&call.parameters).apply(rows);
    Ok(result(Value::Array(list)))
}

pub(super) fn invoice(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let world = &call.state.world;
    let row = world
        .get(Kind::Invoices, ids[0])
        .ok_or_else(|| Refused::missing("The invoice"))?;
    let mut row = invoice_row(world, row);
    row.insert("LineItems".into(), Value::Array(Vec::new()));
    row.insert("DiscountItems".into(), Value::Array(Vec::new()));
    Ok(result(Value::Object(row)))
}

/// A record bare, as two addresses have it.
pub(super) fn bare_or(row: Option<Row>, what: &str) -> Answered {
    row.map(|row| bare(Value::Object(row)))
        .ok_or_else(|| Refused::missing(what))
}
