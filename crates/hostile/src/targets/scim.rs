//! What directories send to the SCIM service, and what SCIM services answer.

use crate::Target;
use kernel::{Span, Timestamp};
use scim::client::{self, Answer, Outcome, RemoteId};
use scim::{
    AttributePath, BulkRequest, Filter, Group, Lookup, Patch, PatchPath, Projection, Query,
    Resource, ResourceKind, User, etag, limits, read_object,
};

pub const TARGETS: &[Target] = &[
    Target {
        name: "scim_resource",
        run: resource,
        seeds: &[
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"e","userName":"a","active":"True","name":{"givenName":"g"},"emails":[{"primary":true,"type":"work","value":"a@b.example"}],"roles":["r"],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":"7"},"meta":{"created":"2011-05-13T04:42:34Z"}}"#,
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"g","members":[{"value":"1","$ref":"x","type":"User"},{"value":"2"}]}"#,
        ],
        covers: &[
            "scim/src/json.rs::read_object",
            "scim/src/resource.rs::parse_draft",
        ],
    },
    Target {
        name: "scim_filter",
        run: filter,
        seeds: &[
            r#"userName eq "bjensen" and (emails[type eq "work" and value co "@"] or not (title pr))"#,
            r#"emails[type eq "work"].value eq "a\"b" or meta.lastModified gt "2011-05-13T04:42:34Z""#,
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "7" and active ne True and title eq null"#,
        ],
        covers: &["scim/src/filter/parse.rs::parse", "scim/src/path.rs::parse"],
    },
    Target {
        name: "scim_patch",
        run: patch,
        seeds: &[
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"emails[type eq \"work\"].value","value":"a@b"},{"op":"Add","value":{"name.givenName":"x","active":"False"}},{"op":"remove","path":"title"}]}"#,
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"members","value":[{"value":"1"}]},{"op":"remove","path":"members[value eq \"2\"]"},{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"d"}]}"#,
        ],
        covers: &["scim/src/patch/mod.rs::parse"],
    },
    Target {
        name: "scim_patch_path",
        run: patch_path,
        seeds: &[
            "emails[type eq \"work\"].value",
            "name.givenName",
            "members",
        ],
        covers: &["scim/src/patch/path.rs::parse"],
    },
    Target {
        name: "scim_query",
        run: query,
        seeds: &[
            "filter=userName%20eq%20%22a%22&startIndex=1&count=10&sortBy=name.familyName&sortOrder=descending&excludedAttributes=members,emails.type",
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"active eq true","startIndex":2,"count":"7","attributes":["userName","emails.value"]}"#,
        ],
        covers: &[
            "scim/src/list.rs::parse",
            "scim/src/list.rs::parse_search",
            "scim/src/projection.rs::parse",
        ],
    },
    Target {
        name: "scim_bulk",
        run: bulk,
        seeds: &[
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":1,"Operations":[{"method":"POST","path":"/Groups","bulkId":"g","data":{"members":[{"value":"bulkId:u"}]}},{"method":"POST","path":"/Users","bulkId":"u","data":{"userName":"a"}},{"method":"PATCH","path":"/Groups/bulkId:g","version":"W/\"1\"","data":{}},{"method":"DELETE","path":"/Users/7"}]}"#,
        ],
        covers: &["scim/src/bulk/mod.rs::parse"],
    },
    Target {
        name: "scim_answer",
        run: answer,
        seeds: &[
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"7","userName":"ada","externalId":"e","active":true,"meta":{"version":"W/\"1\""}}"#,
            r#"{"totalResults":1,"Resources":[{"id":"7","userName":"ada","emails":[{"value":"a@b"}]}]}"#,
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"uniqueness","detail":"x"}"#,
            r#"{"patch":{"supported":true},"bulk":{"supported":true,"maxOperations":10},"filter":{"supported":true}}"#,
            "Wed, 21 Oct 2015 07:28:00 GMT",
            "<!doctype html>",
        ],
        covers: &["scim/src/client/remote_id.rs::parse"],
    },
];

fn resource(bytes: &[u8]) {
    if let Ok(tree) = read_object(bytes, 4_096) {
        assert!(bytes.len() <= 4_096, "the limit holds");
        assert!(serde_json::to_string(&tree).is_ok());
    }
    again(User::parse_draft(bytes).ok());
    again(Group::parse_draft(bytes).ok());
}

/// What is written again is read the same, and holds nothing that a client may not write.
fn again<R: Resource>(read: Option<R>) {
    let Some(read) = read else { return };
    assert!(read.id().is_none());
    let written = read.body();
    assert!(R::parse_draft(&written).is_ok_and(|same| same == read));
    assert!(!String::from_utf8_lossy(&written).contains("\\u0000"));
}

/// Somebody to ask filters about and to change.
fn ada() -> User {
    let body = br#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","active":true,"emails":[{"value":"a@b","type":"work","primary":true},{"value":"c@d"}]}"#;
    let mut user = User::parse_draft(body).unwrap_or_default();
    user.id = Some("7".to_owned());
    user
}

fn filter(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(path) = AttributePath::parse(&text) {
        assert_eq!(path.to_string(), text);
        let _ = path.place(ResourceKind::Group);
    }
    let Ok(filter) = Filter::parse(&text) else {
        return;
    };
    assert!(text.len() <= limits::MAX_FILTER && filter.terms() <= limits::MAX_TERMS);
    let written = filter.to_string();
    // Escapes may be longer than what they stand for.
    if written.len() <= limits::MAX_FILTER {
        assert_eq!(Filter::parse(&written).as_ref(), Ok(&filter), "{written}");
    }
    for kind in ResourceKind::ALL {
        if let Ok(bound) = filter.bind(kind) {
            let plan = bound.plan();
            assert!(plan.rest || plan.lookup.is_some());
        }
    }
    if let Ok(bound) = filter.bind(ResourceKind::User) {
        let tree = ada().tree();
        let negated = Filter::Not(Box::new(filter.clone()));
        let negated = negated.bind(ResourceKind::User);
        assert!(negated.is_ok_and(|n| n.matches(&tree) != bound.matches(&tree)));
    }
}

fn patch(bytes: &[u8]) {
    let Ok(patch) = Patch::parse(bytes) else {
        return;
    };
    let before = ada();
    if let Ok(after) = patch.apply(&before) {
        assert_eq!((after.id(), &after.meta), (Some("7"), &before.meta));
        assert!(!after.user_name.trim().is_empty());
        assert!(
            after
                .emails
                .iter()
                .filter(|e| e.primary == Some(true))
                .count()
                <= 1
        );
        let tree = after.tree();
        assert!(User::of_tree(tree).is_ok_and(|same| same == after));
    }
    let group = Group {
        display_name: "g".to_owned(),
        ..Group::default()
    };
    let changed = patch.apply(&group);
    if let Ok(Some(change)) = patch.member_change() {
        assert!(!change.add.iter().any(|id| change.remove.contains(id)));
        // The short way comes to the same.
        if let Ok(changed) = changed {
            let mut ids = changed.member_ids();
            ids.sort_unstable();
            assert_eq!(ids, change.add);
        }
    }
}

fn patch_path(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(path) = PatchPath::parse(&text) {
        let written = path.to_string();
        if written.len() <= limits::MAX_FILTER {
            assert_eq!(PatchPath::parse(&written), Ok(path), "{written}");
        }
    }
}

fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = Projection::parse(Some(&text), None);
    for query in [Query::parse(&text), Query::parse_search(bytes)]
        .into_iter()
        .flatten()
    {
        assert!(query.start_index >= 1 && query.count <= limits::MAX_COUNT);
        let tree = query.projection.apply(ResourceKind::User, ada().tree());
        assert!(tree.contains_key("id") && tree.contains_key("schemas"));
        if let Some(sort) = &query.sort {
            sort.apply(
                ResourceKind::User,
                &mut [ada().tree(), User::default().tree()],
            );
        }
    }
    let _ = etag::judge("W/\"1\"", Some(&text), Some(&text), true);
}

fn bulk(bytes: &[u8]) {
    let Ok(request) = BulkRequest::parse(bytes) else {
        return;
    };
    let mut order = request.order();
    order.sort_unstable();
    assert!(
        order.into_iter().eq(0..request.operations.len()),
        "each once"
    );
    assert!(request.goes_on(0));
}

fn answer(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let now = Timestamp::from_unix_seconds(1_795_000_000);
    if let Some(id) = RemoteId::parse(&text) {
        let path = client::get(ResourceKind::User, &id).path;
        assert_eq!(path.matches('/').count(), 2, "{path}");
        assert!(path.is_ascii() && !path.contains(['?', '#', ' ']), "{path}");
    }
    if let Some(pause) = client::pause(&text, now) {
        assert!(pause >= Span(0) && pause <= client::LONGEST_PAUSE);
    }
    let seven = RemoteId::parse("7").expect("an id");
    let lookup = Lookup::UserName("ada".to_owned());
    for status in [200, 201, 400, 404, 409, 429] {
        let answer = Answer {
            status,
            etag: Some(&text),
            retry_after: Some(&text),
            body: bytes,
        };
        if let Outcome::Done(created) = client::read_created(&answer, &ada(), now) {
            let shown = created.version.unwrap_or_default();
            assert!(!shown.contains(char::is_control));
        }
        if let Outcome::Refused(refusal) =
            client::read_changed(&answer, ResourceKind::User, &seven, Some(false), now)
        {
            assert!(!refusal.detail.contains(char::is_control));
            assert!(refusal.detail.chars().count() <= 200);
        }
        if let Outcome::Done(client::Found::One(peer)) =
            client::read_found(&answer, ResourceKind::User, &lookup, now)
        {
            assert_eq!(peer.is(&lookup), Some(true));
        }
        let _ = client::read_page(&answer, ResourceKind::Group, 10, now);
        if let Outcome::Done(peer) = client::read_one(&answer, ResourceKind::User, &seven, now) {
            assert_eq!(peer.id, seven);
        }
        let _ = client::read_deleted(&answer, now);
        let _ = client::read_features(&answer, now);
    }
}
