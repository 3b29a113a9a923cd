//! ConnectWise's own dialect of PATCH: a bare list of operations whose path is the name of a field.

use serde_json::{Value, json};

/// Changes of one record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    operations: Vec<(&'static str, Value)>,
}

/// A path into a reference or a list: the vendor answers 200 to it and may change nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a field is set whole: {0} is a path into one")]
pub struct PathInside(pub &'static str);

/// A reference as the vendor wants it: a whole object, never a text.
pub fn reference(id: i64) -> Value {
    json!({ "id": id })
}

impl Patch {
    /// Sets a whole field. Custom fields and answers to questions are whole lists too: the vendor
    /// loses answers that are left out.
    ///
    /// # Errors
    /// [`PathInside`] where the name is a path.
    pub fn set(mut self, field: &'static str, value: Value) -> Result<Self, PathInside> {
        if field.contains('/') || field.is_empty() {
            return Err(PathInside(field));
        }
        self.operations.retain(|(held, _)| *held != field);
        self.operations.push((field, value));
        Ok(self)
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// The body. Every operation replaces, so the same body twice does what it does once.
    pub fn body(&self) -> Value {
        let operation =
            |(path, value): &(_, Value)| json!({ "op": "replace", "path": path, "value": value });
        self.operations.iter().map(operation).collect()
    }

    /// The fields that the record in the answer does not have as they were set: a good status is no
    /// proof.
    pub fn not_taken(&self, answer: &Value) -> Vec<&'static str> {
        let wrong = |(field, value): &&(&'static str, Value)| !holds(answer.get(*field), value);
        self.operations
            .iter()
            .filter(wrong)
            .map(|(field, _)| *field)
            .collect()
    }
}

/// Whether an answer's value is what was set. An object holds what was set of it; texts may come
/// back trimmed; what was emptied may be left out.
fn holds(answer: Option<&Value>, set: &Value) -> bool {
    match (answer, set) {
        (None | Some(Value::Null), Value::Null) => true,
        (None | Some(Value::Null), Value::String(text)) => text.trim().is_empty(),
        (Some(Value::Object(held)), Value::Object(set)) => {
            set.iter().all(|(name, value)| holds(held.get(name), value))
        }
        (Some(Value::String(held)), Value::String(set)) => held.trim() == set.trim(),
        (Some(Value::Number(held)), Value::Number(set)) => held.as_f64() == set.as_f64(),
        // Lists come back with ids and in an order of their own.
        (Some(Value::Array(held)), Value::Array(set)) => held.len() >= set.len(),
        (held, set) => held == Some(set),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_set_whole() {
        let patch = Patch::default().set("summary", "A".into());
        let patch = patch.and_then(|p| p.set("status", reference(5)));
        let patch = patch.and_then(|p| p.set("summary", "B".into()));
        assert_eq!(
            patch.as_ref().map(Patch::body),
            Ok(json!([
                { "op": "replace", "path": "status", "value": { "id": 5 } },
                { "op": "replace", "path": "summary", "value": "B" },
            ]))
        );
        for path in ["company/identifier", "/summary", ""] {
            assert_eq!(
                Patch::default().set(path, Value::Null),
                Err(PathInside(path))
            );
        }
    }

    #[test]
    fn a_good_status_is_no_proof() {
        let patch = Patch::default()
            .set("summary", "New ".into())
            .and_then(|p| p.set("status", reference(5)))
            .and_then(|p| p.set("site", Value::Null))
            .and_then(|p| p.set("budgetHours", 2.into()))
            .expect("fields");
        let taken = json!({ "summary": "New", "status": { "id": 5, "name": "Closed" }, "budgetHours": 2.0 });
        assert!(patch.not_taken(&taken).is_empty());
        let ignored = json!({ "summary": "Old", "status": { "id": 4 }, "site": { "id": 1 } });
        assert_eq!(
            patch.not_taken(&ignored),
            ["summary", "status", "site", "budgetHours"]
        );
    }
}
