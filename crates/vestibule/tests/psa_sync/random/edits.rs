//! What people in the partner's office do in the PSA.

use super::Walk;
use serde_json::{Value, json};
use simulators::connectwise::{Edit, Kind};

/// Few addresses, so that they meet.
const ADDRESSES: [&str; 8] = [
    "demo1@example.com",
    "Demo1@Example.com",
    "demo2@example.com",
    "DEMO2@example.com",
    "demo3@example.com",
    "demo4@example.com",
    "office@example.com",
    "shared@example.org",
];
const NAMES: [&str; 8] = [
    "Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel",
];

impl Walk<'_> {
    fn do_edit(&mut self, edit: Value) -> Option<u32> {
        let parsed: Edit = serde_json::from_value(edit.clone()).unwrap();
        let done = self.office.psa.edit(&parsed).ok();
        self.tell(format!("edit {edit} -> {done:?}"));
        done
    }

    fn update(&mut self, kind: &str, id: u32, fields: Value) {
        self.do_edit(json!({ "act": "update", "kind": kind, "id": id, "fields": fields }));
    }

    /// A record of a kind, by its number.
    pub fn any(&mut self, kind: Kind) -> Option<u32> {
        let mut ids = self.office.psa.ids(kind);
        if kind == Kind::Companies {
            // The provider itself is left alone.
            ids.retain(|id| *id > 1);
        }
        self.dice.one(&ids).copied()
    }

    /// A site of a company.
    pub fn any_site(&mut self, company: u32) -> Option<u32> {
        let ids = self.office.psa.ids(Kind::Sites);
        let of = |id: &u32| {
            let row = self.office.psa.get(Kind::Sites, *id);
            row.is_some_and(|row| row["company"]["id"] == company)
        };
        let ids: Vec<u32> = ids.into_iter().filter(of).collect();
        self.dice.one(&ids).copied()
    }

    fn name(&mut self) -> String {
        let (n, number) = (*self.dice.one(&NAMES).unwrap(), self.dice.below(4));
        match number {
            0 => n.to_owned(),
            1 => n.to_uppercase(),
            number => format!("{n} {number}"),
        }
    }

    fn emails(&mut self) -> Value {
        let count = self.dice.below(4);
        let first = self.dice.below(count.max(1));
        let items = (0..count).map(|n| {
            let value = match self.dice.percent(60) {
                true => (*self.dice.one(&ADDRESSES).unwrap()).to_owned(),
                false => format!("only{}@example.com", self.dice.below(1_000_000)),
            };
            json!({ "type": { "id": 1 }, "value": value, "communicationType": "Email", "defaultFlag": n == first })
        });
        Value::from(items.collect::<Vec<_>>())
    }

    /// One of the many things that happen to a person.
    pub fn edit_contact(&mut self) {
        if self.dice.percent(20) {
            return self.make_contact();
        }
        let Some(id) = self.any(Kind::Contacts) else {
            return self.make_contact();
        };
        let fields = match self.dice.below(12) {
            0 => json!({ "firstName": self.name() }),
            1 => json!({ "lastName": self.name(), "title": self.name() }),
            2 | 3 => json!({ "inactiveFlag": self.dice.percent(50) }),
            4 | 5 => json!({ "communicationItems": self.emails() }),
            6 => json!({ "defaultFlag": self.dice.percent(50) }),
            7 => json!({ "defaultBillingFlag": self.dice.percent(50) }),
            8 => match self.any(Kind::Companies) {
                Some(company) => json!({ "company": { "id": company } }),
                None => return,
            },
            9 => {
                let row = self.office.psa.get(Kind::Contacts, id).unwrap();
                let company = u32::try_from(row["company"]["id"].as_i64().unwrap_or(0)).unwrap();
                match self.any_site(company) {
                    Some(site) => json!({ "site": { "id": site } }),
                    None => json!({ "site": null }),
                }
            }
            10 => json!({ "company": null, "site": null }),
            _ => {
                let act = if self.dice.percent(50) {
                    "delete"
                } else {
                    "remove"
                };
                self.do_edit(json!({ "act": act, "kind": "Contacts", "id": id }));
                return;
            }
        };
        self.update("Contacts", id, fields);
    }

    fn make_contact(&mut self) {
        let mut fields = json!({ "firstName": self.name(), "lastName": self.name(), "communicationItems": self.emails() });
        if let Some(company) = self.any(Kind::Companies).filter(|_| !self.dice.percent(10)) {
            fields["company"] = json!({ "id": company });
            if let Some(site) = self.any_site(company).filter(|_| self.dice.percent(50)) {
                fields["site"] = json!({ "id": site });
            }
        }
        let made = self.do_edit(json!({ "act": "create", "kind": "Contacts", "fields": fields }));
        self.newest = self.newest.max(made.unwrap_or(0));
    }

    /// One of the many things that happen to a company.
    pub fn edit_company(&mut self) {
        let Some(id) = self.any(Kind::Companies) else {
            return;
        };
        let number = self.dice.below(1_000);
        let few = self.office.psa.ids(Kind::Companies).len() < 7;
        match self.dice.below(13) {
            0..=2 => {
                let name = self.name();
                self.update("Companies", id, json!({ "name": name }));
            }
            3 => self.update(
                "Companies",
                id,
                json!({ "identifier": format!("Id{number}") }),
            ),
            4 => {
                let name = self.name();
                let fields = json!({ "name": name, "identifier": format!("Id{number}") });
                self.update("Companies", id, fields);
            }
            5 | 6 => {
                let statuses = self.office.psa.ids(Kind::CompanyStatuses);
                let status = *self.dice.one(&statuses).unwrap();
                self.update("Companies", id, json!({ "status": { "id": status } }));
            }
            7 => {
                let types = self.office.psa.ids(Kind::CompanyTypes);
                let of = *self.dice.one(&types).unwrap();
                self.do_edit(json!({ "act": "create", "kind": "CompanyTypeAssociations", "fields": { "company": { "id": id }, "type": { "id": of } } }));
            }
            8 => {
                self.do_edit(json!({ "act": "delete", "kind": "Companies", "id": id }));
            }
            9 => self.update("Companies", id, json!({ "deletedFlag": false })),
            10 if !few => {
                self.do_edit(json!({ "act": "remove", "kind": "Companies", "id": id }));
            }
            11 if !few => {
                let to = self.any(Kind::Companies).unwrap();
                self.do_edit(json!({ "act": "merge", "from": id, "to": to }));
            }
            _ => {
                let name = self.name();
                let fields = json!({ "name": name, "identifier": format!("New{number}") });
                self.do_edit(json!({ "act": "create", "kind": "Companies", "fields": fields }));
            }
        }
    }

    /// One of the many things that happen to a site, or to a device.
    pub fn edit_site(&mut self) {
        let name = self.name();
        if self.dice.percent(25) {
            if let Some(company) = self.any(Kind::Companies) {
                let fields = json!({ "name": name, "company": { "id": company } });
                self.do_edit(json!({ "act": "create", "kind": "Sites", "fields": fields }));
            }
            return;
        }
        if self.dice.percent(20) {
            if let Some(id) = self.any(Kind::Configurations) {
                self.update("Configurations", id, json!({ "name": name }));
            }
            return;
        }
        let Some(id) = self.any(Kind::Sites) else {
            return;
        };
        match self.dice.below(6) {
            0 | 1 => self.update(
                "Sites",
                id,
                json!({ "name": name, "addressLine1": "1 Elm Street" }),
            ),
            2 => {
                let off = self.dice.percent(50);
                self.update("Sites", id, json!({ "inactiveFlag": off }));
            }
            3 => {
                let main = self.dice.percent(50);
                self.update("Sites", id, json!({ "primaryAddressFlag": main }));
            }
            4 => {
                self.do_edit(json!({ "act": "delete", "kind": "Sites", "id": id }));
            }
            _ => {
                self.do_edit(json!({ "act": "remove", "kind": "Sites", "id": id }));
            }
        }
    }
}
