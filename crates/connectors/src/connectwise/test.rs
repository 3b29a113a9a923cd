//! The test of a connection: every call that is needed, none that changes anything.

use super::client::{Client, Request};
use super::lists::place;
use engine::outside::psa::{PsaStep, PsaTable, PsaTest};
use model::directory::PsaFault;
use protocol::psa::connectwise::records::{SystemInfo, read_record};

impl Client {
    pub(super) async fn test(&self) -> PsaTest {
        let mut test = PsaTest::default();
        let found = self.discover().await;
        if !step(&mut test, "find the company", found.err()) {
            return test;
        }
        // Keys are tried by a list: the system's own address answers with some keys that are wrong.
        let tried = self.try_list("company/companies", "list companies").await;
        let refused = tried.is_some_and(|fault| {
            let goes_on = matches!(fault, PsaFault::NoRight(_));
            step(&mut test, "list companies", Some(fault));
            !goes_on
        });
        if refused {
            return test;
        }
        if test.steps.len() == 1 {
            step(&mut test, "list companies", None);
        }
        let info = self
            .ask(&Request::get("system/info", "read the version"))
            .await;
        if let Ok(answer) = info {
            let info: SystemInfo = read_record(&answer.body).unwrap_or_default();
            test.version = info.version;
        }
        for (path, what) in [
            ("company/contacts", "list contacts"),
            ("company/configurations", "list configurations"),
            ("service/tickets", "list tickets"),
            ("system/members", "list members"),
        ] {
            let fault = self.try_list(path, what).await;
            step(&mut test, what, fault);
        }
        for table in [
            PsaTable::CompanyTypes,
            PsaTable::CompanyStatuses,
            PsaTable::Boards,
            PsaTable::Priorities,
            PsaTable::Sources,
            PsaTable::ConfigurationTypes,
        ] {
            let (path, what) = place(table);
            let fault = self.try_list(&path, what).await;
            step(&mut test, what, fault);
        }
        test
    }

    async fn try_list(&self, path: &str, what: &str) -> Option<PsaFault> {
        let path = format!("{path}?pageSize=1&fields=id");
        self.ask(&Request::get(&path, what)).await.err()
    }
}

/// Notes a step; whether it went well.
fn step(test: &mut PsaTest, what: &str, fault: Option<PsaFault>) -> bool {
    let good = fault.is_none();
    test.steps.push(PsaStep {
        what: what.to_owned(),
        fault,
    });
    good
}
