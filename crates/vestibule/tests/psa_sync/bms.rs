//! The directory follows Kaseya BMS as it follows ConnectWise.

use super::Office;
use engine::directory::mappings::ImportOutcome;
use kernel::{Clock as _, Secret, Span};
use model::directory::ContactState::{Active, Gone, Inactive, OutOfScope};
use model::directory::{
    ContactState, MappingDraft, MappingSwitches, PsaConfiguration, PsaConnectionDraft, PsaVendor,
};
use serde_json::{Value, json};
use simulators::bms::{Kind, Options, Simulator};
use std::sync::Arc;
use store::directory::psa_mirror;
use testkit::{TestHub, on_both_engines};
use tokio::net::TcpListener;

/// A hub that is connected to a BMS by a login that only reads.
struct Beside {
    bms: Simulator,
    office: Office,
}

impl Beside {
    async fn open(hub: &TestHub) -> Self {
        let clock = hub.clock();
        let options = Options {
            accounts: 6,
            contacts: 40,
            assets: 12,
            tickets: 1,
            clock: Arc::new(move || u64::try_from(clock.now().unix_seconds()).unwrap()),
            ..Options::default()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let bms = Simulator::start(listener, options).await.unwrap();
        let logins = bms.logins();
        let login = logins.iter().find(|l| l.api_access && !l.writes).unwrap();
        let office = Office::open(hub).await;
        let draft = PsaConnectionDraft {
            vendor: PsaVendor::Bms,
            name: "Europe".into(),
            host: bms.url(),
            company: "Training MSP".into(),
            account: login.username.clone(),
            public: Secret::new(String::new()),
            private: Secret::new(login.password.clone()),
            client_id: String::new(),
            api_member: String::new(),
        };
        let made = hub.engine.make_psa_connection(&office.admin, draft).await;
        let id = made.unwrap();
        let office = Office { id, ..office };
        office.run(hub).await;
        Self { bms, office }
    }

    /// Somebody of an account that is a client and active, with an address.
    fn somebody(&self) -> (u32, u32) {
        let found = self.bms.ids(Kind::Contacts).into_iter().find_map(|id| {
            let row = self.bms.get(Kind::Contacts, id)?;
            let account = u32::try_from(row["AccountId"].as_u64()?).ok()?;
            let of = self.bms.get(Kind::Accounts, account)?;
            let fits = row["IsActive"] == true
                && row["Emails"].as_array().is_some_and(|e| !e.is_empty())
                && of["IsActive"] == true;
            fits.then_some((id, account))
        });
        found.unwrap()
    }

    fn edit(&self, kind: Kind, id: u32, members: Value) {
        assert!(self.bms.edit(kind, id, &members));
    }

    async fn state(&self, hub: &TestHub, person: u32) -> Option<ContactState> {
        self.office.state(hub, person.into()).await
    }

    async fn devices(&self, hub: &TestHub) -> i64 {
        let mut tx = hub.engine.db().read().await.unwrap();
        psa_mirror::count::<PsaConfiguration>(&mut tx, self.office.id)
            .await
            .unwrap()
    }
}

on_both_engines! {
    async fn the_directory_follows_bms_too(hub) {
        let beside = Beside::open(hub).await;
        let (office, bms) = (&beside.office, &beside.bms);
        let view = hub.engine.psa_sync_view(&office.admin, office.id).await.unwrap();
        let state = view.state.unwrap();
        assert!(state.pass.is_none() && state.fault.code.is_empty(), "{state:?}");
        let held = (view.counts.companies, view.counts.contacts, view.counts.configurations);
        assert_eq!(held, (6, 40, 12));

        let (person, account) = beside.somebody();
        let draft = MappingDraft { psa_company: account.into(), psa_site: None, switches: MappingSwitches::default() };
        let made = hub.engine.import_psa_companies(&office.admin, office.id, vec![draft]).await.unwrap();
        assert!(matches!(made[0].outcome, ImportOutcome::Imported { .. }), "{made:?}");
        office.run(hub).await;
        assert_eq!(beside.state(hub, person).await, Some(Active));

        // Nothing changed: few calls, and nothing is written.
        bms.forget_requests();
        office.pass(hub, Span::minutes(1)).await;
        let asked = bms.requests().len();
        assert!((2..=12).contains(&asked), "{asked}");
        assert_eq!(office.sync(hub).await.rows_changed, 0);

        let email = json!([{ "Id": 1, "EmailAddress": "new@example.com", "EmailTypeId": 1, "EmailType": "Work", "IsDefault": true }]);
        beside.edit(Kind::Contacts, person, json!({ "LastName": "Newname", "Emails": email }));
        office.pass(hub, Span::minutes(1)).await;
        let (name, emails, active) = office.here(hub, person.into()).await;
        assert!(name.ends_with(" Newname") && emails == ["new@example.com"] && active, "{name} {emails:?}");
        beside.edit(Kind::Contacts, person, json!({ "IsActive": false }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(beside.state(hub, person).await, Some(Inactive));
        beside.edit(Kind::Contacts, person, json!({ "IsActive": true }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(beside.state(hub, person).await, Some(Active));
        // The account is switched off: nobody of it gets in.
        beside.edit(Kind::Accounts, account, json!({ "IsActive": false }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(beside.state(hub, person).await, Some(OutOfScope));
        beside.edit(Kind::Accounts, account, json!({ "IsActive": true }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(beside.state(hub, person).await, Some(Active));

        // What is removed without a trace is found by the pass that reads everything.
        assert!(bms.remove(Kind::Contacts, person));
        assert!(bms.remove(Kind::Assets, bms.ids(Kind::Assets)[0]));
        office.pass(hub, Span::minutes(1)).await;
        office.whole(hub).await;
        assert_eq!(beside.state(hub, person).await, Some(Gone));
        assert_eq!(beside.devices(hub).await, 11);
        for asked in bms.requests() {
            let reads = asked.method == "GET" || asked.path.starts_with("security/");
            assert!(reads && asked.status < 400, "{asked:?}");
        }
    }
}
