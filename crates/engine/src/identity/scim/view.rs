//! Members and groups as SCIM resources.

use super::ScimResource;
use crate::Engine;
use kernel::{GroupId, MemberId, Timestamp};
use model::access::UpstreamGroup;
use model::identity::UpstreamMember;
use scim::{Group, GroupOf, Member, Meta, Name, Plural, Resource, ResourceKind, User, etag};

fn address(base: &str, kind: ResourceKind, id: &str) -> String {
    format!("{base}{}/{id}", kind.endpoint())
}

fn meta(kind: ResourceKind, location: String, created: Timestamp) -> Meta {
    Meta {
        resource_type: Some(kind.name().into()),
        created: Some(created.rfc3339()),
        location: Some(location),
        ..Meta::default()
    }
}

impl Engine {
    pub(super) fn user_view(&self, her: &UpstreamMember, groups: &[(GroupId, String)]) -> User {
        let (base, id) = (self.scim_base(), her.member.id.to_string());
        let group = |(id, name): &(GroupId, String)| GroupOf {
            value: Some(id.to_string()),
            reference: Some(address(&base, ResourceKind::Group, &id.to_string())),
            display: Some(name.clone()),
            kind: Some("direct".into()),
        };
        let location = address(&base, ResourceKind::User, &id);
        let mut meta = meta(ResourceKind::User, location, her.member.created_at);
        meta.last_modified = Some(her.changed_at.rfc3339());
        User {
            external_id: her.record.external_id.clone(),
            user_name: her.user_name().to_owned(),
            name: Name {
                given_name: her.record.given_name.clone(),
                family_name: her.record.family_name.clone(),
                ..Name::default()
            },
            display_name: Some(her.display_name.as_str().to_owned()),
            active: Some(her.active()),
            emails: vec![Plural {
                value: Some(her.email.as_str().to_owned()),
                kind: Some("work".into()),
                primary: Some(true),
                ..Plural::default()
            }],
            groups: groups.iter().map(group).collect(),
            meta,
            id: Some(id),
            ..User::default()
        }
    }

    /// Members are told by their ids alone: of ten thousand nobody reads the names.
    pub(super) fn group_view(&self, group: &UpstreamGroup, members: &[MemberId]) -> Group {
        let (base, id) = (self.scim_base(), group.group.id.to_string());
        let member = |id: &MemberId| Member {
            value: Some(id.to_string()),
            reference: Some(address(&base, ResourceKind::User, &id.to_string())),
            kind: Some("User".into()),
            ..Member::default()
        };
        let location = address(&base, ResourceKind::Group, &id);
        Group {
            external_id: group.external_id.clone(),
            display_name: group.group.name.as_str().to_owned(),
            members: members.iter().map(member).collect(),
            meta: meta(ResourceKind::Group, location, group.group.created_at),
            id: Some(id),
        }
    }
}

/// The resource with its version, which is a digest of all that it says but `meta`. Where a part was
/// not read there is no version: it would be another one than that of the whole.
pub(super) fn answered<R: Resource>(resource: &R, whole: bool) -> ScimResource {
    let mut tree = resource.tree();
    let meta = tree.remove("meta");
    let tag = whole.then(|| {
        let digest = vault::digest::sha256(
            serde_json::Value::Object(tree.clone())
                .to_string()
                .as_bytes(),
        );
        let hex: String = digest.iter().take(12).map(|b| format!("{b:02x}")).collect();
        etag::weak(&hex)
    });
    let mut location = String::new();
    if let Some(mut meta) = meta {
        location = meta["location"].as_str().unwrap_or_default().to_owned();
        if let (Some(fields), Some(tag)) = (meta.as_object_mut(), &tag) {
            fields.insert("version".into(), tag.as_str().into());
        }
        tree.insert("meta".into(), meta);
    }
    ScimResource {
        tree,
        tag,
        location,
    }
}
