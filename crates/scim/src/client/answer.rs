//! Answers to requests about one resource, and to the question what a service can do.

use super::RemoteId;
use super::found::Peer;
use super::outcome::{Body, Outcome};
use crate::filter::Lookup;
use crate::json::{Tree, member};
use crate::normal::boolean;
use crate::resource::Resource;
use crate::schema::ResourceKind;
use kernel::Timestamp;
use serde_json::Value;

/// An answer as it came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// `ETag`.
    pub etag: Option<&'a str>,
    /// `Retry-After`.
    pub retry_after: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Its id at the module.
    pub id: RemoteId,
    /// Its version, if one was said.
    pub version: Option<String>,
}

/// Reads the answer to [`super::create`]. The resource in it must be the one that was sent: same
/// user name (or name of the group) and same `externalId`, where they are said. An answer that tells
/// of somebody else is [`Outcome::Unusable`], as is one without an id.
pub fn read_created<R: Resource>(
    answer: &Answer<'_>,
    sent: &R,
    now: Timestamp,
) -> Outcome<Created> {
    let tree = match Outcome::of_failure(answer, now) {
        Err(outcome) => return outcome.not_gone(answer),
        Ok(Body::Object(tree)) => tree,
        Ok(Body::Nothing) => return Outcome::Unusable("the answer does not say what was made"),
        Ok(Body::Other(why)) => return Outcome::Unusable(why),
    };
    let peer = match Peer::of(R::KIND, &tree) {
        Ok(peer) => peer,
        Err(why) => return Outcome::Unusable(why),
    };
    if !is_whom(&peer, &sent.tree()) {
        return Outcome::Unusable("the answer tells of somebody else");
    }
    Outcome::Done(Created {
        id: peer.id,
        version: version(answer, peer.version),
    })
}

fn is_whom(peer: &Peer, sent: &Tree) -> bool {
    let text = |name: &str| sent.get(name).and_then(Value::as_str).map(str::to_owned);
    [
        text("userName").map(Lookup::UserName),
        // Groups alone are known by their name.
        text("displayName")
            .filter(|_| !sent.contains_key("userName"))
            .map(Lookup::DisplayName),
        text("externalId").map(Lookup::ExternalId),
    ]
    .into_iter()
    .flatten()
    .all(|lookup| peer.is(&lookup) != Some(false))
}

/// Reads the answer to [`super::get`]: what there is, which must be of this id.
pub fn read_one(
    answer: &Answer<'_>,
    kind: ResourceKind,
    id: &RemoteId,
    now: Timestamp,
) -> Outcome<Peer> {
    let tree = match Outcome::of_failure(answer, now) {
        Err(outcome) => return outcome,
        Ok(Body::Object(tree)) => tree,
        Ok(Body::Nothing) => return Outcome::Unusable("the answer is empty"),
        Ok(Body::Other(why)) => return Outcome::Unusable(why),
    };
    match Peer::of(kind, &tree) {
        Err(why) => Outcome::Unusable(why),
        Ok(peer) if peer.id != *id => Outcome::Unusable("the answer tells of somebody else"),
        Ok(peer) => Outcome::Done(Peer {
            version: version(answer, peer.version),
            ..peer
        }),
    }
}

/// Reads the answer to a PUT or PATCH of one resource: [`Outcome::Done`] with its version. A
/// body, if there is one, must be of this id; and where `active` was set, it must not say otherwise.
pub fn read_changed(
    answer: &Answer<'_>,
    kind: ResourceKind,
    id: &RemoteId,
    active: Option<bool>,
    now: Timestamp,
) -> Outcome<Option<String>> {
    let tree = match Outcome::of_failure(answer, now) {
        Err(outcome) => return outcome,
        Ok(Body::Object(tree)) => tree,
        Ok(Body::Nothing) => return Outcome::Done(version(answer, None)),
        Ok(Body::Other(why)) => return Outcome::Unusable(why),
    };
    match Peer::of(kind, &tree) {
        Err(why) => Outcome::Unusable(why),
        Ok(peer) if peer.id != *id => Outcome::Unusable("the answer tells of somebody else"),
        Ok(peer) if active.is_some() && peer.active.is_some() && peer.active != active => {
            Outcome::Unusable("the answer says that nothing has changed")
        }
        Ok(peer) => Outcome::Done(version(answer, peer.version)),
    }
}

/// Reads the answer to a DELETE. [`Outcome::Gone`] is as good as [`Outcome::Done`].
pub fn read_deleted(answer: &Answer<'_>, now: Timestamp) -> Outcome<()> {
    match Outcome::of_failure(answer, now) {
        Err(outcome) => outcome,
        Ok(Body::Other(why)) => Outcome::Unusable(why),
        Ok(Body::Nothing | Body::Object(_)) => Outcome::Done(()),
    }
}

/// The version: the header's, else the resource's.
fn version(answer: &Answer<'_>, said: Option<String>) -> Option<String> {
    let header = answer.etag.map(str::to_owned);
    header.filter(|v| version_form(v)).or(said)
}

/// Whether a version can be sent back in a header.
pub(super) fn version_form(text: &str) -> bool {
    (1..=256).contains(&text.len()) && text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

/// What a service can do (RFC 7643, 5). What it does not say, it cannot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// Whether it takes PATCH.
    pub patch: bool,
    /// Whether it filters.
    pub filter: bool,
    /// Whether its resources have versions.
    pub etag: bool,
    /// How many operations a bulk request may have; 0 for no bulk requests.
    pub bulk_operations: usize,
    /// How long a bulk request may be, in bytes.
    pub bulk_bytes: usize,
}

/// Reads the answer to [`super::features`].
pub fn read_features(answer: &Answer<'_>, now: Timestamp) -> Outcome<Features> {
    let tree = match Outcome::of_failure(answer, now) {
        Err(outcome) => return outcome.not_gone(answer),
        Ok(Body::Object(tree)) => tree,
        Ok(Body::Nothing) => return Outcome::Unusable("the answer is empty"),
        Ok(Body::Other(why)) => return Outcome::Unusable(why),
    };
    let part = |name: &str| member(&tree, name).and_then(Value::as_object);
    let yes = |name: &str| {
        part(name)
            .and_then(|p| member(p, "supported"))
            .and_then(boolean)
            .unwrap_or_default()
    };
    let most = |name: &str| {
        part("bulk")
            .filter(|_| yes("bulk"))
            .and_then(|p| member(p, name))
            .and_then(Value::as_u64)
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or_default()
    };
    if part("patch").is_none() && part("filter").is_none() {
        return Outcome::Unusable("the answer does not say what the service can do");
    }
    Outcome::Done(Features {
        patch: yes("patch"),
        filter: yes("filter"),
        etag: yes("etag"),
        bulk_operations: most("maxOperations"),
        bulk_bytes: most("maxPayloadSize"),
    })
}
