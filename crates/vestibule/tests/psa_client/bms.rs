//! Kaseya BMS behind the same port.

use super::{Time, listener, sweep, ways};
use connectors::PsaWays;
use engine::outside::psa::{
    Psa, PsaAccess, PsaAsk, PsaClients as _, PsaTable, PsaTicketDraft, PsaTicketPatch,
};
use kernel::{Refusal as _, Span};
use model::directory::PsaFault;
use protocol::psa::bms::Region;
use serde_json::json;
use simulators::bms::{Kind, Options, Simulator};
use simulators::{Effect, Fault};
use std::collections::BTreeSet;
use std::sync::Arc;

struct Office {
    simulator: Simulator,
    time: Time,
    ways: PsaWays,
}

impl Office {
    async fn with(accounts: u32, contacts: u32) -> Self {
        let time = Time::default();
        let options = Options {
            accounts,
            contacts,
            assets: 5,
            tickets: 5,
            clock: time.seconds(),
            ..Options::default()
        };
        let simulator = Simulator::start(listener().await, options).await.unwrap();
        let ways = ways(&time);
        Self {
            simulator,
            time,
            ways,
        }
    }

    fn open(&self, username: &str, password: &str, tenant: &str) -> Arc<dyn Psa> {
        self.ways.open(&PsaAccess::Bms {
            region: Region::parse(&self.simulator.url()).unwrap(),
            tenant: tenant.into(),
            username: username.into(),
            password: password.into(),
        })
    }

    fn password(&self, username: &str) -> String {
        let logins = self.simulator.logins();
        logins
            .into_iter()
            .find(|l| l.username == username)
            .unwrap()
            .password
    }

    fn psa(&self, username: &str) -> Arc<dyn Psa> {
        self.open(username, &self.password(username), "Training MSP")
    }

    fn asked(&self, path: &str) -> usize {
        self.simulator
            .requests()
            .iter()
            .filter(|r| r.path.starts_with(path))
            .count()
    }

    fn draft(&self, mark: &str) -> PsaTicketDraft {
        PsaTicketDraft {
            mark: mark.into(),
            title: "Disk of SRV-1 fails".into(),
            text: "Two findings.".into(),
            company: 1,
            site: Some(1),
            board: Some(2),
            status: Some(1),
            kind: Some(4),
            priority: Some(2),
            source: Some(5),
            opened: self.time.now(),
        }
    }
}

#[tokio::test]
async fn a_sweep_outlives_its_token() {
    let office = Office::with(1_300, 20).await;
    let psa = office.psa("api.reader");
    let (mut seen, mut after, mut spans) = (
        BTreeSet::new(),
        None,
        // Still good; ended and refreshed; both tokens ended.
        [Span::minutes(1), Span::hours(2), Span::hours(30)].into_iter(),
    );
    loop {
        let page = psa.companies(PsaAsk { since: None, after }).await.unwrap();
        seen.extend(page.rows.iter().map(|row| row.id));
        office.time.pass(spans.next().unwrap_or(Span::hours(2)));
        match page.next {
            None => break,
            next => after = next,
        }
    }
    assert_eq!(seen.len(), office.simulator.ids(Kind::Accounts).len());
    assert!(office.asked("security/refreshtoken") >= 1);
    assert_eq!(
        office.asked("security/authenticate"),
        2,
        "only where no token was left"
    );
    // A token that is refused before its time is renewed on the way.
    office
        .simulator
        .order(Fault::once("GET", "crm/contacts*", Effect::Status(401)));
    assert!(psa.contacts(PsaAsk::default()).await.is_ok());
}

#[tokio::test]
async fn a_good_status_is_not_believed() {
    let office = Office::with(5, 5).await;
    let good = office.password("api.full");
    let test = async |psa: Arc<dyn Psa>| {
        let test = psa.test().await.unwrap();
        let fault = test.steps.iter().find_map(|step| step.fault.clone());
        fault.map(|fault| fault.code())
    };
    assert_eq!(test(office.psa("api.full")).await, None);
    let tenant = "Training MSP";
    for (name, password, tenant, code) in [
        ("api.full", "wrong", tenant, "psa_login_refused"),
        ("api.full", good.as_str(), "Elsewhere", "psa_login_refused"),
        (
            "api.locked",
            &office.password("api.locked"),
            tenant,
            "psa_no_api_access",
        ),
    ] {
        let psa = office.open(name, password, tenant);
        assert_eq!(test(psa).await, Some(code), "{name} {tenant}");
    }
    let psa = office.psa("api.full");
    let mut draft = office.draft("v-1");
    draft.status = None;
    let fault = psa.create_ticket(&draft).await.unwrap_err();
    assert_eq!(fault.code(), "psa_refused");
    assert!(
        fault.sentence().contains("StatusId"),
        "its words are kept: {}",
        fault.sentence()
    );
    let fault = office
        .psa("api.reader")
        .create_ticket(&office.draft("v-2"))
        .await;
    assert_eq!(fault, Err(PsaFault::NoRight("add a ticket".into())));
    assert_eq!(psa.company(99_999).await, Ok(None));
    assert_eq!(psa.ticket(99_999).await, Ok(None));
    assert!(
        office.simulator.requests().iter().all(|r| r.status == 200),
        "all of that with 200"
    );
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_ticket() {
    let office = Office::with(5, 5).await;
    let psa = office.psa("api.full");
    let before = office.simulator.ids(Kind::Tickets).len();
    office.simulator.order(Fault::once(
        "POST",
        "servicedesk/tickets",
        Effect::CutAfterWrite,
    ));
    let fault = psa.create_ticket(&office.draft("v-1")).await.unwrap_err();
    assert!(matches!(fault, PsaFault::Unknown(_)), "{fault:?}");
    let found = psa.marked_tickets("v-1").await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(office.simulator.ids(Kind::Tickets).len(), before + 1);
    let patch = PsaTicketPatch {
        title: Some("Disk of SRV-1 is well".into()),
        status: Some(4),
        priority: None,
    };
    let both = psa.tickets(&[found[0].id, 1, 99_999]).await.unwrap();
    assert_eq!(both.len(), 2);
    let changed = psa.change_ticket(found[0].id, &patch).await.unwrap();
    assert_eq!(
        (changed.title.as_str(), changed.closed),
        ("Disk of SRV-1 is well [v-1]", true)
    );
    assert_eq!(
        psa.marked_tickets("v-1").await.unwrap().len(),
        1,
        "the mark stays"
    );
}

#[tokio::test]
async fn each_address_has_its_hour() {
    let office = Office::with(5, 5).await;
    let psa = office.psa("api.full");
    office.simulator.limit(Some(2));
    for _ in 0..2 {
        psa.companies(PsaAsk::default()).await.unwrap();
    }
    // No header says how long.
    assert_eq!(
        psa.companies(PsaAsk::default()).await,
        Err(PsaFault::Slow(30))
    );
    assert!(
        psa.contacts(PsaAsk::default()).await.is_ok(),
        "another address has its own"
    );
}

#[tokio::test]
async fn rows_are_what_the_office_sees() {
    let office = Office::with(8, 30).await;
    let psa = office.psa("api.reader");
    let contacts = sweep(|ask| psa.contacts(ask), None).await.unwrap();
    let ids: BTreeSet<i64> = contacts.iter().map(|c| c.id).collect();
    assert_eq!(ids.len(), office.simulator.ids(Kind::Contacts).len());
    assert!(
        contacts
            .iter()
            .any(|c| c.emails.len() == 1 && c.primary && c.bill_to)
    );
    let one = contacts.iter().find(|c| !c.emails.is_empty()).unwrap();
    assert_eq!(
        psa.contact(one.id).await.unwrap().map(|c| c.emails),
        Some(one.emails.clone())
    );
    let found = psa
        .contacts_with(&one.emails[0].to_uppercase())
        .await
        .unwrap();
    assert!(found.iter().any(|c| c.id == one.id));
    assert_eq!(psa.contacts_with("nobody@example.net").await, Ok(vec![]));
    let sites = psa.sites(1, PsaAsk::default()).await.unwrap().rows;
    assert!(sites[0].primary && sites[0].name == "Main" && !sites[0].address.is_empty());
    let since = office.time.now() + Span::minutes(1);
    office.time.pass(Span::hours(1));
    assert!(office.simulator.edit(
        Kind::Accounts,
        3,
        &json!({"AccountName": "Renamed", "IsActive": false})
    ));
    let changed = sweep(|ask| psa.companies(ask), Some(since)).await.unwrap();
    let changed: BTreeSet<(i64, &str, bool)> = changed
        .iter()
        .map(|c| (c.id, c.name.as_str(), c.active))
        .collect();
    assert_eq!(
        changed.into_iter().collect::<Vec<_>>(),
        [(3, "Renamed", false)]
    );
    assert!(
        !psa.members(PsaAsk::default())
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    for table in [
        PsaTable::CompanyTypes,
        PsaTable::Boards,
        PsaTable::TicketStatuses(0),
        PsaTable::TicketTypes(0),
        PsaTable::TicketSubtypes(1),
        PsaTable::Priorities,
        PsaTable::Sources,
    ] {
        let rows = psa.table(table, PsaAsk::default()).await.unwrap().rows;
        assert!(
            rows.iter().all(|row| !row.name.is_empty()) && !rows.is_empty(),
            "{table:?}"
        );
    }
    let none = psa
        .table(PsaTable::CompanyStatuses, PsaAsk::default())
        .await;
    assert!(matches!(none, Err(PsaFault::NotOffered(_))));
}

#[tokio::test]
async fn assets_are_read_whole_and_one_is_what_the_list_says() {
    let office = Office::with(8, 10).await;
    let psa = office.psa("api.reader");
    let assets = sweep(|ask| psa.configurations(ask), None).await.unwrap();
    // Whether pages begin at 0 or 1 is not known: the first may come twice.
    let ids: BTreeSet<i64> = assets.iter().map(|a| a.id).collect();
    assert_eq!(ids.len(), office.simulator.ids(Kind::Assets).len());
    for asset in &assets {
        assert!(!asset.name.is_empty() && !asset.serial.is_empty() && asset.company.is_some());
        let one = psa.configuration(asset.id).await.unwrap();
        assert_eq!(one.as_ref(), Some(asset));
    }
    assert_eq!(psa.configuration(99_999).await, Ok(None));
    office.simulator.forget_requests();
    let since = Some(office.time.now());
    assert_eq!(
        sweep(|ask| psa.configurations(ask), since).await,
        Ok(vec![])
    );
    assert_eq!(office.asked("servicedesk"), 0, "it cannot tell");
}
