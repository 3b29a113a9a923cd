//! What users and groups have in common: they are read from a body and written as one.

use super::error::{ScimError, ScimType};
use super::json::{Tree, need_schema, read_object};
use super::schema::ResourceKind;
use super::{limits, normal};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The media type of all bodies (RFC 7644, 8.1).
pub const MEDIA_TYPE: &str = "application/scim+json";

/// About a resource itself (RFC 7643, 3.1). The provider alone says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Meta {
    /// `User` or `Group`.
    pub resource_type: Option<String>,
    /// Since when it exists, RFC 3339.
    pub created: Option<String>,
    /// When it last changed, RFC 3339.
    pub last_modified: Option<String>,
    /// Its address.
    pub location: Option<String>,
    /// Its entity tag, as `super::etag::weak` writes it.
    pub version: Option<String>,
}

/// A user or a group.
pub trait Resource: Clone + PartialEq + Serialize + DeserializeOwned {
    /// Which of the two.
    const KIND: ResourceKind;

    /// The provider's id.
    fn id(&self) -> Option<&str>;

    /// Takes over from the resource that there is what no client may write (RFC 7644, 3.5.1): id,
    /// `meta`, and a person's groups.
    fn with_owned_of(self, current: &Self) -> Self;

    /// Drops what no client may write.
    fn without_owned(self) -> Self;

    /// Reads the body of a POST or PUT. What only the provider may write is dropped, as the standard
    /// asks (RFC 7644, 3.3 and 3.5.1); what is not known is passed over.
    ///
    /// # Errors
    /// `invalidSyntax` for what is no resource of this kind, `invalidValue` for a value of another
    /// type, too many, or a required one that is missing; 413.
    fn parse_draft(body: &[u8]) -> Result<Self, ScimError> {
        Self::of_sent(&read_object(body, limits::MAX_BODY)?)
    }

    /// The same from an object, such as the data of a bulk operation.
    ///
    /// # Errors
    /// As [`Resource::parse_draft`].
    fn of_sent(sent: &Tree) -> Result<Self, ScimError> {
        need_schema(sent, Self::KIND.schema().urn)?;
        Self::of_tree(normal::resource(Self::KIND, sent)?).map(Self::without_owned)
    }

    /// From a tree as it is kept.
    ///
    /// # Errors
    /// `invalidValue` where a required attribute is missing or two values are preferred.
    fn of_tree(kept: Tree) -> Result<Self, ScimError> {
        normal::check(Self::KIND, &kept)?;
        serde_json::from_value(Value::Object(kept)).map_err(|_| {
            ScimError::new(
                ScimType::InvalidSyntax,
                "The body is no resource of this kind.",
            )
        })
    }

    /// As a tree with `schemas`: what filters, projections and lists work on.
    fn tree(&self) -> Tree {
        let mut tree = match serde_json::to_value(self) {
            Ok(Value::Object(tree)) => tree,
            _ => Tree::new(),
        };
        without_empty(&mut tree);
        let core = Self::KIND.schema().urn;
        let extension = Self::KIND.extension().map(|e| e.urn);
        let schemas = match extension.filter(|urn| tree.contains_key(*urn)) {
            Some(urn) => json!([core, urn]),
            None => json!([core]),
        };
        tree.insert("schemas".into(), schemas);
        tree
    }

    /// As a body: names sorted, nothing empty.
    fn body(&self) -> Vec<u8> {
        Value::Object(self.tree()).to_string().into_bytes()
    }
}

/// What has no value is left out.
pub(super) fn without_empty(tree: &mut Tree) {
    tree.retain(|_, value| match value {
        Value::Null => false,
        Value::Array(all) => {
            for one in all.iter_mut() {
                if let Value::Object(one) = one {
                    without_empty(one);
                }
            }
            !all.is_empty()
        }
        Value::Object(below) => {
            without_empty(below);
            !below.is_empty()
        }
        _ => true,
    });
}
