//! Many linked modules and many people. Small numbers with the other tests; the numbers of
//! docs/performance.md by `VESTIBULE_MODULES` and `VESTIBULE_PEOPLE`, which print how long it took.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use engine::access::Hand;
use engine::{ModuleAnswer, ModuleCall};
use kernel::Span;
use model::identity::{AffiliationId, MemberChange, Population};
use simulators::ScimService;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use testkit::desk::{Deployment, Desk, PORTAL, payload, tenant};
use testkit::{TestHub, on_both_engines};
use unified_login::{Confirmed, LoginPolicy};

fn many(name: &str, usual: usize) -> usize {
    let asked = std::env::var(name).ok().and_then(|n| n.parse().ok());
    asked.unwrap_or(usual)
}

fn policy() -> LoginPolicy {
    LoginPolicy {
        unified_login: true,
        jit_provisioning: true,
        deprovisioning: true,
        default_role: Some("tech".into()),
        ..LoginPolicy::default()
    }
}

/// A module of its own origin, which says the same of itself as the usual one.
fn deployment(number: usize) -> Deployment {
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let origin = leak(format!("https://many{number}.example.com"));
    Deployment {
        key: leak(format!("many-{number}")),
        name: leak(format!("Module {number}")),
        origin,
        manifest: leak(PORTAL.manifest.replace(PORTAL.origin, origin)),
    }
}

fn answer(
    services: &BTreeMap<String, ScimService>,
    call: &ModuleCall,
) -> Result<ModuleAnswer, String> {
    let (origin, target) = call.url.split_once("/scim/v2").expect("a SCIM address");
    let body = call.body.as_deref().unwrap_or_default();
    let reply = services[origin].answer(call.method, target, body);
    let reply = reply.ok_or("nobody answers")?;
    Ok(ModuleAnswer {
        status: reply.status,
        etag: None,
        retry_after: reply.retry_after,
        body: reply.body,
    })
}

/// People who are granted all of them.
async fn people(hub: &TestHub, count: usize) {
    let mut file = String::from("[[partner]]\nname = \"Example MSP\"\n");
    for n in 0..count {
        file.push_str(&format!("[[partner.member]]\nemail = \"p{n}@example.com\"\nname = \"Person {n}\"\ngroups = [\"Technicians\"]\n"));
    }
    hub.apply(&file).await.unwrap();
}

async fn person(hub: &TestHub, email: &str) -> kernel::MemberId {
    let email = kernel::EmailAddress::parse(email).unwrap();
    let key = email.key();
    let mut tx = hub.engine.db().read().await.unwrap();
    let found = store::identity::identities::find_by_email(&mut tx, Population::Staff, &key);
    let identity = found.await.unwrap().expect("a login");
    let places = store::identity::affiliations::of_identity(&mut tx, identity.id);
    match places.await.unwrap()[0].id {
        AffiliationId::Member(id) => id,
        AffiliationId::EndUser(_) => panic!("a member"),
    }
}

/// Links so many modules with accounts that are made and ended.
async fn link_many(hub: &TestHub, count: usize) -> BTreeMap<String, ScimService> {
    let mut services = BTreeMap::new();
    for number in 0..count {
        let what = deployment(number);
        let desk = Desk::start(hub, &what).await;
        hub.wait(Span::minutes(2));
        desk.link(
            hub,
            &hub.browser(),
            &hub.actor("owner"),
            &tenant("t1", "Example MSP"),
        )
        .await
        .unwrap();
        let service = ScimService::default();
        service.number_from(testkit::unique() >> 16);
        services.insert(what.origin.to_owned(), service);
    }
    let answers = services.clone();
    hub.outside.answer_calls(move |call| answer(&answers, call));
    hub.deliver().await;
    services
}

fn percentile(times: &mut [Duration], of: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * of / 100).min(times.len() - 1)]
}

on_both_engines! {
    async fn every_module_hears_of_a_leaver_and_ends_her_account(hub) {
        let (modules, leavers) = (many("VESTIBULE_MODULES", 3), many("VESTIBULE_LEAVERS", 4));
        people(hub, leavers).await;
        let services = link_many(hub, modules).await;
        hub.wait(Span::minutes(2));
        let owner = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&owner).await;
        let hand = Hand::Administrator(admin.clone());
        for view in hub.engine.links(&admin, None).await.unwrap() {
            let (id, version) = (view.link.id, view.link.version);
            hub.engine.change_policy(&hand, id, version, policy(), Confirmed::default()).await.unwrap();
        }
        while hub.engine.provision_due(&*hub.outside).await.unwrap() > 0 {}
        hub.deliver().await;
        let mut times = Vec::new();
        for n in 0..leavers {
            let email = format!("p{n}@example.com");
            let member = person(hub, &email).await;
            let before = hub.outside.posted().len();
            let begun = Instant::now();
            hub.engine.change_member(&admin, member, MemberChange::Deactivate).await.unwrap();
            // The two workers of a node, side by side.
            let (told, ended) = tokio::join!(hub.deliver(), async {
                while hub.engine.provision_due(&*hub.outside).await.unwrap() > 0 {}
            });
            let () = ended;
            times.push(begun.elapsed());
            let news = told[before..].iter().filter(|p| p.to.ends_with("/unified-login/events"));
            let disabled = news.filter(|p| payload(&p.text)["events"].to_string().contains("account-disabled"));
            assert_eq!(disabled.count(), modules, "each module hears of {email} once");
            for service in services.values() {
                let hers = service.accounts().into_iter().find(|a| a.email == email).expect("her account");
                assert!(!hers.active);
            }
        }
        let (half, most) = (percentile(&mut times, 50), percentile(&mut times, 99));
        println!("{leavers} leavers at {modules} modules: half in {half:?}, 99 of 100 in {most:?}");
    }

    async fn many_people_get_their_accounts_at_one_module(hub) {
        let count = many("VESTIBULE_PEOPLE", 40);
        let services = link_many(hub, 1).await;
        hub.wait(Span::minutes(2));
        let owner = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&owner).await;
        let hand = Hand::Administrator(admin.clone());
        let view = hub.engine.links(&admin, None).await.unwrap().remove(0);
        for first in (0..count).step_by(1_000) {
            let mut file = String::from("[[partner]]\nname = \"Example MSP\"\n");
            for n in first..(first + 1_000).min(count) {
                file.push_str(&format!("[[partner.member]]\nemail = \"p{n}@example.com\"\nname = \"Person {n}\"\ngroups = [\"Technicians\"]\n"));
            }
            hub.apply(&file).await.unwrap();
        }
        let begun = Instant::now();
        hub.engine.change_policy(&hand, view.link.id, view.link.version, policy(), Confirmed::default()).await.unwrap();
        let mut rounds = 0;
        while hub.engine.provision_due(&*hub.outside).await.unwrap() > 0 {
            rounds += 1;
        }
        let took = begun.elapsed();
        let service = services.values().next().unwrap();
        let (accounts, asked) = (service.accounts().len(), service.asked().len());
        assert_eq!(accounts, count + 4, "everybody who is granted it");
        let each = accounts as f64 / took.as_secs_f64();
        println!("{accounts} accounts in {took:?}: {each:.0} a second, {asked} calls, {rounds} rounds");
    }
}
