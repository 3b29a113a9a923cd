//! Callbacks: entries that stand exactly so, and notices that nobody can forge.

use super::Office;
use engine::outside::psa::{Psa, PsaCallbacks};
use kernel::Refusal as _;
use serde_json::{Value, json};
use simulators::connectwise::Kind;
use simulators::{Effect, Fault};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// A notice as it came: signature and body.
type Notices = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// Takes notices as they come, to the byte.
async fn receive() -> (String, Notices) {
    let listener = super::listener().await;
    let address = format!("http://{}/psa/1", listener.local_addr().unwrap());
    let notices = Notices::default();
    let kept = notices.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = Vec::new();
            let mut buffer = [0; 4096];
            let (head, length) = loop {
                let n = stream.read(&mut buffer).await.unwrap();
                bytes.extend_from_slice(&buffer[..n]);
                let text = String::from_utf8_lossy(&bytes).into_owned();
                if let Some(end) = text.find("\r\n\r\n") {
                    let head = text[..end].to_owned();
                    let length: usize = header(&head, "content-length").parse().unwrap();
                    if bytes.len() >= end + 4 + length {
                        break (head, length);
                    }
                }
                assert!(n > 0, "a whole notice");
            };
            let body = bytes[bytes.len() - length..].to_vec();
            kept.lock()
                .unwrap()
                .push((header(&head, "x-content-signature"), body));
            let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
            stream.write_all(answer).await.unwrap();
        }
    });
    (address, notices)
}

fn header(head: &str, name: &str) -> String {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let found = lines
        .into_iter()
        .find(|(held, _)| held.eq_ignore_ascii_case(name));
    found.map_or(String::new(), |(_, value)| value.trim().to_owned())
}

async fn wait_for(notices: &Notices, count: usize) -> Vec<(String, Vec<u8>)> {
    for _ in 0..500 {
        let held = notices.lock().unwrap().clone();
        if held.len() >= count {
            return held;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{count} notices");
}

#[tokio::test]
async fn entries_stand_exactly_as_wanted() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    let ours = "https://hub.example/psa/con_1";
    // The first answer is lost: the entry is there all the same, and is not made twice.
    office.simulator.order(Fault::once(
        "POST",
        "system/callbacks",
        Effect::CutAfterWrite,
    ));
    let lost = psa.keep_callbacks(ours).await.unwrap_err();
    assert_eq!(lost.code(), "psa_unknown_outcome");
    let made = |made, woken, rested| PsaCallbacks {
        made,
        woken,
        rested,
    };
    assert_eq!(psa.keep_callbacks(ours).await, Ok(made(3, 0, 0)));
    assert_eq!(psa.keep_callbacks(ours).await, Ok(made(0, 0, 0)));
    let entries = office.simulator.ids(Kind::Callbacks);
    assert_eq!(entries.len(), 4);
    for id in &entries {
        let entry = office.simulator.get(Kind::Callbacks, *id).unwrap();
        assert_eq!(entry["isSelfSuppressedFlag"], true);
        assert_eq!(entry["url"], format!("{ours}?recordId="));
    }
    office.edit(json!({"act": "update", "kind": "callbacks", "id": entries[0], "fields": {"inactiveFlag": true}}));
    office.edit(json!({"act": "create", "kind": "callbacks", "fields":
        {"url": format!("{ours}?recordId="), "objectId": 1, "type": "invoice", "level": "owner"}}));
    office.edit(json!({"act": "create", "kind": "callbacks", "fields":
        {"url": "https://other.example/?recordId=", "objectId": 1, "type": "ticket", "level": "owner"}}));
    assert_eq!(psa.keep_callbacks(ours).await, Ok(made(0, 1, 1)));
    assert_eq!(psa.keep_callbacks(ours).await, Ok(made(0, 0, 0)));
    assert_eq!(office.asked("DELETE", ""), 0, "nothing is ever deleted");
}

#[tokio::test]
async fn a_notice_is_believed_by_its_signature_alone() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    let (address, notices) = receive().await;
    psa.keep_callbacks(&address).await.unwrap();
    psa.create_ticket(&office.draft("vst-1")).await.unwrap();
    office.edit(
        json!({"act": "update", "kind": "companies", "id": 3, "fields": {"name": "Renamed"}}),
    );
    let (signature, body) = wait_for(&notices, 1).await.remove(0);
    let read = psa.notice(&body).await.unwrap();
    assert_eq!(
        (read.notice.kind.as_str(), read.notice.id),
        ("company", 3),
        "our own ticket is not told to us"
    );
    assert!(vault::callback::is_signed(&read.key, &body, &signature));
    // Changed by one number: whoever forges it has no key.
    let forged = String::from_utf8(body.clone())
        .unwrap()
        .replace("\"ID\":3", "\"ID\":4");
    let read_forged = psa.notice(forged.as_bytes()).await.unwrap();
    assert!(!vault::callback::is_signed(
        &read_forged.key,
        forged.as_bytes(),
        &signature
    ));
    // Written anew, the same JSON bears another signature.
    let value: Value = serde_json::from_slice(&body).unwrap();
    let anew = serde_json::to_vec_pretty(&value).unwrap();
    assert!(!vault::callback::is_signed(&read.key, &anew, &signature));
    // The same notice again is told by its id.
    office
        .simulator
        .order(Fault::once("", "", Effect::DuplicateCallbacks));
    office
        .psa("Admin")
        .create_ticket(&office.draft("vst-2"))
        .await
        .unwrap();
    let held = wait_for(&notices, 3).await;
    let (first, second) = (&held[1].1, &held[2].1);
    let ids = [
        psa.notice(first).await.unwrap(),
        psa.notice(second).await.unwrap(),
    ];
    assert_eq!(ids[0].notice.message_id, ids[1].notice.message_id);
    assert_ne!(ids[0].notice.message_id, read.notice.message_id);
}

#[tokio::test]
async fn a_key_on_a_foreign_host_is_not_fetched() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    // A key of the forger's own, on a host of the forger's own.
    let (address, asked) = receive().await;
    let forger = address.replace(
        "/psa/1",
        "/system/callbackkey/index.rails?companyName=training&id=1",
    );
    let refuse = async |psa: &Arc<dyn Psa>, key_url: &str| {
        let body = json!({"Action": "updated", "ID": 3, "Type": "company", "MessageId": "m",
            "CompanyId": "training", "Metadata": {"key_url": key_url}});
        psa.notice(body.to_string().as_bytes()).await.unwrap_err()
    };
    let before = office.simulator.requests().len();
    for key_url in [
        forger.as_str(),
        "http://169.254.169.254/system/callbackkey/index.rails?companyName=training",
        "file:///etc/passwd",
    ] {
        let fault = refuse(&psa, key_url).await;
        assert_eq!(fault.code(), "psa_address_not_allowed", "{key_url}");
    }
    // The right host, and a key that nobody has.
    let own = format!(
        "{}/system/callbackkey/index.rails?companyName=training&id=none",
        office.simulator.url()
    );
    assert_eq!(refuse(&psa, &own).await.code(), "psa_unreadable");
    assert!(
        asked.lock().unwrap().is_empty(),
        "the forger's host was not called"
    );
    assert_eq!(office.simulator.requests().len(), before);
}
