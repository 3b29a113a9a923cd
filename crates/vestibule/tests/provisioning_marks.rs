//! No verb forgets to mark whom it touches: after random sequences of verbs there is nobody whose
//! account should be another one and who is not due.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod provisioning_bench;

use engine::access::GroupDraft;
use kernel::{DisplayName, GroupId, Span};
use model::access::{Combine, Condition, GroupRule};
use model::identity::{AffiliationId, MemberChange};
use provisioning_bench::{Bench, ends, jit, nothing};
use std::collections::BTreeSet;
use testkit::{TestHub, on_both_engines};

const PEOPLE: [&str; 4] = ["technician", "consultant", "sales", "newcomer"];

/// Numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

async fn groups(bench: &Bench, hub: &TestHub, text: &str) -> Vec<GroupId> {
    let rows = hub
        .engine
        .list_groups(&bench.admin, text, "", 50)
        .await
        .unwrap();
    rows.into_iter().map(|row| row.group.id).collect()
}

fn group(name: &str, rule: Option<&str>) -> GroupDraft {
    GroupDraft {
        name: DisplayName::parse(name).unwrap(),
        description: String::new(),
        rule: rule.map(|domain| GroupRule {
            combine: Combine::All,
            conditions: vec![Condition::EmailDomain(domain.into())],
        }),
    }
}

/// One verb; in words, for whoever reads a failure.
async fn verb(bench: &Bench, hub: &TestHub, dice: &mut Dice, at: usize) -> String {
    let name = PEOPLE[dice.roll(PEOPLE.len())];
    let person = bench.person(hub, name).await;
    let AffiliationId::Member(member) = person else {
        panic!("a member")
    };
    let chosen = dice.roll(12);
    match chosen {
        0 => bench.grant(hub, name, true).await,
        1 => bench.grant(hub, name, false).await,
        2 | 3 => {
            let change = [MemberChange::Deactivate, MemberChange::Reactivate][chosen - 2].clone();
            let _ = hub.engine.change_member(&bench.admin, member, change).await;
        }
        4 => {
            let technicians = groups(bench, hub, "technicians").await;
            let wanted: BTreeSet<GroupId> = technicians
                .into_iter()
                .filter(|_| dice.roll(2) == 0)
                .collect();
            hub.engine
                .set_groups(&bench.admin, member, wanted)
                .await
                .unwrap();
        }
        5 => {
            let wish = [nothing(), jit(), ends(nothing()), ends(jit())][dice.roll(4)].clone();
            bench.policy(hub, wish).await;
        }
        6 => {
            let draft = group(&format!("By rule {at}"), Some("example.com"));
            let id = hub.engine.make_group(&bench.admin, draft).await.unwrap();
            let instance = bench.instance(hub).await;
            hub.engine
                .grant_to_group(&bench.admin, id, instance, true)
                .await
                .unwrap();
        }
        7 => {
            if let Some(id) = groups(bench, hub, "by rule").await.first() {
                let rule = [None, Some("elsewhere.example")][dice.roll(2)];
                hub.engine
                    .change_group(
                        &bench.admin,
                        *id,
                        group(&format!("By rule, changed {at}"), rule),
                    )
                    .await
                    .unwrap();
            }
        }
        8 => {
            if let Some(id) = groups(bench, hub, "by rule").await.first() {
                hub.engine.delete_group(&bench.admin, *id).await.unwrap();
            }
        }
        9 => {
            let username = kernel::Username::parse(&format!("{name}{at}")).unwrap();
            let change = MemberChange::Username(Some(username));
            let _ = hub.engine.change_member(&bench.admin, member, change).await;
        }
        10 => {
            let accounts = bench.service.accounts();
            if !accounts.is_empty() {
                let account = &accounts[dice.roll(accounts.len())];
                bench
                    .service
                    .set(&account.id, "active", (dice.roll(2) == 0).into());
            }
            bench.read_accounts(hub).await;
        }
        _ => {
            let bound = bench.row(hub, name).await.and_then(|row| row.remote_id);
            if bound.is_some() {
                let partner = bench.admin.scope().partner();
                hub.engine
                    .end_my_bond(partner, person, bench.link)
                    .await
                    .unwrap();
            }
        }
    }
    format!("{chosen} {name}")
}

on_both_engines! {
    async fn nobody_is_forgotten_whatever_the_verbs(hub) {
        let bench = Bench::start(hub).await;
        bench.service.add("sales", "sales@example.com", &["admin"]);
        bench.read_accounts(hub).await;
        let mut dice = Dice(20_261_127);
        let mut done = Vec::new();
        for at in 0..120 {
            done.push(verb(&bench, hub, &mut dice, at).await);
            let forgotten = hub.engine.sweep_accounts().await.unwrap();
            assert_eq!(forgotten, 0, "after {done:?}");
            if dice.roll(3) == 0 {
                bench.run(hub).await;
                hub.wait(Span::minutes(20));
            }
        }
        // Removal after the grace is one as well.
        bench.policy(hub, ends(jit())).await;
        bench.grant(hub, "sales", true).await;
        bench.run(hub).await;
        bench.change(hub, "sales", MemberChange::Delete).await;
        hub.wait(Span::days(31));
        hub.engine.tidy().await.unwrap();
        assert_eq!(hub.engine.sweep_accounts().await.unwrap(), 0);
        bench.run(hub).await;
        assert!(bench.account("sales@example.com").is_none());
        // No account is anybody's twice, and nobody who is out has an active one of the hub's making.
        let accounts = bench.service.accounts();
        let names: BTreeSet<_> = accounts.iter().map(|a| a.user_name.clone()).collect();
        assert_eq!(names.len(), accounts.len());
        bench.finish(hub).await;
    }
}
