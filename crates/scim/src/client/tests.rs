use super::*;
use crate::filter::Lookup;
use crate::patch::Patch;
use crate::schema::ResourceKind;
use crate::{Group, Plural, ScimType, User};
use kernel::{Span, Timestamp};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_unix_seconds(1_795_000_000);
const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

fn id(text: &str) -> RemoteId {
    RemoteId::parse(text).unwrap()
}

fn ada() -> User {
    User {
        id: Some("ours".into()),
        external_id: Some("mem_1".into()),
        user_name: "ada@example.com".into(),
        active: Some(true),
        ..User::default()
    }
}

fn answer(status: u16, body: &[u8]) -> Answer<'_> {
    Answer {
        status,
        body,
        ..Answer::default()
    }
}

#[test]
fn requests_are_written() {
    let request = create(&ada());
    assert_eq!((request.method, &*request.path), ("POST", "/Users"));
    let body: Value = serde_json::from_slice(&request.body.unwrap()).unwrap();
    assert_eq!(
        body,
        json!({"schemas": [CORE], "externalId": "mem_1", "userName": "ada@example.com", "active": true})
    );
    let request =
        set_active(&id("a/b?c d".replace(' ', "%").as_str()), false).if_match(Some("W/\"1\""));
    assert_eq!(
        (request.method, &*request.path),
        ("PATCH", "/Users/a%2Fb%3Fc%25d")
    );
    assert_eq!(request.if_match.as_deref(), Some("W/\"1\""));
    assert_eq!(
        String::from_utf8(request.body.unwrap()).unwrap(),
        r#"{"Operations":[{"op":"replace","path":"active","value":false}],"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}"#
    );
    let request = find(
        ResourceKind::User,
        &Lookup::UserName("a\" or id pr or b eq \"é+ ".into()),
    );
    let pairs: Vec<_> = form_urlencoded::parse(request.query.as_bytes())
        .into_owned()
        .collect();
    assert_eq!(pairs[0].1, r#"userName eq "a\" or id pr or b eq \"é+ ""#);
    assert!(!request.query.contains('+'));
    assert_eq!(pairs[2], ("count".into(), "2".into()));
    assert_eq!(delete(ResourceKind::Group, &id("7")).path, "/Groups/7");
    assert_eq!(
        page(ResourceKind::User, 101, 100).query,
        "startIndex=101&count=100"
    );
}

#[test]
fn members_go_in_portions() {
    let ids: Vec<RemoteId> = (0..250).map(|n| id(&format!("m{n}"))).collect();
    let requests = change_members(&id("g"), &ids, &ids[..101]);
    assert_eq!(requests.len(), 5);
    let mut group = Group {
        display_name: "g".into(),
        ..Group::default()
    };
    for (n, request) in requests.iter().enumerate() {
        let patch = Patch::parse(request.body.as_ref().unwrap()).unwrap();
        assert!(patch.member_change().unwrap().is_some());
        group = patch.apply(&group).unwrap();
        if n == 2 {
            assert_eq!(group.members.len(), 250);
        }
    }
    assert_eq!(group.members.len(), 149);
    assert!(change_members(&id("g"), &[], &[]).is_empty());
}

#[test]
fn ids_that_name_another_address_are_none() {
    for text in [
        "",
        ".",
        "..",
        "a b",
        "a\nb",
        "a\u{a0}b",
        "bulkId:x",
        &"x".repeat(257),
    ] {
        assert!(RemoteId::parse(text).is_none(), "{text}");
    }
    assert_eq!(
        delete(ResourceKind::User, &id("../../admin#é")).path,
        "/Users/..%2F..%2Fadmin%23%C3%A9"
    );
}

#[test]
fn table_of_answers_to_a_creation() {
    let made = |fields: Value| {
        let mut body = json!({"schemas": [CORE], "id": "7", "userName": "ADA@example.com"});
        body.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        body.to_string()
    };
    let done = |version: Option<&str>| {
        Outcome::Done(Created {
            id: id("7"),
            version: version.map(Into::into),
        })
    };
    for (status, body, expected) in [
        (201, made(json!({})), done(None)),
        (
            200,
            made(json!({"meta": {"version": "W/\"1\""}})),
            done(Some("W/\"1\"")),
        ),
        (
            201,
            made(json!({"externalId": "mem_1", "title": 7, "x": null, "meta": 7})),
            done(None),
        ),
        (201, made(json!({"meta": {"version": "a\nb"}})), done(None)),
        (
            201,
            made(json!({"externalId": "mem_2"})),
            Outcome::Unusable("the answer tells of somebody else"),
        ),
        (
            201,
            made(json!({"userName": "eve"})),
            Outcome::Unusable("the answer tells of somebody else"),
        ),
        (
            201,
            made(json!({"id": null})),
            Outcome::Unusable("the answer has no usable id"),
        ),
        (
            201,
            made(json!({"id": 7})),
            Outcome::Unusable("the answer has no usable id"),
        ),
        (
            201,
            made(json!({"id": ".."})),
            Outcome::Unusable("the answer has no usable id"),
        ),
        (
            201,
            made(json!({"schemas": ["urn:x"]})),
            Outcome::Unusable("the answer is of another schema"),
        ),
        (
            201,
            String::new(),
            Outcome::Unusable("the answer does not say what was made"),
        ),
        (
            200,
            "<!doctype html>".into(),
            Outcome::Unusable("the answer is a page, not SCIM"),
        ),
        (
            201,
            "[]".into(),
            Outcome::Unusable("the answer is not JSON within limits"),
        ),
        (
            201,
            "{\"id\":\"7\"".into(),
            Outcome::Unusable("the answer is not JSON within limits"),
        ),
        (
            201,
            " ".repeat(2_000_000) + "x",
            Outcome::Unusable("the answer is too long"),
        ),
        (
            302,
            String::new(),
            Outcome::Unusable("the service redirects"),
        ),
        (
            101,
            String::new(),
            Outcome::Unusable("the status is none that a service answers with"),
        ),
        (
            0,
            String::new(),
            Outcome::Unusable("the status is none that a service answers with"),
        ),
        (409, "<html>".into(), Outcome::Exists),
        (503, "<html>".into(), Outcome::Retry { after: None }),
        (500, "{}".into(), Outcome::Retry { after: None }),
        (
            404,
            "{}".into(),
            Outcome::Refused(Refusal {
                status: 404,
                kind: None,
                detail: "there is no such endpoint".into(),
            }),
        ),
        (
            401,
            "<html>".into(),
            Outcome::Refused(Refusal {
                status: 401,
                kind: None,
                detail: String::new(),
            }),
        ),
    ] {
        assert_eq!(
            read_created(&answer(status, body.as_bytes()), &ada(), NOW),
            expected,
            "{status} {body:.200}"
        );
    }
    let refusal = |kind: &str| {
        let error = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "400",
            "scimType": kind, "detail": format!("no\r\nFORGED \u{202e}line {}", "x".repeat(500)),
        });
        read_created(&answer(400, error.to_string().as_bytes()), &ada(), NOW)
    };
    assert_eq!(refusal("uniqueness"), Outcome::Exists);
    let Outcome::Refused(refused) = refusal("invalidValue") else {
        panic!()
    };
    assert_eq!(refused.kind, Some(ScimType::InvalidValue));
    assert!(
        refused.detail.starts_with("no  FORGED  line x") && refused.detail.chars().count() == 200
    );
    let slow = Answer {
        status: 429,
        retry_after: Some("7"),
        ..Answer::default()
    };
    assert_eq!(
        read_created(&slow, &ada(), NOW),
        Outcome::Retry {
            after: Some(Span::seconds(7))
        }
    );
    let tagged = made(json!({}));
    let tagged = Answer {
        etag: Some("W/\"2\""),
        ..answer(201, tagged.as_bytes())
    };
    assert_eq!(read_created(&tagged, &ada(), NOW), done(Some("W/\"2\"")));
}

#[test]
fn table_of_answers_to_a_change() {
    let off = |status, body: &str| {
        read_changed(
            &answer(status, body.as_bytes()),
            ResourceKind::User,
            &id("7"),
            Some(false),
            NOW,
        )
    };
    assert_eq!(off(204, ""), Outcome::Done(None));
    assert_eq!(
        off(200, r#"{"id":"7","active":"False","meta":{"version":"1"}}"#),
        Outcome::Done(Some("1".into()))
    );
    assert_eq!(off(200, r#"{"id":"7"}"#), Outcome::Done(None));
    assert_eq!(
        off(200, r#"{"id":"8","active":false}"#),
        Outcome::Unusable("the answer tells of somebody else")
    );
    assert_eq!(
        off(200, r#"{"id":"7","active":true}"#),
        Outcome::Unusable("the answer says that nothing has changed")
    );
    assert_eq!(
        off(200, "<html>sign in"),
        Outcome::Unusable("the answer is a page, not SCIM")
    );
    assert_eq!(off(404, ""), Outcome::Gone);
    assert_eq!(off(410, "{}"), Outcome::Gone);
    assert_eq!(
        off(404, "<html>"),
        Outcome::Unusable("the answer is a page, not SCIM")
    );
    assert_eq!(off(412, ""), Outcome::Stale);
    assert!(matches!(off(501, ""), Outcome::Refused(_)));
    let one = |status, body: &str| {
        read_one(
            &answer(status, body.as_bytes()),
            ResourceKind::User,
            &id("7"),
            NOW,
        )
    };
    assert!(
        matches!(one(200, r#"{"id":"7","active":false}"#), Outcome::Done(p) if p.active == Some(false))
    );
    assert!(matches!(one(200, r#"{"id":"8"}"#), Outcome::Unusable(_)));
    assert!(matches!(one(200, ""), Outcome::Unusable(_)));
    assert_eq!(one(404, ""), Outcome::Gone);
    assert_eq!(read_deleted(&answer(204, b""), NOW), Outcome::Done(()));
    assert_eq!(read_deleted(&answer(404, b""), NOW), Outcome::Gone);
    assert_eq!(
        read_deleted(&answer(200, b"<html>"), NOW),
        Outcome::Unusable("the answer is a page, not SCIM")
    );
}

#[test]
fn table_of_answers_to_a_look_up() {
    let find = |body: Value| {
        let body = body.to_string();
        let lookup = Lookup::UserName("Ada@example.com".into());
        read_found(
            &answer(200, body.as_bytes()),
            ResourceKind::User,
            &lookup,
            NOW,
        )
    };
    let one = json!({"schemas": [CORE], "id": "7", "userName": "ada@example.com", "active": true});
    let other = json!({"id": "8", "userName": "ada@example.com"});
    let eve = json!({"id": "9", "userName": "eve"});
    assert_eq!(
        find(json!({"totalResults": 0})),
        Outcome::Done(Found::Nobody)
    );
    assert_eq!(
        find(json!({"totalResults": 0, "Resources": []})),
        Outcome::Done(Found::Nobody)
    );
    let Outcome::Done(Found::One(peer)) = find(json!({"totalResults": 1, "resources": [one]}))
    else {
        panic!()
    };
    assert_eq!((peer.id.as_str(), peer.active), ("7", Some(true)));
    assert_eq!(
        find(json!({"totalResults": 2, "Resources": [one, other]})),
        Outcome::Done(Found::Several)
    );
    assert_eq!(
        find(json!({"totalResults": 9, "Resources": [one]})),
        Outcome::Done(Found::Several)
    );
    for nonsense in [
        json!({}),
        json!({"totalResults": -1}),
        json!({"totalResults": 1}),
        json!({"totalResults": 1, "Resources": {}}),
        json!({"totalResults": 1, "Resources": [7]}),
        json!({"totalResults": 1, "Resources": [eve]}),
        json!({"totalResults": 1, "Resources": [{"id": "7"}]}),
        json!({"totalResults": 2, "Resources": [one, eve]}),
        json!({"totalResults": 2, "Resources": [one, one]}),
        json!({"totalResults": 3, "Resources": [one, other, eve]}),
        json!({"totalResults": 1, "Resources": [{"userName": "ada@example.com"}]}),
    ] {
        assert!(
            matches!(find(nonsense.clone()), Outcome::Unusable(_)),
            "{nonsense}"
        );
    }
    let by_mail =
        json!({"totalResults": 1, "Resources": [{"id": "7", "emails": [{"value": "A@B"}]}]})
            .to_string();
    let by_mail = read_found(
        &answer(200, by_mail.as_bytes()),
        ResourceKind::User,
        &Lookup::Email("a@b".into()),
        NOW,
    );
    assert!(matches!(by_mail, Outcome::Done(Found::One(_))));
    let page = json!({"totalResults": 7, "Resources": [one, eve]}).to_string();
    let Outcome::Done(page) = read_page(&answer(200, page.as_bytes()), ResourceKind::User, 2, NOW)
    else {
        panic!()
    };
    assert_eq!((page.total, page.peers.len()), (7, 2));
}

#[test]
fn what_a_service_can_do_is_read() {
    let read = |body: Value| read_features(&answer(200, body.to_string().as_bytes()), NOW);
    let said = json!({
        "patch": {"supported": true}, "filter": {"supported": "True"}, "etag": {"supported": false},
        "bulk": {"supported": true, "maxOperations": 10, "maxPayloadSize": 1000},
    });
    assert_eq!(
        read(said),
        Outcome::Done(Features {
            patch: true,
            filter: true,
            etag: false,
            bulk_operations: 10,
            bulk_bytes: 1000
        })
    );
    let none = json!({"patch": {}, "bulk": {"supported": false, "maxOperations": 10}});
    assert_eq!(read(none), Outcome::Done(Features::default()));
    assert!(matches!(read(json!({"hello": 1})), Outcome::Unusable(_)));
    let ours = crate::service_provider_config(&crate::Service {
        base: "",
        bulk: None,
        documentation: None,
    });
    assert!(
        matches!(read_features(&answer(200, &ours), NOW), Outcome::Done(f) if f.patch && f.etag)
    );
}

#[test]
fn the_difference_makes_the_one_of_the_other() {
    let mut seed = 7_u64;
    let mut below = |n: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    let mut user = || {
        let mut text = |name: &str| (below(3) > 0).then(|| format!("{name}{}", below(2)));
        let mut user = User {
            user_name: text("u").unwrap_or("x".into()),
            external_id: text("e"),
            title: text("t"),
            display_name: text("d"),
            ..User::default()
        };
        user.name.given_name = text("g");
        user.name.family_name = text("f");
        user.enterprise.department = text("d");
        user.enterprise.manager = text("m").map(|value| crate::Manager {
            value: Some(value),
            ..Default::default()
        });
        user.emails = text("a")
            .map(|value| Plural {
                value: Some(value),
                primary: Some(true),
                ..Plural::default()
            })
            .into_iter()
            .collect();
        user.active = text("x").map(|x| x == "x1");
        user
    };
    for _ in 0..2_000 {
        let (before, after) = (user(), user());
        let steps = difference(&before, &after);
        assert_eq!(steps.is_empty(), before == after);
        if steps.is_empty() {
            continue;
        }
        let request = patch(ResourceKind::User, &id("7"), &steps);
        let sent = Patch::parse(&request.body.unwrap()).unwrap();
        assert_eq!(sent.apply(&before).unwrap(), after, "{steps:?}");
    }
}
