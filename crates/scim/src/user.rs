//! Users (RFC 7643, 4.1 and 4.3).

use super::resource::{Meta, Resource};
use super::schema::ResourceKind;
use serde::{Deserialize, Serialize};

/// A person. No text is empty; what has no value is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct User {
    /// The provider's id.
    pub id: Option<String>,
    /// The client's id.
    pub external_id: Option<String>,
    /// The name by which the client knows the person; compared without case.
    pub user_name: String,
    /// The parts of the name.
    pub name: Name,
    /// The name as it is shown.
    pub display_name: Option<String>,
    /// What the person is in the company.
    pub title: Option<String>,
    /// How the person stands to the company.
    pub user_type: Option<String>,
    /// The language of pages and mails.
    pub preferred_language: Option<String>,
    /// How dates and numbers are written.
    pub locale: Option<String>,
    /// The time zone by its name.
    pub timezone: Option<String>,
    /// Whether the person may sign in; where it was not said, the provider decides.
    pub active: Option<bool>,
    /// Mail addresses as they were sent: what is one is for the reader to say.
    pub emails: Vec<Plural>,
    /// Phone numbers.
    pub phone_numbers: Vec<Plural>,
    /// Roles.
    pub roles: Vec<Plural>,
    /// The groups that the person is in; the provider alone says it.
    pub groups: Vec<GroupOf>,
    /// The extension for enterprises.
    #[serde(rename = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")]
    pub enterprise: Enterprise,
    /// About the resource; the provider alone says it.
    pub meta: Meta,
}

/// The parts of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Name {
    /// The whole.
    pub formatted: Option<String>,
    /// The family name.
    pub family_name: Option<String>,
    /// The given name.
    pub given_name: Option<String>,
    /// The names between.
    pub middle_name: Option<String>,
    /// What stands before.
    pub honorific_prefix: Option<String>,
    /// What stands after.
    pub honorific_suffix: Option<String>,
}

/// One of several values, such as a mail address or a role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plural {
    /// The value.
    pub value: Option<String>,
    /// As it is shown.
    pub display: Option<String>,
    /// What it is used for, such as `work`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Whether it is the preferred one.
    pub primary: Option<bool>,
}

/// A group that a person is in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupOf {
    /// The id of the group.
    pub value: Option<String>,
    /// The address of the group.
    #[serde(rename = "$ref")]
    pub reference: Option<String>,
    /// The name of the group.
    pub display: Option<String>,
    /// `direct` or `indirect`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// A person as an employee.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Enterprise {
    /// The number.
    pub employee_number: Option<String>,
    /// The cost centre.
    pub cost_center: Option<String>,
    /// The organisation.
    pub organization: Option<String>,
    /// The division.
    pub division: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// The manager.
    pub manager: Option<Manager>,
}

/// A person's manager.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Manager {
    /// The id of the manager.
    pub value: Option<String>,
    /// The address of the manager.
    #[serde(rename = "$ref")]
    pub reference: Option<String>,
    /// The name of the manager.
    pub display_name: Option<String>,
}

impl User {
    /// The mail address to take: the preferred one, else the first for work, else the first.
    pub fn email(&self) -> Option<&str> {
        let work = |e: &&Plural| {
            let kind = e.kind.as_deref();
            kind.is_some_and(|k| k.eq_ignore_ascii_case("work"))
        };
        let all = || self.emails.iter().filter(|e| e.value.is_some());
        all()
            .find(|e| e.primary == Some(true))
            .or_else(|| all().find(work))
            .or_else(|| all().next())
            .and_then(|e| e.value.as_deref())
    }
}

impl Resource for User {
    const KIND: ResourceKind = ResourceKind::User;
    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
    fn with_owned_of(self, current: &Self) -> Self {
        Self {
            id: current.id.clone(),
            groups: current.groups.clone(),
            meta: current.meta.clone(),
            ..self
        }
    }
    fn without_owned(self) -> Self {
        self.with_owned_of(&Self::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ScimType;
    use serde_json::json;

    #[test]
    fn a_user_is_read_and_written_the_same() {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
            "externalId": "0a21f0f2",
            "userName": "Test_User_ab6490ee",
            "active": true,
            "emails": [{"primary": true, "type": "work", "value": "Test_User_fd0ea19b@testuser.com"}],
            "name": {"formatted": "givenName familyName", "familyName": "familyName", "givenName": "givenName"},
            "roles": [{"value": "admin"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "d", "manager": {"value": "7"}},
        });
        let user = User::parse_draft(body.to_string().as_bytes()).unwrap();
        assert_eq!(serde_json::Value::Object(user.tree()), body);
        assert_eq!(User::parse_draft(&user.body()).unwrap(), user);
        assert_eq!(user.email(), Some("Test_User_fd0ea19b@testuser.com"));
        assert_eq!(user.enterprise.manager.unwrap().value.as_deref(), Some("7"));
    }

    #[test]
    fn what_the_provider_owns_is_not_taken_from_a_client() {
        let sent = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": "a", "id": "1", "groups": [{"value": "g"}], "meta": {"version": "W/\"9\""},
        });
        let draft = User::of_sent(sent.as_object().unwrap()).unwrap();
        assert_eq!(
            draft,
            User {
                user_name: "a".into(),
                ..User::default()
            }
        );
        let current = User {
            id: Some("7".into()),
            user_name: "b".into(),
            ..User::default()
        };
        let replaced = draft.with_owned_of(&current);
        assert_eq!((replaced.id(), &*replaced.user_name), (Some("7"), "a"));
    }

    #[test]
    fn table_of_refused_users() {
        let core = "urn:ietf:params:scim:schemas:core:2.0:User";
        for (sent, kind) in [
            (json!({"userName": "a"}), ScimType::InvalidSyntax),
            (
                json!({"schemas": core, "userName": "a"}),
                ScimType::InvalidSyntax,
            ),
            (
                json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "userName": "a"}),
                ScimType::InvalidSyntax,
            ),
            (json!({"schemas": [core]}), ScimType::InvalidValue),
            (
                json!({"schemas": [core], "userName": " "}),
                ScimType::InvalidValue,
            ),
            (
                json!({"schemas": [core], "userName": "a", "emails": [{"value": "a", "primary": true}, {"value": "b", "primary": "true"}]}),
                ScimType::InvalidValue,
            ),
        ] {
            let error = User::parse_draft(sent.to_string().as_bytes()).unwrap_err();
            assert_eq!(error.kind, Some(kind), "{sent}");
        }
    }

    #[test]
    fn table_of_addresses_to_take() {
        let of = |all: &[(&str, &str, bool)]| {
            let emails = all.iter().map(|(value, kind, primary)| Plural {
                value: Some((*value).into()),
                kind: Some((*kind).into()),
                primary: Some(*primary),
                display: None,
            });
            let user = User {
                emails: emails.collect(),
                ..User::default()
            };
            user.email().map(str::to_owned)
        };
        assert_eq!(of(&[]), None);
        assert_eq!(
            of(&[("a", "home", false), ("b", "Work", false)]).as_deref(),
            Some("b")
        );
        assert_eq!(
            of(&[("a", "work", false), ("b", "home", true)]).as_deref(),
            Some("b")
        );
        assert_eq!(
            of(&[("a", "home", false), ("b", "other", false)]).as_deref(),
            Some("a")
        );
    }
}
