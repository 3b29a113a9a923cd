//! Addresses that are no plain records: each in the file of what it belongs to.

mod company;
mod contact;
mod document;
mod ticket;

use super::errors::Refused;
use super::kind::Kind;
use super::paging::parameter;
use super::records::JSON;
use super::roles::Deed;
use super::state::Call;
use crate::psa::paths::{fits, number};
use crate::psa::serve::{Question, Reply};
use serde_json::{Value, json};

type Answered = Result<Reply, Refused>;
type Handler = fn(&mut Call<'_>, &[u32]) -> Answered;

/// Method, path, handler.
const TABLE: &[(&str, &str, Handler)] = &[
    ("GET", "system/info", system_info),
    ("POST", "system/documents", document::upload),
    ("GET", "system/documents", document::list),
    ("GET", "system/documents/count", document::count),
    ("GET", "system/documents/*/download", document::download),
    ("POST", "system/members/*/deactivate", deactivate_member),
    ("POST", "company/companies/*/merge", company::merge),
    (
        "PATCH",
        "company/configurations/*/changeType",
        company::change_type,
    ),
    (
        "GET",
        "company/contacts/*/communications",
        contact::communications,
    ),
    (
        "POST",
        "company/contacts/*/communications",
        contact::add_communication,
    ),
    (
        "GET",
        "company/contacts/*/communications/count",
        contact::count_communications,
    ),
    (
        "GET",
        "company/contacts/*/communications/*",
        contact::communication,
    ),
    (
        "DELETE",
        "company/contacts/*/communications/*",
        contact::remove_communication,
    ),
    (
        "GET",
        "company/contacts/*/portalSecurity",
        contact::portal_security,
    ),
    (
        "POST",
        "company/contacts/validatePortalCredentials",
        contact::validate,
    ),
    (
        "POST",
        "company/contacts/requestPassword",
        contact::request_password,
    ),
    ("POST", "service/tickets/search", ticket::search),
    ("POST", "service/tickets/*/merge", ticket::merge),
    ("GET", "service/tickets/*/allNotes", ticket::all_notes),
    (
        "GET",
        "service/tickets/*/configurations",
        ticket::configurations,
    ),
    (
        "GET",
        "service/tickets/*/configurations/count",
        ticket::configurations,
    ),
    ("POST", "service/tickets/*/configurations", ticket::attach),
    (
        "GET",
        "service/tickets/*/configurations/*",
        ticket::configuration,
    ),
    (
        "DELETE",
        "service/tickets/*/configurations/*",
        ticket::detach,
    ),
    ("GET", "service/tickets/*/timeentries", ticket::time_entries),
    (
        "GET",
        "service/tickets/*/timeentries/count",
        ticket::time_entries,
    ),
    ("GET", "service/tickets/*/documents", document::of_ticket),
    (
        "GET",
        "service/tickets/*/documents/count",
        document::of_ticket,
    ),
    ("GET", "finance/invoices/*/pdf", invoice_pdf),
];

/// Answers where the address is one of these.
pub(super) fn answer(call: &mut Call<'_>) -> Option<Answered> {
    let path = call.path.trim_matches('/');
    let parts: Vec<&str> = path.split('/').collect();
    let found = TABLE.iter().find_map(|(method, pattern, handler)| {
        let numbers = fits(pattern, &parts)?;
        (*method == call.question.method).then_some((*handler, numbers))
    });
    found.map(|(handler, numbers)| handler(call, &numbers))
}

/// Whether a write of a ticket asks that nobody is told.
pub(super) fn skips_callback(question: &Question) -> bool {
    let body: Value = serde_json::from_slice(&question.body).unwrap_or_default();
    let operations = body.as_array().map(Vec::as_slice).unwrap_or_default();
    body["skipCallback"] == true
        || operations
            .iter()
            .any(|o| o["path"] == "skipCallback" && o["value"] == true)
}

/// The page that is wanted of a list that was put together here, or its count.
fn page_of(call: &Call<'_>, all: Vec<Value>) -> Answered {
    if call
        .path
        .trim_end_matches('/')
        .to_ascii_lowercase()
        .ends_with("/count")
    {
        return Ok(Reply::new(
            200,
            JSON,
            json!({ "count": all.len() }).to_string(),
        ));
    }
    let size = parameter(&call.parameters, "pageSize")
        .parse()
        .unwrap_or(25)
        .clamp(1, 1000);
    let page: usize = parameter(&call.parameters, "page")
        .parse()
        .unwrap_or(1)
        .max(1);
    let (total, skip) = (all.len(), (page - 1).saturating_mul(size));
    let shown: Vec<Value> = all.into_iter().skip(skip).take(size).collect();
    let address = format!("{}{}", call.base, call.path);
    let reply = Reply::new(200, JSON, Value::from(shown).to_string());
    Ok(
        match super::paging::links(&address, &call.parameters, page, size, total) {
            Some(links) => reply.with("link", links),
            None => reply,
        },
    )
}

/// The right of a kind's own place.
fn right(call: &Call<'_>, kind: Kind, deed: Deed) -> Result<(), Refused> {
    let place = super::places::PLACES
        .iter()
        .find(|place| place.kind == kind && !place.info);
    let right = &place.ok_or_else(Refused::no_endpoint)?.right;
    call.right(right, deed).map(|_| ())
}

fn system_info(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let code = call
        .state
        .codebase
        .trim_end_matches('/')
        .trim_start_matches('v')
        .replace('_', ".");
    let body = json!({
        "version": format!("v{code}.99999"),
        "isCloud": true,
        "serverTimeZone": "Eastern Standard Time",
        "licenseBits": [{ "name": "Service", "activeFlag": true }],
        "cloudRegion": "NA",
        "maxWorkFlowRecordsAllowed": 1000,
    });
    Ok(Reply::new(200, JSON, body.to_string()))
}

fn deactivate_member(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    use super::row::Cell;
    right(call, Kind::Members, Deed::Edit)?;
    let stamp = call.stamp.clone();
    let fields = [
        ("inactiveFlag", Some(Cell::Flag(true))),
        ("inactiveDate", Some(Cell::Moment(stamp.at))),
    ];
    if call.state.world.get(Kind::Members, ids[0]).is_none() {
        return Err(Refused::no_record("Member", ids[0]));
    }
    call.state
        .world
        .change(Kind::Members, ids[0], stamp.at, &stamp.by, fields);
    Ok(Reply::new(201, JSON, "{}"))
}

fn invoice_pdf(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, Kind::Invoices, Deed::Inquire)?;
    let number = call
        .state
        .world
        .shown(Kind::Invoices, ids[0], "invoiceNumber");
    let number = number.ok_or_else(|| Refused::no_record("Invoice", ids[0]))?;
    let number: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let text = format!("BT /F1 24 Tf 72 720 Td (Invoice {number}) Tj ET");
    let pdf = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
         2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources\
         <</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n\
         4 0 obj<</Length {}>>stream\n{text}\nendstream endobj\n\
         trailer<</Root 1 0 R>>\n%%EOF\n",
        text.len()
    );
    Ok(Reply::new(200, "application/pdf", pdf))
}

/// The id that a value of a body names.
fn id_in(body: &Value, name: &str) -> Option<u32> {
    let text = body[name].as_u64().map(|n| n.to_string());
    number(&text.or_else(|| body[name].as_str().map(str::to_owned))?)
}
