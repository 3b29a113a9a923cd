//! Offboarding, insights and evidence: what ends, what is proved, what is worth a look.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod provisioning_bench;

use engine::Failure;
use engine::identity::members::OffboardingReport;
use kernel::{MemberId, OffboardingId, Span};
use model::access::Insight;
use model::identity::{
    AffiliationId, EndState, MemberChange, MemberRefusal, OffboardWish, OffboardingStanding,
};
use provisioning_bench::{Bench, ends, jit, nothing};
use serde_json::json;
use simulators::ScimFault;
use testkit::program::good;
use testkit::{TestHub, on_both_engines};

async fn member(bench: &Bench, hub: &TestHub, name: &str) -> MemberId {
    match bench.person(hub, name).await {
        AffiliationId::Member(id) => id,
        AffiliationId::EndUser(_) => panic!("a member"),
    }
}

async fn offboard(bench: &Bench, hub: &TestHub, name: &str) -> OffboardingId {
    let id = member(bench, hub, name).await;
    let wish = OffboardWish {
        deletes: false,
        reason: "Last day".into(),
    };
    hub.engine.offboard(&bench.admin, id, wish).await.unwrap()
}

async fn report(bench: &Bench, hub: &TestHub, id: OffboardingId) -> OffboardingReport {
    let found = hub.engine.offboarding(&bench.admin, id).await.unwrap();
    found.expect("the report")
}

on_both_engines! {
    async fn one_action_ends_everything_and_proves_it(hub) {
        let bench = Bench::start(hub).await;
        bench.read_accounts(hub).await;
        bench.policy(hub, ends(jit())).await;
        bench.run(hub).await;
        let hers = hub.actor("technician").sign_in(hub).await;
        hub.actor("technician").sign_in(hub).await;
        let home = hers.get("/modules").await;
        assert_eq!(home.status, 200, "{}", home.location());
        let id = offboard(&bench, hub, "technician").await;
        // At the hub it is done by the same commit.
        assert_ne!(hers.get("/modules").await.status, 200);
        let first = report(&bench, hub, id).await;
        assert_eq!(first.offboarding.found.sessions, 2);
        assert_eq!(first.standing, OffboardingStanding::Open, "other modules are looked at by hand: {first:?}");
        assert!(!first.offboarding.found.unseen.is_empty());
        assert_eq!(first.accounts[0].state, EndState::Waiting);
        assert!(bench.account("technician@example.com").unwrap().active);
        // The module says that it heard, and is read to have done it.
        bench.run(hub).await;
        hub.deliver().await;
        let after = report(&bench, hub, id).await;
        assert_eq!(after.accounts[0].state, EndState::Proved(hub.now()));
        assert!(after.tellings.iter().all(|(t, known)| *known == EndState::Said && t.told_at == Some(hub.now())), "{:?}", after.tellings);
        let told: Vec<_> = after.tellings.iter().map(|(t, _)| t.module.as_str()).collect();
        assert_eq!(told, ["Partner Portal"], "of nothing but her");
        assert!(!bench.account("technician@example.com").unwrap().active);
        // The log has it, with the reason.
        let log = hub.audit().await;
        assert!(log.iter().any(|l| l.starts_with("member.offboarded") && l.ends_with("Last day")), "{log:#?}");
        // Whoever comes back brings her account along, and the report says so.
        let person = member(&bench, hub, "technician").await;
        hub.engine.change_member(&bench.admin, person, MemberChange::Reactivate).await.unwrap();
        bench.run(hub).await;
        assert!(bench.account("technician@example.com").unwrap().active);
        assert_eq!(report(&bench, hub, id).await.standing, OffboardingStanding::Over);
        bench.finish(hub).await;
    }

    async fn it_ends_accounts_where_automatic_deactivation_is_off_and_only_hers(hub) {
        let bench = Bench::start(hub).await;
        bench.service.add("tech", "technician@example.com", &["tech"]);
        bench.service.add("stranger", "stranger@elsewhere.example", &["tech"]);
        bench.read_accounts(hub).await;
        bench.policy(hub, jit()).await;
        bench.run(hub).await;
        bench.policy(hub, nothing()).await;
        // Deactivation alone leaves it, by the policy.
        let person = member(&bench, hub, "technician").await;
        hub.engine.change_member(&bench.admin, person, MemberChange::Deactivate).await.unwrap();
        bench.run(hub).await;
        assert!(bench.account("technician@example.com").unwrap().active);
        // Offboarding somebody who is out already does the rest.
        let id = offboard(&bench, hub, "technician").await;
        bench.run(hub).await;
        let told = hub.deliver().await;
        assert!(!bench.account("technician@example.com").unwrap().active);
        assert!(bench.account("stranger@elsewhere.example").unwrap().active);
        assert!(bench.account("consultant@example.com").unwrap().active);
        assert_eq!(report(&bench, hub, id).await.accounts[0].state, EndState::Proved(hub.now()));
        let events: Vec<_> = told.iter().filter(|p| p.to.ends_with("/events")).map(|p| testkit::desk::payload(&p.text)["events"].to_string()).collect();
        assert!(events.iter().any(|e| e.contains("account-disabled")), "{events:?}");
        // And coming back undoes it there as well.
        hub.engine.change_member(&bench.admin, person, MemberChange::Reactivate).await.unwrap();
        bench.run(hub).await;
        assert!(bench.account("technician@example.com").unwrap().active);
        bench.finish(hub).await;
    }

    async fn a_module_that_does_not_do_it_owes_it_by_name(hub) {
        let bench = Bench::start(hub).await;
        bench.policy(hub, ends(jit())).await;
        bench.run(hub).await;
        hub.deliver().await;
        bench.service.fail_always(Some(ScimFault::Status(500, None)));
        let id = offboard(&bench, hub, "consultant").await;
        bench.run(hub).await;
        let waiting = report(&bench, hub, id).await;
        assert_eq!(waiting.accounts[0].state, EndState::Waiting);
        assert!(!waiting.accounts[0].fault.is_empty());
        for _ in 0..30 {
            hub.wait(Span::minutes(20));
            bench.run(hub).await;
        }
        let owed = report(&bench, hub, id).await;
        assert_eq!((owed.accounts[0].state, owed.standing), (EndState::Owed, OffboardingStanding::Open));
        assert_eq!(owed.accounts[0].account.module, "Partner Portal");
        // It is tried once a day, until it is read to be done.
        bench.service.fail_always(None);
        hub.wait(Span::days(2));
        bench.run(hub).await;
        let proved = report(&bench, hub, id).await;
        assert!(matches!(proved.accounts[0].state, EndState::Proved(_)), "{:?}", proved.accounts);
        // The report outlives her.
        let person = member(&bench, hub, "consultant").await;
        hub.engine.change_member(&bench.admin, person, MemberChange::Delete).await.unwrap();
        hub.wait(Span::days(31));
        hub.engine.tidy().await.unwrap();
        bench.run(hub).await;
        let last = report(&bench, hub, id).await;
        assert_eq!(last.offboarding.email, "consultant@example.com");
        assert!(last.accounts[0].state.is_settled(), "{:?}", last.accounts);
        bench.finish(hub).await;
    }

    async fn what_may_not_be_done_to_a_member_is_not_done_by_offboarding(hub) {
        let bench = Bench::start(hub).await;
        let owner = member(&bench, hub, "owner").await;
        let refused = hub.engine.offboard(&bench.admin, owner, OffboardWish::default()).await;
        assert!(matches!(refused, Err(Failure::Refused(MemberRefusal::Yourself))), "{refused:?}");
        let nobody = hub.engine.offboard(&bench.admin, MemberId([9; 16]), OffboardWish::default()).await;
        assert!(matches!(nobody, Err(Failure::Refused(MemberRefusal::Unknown))));
        assert!(hub.engine.offboardings(&bench.admin, "", None, 10).await.unwrap().is_empty());
        bench.finish(hub).await;
    }

    async fn the_last_admin_of_a_module_is_kept_and_said(hub) {
        let bench = Bench::start(hub).await;
        bench.service.add("tech", "technician@example.com", &["security-admin"]);
        bench.read_accounts(hub).await;
        bench.policy(hub, ends(nothing())).await;
        bench.run(hub).await;
        let id = offboard(&bench, hub, "technician").await;
        bench.run(hub).await;
        let kept = report(&bench, hub, id).await;
        assert_eq!(kept.accounts[0].state, EndState::Kept);
        assert!(bench.account("technician@example.com").unwrap().active);
        bench.finish(hub).await;
    }

    async fn a_signed_report_is_verified_and_a_changed_one_is_not(hub) {
        let bench = Bench::start(hub).await;
        let id = offboard(&bench, hub, "technician").await;
        let found = report(&bench, hub, id).await;
        let text = hub.engine.sign_offboarding(&bench.admin, &found).await.unwrap();
        let checked = hub.engine.check_statement(&format!("{text}\n")).await.unwrap();
        let claims = checked.claims.unwrap();
        assert_eq!(claims["member"]["email"], "technician@example.com");
        assert_eq!(claims["reason"], "Last day");
        assert_eq!(claims["jti"], id.to_string());
        assert_eq!(checked.logged_at, Some(hub.now()));
        let middle = text.len() / 2;
        let other = if text.as_bytes()[middle] == b'A' { "B" } else { "A" };
        let mut changed = text.clone();
        changed.replace_range(middle..=middle, other);
        let checked = hub.engine.check_statement(&changed).await.unwrap();
        assert_eq!((checked.claims, checked.logged_at), (None, None));
        // A token of another kind is no statement.
        assert!(hub.engine.check_statement("").await.unwrap().claims.is_none());
        let evidence = hub.engine.sign_evidence(&bench.admin).await.unwrap();
        let claims = hub.engine.check_statement(&evidence).await.unwrap().claims.unwrap();
        assert!(claims["offboardings"].as_array().unwrap().iter().any(|o| o["email"] == "technician@example.com"));
        bench.finish(hub).await;
    }

    async fn insights_count_what_is_there_and_name_it(hub) {
        let bench = Bench::start(hub).await;
        bench.service.add("tech", "technician@example.com", &["security-admin"]);
        bench.service.add("stranger", "stranger@elsewhere.example", &["tech"]);
        bench.read_accounts(hub).await;
        bench.policy(hub, ends(nothing())).await;
        bench.run(hub).await;
        let of = hub.engine.insights(&bench.admin).await.unwrap();
        let found = &of[0].found;
        assert!(found.contains(&Insight::SoleAdmin), "{found:?}");
        assert!(found.contains(&Insight::Nobodys(1)), "{found:?}");
        let lines = |code: &'static str| hub.engine.insight_lines(&bench.admin, bench.link, code);
        let nobodys = lines("accounts_of_nobody").await.unwrap().unwrap();
        assert_eq!(nobodys.iter().map(|l| l.email.as_str()).collect::<Vec<_>>(), ["stranger@elsewhere.example"]);
        // Whoever is granted it and has no account: the consultant and the owner.
        let unlinked = lines("people_not_linked").await.unwrap().unwrap();
        assert!(unlinked.iter().any(|l| l.email == "consultant@example.com"), "{unlinked:?}");
        assert!(found.contains(&Insight::NotLinked(i64::try_from(unlinked.len()).unwrap())), "{found:?}");
        assert_eq!(lines("anything else").await.unwrap(), Some(vec![]));
        // Three months on, nobody has used it, and the module was silent.
        hub.wait(Span::days(91));
        let later = hub.engine.insights(&bench.admin).await.unwrap();
        let later = &later[0].found;
        assert!(later.iter().any(|i| matches!(i, Insight::Unused(n) if *n >= 1)), "{later:?}");
        bench.finish(hub).await;
    }

    async fn programs_and_pages_say_the_same(hub) {
        let bench = Bench::start(hub).await;
        bench.service.add("tech", "technician@example.com", &["tech"]);
        bench.read_accounts(hub).await;
        bench.policy(hub, ends(jit())).await;
        bench.run(hub).await;
        let program = hub.mighty_program("owner").await;
        let person = member(&bench, hub, "technician").await;
        let page = program.call("POST", &format!("/api/v1/members/{person}/offboard"), json!({"reason": "=HYPERLINK(1)"})).await;
        assert_eq!(page.status, 201, "{}", page.body);
        let id = page.json()["id"].as_str().unwrap().to_owned();
        bench.run(hub).await;
        hub.deliver().await;
        let view = good(program.get(&format!("/api/v1/offboardings/{id}")).await);
        assert_eq!(view["accounts"][0]["state"], "proved");
        assert_eq!(view["member"], person.to_string());
        let list = good(program.get("/api/v1/offboardings?q=TECHNICIAN").await);
        assert_eq!(list["data"][0]["id"], id.as_str());
        let none = good(program.get("/api/v1/offboardings?q=nobody").await);
        assert_eq!(none["data"], json!([]));
        let signed = good(program.call("POST", &format!("/api/v1/offboardings/{id}/report"), json!(null)).await);
        assert_eq!(signed["statement"].as_str().unwrap().split('.').count(), 3);
        assert_eq!(program.get("/api/v1/offboardings/off_00000000000000000000000000000000").await.status, 404);
        let insights = good(program.get("/api/v1/insights").await);
        assert_eq!(insights["data"][0]["name"], "Partner Portal");
        let evidence = good(program.get("/api/v1/evidence").await);
        let keys: Vec<_> = evidence["tables"].as_array().unwrap().iter().map(|t| t["key"].as_str().unwrap()).collect();
        assert_eq!(keys, ["second_factors", "hub_admins", "module_admins", "login_policies", "exceptions", "exemptions", "offboardings"]);
        // The pages of the console.
        let owner = hub.actor("owner").sign_in(hub).await;
        for path in ["/console/offboardings", &format!("/console/offboardings/{id}"), "/console/insights", "/console/evidence", &format!("/console/members/{}/offboard", member(&bench, hub, "consultant").await)] {
            let page = owner.get(path).await;
            assert_eq!(page.status, 200, "{path}: {}", page.body);
        }
        let csv = owner.get("/console/evidence/offboardings.csv").await;
        assert!(csv.body.contains("technician@example.com") && csv.body.contains("'=HYPERLINK(1)"), "{}", csv.body);
        assert_eq!(owner.get("/console/evidence/passwords.csv").await.status, 404);
        let who = owner.get(&format!("/console/insights?link={}&about=people_not_linked", bench.link)).await;
        assert!(who.status == 200, "{}", who.body);
        assert_eq!(owner.get("/console/insights.csv?link=lnk_00000000000000000000000000000000&about=x").await.status, 404);
        // Nobody else sees any of it.
        let technician = hub.actor("sales").sign_in(hub).await;
        let away = technician.get("/console/evidence.jws").await;
        assert_eq!(away.status, 403, "{}", away.location());
        bench.finish(hub).await;
    }
}
