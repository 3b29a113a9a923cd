//! Callbacks: who is told of a change, what the notice says, and how it is tried again.

use super::kind::Kind;
use super::render::{Render, Selection, View};
use super::row::{Cell, Row};
use super::rules::Stamp;
use super::world::{Act, Change, World};
use crate::psa::chance::Chance;
use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// Answers after which a notice is tried again, after so many seconds.
const AGAIN: [u16; 4] = [404, 409, 419, 429];
const PAUSES: [u64; 2] = [2, 4];
/// After so many seconds of failing only, an entry is turned off.
const PATIENCE: i64 = 3 * 86_400;

/// A notice on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub callback: u32,
    pub url: String,
    pub body: String,
    pub signature: String,
    pub tried: usize,
    pub due: u64,
}

/// `base64(HMAC-SHA256(SHA256(key), body))`.
pub(crate) fn signature(key: &str, body: &str) -> String {
    let key = Sha256::digest(key.as_bytes());
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else {
        return String::new();
    };
    mac.update(body.as_bytes());
    base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes())
}

/// Whether an entry asks for notices of this record.
fn wants(entry: &Row, kind: Kind, id: u32, row: &Row) -> bool {
    let text = |name| {
        entry
            .text(Kind::Callbacks, name)
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let of = kind.callback_type().unwrap_or_default();
    if text("type") != of || entry.flag(Kind::Callbacks, "inactiveFlag") {
        return false;
    }
    let object = entry.id(Kind::Callbacks, "objectId");
    let level = text("level");
    if level == "owner" {
        return true;
    }
    if level == of {
        return object == Some(id);
    }
    let field = if level == "securityrole" {
        "securityRole"
    } else {
        &level
    };
    let several = object.is_some_and(|object| row.ids(kind, "types").contains(&object));
    row.id(kind, field) == object || (level == "type" && several)
}

/// What notices are made with.
pub(crate) struct Context<'a> {
    pub world: &'a World,
    /// The API's address and the host in it.
    pub base: &'a str,
    pub host: &'a str,
    pub company: &'a str,
    pub stamp: &'a Stamp,
}

/// The notices that a change calls for.
pub(crate) fn notices(
    context: &Context<'_>,
    change: &Change,
    chance: &mut Chance,
) -> Vec<Delivery> {
    let world = context.world;
    let row = match (&change.before, world.get(change.kind, change.id)) {
        (Some(before), _) => before,
        (None, Some(row)) => row,
        (None, None) => return Vec::new(),
    };
    if change.act == Act::Amended || change.kind.callback_type().is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (callback, entry) in world.rows(Kind::Callbacks) {
        let own = entry.flag(Kind::Callbacks, "isSelfSuppressedFlag")
            && entry.id(Kind::Callbacks, "memberId") == Some(context.stamp.member);
        if own || !wants(entry, change.kind, change.id, row) {
            continue;
        }
        let text = |name| entry.text(Kind::Callbacks, name).unwrap_or_default();
        let body = body(context, change, row, text("connectWiseID"), &chance.guid());
        found.push(Delivery {
            callback,
            url: format!("{}{}&action={}", text("url"), change.id, change.act.word()),
            signature: signature(text("signingKey"), &body),
            body,
            tried: 0,
            due: u64::try_from(context.stamp.at).unwrap_or_default(),
        });
    }
    found
}

fn body(context: &Context<'_>, change: &Change, row: &Row, key: &str, message: &str) -> String {
    // Thinner than a GET: no references, no lists.
    let schema = change.kind.schema();
    let plain = schema.fields.iter().enumerate().filter(|(at, _)| {
        !matches!(
            row.at(*at),
            Some(Cell::Ref(_) | Cell::Refs(_) | Cell::Json(_))
        )
    });
    let names: Vec<&str> = plain.map(|(_, field)| field.name).collect();
    let selection = Selection::new(change.kind, &format!("id,_info,{}", names.join(",")));
    let view = View {
        fields: Some(selection),
        ..View::default()
    };
    let mut entity = Vec::new();
    let render = Render {
        world: context.world,
        base: context.base,
    };
    render.row(&mut entity, change.kind, change.id, row, &view);
    let entity =
        (change.act != Act::Deleted).then(|| String::from_utf8_lossy(&entity).into_owned());
    let site = context
        .base
        .split("/v4_6_release/")
        .next()
        .unwrap_or_default();
    let key_url = format!(
        "{site}/system/callbackkey/index.rails?companyName={}&id={key}",
        context.company
    );
    json!({
        "Action": change.act.word(),
        "CallbackObjectRecId": change.id,
        "CompanyId": context.company,
        "Entity": entity,
        "FromUrl": context.host,
        "ID": change.id,
        "MemberId": &*context.stamp.by,
        "MessageId": message,
        "Metadata": { "key_url": key_url },
        "PartnerId": "simulator",
        "ProductInstanceId": "simulator",
        "Type": change.kind.callback_type(),
    })
    .to_string()
}

/// What follows from how a notice went: another try, or a mark on the entry. The status is none where
/// nobody answered in time.
pub(crate) fn went(
    world: &mut World,
    mut delivery: Delivery,
    status: Option<u16>,
    now: u64,
) -> Option<Delivery> {
    let good = status.is_some_and(|status| (200..300).contains(&status));
    if !good
        && status.is_some_and(|status| AGAIN.contains(&status))
        && let Some(pause) = PAUSES.get(delivery.tried)
    {
        delivery.tried += 1;
        delivery.due = now + pause;
        return Some(delivery);
    }
    let kind = Kind::Callbacks;
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let since = match world
        .get(kind, delivery.callback)?
        .get(kind, "failingSince")
    {
        Some(Cell::Int(since)) => Some(*since),
        _ => None,
    };
    match (good, since) {
        (true, Some(_)) => world.amend(kind, delivery.callback, |row| {
            row.set(kind, "failingSince", None);
        }),
        (false, None) => world.amend(kind, delivery.callback, |row| {
            row.set(kind, "failingSince", Some(Cell::Int(now)));
        }),
        (false, Some(since)) if now - since >= PATIENCE => {
            world.amend(kind, delivery.callback, |row| {
                row.set(kind, "inactiveFlag", Some(Cell::Flag(true)));
            });
        }
        _ => {}
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Delivery, went};
    use crate::connectwise::kind::Kind;
    use crate::connectwise::row::Row;
    use crate::connectwise::world::World;
    use std::sync::Arc;

    #[test]
    fn the_signature_is_the_vendors() {
        let body = r#"{"Action":"added","Type":"ticket","ID":42}"#;
        let signature = super::signature("test-signing-key", body);
        assert_eq!(signature, "1vZpu8oMAHxcix+9UepcllFG+Ech1uI9biar+ACMVdI=");
    }

    fn delivery() -> Delivery {
        Delivery {
            callback: 1,
            url: String::new(),
            body: String::new(),
            signature: String::new(),
            tried: 0,
            due: 0,
        }
    }

    #[test]
    fn a_notice_is_tried_twice_again_and_only_after_some_answers() {
        let mut world = World::default();
        world.add(Kind::Callbacks, Row::new(0, &Arc::from("seed")));
        for status in [Some(500), Some(503), Some(400), None, Some(204)] {
            assert_eq!(went(&mut world, delivery(), status, 10), None, "{status:?}");
        }
        let second = went(&mut world, delivery(), Some(404), 10).unwrap();
        assert_eq!((second.tried, second.due), (1, 12));
        let third = went(&mut world, second, Some(429), 12).unwrap();
        assert_eq!((third.tried, third.due), (2, 16));
        assert_eq!(went(&mut world, third, Some(404), 16), None);
    }

    #[test]
    fn three_days_of_failures_turn_an_entry_off() {
        let mut world = World::default();
        world.add(Kind::Callbacks, Row::new(0, &Arc::from("seed")));
        let day = 86_400;
        let off = |world: &World| {
            world
                .get(Kind::Callbacks, 1)
                .unwrap()
                .flag(Kind::Callbacks, "inactiveFlag")
        };
        for (at, status) in [(0, 500), (2 * day, 200), (3 * day, 500), (5 * day, 500)] {
            went(&mut world, delivery(), Some(status), at);
            assert!(!off(&world));
        }
        went(&mut world, delivery(), Some(500), 6 * day);
        assert!(off(&world));
    }
}
