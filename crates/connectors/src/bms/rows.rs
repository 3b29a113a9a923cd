//! From the vendor's records to the engine's.

use engine::outside::psa::{
    PsaChange, PsaCompany, PsaConfiguration, PsaContact, PsaMember, PsaRef, PsaSetUp, PsaSite,
    PsaTicket,
};
use kernel::Timestamp;
use protocol::psa::bms::records::{Account, Asset, Contact, Location, Named, Ticket};

/// Moments come with a zone or without one, which then is UTC.
fn change(text: &str) -> PsaChange {
    let at = Timestamp::of_rfc3339(text).or_else(|| Timestamp::of_minute(text));
    PsaChange {
        at,
        by: String::new(),
    }
}

fn id(id: i64) -> Option<i64> {
    (id > 0).then_some(id)
}

pub(super) fn company(row: Account) -> PsaCompany {
    let kind = PsaRef {
        id: row.account_type_id,
        name: row.account_type,
    };
    PsaCompany {
        id: row.id,
        identifier: row.code,
        name: row.name,
        status: None,
        types: (kind.id > 0).then_some(kind).into_iter().collect(),
        website: String::new(),
        active: row.active.unwrap_or(true),
        changed: change(&row.modified_on),
    }
}

pub(super) fn site(company: i64, row: Location) -> PsaSite {
    let main = row.addresses.iter().position(|address| address.main);
    let address = row.addresses.into_iter().nth(main.unwrap_or_default());
    let address = address.unwrap_or_default();
    let place = [address.city, address.state, address.zip];
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let lines = [address.street, address.more, place.join(" ")];
    PsaSite {
        id: row.id,
        company,
        name: if row.location_name.is_empty() {
            row.name
        } else {
            row.location_name
        },
        address: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        primary: row.main,
        active: row.active.unwrap_or(true),
    }
}

/// What a list and an asset's own record both say: the list has neither the number of the location nor
/// the last change, and a row that is looked at alone is not another one.
pub(super) fn configuration(row: Asset) -> PsaConfiguration {
    PsaConfiguration {
        id: row.id,
        company: id(row.account_id),
        site: None,
        kind: id(row.category_id),
        name: match row.name.is_empty() {
            true => row.listed_name,
            false => row.name,
        },
        serial: row.serial,
        active: row.active.unwrap_or(true),
        changed: PsaChange::default(),
    }
}

pub(super) fn contact(mut row: Contact) -> PsaContact {
    row.emails.sort_by_key(|email| !email.default);
    let listed = row.emails.into_iter().map(|email| email.address);
    let mut emails: Vec<String> = listed
        .chain([row.email])
        .map(|e| e.trim().to_owned())
        .collect();
    emails.retain(|email| !email.is_empty());
    emails.dedup();
    PsaContact {
        id: row.id,
        company: id(row.account_id),
        site: id(row.location_id),
        first_name: row.first_name,
        last_name: row.last_name,
        title: row.title,
        emails,
        active: row.active.unwrap_or(true),
        primary: row.poc,
        bill_to: row.invoices,
        changed: change(&row.modified_on),
    }
}

pub(super) fn member(row: Named) -> PsaMember {
    PsaMember {
        id: row.id,
        identifier: row.name.clone(),
        name: row.name,
        email: String::new(),
        active: row.active.unwrap_or(true),
    }
}

pub(super) fn set_up(row: Named) -> PsaSetUp {
    PsaSetUp {
        id: row.id,
        // The look-up does not say which status closes: only its name does, in the vendor's words.
        closed: ["completed", "closed"].contains(&row.name.to_lowercase().as_str()),
        name: row.name,
        default: row.default,
        active: row.active.unwrap_or(true),
    }
}

/// The mark at the end of a title.
fn mark(title: &str) -> Option<&str> {
    title
        .strip_suffix(']')?
        .rsplit_once(" [")
        .map(|(_, mark)| mark)
}

pub(super) fn ticket(row: Ticket) -> PsaTicket {
    PsaTicket {
        id: row.id,
        mark: mark(&row.title).unwrap_or_default().to_owned(),
        title: row.title,
        company: id(row.account_id),
        status: PsaRef {
            id: row.status_id,
            name: row.status_name,
        },
        closed: !row.completed.is_empty(),
        changed: change(&row.modified_on),
    }
}
