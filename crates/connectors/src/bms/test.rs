//! The test of a connection: every call that is needed, none that changes anything.

use super::client::Client;
use engine::outside::psa::{PsaStep, PsaTest};

impl Client {
    pub(super) async fn test(&self) -> PsaTest {
        let mut test = PsaTest::default();
        let signed_in = self.token(None).await.err();
        let refused = signed_in.is_some();
        test.steps.push(PsaStep {
            what: "sign in".into(),
            fault: signed_in,
        });
        if refused {
            return test;
        }
        for (path, what) in [
            ("crm/accounts/summary?PageSize=1", "list accounts"),
            ("crm/contacts/summary?PageSize=1", "list contacts"),
            ("servicedesk/tickets?PageSize=1", "list tickets"),
            ("hr/employees/lookup?PageSize=1", "list employees"),
            ("system/queues/lookup", "list queues"),
            ("system/statuses/lookup", "list statuses"),
            ("system/priorities/lookup", "list priorities"),
            ("system/issuetypes/lookup", "list issue types"),
        ] {
            test.steps.push(PsaStep {
                what: what.to_owned(),
                fault: self.get(path, what).await.err(),
            });
        }
        test
    }
}
