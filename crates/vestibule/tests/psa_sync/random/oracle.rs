//! What must be so, said a second time: from the PSA's records alone, without the plan.

use super::Walk;
use kernel::{CompanyId, ContactId};
use model::directory::sync::ConflictKind::{
    CompanyGone, DuplicateEmail, ManyGone, NameTaken, SeveralCompanies, SiteGone,
};
use model::directory::{
    Company, CompanyMapping, Contact, ContactSource, ContactState, PsaConnection, REVOKED, Site,
    email_key,
};
use serde_json::Value;
use simulators::connectwise::Kind;
use std::collections::{BTreeMap, BTreeSet};
use store::directory::{companies, company_mappings, contacts, psa_connections, sites};

/// A person of the PSA as she has to be here.
struct Due {
    id: i64,
    own: CompanyId,
    site: Option<i64>,
    name: (String, String, String),
    emails: Vec<String>,
    active: bool,
    main: bool,
    bill_to: bool,
}

/// All that is looked at.
struct Here {
    connection: PsaConnection,
    mappings: Vec<(CompanyMapping, Company)>,
    sites: BTreeMap<CompanyId, Vec<Site>>,
    sources: BTreeMap<i64, ContactSource>,
    contacts: BTreeMap<ContactId, Contact>,
}

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap_or_default().to_owned()
}

fn emails(row: &Value) -> Vec<String> {
    let empty = Vec::new();
    let items = row["communicationItems"].as_array().unwrap_or(&empty);
    let of = |default: bool| {
        let mine = items.iter().filter(move |i| {
            i["communicationType"] == "Email" && (i["defaultFlag"] == true) == default
        });
        mine.map(|i| i["value"].as_str().unwrap().trim().to_owned())
    };
    let mut found: Vec<String> = Vec::new();
    for email in of(true).chain(of(false)) {
        if !found
            .iter()
            .any(|held| held.to_lowercase() == email.to_lowercase())
        {
            found.push(email);
        }
    }
    found
}

impl Walk<'_> {
    async fn here(&self) -> Here {
        let (mut tx, scope) = (
            self.hub.engine.db().read().await.unwrap(),
            self.office.scope(),
        );
        let id = self.office.id;
        let connection = psa_connections::find(&mut tx, scope, id)
            .await
            .unwrap()
            .unwrap();
        let (mut mappings, mut of) = (Vec::new(), BTreeMap::new());
        for mapping in company_mappings::of_connection(&mut tx, id, 0, 1_000)
            .await
            .unwrap()
        {
            let own = companies::find(&mut tx, scope, mapping.company_id)
                .await
                .unwrap()
                .unwrap();
            of.insert(own.id, sites::of_company(&mut tx, own.id).await.unwrap());
            mappings.push((mapping, own));
        }
        let (mut sources, mut people) = (BTreeMap::new(), BTreeMap::new());
        for number in 1..=i64::from(self.newest) {
            let Some(source) = contacts::find_source(&mut tx, id, number).await.unwrap() else {
                continue;
            };
            let contact = contacts::find(&mut tx, scope, source.contact_id)
                .await
                .unwrap();
            let contact = contact.unwrap_or_else(|| panic!("{number} belongs to nobody"));
            people.insert(contact.id, contact);
            sources.insert(number, source);
        }
        Here {
            connection,
            mappings,
            sites: of,
            sources,
            contacts: people,
        }
    }

    /// What is so at any moment, whatever has just been killed.
    pub async fn check_always(&self) {
        let here = self.here().await;
        for contact in here.contacts.values() {
            let granted = self
                .granted
                .get(&contact.id)
                .map_or(REVOKED, String::as_str);
            assert_eq!(contact.profile, granted, "{contact:?}");
        }
        for id in self.granted.keys() {
            assert!(
                here.contacts.contains_key(id),
                "somebody with a profile is lost"
            );
        }
        self.check_emails(&here).await;
    }

    async fn open(&self) -> BTreeSet<(String, String)> {
        let (engine, office) = (&self.hub.engine, &self.office);
        let mut found = BTreeSet::new();
        for answered in [false, true] {
            let rows = engine
                .list_psa_conflicts(&office.admin, office.id, answered, None, 1_000)
                .await;
            for held in rows.unwrap() {
                let twice = !found.insert((
                    held.conflict.kind.as_str().to_owned(),
                    held.conflict.subject,
                ));
                assert!(!twice, "one question twice");
            }
        }
        found
    }

    /// An address that leads to several is in question, and no other.
    async fn check_emails(&self, here: &Here) {
        let mut expected: BTreeMap<String, BTreeMap<ContactId, BTreeSet<CompanyId>>> =
            BTreeMap::new();
        for source in here
            .sources
            .values()
            .filter(|s| s.state == ContactState::Active)
        {
            for email in &here.contacts[&source.contact_id].emails {
                let of = expected.entry(email_key(email)).or_default();
                of.entry(source.contact_id)
                    .or_default()
                    .insert(source.company_id);
            }
        }
        expected.retain(|_, people| people.len() > 1);
        let open = self.open().await;
        let about =
            |kind: &str| [DuplicateEmail.as_str(), SeveralCompanies.as_str()].contains(&kind);
        for (kind, subject) in open.iter().filter(|(kind, _)| about(kind)) {
            let people = expected
                .remove(subject)
                .unwrap_or_else(|| panic!("{subject} is not in question: {kind}"));
            let places: BTreeSet<_> = people.values().collect();
            let several = places.len() > 1;
            if several == (kind == DuplicateEmail.as_str()) {
                // Of some who have places in common, the first decides what it is called.
                assert!(several, "{subject}: {people:?}");
            }
        }
        assert!(expected.is_empty(), "not in question: {expected:?}");
    }

    fn company(&self, id: i64) -> Option<Value> {
        let row = self
            .office
            .psa
            .get(Kind::Companies, u32::try_from(id).ok()?)?;
        (row["deletedFlag"] != true).then_some(row)
    }

    fn site(&self, company: i64, id: i64) -> Option<Value> {
        let row = self.office.psa.get(Kind::Sites, u32::try_from(id).ok()?)?;
        (row["company"]["id"] == company).then_some(row)
    }

    fn due(&self, here: &Here) -> Vec<Due> {
        let mut found = Vec::new();
        for id in self.office.psa.ids(Kind::Contacts) {
            let row = self.office.psa.get(Kind::Contacts, id).unwrap();
            let Some(company) = row["company"]["id"].as_i64() else {
                continue;
            };
            let Some(place) = self.company(company) else {
                continue;
            };
            let reach = here.connection.reach();
            let types: Vec<i64> = place["types"]
                .as_array()
                .unwrap()
                .iter()
                .map(|t| t["id"].as_i64().unwrap())
                .collect();
            if !reach.associated.is_empty() && !reach.associated.contains(&company)
                || types.iter().any(|t| reach.filter.hidden_types.contains(t))
                || place["status"]["id"]
                    .as_i64()
                    .is_some_and(|s| reach.filter.hidden_statuses.contains(&s))
            {
                continue;
            }
            let site = row["site"]["id"].as_i64();
            let of = |wanted: Option<i64>| {
                here.mappings
                    .iter()
                    .find(|(m, _)| m.psa_company == company && m.psa_site == wanted)
            };
            let mapped = match site.and_then(|s| of(Some(s))) {
                // A site that is not there any more gives nobody access, to nothing else either.
                Some(_) if self.site(company, site.unwrap()).is_none() => continue,
                Some(mapped) => mapped,
                None => match of(None) {
                    Some(mapped) => mapped,
                    None => continue,
                },
            };
            found.push(Due {
                id: id.into(),
                own: mapped.1.id,
                site: site.filter(|s| self.site(company, *s).is_some()),
                name: (
                    text(&row, "firstName"),
                    text(&row, "lastName"),
                    text(&row, "title"),
                ),
                emails: emails(&row),
                active: row["inactiveFlag"] != true,
                main: row["defaultFlag"] == true,
                bill_to: row["defaultBillingFlag"] == true,
            });
        }
        found
    }

    /// All of it, after everything was read.
    pub async fn check_all(&self) {
        let here = self.here().await;
        let due = self.due(&here);
        let mut people: BTreeMap<ContactId, Vec<&Due>> = BTreeMap::new();
        for person in &due {
            let source = here
                .sources
                .get(&person.id)
                .unwrap_or_else(|| panic!("{} of the PSA is not here", person.id));
            assert_eq!(source.company_id, person.own, "{}: {source:?}", person.id);
            let state = if person.active {
                ContactState::Active
            } else {
                ContactState::Inactive
            };
            assert_eq!(source.state, state, "{}: {source:?}", person.id);
            assert_eq!(
                (source.main, source.bill_to),
                (person.main, person.bill_to),
                "{}",
                person.id
            );
            let site = source.site_id.map(|id| {
                here.sites[&person.own]
                    .iter()
                    .find(|s| s.id == id)
                    .expect("a site of hers")
            });
            match (site, person.site) {
                (None, None) => {}
                (Some(held), None) => assert!(!held.active, "{}: {held:?}", person.id),
                (held, Some(site)) => {
                    assert_eq!(held.map(|s| s.psa_id), Some(site), "{}", person.id)
                }
            }
            people.entry(source.contact_id).or_default().push(person);
        }
        let numbers: BTreeSet<i64> = due.iter().map(|p| p.id).collect();
        for (number, source) in here.sources.iter().filter(|(n, _)| !numbers.contains(n)) {
            assert!(
                source.state > ContactState::Inactive,
                "{number} has no place here: {source:?}"
            );
        }
        for contact in here.contacts.values() {
            match people.get(&contact.id) {
                Some(records) => is_made_of(contact, records),
                None => assert!(contact.state > ContactState::Inactive, "{contact:?}"),
            }
        }
        self.check_emails(&here).await;
        self.check_companies(&here).await;
    }

    async fn check_companies(&self, here: &Here) {
        let mut raised = BTreeSet::new();
        for (mapping, own) in &here.mappings {
            let id = mapping.psa_company;
            let Some(psa) = self.company(id) else {
                raised.insert((CompanyGone.as_str(), id.to_string()));
                continue;
            };
            assert_eq!(
                (text(&psa, "name"), text(&psa, "identifier")),
                (mapping.known_name.clone(), mapping.known_identifier.clone())
            );
            match mapping.psa_site {
                Some(site) if self.site(id, site).is_none() => {
                    raised.insert((SiteGone.as_str(), format!("{id}/{site}")));
                }
                None if mapping.follows && own.name.as_str() != text(&psa, "name") => {
                    raised.insert((NameTaken.as_str(), id.to_string()));
                    self.is_taken(&text(&psa, "name"), id, here).await;
                }
                _ => {}
            }
            self.check_sites(mapping, &here.sites[&own.id]);
        }
        let about = [CompanyGone, SiteGone, NameTaken, ManyGone].map(|k| k.as_str());
        let open = self.open().await;
        let open: BTreeSet<(&str, String)> =
            open.iter().map(|(k, s)| (k.as_str(), s.clone())).collect();
        let open: BTreeSet<_> = open
            .into_iter()
            .filter(|(k, _)| about.contains(k))
            .collect();
        assert_eq!(open, raised);
    }

    /// Another own company has the name, so that this one cannot follow.
    async fn is_taken(&self, name: &str, company: i64, here: &Here) {
        let key = kernel::name::name_key(name);
        let mut tx = self.hub.engine.db().read().await.unwrap();
        let held = companies::find_by_key(&mut tx, self.office.scope(), &key)
            .await
            .unwrap();
        let held = held
            .unwrap_or_else(|| panic!("nobody is called {name}, and {company} does not follow"));
        let itself = here
            .mappings
            .iter()
            .any(|(m, own)| m.psa_company == company && m.psa_site.is_none() && own.id == held.id);
        assert!(!itself, "{name} is free for {company}");
    }

    fn check_sites(&self, mapping: &CompanyMapping, own: &[Site]) {
        let mut expected = BTreeMap::new();
        for id in self.office.psa.ids(Kind::Sites) {
            let row = self.office.psa.get(Kind::Sites, id).unwrap();
            let here = row["company"]["id"] == mapping.psa_company
                && mapping.psa_site.is_none_or(|s| s == i64::from(id));
            if here && row["inactiveFlag"] != true {
                expected.insert(
                    i64::from(id),
                    (text(&row, "name"), row["primaryAddressFlag"] == true),
                );
            }
        }
        let active = own
            .iter()
            .filter(|s| s.active && s.connection_id == mapping.connection_id);
        let held: BTreeMap<i64, _> = active
            .map(|s| (s.psa_id, (s.name.clone(), s.main)))
            .collect();
        assert_eq!(held, expected, "sites of {mapping:?}");
    }
}

/// A contact is what her records that have a place here say; the best of them count.
fn is_made_of(contact: &Contact, records: &[&Due]) {
    let any = records.iter().any(|r| r.active);
    let best: Vec<&&Due> = records.iter().filter(|r| r.active == any).collect();
    let state = if any {
        ContactState::Active
    } else {
        ContactState::Inactive
    };
    assert_eq!(contact.state, state, "{contact:?}");
    let name = (
        contact.first_name.clone(),
        contact.last_name.clone(),
        contact.title.clone(),
    );
    assert_eq!(name, best[0].name, "{contact:?}");
    let mut all: Vec<String> = Vec::new();
    for email in best.iter().flat_map(|r| &r.emails) {
        if !all
            .iter()
            .any(|held| held.to_lowercase() == email.to_lowercase())
        {
            all.push(email.clone());
        }
    }
    assert_eq!(contact.emails, all, "{contact:?}");
    assert_eq!(contact.main, best.iter().any(|r| r.main), "{contact:?}");
    assert_eq!(
        contact.bill_to,
        best.iter().any(|r| r.bill_to),
        "{contact:?}"
    );
}
