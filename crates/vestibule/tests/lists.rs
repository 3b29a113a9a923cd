//! Lists that must be complete: routes against probes, guards against wrong rights, statements
//! against both engines, pages against samples.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use std::collections::{BTreeMap, BTreeSet};
use testkit::{Kind, TestHub, on_both_engines};
use web::routes::{Route, operator_table, table};

/// Who knocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Caller {
    Nobody,
    Staff,
    Client,
    Master,
}

/// What each guard answers to whom, by GET or by a form without fields: the statuses that may come.
/// A guard that is not here fails the test; so does an answer that is not in its row.
fn expected(guard: &str, caller: Caller) -> Option<&'static [u16]> {
    use Caller::{Client, Master, Nobody, Staff};
    Some(match (guard, caller) {
        // The verb itself looks at what is sent; nothing here may be a 500.
        ("anyone", _) => &[200, 204, 303, 404, 409, 410, 415, 422],
        ("perhaps signed in", _) => &[200, 303, 400, 403, 422],
        ("client credentials", _) => &[400, 401],
        ("access token" | "module itself", _) => &[401],
        ("signed in" | "signed in, returning" | "staff" | "client person", Nobody) => &[303, 404],
        ("master" | "master, proved anew" | "master, factor proved anew", Nobody) => &[303],
        ("master" | "master, proved anew" | "master, factor proved anew", Staff | Client) => &[403],
        // Ids of nobody, forms without their token.
        ("master" | "master, proved anew" | "master, factor proved anew", Master) => {
            &[200, 403, 404, 415]
        }
        // Whoever is signed in holds no key; what a wrong one opens is looked at in api_lists/main.rs.
        (guard, _) if guard.starts_with(web::api::key::GUARD) => &[401],
        (guard, Master) => return expected(guard, Staff),
        ("signed in, with a device", Nobody) => &[303],
        ("signed in, with a device", Staff | Client) => &[200, 403],
        ("signed in", Staff | Client) => &[200, 303, 403],
        ("signed in, factor proved anew", Nobody) => &[303],
        ("signed in, factor proved anew", Staff | Client) => &[200, 403],
        ("signed in, returning", Staff | Client) => &[404],
        ("staff", Staff) | ("client person", Client) => &[200],
        ("staff", Client) | ("client person", Staff) => &[403],
        _ => return None,
    })
}

fn probe_path(route: &Route) -> String {
    route
        .path
        .replace("{flow}", "0123456789")
        .replace("{token}", &"x".repeat(43))
        .replace("{instance}", "ins_00000000000070008000000000000000")
        .replace("{mail}", "mail-activation")
        .replace("{import}", "imp_00000000000070008000000000000000")
        .replace("{member}", "mem_00000000000070008000000000000000")
        .replace("{signing}", "whs_00000000000070008000000000000000")
        .replace("{delivery}", "out_00000000000070008000000000000000")
        .replace("{webhook}", "whk_00000000000070008000000000000000")
        .replace("{contact}", "con_00000000000070008000000000000000")
        .replace("{action}", "cac_00000000000070008000000000000000")
        .replace("{profile}", "apr_00000000000070008000000000000000")
        .replace("{group}", "grp_00000000000070008000000000000000")
        .replace("{entry}", "web-application")
        .replace("{client}", "cli_00000000000070008000000000000000")
        .replace("{secret}", "sec_00000000000070008000000000000000")
        .replace("{job}", "out_00000000000070008000000000000000")
        .replace("{key}", "key_00000000000070008000000000000000")
        .replace("{connection}", "psa_00000000000070008000000000000000")
        .replace("{link}", "lnk_00000000000070008000000000000000")
        .replace("{schema}", "urn:ietf:params:scim:schemas:core:2.0:User")
        .replace("{type}", "User")
        .replace("{account}", "17")
        .replace("{connection}", "psa_00000000000070008000000000000000")
        .replace("{mapping}", "map_00000000000070008000000000000000")
        .replace("{company}", "com_00000000000070008000000000000000")
        .replace("{psa_company}", "17")
        .replace("{file}", "nothing.css")
}

on_both_engines! {
    async fn every_route_is_probed_without_and_with_the_wrong_rights(hub) {
        let office = hub.actor("client-office");
        let client = hub.browser();
        let path = office.identify(&client).await;
        office.sign_in_with(hub, &client, &path).await;
        let choice = client.get(&path).await.between("name=\"affiliation\" value=\"", "\"").to_owned();
        client.post(&path, &[("affiliation", &choice)]).await;
        let staff = hub.actor("technician").sign_in(hub).await;
        let master = hub.actor("owner").sign_in(hub).await;
        let mut seen: BTreeMap<&str, BTreeSet<Caller>> = BTreeMap::new();
        for route in table() {
            for (caller, browser) in [(Caller::Nobody, &hub.browser()), (Caller::Staff, &staff), (Caller::Client, &client), (Caller::Master, &master)] {
                let path = probe_path(&route);
                let page = match route.method.as_str() {
                    "POST" => browser.post(&path, &[]).await,
                    other => browser.send(browser.request(other, &path), &path).await,
                };
                let allowed = expected(route.guard, caller).unwrap_or_else(|| panic!("no probe for the guard {:?}", route.guard));
                assert!(allowed.contains(&page.status), "{} {} by {caller:?}: {} {}", route.method, route.path, page.status, page.body);
                if page.status == 303 && caller == Caller::Nobody && !["anyone", "perhaps signed in"].contains(&route.guard) {
                    assert!(page.location().starts_with("/sign-in"), "{}", route.path);
                }
                assert!(!page.header("x-request-id").is_empty(), "{}", route.path);
                seen.entry(route.guard).or_default().insert(caller);
            }
        }
        assert!(seen.values().all(|callers| callers.len() == 4));
    }
}

#[test]
fn routes_are_unique_and_forms_are_guarded() {
    let mut seen = BTreeSet::new();
    for route in table() {
        assert!(
            seen.insert((route.method.to_string(), route.path)),
            "{} twice",
            route.path
        );
        // They are called by programs of any site, which bring their own proof and no cookie.
        let by_programs = ["/oidc/", "/scim/", "/psa/callbacks/"]
            .iter()
            .any(|p| route.path.starts_with(p))
            || web::api::is_api(route.path);
        if route.method == "POST" && !by_programs {
            assert_eq!(
                route.origin,
                web::routes::Origin::Own,
                "{} takes forms of other sites",
                route.path
            );
        }
    }
    assert!(operator_table().iter().any(|r| r.path == "/metrics"));
    assert!(
        !table().iter().any(|r| r.path == "/metrics"),
        "numbers are the operator's"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_understood_by_both_engines() {
    let mut engines = 0;
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let Some(hub) = TestHub::start_empty(kind).await else {
            continue;
        };
        engines += 1;
        for statement in store::statements() {
            let mut tx = hub.engine.db().read().await.unwrap();
            if let Err(fault) = tx.prepare(statement).await {
                panic!("{kind:?}: {}: {fault}", statement.name);
            }
        }
    }
    assert!(engines >= 1);
}

#[test]
fn every_file_of_statements_is_in_the_list() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/src");
    let mut declared = 0;
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().path())
        {
            if entry.is_dir() {
                folders.push(entry);
            } else if let Ok(text) = std::fs::read_to_string(&entry) {
                let in_file = text
                    .lines()
                    .skip_while(|l| !l.starts_with("statements! {"))
                    .take_while(|l| *l != "}");
                declared += in_file
                    .filter(|l| {
                        l.trim_start()
                            .chars()
                            .next()
                            .is_some_and(char::is_uppercase)
                            && l.contains(" = ")
                    })
                    .count();
            }
        }
    }
    assert_eq!(
        declared,
        store::statements().len(),
        "a file of statements is missing in store::statements()"
    );
    let names: BTreeSet<_> = store::statements().iter().map(|s| s.name).collect();
    assert_eq!(names.len(), declared, "two statements share a name");
}

#[test]
fn every_page_has_samples() {
    let pages: BTreeSet<&str> = web::view::gallery(&web::words::ENGLISH)
        .unwrap()
        .iter()
        .map(|s| s.page)
        .collect();
    assert!(pages.len() >= 22, "{pages:?}");
}
