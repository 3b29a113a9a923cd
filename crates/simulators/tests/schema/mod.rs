//! A small judge of JSON by an OpenAPI 3.0 description: types, nulls, enums, lengths, needed and unknown
//! members.

use serde_json::Value;
use std::path::Path;

/// A description, read whole.
pub struct Description {
    whole: Value,
    /// Members may be written in any case.
    any_case: bool,
}

impl Description {
    /// The description of this name; none where it is not there.
    pub fn read(name: &str) -> Option<Self> {
        let place = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/psa")
            .join(name);
        let text = std::fs::read_to_string(place).ok()?;
        let whole = serde_json::from_str(&text).unwrap();
        Some(Self {
            whole,
            any_case: false,
        })
    }

    /// The same, where the wire writes members otherwise than the description.
    #[allow(
        dead_code,
        reason = "each test has a judge of its own, and not all need this"
    )]
    pub fn any_case(self) -> Self {
        Self {
            any_case: true,
            ..self
        }
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(path) => {
                let found = self.whole.pointer(path.strip_prefix('#').unwrap()).unwrap();
                self.resolve(found)
            }
            None => schema,
        }
    }

    /// What is wrong with an answer, by the description of its address.
    pub fn judge(&self, method: &str, path: &str, status: u16, answer: &Value) -> Vec<String> {
        let Some(operation) = self.operation(method, path) else {
            return vec!["the description has no such address".to_owned()];
        };
        let Some(response) = operation["responses"].get(status.to_string()) else {
            return vec![format!("the description has no status {status} here")];
        };
        let schema = &response["content"]["application/json"]["schema"];
        let mut faults = Vec::new();
        if !schema.is_null() {
            self.value(schema, answer, "", &mut faults);
        }
        faults.truncate(20);
        faults
    }

    fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let fits = |pattern: &str| {
            let pattern: Vec<&str> = pattern.trim_matches('/').split('/').collect();
            let mut pairs = pattern.iter().zip(&parts);
            pattern.len() == parts.len()
                && pairs.all(|(wanted, part)| {
                    let number = part.bytes().all(|b| b.is_ascii_digit());
                    wanted.eq_ignore_ascii_case(part) || (wanted.starts_with('{') && number)
                })
        };
        let paths = self.whole["paths"].as_object().unwrap();
        let mut found = paths.iter().filter(|(pattern, _)| fits(pattern));
        found.find_map(|(_, place)| place.get(method.to_lowercase()))
    }

    fn value(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let schema = self.resolve(schema);
        let mut fault = |text: String| faults.push(format!("{at}: {text}"));
        if value.is_null() {
            if schema["nullable"] != true {
                fault("null".to_owned());
            }
            return;
        }
        if let Some(names) = schema["enum"].as_array()
            && !names.contains(value)
        {
            fault(format!("{value} is none of {}", schema["enum"]));
        }
        match schema["type"].as_str() {
            Some("string") => match value.as_str() {
                None => fault(format!("{value} is no text")),
                Some(text) => {
                    let most = schema["maxLength"].as_u64().unwrap_or(u64::MAX);
                    if text.chars().count() as u64 > most {
                        fault(format!("{text:?} is longer than {most}"));
                    }
                    let shaped = text.len() == 20 && text.ends_with('Z');
                    if schema["format"] == "date-time" && !shaped {
                        fault(format!("{text:?} is no moment"));
                    }
                }
            },
            Some("integer") if !value.is_i64() && !value.is_u64() => {
                fault(format!("{value} is no integer"))
            }
            Some("number") if !value.is_number() => fault(format!("{value} is no number")),
            Some("boolean") if !value.is_boolean() => fault(format!("{value} is no flag")),
            Some("array") => match value.as_array() {
                None => fault(format!("{value} is no list")),
                Some(list) => {
                    for (n, part) in list.iter().enumerate() {
                        self.value(&schema["items"], part, &format!("{at}[{n}]"), faults);
                    }
                }
            },
            Some("object") => self.object(schema, value, at, faults),
            _ => {}
        }
    }

    fn object(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let Some(members) = schema["properties"].as_object() else {
            return;
        };
        let Some(held) = value.as_object() else {
            faults.push(format!("{at}: {value} is no object"));
            return;
        };
        for name in schema["required"].as_array().into_iter().flatten() {
            if !held.contains_key(name.as_str().unwrap()) {
                faults.push(format!("{at}: {name} is missing"));
            }
        }
        for (name, part) in held {
            let same = |(known, _): &(&String, &Value)| {
                *known == name || (self.any_case && known.eq_ignore_ascii_case(name))
            };
            match members.iter().find(same) {
                Some((_, schema)) => self.value(schema, part, &format!("{at}.{name}"), faults),
                None => faults.push(format!("{at}: {name} is not described")),
            }
        }
    }
}
