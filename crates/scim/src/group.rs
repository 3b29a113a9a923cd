//! Groups (RFC 7643, 4.2).

use super::resource::{Meta, Resource};
use super::schema::ResourceKind;
use serde::{Deserialize, Serialize};

/// A group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Group {
    /// The provider's id.
    pub id: Option<String>,
    /// The client's id.
    pub external_id: Option<String>,
    /// The name.
    pub display_name: String,
    /// Who is in it.
    pub members: Vec<Member>,
    /// About the resource; the provider alone says it.
    pub meta: Meta,
}

/// A member of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// The id of the member.
    pub value: Option<String>,
    /// The address of the member.
    #[serde(rename = "$ref")]
    pub reference: Option<String>,
    /// The name of the member.
    pub display: Option<String>,
    /// `User` or `Group`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

impl Group {
    /// The ids of the members, each once, in order.
    pub fn member_ids(&self) -> Vec<&str> {
        let mut seen = std::collections::HashSet::new();
        let ids = self.members.iter().filter_map(|m| m.value.as_deref());
        ids.filter(|id| seen.insert(*id)).collect()
    }
}

impl Resource for Group {
    const KIND: ResourceKind = ResourceKind::Group;
    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
    fn with_owned_of(self, current: &Self) -> Self {
        Self {
            id: current.id.clone(),
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
    use serde_json::{Value, json};

    #[test]
    fn a_group_is_read_and_written_the_same() {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
            "externalId": "8aa1a0c0",
            "displayName": "Admins",
            "members": [{"value": "1", "type": "User", "$ref": "https://h.example/Users/1"}, {"value": "2"}, {"value": "1"}],
        });
        let group = Group::parse_draft(body.to_string().as_bytes()).unwrap();
        assert_eq!(Value::Object(group.tree()), body);
        assert_eq!(group.member_ids(), ["1", "2"]);
        let nameless = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"]});
        assert!(Group::of_sent(nameless.as_object().unwrap()).is_err());
        let user =
            json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "displayName": "x"});
        assert!(Group::of_sent(user.as_object().unwrap()).is_err());
    }
}
