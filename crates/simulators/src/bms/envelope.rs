//! The envelope of answers: good or not, nearly all of them come with status 200.

use crate::psa::serve::Reply;
use serde_json::{Map, Value, json};

/// A refusal inside the envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub code: u16,
    pub message: String,
    pub parts: Vec<String>,
    /// The status; 200 for most.
    pub status: u16,
}

impl Refused {
    pub(super) fn new(code: u16, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            parts: Vec::new(),
            status: 200,
        }
    }

    pub(super) fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    pub(super) fn invalid(parts: Vec<String>) -> Self {
        Self {
            parts,
            ..Self::new(400, "Validation failed.")
        }
    }

    pub(super) fn missing(what: &str) -> Self {
        Self::new(404, format!("{what} was not found."))
    }

    pub(super) fn forbidden() -> Self {
        Self::new(403, "You do not have access to this.")
    }

    pub(super) fn reply(&self) -> Reply {
        let body = json!({
            "success": false,
            "error": {
                "code": self.code,
                "message": self.message,
                "details": self.parts.join(" "),
                // The vendor's spelling.
                "stackStrace": null,
                "subErrors": self.parts,
            },
        });
        Reply::json(self.status, &body)
    }
}

/// The description writes names like `AccountName`, the wire has `accountName`: the leading capitals
/// are small, up to the one that begins a word.
pub(super) fn small(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len());
    let mut leading = true;
    for (at, letter) in letters.iter().enumerate() {
        let begins_word = at > 0 && letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        leading = leading && letter.is_uppercase() && !begins_word;
        out.push(if leading {
            letter.to_ascii_lowercase()
        } else {
            *letter
        });
    }
    out
}

/// A value with small names throughout.
pub(super) fn on_wire(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members
                .into_iter()
                .map(|(name, value)| (small(&name), on_wire(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(list) => list.into_iter().map(on_wire).collect(),
        other => other,
    }
}

/// A result in its envelope.
pub(super) fn result(value: Value) -> Reply {
    Reply::json(200, &json!({ "success": true, "result": on_wire(value) }))
}

/// A page of a list in its envelope.
pub(super) fn page(list: Vec<Value>, total: usize) -> Reply {
    let list = on_wire(Value::Array(list));
    Reply::json(
        200,
        &json!({ "success": true, "result": list, "totalRecords": total }),
    )
}

/// A result bare, as two addresses have it.
pub(super) fn bare(value: Value) -> Reply {
    Reply::json(200, &on_wire(value))
}

#[cfg(test)]
mod tests {
    use super::small;

    #[test]
    fn names_are_as_on_the_wire() {
        for (described, wire) in [
            ("AccountName", "accountName"),
            ("Id", "id"),
            ("IPAddress", "ipAddress"),
            ("PONumber", "poNumber"),
            ("SLAId", "slaId"),
            ("CCs", "cCs"),
            ("CanRecieveInvoices", "canRecieveInvoices"),
        ] {
            assert_eq!(small(described), wire);
        }
    }
}
