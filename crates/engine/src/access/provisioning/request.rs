//! What is sent for a new account.

use super::call::Endpoint;
use super::facts::Stand;
use model::access::ModuleLink;
use scim::client::Request;
use scim::{Lookup, Name, Plural, Resource as _, User};
use serde_json::{Value, json};
use unified_login::MatchBy;

/// The extension in which a module is told of an account what SCIM has no word for.
const MODULE_USER: &str = "urn:vestibule:scim:ModuleUser";

/// The account of a person as it is to be made; none when she is gone. `subject` is what the module
/// knows her by in ID tokens: her account is found by it again, whatever she is called then.
pub(super) fn account_for(endpoint: &Endpoint, stand: &Stand, subject: &str) -> Option<User> {
    let (identity, place) = (stand.identity.as_ref()?, stand.place.as_ref()?);
    let email = identity.email.as_str();
    let by_username = endpoint.manifest.match_by.contains(&MatchBy::Username);
    let username = place.username.as_deref().filter(|_| by_username);
    let full = identity.display_name.as_str();
    // A guess that modules ask for: what stands before the last word, and that word.
    let (given, family) = full.rsplit_once(' ').unwrap_or((full, full));
    let value = |text: &str| Some(text.to_owned());
    Some(User {
        external_id: value(subject),
        user_name: username.unwrap_or(email).to_owned(),
        display_name: value(full),
        name: Name {
            formatted: value(full),
            given_name: value(given),
            family_name: value(family),
            ..Name::default()
        },
        active: Some(true),
        emails: vec![Plural {
            value: value(email),
            kind: value("work"),
            primary: Some(true),
            ..Plural::default()
        }],
        roles: stand
            .role
            .iter()
            .map(|role| Plural {
                value: value(role),
                ..Plural::default()
            })
            .collect(),
        ..User::default()
    })
}

/// The request that makes an account. Values for the module's own fields go in its extension, and only
/// where there are some: a module that asks for none need not know it.
pub(super) fn create(link: &ModuleLink, account: &User) -> Request {
    let mut request = scim::client::create(account);
    if link.policy.defaults.is_empty() {
        return request;
    }
    let read: Option<Value> = request
        .body
        .as_deref()
        .and_then(|body| serde_json::from_slice(body).ok());
    if let Some(Value::Object(mut body)) = read {
        if let Some(Value::Array(schemas)) = body.get_mut("schemas") {
            schemas.push(MODULE_USER.into());
        }
        let own = json!({ "tenant": link.tenant.id, "defaults": link.policy.defaults });
        body.insert(MODULE_USER.into(), own);
        request.body = Some(Value::Object(body).to_string().into_bytes());
    }
    request
}

/// What an account is looked for by when its making was refused: the name that was sent, and the
/// address where that is another.
pub(super) fn names_of(account: &User) -> Vec<Lookup> {
    let mut names = vec![Lookup::UserName(account.user_name.clone())];
    names.extend(account.email().map(|e| Lookup::Email(e.to_owned())));
    names
}

/// Turns an account on or off, for modules that take no path in a change.
pub(super) fn set_active_without_path(path: String, active: bool) -> Request {
    let body = json!({
        "schemas": [scim::PATCH_SCHEMA],
        "Operations": [{ "op": "replace", "value": { "active": active } }],
    });
    Request {
        method: "PATCH",
        path,
        query: String::new(),
        body: Some(body.to_string().into_bytes()),
        if_match: None,
    }
}

/// Turns an account on or off by putting what was read in its place, for modules that take no change
/// at all. None when what was read is no account.
pub(super) fn replace_active(path: String, read: &[u8], active: bool) -> Option<Request> {
    let mut account = User::parse_draft(read).ok()?;
    account.active = Some(active);
    Some(Request {
        method: "PUT",
        path,
        query: String::new(),
        body: Some(account.without_owned().body()),
        if_match: None,
    })
}
