//! Documents: sent as a form with a file, listed by what they belong to.

use super::{Answered, page_of, right};
use crate::connectwise::errors::{Fault, Refused};
use crate::connectwise::kind::Kind;
use crate::connectwise::paging::parameter;
use crate::connectwise::records::JSON;
use crate::connectwise::render::{Render, View};
use crate::connectwise::roles::Deed;
use crate::connectwise::row::{Cell, Row};
use crate::connectwise::state::Call;
use crate::psa::form::parse_form;
use crate::psa::moment;
use crate::psa::serve::Reply;
use base64::Engine as _;
use serde_json::{Value, json};

const KIND: Kind = Kind::Documents;

/// What a document can belong to, with the kinds that are simulated.
const OWNERS: &[(&str, Option<Kind>)] = &[
    ("Ticket", Some(Kind::Tickets)),
    ("Agreement", Some(Kind::Agreements)),
    ("Company", Some(Kind::Companies)),
    ("Configuration", Some(Kind::Configurations)),
    ("Contact", Some(Kind::Contacts)),
    ("Expense", None),
    ("Opportunity", None),
    ("PurchaseOrder", None),
    ("Project", None),
    ("SalesOrder", None),
    ("ServiceTemplate", None),
    ("Rma", None),
];

pub(super) fn upload(call: &mut Call<'_>, _: &[u32]) -> Answered {
    right(call, KIND, Deed::Add)?;
    let kind = call.question.header("content-type");
    let parts = parse_form(kind, &call.question.body).ok_or_else(|| {
        Refused::new(
            415,
            "UnsupportedMediaType",
            "A document is sent as multipart/form-data.",
        )
    })?;
    let text = |name: &str| {
        let part = parts
            .iter()
            .find(|part| part.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(part.content).into_owned())
    };
    let refused = |faults| Err(Refused::object("documentInfo", faults));
    let owner = text("recordType").unwrap_or_default();
    let Some((owner, known)) = OWNERS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(&owner))
    else {
        return refused(vec![Fault::missing("recordType")]);
    };
    let Some(record) = text("recordId").and_then(|id| id.trim().parse::<u32>().ok()) else {
        return refused(vec![Fault::missing("recordId")]);
    };
    if known.is_some_and(|kind| call.state.world.get(kind, record).is_none()) {
        return Err(Refused::no_record(owner, record));
    }
    let file = parts.iter().find(|part| part.file.is_some());
    let url = text("url").filter(|url| !url.is_empty());
    if file.is_none() && url.is_none() {
        return refused(vec![Fault::missing("file")]);
    }
    let name = file.and_then(|part| part.file.clone()).unwrap_or_default();
    let content = file.map(|part| part.content).unwrap_or_default();
    let guid = call.state.chance.guid();
    let flag = |name: &str| text(name).is_some_and(|text| text.eq_ignore_ascii_case("true"));
    let (stamp, mut row) = (&call.stamp, Row::new(call.stamp.at, &call.stamp.by));
    let title = text("title")
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| name.clone());
    let image = [".png", ".jpg", ".jpeg", ".gif"]
        .iter()
        .any(|end| name.to_lowercase().ends_with(end));
    for (field, cell) in [
        ("title", Cell::text(title)),
        ("fileName", Cell::text(url.clone().unwrap_or(name))),
        ("serverFileName", Cell::text(guid.clone())),
        ("owner", Cell::text(&*stamp.by)),
        ("linkFlag", Cell::Flag(url.is_some())),
        ("urlFlag", Cell::Flag(url.is_some())),
        ("imageFlag", Cell::Flag(image)),
        ("publicFlag", Cell::Flag(!flag("privateFlag"))),
        ("readOnlyFlag", Cell::Flag(flag("readOnlyFlag"))),
        ("htmlTemplateFlag", Cell::Flag(false)),
        (
            "size",
            Cell::Int(i64::try_from(content.len()).unwrap_or_default()),
        ),
        ("createdOnDate", Cell::text(moment::text(stamp.at))),
        ("guid", Cell::text(guid)),
        ("recordType", Cell::text(*owner)),
        ("recordId", Cell::Int(record.into())),
        (
            "content",
            Cell::text(base64::engine::general_purpose::STANDARD.encode(content)),
        ),
    ] {
        row.set(KIND, field, Some(cell));
    }
    let id = call.state.world.add(KIND, row);
    let render = Render {
        world: &call.state.world,
        base: &call.base,
    };
    Ok(Reply::new(
        201,
        JSON,
        render.one(KIND, id, &View::default())?,
    ))
}

/// Documents are only ever listed for one record.
fn of_record(call: &mut Call<'_>, owner: &str, record: u32) -> Vec<(u32, Value)> {
    let base = call.base.clone();
    call.read(|world| {
        let render = Render { world, base: &base };
        let rows = world.rows(KIND).filter(|(_, row)| {
            row.text(KIND, "recordType")
                .is_some_and(|held| held.eq_ignore_ascii_case(owner))
                && row.id(KIND, "recordId") == Some(record)
        });
        let shown = rows.filter_map(|(id, _)| {
            let bytes = render.one(KIND, id, &View::default()).ok()?;
            Some((id, serde_json::from_slice(&bytes).ok()?))
        });
        shown.collect()
    })
}

pub(super) fn list(call: &mut Call<'_>, _: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let owner = parameter(&call.parameters, "recordType").to_owned();
    let record = parameter(&call.parameters, "recordId").parse();
    let (false, Ok(record)) = (owner.is_empty(), record) else {
        let faults = vec![Fault::missing("recordType"), Fault::missing("recordId")];
        return Err(Refused::object("documentInfo", faults));
    };
    let all = of_record(call, &owner, record)
        .into_iter()
        .map(|(_, value)| value)
        .collect();
    page_of(call, all)
}

pub(super) fn count(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    list(call, ids)
}

pub(super) fn of_ticket(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, Kind::Tickets, Deed::Inquire)?;
    let base = call.base.clone();
    let all = of_record(call, "Ticket", ids[0])
        .into_iter()
        .map(|(id, value)| {
            let href = format!("{base}system/documents/{id}");
            json!({ "id": id, "name": value["title"], "_info": { "document_href": href } })
        });
    let all = all.collect();
    page_of(call, all)
}

pub(super) fn download(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let world = &call.state.world;
    let row = world
        .get(KIND, ids[0])
        .ok_or_else(|| Refused::no_record("Document", ids[0]))?;
    let encoded = row.text(KIND, "content").unwrap_or_default();
    let content = base64::engine::general_purpose::STANDARD
        .decode(encoded)
        .unwrap_or_default();
    let name = row.text(KIND, "fileName").unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|c| c.is_ascii() && !c.is_ascii_control() && *c != '"')
        .collect();
    Ok(Reply::new(200, "application/octet-stream", content).with(
        "content-disposition",
        format!("attachment; filename=\"{name}\""),
    ))
}
