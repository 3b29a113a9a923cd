//! Accounts as SCIM has them, and what SCIM has no word for in an extension of its own.

use ::scim::{Meta, Plural, Resource, Tree, User, etag};
use serde_json::json;

use crate::accounts::Account;
use crate::unified::UnifiedLogin;

/// The extension of an account of a module.
pub(super) const MODULE_USER: &str = "urn:vestibule:scim:ModuleUser";

/// The entity tag of an account.
pub(super) fn tag(account: &Account) -> String {
    etag::weak(&account.version.to_string())
}

impl UnifiedLogin {
    fn location(&self, account: &Account) -> String {
        let base = self.inner.manifest.scim.as_deref().unwrap_or_default();
        format!("{base}/Users/{}", account.id)
    }

    /// The account as a SCIM resource.
    pub(super) fn user(&self, account: &Account) -> User {
        let role = |key: &String| Plural {
            value: Some(key.clone()),
            display: self.inner.manifest.role(key).map(|r| r.title.clone()),
            ..Plural::default()
        };
        User {
            id: Some(account.id.clone()),
            external_id: account.hub_subject.clone(),
            user_name: account
                .username
                .clone()
                .unwrap_or_else(|| account.email.clone()),
            display_name: Some(account.display_name.clone()).filter(|n| !n.is_empty()),
            active: Some(account.active),
            emails: vec![Plural {
                value: Some(account.email.clone()),
                kind: Some("work".into()),
                primary: Some(true),
                ..Plural::default()
            }],
            roles: account.roles.iter().map(role).collect(),
            meta: Meta {
                resource_type: Some("User".into()),
                location: Some(self.location(account)),
                version: Some(tag(account)),
                ..Meta::default()
            },
            ..User::default()
        }
    }

    /// The same as a tree, with the extension.
    pub(super) fn tree(&self, account: &Account) -> Tree {
        let mut tree = self.user(account).tree();
        if let Some(schemas) = tree.get_mut("schemas").and_then(|s| s.as_array_mut()) {
            schemas.push(MODULE_USER.into());
        }
        let mut said = json!({
            "tenant": account.tenant,
            "securityAdmin": account.is_security_admin(&self.inner.manifest),
            "primary": account.primary,
            "emailAtSeveral": account.email_at_several,
            "hubDeactivated": account.hub_deactivated,
            "madeByHub": account.made_by_hub,
        });
        if let Some(at) = account.last_local_login {
            said["lastLocalLogin"] = at.into();
        }
        if !account.fields.is_empty() {
            said["defaults"] = json!(account.fields);
        }
        tree.insert(MODULE_USER.into(), said);
        tree
    }

    /// What is answered about one account.
    pub(super) fn shown(&self, status: axum::http::StatusCode, account: &Account) -> super::Done {
        let body = serde_json::Value::Object(self.tree(account)).to_string();
        super::Done {
            status,
            body: Some(body.into_bytes()),
            etag: Some(tag(account)),
            location: Some(self.location(account)),
        }
    }
}
