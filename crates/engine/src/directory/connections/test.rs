//! Trying a connection out: what is kept, and what was only typed.

use super::known;
use super::save::drafted;
use super::typed::{PsaDraftRefusal, read};
use crate::identity::Administrator;
use crate::outside::psa::PsaTest;
use crate::{Broken, Engine, Failure};
use kernel::{PsaConnectionId, Refusal as _, Timestamp};
use model::directory::{
    ConnectionRefusal, ConnectionState, PsaConnection, PsaConnectionDraft, PsaFault, SyncFilter,
};
use serde::{Deserialize, Serialize};
use store::directory::psa_connections;

/// Longest sentence of a report, in characters: it may hold a PSA's own words.
const LONGEST: usize = 500;

/// How a test went, in words that are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestReport {
    /// The PSA's version, where it tells.
    pub version: String,
    /// What was tried, in order.
    pub steps: Vec<TestStep>,
}

/// A step of it. The code is empty where it went well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestStep {
    /// What was tried.
    pub what: String,
    /// The fault's code.
    pub code: String,
    /// What is wrong.
    pub sentence: String,
    /// What to do about it.
    pub remedy: String,
}

impl TestStep {
    /// It went well.
    pub fn good(&self) -> bool {
        self.code.is_empty()
    }
}

impl TestReport {
    /// Everything went well.
    pub fn passed(&self) -> bool {
        !self.steps.is_empty() && self.steps.iter().all(TestStep::good)
    }

    /// The first step that did not go well.
    pub fn trouble(&self) -> Option<&TestStep> {
        self.steps.iter().find(|step| !step.good())
    }

    fn of(test: Result<PsaTest, PsaFault>) -> Self {
        let step = |what: String, fault: Option<PsaFault>| match fault {
            None => TestStep {
                what,
                ..TestStep::default()
            },
            Some(fault) => TestStep {
                what,
                code: fault.code().to_owned(),
                sentence: fault.sentence().chars().take(LONGEST).collect(),
                remedy: fault.remedy(),
            },
        };
        match test {
            Ok(test) => Self {
                version: test.version.chars().take(60).collect(),
                steps: test
                    .steps
                    .into_iter()
                    .map(|s| step(s.what, s.fault))
                    .collect(),
            },
            Err(fault) => Self {
                version: String::new(),
                steps: vec![step("call the PSA".into(), Some(fault))],
            },
        }
    }

    fn outcome(&self) -> &str {
        match self.trouble() {
            None => "passed",
            Some(step) => &step.code,
        }
    }
}

/// What stands in the audit log of a test: the keys went there.
fn where_to(connection: &PsaConnection, report: &TestReport) -> String {
    serde_json::json!({
        "host": connection.host,
        "company": connection.company,
        "outcome": report.outcome(),
    })
    .to_string()
}

impl Engine {
    /// Tests a connection as it is kept, and keeps how it went. Nothing is changed in the PSA.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Unknown`]; what is wrong with the PSA is in the report.
    pub async fn test_psa_connection(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<TestReport, Failure<ConnectionRefusal>> {
        let connection = {
            let mut tx = self.db.read().await?;
            known(&mut tx, admin.scope, id).await?
        };
        let report = TestReport::of(self.psa(&connection).await?.test().await);
        let text =
            serde_json::to_string(&report).map_err(|_| Broken::Damaged("test of a connection"))?;
        let (engine, admin, words) = (self.clone(), admin.clone(), where_to(&connection, &report));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    // It may be gone meanwhile.
                    known(tx, admin.scope, id).await?;
                    psa_connections::note_test(tx, id, &text, engine.now()).await?;
                    let entry = admin.did("psa_connection.tested", id);
                    engine.record(tx, entry.change("", words));
                    Ok::<_, Failure<ConnectionRefusal>>(())
                })
            })
            .await?;
        Ok(report)
    }

    /// Tests what was typed, before it is kept. With the id of a connection, keys that were left empty
    /// are the kept ones, under the same conditions as when it is changed.
    ///
    /// # Errors
    /// [`PsaDraftRefusal`] for the field; what is wrong with the PSA is in the report.
    pub async fn test_psa_draft(
        &self,
        admin: &Administrator,
        changes: Option<PsaConnectionId>,
        draft: PsaConnectionDraft,
    ) -> Result<TestReport, Failure<PsaDraftRefusal>> {
        let (connection, keys) = match changes {
            None => {
                let typed = read(&draft, None).map_err(Failure::Refused)?;
                let nobody = PsaConnection {
                    id: PsaConnectionId([0; 16]),
                    partner_id: admin.scope.partner(),
                    vendor: draft.vendor,
                    name: typed.names.name.clone(),
                    host: String::new(),
                    company: String::new(),
                    account: String::new(),
                    client_id: String::new(),
                    api_member: String::new(),
                    associated: Vec::new(),
                    filter: SyncFilter::default(),
                    state: ConnectionState::Active,
                    created_at: Timestamp(0),
                };
                (typed.onto(nobody), typed.keys)
            }
            Some(id) => {
                let mut tx = self.db.read().await?;
                let before = known(&mut tx, admin.scope, id).await.map_err(drafted)?;
                let (sealed, _) = psa_connections::keys(&mut tx, id)
                    .await?
                    .ok_or(Broken::Damaged("connection to a PSA"))?;
                let kept = self.open_psa_keys(id, &sealed)?;
                let typed = read(&draft, Some((&before, &kept))).map_err(Failure::Refused)?;
                (typed.onto(before), typed.keys)
            }
        };
        let psa = self.psa_clients.open(&self.psa_access(&connection, &keys)?);
        let report = TestReport::of(psa.test().await);
        let (engine, admin, words) = (self.clone(), admin.clone(), where_to(&connection, &report));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let entry = match changes {
                        Some(id) => admin.did("psa_connection.draft_tested", id),
                        None => admin.did("psa_connection.draft_tested", admin.scope.partner()),
                    };
                    engine.record(tx, entry.change("", words));
                    Ok::<_, Broken>(())
                })
            })
            .await?;
        Ok(report)
    }
}
