//! Company mapping on a running hub: import, mapping what is here, switches, and who may not.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod api;
mod decisions;
mod import;
mod pages;
mod sites;

use engine::Failure;
use engine::directory::mappings::{
    CompanyFilter, ImportOutcome, ImportedRow, MapDraft, MappingCard, MappingFilter,
};
use engine::identity::Administrator;
use kernel::{CompanyId, MappingId, PartnerName, PsaConnectionId, Refusal, RuleId, Timestamp};
use model::directory::{
    IntegrationRule, MappingDraft, MappingRefusal, MappingSwitches, PsaCompany, PsaConnectionDraft,
    PsaRef, PsaSite, PsaVendor, SyncFilter,
};
use store::StoreFault;
use store::directory::{integration_rules, psa_connections, psa_due, psa_mirror, psa_sites};
use testkit::{Browser, TestHub};

/// A master with a connection whose PSA is not called.
pub struct Desk<'a> {
    pub hub: &'a TestHub,
    pub browser: Browser,
    pub admin: Administrator,
    pub connection: PsaConnectionId,
}

pub fn draft(name: &str) -> PsaConnectionDraft {
    PsaConnectionDraft {
        vendor: PsaVendor::ConnectWise,
        name: name.into(),
        host: "api-na.myconnectwise.net".into(),
        company: "training".into(),
        account: String::new(),
        public: "public-key-of-a-test".into(),
        private: "private-key-of-a-test".into(),
        client_id: String::new(),
        api_member: String::new(),
    }
}

impl<'a> Desk<'a> {
    pub async fn of(hub: &'a TestHub, master: &str, connection: PsaConnectionDraft) -> Self {
        let browser = hub.actor(master).sign_in(hub).await;
        let admin = hub.administrator(&browser).await;
        let made = hub.engine.make_psa_connection(&admin, connection).await;
        Self {
            hub,
            browser,
            connection: made.expect("a connection"),
            admin,
        }
    }

    pub async fn open(hub: &'a TestHub) -> Self {
        Self::of(hub, "owner", draft("training")).await
    }

    /// Writes rows as a pass would.
    pub async fn told(&self, companies: Vec<PsaCompany>, sites: Vec<PsaSite>) {
        let connection = self.connection;
        let written: Result<(), StoreFault> = self
            .hub
            .engine
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    for company in &companies {
                        psa_mirror::put(tx, connection, company, 1).await?;
                    }
                    for site in &sites {
                        psa_sites::put(tx, connection, site, 1).await?;
                    }
                    Ok(())
                })
            })
            .await;
        written.unwrap();
    }

    pub async fn gone(&self, company: i64) {
        let (connection, now) = (self.connection, self.hub.now());
        let written: Result<(), StoreFault> = self
            .hub
            .engine
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    psa_mirror::gone::<PsaCompany>(tx, connection, company, now).await
                })
            })
            .await;
        written.unwrap();
    }

    /// What the connection leaves out.
    pub async fn leaves_out(&self, associated: Vec<i64>, filter: SyncFilter) {
        let (scope, id) = (self.admin.scope(), self.connection);
        let written: Result<(), StoreFault> = self
            .hub
            .engine
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    let mut held = psa_connections::find(tx, scope, id).await?.unwrap();
                    held.associated = associated;
                    held.filter = filter;
                    psa_connections::change(tx, &held).await
                })
            })
            .await;
        written.unwrap();
    }

    pub async fn rule(&self, n: u8, name: &str) -> RuleId {
        let rule = IntegrationRule {
            id: RuleId([n; 16]),
            partner_id: self.admin.scope().partner(),
            connection_id: self.connection,
            name: PartnerName::parse(name).unwrap(),
            created_at: Timestamp(0),
        };
        let id = rule.id;
        let written: Result<(), StoreFault> = self
            .hub
            .engine
            .db()
            .write(move |tx| Box::pin(async move { integration_rules::insert(tx, &rule).await }))
            .await;
        written.unwrap();
        id
    }

    pub async fn import(&self, drafts: Vec<MappingDraft>) -> Vec<ImportedRow> {
        let engine = &self.hub.engine;
        let done = engine.import_psa_companies(&self.admin, self.connection, drafts);
        done.await.unwrap()
    }

    /// Maps, or the code of the refusal.
    pub async fn map(
        &self,
        company: CompanyId,
        mapping: MappingDraft,
    ) -> Result<MappingId, &'static str> {
        let draft = MapDraft {
            company,
            mapping,
            follows: false,
        };
        let engine = &self.hub.engine;
        code(
            engine
                .map_company(&self.admin, self.connection, draft)
                .await,
        )
    }

    pub async fn mappings(&self) -> Vec<MappingCard> {
        let all = MappingFilter::default();
        let engine = &self.hub.engine;
        let part = engine.list_mappings(&self.admin, self.connection, &all, "", 10_000);
        part.await.unwrap().rows
    }

    /// The names of the partner's companies.
    pub async fn companies(&self) -> Vec<(CompanyId, String)> {
        let all = CompanyFilter::default();
        let part = self
            .hub
            .engine
            .list_companies(&self.admin, &all, "", 10_000);
        let rows = part.await.unwrap().rows;
        rows.into_iter()
            .map(|c| (c.company.id, c.company.name.as_str().to_owned()))
            .collect()
    }

    pub async fn company(&self, name: &str) -> CompanyId {
        let all = self.companies().await;
        all.into_iter().find(|(_, n)| n == name).expect(name).0
    }

    /// The companies that the sync has to look at again; they are forgotten.
    pub async fn due(&self) -> Vec<i64> {
        let (connection, now) = (self.connection, self.hub.now());
        let due: Result<Vec<i64>, StoreFault> = self
            .hub
            .engine
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    let due = psa_due::list(tx, connection, now, 10_000).await?;
                    psa_due::forget(tx, connection).await?;
                    Ok(due.iter().map(|d| d.psa_id).collect())
                })
            })
            .await;
        due.unwrap()
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/console/psa/{}/companies{rest}", self.connection)
    }
}

/// The value, or the code of the refusal.
pub fn code<T>(done: Result<T, Failure<MappingRefusal>>) -> Result<T, &'static str> {
    done.map_err(|failure| match failure {
        Failure::Refused(refusal) => refusal.code(),
        Failure::Broken(broken) => panic!("{broken}"),
    })
}

pub fn company(id: i64, name: &str) -> PsaCompany {
    PsaCompany {
        id,
        identifier: format!("C{id}"),
        name: name.into(),
        status: Some(reference(1, "Active")),
        types: vec![reference(1, "Client")],
        active: true,
        ..PsaCompany::default()
    }
}

pub fn reference(id: i64, name: &str) -> PsaRef {
    PsaRef {
        id,
        name: name.into(),
    }
}

pub fn site(id: i64, company: i64, name: &str) -> PsaSite {
    PsaSite {
        id,
        company,
        name: name.into(),
        active: true,
        ..PsaSite::default()
    }
}

/// A company as a whole, or one of its sites, with nothing switched on.
pub fn plain(psa_company: i64, psa_site: Option<i64>) -> MappingDraft {
    MappingDraft {
        psa_company,
        psa_site,
        switches: MappingSwitches::default(),
    }
}

/// In a word what became of each.
pub fn words(rows: &[ImportedRow]) -> Vec<String> {
    rows.iter()
        .map(|row| match &row.outcome {
            ImportOutcome::Imported { name, .. } => format!("imported {name}"),
            ImportOutcome::Already { name, .. } => format!("already {name}"),
            ImportOutcome::Refused(refusal) => refusal.code().to_owned(),
        })
        .collect()
}
