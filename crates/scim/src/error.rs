//! Errors of SCIM (RFC 7644, 3.12): status, the registered word for its kind, a sentence.

use serde_json::json;
use std::borrow::Cow;

/// The schema of an error's body.
pub const ERROR_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// What kind of fault it is (RFC 7644, 3.12, table 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScimType {
    /// The filter does not parse, or compares what cannot be compared.
    InvalidFilter,
    /// The filter would give more than the provider is willing to.
    TooMany,
    /// A value that must be unique is taken.
    Uniqueness,
    /// The attribute may not be changed or removed.
    Mutability,
    /// The body is not of its form.
    InvalidSyntax,
    /// The path of a PATCH names nothing that there is.
    InvalidPath,
    /// The path's filter meets no value.
    NoTarget,
    /// A value is missing, of another type or impossible.
    InvalidValue,
    /// Another version of the protocol.
    InvalidVers,
    /// The request carries in its address what must not be there.
    Sensitive,
}

impl ScimType {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::InvalidFilter,
        Self::TooMany,
        Self::Uniqueness,
        Self::Mutability,
        Self::InvalidSyntax,
        Self::InvalidPath,
        Self::NoTarget,
        Self::InvalidValue,
        Self::InvalidVers,
        Self::Sensitive,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::InvalidVers => "invalidVers",
            Self::Sensitive => "sensitive",
        }
    }

    /// The kind of a word, whatever its case; none for others.
    pub fn of(word: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.as_str().eq_ignore_ascii_case(word))
    }

    /// The status that goes with it.
    pub const fn status(self) -> u16 {
        match self {
            Self::Uniqueness => 409,
            Self::Sensitive => 403,
            _ => 400,
        }
    }
}

/// An error that is answered. The detail is for the other side's administrator: it names attributes
/// of our own tables and never repeats what was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct ScimError {
    /// The status.
    pub status: u16,
    /// The kind, where one is registered for it.
    pub kind: Option<ScimType>,
    /// What is wrong.
    pub detail: Cow<'static, str>,
}

impl ScimError {
    /// An error of a registered kind.
    pub fn new(kind: ScimType, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status: kind.status(),
            kind: Some(kind),
            detail: detail.into(),
        }
    }

    /// An error that has only a status.
    pub const fn plain(status: u16, detail: &'static str) -> Self {
        Self {
            status,
            kind: None,
            detail: Cow::Borrowed(detail),
        }
    }

    /// There is no such resource, or none that this caller may see.
    pub const fn not_found() -> Self {
        Self::plain(404, "There is no such resource.")
    }

    /// The resource is not as the client believes it to be (RFC 7644, 3.14).
    pub const fn stale() -> Self {
        Self::plain(412, "The resource has changed meanwhile. Read it again.")
    }

    /// The body is too long (RFC 7644, 3.7.4).
    pub const fn too_large() -> Self {
        Self::plain(413, "The request is larger than this server takes.")
    }

    /// The body of the answer, of type `application/scim+json`.
    pub fn body(&self) -> Vec<u8> {
        self.value().to_string().into_bytes()
    }

    /// The body as a value, for bulk answers. The status is a text (RFC 7644, 3.12).
    pub fn value(&self) -> serde_json::Value {
        let mut body = json!({
            "schemas": [ERROR_SCHEMA],
            "status": self.status.to_string(),
            "detail": self.detail,
        });
        if let (Some(kind), Some(fields)) = (self.kind, body.as_object_mut()) {
            fields.insert("scimType".into(), kind.as_str().into());
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_has_the_shape_of_the_standard() {
        let error = ScimError::new(ScimType::Uniqueness, "userName is taken.");
        assert_eq!(
            String::from_utf8(error.body()).unwrap(),
            r#"{"detail":"userName is taken.","schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"scimType":"uniqueness","status":"409"}"#
        );
        assert!(ScimError::not_found().value().get("scimType").is_none());
        for kind in ScimType::ALL {
            assert_eq!(ScimType::of(kind.as_str()), Some(kind));
        }
        assert_eq!(ScimType::of("NOTARGET"), Some(ScimType::NoTarget));
        assert_eq!(ScimType::of("dance"), None);
    }
}
