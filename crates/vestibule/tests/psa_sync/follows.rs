//! What happens in the PSA happens here.

use super::Office;
use kernel::Span;
use model::directory::ContactState::{Active, Gone, Inactive, OutOfScope};
use model::directory::REVOKED;
use model::directory::sync::Stage;
use serde_json::json;
use simulators::connectwise::{Kind, Options};
use simulators::{Effect, Fault};
use testkit::on_both_engines;

on_both_engines! {
    async fn the_first_pass_reads_everything_and_later_ones_what_changed(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let view = hub.engine.psa_sync_view(&office.admin, office.id).await.unwrap();
        let state = view.state.unwrap();
        assert_eq!((view.counts.contacts, view.counts.configurations), (30, 20));
        assert_eq!(view.counts.companies, i64::try_from(office.psa.ids(Kind::Companies).len()).unwrap());
        assert!(state.pass.is_none() && state.fault.code.is_empty() && state.left_out.is_empty(), "{state:?}");
        assert_eq!(state.callbacks, "");
        let company = office.company_with(2);
        let own = office.import(hub, company).await;
        office.run(hub).await;
        for person in office.people_of(company) {
            assert_eq!(office.here(hub, person).await, office.said(person));
            let contact = office.contact(hub, person).await.unwrap();
            assert_eq!(contact.profile, REVOKED, "no access until somebody grants it");
        }
        // Nothing changed: few requests, and nothing is written.
        office.psa.forget_requests();
        office.pass(hub, Span::minutes(1)).await;
        let asked = office.psa.requests().len();
        assert!((3..=12).contains(&asked), "{asked}");
        assert_eq!(office.sync(hub).await.rows_changed, 0);

        let person = office.people_of(company)[0];
        office.update("Contacts", person, json!({ "lastName": "Newname" }));
        office.update("Companies", company, json!({ "name": "Another Name" }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.here(hub, person).await, office.said(person));
        assert_eq!(office.name_of(hub, own).await, "Another Name");
        office.is_well_behaved();
        let log = hub.audit().await;
        assert!(log.iter().any(|l| l.starts_with("company.synced")), "{log:#?}");
    }

    async fn a_connection_that_was_paused_in_the_middle_goes_on_at_once(hub) {
        let office = Office::open(hub).await;
        let held = hub.engine.claim_psa().await.unwrap().expect("it is due");
        hub.engine.pause_psa_connection(&office.admin, office.id).await.unwrap();
        hub.engine.run_psa(held).await.unwrap();
        assert!(hub.engine.claim_psa().await.unwrap().is_none(), "paused");
        hub.engine.resume_psa_connection(&office.admin, office.id).await.unwrap();
        assert!(hub.engine.claim_psa().await.unwrap().is_some(), "nobody waits for a lease");
    }

    async fn each_change_of_a_person_follows(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let company = office.company_with(2);
        office.import(hub, company).await;
        office.run(hub).await;
        let [one, two] = office.people_of(company)[..2] else { panic!() };
        office.update("Contacts", one, json!({ "inactiveFlag": true }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.state(hub, one).await, Some(Inactive));
        office.update("Contacts", one, json!({ "inactiveFlag": false }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.state(hub, one).await, Some(Active));
        // A new one comes in by a poll, one without a company does not.
        let email = |value: &str| json!([{ "type": { "id": 1 }, "value": value, "communicationType": "Email", "defaultFlag": true }]);
        let new = office.edit(json!({ "act": "create", "kind": "Contacts", "fields": { "firstName": "New", "lastName": "Person", "company": { "id": company }, "communicationItems": email("new@example.com") } }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.here(hub, i64::from(new)).await, ("New Person".into(), vec!["new@example.com".into()], true));
        // She moves to a company that is not ours, and back.
        let others = office.psa.ids(Kind::Companies);
        let other = others.into_iter().map(i64::from).find(|id| *id != company).unwrap();
        office.update("Contacts", two, json!({ "company": { "id": other } }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.state(hub, two).await, Some(OutOfScope));
        let second = office.import(hub, other).await;
        office.run(hub).await;
        assert_eq!(office.state(hub, two).await, Some(Active));
        assert_ne!(office.name_of(hub, second).await, "");
        // What is removed without a trace is found by the pass that reads everything.
        office.edit(json!({ "act": "remove", "kind": "Contacts", "id": one }));
        office.pass(hub, Span::minutes(1)).await;
        office.whole(hub).await;
        assert_eq!(office.state(hub, one).await, Some(Gone));
        assert_eq!(office.contact(hub, one).await.unwrap().state, Gone);
        office.is_well_behaved();
    }

    async fn hidden_and_associated_companies_are_in_or_out_of_scope(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let company = office.company_with(1);
        office.import(hub, company).await;
        office.run(hub).await;
        let person = office.people_of(company)[0];
        assert_eq!(office.state(hub, person).await, Some(Active));
        let status = office.get(Kind::Companies, company)["status"]["id"].as_i64().unwrap();
        let mut reach = model::directory::PsaReach { associated: Vec::new(), filter: model::directory::SyncFilter { hidden_types: Vec::new(), hidden_statuses: vec![status] } };
        hub.engine.set_psa_reach(&office.admin, office.id, reach.clone()).await.unwrap();
        office.run(hub).await;
        assert_eq!(office.state(hub, person).await, Some(OutOfScope));
        reach.filter.hidden_statuses.clear();
        reach.associated = vec![company + 1_000];
        hub.engine.set_psa_reach(&office.admin, office.id, reach.clone()).await.unwrap();
        office.run(hub).await;
        assert_eq!(office.state(hub, person).await, Some(OutOfScope));
        reach.associated = vec![company];
        hub.engine.set_psa_reach(&office.admin, office.id, reach).await.unwrap();
        office.run(hub).await;
        assert_eq!(office.state(hub, person).await, Some(Active));
    }

    async fn a_role_that_sees_no_contacts_leaves_them_as_they_were(hub) {
        let options = Options { companies: 8, contacts: 30, configurations: 5, tickets: 0, ..Options::default() };
        let office = Office::with(hub, options, "Integration").await;
        office.run(hub).await;
        let company = office.company_with(1);
        office.import(hub, company).await;
        office.run(hub).await;
        let person = office.people_of(company)[0];
        let levels = |inquire: &str| serde_json::from_value(json!({ "role": "Integration", "module": "Companies", "function": "Contacts", "add": "None", "edit": "None", "delete": "None", "inquire": inquire })).unwrap();
        assert!(office.psa.allow(&levels("None")));
        office.whole(hub).await;
        let state = office.sync(hub).await;
        assert!(state.left_out.iter().any(|l| l.starts_with("contacts: ")), "{state:?}");
        assert_eq!(office.state(hub, person).await, Some(Active), "what may not be seen is not gone");
        assert!(office.psa.allow(&levels("All")));
        office.whole(hub).await;
        assert_eq!(office.sync(hub).await.left_out, Vec::<String>::new());
    }

    async fn sites_that_cannot_be_read_hold_up_nothing_and_are_tried_again_later(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let company = office.company_with(1);
        office.psa.order(Fault::always("GET", "*/sites*", Effect::Status(500)));
        office.import(hub, company).await;
        // It comes to an end, and the person is here.
        office.run(hub).await;
        let person = office.people_of(company)[0];
        assert_eq!(office.state(hub, person).await, Some(Active));
        let due = |at| {
            let id = office.id;
            async move {
                let mut tx = hub.engine.db().read().await.unwrap();
                store::directory::psa_due::list(&mut tx, id, at, 10).await.unwrap().len()
            }
        };
        assert_eq!((due(hub.now()).await, due(hub.now() + Span::minutes(2)).await), (0, 1));
        office.psa.clear_faults();
        office.pass(hub, Span::minutes(2)).await;
        assert_eq!(due(hub.now() + Span::minutes(2)).await, 0);
    }

    async fn who_asks_for_everything_in_the_middle_of_a_pass_gets_it_after_it(hub) {
        let office = Office::open(hub).await;
        office.psa.order(Fault::always("GET", "company/configurations", Effect::Status(500)));
        office.run(hub).await;
        assert_eq!(office.sync(hub).await.stage, Some(Stage::Configurations));
        hub.engine.sync_psa_now(&office.admin, office.id, true).await.unwrap();
        office.psa.clear_faults();
        office.run(hub).await;
        let state = office.sync(hub).await;
        assert_eq!((state.generation, state.pass), (2, None), "{state:?}");
    }

    async fn a_pass_goes_on_where_it_was_after_any_fault(hub) {
        let options = Options { companies: 30, contacts: 2_500, configurations: 1_500, tickets: 0, ..Options::default() };
        let office = Office::with(hub, options, "Integration").await;
        // The PSA fails on configurations, for longer than one call is patient.
        office.psa.order(Fault::always("GET", "company/configurations", Effect::Status(500)));
        office.run(hub).await;
        let state = office.sync(hub).await;
        assert_eq!(state.stage, Some(Stage::Configurations), "{state:?}");
        assert_eq!((state.fault.code.as_str(), state.attempts), ("psa_busy", 1));
        assert!(state.rows_read >= 2_500 && !state.fault.remedy.is_empty());
        office.psa.clear_faults();
        office.psa.forget_requests();
        office.pass(hub, Span::minutes(5)).await;
        let state = office.sync(hub).await;
        assert!(state.pass.is_none() && state.fault.code.is_empty(), "{state:?}");
        let contacts = office.psa.requests().iter().filter(|r| r.path.starts_with("company/contacts")).count();
        assert_eq!(contacts, 0, "what was read is not read again");
        let view = hub.engine.psa_sync_view(&office.admin, office.id).await.unwrap();
        assert_eq!((view.counts.contacts, view.counts.configurations), (2_500, 1_500));
    }
}
