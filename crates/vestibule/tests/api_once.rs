//! Requests of the JSON API that come twice, and what happens when the hub stops in between.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use engine::Failure;
use engine::operation::Begun;
use kernel::{DisplayName, Secret, Span};
use serde_json::{Value, json};
use testkit::on_both_engines;
use testkit::program::{good, refused};

on_both_engines! {
    async fn a_request_that_comes_twice_counts_once(hub) {
        let program = hub.mighty_program("owner").await;
        let asked = json!({"client_id": "nightly", "settings": {"auth_method": "client_secret_basic", "grant_types": ["client_credentials"], "scopes": ["reports.read"]}});
        let made = || async { hub.audit().await.iter().filter(|l| l.starts_with("client.made")).count() };
        let before = made().await;
        let first = program.post_once("one", "/api/v1/clients", asked.clone()).await;
        assert_eq!(first.status, 201, "{}", first.body);
        let again = program.post_once("one", "/api/v1/clients", asked.clone()).await;
        assert_eq!((again.status, &again.body), (201, &first.body), "the same answer, with its secret");
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(good(first)["secret"].as_str().unwrap().len(), 43);
        assert_eq!(made().await, before + 1);
        // The same key for something else; the same request under another key.
        let other = json!({"name": "Group"});
        assert_eq!(refused(&program.post_once("one", "/api/v1/groups", other.clone()).await), (422, "idempotency_key_reused".into()));
        assert_eq!(refused(&program.post_once("two", "/api/v1/clients", asked.clone()).await), (409, "client_id_taken".into()));
        assert_eq!(refused(&program.post_once("two", "/api/v1/clients", asked.clone()).await), (409, "client_id_taken".into()), "a refusal is an answer");
        assert_eq!(refused(&program.post_once("", "/api/v1/groups", other.clone()).await), (400, "idempotency_key_unreadable".into()));
        // Another program's key is another's.
        let second = hub.mighty_program("owner").await;
        assert_eq!(second.post_once("one", "/api/v1/groups", other.clone()).await.status, 201);
        // What must not be in the clear is not: the row is sealed.
        hub.wait(Span::hours(25));
        assert_eq!(program.post_once("one", "/api/v1/groups", json!({"name": "Later"})).await.status, 201, "forgotten after a day");
        hub.engine.tidy().await.unwrap();
    }

    async fn a_request_that_was_cut_off_is_explained(hub) {
        let program = hub.mighty_program("owner").await;
        let caller = hub.engine.api_caller(&Secret::from(program.key.as_str()), "127.0.0.1").await.unwrap();
        // What the door takes as the print of a request: method, path, query, each by its length, body.
        let print = |body: &Value| {
            let mut print = Vec::new();
            for part in [b"POST".as_slice(), b"/api/v1/groups", b""] {
                print.extend_from_slice(&(part.len() as u64).to_be_bytes());
                print.extend_from_slice(part);
            }
            print.extend_from_slice(&serde_json::to_vec(body).unwrap());
            print
        };
        // Under way; then the node is gone before anything was done: it is run as if it were new.
        let lost = json!({"name": "Lost"});
        let Ok(Begun::Run(first)) = hub.engine.begin_api_request(&caller, "a", &print(&lost)).await else { panic!("it begins") };
        assert_eq!(refused(&program.post_once("a", "/api/v1/groups", lost.clone()).await), (409, "idempotency_under_way".into()));
        hub.wait(Span::minutes(5));
        assert_eq!(program.post_once("a", "/api/v1/groups", lost.clone()).await.status, 201);
        // The first attempt was only slow, and comes too late to do anything.
        let slow = caller.clone().within(first);
        let draft = |name: &str| engine::access::GroupDraft { name: DisplayName::parse(name).unwrap(), description: String::new(), rule: None };
        assert!(matches!(hub.engine.make_group(&slow.admin, draft("Twice")).await, Err(Failure::Broken(b)) if b.is_busy()));
        assert_eq!(good(program.get("/api/v1/groups?q=Twice").await)["data"], json!([]));
        // The node is gone after the effect and before the answer: it is never done again, and said so.
        let done = json!({"name": "Done"});
        let Ok(Begun::Run(attempt)) = hub.engine.begin_api_request(&caller, "b", &print(&done)).await else { panic!("it begins") };
        hub.engine.make_group(&caller.clone().within(attempt).admin, draft("Done")).await.unwrap();
        hub.wait(Span::minutes(5));
        assert_eq!(refused(&program.post_once("b", "/api/v1/groups", done).await), (409, "idempotency_answer_lost".into()));
        assert_eq!(good(program.get("/api/v1/groups?q=Done").await)["data"].as_array().unwrap().len(), 1);
    }
}
