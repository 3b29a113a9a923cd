//! Contacts, their profiles, and why somebody does not get in: in the console and by programs.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod apart;
mod causes;
mod many;
mod record;

use engine::identity::Administrator;
use kernel::{CompanyId, ContactId, PsaConnectionId, Span};
use model::directory::{ContactState, PsaChange, PsaCompany, PsaContact, PsaRef};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::directory::psa_mirror;
use testkit::{Browser, ContactSeed, Page, TestHub, on_both_engines};

const LIST: &str = "/console/contacts";

struct Office {
    owner: Browser,
    admin: Administrator,
    psa: PsaConnectionId,
}

async fn office(hub: &TestHub) -> Office {
    let owner = hub.actor("owner").sign_in(hub).await;
    let admin = hub.administrator(&owner).await;
    let psa = hub.quiet_psa(&admin, "training").await;
    Office { owner, admin, psa }
}

impl Office {
    async fn add(&self, hub: &TestHub, seeds: Vec<ContactSeed>) -> Vec<ContactId> {
        hub.contacts(&self.admin, self.psa, seeds).await
    }
    async fn demo(&self, hub: &TestHub) -> ContactId {
        let seed = ContactSeed::new(1, "Demo", "Owner", "demo@client.example.net");
        self.add(hub, vec![seed]).await[0]
    }
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.owner.get("/console/members").await;
        let csrf = page.input("csrf").to_owned();
        let mut form = vec![("csrf", csrf.as_str())];
        form.extend(fields);
        self.owner.post(path, &form).await
    }
    /// Gives a profile on the record's page.
    async fn give(&self, id: ContactId, profile: &str) -> Page {
        let path = format!("{LIST}/{id}");
        let version = self.owner.get(&path).await.input("version").to_owned();
        let fields = [
            ("version", version.as_str()),
            ("profile", profile),
            ("do", "save"),
        ];
        self.send(&path, &fields).await
    }
}

/// The profile that the record's page shows as chosen.
fn chosen(page: &Page) -> &str {
    let select = page.between("<select id=\"profile\"", "</select>");
    let at = select.find(" selected>").expect("a chosen profile");
    let rest = &select[at + " selected>".len()..];
    &rest[..rest.find('<').unwrap()]
}

async fn detail(hub: &TestHub, id: ContactId) -> Value {
    let program = hub.mighty_program("owner").await;
    program.get(&format!("/api/v1/contacts/{id}")).await.json()
}

/// The codes of what stands in a contact's way.
fn codes(causes: &Value) -> Vec<&str> {
    let all = causes.as_array().unwrap();
    all.iter().map(|c| c["code"].as_str().unwrap()).collect()
}

async fn write<F>(hub: &TestHub, change: F)
where
    F: for<'t> FnOnce(
            &'t mut store::Tx,
        ) -> std::pin::Pin<
            Box<dyn Future<Output = Result<(), store::StoreFault>> + Send + 't>,
        > + Send
        + 'static,
{
    hub.engine.db().write(change).await.expect("written");
}

async fn close_company(hub: &TestHub, admin: &Administrator, name: &'static str) {
    let scope = admin.scope();
    let key = kernel::name::name_key(name);
    write(hub, move |tx| {
        Box::pin(async move {
            let mut company = store::directory::companies::find_by_key(tx, scope, &key)
                .await?
                .unwrap();
            company.state = model::directory::CompanyState::Deactivated;
            store::directory::companies::update(tx, scope, &company).await
        })
    })
    .await;
}

/// What the PSA says of a company, by its types and status.
async fn say_company(
    hub: &TestHub,
    psa: PsaConnectionId,
    id: i64,
    name: &str,
    types: &[i64],
    status: i64,
) {
    let company = PsaCompany {
        id,
        identifier: name.to_lowercase(),
        name: name.into(),
        status: Some(PsaRef {
            id: status,
            name: format!("Status {status}"),
        }),
        types: types
            .iter()
            .map(|t| PsaRef {
                id: *t,
                name: format!("Type {t}"),
            })
            .collect(),
        website: String::new(),
        active: true,
        changed: PsaChange {
            at: None,
            by: String::new(),
        },
    };
    write(hub, move |tx| {
        Box::pin(async move { psa_mirror::put(tx, psa, &company, 1).await })
    })
    .await;
}

async fn say_contact(
    hub: &TestHub,
    psa: PsaConnectionId,
    id: i64,
    company: Option<i64>,
    email: &str,
) {
    let contact = PsaContact {
        id,
        company,
        site: None,
        first_name: "Mirror".into(),
        last_name: format!("Number {id}"),
        title: String::new(),
        emails: vec![email.into()],
        active: true,
        primary: false,
        bill_to: false,
        changed: PsaChange {
            at: None,
            by: String::new(),
        },
    };
    write(hub, move |tx| {
        Box::pin(async move { psa_mirror::put(tx, psa, &contact, 1).await })
    })
    .await;
}

async fn ask(office: &Office, email: &str) -> Page {
    let path = format!("{LIST}/readiness?email={email}");
    office.owner.get(&path).await
}
