//! Answers that list resources.

use super::RemoteId;
use super::answer::{Answer, version_form};
use super::outcome::{Body, Outcome};
use crate::filter::Lookup;
use crate::filter::fold;
use crate::json::{Tree, member};
use crate::limits;
use crate::normal::boolean;
use crate::schema::ResourceKind;
use kernel::Timestamp;
use serde_json::Value;
use std::collections::HashSet;

/// A resource at a module, as far as it can be recognised. Its texts are a stranger's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// The id.
    pub id: RemoteId,
    /// The user name; for people.
    pub user_name: Option<String>,
    /// The name as it is shown.
    pub display_name: Option<String>,
    /// Our id, if the module keeps it.
    pub external_id: Option<String>,
    /// Whether the person may sign in.
    pub active: Option<bool>,
    /// The mail addresses; none where the answer says nothing of any.
    pub emails: Option<Vec<String>>,
    /// The values of its roles.
    pub roles: Vec<String>,
    /// What it says beyond the schema of its kind, by the names of the extensions.
    pub extensions: Tree,
    /// The version.
    pub version: Option<String>,
}

impl Peer {
    /// Takes from a resource what it is known by. The rest may be whatever it likes: that a title is
    /// too long must not lose the id of a person who was just made.
    pub(super) fn of(kind: ResourceKind, tree: &Tree) -> Result<Self, &'static str> {
        if let Some(schemas) = member(tree, "schemas") {
            let named = |s: &Value| {
                s.as_str()
                    .is_some_and(|s| s.eq_ignore_ascii_case(kind.schema().urn))
            };
            if !schemas.as_array().is_some_and(|all| all.iter().any(named)) {
                return Err("the answer is of another schema");
            }
        }
        let text = |name: &str| match member(tree, name) {
            Some(Value::String(text)) if text.len() <= limits::MAX_TEXT => Some(text.clone()),
            _ => None,
        };
        let values = |name: &str| {
            let all = member(tree, name).and_then(Value::as_array)?;
            let value = |one: &Value| match one {
                Value::String(text) => Some(text.clone()),
                one => Some(member(one.as_object()?, "value")?.as_str()?.to_owned()),
            };
            let values = all.iter().take(limits::MAX_VALUES).filter_map(value);
            Some(values.collect::<Vec<String>>())
        };
        let emails = values("emails");
        let own = kind.schema().urn;
        let foreign = |(name, _): &(&String, &Value)| {
            name.starts_with("urn:") && !name.eq_ignore_ascii_case(own)
        };
        let extensions = tree.iter().filter(foreign).take(limits::MAX_VALUES);
        let version = member(tree, "meta")
            .and_then(Value::as_object)
            .and_then(|meta| member(meta, "version"))
            .and_then(Value::as_str);
        Ok(Self {
            id: text("id")
                .as_deref()
                .and_then(RemoteId::parse)
                .ok_or("the answer has no usable id")?,
            user_name: text("userName"),
            display_name: text("displayName"),
            external_id: text("externalId"),
            active: member(tree, "active").and_then(boolean),
            emails,
            roles: values("roles").unwrap_or_default(),
            extensions: extensions.map(|(n, v)| (n.clone(), v.clone())).collect(),
            version: version.filter(|v| version_form(v)).map(str::to_owned),
        })
    }

    /// Whether this is whom a look-up asks for; none where the answer does not say.
    pub fn is(&self, lookup: &Lookup) -> Option<bool> {
        let folded =
            |said: &Option<String>, asked: &str| said.as_deref().map(|s| fold(s) == fold(asked));
        match lookup {
            Lookup::Id(id) => Some(self.id.as_str() == id),
            Lookup::ExternalId(id) => self.external_id.as_deref().map(|said| said == id),
            Lookup::UserName(name) => folded(&self.user_name, name),
            Lookup::DisplayName(name) => folded(&self.display_name, name),
            Lookup::Email(address) => self
                .emails
                .as_ref()
                .map(|all| all.iter().any(|e| fold(e) == fold(address))),
            Lookup::Active(active) => self.active.map(|said| said == *active),
            Lookup::Member(_) => None,
        }
    }
}

/// What a look-up found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nobody.
    Nobody,
    /// One.
    One(Box<Peer>),
    /// More than one: who is meant is for a person to say.
    Several,
}

/// A page of what there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many there are at all, as the service says.
    pub total: usize,
    /// Those of this page.
    pub peers: Vec<Peer>,
}

/// Reads the answer to [`super::find`]. Everybody in it must be whom the look-up asks for: a service
/// that passes over filters would otherwise hand us a stranger. What an answer does not show, such as
/// the members of a group, cannot be looked up by.
pub fn read_found(
    answer: &Answer<'_>,
    kind: ResourceKind,
    lookup: &Lookup,
    now: Timestamp,
) -> Outcome<Found> {
    let page = match read_list(answer, kind, 2, now) {
        Ok(page) => page,
        Err(outcome) => return outcome,
    };
    if page.peers.iter().any(|peer| peer.is(lookup) != Some(true)) {
        return Outcome::Unusable("the service does not filter: it answers with others");
    }
    let mut peers = page.peers.into_iter();
    Outcome::Done(match (peers.next(), peers.next(), page.total) {
        (None, _, 0) => Found::Nobody,
        (None, _, _) => return Outcome::Unusable("the list is empty and says that it is not"),
        (Some(one), None, 0 | 1) => Found::One(Box::new(one)),
        (Some(_), _, _) => Found::Several,
    })
}

/// Reads the answer to [`super::page`] with the count that was asked for.
pub fn read_page(
    answer: &Answer<'_>,
    kind: ResourceKind,
    count: usize,
    now: Timestamp,
) -> Outcome<Page> {
    match read_list(answer, kind, count, now) {
        Ok(page) => Outcome::Done(page),
        Err(outcome) => outcome,
    }
}

fn read_list<T>(
    answer: &Answer<'_>,
    kind: ResourceKind,
    most: usize,
    now: Timestamp,
) -> Result<Page, Outcome<T>> {
    let tree = match Outcome::of_failure(answer, now) {
        Err(outcome) => return Err(outcome.not_gone(answer)),
        Ok(Body::Object(tree)) => tree,
        Ok(Body::Nothing) => return Err(Outcome::Unusable("the answer is empty")),
        Ok(Body::Other(why)) => return Err(Outcome::Unusable(why)),
    };
    let total = member(&tree, "totalResults").and_then(Value::as_u64);
    let Some(total) = total.and_then(|n| usize::try_from(n).ok()) else {
        return Err(Outcome::Unusable("the answer is no list"));
    };
    let all = match member(&tree, "Resources") {
        None | Some(Value::Null) => &[],
        Some(Value::Array(all)) => all.as_slice(),
        Some(_) => return Err(Outcome::Unusable("the answer is no list")),
    };
    if all.len() > most {
        return Err(Outcome::Unusable("the list is longer than was asked for"));
    }
    let mut peers = Vec::new();
    let mut seen = HashSet::new();
    for one in all {
        let one = one.as_object().ok_or("the list holds what is no resource");
        let peer = one
            .and_then(|one| Peer::of(kind, one))
            .map_err(Outcome::<T>::Unusable)?;
        if !seen.insert(peer.id.clone()) {
            return Err(Outcome::Unusable("the list has the same id twice"));
        }
        peers.push(peer);
    }
    Ok(Page { total, peers })
}
