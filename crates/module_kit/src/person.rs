//! The person of a session, as the provider described her at login.

use serde_json::{Map, Value};

/// Claims that serve the login itself and say nothing about the person.
const MECHANICS: [&str; 4] = ["nonce", "at_hash", "c_hash", "s_hash"];

/// Who is signed in. A snapshot taken at login.
///
/// With axum: `async fn page(person: Person)` sends strangers to `/login` and back;
/// `Option<Person>` lets everybody in. Both need `RelyingParty: FromRef<S>`.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// `sub`: stable at this provider, never reused; the key to store accounts by.
    pub subject: String,
    /// A name to show: `name`, or the best that is there.
    pub name: String,
    /// `email`. An address is not a person: match by [`Person::subject`].
    pub email: Option<String>,
    /// `preferred_username`.
    pub username: Option<String>,
    /// `groups`, when the provider sends them.
    pub groups: Vec<String>,
    /// `roles`, when the provider sends them.
    pub roles: Vec<String>,
    /// All claims of ID token and userinfo; where both speak, the signed one counts.
    pub claims: Map<String, Value>,
}

impl Person {
    /// From checked claims. `userinfo` counts only for the same `sub` (Core 5.3.2).
    pub(crate) fn from_claims(
        subject: String,
        signed: Map<String, Value>,
        userinfo: Option<Map<String, Value>>,
    ) -> Self {
        let same_person = |claims: &Map<String, Value>| {
            claims.get("sub").and_then(Value::as_str) == Some(&subject)
        };
        let mut claims = userinfo.filter(same_person).unwrap_or_default();
        claims.extend(signed);
        for name in MECHANICS {
            claims.remove(name);
        }
        let text = |name: &str| {
            let text = claims.get(name)?.as_str()?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let (email, username) = (text("email"), text("preferred_username"));
        let full = || Some(format!("{} {}", text("given_name")?, text("family_name")?));
        let name = text("name")
            .or_else(full)
            .or_else(|| username.clone())
            .or_else(|| email.clone())
            .unwrap_or_else(|| subject.clone());
        let (groups, roles) = (texts(claims.get("groups")), texts(claims.get("roles")));
        Self {
            subject,
            name,
            email,
            username,
            groups,
            roles,
            claims,
        }
    }
}

/// A list of texts; a single text counts as a list of one.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(all)) => all
            .iter()
            .filter_map(Value::as_str)
            .map(String::from)
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn person(signed: Value, userinfo: Option<Value>) -> Person {
        let map = |value: Value| value.as_object().unwrap().clone();
        Person::from_claims("mem_1".into(), map(signed), userinfo.map(map))
    }

    #[test]
    fn the_best_name_wins() {
        for (claims, name) in [
            (
                json!({"name": "Demo Owner", "email": "o@example.com"}),
                "Demo Owner",
            ),
            (
                json!({"name": " ", "given_name": "Demo", "family_name": "Owner"}),
                "Demo Owner",
            ),
            (
                json!({"given_name": "Demo", "preferred_username": "demo"}),
                "demo",
            ),
            (json!({"email": "o@example.com"}), "o@example.com"),
            (json!({"name": 5}), "mem_1"),
        ] {
            assert_eq!(person(claims, None).name, name);
        }
    }

    #[test]
    fn userinfo_fills_in_for_the_same_subject_only() {
        let signed = || json!({"sub": "mem_1", "roles": "admin", "nonce": "n"});
        let extra =
            json!({"sub": "mem_1", "email": "o@example.com", "roles": ["x"], "groups": ["a", 1]});
        let got = person(signed(), Some(extra));
        assert_eq!(got.email.as_deref(), Some("o@example.com"));
        assert_eq!(
            (got.roles, got.groups),
            (vec!["admin".into()], vec!["a".to_string()])
        );
        assert!(!got.claims.contains_key("nonce"));
        let other = person(
            signed(),
            Some(json!({"sub": "mem_2", "email": "x@example.com"})),
        );
        assert_eq!(other.email, None);
    }
}
