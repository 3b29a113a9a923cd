//! Events as they are posted, in the shape of Standard Webhooks 1.0: `type`, `timestamp` and `data`.

use kernel::{OutboxId, PartnerId, Timestamp};
use model::operation::AuditEntry;
use serde::Serialize;
use serde_json::Value;

/// The type of a test event.
pub const TEST: &str = "webhook.test";

#[derive(Serialize)]
struct Body<'a, D> {
    #[serde(rename = "type")]
    kind: &'a str,
    timestamp: String,
    data: D,
}

/// An audit entry as receivers get it. What has no value is an empty text or null, never left out.
#[derive(Serialize)]
struct Entry<'a> {
    partner: String,
    seq: i64,
    actor: &'a str,
    action: &'a str,
    subject: &'a str,
    reason: &'a str,
    before: Value,
    after: Value,
    address: &'a str,
}

#[derive(Serialize)]
struct Test<'a> {
    partner: String,
    message: &'a str,
}

/// The id of an entry: the same for every attempt, every replay and every webhook, so that a
/// receiver can tell a repetition.
pub fn entry_id(partner: PartnerId, seq: i64) -> String {
    let text = partner.to_string();
    let hex = text.rsplit('_').next().unwrap_or_default();
    format!("evt_{hex}_{seq}")
}

/// The id of a test event.
pub fn test_id(delivery: OutboxId) -> String {
    let text = delivery.to_string();
    format!("evt_test_{}", text.rsplit('_').next().unwrap_or_default())
}

/// States of an entry are JSON mostly; what is none is a text, and nothing is null.
fn state(text: &str) -> Value {
    match text {
        "" => Value::Null,
        text => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())),
    }
}

fn bytes(body: &impl Serialize) -> Vec<u8> {
    // A value of texts and numbers always has a JSON.
    serde_json::to_vec(body).unwrap_or_default()
}

/// The body for an entry.
pub fn entry_body(entry: &AuditEntry) -> Vec<u8> {
    bytes(&Body {
        kind: &entry.action,
        timestamp: entry.at.rfc3339(),
        data: Entry {
            partner: PartnerId(entry.chain).to_string(),
            seq: entry.seq,
            actor: &entry.actor,
            action: &entry.action,
            subject: &entry.subject,
            reason: &entry.reason,
            before: state(&entry.before),
            after: state(&entry.after),
            address: &entry.address,
        },
    })
}

/// The body of a test.
pub fn test_body(partner: PartnerId, at: Timestamp) -> Vec<u8> {
    bytes(&Body {
        kind: TEST,
        timestamp: at.rfc3339(),
        data: Test {
            partner: partner.to_string(),
            message: "This is a test. Nothing has happened.",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_posted_in_the_shape_of_the_standard() {
        let entry = AuditEntry {
            chain: [1; 16],
            seq: 7,
            at: Timestamp::from_unix_seconds(1_795_000_000),
            actor: "operator".into(),
            action: "member.changed".into(),
            subject: "mem_1".into(),
            reason: String::new(),
            before: "{\"role\":\"user\"}".into(),
            after: "by hand".into(),
            address: "203.0.113.9".into(),
            hash: vec![9; 32],
        };
        assert_eq!(
            String::from_utf8(entry_body(&entry)).unwrap(),
            r#"{"type":"member.changed","timestamp":"2026-11-18T11:06:40Z","data":{"partner":"par_01010101010101010101010101010101","seq":7,"actor":"operator","action":"member.changed","subject":"mem_1","reason":"","before":{"role":"user"},"after":"by hand","address":"203.0.113.9"}}"#
        );
        assert_eq!(
            entry_id(PartnerId([1; 16]), 7),
            "evt_01010101010101010101010101010101_7"
        );
        assert_eq!(state(""), Value::Null);
    }
}
