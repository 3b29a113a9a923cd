//! Companies with sites, and the people in them.

use super::{Form, Sower, text};
use crate::connectwise::Options;
use crate::connectwise::kind::Kind;
use crate::connectwise::row::Cell;
use crate::psa::words::{CITY, FIRST, LAST, LEGAL, PLACE, STATE, STREET, TITLE, TRADE};
use std::collections::HashSet;
use std::fmt::Write as _;

/// A sown company.
pub(super) struct Company {
    pub id: u32,
    pub site: u32,
    /// The host of its addresses.
    pub domain: String,
    pub prospect: bool,
}

const SITE: [&str; 12] = [
    "name",
    "company",
    "addressLine1",
    "city",
    "zip",
    "phoneNumber",
    "primaryAddressFlag",
    "defaultShippingFlag",
    "defaultBillingFlag",
    "defaultMailingFlag",
    "inactiveFlag",
    "timeZone",
];

pub(super) fn companies(sower: &mut Sower, count: u32, own: &str) -> Vec<Company> {
    let form = Form::new(
        Kind::Companies,
        &[
            "identifier",
            "name",
            "status",
            "addressLine1",
            "city",
            "state",
            "zip",
            "phoneNumber",
            "website",
            "territory",
            "types",
            "deletedFlag",
            "dateDeleted",
            "accountNumber",
            "timeZoneSetup",
            "billingTerms",
            "isVendorFlag",
            "leadFlag",
            "mobileGuid",
        ],
    );
    let site_form = Form::new(Kind::Sites, &SITE);
    let bond = Form::new(Kind::CompanyTypeAssociations, &["type", "company"]);
    let mut used = HashSet::new();
    let mut companies = Vec::new();
    for n in 0..=count {
        let at = sower.past(1200);
        let (place, trade) = (sower.chance.pick(PLACE), sower.chance.pick(TRADE));
        let legal = sower.chance.pick(LEGAL);
        // The first is the provider itself.
        let ours = n == 0;
        let bare = if ours {
            own.to_owned()
        } else {
            format!("{place}{trade}")
        };
        let mut identifier: String = bare.chars().take(26).collect();
        let mut name = if ours {
            format!("{own} (ourselves)")
        } else {
            format!("{place} {trade} {legal}")
        };
        if !used.insert(identifier.to_lowercase()) {
            let _ = write!(identifier, "{n}");
            let _ = write!(name, " {}", sower.chance.pick(CITY));
            used.insert(identifier.to_lowercase());
        }
        let lot = sower.chance.below(100);
        let kinds: Vec<u32> = match lot {
            _ if ours => vec![6],
            0..=9 => vec![2],
            10..=16 => vec![3],
            17..=21 => vec![5],
            22..=25 => vec![1, 4],
            _ => vec![1],
        };
        let status = match sower.chance.below(100) {
            _ if ours => 1,
            0..=6 => 2,
            7..=9 => 3,
            10..=11 => 4,
            _ => 1,
        };
        let deleted = !ours && sower.chance.percent(2);
        let domain = format!("{}.example", identifier.to_lowercase());
        let (street, city) = (address(sower), sower.chance.pick(CITY));
        let (state, zip, phone) = (
            sower.chance.pick(STATE),
            number(sower, 5),
            number(sower, 10),
        );
        let guid = sower.chance.guid();
        let id = sower.add(
            &form,
            at,
            [
                Some(text(identifier)),
                Some(text(name.chars().take(50).collect::<String>())),
                Some(Cell::Ref(status)),
                Some(text(street.as_str())),
                Some(text(city)),
                Some(text(state)),
                Some(text(zip.as_str())),
                Some(text(phone.as_str())),
                Some(text(format!("https://www.{domain}"))),
                Some(Cell::Ref(1)),
                Some(Cell::Refs(kinds.clone().into_boxed_slice())),
                Some(Cell::Flag(deleted)),
                deleted.then_some(Cell::Moment(at)),
                Some(text(format!("A{n:05}"))),
                Some(Cell::Ref(1)),
                Some(Cell::Ref(2)),
                Some(Cell::Flag(kinds.contains(&3))),
                Some(Cell::Flag(kinds.contains(&2))),
                Some(text(guid)),
            ],
        );
        for kind in &kinds {
            sower.add(&bond, at, [Some(Cell::Ref(*kind)), Some(Cell::Ref(id))]);
        }
        let sites = 1 + if sower.chance.percent(20) {
            1 + sower.chance.below(3)
        } else {
            0
        };
        let mut main = 0;
        for nth in 0..sites {
            let (first, city) = (
                nth == 0,
                if nth == 0 {
                    city
                } else {
                    sower.chance.pick(CITY)
                },
            );
            let street = if first {
                street.clone()
            } else {
                address(sower)
            };
            let name = if first {
                "Main".to_owned()
            } else {
                format!("{city} {nth}")
            };
            let inactive = !first && sower.chance.percent(10);
            let site = sower.add(
                &site_form,
                at,
                [
                    Some(text(name)),
                    Some(Cell::Ref(id)),
                    Some(text(street)),
                    Some(text(city)),
                    Some(text(zip.as_str())),
                    Some(text(phone.as_str())),
                    Some(Cell::Flag(first)),
                    Some(Cell::Flag(first)),
                    Some(Cell::Flag(first)),
                    Some(Cell::Flag(first)),
                    Some(Cell::Flag(inactive)),
                    Some(Cell::Ref(1)),
                ],
            );
            if first {
                main = site;
            }
        }
        sower.world.amend(Kind::Companies, id, |row| {
            row.set(Kind::Companies, "site", Some(Cell::Ref(main)));
        });
        companies.push(Company {
            id,
            site: main,
            domain,
            prospect: kinds.contains(&2),
        });
    }
    companies
}

fn address(sower: &mut Sower) -> String {
    let street = sower.chance.pick(STREET);
    format!("{} {street}", sower.chance.below(200) + 1)
}

fn number(sower: &mut Sower, digits: u32) -> String {
    let low = 10_u64.pow(digits - 1);
    (low + sower.chance.below(9 * low)).to_string()
}

/// The items of a contact, as JSON; ASCII, as everything put in here is.
fn items(id: u32, email: Option<&str>, phone: &str, mobile: bool) -> String {
    let mut out = String::from("[");
    let base = id * 8;
    if let Some(email) = email {
        let domain = email.split('@').nth(1).unwrap_or_default();
        let _ = write!(
            out,
            "{{\"id\":{base},\"type\":{{\"id\":1,\"name\":\"Email\"}},\"value\":\"{email}\",\
             \"defaultFlag\":true,\"domain\":\"@{domain}\",\"communicationType\":\"Email\"}},"
        );
    }
    let _ = write!(
        out,
        "{{\"id\":{},\"type\":{{\"id\":2,\"name\":\"Direct\"}},\"value\":\"{phone}\",\
         \"defaultFlag\":true,\"communicationType\":\"Phone\"}}",
        base + 1
    );
    if mobile {
        let _ = write!(
            out,
            ",{{\"id\":{},\"type\":{{\"id\":3,\"name\":\"Mobile\"}},\"value\":\"{phone}7\",\
             \"defaultFlag\":false,\"communicationType\":\"Phone\"}}",
            base + 2
        );
    }
    out.push(']');
    out
}

/// The letters of an address: without accents and apostrophes.
fn plain(name: &str) -> String {
    let letter = |c: char| match c {
        'ü' => 'u',
        'ö' | 'ø' => 'o',
        'ë' => 'e',
        'ç' => 'c',
        'ñ' => 'n',
        'ú' => 'u',
        c => c.to_ascii_lowercase(),
    };
    name.chars()
        .map(letter)
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

pub(super) fn contacts(sower: &mut Sower, companies: &[Company], options: &Options) {
    let form = Form::new(
        Kind::Contacts,
        &[
            "firstName",
            "lastName",
            "company",
            "site",
            "title",
            "inactiveFlag",
            "portalSecurityLevel",
            "disablePortalLoginFlag",
            "unsubscribeFlag",
            "marriedFlag",
            "childrenFlag",
            "mobileGuid",
            "defaultPhoneType",
            "defaultPhoneNbr",
            "defaultBillingFlag",
            "defaultFlag",
            "communicationItems",
            "types",
        ],
    );
    let bond = Form::new(Kind::ContactTypeAssociations, &["type", "contact"]);
    let count = u64::from(options.contacts);
    let mut addresses: Vec<String> = Vec::new();
    let mut held = vec![0_u32; companies.len()];
    for n in 0..count {
        // Everybody gets one first; the rest go more often to the companies in front.
        let wide = companies.len() as u64;
        let lot = if n < wide {
            n
        } else {
            sower.chance.below(wide).min(sower.chance.below(wide))
        };
        let place = usize::try_from(lot).unwrap_or_default();
        let company = &companies[place];
        let (first, last) = (sower.chance.pick(FIRST), sower.chance.pick(LAST));
        let own = format!("{}.{}{n}@{}", plain(first), plain(last), company.domain);
        let twin = sower.chance.percent(options.twin_emails) && !addresses.is_empty();
        let email = if twin {
            let at =
                usize::try_from(sower.chance.below(addresses.len() as u64)).unwrap_or_default();
            addresses[at].clone()
        } else {
            own
        };
        let silent = sower.chance.percent(3);
        let phone = number(sower, 10);
        let (default, billing) = (held[place] == 0, held[place] == 1);
        let at = sower.past(1000);
        let title = sower.chance.pick(TITLE);
        let (inactive, mobile) = (
            sower.chance.percent(5) && !default,
            sower.chance.percent(50),
        );
        let portal = sower.chance.percent(30);
        let guid = sower.chance.guid();
        let id = sower.world.next_id(Kind::Contacts);
        let items = items(id, (!silent).then_some(email.as_str()), &phone, mobile);
        let of = if billing { 3 } else { 1 };
        sower.add(
            &form,
            at,
            [
                Some(text(first)),
                Some(text(last)),
                Some(Cell::Ref(company.id)),
                Some(Cell::Ref(company.site)),
                Some(text(title)),
                Some(Cell::Flag(inactive)),
                Some(Cell::Int(if portal { 4 } else { 1 })),
                Some(Cell::Flag(!portal)),
                Some(Cell::Flag(false)),
                Some(Cell::Flag(false)),
                Some(Cell::Flag(false)),
                Some(text(guid)),
                Some(text("Direct")),
                Some(text(phone)),
                Some(Cell::Flag(billing)),
                Some(Cell::Flag(default)),
                Some(Cell::Json(items.into_boxed_str())),
                Some(Cell::Refs([of].into())),
            ],
        );
        sower.add(&bond, at, [Some(Cell::Ref(of)), Some(Cell::Ref(id))]);
        let shown = match (default, billing) {
            (true, _) => Some("defaultContact"),
            (_, true) => Some("billingContact"),
            _ => None,
        };
        if let Some(shown) = shown {
            sower.world.amend(Kind::Companies, company.id, |row| {
                row.set(Kind::Companies, shown, Some(Cell::Ref(id)));
            });
        }
        held[place] += 1;
        if addresses.len() < 5000 && !silent {
            addresses.push(email);
        }
    }
}
