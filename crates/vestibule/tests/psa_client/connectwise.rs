//! Lists of ConnectWise: every row once, whatever happens meanwhile.

use super::{CLIENT_ID, Office, sweep};
use engine::outside::psa::{PsaAsk, PsaTable};
use kernel::{Refusal as _, Span};
use model::directory::PsaFault;
use protocol::psa::connectwise::overlap;
use protocol::psa::connectwise::rights::{Deed, Purpose};
use serde_json::json;
use simulators::connectwise::{Allow, Kind, Options};
use std::collections::BTreeSet;

#[tokio::test]
async fn a_sweep_sees_every_row_once_while_rows_come_and_go() {
    let office = Office::with(Options {
        companies: 700,
        contacts: 10,
        configurations: 5,
        tickets: 5,
        ..Options::default()
    })
    .await;
    let psa = office.psa("Integration");
    let before: BTreeSet<i64> = office
        .simulator
        .ids(Kind::Companies)
        .into_iter()
        .map(i64::from)
        .collect();
    let (mut seen, mut after, mut removed, mut pages) = (Vec::new(), None, BTreeSet::new(), 0);
    loop {
        let page = psa.companies(PsaAsk { since: None, after }).await.unwrap();
        seen.extend(page.rows.iter().map(|row| row.id));
        pages += 1;
        // Meanwhile the office works: rows behind go, which shifts numbered pages; new ones come.
        for id in [seen[3] as u32, seen[seen.len() - 1] as u32] {
            if removed.insert(i64::from(id)) {
                office.edit(json!({"act": "remove", "kind": "companies", "id": id}));
            }
        }
        let name = format!("New {pages}");
        office.edit(json!({"act": "create", "kind": "companies",
            "fields": {"identifier": name, "name": name}}));
        match page.next {
            None => break,
            next => after = next,
        }
    }
    assert!(pages >= 3);
    let once: BTreeSet<i64> = seen.iter().copied().collect();
    assert_eq!(once.len(), seen.len(), "no row twice");
    assert!(before.is_subset(&once), "no row missed");
}

#[tokio::test]
async fn what_changed_is_found_by_the_vendors_clock_with_an_overlap() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    let all = sweep(|ask| psa.companies(ask), None).await.unwrap();
    let newest = overlap::newest(
        None,
        all.iter().filter_map(|c| c.changed.at),
        office.time.now(),
    );
    office.time.pass(Span::hours(1));
    office.edit(
        json!({"act": "update", "kind": "companies", "id": 3, "fields": {"name": "Renamed"}}),
    );
    office.edit(json!({"act": "delete", "kind": "companies", "id": 4}));
    let since = overlap::since(newest.unwrap());
    let changed = sweep(|ask| psa.companies(ask), Some(since)).await.unwrap();
    let of = |id| changed.iter().find(|c| c.id == id).unwrap();
    assert_eq!((of(3).name.as_str(), of(3).active), ("Renamed", true));
    assert!(!of(4).active, "a deleted company stays readable");
    assert_eq!(of(3).changed.by, "admin1");
    let later = overlap::newest(
        newest,
        changed.iter().filter_map(|c| c.changed.at),
        office.time.now(),
    );
    assert_eq!(later, Some(office.time.now()));
    let again = sweep(
        |ask| psa.companies(ask),
        Some(overlap::since(later.unwrap())),
    )
    .await;
    let ids: Vec<i64> = again.unwrap().iter().map(|c| c.id).collect();
    assert_eq!(ids, [3, 4], "the window reaches back over the last");
}

#[tokio::test]
async fn rows_are_what_the_office_sees() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    let contacts = sweep(|ask| psa.contacts(ask), None).await.unwrap();
    assert_eq!(contacts.len(), office.simulator.ids(Kind::Contacts).len());
    assert!(
        contacts
            .iter()
            .any(|c| !c.emails.is_empty() && c.company.is_some())
    );
    assert!(contacts.iter().any(|c| c.bill_to || c.primary));
    let one = contacts[0].clone();
    assert_eq!(
        psa.contact(one.id).await.unwrap().map(|c| c.emails),
        Some(one.emails)
    );
    let shared = contacts.iter().find(|c| !c.emails.is_empty()).unwrap();
    let email = shared.emails[0].to_uppercase();
    let found = psa.contacts_with(&email).await.unwrap();
    assert!(
        found.iter().any(|c| c.id == shared.id),
        "{email}: {found:?}"
    );
    assert_eq!(psa.contacts_with("o'nobody@example.net").await, Ok(vec![]));
    assert!(
        psa.contacts_with("\"a\"'b'@example.net").await.is_err(),
        "cannot be asked"
    );
    assert_eq!(psa.contact(99_999).await, Ok(None));
    assert_eq!(psa.company(99_999).await, Ok(None));
    let mut sites = 0;
    for company in sweep(|ask| psa.companies(ask), None).await.unwrap() {
        let found = sweep(|ask| psa.sites(company.id, ask), None).await.unwrap();
        sites += found.len();
        assert!(found.iter().all(|site| site.company == company.id));
    }
    assert_eq!(sites, office.simulator.ids(Kind::Sites).len());
    let members = sweep(|ask| psa.members(ask), None).await.unwrap();
    assert!(
        members
            .iter()
            .any(|m| m.identifier == "admin1" && m.email == "admin1@provider.example")
    );
    let table = async |table| sweep(|ask| psa.table(table, ask), None).await.unwrap();
    let statuses = table(PsaTable::CompanyStatuses).await;
    assert!(
        statuses
            .iter()
            .any(|s| s.name == "Solvent (old)" && !s.active)
    );
    assert!(
        statuses
            .iter()
            .any(|s| s.name == "Active" && s.default && s.active)
    );
    assert!(
        table(PsaTable::CompanyTypes)
            .await
            .iter()
            .any(|t| t.name == "Vendor")
    );
    for board in table(PsaTable::Boards).await {
        let statuses = table(PsaTable::TicketStatuses(board.id)).await;
        let closed = statuses.iter().find(|s| s.name == "Closed");
        // On this board the name lies: nothing closes there but what is marked as closing.
        assert_eq!(
            closed.is_some_and(|s| !s.closed),
            board.name == "Integration",
            "{board:?}"
        );
        // A board may have no types at all.
        let types = table(PsaTable::TicketTypes(board.id)).await;
        assert_eq!(types.is_empty(), board.name == "Alerts", "{board:?}");
    }
    for list in [
        PsaTable::Priorities,
        PsaTable::Sources,
        PsaTable::ConfigurationTypes,
        PsaTable::ConfigurationStatuses,
    ] {
        assert!(
            table(list).await.iter().all(|row| !row.name.is_empty()),
            "{list:?}"
        );
    }
}

#[tokio::test]
async fn an_upgrade_of_the_tenant_is_followed() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    assert!(psa.companies(PsaAsk::default()).await.is_ok());
    office.simulator.upgrade("v2026_2/");
    assert!(psa.companies(PsaAsk::default()).await.is_ok());
    office.simulator.upgrade("v2026_3/");
    let made = psa.create_ticket(&office.draft("up-1")).await.unwrap();
    assert_eq!(made.mark, "up-1");
    assert_eq!(psa.marked_tickets("up-1").await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_test_names_what_is_wrong() {
    let office = Office::small().await;
    let passed = office.psa("Integration").test().await.unwrap();
    assert!(passed.passed() && passed.steps.len() > 10, "{passed:?}");
    assert!(!passed.version.is_empty());
    let good = office.keys("Integration");
    let url = office.simulator.url();
    let swapped = |company: &str, private: &str| simulators::connectwise::Keys {
        company: company.into(),
        private: private.into(),
        ..good.clone()
    };
    let nobody = super::listener().await.local_addr().unwrap();
    let tls = url.replace("http:", "https:");
    for (at, keys, client_id, code) in [
        (
            url.as_str(),
            swapped("elsewhere", &good.private),
            CLIENT_ID,
            "psa_unknown_company",
        ),
        (
            &url,
            swapped(&good.company, "wrong-key-1"),
            CLIENT_ID,
            "psa_login_refused",
        ),
        (&url, good.clone(), "", "psa_client_id"),
        (
            &format!("http://{nobody}"),
            good.clone(),
            CLIENT_ID,
            "psa_unreachable",
        ),
        (&tls, good.clone(), CLIENT_ID, "psa_certificate"),
        (
            "https://psa.invalid",
            good.clone(),
            CLIENT_ID,
            "psa_name_unknown",
        ),
    ] {
        let test = office.open(at, &keys, client_id).test().await.unwrap();
        let last = test.steps.last().and_then(|step| step.fault.clone());
        let last = last.unwrap_or_else(|| panic!("{code}: {test:?}"));
        assert_eq!(last.code(), code, "{test:?}");
        let words = format!("{test:?} {} {}", last.sentence(), last.remedy());
        assert!(!words.contains(keys.private.as_str()), "no key in words");
    }
}

#[tokio::test]
async fn a_weak_role_is_named_list_by_list() {
    let office = Office::small().await;
    let test = office.psa("Scanner").test().await.unwrap();
    let failed: Vec<_> = test.steps.iter().filter_map(|s| s.fault.clone()).collect();
    assert_eq!(failed, [PsaFault::NoRight("list contacts".into())]);
    office.simulator.allow(&Allow {
        role: "Scanner".into(),
        module: "Companies".into(),
        function: "Company Maintenance".into(),
        add: "None".into(),
        edit: "None".into(),
        delete: "None".into(),
        inquire: "None".into(),
        tables: vec![],
    });
    let test = office.psa("Scanner").test().await.unwrap();
    let failed = test.steps.iter().filter(|s| s.fault.is_some());
    let failed: Vec<&str> = failed.map(|s| s.what.as_str()).collect();
    assert_eq!(failed, ["list companies", "list contacts"]);
}

#[tokio::test]
async fn a_role_is_held_against_the_least_that_is_needed() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    let member = |role: &str| office.keys(role).member;
    let scanner = psa
        .rights(&member("Scanner"), &[Purpose::Findings])
        .await
        .unwrap();
    assert_eq!(scanner.role, "Scanner");
    assert_eq!(scanner.comparison.missing, []);
    assert_eq!(scanner.comparison.excessive, []);
    let all = psa.rights(&member("Scanner"), &Purpose::ALL).await.unwrap();
    let missing: Vec<String> = all
        .comparison
        .missing
        .iter()
        .map(|d| format!("{} {}", d.function, d.deed.words()))
        .collect();
    assert_eq!(
        missing,
        [
            "Contacts Inquire",
            "Agreements Inquire",
            "Invoicing Inquire",
            "Table Setup (Customize) Edit",
            "Security Roles Inquire"
        ]
    );
    let admin = psa.rights(&member("Admin"), &Purpose::ALL).await.unwrap();
    assert!(admin.comparison.missing.is_empty());
    let deletes = admin
        .comparison
        .excessive
        .iter()
        .filter(|d| d.deed == Deed::Delete);
    assert_eq!(deletes.count(), 16, "every function allows to delete");
    // The guide's role cannot read roles, itself among them: that is told, not guessed.
    let own = office
        .psa("Scanner")
        .rights(&member("Scanner"), &Purpose::ALL)
        .await;
    let fault = own.unwrap_err();
    assert!(
        fault
            .sentence()
            .contains("System > Security Roles: Inquire"),
        "{fault:?}"
    );
}
