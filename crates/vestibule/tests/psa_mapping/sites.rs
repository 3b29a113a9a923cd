//! Sites of a company that is not mapped yet, asked of the PSA.

use super::*;
use kernel::Clock as _;
use simulators::connectwise::{Kind, Options, Simulator};
use std::sync::Arc;
use testkit::on_both_engines;
use testkit::program::{good, refused};
use tokio::net::TcpListener;

on_both_engines! {
    async fn sites_are_read_when_they_are_asked_for(hub) {
        let clock = hub.clock();
        let options = Options {
            companies: 6,
            contacts: 5,
            configurations: 0,
            tickets: 0,
            clock: Arc::new(move || u64::try_from(clock.now().unix_seconds()).unwrap()),
            ..Options::default()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let psa = Simulator::start(listener, options).await.unwrap();
        let keys = psa.keys().into_iter().find(|k| k.role == "Integration").unwrap();
        let connection = PsaConnectionDraft {
            host: psa.url(),
            company: keys.company.clone(),
            public: keys.public.as_str().into(),
            private: keys.private.as_str().into(),
            ..draft("training")
        };
        let desk = Desk::of(hub, "owner", connection).await;
        let first = psa.ids(Kind::Companies)[1];
        let id = i64::from(first);
        desk.told(vec![company(id, "Alder"), company(999_999, "Nowhere")], vec![site(888_888, id, "Demolished")]).await;
        let program = hub.mighty_program("owner").await;
        let path = |company: i64| format!("/api/v1/psa-connections/{}/companies/{company}/sites", desk.connection);
        assert_eq!(good(program.get(&path(id)).await)["data"][0]["name"], "Demolished");
        let read = good(program.call("POST", &path(id), serde_json::Value::Null).await);
        let sites = read["data"].as_array().unwrap();
        assert!(!sites.is_empty() && sites.iter().all(|s| s["name"] != "Demolished"), "{read}");
        let psa_site = sites[0]["psa_site"].as_i64().unwrap();
        let own = desk.company("First Client").await;
        assert_eq!(desk.map(own, plain(id, Some(888_888))).await, Err("psa_site_gone"));
        desk.map(own, plain(id, Some(psa_site))).await.unwrap();
        // A company that the PSA does not have, and one of which the hub has not heard.
        assert_eq!(refused(&program.call("POST", &path(999_999), serde_json::Value::Null).await).1, "psa_absent");
        assert_eq!(refused(&program.call("POST", &path(5), serde_json::Value::Null).await).1, "psa_company_unknown");
        // The PSA is away: the page says so, and works.
        psa.stop().await;
        let mapping = desk.mappings().await[0].listed.mapping.id;
        let own = desk.path(&format!("/{mapping}"));
        let page = desk.browser.get(&own).await;
        let csrf = page.input("csrf").to_owned();
        let page = desk.browser.post(&own, &[("csrf", &csrf), ("do", "read_sites"), ("site", ""), ("follows", "yes")]).await;
        assert!(page.status == 200 && page.body.contains("The sites could not be read."), "{}", page.body);
        assert!(page.body.contains("The whole company") && page.body.contains(r#"name="follows" value="yes" checked"#), "{}", page.body);
    }
}
