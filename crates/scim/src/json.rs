//! JSON within limits that hold while it is read, not after: a body never becomes larger in memory
//! than its limits allow. A name twice in one object, in whatever case, is refused, because attribute
//! names have no case (RFC 7643, 2.1) and two readers would choose differently.

use super::error::{ScimError, ScimType};
use super::limits;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

/// A JSON object: what resources and messages of SCIM are.
pub type Tree = Map<String, Value>;

/// Reads a body of at most `most` bytes that is one object.
///
/// # Errors
/// 413 for too many bytes, `invalidSyntax` for everything else that is no object within the limits of
/// depth and number.
pub fn read_object(bytes: &[u8], most: usize) -> Result<Tree, ScimError> {
    if bytes.len() > most {
        return Err(ScimError::too_large());
    }
    let budget = Budget {
        left: Cell::new(limits::MAX_NODES),
        why: Cell::new("The body is not valid JSON."),
    };
    let bad = |why| ScimError::new(ScimType::InvalidSyntax, why);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let seed = Node {
        budget: &budget,
        depth: limits::MAX_DEPTH,
    };
    let value = seed
        .deserialize(&mut reader)
        .map_err(|_| bad(budget.why.get()))?;
    reader.end().map_err(|_| bad(budget.why.get()))?;
    match value {
        Value::Object(tree) => Ok(tree),
        _ => Err(bad("The body is not a JSON object.")),
    }
}

/// The value of a name, whatever its case.
pub fn member<'t>(tree: &'t Tree, name: &str) -> Option<&'t Value> {
    let mut all = tree.iter();
    all.find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// Asks that `schemas` names the schema of the message (RFC 7644, 3.1), whatever its case.
///
/// # Errors
/// `invalidSyntax` where it does not.
pub(super) fn need_schema(tree: &Tree, urn: &str) -> Result<(), ScimError> {
    let named = match member(tree, "schemas") {
        Some(Value::Array(all)) => all
            .iter()
            .any(|s| s.as_str().is_some_and(|s| s.eq_ignore_ascii_case(urn))),
        _ => false,
    };
    if named {
        return Ok(());
    }
    Err(ScimError::new(
        ScimType::InvalidSyntax,
        format!("schemas must name {urn}."),
    ))
}

struct Budget {
    left: Cell<usize>,
    why: Cell<&'static str>,
}

impl Budget {
    fn refuse<E: Error>(&self, why: &'static str) -> E {
        self.why.set(why);
        E::custom(why)
    }

    fn take<E: Error>(&self) -> Result<(), E> {
        let left = self.left.get().checked_sub(1);
        self.left
            .set(left.ok_or_else(|| self.refuse::<E>("The body holds too many values."))?);
        Ok(())
    }
}

/// One value, with as many levels as may still lie below it.
#[derive(Clone, Copy)]
struct Node<'b> {
    budget: &'b Budget,
    depth: usize,
}

impl<'b> Node<'b> {
    fn below<E: Error>(self) -> Result<Node<'b>, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Node { depth, ..self }),
            None => Err(self.budget.refuse("The body is nested too deeply.")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        self.budget.take::<D::Error>()?;
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(Value::Number(v.into()))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(Value::Number(v.into()))
    }
    fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
        Ok(Number::from_f64(v).map_or(Value::Null, Value::Number))
    }
    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(Value::String(v.to_owned()))
    }
    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(Value::String(v))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let node = self.below::<A::Error>()?;
        let mut all = Vec::new();
        while let Some(value) = seq.next_element_seed(node)? {
            all.push(value);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let node = self.below::<A::Error>()?;
        let mut all = Tree::new();
        let mut seen = BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            if !seen.insert(name.to_ascii_lowercase()) {
                return Err(self.budget.refuse("An object has the same name twice."));
            }
            all.insert(name, map.next_value_seed(node)?);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_bodies() {
        let read = |text: &str| read_object(text.as_bytes(), 10_000);
        assert_eq!(
            Value::Object(read(r#" {"a":[1,-2,1.5,true,null,"x"],"b":{"c":"\u00e9"}} "#).unwrap()),
            serde_json::json!({"a": [1, -2, 1.5, true, null, "x"], "b": {"c": "é"}})
        );
        let deep = |n: usize| format!(r#"{{"a":{}{}}}"#, "[".repeat(n), "]".repeat(n));
        assert!(read(&deep(limits::MAX_DEPTH - 1)).is_ok());
        for (text, why) in [
            ("", "not valid JSON"),
            ("[]", "not a JSON object"),
            ("null", "not a JSON object"),
            ("{} {}", "not valid JSON"),
            (r#"{"a":1"#, "not valid JSON"),
            ("<html>", "not valid JSON"),
            (r#"{"a":"\ud800"}"#, "not valid JSON"),
            (r#"{"active":true,"Active":false}"#, "same name twice"),
            (r#"{"a":1,"a":1}"#, "same name twice"),
            (&deep(limits::MAX_DEPTH), "too deeply"),
            (&deep(4_000), "too deeply"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.kind, Some(ScimType::InvalidSyntax), "{text}");
            assert!(error.detail.contains(why), "{text}: {error}");
        }
        assert_eq!(read_object(&[b' '; 11], 10).unwrap_err().status, 413);
        let many = format!(r#"{{"a":[{}0]}}"#, "0,".repeat(limits::MAX_NODES));
        let error = read_object(many.as_bytes(), usize::MAX).unwrap_err();
        assert!(error.detail.contains("too many values"));
        assert!(read_object(b"{\"a\":\"\xff\"}", 100).is_err());
    }
}
