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

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part<'b> {
    pub name: String,
    pub file: Option<String>,
    pub content: &'b [u8],
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len())
        .position(|window| window == needle)
}

/// A parameter of a header: `name="file"`.
fn header_parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|part| {
        let (held, value) = part.trim().split_once('=')?;
        held.eq_ignore_ascii_case(name)
            .then(|| value.trim_matches('"').to_owned())
    })
}

/// Takes a form apart; none where it is none.
pub(crate) fn parse_form<'b>(content_type: &str, body: &'b [u8]) -> Option<Vec<Part<'b>>> {
    let boundary = header_parameter(content_type, "boundary")?;
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("multipart/form-data") || boundary.is_empty() {
        return None;
    }
    let mark = format!("--{boundary}");
    let mut rest = &body[find(body, mark.as_bytes())? + mark.len()..];
    let end = format!("\r\n{mark}");
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let head_end = find(part, b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&part[..head_end]).into_owned();
        let content = &part[head_end + 4..];
        let length = find(content, end.as_bytes())?;
        let disposition = head.lines().find(|line| {
            line.get(..20)
                .is_some_and(|start| start.eq_ignore_ascii_case("content-disposition:"))
        })?;
        parts.push(Part {
            name: header_parameter(disposition, "name")?,
            file: header_parameter(disposition, "filename"),
            content: &content[..length],
        });
        rest = &content[length + end.len()..];
    }
    rest.starts_with(b"--").then_some(parts)
}

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

#[cfg(test)]
mod tests {
    use super::parse_form;

    #[test]
    fn forms_are_taken_apart() {
        let kind = "multipart/form-data; boundary=\"xX\"";
        let body =
            b"--xX\r\nContent-Disposition: form-data; name=\"recordId\"\r\n\r\n7\r\n--xX\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
            Content-Type: text/plain\r\n\r\none\r\ntwo\r\n--xX--\r\n";
        let parts = parse_form(kind, body).unwrap();
        assert_eq!(
            (parts[0].name.as_str(), parts[0].content),
            ("recordId", &b"7"[..])
        );
        assert_eq!(parts[1].file.as_deref(), Some("a.txt"));
        assert_eq!(parts[1].content, b"one\r\ntwo");
        for (kind, body) in [
            ("application/json", &body[..]),
            ("multipart/form-data", &body[..]),
            (kind, &body[..40]),
            (kind, b"--xX--"),
            (kind, b""),
        ] {
            let parts = parse_form(kind, body);
            assert!(parts.is_none_or(|parts| parts.is_empty()), "{kind}");
        }
    }
}
