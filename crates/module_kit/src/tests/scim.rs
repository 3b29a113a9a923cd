//! The SCIM endpoint, as the hub speaks to it.

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, PASSWORD, account};
use crate::{AccountChange, Accounts};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const MODULE_USER: &str = "urn:vestibule:scim:ModuleUser";

struct Hub<'b> {
    bench: &'b Bench,
    claims: Value,
    typ: &'static str,
}

struct Answer {
    status: u16,
    etag: String,
    body: Value,
}

impl<'b> Hub<'b> {
    fn of(bench: &'b Bench, link: &str) -> Self {
        let now = crate::clock::now();
        let claims = json!({
            "iss": bench.hub.issuer, "aud": format!("{}/scim/v2", bench.base), "tenant": "t1", "link": link,
            "iat": now, "exp": now + 300, "jti": "1",
        });
        Self {
            bench,
            claims,
            typ: "at+jwt",
        }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.ask_if(method, path, None, body).await
    }

    async fn ask_if(
        &self,
        method: Method,
        path: &str,
        tag: Option<&str>,
        body: Option<Value>,
    ) -> Answer {
        let address = format!("{}/scim/v2{path}", self.bench.base);
        let mut request = self.bench.http.request(method, address);
        request = request.bearer_auth(self.bench.hub.sign(self.typ, &self.claims));
        if let Some(tag) = tag {
            request = request.header("if-match", tag);
        }
        if let Some(body) = body {
            request = request
                .header("content-type", "application/scim+json")
                .body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        let etag = answer
            .headers()
            .get("etag")
            .map(|t| t.to_str().unwrap().to_owned());
        Answer {
            status: answer.status().as_u16(),
            etag: etag.unwrap_or_default(),
            body: serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    async fn patch(&self, id: &str, path: &str, value: Value) -> Answer {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "replace", "path": path, "value": value }],
        });
        self.ask(Method::PATCH, &format!("/Users/{id}"), Some(body))
            .await
    }
}

fn draft(email: &str, subject: &str) -> Value {
    json!({
        "schemas": [USER, MODULE_USER], "externalId": subject, "userName": email, "displayName": "New Person",
        "emails": [{ "value": email, "primary": true }], "active": true, "roles": [{ "value": "member" }],
        MODULE_USER: { "tenant": "t1", "defaults": {} },
    })
}

#[tokio::test]
async fn accounts_are_read_by_page_and_filter() {
    let bench = Bench::matched().await;
    let link = bench.linked().await;
    for n in 0..5 {
        let email = format!("p{n}@example.com");
        bench.accounts.add(
            account("t1", &email, &format!("Person {n}"), &["member"]),
            None,
        );
    }
    bench
        .accounts
        .add(account("t2", "p0@example.com", "Elsewhere", &[]), None);
    let hub = Hub::of(&bench, &link);
    let all = hub.get("/Users").await;
    assert_eq!(
        (all.status, all.body["totalResults"].as_u64()),
        (200, Some(7))
    );
    let page = hub.get("/Users?startIndex=3&count=2").await.body;
    assert_eq!(
        (&page["totalResults"], &page["itemsPerPage"]),
        (&json!(7), &json!(2))
    );
    let find = async |filter: &str| {
        let filter: String = form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        hub.get(&format!("/Users?filter={filter}")).await
    };
    for (filter, count) in [
        ("userName eq \"TECH\"", 1),
        ("userName eq \"nobody\"", 0),
        ("emails.value eq \"p3@example.com\"", 1),
        ("externalId eq \"mem_1\"", 0),
        ("displayName co \"person\" and active eq true", 5),
        ("not (roles.value eq \"member\")", 1),
    ] {
        assert_eq!(
            find(filter).await.body["totalResults"],
            json!(count),
            "{filter}"
        );
    }
    let bad = find("userName eq").await;
    assert_eq!(
        (bad.status, &bad.body["scimType"]),
        (400, &json!("invalidFilter"))
    );
    let owner = find("userName eq \"owner\"").await.body["Resources"][0].clone();
    assert_eq!(owner[MODULE_USER]["securityAdmin"], json!(true));
    assert_eq!(owner["roles"][0]["value"], json!("security-admin"));
    let several = find("userName eq \"p0\"").await.body["Resources"][0].clone();
    assert_eq!(several[MODULE_USER]["emailAtSeveral"], json!(true));
    let bare = hub.get("/Users?attributes=userName").await.body["Resources"][0].clone();
    assert!(
        bare.get("emails").is_none() && bare.get(MODULE_USER).is_none() && bare["id"].is_string()
    );
    // The hub's own reader takes it.
    let answer = bench.http.get(format!("{}/scim/v2/Users", bench.base));
    let answer = answer
        .bearer_auth(bench.hub.sign("at+jwt", &hub.claims))
        .send()
        .await
        .unwrap();
    let body = answer.bytes().await.unwrap();
    let answer = ::scim::client::Answer {
        status: 200,
        etag: None,
        retry_after: None,
        body: &body,
    };
    let now = kernel::Timestamp::from_unix_seconds(0);
    let read = ::scim::client::read_page(&answer, ::scim::ResourceKind::User, 200, now);
    assert!(matches!(read, ::scim::client::Outcome::Done(page) if page.peers.len() == 7));
}

#[tokio::test]
async fn accounts_are_made_once_changed_and_deleted() {
    let bench = Bench::matched().await;
    let link = bench.linked().await;
    let hub = Hub::of(&bench, &link);
    let make = async |body| hub.ask(Method::POST, "/Users", Some(body)).await;
    let made = make(draft("new@example.com", "mem_9")).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let id = made.body["id"].as_str().unwrap().to_owned();
    assert_eq!(made.body["meta"]["version"], json!(made.etag));
    // Sent again, or for somebody who has one: no second account.
    for body in [
        draft("new@example.com", "mem_9"),
        draft("other@example.com", "mem_9"),
        draft("tech@example.com", "mem_8"),
    ] {
        let again = make(body).await;
        assert_eq!(
            (again.status, &again.body["scimType"]),
            (409, &json!("uniqueness"))
        );
    }
    let find = hub
        .get("/Users?filter=externalId%20eq%20%22mem_9%22")
        .await
        .body;
    assert_eq!(find["Resources"][0]["id"], json!(id));
    for (what, change) in [
        (
            "a role that may change login settings",
            ("roles", json!([{ "value": "security-admin" }])),
        ),
        (
            "a role that there is not",
            ("roles", json!([{ "value": "king" }])),
        ),
        ("no address", ("emails", json!([{ "value": "nowhere" }]))),
    ] {
        let mut body = draft("x@example.com", "mem_7");
        body[change.0] = change.1;
        let refused = make(body).await;
        assert_eq!(
            (refused.status, &refused.body["scimType"]),
            (400, &json!("invalidValue")),
            "{what}"
        );
    }
    // Whoever the hub had made comes in, and is out at once when it deactivates her.
    bench.hub.add_person("New Person", "new@example.com", "9");
    let mut browser = bench.browser();
    bench
        .come(&mut browser, "mem_9")
        .await
        .at("/")
        .has("[\"member\"]");
    let stale = hub
        .ask_if(
            Method::PATCH,
            &format!("/Users/{id}"),
            Some("W/\"0\""),
            Some(json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                "Operations": [{ "op": "replace", "value": { "active": false } }],
            })),
        )
        .await;
    assert_eq!(stale.status, 412);
    let off = hub.patch(&id, "active", json!(false)).await;
    assert_eq!((off.status, &off.body["active"]), (200, &json!(false)));
    assert_eq!(off.body[MODULE_USER]["hubDeactivated"], json!(true));
    browser.get("/").await.at("/local-login");
    let on = hub.patch(&id, "active", json!(true)).await;
    assert_eq!(on.body[MODULE_USER]["hubDeactivated"], json!(false));
    bench.come(&mut browser, "mem_9").await.at("/");
    let named = hub.patch(&id, "displayName", json!("Renamed")).await;
    assert_eq!(named.body["displayName"], json!("Renamed"));
    let taken = hub.patch(&id, "userName", json!("owner")).await;
    assert_eq!(taken.status, 409);
    let raised = hub
        .patch(&id, "roles", json!([{ "value": "security-admin" }]))
        .await;
    assert_eq!(raised.status, 400);
    let body = json!({ "schemas": [USER], "userName": "new@example.com", "displayName": "Put", "externalId": "mem_9",
        "emails": [{ "value": "new@example.com" }], "roles": [{ "value": "member" }] });
    let put = hub
        .ask(Method::PUT, &format!("/Users/{id}"), Some(body))
        .await;
    assert_eq!((put.status, &put.body["displayName"]), (200, &json!("Put")));
    let same = hub.patch(&id, "displayName", json!("Put")).await;
    assert_eq!(same.etag, put.etag, "nothing changed, no new version");
    assert_eq!(
        hub.ask(Method::DELETE, &format!("/Users/{id}"), None)
            .await
            .status,
        204
    );
    assert_eq!(hub.get(&format!("/Users/{id}")).await.status, 404);
    assert_eq!(
        hub.ask(Method::DELETE, &format!("/Users/{id}"), None)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn the_last_admin_stays_and_another_tenants_accounts_are_not_there() {
    let bench = Bench::matched().await;
    let link = bench.linked().await;
    let elsewhere = bench
        .accounts
        .add(account("t2", "e@example.com", "E", &[]), Some(PASSWORD));
    let hub = Hub::of(&bench, &link);
    let off = hub.patch(&bench.admin, "active", json!(false)).await;
    assert_eq!(
        (off.status, &off.body["scimType"]),
        (409, &json!("mutability"))
    );
    assert_eq!(
        hub.ask(Method::DELETE, &format!("/Users/{}", bench.admin), None)
            .await
            .status,
        409
    );
    let still = bench
        .accounts
        .find("t1", &bench.admin)
        .await
        .unwrap()
        .unwrap();
    assert!(still.active && !still.hub_deactivated);
    for path in [
        format!("/Users/{elsewhere}"),
        "/Users/%00".into(),
        "/Groups".into(),
        "/Nothing/at/all".into(),
    ] {
        assert_eq!(hub.get(&path).await.status, 404, "{path}");
    }
    // What an administrator changed meanwhile is not overwritten.
    let tag = hub.get(&format!("/Users/{}", bench.tech)).await.etag;
    let roles = AccountChange::SetRoles(Vec::new());
    bench
        .login
        .change_account("t1", &bench.tech, None, roles)
        .await
        .unwrap();
    let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "replace", "path": "active", "value": false }] });
    let late = hub
        .ask_if(
            Method::PATCH,
            &format!("/Users/{}", bench.tech),
            Some(&tag),
            Some(body),
        )
        .await;
    assert_eq!(late.status, 412);
}

#[tokio::test]
async fn nobody_but_the_hub_is_let_in() {
    let bench = Bench::matched().await;
    let link = bench.linked().await;
    let good = Hub::of(&bench, &link);
    assert_eq!(good.get("/Users").await.status, 200);
    let now = crate::clock::now();
    for (name, value) in [
        ("iss", json!("https://evil.example")),
        ("aud", json!("portal")),
        ("aud", json!(bench.hub.issuer)),
        ("tenant", json!("t2")),
        ("link", json!("lnk_9")),
        ("exp", json!(now - 120)),
        ("exp", json!(now + 86_400)),
        ("iat", json!(now + 3600)),
        ("exp", Value::Null),
        ("tenant", Value::Null),
    ] {
        let mut other = Hub::of(&bench, &link);
        other.claims[name] = value.clone();
        assert_eq!(other.get("/Users").await.status, 401, "{name} {value}");
    }
    for typ in ["JWT", "logout+jwt", "secevent+jwt"] {
        let other = Hub {
            typ,
            ..Hub::of(&bench, &link)
        };
        assert_eq!(other.get("/Users").await.status, 401, "{typ}");
    }
    for path in ["/Users", "/Roles", "/ServiceProviderConfig", "/Nothing"] {
        let bare = bench
            .http
            .get(format!("{}/scim/v2{path}", bench.base))
            .send()
            .await
            .unwrap();
        assert_eq!(bare.status(), 401, "{path}");
        assert_eq!(bare.headers()["www-authenticate"], "Bearer");
    }
    let wrong = bench.http.post(format!("{}/scim/v2/Users", bench.base));
    let wrong = wrong
        .bearer_auth(bench.hub.sign("at+jwt", &good.claims))
        .body("{}");
    assert_eq!(wrong.send().await.unwrap().status(), 415);
    // A link that was ended opens nothing.
    bench.hub.set(|s| s.links.clear());
    bench.refresh().await;
    assert_eq!(good.get("/Users").await.status, 401);
}

#[tokio::test]
async fn it_says_what_it_is() {
    let bench = Bench::matched().await;
    let link = bench.linked().await;
    let hub = Hub::of(&bench, &link);
    let config = hub.get("/ServiceProviderConfig").await.body;
    assert_eq!(
        (&config["patch"]["supported"], &config["bulk"]["supported"]),
        (&json!(true), &json!(false))
    );
    let roles = hub.get("/Roles").await.body;
    assert_eq!(roles["totalResults"], json!(2));
    assert_eq!(
        roles["Resources"][1]["urn:vestibule:scim:ModuleRole"]["securityAdmin"],
        json!(true)
    );
    assert_eq!(
        hub.get("/ResourceTypes").await.body["totalResults"],
        json!(2)
    );
    assert_eq!(
        hub.get("/Schemas").await.body["Resources"][1]["id"],
        json!(MODULE_USER)
    );
}
