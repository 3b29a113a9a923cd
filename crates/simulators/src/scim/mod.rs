//! A module's SCIM endpoint (RFC 7644) in small: it keeps accounts in memory and fails to order.

mod protocol;
mod serve;

pub use serve::serve_scim;

use serde_json::{Map, Value};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A fault to order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScimFault {
    /// Nobody answers.
    Down,
    /// The answer is good, and comes after this time.
    Slow(Duration),
    /// A status, with `Retry-After` where there is one.
    Status(u16, Option<String>),
    /// A page where SCIM should be.
    Page,
    /// It is done, and the answer tells of the account of this id.
    OtherId(String),
    /// It is done, and nobody hears of it.
    AnswerLost,
}

/// An account as the service keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScimAccount {
    /// Its id.
    pub id: String,
    /// The client's id of it.
    pub external_id: String,
    /// Its name.
    pub user_name: String,
    /// Its first address.
    pub email: String,
    /// Active.
    pub active: bool,
    /// Its roles.
    pub roles: Vec<String>,
}

/// What is answered: status, `Retry-After`, body. None when nobody answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScimReply {
    /// The status.
    pub status: u16,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// The body.
    pub body: Vec<u8>,
    /// How long it takes.
    pub after: Duration,
}

#[derive(Default)]
struct Inner {
    accounts: BTreeMap<u64, Map<String, Value>>,
    newest: u64,
    asked: Vec<String>,
    faults: VecDeque<(String, ScimFault)>,
    always: Option<ScimFault>,
    pathless_only: bool,
    put_only: bool,
    no_deletion: bool,
    lax: bool,
}

/// The service; cheap to clone. Without orders it does what it is asked.
#[derive(Clone, Default)]
pub struct ScimService(Arc<Mutex<Inner>>);

impl ScimService {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the next request of this method fail; any method where it is empty.
    pub fn fail_next(&self, method: &str, fault: ScimFault) {
        self.inner().faults.push_back((method.to_owned(), fault));
    }

    /// Lets every request fail so, or none any more.
    pub fn fail_always(&self, fault: Option<ScimFault>) {
        self.inner().always = fault;
    }

    /// Gives ids from this number on.
    pub fn number_from(&self, number: u64) {
        self.inner().newest = number;
    }

    /// Takes changes only without a path.
    pub fn take_no_paths(&self) {
        self.inner().pathless_only = true;
    }

    /// Takes no changes at all but whole accounts.
    pub fn take_no_changes(&self) {
        self.inner().put_only = true;
    }

    /// Cannot delete.
    pub fn take_no_deletion(&self) {
        self.inner().no_deletion = true;
    }

    /// Has nothing against two accounts of one name.
    pub fn take_twins(&self) {
        self.inner().lax = true;
    }

    /// Adds an account that somebody made by hand; gives its id.
    pub fn add(&self, user_name: &str, email: &str, roles: &[&str]) -> String {
        let roles: Vec<Value> = roles
            .iter()
            .map(|r| serde_json::json!({ "value": r }))
            .collect();
        let account = serde_json::json!({
            "schemas": [protocol::USER],
            "userName": user_name,
            "displayName": user_name,
            "emails": [{ "value": email, "type": "work", "primary": true }],
            "active": true,
            "roles": roles,
        });
        let Value::Object(account) = account else {
            return String::new();
        };
        self.inner().keep(account)
    }

    /// Changes an account by hand.
    pub fn set(&self, id: &str, attribute: &str, value: Value) {
        if let Some(account) = self.inner().find(id) {
            account.insert(attribute.to_owned(), value);
        }
    }

    /// Removes an account by hand.
    pub fn remove(&self, id: &str) {
        if let Ok(id) = id.parse::<u64>() {
            self.inner().accounts.remove(&id);
        }
    }

    /// All accounts, oldest first.
    pub fn accounts(&self) -> Vec<ScimAccount> {
        let inner = self.inner();
        inner.accounts.values().map(protocol::account_of).collect()
    }

    /// What was asked so far: method and path.
    pub fn asked(&self) -> Vec<String> {
        self.inner().asked.clone()
    }

    /// Answers a request; none when nobody answers. The target is the path below the service's
    /// address, with its query.
    pub fn answer(&self, method: &str, target: &str, body: &[u8]) -> Option<ScimReply> {
        let mut inner = self.inner();
        inner.asked.push(format!("{method} {target}"));
        let fault = inner.fault_for(method);
        match fault {
            Some(ScimFault::Down) => None,
            Some(ScimFault::Status(status, retry_after)) => Some(ScimReply {
                status,
                retry_after,
                ..ScimReply::default()
            }),
            Some(ScimFault::Page) => Some(ScimReply {
                status: 200,
                body: b"<!doctype html><title>Log in</title>".to_vec(),
                ..ScimReply::default()
            }),
            Some(ScimFault::Slow(after)) => Some(ScimReply {
                after,
                ..inner.handle(method, target, body)
            }),
            Some(ScimFault::AnswerLost) => {
                inner.handle(method, target, body);
                None
            }
            Some(ScimFault::OtherId(id)) => {
                let mut reply = inner.handle(method, target, body);
                if let Ok(Value::Object(mut account)) = serde_json::from_slice(&reply.body) {
                    account.insert("id".into(), id.into());
                    reply.body = Value::Object(account).to_string().into_bytes();
                }
                Some(reply)
            }
            None => Some(inner.handle(method, target, body)),
        }
    }
}

impl Inner {
    fn fault_for(&mut self, method: &str) -> Option<ScimFault> {
        if self.always.is_some() {
            return self.always.clone();
        }
        let meant = |(of, _): &&(String, ScimFault)| of.is_empty() || of == method;
        self.faults.front().filter(meant)?;
        self.faults.pop_front().map(|(_, fault)| fault)
    }
}
