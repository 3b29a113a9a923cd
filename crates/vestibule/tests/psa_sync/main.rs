//! The directory follows a PSA: a hub, a simulator of ConnectWise beside it, and one clock for both.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod bms;
mod follows;
mod questions;
mod random;
mod telling;

use engine::identity::Administrator;
use kernel::{CompanyId, MappingId, PartnerName, PsaConnectionId, Scope, Secret, Span};
use model::directory::sync::{Conflict, Decision};
use model::directory::{
    Company, CompanyMapping, CompanyState, Contact, ContactState, PsaCompany, PsaConnectionDraft,
    PsaVendor,
};
use serde_json::{Value, json};
use simulators::connectwise::{Edit, Kind, Options, Simulator};
use store::directory::{companies, company_mappings, contacts, psa_due, psa_mirror, psa_sync};
use testkit::TestHub;
use tokio::net::TcpListener;

/// A partner's office: a PSA, and a master of the hub.
pub struct Office {
    pub psa: Simulator,
    pub admin: Administrator,
    pub id: PsaConnectionId,
}

/// What both sides say of a person: name, addresses, whether she is active.
pub type Said = (String, Vec<String>, bool);

impl Office {
    /// Twelve companies with thirty people, connected by the role that is the least.
    pub async fn open(hub: &TestHub) -> Self {
        let options = Options {
            companies: 12,
            contacts: 30,
            configurations: 20,
            tickets: 3,
            twin_emails: 0,
            ..Options::default()
        };
        Self::with(hub, options, "Integration").await
    }

    pub async fn with(hub: &TestHub, options: Options, role: &str) -> Self {
        let clock = hub.clock();
        let options = Options {
            clock: std::sync::Arc::new(move || {
                use kernel::Clock as _;
                u64::try_from(clock.now().unix_seconds()).unwrap()
            }),
            ..options
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let psa = Simulator::start(listener, options).await.unwrap();
        Self::beside(hub, psa, role).await
    }

    /// The office of a PSA that runs already.
    pub async fn beside(hub: &TestHub, psa: Simulator, role: &str) -> Self {
        let owner = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&owner).await;
        let keys = psa.keys().into_iter().find(|k| k.role == role).unwrap();
        let draft = PsaConnectionDraft {
            vendor: PsaVendor::ConnectWise,
            name: "training".into(),
            host: psa.url(),
            company: keys.company.clone(),
            account: String::new(),
            public: Secret::new(keys.public.clone()),
            private: Secret::new(keys.private.clone()),
            client_id: String::new(),
            api_member: String::new(),
        };
        let id = hub.engine.make_psa_connection(&admin, draft).await.unwrap();
        Self { psa, admin, id }
    }

    /// Time passes, and all that is due is done.
    pub async fn pass(&self, hub: &TestHub, span: Span) {
        hub.wait(span);
        self.run(hub).await;
    }

    pub async fn run(&self, hub: &TestHub) {
        for _ in 0..50 {
            if hub.engine.run_psas().await.unwrap() == 0 {
                return;
            }
        }
        panic!("it comes to no end");
    }

    /// Everything is read again.
    pub async fn whole(&self, hub: &TestHub) {
        let engine = &hub.engine;
        engine
            .sync_psa_now(&self.admin, self.id, true)
            .await
            .unwrap();
        self.run(hub).await;
    }

    pub fn edit(&self, edit: Value) -> u32 {
        let edit: Edit = serde_json::from_value(edit).unwrap();
        self.psa.edit(&edit).unwrap()
    }

    pub fn update(&self, kind: &str, id: i64, fields: Value) {
        self.edit(json!({ "act": "update", "kind": kind, "id": id, "fields": fields }));
    }

    pub fn get(&self, kind: Kind, id: i64) -> Value {
        self.psa.get(kind, u32::try_from(id).unwrap()).unwrap()
    }

    /// A company of the PSA becomes one of ours, as a whole.
    pub async fn import(&self, hub: &TestHub, psa_company: i64) -> CompanyId {
        let held = {
            let mut tx = hub.engine.db().read().await.unwrap();
            psa_mirror::find::<PsaCompany>(&mut tx, self.id, psa_company)
                .await
                .unwrap()
                .unwrap()
        };
        self.map(hub, psa_company, None, &held.row.name).await
    }

    pub async fn map(
        &self,
        hub: &TestHub,
        psa_company: i64,
        site: Option<i64>,
        name: &str,
    ) -> CompanyId {
        let now = hub.now();
        let (partner_id, connection_id) = (self.admin.scope().partner(), self.id);
        let id = CompanyId(unique());
        let held = {
            let mut tx = hub.engine.db().read().await.unwrap();
            psa_mirror::find::<PsaCompany>(&mut tx, self.id, psa_company)
                .await
                .unwrap()
                .unwrap()
        };
        let company = Company {
            id,
            partner_id,
            name: PartnerName::parse(name).unwrap(),
            state: CompanyState::Active,
            created_at: now,
        };
        let mapping = CompanyMapping {
            id: MappingId(unique()),
            partner_id,
            connection_id,
            company_id: id,
            psa_company,
            psa_site: site,
            follows: true,
            known_name: held.row.name,
            known_identifier: held.row.identifier,
            creates_tickets: false,
            rule_id: None,
            syncs_configurations: false,
            created_at: now,
        };
        let write = hub.engine.db().write(move |tx| {
            Box::pin(async move {
                companies::insert(tx, &company).await?;
                company_mappings::insert(tx, &mapping).await?;
                psa_due::mark(tx, connection_id, psa_company).await?;
                Ok::<_, store::StoreFault>(())
            })
        });
        write.await.unwrap();
        id
    }

    pub fn scope(&self) -> Scope {
        self.admin.scope()
    }

    /// The numbers of a company's people in the PSA.
    pub fn people_of(&self, company: i64) -> Vec<i64> {
        let ids = self.psa.ids(Kind::Contacts).into_iter().map(i64::from);
        ids.filter(|id| self.get(Kind::Contacts, *id)["company"]["id"] == company)
            .collect()
    }

    /// A company with at least so many people.
    pub fn company_with(&self, count: usize) -> i64 {
        let ids = self.psa.ids(Kind::Companies).into_iter().map(i64::from);
        let found = ids
            .into_iter()
            .find(|id| self.people_of(*id).len() >= count);
        found.expect("a company with people")
    }

    /// What the PSA says of a person.
    pub fn said(&self, person: i64) -> Said {
        let row = self.get(Kind::Contacts, person);
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let empty = Vec::new();
        let items = row["communicationItems"].as_array().unwrap_or(&empty);
        let mut emails: Vec<&Value> = items
            .iter()
            .filter(|i| i["communicationType"] == "Email")
            .collect();
        emails.sort_by_key(|i| i["defaultFlag"] != true);
        let emails = emails
            .iter()
            .map(|i| i["value"].as_str().unwrap().to_owned());
        (
            format!("{} {}", text("firstName"), text("lastName"))
                .trim()
                .to_owned(),
            model::directory::sync::distinct(&emails.collect::<Vec<_>>()),
            row["inactiveFlag"] != true,
        )
    }

    /// The contact that a person of the PSA has become.
    pub async fn contact(&self, hub: &TestHub, person: i64) -> Option<Contact> {
        let mut tx = hub.engine.db().read().await.unwrap();
        let source = contacts::find_source(&mut tx, self.id, person)
            .await
            .unwrap()?;
        contacts::find(&mut tx, self.scope(), source.contact_id)
            .await
            .unwrap()
    }

    pub async fn state(&self, hub: &TestHub, person: i64) -> Option<ContactState> {
        let mut tx = hub.engine.db().read().await.unwrap();
        let source = contacts::find_source(&mut tx, self.id, person)
            .await
            .unwrap();
        source.map(|s| s.state)
    }

    /// What the hub says of her.
    pub async fn here(&self, hub: &TestHub, person: i64) -> Said {
        let contact = self.contact(hub, person).await.expect("a contact");
        let name = format!("{} {}", contact.first_name, contact.last_name);
        (
            name.trim().to_owned(),
            contact.emails,
            contact.state == ContactState::Active,
        )
    }

    pub async fn name_of(&self, hub: &TestHub, company: CompanyId) -> String {
        let mut tx = hub.engine.db().read().await.unwrap();
        let found = companies::find(&mut tx, self.scope(), company)
            .await
            .unwrap();
        found.unwrap().name.as_str().to_owned()
    }

    pub async fn sync(&self, hub: &TestHub) -> model::directory::sync::SyncState {
        let mut tx = hub.engine.db().read().await.unwrap();
        psa_sync::find(&mut tx, self.id).await.unwrap().unwrap()
    }

    pub async fn questions(&self, hub: &TestHub) -> Vec<Conflict> {
        let engine = &hub.engine;
        let rows = engine
            .list_psa_conflicts(&self.admin, self.id, false, None, 100)
            .await;
        rows.unwrap().into_iter().map(|c| c.conflict).collect()
    }

    /// Answers the only question.
    pub async fn answer(&self, hub: &TestHub, decision: Decision) {
        let engine = &hub.engine;
        let rows = engine
            .list_psa_conflicts(&self.admin, self.id, false, None, 100)
            .await;
        let rows = rows.unwrap();
        assert_eq!(rows.len(), 1, "{rows:?}");
        let id = rows[0].id;
        engine
            .decide_psa_conflict(&self.admin, id, Some(decision))
            .await
            .unwrap();
        self.run(hub).await;
    }

    /// Nothing was asked that the role does not allow, and nothing was ever deleted.
    pub fn is_well_behaved(&self) {
        for asked in self.psa.requests() {
            assert!(!asked.beyond_rights, "{asked:?}");
            assert_ne!(asked.method, "DELETE", "{asked:?}");
        }
    }
}

fn unique() -> [u8; 16] {
    let (one, other) = (testkit::unique(), testkit::unique());
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&one.to_be_bytes());
    bytes[8..].copy_from_slice(&other.to_be_bytes());
    bytes
}
