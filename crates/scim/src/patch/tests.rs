use super::*;
use crate::resource::Resource as _;
use crate::{Group, User};
use serde_json::json;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn patch(operations: Value) -> Result<Patch, ScimError> {
    let body = json!({"schemas": [PATCH_SCHEMA], "Operations": operations});
    Patch::parse(body.to_string().as_bytes())
}

fn barbara() -> User {
    User::of_tree(
        json!({
            "id": "7", "userName": "babs", "displayName": "Babs", "active": true,
            "name": {"givenName": "Barbara", "familyName": "Jensen"},
            "emails": [
                {"value": "babs@work.example", "type": "work", "primary": true},
                {"value": "babs@home.example", "type": "home"},
            ],
            "groups": [{"value": "g"}],
            ENTERPRISE: {"department": "Tours"},
            "meta": {"version": "W/\"1\""},
        })
        .as_object()
        .unwrap()
        .clone(),
    )
    .unwrap()
}

fn group() -> Group {
    let value =
        json!({"id": "g", "displayName": "Admins", "members": [{"value": "1"}, {"value": "2"}]});
    Group::of_tree(value.as_object().unwrap().clone()).unwrap()
}

/// The attribute after the operations, `null` where it is gone.
fn after(operations: Value, attribute: &str) -> Value {
    let text = operations.to_string();
    let changed = patch(operations).and_then(|p| p.apply(&barbara()));
    let changed = changed.unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(changed.meta, barbara().meta);
    changed.tree().get(attribute).cloned().unwrap_or_default()
}

#[test]
fn table_of_changes_to_a_user() {
    let work = json!({"value": "babs@work.example", "type": "work", "primary": true});
    let home = json!({"value": "babs@home.example", "type": "home"});
    for (operation, attribute, expected) in [
        // Entra ID and Okta turn people off in these four ways.
        (
            json!({"op": "Replace", "path": "active", "value": "False"}),
            "active",
            json!(false),
        ),
        (
            json!({"op": "replace", "path": "active", "value": false}),
            "active",
            json!(false),
        ),
        (
            json!({"op": "replace", "value": {"active": false}}),
            "active",
            json!(false),
        ),
        (
            json!({"OP": "Add", "PATH": "ACTIVE", "VALUE": "false"}),
            "active",
            json!(false),
        ),
        (
            json!({"op": "replace", "path": "userName", "value": "b"}),
            "userName",
            json!("b"),
        ),
        (
            json!({"op": "add", "path": "title", "value": "Guide"}),
            "title",
            json!("Guide"),
        ),
        (
            json!({"op": "remove", "path": "displayName"}),
            "displayName",
            json!(null),
        ),
        (
            json!({"op": "replace", "path": "displayName", "value": null}),
            "displayName",
            json!(null),
        ),
        (
            json!({"op": "replace", "path": "displayName", "value": ""}),
            "displayName",
            json!(null),
        ),
        (
            json!({"op": "remove", "path": "title"}),
            "title",
            json!(null),
        ),
        // Parts that are not named stay.
        (
            json!({"op": "replace", "path": "name.givenName", "value": "Babs"}),
            "name",
            json!({"givenName": "Babs", "familyName": "Jensen"}),
        ),
        (
            json!({"op": "replace", "path": "name", "value": {"GIVENNAME": "Babs", "x": 1}}),
            "name",
            json!({"givenName": "Babs", "familyName": "Jensen"}),
        ),
        (
            json!({"op": "add", "value": {"name.givenName": "Babs", "name": {"middleName": "J"}}}),
            "name",
            json!({"givenName": "Babs", "familyName": "Jensen", "middleName": "J"}),
        ),
        (
            json!({"op": "replace", "path": "name", "value": {"givenName": null}}),
            "name",
            json!({"familyName": "Jensen"}),
        ),
        (json!({"op": "remove", "path": "name"}), "name", json!(null)),
        (
            json!({"op": "remove", "path": "name.givenName"}),
            "name",
            json!({"familyName": "Jensen"}),
        ),
        // Extensions.
        (
            json!({"op": "add", "path": format!("{ENTERPRISE}:manager"), "value": "26118915"}),
            ENTERPRISE,
            json!({"department": "Tours", "manager": {"value": "26118915"}}),
        ),
        (
            json!({"op": "replace", "value": {format!("{ENTERPRISE}:department"): "D2"}}),
            ENTERPRISE,
            json!({"department": "D2"}),
        ),
        (
            json!({"op": "replace", "value": {ENTERPRISE: {"costCenter": "1"}}}),
            ENTERPRISE,
            json!({"department": "Tours", "costCenter": "1"}),
        ),
        (
            json!({"op": "remove", "path": format!("{ENTERPRISE}:department")}),
            ENTERPRISE,
            json!(null),
        ),
        (
            json!({"op": "remove", "path": ENTERPRISE}),
            ENTERPRISE,
            json!(null),
        ),
        (
            json!({"op": "remove", "path": format!("{ENTERPRISE}:manager")}),
            ENTERPRISE,
            json!({"department": "Tours"}),
        ),
        // Several values.
        (
            json!({"op": "replace", "path": "emails[type eq \"work\"].value", "value": "b@w.example"}),
            "emails",
            json!([{"value": "b@w.example", "type": "work", "primary": true}, home]),
        ),
        (
            json!({"op": "replace", "value": {"emails[type eq \"work\"].value": "b@w.example"}}),
            "emails",
            json!([{"value": "b@w.example", "type": "work", "primary": true}, home]),
        ),
        (
            json!({"op": "Add", "path": "emails[type eq \"other\"].value", "value": "o@x.example"}),
            "emails",
            json!([work, home, {"value": "o@x.example", "type": "other"}]),
        ),
        (
            json!({"op": "add", "path": "emails", "value": [{"value": "n@x.example", "primary": true}]}),
            "emails",
            json!([
                {"value": "babs@work.example", "type": "work", "primary": false},
                home,
                {"value": "n@x.example", "primary": true},
            ]),
        ),
        (
            json!({"op": "add", "path": "emails", "value": {"value": "BABS@work.example", "type": "Work"}}),
            "emails",
            json!([{"value": "BABS@work.example", "type": "Work", "primary": true}, home]),
        ),
        (
            json!({"op": "replace", "path": "emails", "value": [home]}),
            "emails",
            json!([home]),
        ),
        (
            json!({"op": "replace", "path": "emails", "value": []}),
            "emails",
            json!(null),
        ),
        (
            json!({"op": "remove", "path": "emails"}),
            "emails",
            json!(null),
        ),
        (
            json!({"op": "remove", "path": "emails[type eq \"home\"]"}),
            "emails",
            json!([work]),
        ),
        (
            json!({"op": "remove", "path": "emails[type eq \"other\"]"}),
            "emails",
            json!([work, home]),
        ),
        (
            json!({"op": "remove", "path": "emails[type eq \"home\"].value"}),
            "emails",
            json!([work]),
        ),
        (
            json!({"op": "remove", "path": "emails", "value": [{"value": "babs@HOME.example"}]}),
            "emails",
            json!([work]),
        ),
        (
            json!({"op": "add", "path": "emails[type eq \"home\"].primary", "value": "True"}),
            "emails",
            json!([
                {"value": "babs@work.example", "type": "work", "primary": false},
                {"value": "babs@home.example", "type": "home", "primary": true},
            ]),
        ),
        (
            json!({"op": "add", "path": "roles", "value": ["admin"]}),
            "roles",
            json!([{"value": "admin"}]),
        ),
        (
            json!({"op": "add", "path": "roles.value", "value": "admin"}),
            "roles",
            json!([{"value": "admin"}]),
        ),
        (
            json!({"op": "add", "path": "emails[type eq \"other\"].primary", "value": true}),
            "emails",
            json!([{"value": "babs@work.example", "type": "work", "primary": false}, home]),
        ),
        // What is not kept is taken and dropped; what is unknown, too, where it has no path.
        (
            json!({"op": "add", "path": "nickName", "value": "x"}),
            "nickName",
            json!(null),
        ),
        (
            json!({"op": "add", "path": "addresses[type eq \"work\"].country", "value": "x"}),
            "addresses",
            json!(null),
        ),
        (
            json!({"op": "add", "path": "urn:example:2.0:User:x", "value": "x"}),
            "x",
            json!(null),
        ),
        (
            json!({"op": "replace", "value": {"shoeSize": 44, "a b": 1, "schemas": []}}),
            "userName",
            json!("babs"),
        ),
        // Okta sends the id along; that changes nothing.
        (
            json!({"op": "replace", "value": {"id": "7", "displayName": "B", "meta": {}, "groups": []}}),
            "displayName",
            json!("B"),
        ),
        (
            json!({"op": "replace", "path": "id", "value": "7"}),
            "id",
            json!("7"),
        ),
    ] {
        assert_eq!(
            after(json!([operation]), attribute),
            expected,
            "{operation}"
        );
    }
}

#[test]
fn table_of_refused_changes() {
    for (operation, kind) in [
        (json!({"op": "remove"}), ScimType::NoTarget),
        (
            json!({"op": "dance", "path": "title", "value": "x"}),
            ScimType::InvalidSyntax,
        ),
        (
            json!({"path": "title", "value": "x"}),
            ScimType::InvalidSyntax,
        ),
        (json!(7), ScimType::InvalidSyntax),
        (
            json!({"op": "add", "path": "title"}),
            ScimType::InvalidValue,
        ),
        (json!({"op": "replace"}), ScimType::InvalidValue),
        (
            json!({"op": "replace", "value": "x"}),
            ScimType::InvalidValue,
        ),
        (
            json!({"op": "replace", "path": 1, "value": "x"}),
            ScimType::InvalidPath,
        ),
        (
            json!({"op": "replace", "path": "a b", "value": "x"}),
            ScimType::InvalidPath,
        ),
        (
            json!({"op": "replace", "path": "shoeSize", "value": 44}),
            ScimType::InvalidPath,
        ),
        (
            json!({"op": "replace", "path": "name.shoe", "value": "x"}),
            ScimType::InvalidPath,
        ),
        (
            json!({"op": "replace", "path": "name[givenName pr]", "value": "x"}),
            ScimType::InvalidPath,
        ),
        (
            json!({"op": "replace", "path": "emails[type pr].shoe", "value": "x"}),
            ScimType::InvalidPath,
        ),
        (
            json!({"op": "replace", "path": "emails[type pr].a.b", "value": "x"}),
            ScimType::InvalidPath,
        ),
        (
            json!({"op": "replace", "path": "emails[type pr]x", "value": "x"}),
            ScimType::InvalidPath,
        ),
        (
            json!({"op": "replace", "path": "emails[type", "value": "x"}),
            ScimType::InvalidFilter,
        ),
        (
            json!({"op": "replace", "path": "emails[type eq 1]", "value": {}}),
            ScimType::InvalidFilter,
        ),
        (
            json!({"op": "replace", "path": "emails.value", "value": "x"}),
            ScimType::InvalidPath,
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"other\"].value", "value": "x"}),
            ScimType::NoTarget,
        ),
        (
            json!({"op": "add", "path": "emails[type ne \"home\" and type ne \"work\"].value", "value": "x"}),
            ScimType::NoTarget,
        ),
        (
            json!({"op": "replace", "path": "id", "value": "8"}),
            ScimType::Mutability,
        ),
        (
            json!({"op": "replace", "value": {"id": "8"}}),
            ScimType::Mutability,
        ),
        (json!({"op": "remove", "path": "id"}), ScimType::Mutability),
        (
            json!({"op": "add", "path": "meta.version", "value": "x"}),
            ScimType::Mutability,
        ),
        (
            json!({"op": "add", "path": "groups", "value": [{"value": "admins"}]}),
            ScimType::Mutability,
        ),
        (
            json!({"op": "remove", "path": "groups[value eq \"g\"]"}),
            ScimType::Mutability,
        ),
        (
            json!({"op": "remove", "path": "userName"}),
            ScimType::Mutability,
        ),
        (
            json!({"op": "replace", "path": "userName", "value": ""}),
            ScimType::InvalidValue,
        ),
        (
            json!({"op": "replace", "path": "userName", "value": 1}),
            ScimType::InvalidValue,
        ),
        (
            json!({"op": "replace", "path": "active", "value": "maybe"}),
            ScimType::InvalidValue,
        ),
        (
            json!({"op": "replace", "path": ENTERPRISE, "value": "x"}),
            ScimType::InvalidValue,
        ),
        (
            json!({"op": "add", "path": "emails", "value": [{"value": "a", "primary": true}, {"value": "b", "primary": true}]}),
            ScimType::InvalidValue,
        ),
        (
            json!({"op": "add", "path": "roles", "value": (0..51).map(|n| json!({"value": n.to_string()})).collect::<Vec<_>>()}),
            ScimType::InvalidValue,
        ),
    ] {
        let error = patch(json!([operation]))
            .and_then(|p| p.apply(&barbara()))
            .unwrap_err();
        assert_eq!(error.kind, Some(kind), "{operation}: {error}");
    }
    for body in [
        json!({}),
        json!({"schemas": [PATCH_SCHEMA]}),
        json!({"schemas": [PATCH_SCHEMA], "Operations": []}),
        json!({"Operations": [{"op": "add", "path": "title", "value": "x"}]}),
    ] {
        assert_eq!(
            Patch::parse(body.to_string().as_bytes()).unwrap_err().kind,
            Some(ScimType::InvalidSyntax)
        );
    }
    let many = vec![json!({"op": "remove", "path": "title"}); limits::MAX_PATCH_OPERATIONS + 1];
    assert_eq!(
        patch(json!(many)).unwrap_err().kind,
        Some(ScimType::TooMany)
    );
    let wide = format!("emails[{}]", vec!["type pr"; 250].join(" or "));
    let wide = vec![json!({"op": "remove", "path": wide}); 5];
    assert_eq!(
        patch(json!(wide)).unwrap_err().kind,
        Some(ScimType::TooMany)
    );
}

#[test]
fn a_step_that_fails_undoes_the_ones_before() {
    let both = patch(json!([
        {"op": "replace", "path": "title", "value": "x"},
        {"op": "replace", "path": "shoeSize", "value": "x"},
    ]));
    assert!(both.unwrap().apply(&barbara()).is_err());
    let nothing = patch(json!([{"op": "replace", "path": "active", "value": true}])).unwrap();
    assert_eq!(nothing.apply(&barbara()).unwrap(), barbara());
}

#[test]
fn table_of_changes_to_members() {
    let ids = |operations: Value| {
        let patch = patch(operations).unwrap();
        let whole = patch.apply(&group()).unwrap();
        let whole: Vec<String> = whole.member_ids().into_iter().map(str::to_owned).collect();
        // The short way comes to the same.
        if let Some(change) = patch.member_change().unwrap() {
            let mut short: Vec<String> = vec!["1".into(), "2".into()];
            short.retain(|id| !change.remove.contains(id));
            short.extend(
                change
                    .add
                    .iter()
                    .filter(|id| *id != "1" && *id != "2")
                    .cloned(),
            );
            short.sort();
            let mut sorted = whole.clone();
            sorted.sort();
            assert_eq!(short, sorted);
        }
        whole
    };
    for (operations, expected) in [
        (
            json!([{"op": "Add", "path": "members", "value": [{"value": "3", "display": "x"}, {"value": "1"}]}]),
            vec!["1", "2", "3"],
        ),
        (
            json!([{"op": "Remove", "path": "members", "value": [{"value": "1"}]}]),
            vec!["2"],
        ),
        (
            json!([{"op": "remove", "path": "members[value eq \"2\"]"}]),
            vec!["1"],
        ),
        (
            json!([{"op": "remove", "path": "members[value eq \"1\" or value eq \"2\"]"}]),
            vec![],
        ),
        (
            json!([{"op": "remove", "path": "members[value eq \"9\"]"}]),
            vec!["1", "2"],
        ),
        (json!([{"op": "remove", "path": "members"}]), vec![]),
        (
            json!([{"op": "replace", "path": "members", "value": [{"value": "9"}, {"value": "9"}]}]),
            vec!["9"],
        ),
        (
            json!([{"op": "replace", "value": {"members": [{"value": "9"}], "displayName": "x"}}]),
            vec!["9"],
        ),
        (
            json!([{"op": "add", "value": {"members": [{"value": "9"}]}}]),
            vec!["1", "2", "9"],
        ),
        (
            json!([
                {"op": "add", "path": "members", "value": [{"value": "3"}]},
                {"op": "remove", "path": "members[value eq \"3\"]"},
                {"op": "remove", "path": "members[value eq \"1\"]"},
                {"op": "add", "path": "members", "value": "1"},
            ]),
            vec!["2", "1"],
        ),
    ] {
        assert_eq!(ids(operations.clone()), expected, "{operations}");
    }
    let change = |operation: Value| patch(json!([operation])).unwrap().member_change();
    for whole in [
        json!({"op": "replace", "path": "members", "value": []}),
        json!({"op": "remove", "path": "members"}),
        json!({"op": "remove", "path": "members[value sw \"1\"]"}),
        json!({"op": "remove", "path": "members[value eq \"1\" and type eq \"User\"]"}),
        json!({"op": "replace", "path": "displayName", "value": "x"}),
        json!({"op": "add", "path": "members", "value": [{"display": "x"}]}),
    ] {
        assert_eq!(change(whole.clone()).unwrap(), None, "{whole}");
    }
    assert!(change(json!({"op": "add", "path": "members", "value": [1]})).is_err());
    let other =
        patch(json!([{"op": "replace", "path": "members[value eq \"1\"].value", "value": "9"}]));
    assert_eq!(
        other.unwrap().apply(&group()).unwrap_err().kind,
        Some(ScimType::Mutability)
    );
}

#[test]
fn ten_thousand_members_are_soon_changed() {
    let many = |from: usize, to: usize| -> Vec<Value> {
        (from..to)
            .map(|n| json!({"value": n.to_string()}))
            .collect()
    };
    let full =
        patch(json!([{"op": "replace", "path": "members", "value": many(0, limits::MAX_MEMBERS)}]));
    let full = full.unwrap().apply(&group()).unwrap();
    assert_eq!(full.members.len(), limits::MAX_MEMBERS);
    let more =
        patch(json!([{"op": "add", "path": "members", "value": many(1, limits::MAX_MEMBERS + 1)}]));
    assert_eq!(
        more.unwrap().apply(&full).unwrap_err().kind,
        Some(ScimType::InvalidValue)
    );
    let steps: Vec<Value> = (0..limits::MAX_PATCH_OPERATIONS)
        .map(|n| json!({"op": "remove", "path": format!("members[value eq \"{n}\"]")}))
        .collect();
    let fewer = patch(json!(steps)).unwrap().apply(&full).unwrap();
    assert_eq!(
        fewer.members.len(),
        limits::MAX_MEMBERS - limits::MAX_PATCH_OPERATIONS
    );
}
