//! Being told of changes: entries that stand exactly as wanted, and keys for the notices.

use super::client::{Client, Request};
use super::lists::List;
use crate::psa::{Body, Call};
use engine::outside::psa::{PsaCallbacks, PsaNotice};
use model::directory::PsaFault;
use protocol::psa::connectwise::callback::{Entry, Notice, WANTED, compare, key_address, read_key};
use protocol::psa::connectwise::patch::Patch;
use protocol::psa::connectwise::records::Callback;
use reqwest::Method;
use serde_json::json;
use std::sync::PoisonError;

/// Most keys that are kept: one for each entry.
const MOST_KEYS: usize = 32;

impl Client {
    pub(super) async fn keep_callbacks(&self, address: &str) -> Result<PsaCallbacks, PsaFault> {
        let list = List::of("system/callbacks", "", "list callbacks");
        let held: Vec<Callback> = self.all(&list).await?;
        let changes = compare(&WANTED, &held, address);
        let mut done = PsaCallbacks::default();
        for entry in &changes.make {
            done.made += usize::from(self.make(entry, address).await?);
        }
        for (ids, resting) in [(&changes.wake, false), (&changes.rest, true)] {
            for id in ids {
                let patch = Patch::default()
                    .set("inactiveFlag", resting.into())
                    .map_err(|inside| PsaFault::Refused(inside.to_string()))?;
                let path = format!("system/callbacks/{id}");
                let request = Request {
                    method: Method::PATCH,
                    body: Some(patch.body()),
                    ..Request::get(&path, "change a callback")
                };
                self.ask(&request).await?;
            }
        }
        done.woken = changes.wake.len();
        done.rested = changes.rest.len();
        Ok(done)
    }

    /// Makes an entry; false where it stands already, which a lost answer leaves behind.
    async fn make(&self, entry: &Entry, address: &str) -> Result<bool, PsaFault> {
        let mark = if address.contains('?') { '&' } else { '?' };
        let request = Request {
            method: Method::POST,
            body: Some(json!({
                "description": "Vestibule",
                // The vendor writes the record's id behind it.
                "url": format!("{address}{mark}recordId="),
                "objectId": 1,
                "type": entry.kind,
                "level": entry.level,
                // What the hub writes itself is not told to it. The entries of others stay as they
                // are, which skipCallback on each write would not leave them.
                "isSelfSuppressedFlag": true,
            })),
            ..Request::get("system/callbacks", "add a callback")
        };
        match self.ask(&request).await {
            Ok(_) => Ok(true),
            Err(PsaFault::Exists(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    pub(super) async fn notice(&self, body: &[u8]) -> Result<PsaNotice, PsaFault> {
        let notice = Notice::read(body).map_err(|e| PsaFault::Unreadable(e.to_string()))?;
        let Some(address) = key_address(&notice, &self.base, self.login.company()) else {
            let why = "the notice names a key on another host than the PSA's";
            return Err(PsaFault::AddressNotAllowed(why.into()));
        };
        let address = address.as_str();
        let keys = || self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = keys().get(address).cloned() {
            return Ok(PsaNotice { notice, key });
        }
        let call = Call {
            method: Method::GET,
            url: address,
            counted: "",
            authorization: None,
            headers: vec![("clientid", self.login.client_id().to_owned())],
            body: Body::None,
            repeatable: true,
        };
        let answer = self.line.call(&call).await?;
        let key = answer.good().then(|| read_key(&answer.body)).flatten();
        let key =
            key.ok_or_else(|| PsaFault::Unreadable("it gives no key for the notice".into()))?;
        let mut keys = keys();
        if keys.len() >= MOST_KEYS {
            keys.clear();
        }
        keys.insert(address.to_owned(), key.clone());
        drop(keys);
        Ok(PsaNotice { notice, key })
    }
}
