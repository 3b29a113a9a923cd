//! A world out of a number: accounts with locations, people, devices, tickets, bills and set-up tables.

use super::Options;
use super::tables::{Kind, Row, World};
use super::token::Login;
use crate::psa::chance::Chance;
use crate::psa::moment;
use crate::psa::words::{CITY, FIRST, LAST, LEGAL, PLACE, STATE, STREET, TICKET, TITLE, TRADE};
use serde_json::{Map, Value, json};

/// 2026-01-01: everything of the seed is older, whenever it is sown.
const NOW: i64 = 1_767_225_600;

struct Sower {
    world: World,
    chance: Chance,
}

fn row(value: Value) -> Row {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

impl Sower {
    fn past(&mut self) -> String {
        let seconds = i64::try_from(self.chance.below(900 * 86_400)).unwrap_or_default();
        moment::text(NOW - 86_400 - seconds)
    }

    fn add(&mut self, kind: Kind, value: Value) -> u32 {
        let mut row = row(value);
        let at = self.past();
        for (name, value) in [
            ("CreatedBy", 1.into()),
            ("CreatedOn", Value::from(at.as_str())),
            ("ModifiedBy", 1.into()),
            ("ModifiedOn", at.as_str().into()),
        ] {
            row.insert(name.into(), value);
        }
        self.world.add(kind, row)
    }

    /// Rows of a set-up table: they have a name and little else.
    fn names(&mut self, kind: Kind, names: &[&str], more: fn(usize) -> Value) {
        for (n, name) in names.iter().enumerate() {
            let mut row = row(more(n));
            row.insert("Name".into(), (*name).into());
            self.world.add(kind, row);
        }
    }
}

/// Sows the world of these options, and gives the logins to it.
pub(super) fn sow(options: &Options) -> (World, Vec<Login>) {
    let mut sower = Sower {
        world: World::default(),
        chance: Chance::new(options.seed),
    };
    let logins = [
        ("api.full", true, true),
        ("api.reader", false, true),
        ("api.locked", true, false),
    ]
    .map(|(username, writes, api_access)| Login {
        username: username.to_owned(),
        password: sower.chance.key(20),
        writes,
        api_access,
    });
    set_up(&mut sower);
    let accounts = accounts(&mut sower, options.accounts.max(1));
    contacts(&mut sower, &accounts, options.contacts);
    assets(&mut sower, &accounts, options.assets);
    work(&mut sower, &accounts, options.tickets);
    sower.world.take_changes();
    (sower.world, logins.into())
}

fn set_up(sower: &mut Sower) {
    let active = |_| json!({ "IsActive": true });
    let bare = |_| json!({});
    sower.names(
        Kind::Employees,
        &[
            "API Full",
            "API Reader",
            "API Locked",
            "Rosa Graf",
            "Sam Ito",
        ],
        bare,
    );
    sower.names(
        Kind::AccountTypes,
        &["Client", "Prospect", "Vendor", "Former Client"],
        |n| json!({ "IsActive": true, "IsClient": n == 0, "IsVendor": n == 2 }),
    );
    sower.names(Kind::BusinessTypes, &["Managed", "Break and fix"], bare);
    sower.names(
        Kind::Statuses,
        &["New", "In Progress", "Waiting Customer", "Completed"],
        |n| json!({ "StatusOrder": n, "TypeId": 1, "IsSystemStatus": 1, "IsActive": true }),
    );
    sower.names(
        Kind::Priorities,
        &["Low", "Medium", "High", "Critical"],
        |n| json!({ "IsDefault": n == 1 }),
    );
    sower.names(
        Kind::Queues,
        &["Service Desk", "Alerts", "Projects"],
        active,
    );
    sower.names(
        Kind::IssueTypes,
        &["Hardware", "Software", "Security"],
        active,
    );
    for (of, name) in [
        (1, "Workstation"),
        (1, "Server"),
        (2, "Application"),
        (3, "Patch"),
        (3, "Account"),
    ] {
        let sub = row(json!({ "Name": name, "IssueTypeId": of }));
        sower.world.add(Kind::SubIssueTypes, sub);
    }
    sower.names(
        Kind::Slas,
        &["Standard", "Gold"],
        |n| json!({ "IsDefault": n == 0, "IsActive": true }),
    );
    sower.names(
        Kind::TicketTypes,
        &["Service Request", "Incident", "Problem", "Alert"],
        bare,
    );
    sower.names(
        Kind::NoteTypes,
        &["General", "Phone call", "Resolution"],
        bare,
    );
    sower.names(
        Kind::Categories,
        &["Workstation", "Server", "Network device", "Printer"],
        bare,
    );
    sower.names(
        Kind::WorkTypes,
        &["Remote", "On site"],
        |n| json!({ "IsDefault": n == 0, "IsActive": true }),
    );
    sower.names(
        Kind::Contracts,
        &["Managed services"],
        |_| json!({ "IsDefault": true, "IsActive": true }),
    );
}

/// An account, its main location and the host of its addresses.
struct Account {
    id: u32,
    location: u32,
    domain: String,
}

fn accounts(sower: &mut Sower, count: u32) -> Vec<Account> {
    let mut accounts = Vec::new();
    for n in 1..=count {
        let (place, trade) = (sower.chance.pick(PLACE), sower.chance.pick(TRADE));
        let legal = sower.chance.pick(LEGAL);
        // The number keeps names apart.
        let name = format!("{place} {trade} {n} {legal}");
        let domain = format!(
            "{}{}{n}.example",
            place.to_lowercase(),
            trade.to_lowercase()
        );
        let of = match sower.chance.below(100) {
            0..=9 => 2,
            10..=16 => 3,
            17..=21 => 4,
            _ => 1,
        };
        let active = !sower.chance.percent(5);
        let id = sower.add(
            Kind::Accounts,
            json!({
                "AccountCode": format!("A{n:05}"),
                "AccountTypeId": of,
                "AccountName": name,
                "BusinessTypeId": 1,
                "AccountManagerId": 4,
                "CurrencyName": "USD",
                "Website": format!("https://www.{domain}"),
                "IsActive": active,
                "IsBilling": true,
            }),
        );
        let more = u32::from(sower.chance.percent(20));
        let mut main = 0;
        for nth in 0..=more {
            let city = sower.chance.pick(CITY);
            let street = format!(
                "{} {}",
                sower.chance.below(200) + 1,
                sower.chance.pick(STREET)
            );
            let (state, zip) = (
                sower.chance.pick(STATE),
                10_000 + sower.chance.below(89_999),
            );
            let location = sower.add(
                Kind::Locations,
                json!({
                    "AccountId": id,
                    "LocationName": if nth == 0 { "Main" } else { city },
                    "IsMain": nth == 0,
                    "IsActive": true,
                    "Addresses": [{
                        "Id": 1, "Address1": street, "City": city, "State": state,
                        "ZipCode": zip.to_string(), "IsMain": true, "IsBilling": nth == 0,
                    }],
                }),
            );
            if nth == 0 {
                main = location;
            }
        }
        accounts.push(Account {
            id,
            location: main,
            domain,
        });
    }
    accounts
}

fn any<'a>(sower: &mut Sower, accounts: &'a [Account]) -> &'a Account {
    let lot = sower.chance.below(accounts.len() as u64);
    &accounts[usize::try_from(lot).unwrap_or_default()]
}

fn contacts(sower: &mut Sower, accounts: &[Account], count: u32) {
    for n in 0..count {
        let account = match accounts.get(n as usize) {
            Some(account) => account,
            None => any(sower, accounts),
        };
        let (first, last) = (sower.chance.pick(FIRST), sower.chance.pick(LAST));
        let title = sower.chance.pick(TITLE);
        let local: String = last
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        let phone = format!("555{:07}", sower.chance.below(10_000_000));
        let portal = sower.chance.percent(30);
        let silent = sower.chance.percent(3);
        let email = json!({
            "Id": 1, "EmailAddress": format!("{local}{n}@{}", account.domain), "EmailTypeId": 1,
            "EmailType": "Work", "IsDefault": true,
        });
        let active = !sower.chance.percent(5);
        sower.add(
            Kind::Contacts,
            json!({
                "AccountId": account.id,
                "LocationId": account.location,
                "FirstName": first,
                "LastName": last,
                "JobTitle": title,
                "IsPoc": (n as usize) < accounts.len(),
                "IsActive": active,
                "IsBillable": false,
                "CanRecieveInvoices": (n as usize) < accounts.len(),
                "HasClientPortalAccess": portal,
                "Emails": if silent { json!([]) } else { json!([email]) },
                "Phones": [{ "Id": 1, "Phone": phone, "PhoneTypeId": 1, "PhoneType": "Work", "IsDefault": true }],
            }),
        );
    }
}

fn assets(sower: &mut Sower, accounts: &[Account], count: u32) {
    for n in 0..count {
        let account = any(sower, accounts);
        let category = sower.chance.below(4) + 1;
        let noise = sower.chance.next();
        let mac: Vec<String> = noise.to_be_bytes()[..6]
            .iter()
            .map(|b| format!("{b:02X}"))
            .collect();
        let initials: String = account
            .domain
            .chars()
            .take(3)
            .collect::<String>()
            .to_uppercase();
        let active = !sower.chance.percent(6);
        sower.add(
            Kind::Assets,
            json!({
                "Name": format!("{initials}-{n:05}"),
                "AccountId": account.id,
                "AccountLocationId": account.location,
                "CategoryId": category,
                "SerialNumber": format!("SN{:09}", noise % 1_000_000_000),
                "MacAddress": mac.join(":"),
                "IpAddress": format!("10.{}.{}.{}", noise % 250, noise / 7 % 250, noise / 11 % 250),
                "OsType": if category == 1 { "Windows 11" } else { "Other" },
                "AssetTag": format!("T{n:06}"),
                "IsActive": active,
            }),
        );
    }
}

fn work(sower: &mut Sower, accounts: &[Account], count: u32) {
    for n in 1..=count {
        let account = any(sower, accounts);
        let status = if sower.chance.percent(60) { 4 } else { 1 };
        let (title, at) = (sower.chance.pick(TICKET), sower.past());
        let mut ticket = json!({
            "TicketNumber": format!("{:05}", n + 1000),
            "Title": title,
            "Details": title,
            "AccountId": account.id,
            "LocationId": account.location,
            "StatusId": status,
            "PriorityId": sower.chance.below(4) + 1,
            "TypeId": 1,
            "SourceId": 1,
            "QueueId": 1,
            "OpenDate": at,
            "LastActivityUpdate": at,
        });
        if status == 4 {
            ticket["CompletedDate"] = at.into();
        }
        let ticket = sower.add(Kind::Tickets, ticket);
        sower.add(
            Kind::Notes,
            json!({ "TicketId": ticket, "Details": title, "IsInternal": false, "TypeId": 1 }),
        );
    }
    for account in accounts {
        #[allow(clippy::cast_precision_loss, reason = "small amounts")]
        let amount = (sower.chance.below(400) * 25 + 100) as f64;
        let paid = sower.chance.percent(70);
        let number = sower.world.count(Kind::Invoices) + 1;
        let tax = (amount * 7.0).round() / 100.0;
        let total = amount + tax;
        sower.add(
            Kind::Invoices,
            json!({
                "InvoiceNumber": format!("INV{number:05}"),
                "StatusId": if paid { 2 } else { 1 },
                "StatusName": if paid { "Paid" } else { "Sent" },
                "AccountId": account.id,
                "InvoiceDate": moment::text(NOW - 30 * 86_400),
                "DueDate": moment::text(NOW),
                "TotalPrice": amount,
                "TotalTax": tax,
                "GrandTotal": total,
                "PaidAmount": if paid { total } else { 0.0 },
                "PaymentDue": if paid { 0.0 } else { total },
                "PostedToAccounting": false,
            }),
        );
    }
    // Invoices tell of their makers by other names.
    let ids: Vec<u32> = sower.world.rows(Kind::Invoices).map(|(id, _)| id).collect();
    for id in ids {
        if let Some(mut row) = sower.world.get(Kind::Invoices, id).cloned() {
            for (old, new) in [("CreatedBy", "CreatedById"), ("ModifiedBy", "ModifiedById")] {
                let by = row.remove(old).unwrap_or_default();
                row.insert(new.into(), by);
            }
            sower.world.put(Kind::Invoices, id, row);
        }
    }
}
