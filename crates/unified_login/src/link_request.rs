//! What a module asks for when a tenant, or an account, is to be linked.

use serde::{Deserialize, Serialize};

/// Longest request that is read, in bytes.
const LONGEST: usize = 2 * 1024;

/// A tenant of the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkedTenant {
    /// The module's id: 1 to 128 visible characters of ASCII.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The region it lives in, by key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// An account of the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkedAccount {
    /// The module's id: 1 to 128 visible characters of ASCII.
    pub id: String,
    /// Its name for people.
    pub name: String,
}

/// The parameter `link_request` of a pushed authorization request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum LinkRequest {
    /// An administrator of the module links its tenant to the hub tenant of a master.
    Tenant {
        /// The tenant.
        tenant: LinkedTenant,
        /// Who asks at the module.
        admin: LinkedAccount,
    },
    /// A person of the module links her account to her hub account.
    Account {
        /// The tenant's id.
        tenant: String,
        /// Her account.
        account: LinkedAccount,
    },
}

/// The text is no link request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkRequestFault;

fn id(text: &str) -> bool {
    (1..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

fn name(text: &str) -> bool {
    let length = text.chars().count();
    (1..=100).contains(&length) && text.trim() == text && !text.chars().any(char::is_control)
}

impl LinkRequest {
    /// Reads the parameter.
    ///
    /// # Errors
    /// [`LinkRequestFault`] for whatever is not exactly of this shape.
    pub fn read(text: &str) -> Result<Self, LinkRequestFault> {
        if text.len() > LONGEST {
            return Err(LinkRequestFault);
        }
        let read: Self = serde_json::from_str(text).map_err(|_| LinkRequestFault)?;
        let sound = match &read {
            Self::Tenant { tenant, admin } => {
                let region = tenant.region.as_deref().is_none_or(id);
                id(&tenant.id) && name(&tenant.name) && region && id(&admin.id) && name(&admin.name)
            }
            Self::Account { tenant, account } => {
                id(tenant) && id(&account.id) && name(&account.name)
            }
        };
        sound.then_some(read).ok_or(LinkRequestFault)
    }

    /// The tenant's id.
    pub fn tenant(&self) -> &str {
        match self {
            Self::Tenant { tenant, .. } => &tenant.id,
            Self::Account { tenant, .. } => tenant,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_are_read_and_nothing_else() {
        let tenant = r#"{"kind":"tenant","tenant":{"id":"t1","name":"Example","region":"uk"},"admin":{"id":"7","name":"Owner"}}"#;
        let account = r#"{"kind":"account","tenant":"t1","account":{"id":"17","name":"Pat"}}"#;
        for text in [tenant, account] {
            let read = LinkRequest::read(text).unwrap();
            assert_eq!(read.tenant(), "t1");
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
        let long = "x".repeat(129);
        for bad in [
            "",
            "{}",
            r#"{"kind":"partner"}"#,
            &tenant.replace("\"t1\"", "\"\""),
            &tenant.replace("\"t1\"", &format!("\"{long}\"")),
            &tenant.replace("Example", "Exa\\u0000mple"),
            &tenant.replace("Example", " "),
            &account.replace("\"17\"", "17"),
            &account.replace("\"tenant\"", "\"role\":\"master\",\"tenant\""),
            &" ".repeat(LONGEST + 1),
        ] {
            assert_eq!(LinkRequest::read(bad), Err(LinkRequestFault), "{bad}");
        }
    }
}
