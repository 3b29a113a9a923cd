//! The simulator over its socket: what only shows on the wire.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use simulators::connectwise::{Edit, Kind, Options, Simulator};
use simulators::{Effect, Fault};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

struct Bench {
    simulator: Simulator,
    client: Client,
}

impl Bench {
    async fn with(options: Options) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let simulator = Simulator::start(listener, options).await.unwrap();
        let client = Client::builder()
            .danger_accept_invalid_certs(true)
            .build()
            .unwrap();
        Self { simulator, client }
    }

    async fn small() -> Self {
        Self::with(Options {
            companies: 5,
            contacts: 10,
            configurations: 5,
            tickets: 3,
            ..Options::default()
        })
        .await
    }

    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let keys = self.simulator.keys().remove(0);
        let url = format!("{}/v4_6_release/apis/3.0/{path}", self.simulator.url());
        self.client
            .request(method, url)
            .basic_auth(
                format!("{}+{}", keys.company, keys.public),
                Some(keys.private),
            )
            .header("clientId", "01234567-89ab-cdef-0123-456789abcdef")
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.ask(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    async fn count(&self, path: &str) -> u64 {
        self.get(&format!("{path}/count")).await["count"]
            .as_u64()
            .unwrap()
    }
}

fn ticket() -> Value {
    json!({ "summary": "Once", "company": { "id": 2 } })
}

#[tokio::test]
async fn a_cut_connection_leaves_the_record_behind() {
    let bench = Bench::small().await;
    let before = bench.count("service/tickets").await;
    for (effect, made) in [(Effect::CutBefore, 0), (Effect::CutAfterWrite, 1)] {
        bench
            .simulator
            .order(Fault::once("POST", "service/tickets", effect));
        let answer = bench
            .ask(Method::POST, "service/tickets")
            .json(&ticket())
            .send()
            .await;
        assert!(answer.is_err(), "nobody answers");
        assert_eq!(bench.count("service/tickets").await, before + made);
    }
    assert_eq!(
        bench
            .simulator
            .requests()
            .iter()
            .filter(|asked| asked.status == 0)
            .count(),
        2
    );
    bench.simulator.stop().await;
    assert!(
        bench.ask(Method::GET, "system/info").send().await.is_err(),
        "it has stopped"
    );
}

#[tokio::test]
async fn a_slow_answer_is_late_and_does_not_hold_up_others() {
    let bench = Bench::small().await;
    let slow = Effect::SlowMilliseconds(1500);
    bench
        .simulator
        .order(Fault::once("GET", "company/companies", slow));
    let begun = Instant::now();
    let (late, quick) = tokio::join!(
        async {
            bench.get("company/companies").await;
            begun.elapsed()
        },
        async {
            bench.get("company/contacts").await;
            begun.elapsed()
        }
    );
    assert!(late >= Duration::from_millis(1500) && quick < late);
}

#[tokio::test]
async fn https_is_spoken_where_it_is_wanted() {
    let bench = Bench::with(Options {
        companies: 2,
        contacts: 2,
        configurations: 0,
        tickets: 0,
        tls: true,
        ..Options::default()
    })
    .await;
    assert!(bench.simulator.url().starts_with("https://"));
    let company = bench.get("company/companies/2").await;
    let href = company["status"]["_info"]["status_href"].as_str().unwrap();
    assert!(href.starts_with(&bench.simulator.url()));
}

/// Takes one notice, and answers 204.
async fn take_notice(listener: &TcpListener) -> (String, String) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut text = Vec::new();
    let mut piece = [0_u8; 4096];
    loop {
        let length = stream.read(&mut piece).await.unwrap();
        text.extend_from_slice(&piece[..length]);
        let whole = String::from_utf8_lossy(&text).into_owned();
        if let Some((head, body)) = whole.split_once("\r\n\r\n") {
            let line = head
                .lines()
                .find_map(|line| line.strip_prefix("Content-Length: "));
            if body.len() >= line.unwrap().parse::<usize>().unwrap() {
                stream
                    .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
                    .await
                    .unwrap();
                return (head.to_owned(), body.to_owned());
            }
        }
    }
}

#[tokio::test]
async fn a_notice_arrives_with_its_signature() {
    let bench = Bench::small().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook?recordId=", listener.local_addr().unwrap());
    let entry = json!({ "url": url, "objectId": 0, "type": "company", "level": "owner" });
    let made = bench
        .ask(Method::POST, "system/callbacks")
        .json(&entry)
        .send()
        .await
        .unwrap();
    assert_eq!(made.status(), 201);
    let edit = Edit::Update {
        kind: "companies".into(),
        id: 2,
        fields: json!({ "name": "Renamed" }),
    };
    assert_eq!(bench.simulator.edit(&edit), Ok(2));
    let (head, body) = take_notice(&listener).await;
    assert!(
        head.starts_with("POST /hook?recordId=2&action=updated HTTP/1.1\r\n"),
        "{head}"
    );
    assert!(head.contains("\r\nx-content-signature: "), "{head}");
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (&body["Type"], &body["MemberId"]),
        (&json!("company"), &json!("admin1"))
    );
    let deadline = Instant::now() + Duration::from_secs(10);
    while bench.simulator.told().is_empty() && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(bench.simulator.told()[0].1, Some(204));
    assert_eq!(
        bench.simulator.get(Kind::Companies, 2).unwrap()["name"],
        "Renamed"
    );
}

#[tokio::test]
async fn listeners_that_others_could_reach_are_refused() {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    assert!(
        Simulator::start(listener, Options::default())
            .await
            .is_err()
    );
}
