//! Accounts at modules: made, held, ended; at a module that fails in every way.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod provisioning_bench;

use engine::access::ProvisionFilter;
use kernel::Span;
use model::access::{Outcome, ProvisionState};
use model::identity::MemberChange;
use provisioning_bench::{Bench, ends, jit, nothing};
use simulators::ScimFault;
use testkit::on_both_engines;

on_both_engines! {
    async fn whoever_is_granted_gets_an_account_with_the_default_role(hub) {
        let bench = Bench::start(hub).await;
        let hers = bench.service.add("tech", "technician@example.com", &["admin"]);
        bench.read_accounts(hub).await;
        bench.policy(hub, jit()).await;
        bench.run(hub).await;
        // The technicians and the owner were granted it; sales was not.
        let roles = |name: &str| bench.account(name).map(|a| a.roles);
        assert_eq!(bench.service.accounts().len(), 4);
        assert_eq!(roles("owner@example.com"), Some(vec!["tech".into()]));
        assert_eq!(roles("technician@example.com"), Some(vec!["admin".into()]), "hers stays as it was");
        assert_eq!(bench.outcome(hub, "technician").await, Some(Outcome::Matched));
        assert_eq!(bench.outcome(hub, "consultant").await, Some(Outcome::Created));
        assert_eq!(bench.account("owner@example.com").unwrap().external_id, bench.person(hub, "owner").await.to_string());
        assert_eq!(bench.outcome(hub, "sales").await, None);
        // A grant makes one at once, and says so in the log.
        bench.grant(hub, "sales", true).await;
        bench.run(hub).await;
        assert_eq!(roles("sales@example.com"), Some(vec!["tech".into()]));
        let log = hub.audit().await;
        let made = log.iter().filter(|l| l.starts_with("module_account.created")).count();
        assert_eq!(made, 4, "{log:#?}");
        assert!(log.iter().any(|l| l.starts_with("account_link.made") && l.ends_with("matched")));
        // Nothing is asked of the module twice.
        let asked = bench.service.asked().len();
        bench.read_accounts(hub).await;
        bench.run(hub).await;
        assert_eq!(bench.service.asked().len(), asked + 1, "the list alone");
        assert_eq!(bench.account("technician@example.com").unwrap().id, hers);
        // Creation alone ends nothing (S4-65).
        bench.grant(hub, "sales", false).await;
        bench.change(hub, "technician", MemberChange::Deactivate).await;
        bench.run(hub).await;
        assert!(bench.service.accounts().iter().all(|a| a.active));
        bench.finish(hub).await;
    }

    async fn groups_give_roles_to_new_accounts_where_a_module_can(hub) {
        let bench = Bench::start_with(hub, |manifest| manifest.capabilities.groups_to_roles = true).await;
        let hers = bench.service.add("tech", "technician@example.com", &["tech"]);
        bench.read_accounts(hub).await;
        let groups = hub.engine.list_groups(&bench.admin, "Technicians", "", 10).await.unwrap();
        let given = |role: &str| unified_login::GroupRole { group: groups[0].group.id.to_string(), role: role.into() };
        let with = |role: &str| unified_login::LoginPolicy { groups_to_roles: true, roles_of_groups: vec![given(role)], ..jit() };
        // As with the default role: known, never one that changes login settings, a high one by a yes.
        for (role, code) in [("nothing", "default_role_unknown"), ("security-admin", "default_role_forbidden"), ("admin", "default_role_high")] {
            let view = hub.engine.login_policy(&bench.hand, bench.link).await.unwrap();
            let refused = hub.engine.change_policy(&bench.hand, bench.link, view.link.version, with(role), unified_login::Confirmed::default()).await;
            match refused {
                Err(engine::Failure::Refused(refusal)) => assert_eq!(kernel::Refusal::code(&refusal), code),
                other => panic!("{role}: {other:?}"),
            }
        }
        let view = hub.engine.login_policy(&bench.hand, bench.link).await.unwrap();
        let yes = unified_login::Confirmed { high_role: true, ..unified_login::Confirmed::default() };
        hub.engine.change_policy(&bench.hand, bench.link, view.link.version, with("admin"), yes).await.unwrap();
        bench.grant(hub, "sales", true).await;
        bench.run(hub).await;
        let roles = |name: &str| bench.account(name).map(|a| a.roles);
        assert_eq!(roles("consultant@example.com"), Some(vec!["admin".into()]), "by her group");
        assert_eq!(roles("sales@example.com"), Some(vec!["tech".into()]), "in none of them");
        assert_eq!((roles("technician@example.com"), bench.account("technician@example.com").unwrap().id), (Some(vec!["tech".into()]), hers), "what there is stays");
        bench.finish(hub).await;
    }

    async fn whoever_leaves_takes_her_account_along_and_brings_it_back(hub) {
        let bench = Bench::start(hub).await;
        bench.policy(hub, ends(jit())).await;
        bench.run(hub).await;
        bench.change(hub, "technician", MemberChange::Deactivate).await;
        bench.run(hub).await;
        let active = |name: &str| bench.account(&format!("{name}@example.com")).map(|a| a.active);
        assert_eq!(active("technician"), Some(false));
        let row = bench.row(hub, "technician").await.unwrap();
        assert_eq!((row.outcome, row.state), (Some(Outcome::Deactivated), ProvisionState::InStep));
        assert_eq!(row.proved_at, Some(hub.now()), "it was read afterwards");
        let asked = bench.service.asked();
        assert!(asked[asked.len() - 1].starts_with("GET /Users/"), "{asked:?}");
        bench.change(hub, "technician", MemberChange::Reactivate).await;
        bench.run(hub).await;
        assert_eq!(active("technician"), Some(true));
        assert_eq!(bench.outcome(hub, "technician").await, Some(Outcome::Reactivated));
        // The loss of a grant is the same, and the module hears of it at once.
        bench.grant(hub, "owner", false).await;
        bench.run(hub).await;
        assert_eq!(active("owner"), Some(false));
        let told = hub.deliver().await;
        assert!(told.iter().any(|p| p.to.ends_with("/events") && testkit::desk::payload(&p.text)["events"].to_string().contains("account-disabled")));
        bench.grant(hub, "owner", true).await;
        bench.run(hub).await;
        assert_eq!(active("owner"), Some(true));
        // What the module itself has ended stays so.
        let id = bench.account("consultant@example.com").unwrap().id;
        bench.service.set(&id, "active", false.into());
        bench.read_accounts(hub).await;
        bench.run(hub).await;
        assert_eq!(active("consultant"), Some(false));
        assert_eq!(bench.outcome(hub, "consultant").await, Some(Outcome::InactiveThere));
        // Deleted at the hub: deactivated at once, deleted after the grace.
        bench.change(hub, "technician", MemberChange::Delete).await;
        bench.run(hub).await;
        assert_eq!(active("technician"), Some(false));
        hub.wait(Span::days(31));
        hub.engine.tidy().await.unwrap();
        bench.run(hub).await;
        assert_eq!(active("technician"), None);
        let log = hub.audit().await;
        for action in ["module_account.deactivated", "module_account.reactivated", "module_account.deleted"] {
            assert!(log.iter().any(|l| l.starts_with(action)), "{action}: {log:#?}");
        }
        bench.finish(hub).await;
    }

    async fn a_module_that_cannot_delete_deactivates(hub) {
        for promised in [true, false] {
            let bench = Bench::start_with(hub, |manifest| manifest.deletes_accounts = promised).await;
            bench.service.take_no_deletion();
            bench.policy(hub, ends(jit())).await;
            bench.run(hub).await;
            let name = if promised { "technician" } else { "consultant" };
            bench.change(hub, name, MemberChange::Delete).await;
            bench.run(hub).await;
            hub.wait(Span::days(31));
            let person = bench.person(hub, name).await;
            hub.engine.tidy().await.unwrap();
            bench.run(hub).await;
            let account = bench.account(&format!("{name}@example.com")).unwrap();
            assert!(!account.active);
            let page = bench.page(hub, &ProvisionFilter::default()).await;
            let row = page.rows.iter().find(|r| r.affiliation_id == person).unwrap();
            assert_eq!(row.outcome, Some(Outcome::DeletedAsDeactivated));
            assert_eq!(row.remote_id, None, "nobody is bound to it any more");
            bench.finish(hub).await;
            bench.unlink(hub).await;
        }
    }

    async fn the_last_admin_is_kept_and_shown(hub) {
        let bench = Bench::start(hub).await;
        for name in ["technician", "consultant"] {
            bench.service.add(name, &format!("{name}@example.com"), &["security-admin"]);
        }
        bench.read_accounts(hub).await;
        bench.policy(hub, ends(nothing())).await;
        bench.run(hub).await;
        // Both go at one moment: one of them is the last.
        for name in ["technician", "consultant"] {
            bench.change(hub, name, MemberChange::Deactivate).await;
        }
        bench.run(hub).await;
        let active: Vec<_> = bench.service.accounts().into_iter().filter(|a| a.active).collect();
        assert_eq!(active.len(), 1);
        let kept = bench.page(hub, &ProvisionFilter { state: Some(ProvisionState::Kept), ..ProvisionFilter::default() }).await;
        assert_eq!(kept.rows.len(), 1);
        assert_eq!(kept.rows[0].outcome, Some(Outcome::KeptLastAdmin));
        assert_eq!(kept.rows[0].email, active[0].email);
        assert!(hub.audit().await.iter().any(|l| l.starts_with("module_account.kept")));
        // As soon as there is another, she goes.
        bench.service.add("boss", "boss@elsewhere.example", &["security-admin"]);
        bench.read_accounts(hub).await;
        bench.run(hub).await;
        let active: Vec<_> = bench.service.accounts().into_iter().filter(|a| a.active).map(|a| a.email).collect();
        assert_eq!(active, ["boss@elsewhere.example"]);
        bench.finish(hub).await;
    }

    async fn whoever_is_not_certain_is_refused_and_not_guessed(hub) {
        let bench = Bench::start(hub).await;
        bench.service.take_twins();
        // Address and username lead to different accounts.
        bench.service.add("somebody", "technician@example.com", &["tech"]);
        let other = bench.service.add("tech", "else@example.com", &["tech"]);
        // An address that nobody has confirmed is nobody's.
        bench.service.add("new", "newcomer@example.com", &["tech"]);
        // Deactivated by the module, before the hub came.
        let old = bench.service.add("consultant", "consultant@example.com", &["tech"]);
        bench.service.set(&old, "active", false.into());
        bench.read_accounts(hub).await;
        bench.policy(hub, ends(jit())).await;
        bench.run(hub).await;
        use unified_login::MatchRefusal::{Ambiguous, Deactivated};
        assert_eq!(bench.outcome(hub, "technician").await, Some(Outcome::NotMatched(Ambiguous)));
        assert_eq!(bench.outcome(hub, "newcomer").await, Some(Outcome::Unconfirmed));
        assert_eq!(bench.outcome(hub, "consultant").await, Some(Outcome::NotMatched(Deactivated)));
        assert_eq!(bench.service.accounts().len(), 5, "the owner's alone was made");
        let refused = bench.page(hub, &ProvisionFilter { state: Some(ProvisionState::Refused), text: "DEMO".into() }).await;
        assert_eq!(refused.rows.len(), 3);
        assert!(refused.counts.contains(&(ProvisionState::Refused, 3)), "{:?}", refused.counts);
        // Once the module has put things right, so does the hub.
        bench.service.remove(&other);
        bench.service.set(&old, "active", true.into());
        bench.read_accounts(hub).await;
        bench.run(hub).await;
        assert_eq!(bench.outcome(hub, "technician").await, Some(Outcome::Matched));
        assert_eq!(bench.outcome(hub, "consultant").await, Some(Outcome::Matched));
        bench.finish(hub).await;
    }

    async fn an_account_that_was_never_hers_is_left_alone(hub) {
        let bench = Bench::start(hub).await;
        bench.service.add("sales", "sales@example.com", &["tech"]);
        bench.service.add("stranger", "stranger@elsewhere.example", &["tech"]);
        bench.read_accounts(hub).await;
        bench.policy(hub, ends(jit())).await;
        bench.change(hub, "sales", MemberChange::Deactivate).await;
        bench.run(hub).await;
        assert!(bench.account("sales@example.com").unwrap().active);
        assert!(bench.account("stranger@elsewhere.example").unwrap().active);
        bench.finish(hub).await;
    }

    async fn where_people_link_themselves_nothing_is_made_or_matched(hub) {
        let bench = Bench::start_with(hub, |manifest| manifest.linking = unified_login::Linking::Explicit).await;
        bench.service.add("tech", "technician@example.com", &["tech"]);
        bench.read_accounts(hub).await;
        bench.policy(hub, ends(jit())).await;
        bench.run(hub).await;
        assert_eq!(bench.service.accounts().len(), 1);
        assert_eq!(bench.outcome(hub, "technician").await, Some(Outcome::NotLinked));
        bench.change(hub, "technician", MemberChange::Deactivate).await;
        bench.run(hub).await;
        assert!(bench.service.accounts()[0].active);
        bench.finish(hub).await;
    }

    async fn a_module_that_is_down_and_comes_back_has_lost_nothing(hub) {
        let bench = Bench::start(hub).await;
        for fault in [ScimFault::Down, ScimFault::Status(500, None), ScimFault::Page, ScimFault::Slow(std::time::Duration::from_secs(60))] {
            bench.service.fail_always(Some(fault));
            bench.policy(hub, ends(jit())).await;
            bench.run(hub).await;
            assert!(bench.service.accounts().is_empty());
            let page = bench.page(hub, &ProvisionFilter::default()).await;
            assert!(page.rows.iter().all(|r| r.state == ProvisionState::Waiting && !r.fault.is_empty() && r.due_at > hub.now()), "{:?}", page.rows);
            hub.wait(Span::hours(1));
        }
        // Twenty times is enough: it is owed, seen, and tried once a day.
        for _ in 0..25 {
            hub.wait(Span::minutes(20));
            bench.run(hub).await;
        }
        let owed = bench.page(hub, &ProvisionFilter { state: Some(ProvisionState::Owed), ..ProvisionFilter::default() }).await;
        assert_eq!(owed.rows.len(), 4);
        assert!(owed.rows.iter().all(|r| r.due_at > hub.now() + Span::hours(12)));
        bench.service.fail_always(None);
        bench.run(hub).await;
        assert!(bench.service.accounts().is_empty(), "not before tomorrow");
        // Unless somebody asks.
        assert_eq!(hub.engine.retry_provisioning(&bench.hand, bench.link, None).await.unwrap(), 4);
        bench.run(hub).await;
        assert_eq!(bench.service.accounts().len(), 4);
        bench.finish(hub).await;
    }

    async fn a_module_that_says_too_much_is_left_until_it_says(hub) {
        let bench = Bench::start(hub).await;
        bench.service.fail_next("", ScimFault::Status(429, Some("30".into())));
        bench.policy(hub, jit()).await;
        bench.run(hub).await;
        let link = bench.link;
        assert_eq!(hub.engine.accounts_at_once(link), 0);
        assert!(hub.engine.pause_of_accounts().unwrap() <= Span::seconds(30));
        let asked = bench.service.asked().len();
        hub.wait(Span::seconds(29));
        bench.grant(hub, "sales", true).await;
        bench.run(hub).await;
        assert_eq!(bench.service.asked().len(), asked, "nothing before");
        hub.wait(Span::seconds(1));
        assert_eq!(hub.engine.accounts_at_once(link), 2, "half as many");
        bench.run(hub).await;
        assert_eq!(bench.service.accounts().len(), 5);
        bench.finish(hub).await;
    }

    async fn an_answer_that_is_lost_makes_nobody_twice(hub) {
        let bench = Bench::start(hub).await;
        // It would take a second one.
        bench.service.take_twins();
        for _ in 0..4 {
            bench.service.fail_next("POST", ScimFault::AnswerLost);
        }
        bench.policy(hub, jit()).await;
        for _ in 0..6 {
            bench.run(hub).await;
            hub.wait(Span::minutes(1));
        }
        let accounts = bench.service.accounts();
        assert_eq!(accounts.len(), 4, "{accounts:?}");
        assert_eq!(bench.outcome(hub, "technician").await, Some(Outcome::Created));
        bench.finish(hub).await;
    }

    async fn an_id_of_somebody_else_is_not_believed(hub) {
        let bench = Bench::start(hub).await;
        bench.policy(hub, ends(jit())).await;
        bench.run(hub).await;
        let owner = bench.account("owner@example.com").unwrap().id;
        bench.service.fail_next("POST", ScimFault::OtherId(owner.clone()));
        bench.grant(hub, "sales", true).await;
        bench.run(hub).await;
        assert_eq!(bench.outcome(hub, "sales").await, Some(Outcome::OtherAccount));
        let row = bench.row(hub, "owner").await.unwrap();
        assert_eq!(row.remote_id, Some(owner.clone()), "hers stays hers");
        // One who is read as somebody else is not ended.
        bench.service.fail_next("GET", ScimFault::OtherId(owner.clone()));
        bench.change(hub, "technician", MemberChange::Deactivate).await;
        bench.run(hub).await;
        assert!(bench.service.accounts().iter().all(|a| a.active));
        hub.wait(Span::minutes(1));
        bench.run(hub).await;
        assert!(!bench.account("technician@example.com").unwrap().active);
        // The one that was made is found by the hub's id of her.
        hub.engine.retry_provisioning(&bench.hand, bench.link, Some(bench.person(hub, "sales").await)).await.unwrap();
        bench.run(hub).await;
        assert_eq!(bench.outcome(hub, "sales").await, Some(Outcome::Created));
        bench.finish(hub).await;
    }

    async fn a_name_that_is_taken_is_said_so(hub) {
        let bench = Bench::start(hub).await;
        bench.read_accounts(hub).await;
        // Made at the module after the hub had read its people.
        let hers = bench.service.add("consultant", "consultant@example.com", &["admin"]);
        bench.service.add("owner", "else@elsewhere.example", &["admin"]);
        bench.policy(hub, ends(jit())).await;
        bench.run(hub).await;
        let row = bench.row(hub, "consultant").await.unwrap();
        assert_eq!((row.outcome, row.remote_id), (Some(Outcome::Matched), Some(hers)));
        // By the username it is the owner's: she is known by that as well.
        assert_eq!(bench.outcome(hub, "owner").await, Some(Outcome::Matched));
        bench.finish(hub).await;
    }

    async fn changes_are_said_as_the_module_takes_them(hub) {
        for whole in [false, true] {
            let bench = Bench::start(hub).await;
            if whole { bench.service.take_no_changes() } else { bench.service.take_no_paths() }
            bench.policy(hub, ends(jit())).await;
            bench.run(hub).await;
            bench.change(hub, "technician", MemberChange::Deactivate).await;
            bench.run(hub).await;
            let account = bench.account("technician@example.com").unwrap();
            assert!(!account.active);
            assert_eq!((account.roles, account.external_id), (vec!["tech".into()], bench.person(hub, "technician").await.to_string()));
            bench.change(hub, "technician", MemberChange::Reactivate).await;
            bench.run(hub).await;
            bench.finish(hub).await;
            bench.unlink(hub).await;
        }
    }

    async fn an_account_that_was_deleted_at_the_module_is_made_anew(hub) {
        let bench = Bench::start(hub).await;
        bench.policy(hub, ends(jit())).await;
        bench.run(hub).await;
        let gone = bench.account("technician@example.com").unwrap().id;
        bench.service.remove(&gone);
        bench.read_accounts(hub).await;
        bench.run(hub).await;
        let row = bench.row(hub, "technician").await.unwrap();
        assert_eq!(row.outcome, Some(Outcome::Created));
        assert_ne!(row.remote_id, Some(gone));
        bench.finish(hub).await;
    }

    async fn three_hundred_people_over_a_stop_in_the_middle_and_nobody_twice(hub) {
        let bench = Bench::start(hub).await;
        bench.service.take_twins();
        bench.policy(hub, jit()).await;
        bench.run(hub).await;
        let mut file = String::from("[[partner]]\nname = \"Example MSP\"\n");
        for n in 0..300 {
            file.push_str(&format!("[[partner.member]]\nemail = \"p{n}@example.com\"\nname = \"Person {n}\"\ngroups = [\"Technicians\"]\n"));
        }
        hub.apply(&file).await.unwrap();
        for _ in 0..30 {
            bench.service.fail_next("POST", ScimFault::AnswerLost);
        }
        // Whatever is under way is left in the middle, as by a power cut.
        let mut left = 0;
        for millis in [1, 3, 7, 20, 50] {
            let run = hub.engine.provision_due(&*hub.outside);
            left += usize::from(tokio::time::timeout(std::time::Duration::from_millis(millis), run).await.is_err());
        }
        let next = hub.another_node().await;
        assert!(bench.service.accounts().len() < 304);
        hub.wait(Span::minutes(6));
        for _ in 0..20 {
            while next.provision_due(&*hub.outside).await.unwrap() > 0 {}
            hub.wait(Span::minutes(16));
        }
        let accounts = bench.service.accounts();
        let names: std::collections::BTreeSet<_> = accounts.iter().map(|a| a.external_id.clone()).collect();
        assert_eq!((accounts.len(), names.len()), (304, 304), "left in the middle: {left}");
        let page = bench.page(hub, &ProvisionFilter::default()).await;
        assert_eq!(page.counts, [(ProvisionState::InStep, 304)]);
        assert!(page.next.is_some() && page.rows.len() == 200);
        assert!(next.accounts_at_once(bench.link) > 4, "it was found out that the module bears more");
        bench.finish(hub).await;
    }
}
