//! From the vendor's records to the engine's.

use engine::outside::psa::{
    PsaChange, PsaCompany, PsaConfiguration, PsaContact, PsaMember, PsaQuestion, PsaRef, PsaSetUp,
    PsaSite, PsaTicket, PsaTriple,
};
use kernel::Timestamp;
use protocol::psa::connectwise::records::{
    Company, Configuration, Contact, Info, Member, Question, Reference, SetUp, Site, Ticket, Triple,
};

fn reference(held: Reference) -> Option<PsaRef> {
    let name = if held.name.is_empty() {
        held.identifier
    } else {
        held.name
    };
    (held.id > 0).then_some(PsaRef { id: held.id, name })
}

fn id(held: &Reference) -> Option<i64> {
    (held.id > 0).then_some(held.id)
}

fn change(info: Info) -> PsaChange {
    PsaChange {
        at: Timestamp::of_rfc3339(&info.last_updated),
        by: info.updated_by,
    }
}

pub(super) fn company(row: Company) -> PsaCompany {
    PsaCompany {
        id: row.id,
        identifier: row.identifier,
        name: row.name,
        status: reference(row.status),
        types: row.types.into_iter().filter_map(reference).collect(),
        website: row.website,
        // Deleting marks a company, and it stays readable.
        active: !row.deleted,
        changed: change(row.info),
    }
}

pub(super) fn site(company: i64, row: Site) -> PsaSite {
    let place = [row.city, row.state_reference.name, row.zip];
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let lines = [
        row.address_line1,
        row.address_line2,
        place.join(" "),
        row.country.name,
    ];
    PsaSite {
        id: row.id,
        company,
        name: row.name,
        address: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        primary: row.primary,
        active: !row.inactive,
    }
}

pub(super) fn contact(row: Contact) -> PsaContact {
    let mut items: Vec<_> = row
        .communication_items
        .into_iter()
        .filter(|item| item.communication_type.eq_ignore_ascii_case("email"))
        .filter(|item| !item.value.trim().is_empty())
        .collect();
    items.sort_by_key(|item| !item.default);
    PsaContact {
        id: row.id,
        company: id(&row.company),
        site: id(&row.site),
        first_name: row.first_name,
        last_name: row.last_name,
        title: row.title,
        emails: items
            .into_iter()
            .map(|item| item.value.trim().to_owned())
            .collect(),
        active: !row.inactive,
        primary: row.default,
        bill_to: row.default_billing,
        changed: change(row.info),
    }
}

pub(super) fn configuration(row: Configuration) -> PsaConfiguration {
    PsaConfiguration {
        id: row.id,
        company: id(&row.company),
        site: id(&row.site),
        kind: id(&row.kind),
        name: row.name,
        serial: row.serial_number,
        // A field that is not told says nothing.
        active: row.active.unwrap_or(true),
        changed: change(row.info),
    }
}

pub(super) fn triple(row: Triple) -> PsaTriple {
    PsaTriple {
        id: row.id,
        kind: row.kind.id,
        subtype: id(&row.sub_type),
        item: id(&row.item),
    }
}

pub(super) fn question(row: Question) -> PsaQuestion {
    PsaQuestion {
        id: row.id,
        label: row.question,
        answers: row.field_type,
        required: row.required,
        active: !row.inactive,
    }
}

pub(super) fn member(row: Member) -> PsaMember {
    let email = [row.primary_email, row.office_email];
    PsaMember {
        id: row.id,
        identifier: row.identifier,
        name: format!("{} {}", row.first_name, row.last_name)
            .trim()
            .to_owned(),
        email: email
            .into_iter()
            .find(|email| !email.is_empty())
            .unwrap_or_default(),
        active: !row.inactive,
    }
}

pub(super) fn set_up(row: SetUp) -> PsaSetUp {
    PsaSetUp {
        id: row.id,
        name: if row.name.is_empty() {
            row.description
        } else {
            row.name
        },
        default: row.default,
        active: !row.inactive && !row.inactive_status,
        closed: row.closed || row.closed_status,
    }
}

pub(super) fn ticket(row: Ticket) -> PsaTicket {
    PsaTicket {
        id: row.id,
        title: row.summary,
        company: id(&row.company),
        closed: row.closed,
        status: reference(row.status).unwrap_or_default(),
        mark: row.external_mark,
        changed: change(row.info),
    }
}
