//! What a resource that was sent asks for.

use kernel::{DisplayName, EmailAddress, MemberId};
use model::identity::{UpstreamRefusal, UpstreamWish, UserName};
use scim::{Patch, Place, ResourceKind, ScimError, ScimType, User};

use super::refusal::upstream;

/// Attributes of a user that the hub does not keep. What a PATCH does to them is passed over, as it is
/// in a whole resource: a filter on a phone number that is nowhere would else refuse the rest.
const NOT_KEPT: [&str; 7] = [
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "phoneNumbers",
    "roles",
];

fn invalid(why: String) -> ScimError {
    ScimError::new(ScimType::InvalidValue, why)
}

/// The steps that the hub does something about.
pub(super) fn kept_steps(patch: Patch) -> Patch {
    let mut steps = patch.steps;
    steps.retain(|step| match step.path.attribute.place(ResourceKind::User) {
        Place::At(spot) => spot.extension.is_none() && !NOT_KEPT.contains(&spot.attribute.name),
        Place::Extension(_) => false,
        _ => true,
    });
    Patch { steps }
}

/// The name to show. `before` is the user that a PATCH has changed: there only what became another
/// was said.
fn shown_name(user: &User, before: Option<&User>) -> Option<String> {
    let name = &user.name;
    if let Some(before) = before {
        let said = user.display_name.clone();
        let said = said.filter(|n| before.display_name.as_ref() != Some(n));
        return said.or_else(|| name.formatted.clone());
    }
    let joined = || {
        let parts = [name.given_name.as_deref(), name.family_name.as_deref()];
        let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!joined.is_empty()).then_some(joined)
    };
    let shown = user.display_name.clone();
    shown.or_else(|| name.formatted.clone()).or_else(joined)
}

/// What a user asks for; `before` as above.
pub(super) fn wish_of(user: &User, before: Option<&User>) -> Result<UpstreamWish, ScimError> {
    let bad_name = || invalid("userName is too long, or holds what cannot be shown.".into());
    let display_name = shown_name(user, before)
        .map(|name| DisplayName::parse(&name).map_err(|f| invalid(format!("displayName: {f}"))));
    let email = user
        .email()
        .map(|text| EmailAddress::parse(text).map_err(|f| invalid(format!("emails: {f}"))));
    Ok(UpstreamWish {
        user_name: UserName::of(&user.user_name).ok_or_else(bad_name)?,
        email: email.transpose()?,
        display_name: display_name.transpose()?,
        given_name: user.name.given_name.clone(),
        family_name: user.name.family_name.clone(),
        external_id: user.external_id.clone(),
        active: user.active,
    })
}

/// The address and the name of somebody who is to be made.
pub(super) fn of_newcomer(wish: &UpstreamWish) -> Result<(EmailAddress, DisplayName), ScimError> {
    let own = || EmailAddress::parse(wish.user_name.as_str()).ok();
    let email = wish.email.clone().or_else(own);
    let email = email.ok_or_else(|| upstream(UpstreamRefusal::NoAddress))?;
    let name = match &wish.display_name {
        Some(name) => name.clone(),
        None => DisplayName::parse(wish.user_name.as_str())
            .map_err(|f| invalid(format!("userName: {f}")))?,
    };
    Ok((email, name))
}

/// The members of ids that were sent.
pub(super) fn member_ids<'i>(
    ids: impl Iterator<Item = &'i str>,
) -> Result<Vec<MemberId>, ScimError> {
    ids.map(|text| {
        text.parse().map_err(|_| {
            upstream(match text.parse::<kernel::GroupId>() {
                Ok(_) => UpstreamRefusal::GroupInGroup,
                Err(_) => UpstreamRefusal::NoSuchMember,
            })
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use scim::{Name, Plural, Resource as _};
    use serde_json::json;

    fn user(display: Option<&str>, formatted: Option<&str>, given: Option<&str>) -> User {
        User {
            user_name: "ada@example.com".into(),
            display_name: display.map(Into::into),
            name: Name {
                formatted: formatted.map(Into::into),
                given_name: given.map(Into::into),
                family_name: given.map(|_| "Lovelace".into()),
                ..Name::default()
            },
            ..User::default()
        }
    }

    #[test]
    fn table_of_shown_names() {
        let before = user(Some("Ada"), None, Some("Ada"));
        for (sent, patched, expected) in [
            (user(Some("A"), Some("B"), Some("C")), false, Some("A")),
            (user(None, Some("B"), Some("C")), false, Some("B")),
            (user(None, None, Some("C")), false, Some("C Lovelace")),
            (user(None, None, None), false, None),
            (user(Some("Ada"), None, Some("Augusta")), true, None),
            (user(Some("Ada"), Some("Ada L"), None), true, Some("Ada L")),
            (user(Some("New"), None, None), true, Some("New")),
        ] {
            let before = patched.then_some(&before);
            assert_eq!(shown_name(&sent, before).as_deref(), expected, "{sent:?}");
        }
    }

    #[test]
    fn somebody_new_needs_an_address() {
        let wish = wish_of(&user(None, None, None), None).unwrap();
        let (email, name) = of_newcomer(&wish).unwrap();
        assert_eq!(
            (email.as_str(), name.as_str()),
            ("ada@example.com", "ada@example.com")
        );
        let nameless = User {
            user_name: "ada".into(),
            ..User::default()
        };
        let wish = wish_of(&nameless, None).unwrap();
        assert!(
            of_newcomer(&wish)
                .unwrap_err()
                .detail
                .contains("upstream_no_address")
        );
        let bad = User {
            emails: vec![Plural {
                value: Some("no address".into()),
                ..Plural::default()
            }],
            ..nameless
        };
        assert_eq!(
            wish_of(&bad, None).unwrap_err().kind,
            Some(ScimType::InvalidValue)
        );
    }

    #[test]
    fn steps_on_what_is_not_kept_are_passed_over() {
        let patch = json!({
            "schemas": [scim::PATCH_SCHEMA],
            "Operations": [
                {"op": "Replace", "path": "phoneNumbers[type eq \"work\"].value", "value": "1"},
                {"op": "Add", "path": "title", "value": "t"},
                {"op": "Add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "d"},
                {"op": "Replace", "value": {"active": "False", "name.givenName": "Augusta", "roles": ["admin"]}},
            ],
        });
        let patch = kept_steps(Patch::parse(patch.to_string().as_bytes()).unwrap());
        assert_eq!(patch.steps.len(), 2);
        let after = patch.apply(&user(Some("Ada"), None, None)).unwrap();
        assert_eq!(after.active, Some(false));
        assert_eq!(after.tree()["name"]["givenName"], "Augusta");
    }

    #[test]
    fn a_group_is_no_member() {
        let group = format!("grp_{}", "0".repeat(12) + "70008" + &"0".repeat(15));
        for (id, code) in [
            (&*group, "upstream_group_in_group"),
            ("7", "upstream_no_such_member"),
        ] {
            let error = member_ids([id].into_iter()).unwrap_err();
            assert!(error.detail.contains(code), "{id}: {error}");
        }
    }
}
