//! What only a person can answer.

use super::Office;
use engine::Failure;
use engine::directory::DecideRefusal;
use kernel::{Refusal as _, Span};
use model::directory::ContactState::{Active, Gone, OutOfScope};
use model::directory::sync::{ConflictKind, Decision};
use serde_json::{Value, json};
use simulators::connectwise::{Kind, Options};
use testkit::on_both_engines;

fn email(value: &str) -> Value {
    json!([{ "type": { "id": 1 }, "value": value, "communicationType": "Email", "defaultFlag": true }])
}

on_both_engines! {
    async fn one_address_at_two_companies_is_one_person_or_two(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let companies: Vec<i64> = office.psa.ids(Kind::Companies).into_iter().map(i64::from).filter(|c| !office.people_of(*c).is_empty()).take(2).collect();
        let (one, two) = (office.people_of(companies[0])[0], office.people_of(companies[1])[0]);
        for person in [one, two] {
            office.update("Contacts", person, json!({ "communicationItems": email("Shared@Example.com") }));
        }
        for company in &companies {
            office.import(hub, *company).await;
        }
        office.pass(hub, Span::minutes(1)).await;
        let questions = office.questions(hub).await;
        assert_eq!(questions.len(), 1, "{questions:?}");
        assert_eq!(questions[0].kind, ConflictKind::SeveralCompanies);
        assert_ne!(office.contact(hub, one).await.unwrap().id, office.contact(hub, two).await.unwrap().id);

        // An answer that the question does not take.
        let id = hub.engine.list_psa_conflicts(&office.admin, office.id, false, None, 10).await.unwrap()[0].id;
        let refused = hub.engine.decide_psa_conflict(&office.admin, id, Some(Decision::Believe)).await.unwrap_err();
        let engine::Failure::Refused(refused) = refused else { panic!("{refused:?}") };
        assert_eq!(refused.code(), "psa_conflict_other_answers");

        office.answer(hub, Decision::SamePerson).await;
        let joined = office.contact(hub, one).await.unwrap();
        assert_eq!(joined.id, office.contact(hub, two).await.unwrap().id, "one contact of both companies");
        assert_eq!(joined.emails, ["Shared@Example.com"]);
        assert_eq!(office.questions(hub).await, []);
        office.whole(hub).await;
        assert_eq!(office.questions(hub).await, []);
        // She leaves one company and stays at the other.
        office.update("Contacts", one, json!({ "inactiveFlag": true }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.contact(hub, two).await.unwrap().state, Active);
    }

    async fn two_who_have_two_addresses_together_are_joined_once(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let company = office.company_with(2);
        office.import(hub, company).await;
        let both = json!([
            { "type": { "id": 1 }, "value": "one@example.com", "communicationType": "Email", "defaultFlag": true },
            { "type": { "id": 1 }, "value": "two@example.com", "communicationType": "Email", "defaultFlag": false },
        ]);
        let people = office.people_of(company);
        for person in &people[..2] {
            office.update("Contacts", *person, json!({ "communicationItems": both }));
        }
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.questions(hub).await.len(), 2);
        let rows = hub.engine.list_psa_conflicts(&office.admin, office.id, false, None, 10).await.unwrap();
        hub.engine.decide_psa_conflict(&office.admin, rows[0].id, Some(Decision::SamePerson)).await.unwrap();
        assert_eq!(office.questions(hub).await, [], "the other address leads to one person too");
    }

    async fn a_name_that_becomes_free_is_followed(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let companies: Vec<i64> = office.psa.ids(Kind::Companies).into_iter().map(i64::from).filter(|c| *c > 1).take(2).collect();
        let (one, two) = (office.import(hub, companies[0]).await, office.import(hub, companies[1]).await);
        office.run(hub).await;
        let name = office.name_of(hub, two).await;
        office.update("Companies", companies[0], json!({ "name": name }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.questions(hub).await[0].kind, ConflictKind::NameTaken);
        office.update("Companies", companies[1], json!({ "name": "Something Else" }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.questions(hub).await, [], "nothing is in question any more");
        assert_eq!(office.name_of(hub, one).await, name);
    }

    async fn a_question_that_is_mended_in_the_psa_is_over(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let company = office.company_with(2);
        office.import(hub, company).await;
        let [one, two] = office.people_of(company)[..2] else { panic!() };
        for person in [one, two] {
            office.update("Contacts", person, json!({ "communicationItems": email("both@example.com") }));
        }
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.questions(hub).await[0].kind, ConflictKind::DuplicateEmail);
        office.update("Contacts", two, json!({ "communicationItems": email("other@example.com") }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.questions(hub).await, []);
    }

    async fn a_merged_company_is_followed(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let from = office.company_with(2);
        let to = office.psa.ids(Kind::Companies).into_iter().map(i64::from).find(|c| *c != from && *c > 1).unwrap();
        let own = office.import(hub, from).await;
        office.run(hub).await;
        let people = office.people_of(from);
        office.edit(json!({ "act": "merge", "from": from, "to": to }));
        office.pass(hub, Span::minutes(1)).await;
        office.whole(hub).await;
        let questions = office.questions(hub).await;
        assert_eq!(questions.len(), 1, "{questions:?}");
        assert_eq!(questions[0].kind, ConflictKind::CompanyGone);
        assert!(questions[0].detail.contains(&format!("({to})")), "{questions:?}");
        assert_eq!(office.state(hub, people[0]).await, Some(OutOfScope));
        office.answer(hub, Decision::Follow).await;
        assert_eq!(office.questions(hub).await, []);
        assert_eq!(office.state(hub, people[0]).await, Some(Active));
        let name = office.get(Kind::Companies, to)["name"].as_str().unwrap().to_owned();
        assert_eq!(office.name_of(hub, own).await, name, "it was imported, and follows the name");
    }

    async fn a_mapping_of_a_site_is_not_widened_to_a_company_by_following(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let from = office.company_with(2);
        let companies = office.psa.ids(Kind::Companies).into_iter().map(i64::from);
        let to = companies.into_iter().find(|c| *c != from && *c > 1).unwrap();
        let at = |site: &u32| office.psa.get(Kind::Sites, *site).unwrap()["company"]["id"] == from;
        let site = i64::from(office.psa.ids(Kind::Sites).into_iter().find(at).unwrap());
        let one = office.people_of(from)[0];
        office.update("Contacts", one, json!({ "site": { "id": site } }));
        office.map(hub, from, Some(site), "One House").await;
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.state(hub, one).await, Some(Active));
        office.edit(json!({ "act": "merge", "from": from, "to": to }));
        office.pass(hub, Span::minutes(1)).await;
        office.whole(hub).await;
        let engine = &hub.engine;
        let rows = engine.list_psa_conflicts(&office.admin, office.id, false, None, 100).await.unwrap();
        let gone = rows.iter().find(|r| r.conflict.kind == ConflictKind::CompanyGone).unwrap();
        let followed = engine.decide_psa_conflict(&office.admin, gone.id, Some(Decision::Follow)).await;
        assert!(matches!(followed, Err(Failure::Refused(DecideRefusal::SitesWent))), "{followed:?}");
        office.run(hub).await;
        assert_eq!(office.state(hub, one).await, Some(OutOfScope));
    }

    async fn another_company_under_an_old_number_lets_nobody_in(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let company = office.company_with(1);
        let own = office.import(hub, company).await;
        office.run(hub).await;
        let before = office.name_of(hub, own).await;
        office.update("Companies", company, json!({ "name": "Quite Another", "identifier": "QuiteAnother" }));
        let new = office.edit(json!({ "act": "create", "kind": "Contacts", "fields": { "firstName": "Late", "company": { "id": company }, "communicationItems": email("late@example.com") } }));
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.questions(hub).await[0].kind, ConflictKind::CompanyRecycled);
        assert_eq!(office.state(hub, new.into()).await, None);
        assert_eq!(office.name_of(hub, own).await, before);
        office.answer(hub, Decision::SameCompany).await;
        assert_eq!(office.state(hub, new.into()).await, Some(Active));
        assert_eq!(office.name_of(hub, own).await, "Quite Another");
    }

    async fn many_that_are_missing_at_once_are_not_believed(hub) {
        let options = Options { companies: 10, contacts: 100, configurations: 5, tickets: 0, twin_emails: 0, ..Options::default() };
        let office = Office::with(hub, options, "Integration").await;
        office.run(hub).await;
        let company = office.company_with(3);
        office.import(hub, company).await;
        office.run(hub).await;
        let people: Vec<i64> = office.psa.ids(Kind::Contacts).into_iter().map(i64::from).collect();
        let hers = office.people_of(company)[0];
        // Nobody is told of it.
        for callback in office.psa.ids(Kind::Callbacks) {
            office.update("Callbacks", callback.into(), json!({ "inactiveFlag": true }));
        }
        for person in people.iter().filter(|p| **p != hers).take(40).chain([&hers]) {
            office.edit(json!({ "act": "remove", "kind": "Contacts", "id": person }));
        }
        hub.wait(Span::minutes(10));
        office.whole(hub).await;
        let questions = office.questions(hub).await;
        assert!(questions.iter().any(|q| q.kind == ConflictKind::ManyGone && q.detail.contains("41 of 100")), "{questions:?}");
        assert_eq!(office.state(hub, hers).await, Some(Active));
        let rows = hub.engine.list_psa_conflicts(&office.admin, office.id, false, None, 10).await.unwrap();
        let many = rows.iter().find(|r| r.conflict.kind == ConflictKind::ManyGone).unwrap();
        hub.engine.decide_psa_conflict(&office.admin, many.id, Some(Decision::Believe)).await.unwrap();
        office.run(hub).await;
        assert_eq!(office.state(hub, hers).await, Some(Gone));
        assert!(office.questions(hub).await.iter().all(|q| q.kind != ConflictKind::ManyGone));
    }
}
