//! What the service does with a request.

use super::{Inner, ScimAccount, ScimReply};
use serde_json::{Map, Value, json};

/// The schema of accounts.
pub(super) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

fn reply(status: u16, body: &Value) -> ScimReply {
    ScimReply {
        status,
        body: body.to_string().into_bytes(),
        ..ScimReply::default()
    }
}

fn error(status: u16, kind: &str, detail: &str) -> ScimReply {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": status.to_string(),
        "scimType": kind,
        "detail": detail,
    });
    reply(status, &body)
}

fn text<'a>(account: &'a Map<String, Value>, name: &str) -> &'a str {
    let value = account.get(name).and_then(Value::as_str);
    value.unwrap_or_default()
}

fn emails(account: &Map<String, Value>) -> impl Iterator<Item = &str> {
    values(account, "emails")
}

fn values<'a>(
    account: &'a Map<String, Value>,
    name: &str,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let all = account.get(name).and_then(Value::as_array);
    let all = all.into_iter().flatten();
    all.filter_map(|one| one.get("value")?.as_str())
}

pub(super) fn account_of(account: &Map<String, Value>) -> ScimAccount {
    ScimAccount {
        id: text(account, "id").to_owned(),
        external_id: text(account, "externalId").to_owned(),
        user_name: text(account, "userName").to_owned(),
        email: emails(account).next().unwrap_or_default().to_owned(),
        active: account
            .get("active")
            .and_then(Value::as_bool)
            .unwrap_or(true),
        roles: values(account, "roles").map(str::to_owned).collect(),
    }
}

impl Inner {
    pub(super) fn find(&mut self, id: &str) -> Option<&mut Map<String, Value>> {
        self.accounts.get_mut(&id.parse().ok()?)
    }

    pub(super) fn keep(&mut self, mut account: Map<String, Value>) -> String {
        self.newest += 1;
        let id = self.newest.to_string();
        account.insert("id".into(), id.as_str().into());
        self.accounts.insert(self.newest, account);
        id
    }

    pub(super) fn handle(&mut self, method: &str, target: &str, body: &[u8]) -> ScimReply {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let id = path.strip_prefix("/Users/").unwrap_or_default();
        match (method, path) {
            ("GET", "/Users") => self.list(query),
            ("POST", "/Users") => self.create(body),
            ("GET", "/ServiceProviderConfig") => reply(
                200,
                &json!({
                    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
                    "patch": { "supported": !self.put_only },
                    "filter": { "supported": true, "maxResults": 200 },
                    "bulk": { "supported": false },
                    "etag": { "supported": false },
                }),
            ),
            _ if self.find(id).is_none() => error(404, "", "There is no such account."),
            ("GET", _) => self.show(id),
            ("PUT", _) => self.replace(id, body),
            ("PATCH", _) if self.put_only => error(501, "", "PATCH is not supported."),
            ("PATCH", _) => self.patch(id, body),
            ("DELETE", _) if self.no_deletion => error(405, "", "Accounts stay."),
            ("DELETE", _) => {
                if let Ok(id) = id.parse::<u64>() {
                    self.accounts.remove(&id);
                }
                ScimReply {
                    status: 204,
                    ..ScimReply::default()
                }
            }
            _ => error(405, "", "There is no such method."),
        }
    }

    fn show(&mut self, id: &str) -> ScimReply {
        let account = self.find(id).cloned().unwrap_or_default();
        reply(200, &Value::Object(account))
    }

    fn list(&self, query: &str) -> ScimReply {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let of = |name: &str| {
            pairs
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, v)| v.as_str())
        };
        let number = |name: &str, default: usize| {
            let value = of(name).and_then(|v| v.parse().ok());
            value.unwrap_or(default)
        };
        let mut found: Vec<&Map<String, Value>> = self.accounts.values().collect();
        if let Some(filter) = of("filter") {
            let parts = filter.split_once(" eq ");
            let wanted = parts.and_then(|(_, v)| serde_json::from_str::<String>(v).ok());
            let Some((name, wanted)) = parts.map(|(name, _)| name).zip(wanted) else {
                return error(400, "invalidFilter", "Only eq is understood.");
            };
            let same = |one: &str| one.eq_ignore_ascii_case(&wanted);
            match name {
                "externalId" => found.retain(|a| text(a, "externalId") == wanted),
                "userName" => found.retain(|a| same(text(a, "userName"))),
                "emails.value" => found.retain(|a| emails(a).any(same)),
                _ => return error(400, "invalidFilter", "There is no such attribute."),
            }
        }
        let start = number("startIndex", 1).max(1);
        let page: Vec<Value> = found
            .iter()
            .skip(start - 1)
            .take(number("count", 100).min(200))
            .map(|a| Value::Object((*a).clone()))
            .collect();
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": found.len(),
            "startIndex": start,
            "itemsPerPage": page.len(),
            "Resources": page,
        });
        reply(200, &body)
    }

    fn taken(&self, wanted: &Map<String, Value>) -> bool {
        let (name, external) = (text(wanted, "userName"), text(wanted, "externalId"));
        let addresses: Vec<&str> = emails(wanted).collect();
        self.accounts.values().any(|a| {
            text(a, "userName").eq_ignore_ascii_case(name)
                || (!external.is_empty() && text(a, "externalId") == external)
                || emails(a).any(|e| addresses.contains(&e))
        })
    }

    fn create(&mut self, body: &[u8]) -> ScimReply {
        let Ok(Value::Object(wanted)) = serde_json::from_slice(body) else {
            return error(400, "invalidSyntax", "That is no account.");
        };
        if text(&wanted, "userName").is_empty() {
            return error(400, "invalidValue", "userName is missing.");
        }
        if !self.lax && self.taken(&wanted) {
            return error(409, "uniqueness", "There is one already.");
        }
        let id = self.keep(wanted);
        ScimReply {
            status: 201,
            ..self.show(&id)
        }
    }

    fn replace(&mut self, id: &str, body: &[u8]) -> ScimReply {
        let Ok(Value::Object(mut wanted)) = serde_json::from_slice(body) else {
            return error(400, "invalidSyntax", "That is no account.");
        };
        wanted.insert("id".into(), id.into());
        if let Some(account) = self.find(id) {
            *account = wanted;
        }
        self.show(id)
    }

    fn patch(&mut self, id: &str, body: &[u8]) -> ScimReply {
        let Ok(Value::Object(patch)) = serde_json::from_slice(body) else {
            return error(400, "invalidSyntax", "That is no change.");
        };
        let operations = patch.get("Operations").and_then(Value::as_array).cloned();
        for operation in operations.unwrap_or_default() {
            let value = operation.get("value").cloned().unwrap_or_default();
            let path = operation.get("path").and_then(Value::as_str);
            match (path, value) {
                (Some(_), _) if self.pathless_only => {
                    return error(400, "invalidPath", "Paths are not understood.");
                }
                (Some(path), value) => {
                    if let Some(account) = self.find(id) {
                        account.insert(path.to_owned(), value);
                    }
                }
                (None, Value::Object(values)) => {
                    if let Some(account) = self.find(id) {
                        account.extend(values);
                    }
                }
                (None, _) => return error(400, "invalidValue", "What is to change is missing."),
            }
        }
        self.show(id)
    }
}

#[cfg(test)]
mod tests {
    use crate::{ScimFault, ScimService};
    use serde_json::Value;

    fn said(service: &ScimService, method: &str, target: &str, body: &str) -> (u16, Value) {
        let reply = service.answer(method, target, body.as_bytes()).unwrap();
        let body = serde_json::from_slice(&reply.body).unwrap_or_default();
        (reply.status, body)
    }

    #[test]
    fn accounts_are_kept_found_changed_and_deleted() {
        let service = ScimService::default();
        let ann = r#"{"userName":"ann","externalId":"x-1","emails":[{"value":"ann@example.com"}],"active":true}"#;
        let (status, made) = said(&service, "POST", "/Users", ann);
        assert_eq!((status, made["id"].as_str()), (201, Some("1")));
        assert_eq!(said(&service, "POST", "/Users", ann).0, 409);
        for (filter, total) in [
            ("externalId%20eq%20%22x-1%22", 1),
            ("userName%20eq%20%22ANN%22", 1),
            ("emails.value%20eq%20%22ann%40example.com%22", 1),
            ("userName%20eq%20%22bob%22", 0),
        ] {
            let (_, list) = said(&service, "GET", &format!("/Users?filter={filter}"), "");
            assert_eq!(list["totalResults"], total, "{filter}");
        }
        assert_eq!(
            said(&service, "GET", "/Users?filter=age%20gt%205", "").0,
            400
        );
        let off = r#"{"Operations":[{"op":"replace","path":"active","value":false}]}"#;
        assert_eq!(said(&service, "PATCH", "/Users/1", off).1["active"], false);
        assert_eq!(said(&service, "DELETE", "/Users/1", "").0, 204);
        assert_eq!(said(&service, "GET", "/Users/1", "").0, 404);
        service.fail_next("POST", ScimFault::AnswerLost);
        assert!(service.answer("POST", "/Users", ann.as_bytes()).is_none());
        assert_eq!(service.accounts().len(), 1, "it was done all the same");
    }
}
