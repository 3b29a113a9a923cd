//! The envelope of answers. Good or not, nearly all come with status 200, so the envelope decides; and
//! its names are in capitals in the description and small on the wire, so their case counts for
//! nothing.

use serde_json::{Map, Value};

/// What an answer holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Envelope {
    /// It is good: the result with small names, and how many there are in all.
    Good(Value, Option<u64>),
    /// It is not: the vendor's code and its words.
    Bad(i64, String),
}

/// How deep an answer is read.
const DEEPEST: usize = 16;
/// Most signs of an error that are kept.
const MOST: usize = 600;

/// The same value with small names; what is deeper than any answer is dropped.
fn small(value: Value, depth: usize) -> Value {
    match value {
        _ if depth > DEEPEST => Value::Null,
        Value::Object(members) => {
            let members = members
                .into_iter()
                .map(|(name, value)| (name.to_lowercase(), small(value, depth + 1)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(list) => list.into_iter().map(|v| small(v, depth + 1)).collect(),
        other => other,
    }
}

fn text(value: Option<&Value>) -> String {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(MOST).collect::<String>().trim().to_owned()
}

impl Envelope {
    /// Reads an answer. Two addresses answer bare, without an envelope.
    ///
    /// # Errors
    /// A sentence, where it is no JSON.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let value: Value =
            serde_json::from_slice(bytes).map_err(|fault| format!("it is no JSON ({fault})"))?;
        let value = small(value, 0);
        let Some(success) = value.get("success") else {
            return Ok(Self::Good(value, None));
        };
        if success == &Value::Bool(true) {
            let total = value.get("totalrecords").and_then(Value::as_u64);
            let result = match value {
                Value::Object(mut members) => members.remove("result").unwrap_or_default(),
                _ => Value::Null,
            };
            return Ok(Self::Good(result, total));
        }
        let error = value.get("error").cloned().unwrap_or_default();
        let code = match error.get("code") {
            Some(Value::String(code)) => code.parse().unwrap_or_default(),
            code => code.and_then(Value::as_i64).unwrap_or_default(),
        };
        let message = text(error.get("message"));
        let details = text(error.get("details"));
        let words = match (message.is_empty(), details.is_empty()) {
            (false, false) => format!("{} {details}", message),
            (false, true) => message,
            (true, _) => details,
        };
        Ok(Self::Bad(code, words.trim_end_matches('.').to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_read_in_any_case() {
        for text in [
            r#"{"Success":true,"Result":[{"AccountName":"A"}],"TotalRecords":7}"#,
            r#"{"success":true,"result":[{"accountName":"A"}],"totalRecords":7}"#,
        ] {
            assert_eq!(
                Envelope::read(text.as_bytes()),
                Ok(Envelope::Good(json!([{ "accountname": "A" }]), Some(7)))
            );
        }
        assert_eq!(
            Envelope::read(br#"{"Id":5}"#),
            Ok(Envelope::Good(json!({ "id": 5 }), None)),
            "bare"
        );
    }

    #[test]
    fn a_good_status_with_a_bad_envelope_is_bad() {
        for (body, code, words) in [
            (
                r#"{"success":false,"error":{"code":400,"message":"Validation failed.","details":"Title is required.","stackStrace":null}}"#,
                400,
                "Validation failed. Title is required",
            ),
            (
                r#"{"Success":false,"Error":{"Code":"403","Details":"No."}}"#,
                403,
                "No",
            ),
            (r#"{"success":null}"#, 0, ""),
            (r#"{"success":"true"}"#, 0, ""),
        ] {
            let read = Envelope::read(body.as_bytes());
            assert_eq!(read, Ok(Envelope::Bad(code, words.into())), "{body}");
        }
        assert!(Envelope::read(b"<html>").is_err());
    }
}
