//! Pausing, how many there may be, and which addresses a PSA is called from.

use super::*;

on_both_engines! {
    async fn it_is_paused_and_goes_on(hub) {
        let owner = master(hub).await;
        let simulator = connectwise(hub).await;
        let path = make(&owner, &simulator.url(), &keys(&simulator, "Integration"), &[]).await;
        let work = format!("{path}/work");
        assert_eq!(send(&owner, &work, &[("do", "pause")]).await.location(), format!("{path}?done=paused"));
        assert!(said(&owner.get(&path).await).contains("Paused: the PSA is not read."));
        assert_eq!(send(&owner, &work, &[("do", "pause")]).await.status, 303, "once more is no harm");
        assert_eq!(send(&owner, &work, &[("do", "resume")]).await.location(), format!("{path}?done=resumed"));
        let program = hub.mighty_program("owner").await;
        let address = format!("{API}/{}", id(&path));
        assert_eq!(good(program.call("POST", &format!("{address}/pause"), Value::Null).await)["connection"]["state"], "paused");
        assert_eq!(good(program.call("POST", &format!("{address}/resume"), Value::Null).await)["connection"]["state"], "active");
        let audit = hub.audit().await;
        let count = |action: &str| audit.iter().filter(|line| line.starts_with(action)).count();
        assert_eq!((count("psa_connection.paused"), count("psa_connection.resumed")), (2, 2));
    }

    async fn there_are_at_most_twenty(hub) {
        let program = hub.mighty_program("owner").await;
        let draft = |n: usize| json!({"vendor": "connectwise", "name": format!("number {n}"), "base_url": "cw.example.com", "company": "a", "public_key": "PUBLICKEY1", "private_key": "PRIVATEKEY1"});
        for n in 0..20 {
            let page = program.call("POST", API, draft(n)).await;
            assert_eq!(page.status, 201, "{}", page.body);
        }
        assert_eq!(refused(&program.call("POST", API, draft(20)).await), (409, "psa_connection_too_many".into()));
        let listed = good(program.get(API).await);
        let first = listed["data"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(listed["data"].as_array().unwrap().len(), 20);
        let gone = program.call("DELETE", &format!("{API}/{first}"), Value::Null).await;
        assert_eq!(gone.status, 200, "{}", gone.body);
        assert_eq!(program.call("POST", API, draft(20)).await.status, 201);
        assert_eq!(refused(&program.call("POST", API, draft(20)).await).1, "psa_connection_too_many");
        let owner = master(hub).await;
        assert!(!owner.get(LIST).await.body.contains("href=\"/console/psa/new\""), "no way to one more");
    }

    async fn without_addresses_the_page_says_who_sets_them(hub) {
        let owner = master(hub).await;
        let simulator = connectwise(hub).await;
        let path = make(&owner, &simulator.url(), &keys(&simulator, "Integration"), &[]).await;
        let text = said(&owner.get(&format!("{path}/addresses")).await);
        assert!(text.contains("The list is not set") && text.contains("[[psa.addresses]]"), "{text}");
    }
}

/// The allow-list of a hub whose operator has set one, by host and region.
async fn allow_list(kind: Kind) {
    let hub = TestHub::start_with(kind, |settings| {
        let of = |region: &str, address: &str| engine::AddressesOf {
            region: RegionName::parse(region).unwrap(),
            addresses: vec![address.parse().unwrap()],
        };
        settings.psa.addresses = vec![
            of("USWEST2", "203.0.113.1"),
            of("EUCENTRAL1", "203.0.113.2"),
        ];
        settings.psa.hosted = vec!["198.51.100.7".parse().unwrap()];
    })
    .await;
    let Some(hub) = hub else { return };
    let owner = master(&hub).await;
    let any = Keys {
        company: "acme".into(),
        public: "PUBLICKEY1".into(),
        private: "PRIVATEKEY1".into(),
        member: String::new(),
        role: String::new(),
    };
    let own = make(&owner, "cw.example.com", &any, &[]).await;
    let hosted = make(&owner, "na", &any, &[("name", "cloud")]).await;
    let text = said(&owner.get(&format!("{own}/addresses")).await);
    assert!(text.contains("your firewall must let in"), "{text}");
    assert!(
        text.contains("203.0.113.1")
            && text.contains("203.0.113.2")
            && !text.contains("198.51.100.7"),
        "{text}"
    );
    let text = said(&owner.get(&format!("{hosted}/addresses")).await);
    assert!(
        text.contains("may need to let in") && text.contains("198.51.100.7"),
        "{text}"
    );
    assert!(
        !text.contains("must") && !text.contains("203.0.113"),
        "{text}"
    );
    // A module in a region makes that region hers.
    let program = hub.mighty_program("owner").await;
    let modules = good(program.get("/api/v1/modules").await);
    let module = modules["data"][0]["id"].as_str().unwrap().to_owned();
    let change =
        json!({"name": "Wiki", "launch_url": "https://wiki.example.com/", "region": "eucentral1"});
    let page = program
        .call("PUT", &format!("/api/v1/modules/{module}"), change)
        .await;
    assert_eq!(page.status, 200, "{}", page.body);
    let csv = owner.get(&format!("{own}/addresses.csv")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        csv.body,
        "host,deployment,demand,region,address\r\ncw.example.com,on_premise,must,EUCENTRAL1,203.0.113.2\r\n"
    );
    let seen = good(program.get(&format!("{API}/{}/addresses", id(&own))).await);
    assert_eq!(seen["deployment"], "on_premise");
    assert_eq!(
        seen["data"],
        json!([
            {"region": "EUCENTRAL1", "address": "203.0.113.2", "yours": true},
            {"region": "USWEST2", "address": "203.0.113.1", "yours": false},
        ])
    );
    hub.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_allow_list_is_that_of_the_own_deployment_on_sqlite() {
    allow_list(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_allow_list_is_that_of_the_own_deployment_on_postgres() {
    allow_list(Kind::Postgres).await;
}
