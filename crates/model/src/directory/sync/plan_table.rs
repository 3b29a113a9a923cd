//! The plan in examples: a company with people, and one thing after the other happens in the PSA.
#![cfg(test)]

use super::*;
use crate::directory::{
    Company, CompanyMapping, CompanyState, Contact, ContactSource, ContactState, PsaCompany,
    PsaContact, PsaSite, REVOKED, Site,
};
use kernel::{
    CompanyId, ContactId, MappingId, PartnerId, PartnerName, PsaConnectionId, SiteId, Timestamp,
};
use std::collections::BTreeMap;

const NOW: Timestamp = Timestamp(1);
const PSA: PsaConnectionId = PsaConnectionId([9; 16]);

fn company(id: u8, name: &str) -> Company {
    Company {
        id: CompanyId([id; 16]),
        partner_id: PartnerId([1; 16]),
        name: PartnerName::parse(name).unwrap(),
        state: CompanyState::Active,
        created_at: NOW,
    }
}

fn mapping(own: u8, site: Option<i64>) -> CompanyMapping {
    CompanyMapping {
        id: MappingId([own; 16]),
        partner_id: PartnerId([1; 16]),
        connection_id: PSA,
        company_id: CompanyId([own; 16]),
        psa_company: 7,
        psa_site: site,
        follows: true,
        known_name: "Acme".into(),
        known_identifier: "ACME".into(),
        creates_tickets: false,
        rule_id: None,
        syncs_configurations: false,
        created_at: NOW,
    }
}

fn person(id: i64, site: Option<i64>, email: &str) -> Record {
    Record {
        contact: PsaContact {
            id,
            company: Some(7),
            site,
            first_name: format!("P{id}"),
            last_name: "Person".into(),
            emails: vec![email.into()],
            active: true,
            ..PsaContact::default()
        },
        gone: false,
    }
}

/// A company that is mapped as a whole, with two sites and two people, of whom nobody is here yet.
fn acme() -> CompanyFacts {
    CompanyFacts {
        connection: PSA,
        id: 7,
        psa: Some(PsaCompany {
            id: 7,
            identifier: "ACME".into(),
            name: "Acme".into(),
            active: true,
            ..PsaCompany::default()
        }),
        covered: true,
        mappings: vec![(mapping(1, None), company(1, "Acme"))],
        name_taken: false,
        sites: [70, 71]
            .map(|id| PsaSite {
                id,
                company: 7,
                name: format!("Site {id}"),
                active: true,
                ..PsaSite::default()
            })
            .map(|site| (site, false))
            .to_vec(),
        own_sites: Vec::new(),
        records: vec![
            person(1, Some(70), "one@example.com"),
            person(2, None, "two@example.com"),
        ],
        held: Vec::new(),
        others: BTreeMap::new(),
    }
}

/// Does what a plan says, as the engine does.
fn done(facts: &CompanyFacts, plan: &Plan) -> CompanyFacts {
    let mut after = facts.clone();
    for action in &plan.actions {
        match action {
            Action::Rename(id, name) => {
                for (_, own) in after.mappings.iter_mut().filter(|(_, c)| c.id == *id) {
                    own.name = name.clone();
                }
            }
            Action::Know(id, name, identifier) => {
                for (held, _) in after.mappings.iter_mut().filter(|(m, _)| m.id == *id) {
                    held.known_name.clone_from(name);
                    held.known_identifier.clone_from(identifier);
                }
            }
            Action::AddSite(company_id, site) => {
                let mut id = [u8::try_from(site.id).unwrap(); 16];
                id[0] = company_id.0[0];
                after.own_sites.push(Site {
                    id: SiteId(id),
                    partner_id: PartnerId([1; 16]),
                    company_id: *company_id,
                    connection_id: PSA,
                    psa_id: site.id,
                    name: site.name.clone(),
                    address: site.address.clone(),
                    main: site.primary,
                    active: site.active,
                    created_at: NOW,
                });
            }
            Action::ChangeSite(site) => {
                let held = after.own_sites.iter_mut().find(|s| s.id == site.id);
                *held.unwrap() = site.clone();
            }
            Action::AddContact {
                record,
                company,
                state,
            } => add(&mut after, record, *company, *state),
            Action::ChangeSource(source, site) => {
                let site_id = site.map(|n| site_id(&after, source.company_id, n));
                let held = after.held.iter_mut().flat_map(|h| &mut h.sources);
                let (held, _) = { held }.find(|(s, _)| s.psa_id == source.psa_id).unwrap();
                *held = ContactSource {
                    site_id,
                    ..source.clone()
                };
            }
            Action::ChangeContact(id, merged) => {
                let held = after.held.iter_mut().find(|h| h.contact.id == *id);
                merged.write(&mut held.unwrap().contact);
            }
        }
    }
    after
}

fn site_id(facts: &CompanyFacts, company: CompanyId, number: i64) -> SiteId {
    let held = |s: &&Site| s.psa_id == number && s.company_id == company;
    facts.own_sites.iter().find(held).expect("a site").id
}

fn add(after: &mut CompanyFacts, record: &PsaContact, company: CompanyId, state: ContactState) {
    let number = after.known(company, record.site);
    let site_id = number.map(|n| site_id(after, company, n));
    let contact_id = ContactId([u8::try_from(record.id).unwrap(); 16]);
    let source = ContactSource {
        connection_id: PSA,
        psa_id: record.id,
        contact_id,
        company_id: company,
        psa_company: 7,
        site_id,
        state,
        main: record.primary,
        bill_to: record.bill_to,
    };
    after.held.push(HeldContact {
        contact: Contact {
            id: contact_id,
            partner_id: PartnerId([1; 16]),
            first_name: record.first_name.clone(),
            last_name: record.last_name.clone(),
            title: record.title.clone(),
            state,
            profile: REVOKED.into(),
            main: record.primary,
            bill_to: record.bill_to,
            version: 0,
            created_at: NOW,
            synced_at: NOW,
            emails: record.emails.clone(),
        },
        sources: vec![(
            source,
            Some(Record {
                contact: record.clone(),
                gone: false,
            }),
        )],
    });
}

impl CompanyFacts {
    fn known(&self, company: CompanyId, site: Option<i64>) -> Option<i64> {
        let id = site?;
        let held = |s: &&Site| s.psa_id == id && s.company_id == company;
        self.own_sites.iter().find(held).map(|s| s.psa_id)
    }

    /// The PSA says something else of a person.
    fn says(&mut self, id: i64, change: impl Fn(&mut Record)) {
        for record in self.records.iter_mut().filter(|r| r.contact.id == id) {
            change(record);
        }
        for (_, record) in self.held.iter_mut().flat_map(|h| &mut h.sources) {
            for record in record.iter_mut().filter(|r| r.contact.id == id) {
                change(record);
            }
        }
        self.records.retain(|r| r.contact.company == Some(7));
    }
}

fn settled(facts: &CompanyFacts) -> CompanyFacts {
    let after = done(facts, &plan_company(facts));
    assert_eq!(plan_company(&after).actions, [], "planned again");
    after
}

fn states(facts: &CompanyFacts) -> Vec<(i64, ContactState, u8)> {
    let sources = facts.held.iter().flat_map(|h| &h.sources);
    sources
        .map(|(s, _)| (s.psa_id, s.state, s.company_id.0[0]))
        .collect()
}

fn kinds(facts: &CompanyFacts) -> Vec<ConflictKind> {
    let conflicts = plan_company(facts).conflicts;
    conflicts.iter().map(|c| c.kind).collect()
}

use ContactState::{Active, Gone, Inactive, OutOfScope};

#[test]
fn people_of_a_mapped_company_come_in_and_nothing_is_left_to_do() {
    let after = settled(&acme());
    assert_eq!(states(&after), [(1, Active, 1), (2, Active, 1)]);
    assert_eq!(after.own_sites.len(), 2);
    assert!(after.held.iter().all(|h| h.contact.profile == REVOKED));
    let nobody = CompanyFacts {
        mappings: Vec::new(),
        ..acme()
    };
    assert_eq!(plan_company(&nobody), Plan::default());
}

/// What happens, and how each of the two people stands afterwards.
#[test]
fn each_thing_that_happens_in_the_psa_has_its_effect() {
    type Happens = fn(&mut CompanyFacts);
    let table: &[(&str, Happens, [ContactState; 2])] = &[
        (
            "one is switched off",
            |f| f.says(1, |r| r.contact.active = false),
            [Inactive, Active],
        ),
        (
            "one is deleted",
            |f| f.says(1, |r| r.gone = true),
            [Gone, Active],
        ),
        (
            "one moves to a company that is not mapped",
            |f| f.says(1, |r| r.contact.company = Some(8)),
            [OutOfScope, Active],
        ),
        (
            "one has no company any more",
            |f| f.says(1, |r| r.contact.company = None),
            [OutOfScope, Active],
        ),
        (
            "the company is hidden by a filter",
            |f| f.covered = false,
            [OutOfScope, OutOfScope],
        ),
        (
            "the company is deleted",
            |f| f.psa = None,
            [OutOfScope, OutOfScope],
        ),
        (
            "the company is switched off",
            |f| f.psa.as_mut().unwrap().active = false,
            [OutOfScope, OutOfScope],
        ),
        (
            "the mapping is deleted",
            |f| f.mappings.clear(),
            [OutOfScope, OutOfScope],
        ),
        (
            "the mapping is of one site now",
            |f| f.mappings[0].0.psa_site = Some(70),
            [Active, OutOfScope],
        ),
    ];
    for (what, happens, expected) in table {
        let before = settled(&acme());
        let mut facts = before.clone();
        happens(&mut facts);
        let after = settled(&facts);
        let now = after.held.iter().map(|h| h.contact.state);
        assert_eq!(now.collect::<Vec<_>>(), expected, "{what}");
        // And back again, as if nothing had been.
        let mut back = after.clone();
        back.psa.clone_from(&before.psa);
        back.covered = true;
        back.mappings.clone_from(&before.mappings);
        back.records = acme().records;
        for record in acme().records {
            back.says(record.contact.id, |r| *r = record.clone());
        }
        let back = settled(&back);
        assert_eq!(states(&back), states(&before), "{what}, and back");
    }
}

#[test]
fn each_site_may_be_a_company_of_its_own() {
    let mut facts = acme();
    facts.mappings = vec![
        (mapping(1, Some(70)), company(1, "Acme North")),
        (mapping(2, Some(71)), company(2, "Acme South")),
    ];
    facts.records.push(person(3, Some(71), "three@example.com"));
    let after = settled(&facts);
    // Two, who is at no site, is at no company.
    assert_eq!(states(&after), [(1, Active, 1), (3, Active, 2)]);
    assert_eq!(after.own_sites.len(), 2, "each has its own site alone");
    assert_eq!(
        after.mappings[0].1.name.as_str(),
        "Acme North",
        "no company of a site follows the name"
    );

    // One changes the site, and with it the company.
    let mut facts = after;
    facts.says(1, |r| r.contact.site = Some(71));
    assert_eq!(states(&settled(&facts)), [(1, Active, 2), (3, Active, 2)]);

    // A mapping of the whole beside them takes the rest.
    facts.mappings.push((mapping(3, None), company(3, "Acme")));
    let after = settled(&facts);
    assert_eq!(states(&after).last(), Some(&(2, Active, 3)));

    // A site that is gone is a question, and whoever was there is nowhere.
    let mut facts = after;
    facts.says(1, |r| r.contact.site = Some(70));
    let mut facts = settled(&facts);
    assert_eq!(states(&facts)[0], (1, Active, 1));
    facts.sites[0].1 = true;
    assert_eq!(kinds(&facts), [ConflictKind::SiteGone]);
    let after = settled(&facts);
    assert_eq!(states(&after)[0], (1, OutOfScope, 1));
    assert!(after.own_sites.iter().all(|s| s.active == (s.psa_id == 71)));
}

#[test]
fn a_site_that_was_gone_before_a_mapping_was_made_is_nobodys() {
    let mut facts = acme();
    facts.sites[0].1 = true;
    let after = settled(&facts);
    assert_eq!(after.own_sites.len(), 1);
    assert_eq!(after.held[0].sources[0].0.site_id, None);
}

#[test]
fn sites_of_what_a_company_was_mapped_to_before_are_switched_off() {
    let mut facts = settled(&acme());
    facts.sites.remove(0);
    let after = settled(&facts);
    assert!(after.own_sites.iter().all(|s| s.active == (s.psa_id == 71)));
    // A mapping of a single site takes the others away too.
    let mut facts = settled(&acme());
    facts.mappings[0].0.psa_site = Some(71);
    let after = settled(&facts);
    assert!(after.own_sites.iter().all(|s| s.active == (s.psa_id == 71)));
}

#[test]
fn a_rename_follows_and_a_second_change_at_once_is_a_question() {
    let before = settled(&acme());
    let rename = |name: &str, identifier: &str| {
        let mut facts = before.clone();
        let psa = facts.psa.as_mut().unwrap();
        psa.name = name.into();
        psa.identifier = identifier.into();
        facts
    };
    let after = settled(&rename("Acme Group", "ACME"));
    assert_eq!(after.mappings[0].1.name.as_str(), "Acme Group");
    assert_eq!(after.mappings[0].0.known_name, "Acme Group");
    let after = settled(&rename("Acme", "AG"));
    assert_eq!(after.mappings[0].0.known_identifier, "AG");

    // Its own name stays with a company that was there before.
    let mut facts = rename("Acme Group", "ACME");
    facts.mappings[0].0.follows = false;
    assert_eq!(settled(&facts).mappings[0].1.name.as_str(), "Acme");

    let mut facts = rename("Other", "ACME");
    facts.name_taken = true;
    assert_eq!(kinds(&facts), [ConflictKind::NameTaken]);
    assert_eq!(settled(&facts).mappings[0].1.name.as_str(), "Acme");

    // A name that cannot be one here is left.
    assert_eq!(
        settled(&rename("", "ACME")).mappings[0].1.name.as_str(),
        "Acme"
    );

    // Another company under an old number: nobody comes in, and whoever leaves, leaves.
    let mut facts = rename("Zenith", "ZEN");
    facts.records.push(person(5, None, "five@example.com"));
    facts.says(2, |r| r.gone = true);
    assert_eq!(kinds(&facts), [ConflictKind::CompanyRecycled]);
    let after = done(&facts, &plan_company(&facts));
    assert_eq!(states(&after), [(1, Active, 1), (2, Gone, 1)]);
    assert_eq!(after.mappings[0].1.name.as_str(), "Acme");
}

#[test]
fn people_of_a_company_that_was_merged_show_where_to() {
    let mut facts = settled(&acme());
    facts.psa = None;
    facts.says(1, |r| r.contact.company = Some(8));
    facts.says(2, |r| r.contact.company = Some(8));
    facts.others.insert(8, "Bigger".into());
    let plan = plan_company(&facts);
    assert_eq!(plan.conflicts[0].kind, ConflictKind::CompanyGone);
    assert!(plan.conflicts[0].detail.contains("Bigger (8)"), "{plan:?}");
    let emails = emails_about(&facts, &plan.actions);
    assert_eq!(emails.len(), 2, "both addresses lead nowhere now");
}

#[test]
fn a_contact_of_two_records_is_what_both_make_of_her() {
    let mut facts = settled(&acme());
    // She has a second record at another company of the same PSA, and it is better than the first.
    let mut other = person(9, None, "nine@example.com");
    other.contact.company = Some(8);
    other.contact.bill_to = true;
    let mut source = facts.held[0].sources[0].0.clone();
    source.psa_id = 9;
    source.psa_company = 8;
    source.company_id = CompanyId([8; 16]);
    source.bill_to = true;
    facts.held[0].sources.push((source, Some(other)));
    let both = settled(&facts);
    let contact = &both.held[0].contact;
    assert_eq!(contact.emails, ["one@example.com", "nine@example.com"]);
    assert!(contact.bill_to && contact.first_name == "P1");

    let mut facts = both;
    facts.says(1, |r| r.gone = true);
    let after = settled(&facts);
    let contact = &after.held[0].contact;
    assert_eq!(contact.state, Active);
    assert_eq!(
        contact.emails,
        ["nine@example.com"],
        "what is gone counts no more"
    );
}
