//! What a SCIM service says of itself (RFC 7643, 5 and 6; RFC 7644, 4).

use super::error::{ScimError, ScimType};
use super::json::Tree;
use super::limits;
use super::list::list_body;
use super::schema::ResourceKind;
use serde_json::{Value, json};

const CONFIG_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
const TYPE_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";

/// What a service may leave out. PATCH, filters, sorting and entity tags are always there, since this
/// room does them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service<'a> {
    /// The address of the service without a slash at its end.
    pub base: &'a str,
    /// How much it takes in a bulk request; none where it takes none.
    pub bulk: Option<BulkRoom>,
    /// Where people read about it.
    pub documentation: Option<&'a str>,
}

/// How much a service takes in one bulk request, within what [`super::BulkRequest::parse`] reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BulkRoom {
    /// Most operations.
    pub operations: usize,
    /// Longest body, in bytes.
    pub bytes: usize,
}

/// The body of `/ServiceProviderConfig`. Requests are authenticated by a bearer token (RFC 6750).
pub fn service_provider_config(service: &Service<'_>) -> Vec<u8> {
    let mut config = json!({
        "schemas": [CONFIG_SCHEMA],
        "patch": {"supported": true},
        "bulk": {
            "supported": service.bulk.is_some(),
            "maxOperations": service.bulk.map_or(0, |room| room.operations),
            "maxPayloadSize": service.bulk.map_or(0, |room| room.bytes),
        },
        "filter": {"supported": true, "maxResults": limits::MAX_COUNT},
        "changePassword": {"supported": false},
        "sort": {"supported": true},
        "etag": {"supported": true},
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "A token in the Authorization header",
            "specUri": "https://www.rfc-editor.org/info/rfc6750",
            "primary": true,
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": format!("{}/ServiceProviderConfig", service.base),
        },
    });
    if let (Some(address), Some(fields)) = (service.documentation, config.as_object_mut()) {
        fields.insert("documentationUri".into(), address.into());
    }
    config.to_string().into_bytes()
}

/// The document of one resource type by its name; none for others.
pub fn resource_type(base: &str, name: &str) -> Option<Tree> {
    let kind = ResourceKind::ALL.into_iter().find(|k| k.name() == name)?;
    Some(type_of(base, kind))
}

/// The body of `/ResourceTypes`.
pub fn resource_types(base: &str) -> Vec<u8> {
    let all = ResourceKind::ALL.map(|kind| type_of(base, kind));
    list_body(all.len(), 1, &all)
}

fn type_of(base: &str, kind: ResourceKind) -> Tree {
    let extensions: Vec<Value> = kind
        .extension()
        .map(|e| json!({"schema": e.urn, "required": false}))
        .into_iter()
        .collect();
    let value = json!({
        "schemas": [TYPE_SCHEMA],
        "id": kind.name(),
        "name": kind.name(),
        "endpoint": kind.endpoint(),
        "description": kind.schema().about,
        "schema": kind.schema().urn,
        "schemaExtensions": extensions,
        "meta": {
            "resourceType": "ResourceType",
            "location": format!("{base}/ResourceTypes/{}", kind.name()),
        },
    });
    match value {
        Value::Object(tree) => tree,
        _ => Tree::new(),
    }
}

/// Asks that the version in an address, such as `v2`, is the one that is spoken (RFC 7644, 3.13).
///
/// # Errors
/// `invalidVers` for another.
pub fn check_version(segment: &str) -> Result<(), ScimError> {
    match segment {
        "v2" => Ok(()),
        _ => Err(ScimError::new(
            ScimType::InvalidVers,
            "Only version 2 of the protocol is spoken here.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_from_the_table() {
        let service = Service {
            base: "https://h.example/scim/v2",
            bulk: Some(BulkRoom {
                operations: 100,
                bytes: 1024,
            }),
            documentation: None,
        };
        let config: Value = serde_json::from_slice(&service_provider_config(&service)).unwrap();
        assert_eq!(config["bulk"]["maxOperations"], 100);
        assert!(config.get("documentationUri").is_none());
        let types: Value = serde_json::from_slice(&resource_types(service.base)).unwrap();
        assert_eq!(types["totalResults"], 2);
        assert_eq!(types["Resources"][0]["endpoint"], "/Users");
        assert_eq!(
            types["Resources"][0]["schemaExtensions"][0]["required"],
            false
        );
        let group = resource_type(service.base, "Group").unwrap();
        assert_eq!(
            group["meta"]["location"],
            "https://h.example/scim/v2/ResourceTypes/Group"
        );
        assert!(resource_type(service.base, "group").is_none());
        assert!(check_version("v2").is_ok());
        assert_eq!(
            check_version("v1").unwrap_err().kind,
            Some(ScimType::InvalidVers)
        );
    }
}
