//! Which companies a connection is about, and what becomes of what was read when it is forgotten: on
//! rows of the mirror as an import leaves them.

use super::*;
use kernel::{
    CompanyId, ContactId, MappingId, PartnerId, PsaConnectionId, Scope, SiteId, Timestamp,
};
use model::directory::{
    CompanyMapping, Contact, ContactSource, ContactState, PsaCompany, PsaRef, PsaSetUp, Site,
};
use store::directory::{company_mappings, contacts, psa_due, psa_mirror, psa_set_ups, sites};
use store::{StoreFault, Tx};

fn named(id: i64, name: &str) -> PsaRef {
    PsaRef {
        id,
        name: name.into(),
    }
}

/// Ten companies: every second of the type Vendor too, every fifth with the status Inactive.
async fn import(hub: &TestHub, connection: PsaConnectionId) {
    let done: Result<(), StoreFault> = hub
        .engine
        .db()
        .write(move |tx| Box::pin(async move { rows(tx, connection).await }))
        .await;
    done.unwrap();
}

async fn rows(tx: &mut Tx, connection: PsaConnectionId) -> Result<(), StoreFault> {
    for id in 1..=10 {
        let mut types = vec![named(1, "Client")];
        if id % 2 == 0 {
            types.push(named(2, "Vendor"));
        }
        let status = match id % 5 {
            0 => named(7, "Inactive"),
            _ => named(6, "Active"),
        };
        let company = PsaCompany {
            id,
            identifier: format!("C{id}"),
            name: format!("Company 100% {id}"),
            status: Some(status),
            types,
            active: true,
            ..PsaCompany::default()
        };
        psa_mirror::put(tx, connection, &company, 1).await?;
    }
    for (kind, id, name) in [
        ("company_type", 1, "Client"),
        ("company_type", 2, "Vendor"),
        ("company_status", 6, "Active"),
        ("company_status", 7, "Inactive"),
    ] {
        let held = psa_set_ups::MirrorSetUp {
            row: PsaSetUp {
                id,
                name: name.into(),
                active: true,
                ..PsaSetUp::default()
            },
            ..psa_set_ups::MirrorSetUp::default()
        };
        psa_set_ups::put(tx, connection, (kind, 0), &held, 1).await?;
    }
    Ok(())
}

fn connection(path: &str) -> PsaConnectionId {
    id(path).parse().unwrap()
}

async fn due(hub: &TestHub, connection: PsaConnectionId) -> i64 {
    let mut tx = hub.engine.db().read().await.unwrap();
    psa_due::count(&mut tx, connection).await.unwrap()
}

/// Maps company 2 to an own one, with a site and two contacts: one from this PSA alone, one whom
/// another connection knows too.
struct Held {
    alone: ContactId,
    shared: ContactId,
    scope: Scope,
}

async fn hold(
    hub: &TestHub,
    owner: &Browser,
    here: PsaConnectionId,
    there: PsaConnectionId,
) -> Held {
    let scope = hub.administrator(owner).await.scope();
    let partner = scope.partner();
    let company = first_company(hub, scope).await;
    let held = Held {
        alone: ContactId([1; 16]),
        shared: ContactId([2; 16]),
        scope,
    };
    let (alone, shared, now) = (held.alone, held.shared, hub.now());
    let done: Result<(), StoreFault> = hub
        .engine
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mapping = CompanyMapping {
                    id: MappingId([3; 16]),
                    partner_id: partner,
                    connection_id: here,
                    company_id: company,
                    psa_company: 2,
                    psa_site: None,
                    follows: false,
                    known_name: "Company 2".into(),
                    known_identifier: "C2".into(),
                    creates_tickets: false,
                    rule_id: None,
                    syncs_configurations: false,
                    created_at: now,
                };
                company_mappings::insert(tx, &mapping).await?;
                let site = Site {
                    id: SiteId([4; 16]),
                    partner_id: partner,
                    company_id: company,
                    connection_id: here,
                    psa_id: 5,
                    name: "Main".into(),
                    address: vec![],
                    main: true,
                    active: true,
                    created_at: now,
                };
                sites::insert(tx, &site).await?;
                for (contact, connection, psa_id) in
                    [(alone, here, 20), (shared, here, 21), (shared, there, 22)]
                {
                    if psa_id < 22 {
                        contacts::insert(tx, &person(contact, partner, now)).await?;
                    }
                    let source = ContactSource {
                        connection_id: connection,
                        psa_id,
                        contact_id: contact,
                        company_id: company,
                        psa_company: 2,
                        site_id: None,
                        state: if psa_id == 22 {
                            ContactState::Inactive
                        } else {
                            ContactState::Active
                        },
                        main: true,
                        bill_to: psa_id == 20,
                    };
                    contacts::insert_source(tx, &source).await?;
                }
                Ok(())
            })
        })
        .await;
    done.unwrap();
    held
}

fn person(id: ContactId, partner_id: PartnerId, now: Timestamp) -> Contact {
    Contact {
        id,
        partner_id,
        first_name: "Ada".into(),
        last_name: "Example".into(),
        title: String::new(),
        state: ContactState::Active,
        profile: "admin".into(),
        main: true,
        bill_to: true,
        version: 0,
        created_at: now,
        synced_at: now,
        emails: vec![format!("ada{}@example.com", id.0[0])],
    }
}

async fn contact(hub: &TestHub, held: &Held, id: ContactId) -> Contact {
    let mut tx = hub.engine.db().read().await.unwrap();
    contacts::find(&mut tx, held.scope, id)
        .await
        .unwrap()
        .unwrap()
}

async fn first_company(hub: &TestHub, scope: Scope) -> CompanyId {
    let mut tx = hub.engine.db().read().await.unwrap();
    let name = kernel::PartnerName::parse("First Client").unwrap();
    let found = store::directory::companies::find_by_key(&mut tx, scope, &name.key()).await;
    found.unwrap().expect("a company of the seeded partner").id
}

on_both_engines! {
    async fn companies_are_hidden_by_type_or_status(hub) {
        let owner = master(hub).await;
        let simulator = connectwise(hub).await;
        let path = make(&owner, &simulator.url(), &keys(&simulator, "Integration"), &[]).await;
        let filter = format!("{path}/filter");
        let text = said(&owner.get(&filter).await);
        assert!(text.contains("Types and statuses come with the first import") && text.contains("No company was read yet."), "{text}");
        import(hub, connection(&path)).await;
        let page = owner.get(&filter).await;
        assert!(said(&page).contains("0 of 10 companies are left out."), "{}", page.body);
        assert!(page.body.contains("Hide Companies With Types") && page.body.contains("Hide Companies With Statuses"));
        assert!(said(&page).contains("Vendor") && said(&page).contains("Inactive"), "by name");
        // Either is enough: five vendors, and the fifth and tenth, of which the tenth is a vendor.
        let chosen = [("type", "2"), ("status", "7")];
        let page = send(&owner, &filter, &[chosen[0], chosen[1], ("do", "preview")]).await;
        assert!(page.status == 200 && said(&page).contains("With this, 6 of 10 companies are left out."), "{}", page.body);
        assert!(said(&owner.get(&filter).await).contains("0 of 10"), "a preview keeps nothing");
        let page = send(&owner, &filter, &[chosen[0], chosen[1], ("do", "save")]).await;
        assert_eq!(page.location(), format!("{filter}?done=saved"));
        let page = owner.get(page.location()).await;
        assert!(said(&page).contains("6 of 10 companies are left out."), "{}", page.body);
        assert_eq!(page.body.matches(" checked").count(), 2, "{}", page.body);
        // Each by itself, by a program.
        let program = hub.mighty_program("owner").await;
        let address = format!("{API}/{}/filter", id(&path));
        for (types, statuses, left_out) in [(json!([2]), json!([]), 5), (json!([]), json!([7]), 2), (json!([]), json!([]), 0)] {
            let asked = json!({"associated_companies": [], "hidden_types": types, "hidden_statuses": statuses});
            let seen = good(program.call("POST", &format!("{address}/preview"), asked).await);
            assert_eq!(seen, json!({"companies": 10, "left_out": left_out}));
        }
        let asked = json!({"associated_companies": [1, 3, 3], "hidden_types": [2, 99], "hidden_statuses": []});
        let seen = good(program.call("PUT", &address, asked).await);
        assert_eq!(seen["connection"]["associated_companies"], json!([1, 3]));
        let seen = good(program.get(&address).await);
        assert_eq!((&seen["left_out"], &seen["types"].as_array().map(Vec::len)), (&json!(8), &Some(3)));
        assert!(said(&owner.get(&filter).await).contains("Number 99, which the PSA has no more"));
        let many: Vec<i64> = (0..51).collect();
        let asked = json!({"associated_companies": [], "hidden_types": many, "hidden_statuses": []});
        assert_eq!(refused(&program.call("PUT", &address, asked).await), (400, "psa_connection_hidden".into()));
        assert!(hub.audit().await.iter().filter(|line| line.starts_with("psa_connection.filtered")).count() == 2);
    }

    async fn a_connection_is_limited_to_companies_found_by_name(hub) {
        let owner = master(hub).await;
        let simulator = connectwise(hub).await;
        let path = make(&owner, &simulator.url(), &keys(&simulator, "Integration"), &[]).await;
        assert!(said(&owner.get(&path).await).contains("Blank: all companies."));
        import(hub, connection(&path)).await;
        let page = owner.get(&format!("{path}?q=0%25+3")).await;
        assert!(said(&page).contains("Company 100% 3") && !said(&page).contains("Company 100% 4"), "{}", page.body);
        assert!(said(&owner.get(&format!("{path}?q=c10")).await).contains("Company 100% 10"), "by the short name");
        assert!(said(&owner.get(&format!("{path}?q=nobody")).await).contains("No company is called so."));
        let page = send(&owner, &format!("{path}/filter"), &[("company_id", "3"), ("do", "associate")]).await;
        assert_eq!(page.location(), format!("{path}?done=associated"));
        assert!(said(&owner.get(&format!("{path}/filter")).await).contains("9 of 10 companies are left out."));
        // The other form of the filter leaves it as it is, and this one the filter.
        send(&owner, &format!("{path}/filter"), &[("type", "2"), ("do", "save")]).await;
        send(&owner, &format!("{path}/filter"), &[("company_id", "3"), ("company_id", "4"), ("do", "associate")]).await;
        let program = hub.mighty_program("owner").await;
        let seen = good(program.get(&format!("{API}/{}", id(&path))).await);
        assert_eq!((&seen["connection"]["associated_companies"], &seen["connection"]["hidden_types"]), (&json!([3, 4]), &json!([2])));
        send(&owner, &format!("{path}/filter"), &[("do", "associate")]).await;
        assert!(said(&owner.get(&path).await).contains("It is used for all companies."));
    }

    async fn a_forgotten_connection_leaves_the_directory_and_the_psa_alone(hub) {
        let owner = master(hub).await;
        let simulator = connectwise(hub).await;
        let good_keys = keys(&simulator, "Integration");
        let path = make(&owner, &simulator.url(), &good_keys, &[]).await;
        let other = make(&owner, &simulator.url(), &good_keys, &[("name", "second")]).await;
        let (here, there) = (connection(&path), connection(&other));
        import(hub, here).await;
        let held = hold(hub, &owner, here, there).await;
        // A change of the reach has what is mapped looked at again.
        assert_eq!(due(hub, here).await, 0);
        send(&owner, &format!("{path}/filter"), &[("type", "2"), ("do", "save")]).await;
        assert_eq!(due(hub, here).await, 1);
        let page = owner.get(&path).await;
        assert!(said(&page).contains("10 read, 1 mapped") && said(&page).contains("2 in the directory"), "{}", page.body);
        // It asks to be sure, and once more for what is mapped.
        assert_eq!(send(&owner, &path, &[("do", "forget")]).await.location(), format!("{path}#danger"));
        let page = send(&owner, &path, &[("do", "forget"), ("sure", "yes")]).await;
        assert!(page.status == 409 && said(&page).contains("One company is mapped by this connection."), "{}", page.body);
        let program = hub.mighty_program("owner").await;
        let address = format!("{API}/{}", id(&path));
        assert_eq!(refused(&program.call("DELETE", &address, Value::Null).await), (409, "psa_connection_mapped".into()));
        let before = simulator.requests().len();
        let page = send(&owner, &path, &[("do", "forget"), ("sure", "yes"), ("mappings", "yes")]).await;
        assert_eq!(page.location(), format!("{LIST}?done=forgotten"));
        assert_eq!(owner.get(&path).await.status, 404);
        assert_eq!(simulator.requests().len(), before, "nobody was called");
        // Contacts stay: hers alone out of scope, the shared one as the other PSA knows her.
        let alone = contact(hub, &held, held.alone).await;
        assert_eq!((alone.state, alone.main, alone.bill_to), (ContactState::OutOfScope, false, false));
        assert_eq!(alone.profile, "admin", "what a person decided stays");
        let shared = contact(hub, &held, held.shared).await;
        assert_eq!((shared.state, shared.bill_to), (ContactState::Inactive, false));
        let audit = hub.audit().await.join("\n");
        assert!(audit.contains("1 mappings, 2 contacts came from it"), "{audit}");
        // Nothing of it is left; the other one goes on, and the name is free again.
        let seen = good(program.get(API).await);
        assert_eq!(seen["data"].as_array().unwrap().len(), 1);
        make(&owner, &simulator.url(), &good_keys, &[]).await;
        assert_eq!(send(&owner, &format!("{other}/work"), &[("do", "test")]).await.location(), format!("{other}?done=passed"));
    }
}
