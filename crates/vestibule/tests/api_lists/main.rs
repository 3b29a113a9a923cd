//! Lists of the JSON API that must be complete: the document and the page against the table of routes,
//! the API against the console, every route against keys that must not open it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod console;

use console::CONSOLE;
use engine::directory::mappings::ImportOutcome;
use model::directory::{MappingDraft, MappingSwitches, PsaCompany};
use model::operation::ApiScope;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::StoreFault;
use store::directory::psa_mirror;
use testkit::desk::{Desk, PORTAL, tenant};
use testkit::{ContactSeed, Program, TestHub, on_both_engines};
use web::api::document::document;
use web::api::key::GUARD;
use web::routes::{Route, table};

fn api() -> Vec<Route> {
    table()
        .into_iter()
        .filter(|r| r.path.starts_with("/api/v1/"))
        .collect()
}

fn place(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(name)
}

fn file(name: &str) -> String {
    let path = place(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn the_document_describes_every_route_and_nothing_else() {
    let document = document();
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            described.insert(format!("{} {path}", method.to_uppercase()));
            for name in ["operationId", "summary", "tags", "responses"] {
                assert!(!operation[name].is_null(), "{method} {path} has no {name}");
            }
        }
    }
    let routes: BTreeSet<String> = api()
        .iter()
        .map(|r| format!("{} {}", r.method, r.path))
        .collect();
    assert_eq!(described, routes);
    let mut ids = BTreeSet::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            assert!(
                ids.insert(operation["operationId"].to_string()),
                "{}",
                operation["operationId"]
            );
        }
    }
    assert_eq!(document["openapi"], "3.1.0");
}

#[test]
fn the_document_in_the_repository_is_fresh() {
    let fresh = document();
    if std::env::var_os("WRITE_DOCUMENTS").is_some() {
        let text = serde_json::to_string_pretty(&fresh).unwrap() + "\n";
        std::fs::write(place("openapi.json"), text).unwrap();
    }
    let kept: Value = serde_json::from_str(&file("openapi.json")).unwrap();
    assert!(
        kept == fresh,
        "docs/openapi.json is old: WRITE_DOCUMENTS=1 cargo test -p vestibule --test api_lists"
    );
}

#[test]
fn the_page_names_every_route_and_every_right() {
    let page = file("api.md");
    let rows: BTreeSet<&str> = page
        .lines()
        .filter(|l| l.starts_with("| `") && l.contains("/api/v1/"))
        .collect();
    let wanted: BTreeSet<String> = api()
        .iter()
        .map(|r| {
            let right = r
                .guard
                .strip_prefix(GUARD)
                .map_or("none".to_owned(), |s| format!("`{s}`"));
            format!("| `{}` | `{}` | {right} |", r.method, r.path)
        })
        .collect();
    let missing: Vec<_> = wanted
        .iter()
        .filter(|w| !rows.contains(w.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/api.md lacks:\n{}",
        missing.into_iter().cloned().collect::<Vec<_>>().join("\n")
    );
    assert_eq!(
        rows.len(),
        wanted.len(),
        "docs/api.md names what is not there"
    );
    for scope in ApiScope::ALL {
        assert!(
            page.contains(&format!("| `{scope}` | {} |", scope.title())),
            "docs/api.md lacks the right {scope}"
        );
    }
}

#[test]
fn what_the_console_does_a_program_can_do() {
    let routes: BTreeSet<String> = api()
        .iter()
        .map(|r| format!("{} {}", r.method, r.path))
        .collect();
    for (path, word, instead) in CONSOLE {
        let reason = instead.strip_prefix("none: ").is_some_and(|r| r.len() > 20);
        assert!(
            reason || routes.contains(*instead),
            "{path} {word}: {instead} is no route"
        );
    }
    let told: BTreeSet<&str> = CONSOLE.iter().map(|(path, _, _)| *path).collect();
    let console: BTreeSet<&str> = table()
        .iter()
        .filter(|r| r.method == "POST" && r.path.starts_with("/console/"))
        .map(|r| r.path)
        .collect();
    assert_eq!(told, console, "the API against the console");
}

/// Something of each kind at one partner, by the placeholder of the table.
struct Things(Vec<(&'static str, String)>);

impl Things {
    async fn of(program: &Program) -> Self {
        let id = |page: testkit::Page| {
            page.json()["id"]
                .as_str()
                .unwrap_or_else(|| panic!("{}", page.body))
                .to_owned()
        };
        let first = |page: testkit::Page| {
            page.json()["data"][0]["id"]
                .as_str()
                .unwrap_or_else(|| panic!("{}", page.body))
                .to_owned()
        };
        let email = format!(
            "thing-{}@example.com",
            &program.key[4..10].to_lowercase().replace(['_', '-'], "x")
        );
        let member = id(program
            .call(
                "POST",
                "/api/v1/members",
                json!({"email": email, "name": "Thing"}),
            )
            .await);
        let leaver = id(program
            .call(
                "POST",
                "/api/v1/members",
                json!({"email": format!("leaver-{email}"), "name": "Leaver"}),
            )
            .await);
        let path = format!("/api/v1/members/{leaver}/offboard");
        let offboarding = id(program.call("POST", &path, json!({})).await);
        let group = id(program
            .call("POST", "/api/v1/groups", json!({"name": "Things"}))
            .await);
        let profile = json!({"name": "Things", "allows": ["see_quotes"]});
        let profile = id(program.call("POST", "/api/v1/profiles", profile).await);
        let path = "/api/v1/member-imports";
        let file = program
            .request("POST", path)
            .header("content-type", "text/csv")
            .body("email,name\nsomebody@example.com,Somebody\n");
        let import = id(program.send(file, path).await);
        let client = first(program.get("/api/v1/clients").await);
        let seen = program
            .get(&format!("/api/v1/clients/{client}"))
            .await
            .json();
        let secret = seen["secrets"][0]["id"]
            .as_str()
            .unwrap_or("sec_00000000000070008000000000000000")
            .to_owned();
        let hook = json!({"address": "http://127.0.0.1:9/in", "events": ["*"]});
        let webhook = id(program.call("POST", "/api/v1/webhooks", hook).await);
        let hook = format!("/api/v1/webhooks/{webhook}");
        let seen = program.get(&hook).await.json();
        let signing = seen["secrets"][0]["id"].as_str().unwrap().to_owned();
        let sent = program
            .call("POST", &format!("{hook}/test"), Value::Null)
            .await;
        let delivery = sent.json()["delivery"].as_str().unwrap().to_owned();
        let psa = id(program
            .call("POST", "/api/v1/psa-connections", psa_draft("Things"))
            .await);
        Self(vec![
            ("{connection}", psa),
            ("{conflict}", "cfl_00000000000070008000000000000000".into()),
            ("{offboarding}", offboarding),
            ("{webhook}", webhook),
            ("{signing}", signing),
            ("{delivery}", delivery),
            ("{member}", member),
            ("{group}", group),
            ("{profile}", profile),
            ("{import}", import),
            ("{instance}", first(program.get("/api/v1/modules").await)),
            ("{client}", client),
            ("{secret}", secret),
            ("{job}", first(program.get("/api/v1/jobs").await)),
            ("{key}", first(program.get("/api/v1/api-keys").await)),
        ])
    }
    fn path(&self, route: &Route) -> String {
        self.0
            .iter()
            .fold(route.path.to_owned(), |path, (name, id)| {
                path.replace(name, id)
            })
    }
}

/// A connection to a PSA that nobody answers for.
fn psa_draft(name: &str) -> Value {
    json!({
        "vendor": "connectwise", "name": name, "base_url": "http://127.0.0.1:9", "company": "probe",
        "public_key": "PROBEPUBLIC1", "private_key": "PROBEPRIVATE1", "api_member": "probe",
    })
}

/// A company that is mapped at a connection, whose PSA is never called.
async fn mapped(hub: &TestHub, connection: &str) -> Vec<(&'static str, String)> {
    let signed_in = hub.actor("owner").sign_in(hub).await;
    let admin = hub.administrator(&signed_in).await;
    let connection = connection.parse().unwrap();
    let psa = PsaCompany {
        id: 41,
        name: "Alder".into(),
        active: true,
        ..PsaCompany::default()
    };
    let written: Result<(), StoreFault> = hub
        .engine
        .db()
        .write(move |tx| Box::pin(async move { psa_mirror::put(tx, connection, &psa, 1).await }))
        .await;
    written.unwrap();
    let wish = MappingDraft {
        psa_company: 41,
        psa_site: None,
        switches: MappingSwitches::default(),
    };
    let engine = &hub.engine;
    let rows = engine.import_psa_companies(&admin, connection, vec![wish]);
    let rows = rows.await.unwrap();
    let ImportOutcome::Imported {
        made: Some((company, mapping)),
        ..
    } = rows[0].outcome
    else {
        panic!("{rows:?}")
    };
    vec![
        ("{mapping}", mapping.to_string()),
        ("{company}", company.to_string()),
        ("{psa_company}", "987654321".to_owned()),
    ]
}

/// A body that is good as far as it can be without knowing anything.
fn body(route: &Route) -> Value {
    let rule = json!({"combine": "all", "conditions": [{"field": "name_has", "value": "x"}]});
    let settings = json!({"auth_method": "client_secret_basic", "grant_types": ["client_credentials"], "scopes": ["x"]});
    match (
        route.method.as_str(),
        route.path.rsplit('/').next().unwrap(),
    ) {
        ("PUT", "username") => json!({"username": "probe"}),
        ("POST", "offboard") => json!({"reason": "probe"}),
        ("PUT", "role") => json!({"role": "user"}),
        ("PUT", "groups") => json!({"groups": []}),
        ("PUT", "{group}") => json!({"name": "Probe"}),
        ("POST", "profiles") => json!({"name": "Probe", "allows": ["see_quotes"]}),
        ("PUT", "{profile}") => json!({"name": "Probe too", "allows": ["see_quotes"]}),
        ("PUT", "profile") => json!({"profile": "admin", "version": 1}),
        ("POST", "undo") if route.path.contains("profile") => json!({"version": 2}),
        ("POST", "contact-actions") => json!({"profile": "admin", "filter": {}}),
        ("POST", "preview") if route.path.contains("contact") => {
            json!({"profile": "admin", "ids": []})
        }
        ("PUT", "{client}") => settings,
        ("PUT", "settings") => {
            json!({"networks": [], "idle_minutes": null, "absolute_hours": null, "password_length": null})
        }
        ("PUT", "passkeys") => json!({"models": []}),
        ("PUT", "{mapping}") => {
            json!({"psa_site": null, "tickets": false, "rule": null, "configurations": true, "keeps_psa_name": false})
        }
        ("POST", "mappings") => {
            json!({"company": "com_00000000000070008000000000000000", "psa_company": 41})
        }
        ("POST", "company-import") => json!({"companies": [{"psa_company": 17}]}),
        ("POST", "preview") if route.path.contains("company-import") => {
            json!({"companies": [{"psa_company": 17}]})
        }
        ("PUT", "{webhook}") | ("POST", "webhooks") => {
            json!({"address": "http://127.0.0.1:9/in", "events": ["member.*"]})
        }
        ("PUT", "{connection}") => psa_draft("Things"),
        ("POST", "psa-connections") => psa_draft("Probe"),
        ("POST", "psa-connection-tests") => json!({"draft": psa_draft("Probe")}),
        ("PUT", "filter") => {
            json!({"associated_companies": [], "hidden_types": [], "hidden_statuses": []})
        }
        ("POST", "preview") if route.path.contains("psa-connections") => {
            json!({"associated_companies": [], "hidden_types": [], "hidden_statuses": []})
        }
        ("POST", "rights") => json!({}),
        ("POST", "sync") => json!({"whole": false}),
        ("POST", "decision") if route.path.contains("psa-conflicts") => json!({"decision": null}),
        ("POST", "resume") if route.path.contains("psa-connections") => Value::Null,
        ("POST", "resume") => json!({"from_now": true}),
        ("POST", "secrets") if route.path.contains("webhooks") => json!({"old_signs_for_hours": 1}),
        ("POST", "replay") if !route.path.contains("deliveries") => {
            json!({"since": "2026-11-26T00:00:00Z"})
        }
        ("POST", "preview") if route.path.contains("webhooks") => {
            json!({"since": "2026-11-26T00:00:00Z"})
        }
        ("PUT", "unified-login") => json!({"on": false}),
        ("PUT", "policy") => {
            json!({"version": 1, "unified_login": true, "require_unified_login": false, "jit_provisioning": false, "deprovisioning": true})
        }
        ("PUT", "{instance}") if !route.path.contains("grants") => {
            json!({"name": "Probe", "launch_url": "https://probe.example.com/"})
        }
        ("POST", "modules") => {
            json!({"entry": "web-application", "name": "Probe", "address": "https://probe.example.com"})
        }
        ("POST", "members") => json!({"email": "probe@example.com", "name": "Probe"}),
        ("POST", "groups") => json!({"name": "Probe group"}),
        ("POST", "clients") => json!({"client_id": "probe", "settings": settings}),
        ("POST", "secrets") => json!({"old_lives_for_hours": 1}),
        ("POST", "start") => json!({"invite": false}),
        ("POST", "member-actions") => json!({"action": {"do": "deactivate"}, "ids": []}),
        ("POST", "preview") if route.path.contains("rules") => json!({"rule": rule}),
        ("POST", "preview") => json!({"action": {"do": "deactivate"}, "ids": []}),
        _ => Value::Null,
    }
}

/// What an address cannot do without.
fn query(route: &Route) -> &'static str {
    match route.path.rsplit('/').next() {
        Some("address") => "?email=contact@client.example.net",
        _ => "",
    }
}

async fn call(program: &Program, route: &Route, path: &str) -> testkit::Page {
    if route.takes == web::routes::Takes::File {
        let request = program
            .request("POST", path)
            .header("content-type", "text/csv");
        return program
            .send(request.body("email,name\nx@example.com,X\n"), path)
            .await;
    }
    program.call(route.method.as_str(), path, body(route)).await
}

async fn without(hub: &TestHub, scope: ApiScope) -> Program {
    let others: Vec<ApiScope> = ApiScope::ALL
        .iter()
        .copied()
        .filter(|s| *s != scope)
        .collect();
    hub.program("owner", &others).await
}

on_both_engines! {
    async fn every_route_is_closed_to_the_wrong_key_and_to_another_partner(hub) {
        let right = hub.mighty_program("owner").await;
        let foreign = hub.mighty_program("second").await;
        let nobody = right.with_key(hub, "vsk_nonsense");
        let mut things = Things::of(&right).await;
        let portal = Desk::start(hub, &PORTAL).await;
        let wish = tenant("t1", "Example MSP");
        portal.link(hub, &hub.browser(), &hub.actor("owner"), &wish).await.unwrap();
        things.0.push(("{link}", portal.the_link(hub).await));
        things.0.push(("{account}", "no-account-of-this-name".to_owned()));
        let connection = things.0[0].1.clone();
        things.0.extend(mapped(hub, &connection).await);
        let owner = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&owner).await;
        let psa = hub.quiet_psa(&admin, "probe").await;
        let seed = vec![ContactSeed::new(1, "Demo", "Contact", "contact@client.example.net")];
        let contact = hub.contacts(&admin, psa, seed).await[0].to_string();
        things.0.push(("{contact}", contact.clone()));
        let deed = json!({"profile": "revoked", "ids": [contact]});
        let given = right.call("POST", "/api/v1/contact-actions", json!({"profile": "admin", "filter": {}})).await;
        things.0.push(("{action}", given.json()["action"].as_str().unwrap().to_owned()));
        right.call("POST", "/api/v1/contact-actions", deed).await;
        hub.deliver().await;
        let mut lacking = Vec::new();
        for scope in ApiScope::ALL {
            lacking.push((*scope, without(hub, *scope).await));
        }
        let audit_before = hub.audit().await.len();
        for route in api() {
            let path = things.path(&route);
            let Some(scope) = route.guard.strip_prefix(GUARD) else {
                assert_eq!((route.path, hub.browser().get(&path).await.status), ("/api/v1/openapi.json", 200));
                continue;
            };
            let scope = ApiScope::parse(scope).unwrap();
            let page = call(&nobody, &route, &path).await;
            assert_eq!(page.status, 401, "{} {}", route.method, route.path);
            let (_, poor) = lacking.iter().find(|(s, _)| *s == scope).unwrap();
            let page = call(poor, &route, &path).await;
            assert_eq!((page.status, page.json()["code"].as_str()), (403, Some("missing_scope")), "{} {}", route.method, route.path);
            // Ids of another partner are ids of nothing.
            if route.path.contains('{') {
                let page = call(&foreign, &route, &path).await;
                assert_eq!(page.status, 404, "{} {}: {}", route.method, route.path, page.body);
            } else if route.method == "GET" {
                let path = format!("{path}{}", query(&route));
                let page = call(&foreign, &route, &path).await;
                assert_eq!(page.status, 200, "{}", page.body);
                for (name, id) in &things.0 {
                    assert!(!page.body.contains(id.as_str()), "{} shows the {name} of another partner", route.path);
                }
            }
        }
        assert_eq!(hub.audit().await.len(), audit_before, "nothing was done");
        for route in api() {
            let path = format!("{}{}", things.path(&route), query(&route));
            let page = call(&right, &route, &path).await;
            let fine = [200, 201, 404, 409, 428, 429].contains(&page.status);
            assert!(fine, "{} {}: {} {}", route.method, route.path, page.status, page.body);
            let kind = page.header("content-type");
            assert!(kind == "application/json" || kind == "application/problem+json", "{}: {kind}", route.path);
            if page.status < 300 && route.path.ends_with("{key}") && route.method == "DELETE" {
                break;
            }
        }
    }
}
