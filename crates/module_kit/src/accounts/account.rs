//! What an account is.

use std::collections::BTreeMap;

use unified_login::{AccountFacts, Manifest};

/// The isolated part of the module that belongs to one company which uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// The module's id: 1 to 128 visible characters of ASCII.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The region it lives in, by the key of the manifest.
    pub region: Option<String>,
}

/// An account of the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The module's id: 1 to 128 visible characters of ASCII, never given out again.
    pub id: String,
    /// The tenant it belongs to.
    pub tenant: String,
    /// The e-mail address.
    pub email: String,
    /// The username, when it has one.
    pub username: Option<String>,
    /// The name that people read.
    pub display_name: String,
    /// Active at the module.
    pub active: bool,
    /// Keys of the manifest's roles.
    pub roles: Vec<String>,
    /// First or responsible for the tenant.
    pub primary: bool,
    /// `sub` of the person at the hub to whom it belongs, once that is known.
    pub hub_subject: Option<String>,
    /// The hub has said that the person may not come any more.
    pub hub_deactivated: bool,
    /// The hub had it made.
    pub made_by_hub: bool,
    /// Values of the manifest's fields for new accounts.
    pub fields: BTreeMap<String, String>,
    /// Accounts of other tenants have the same e-mail address. The store works it out.
    pub email_at_several: bool,
    /// When a password opened it last, in seconds since 1970.
    pub last_local_login: Option<i64>,
    /// Grows with each change.
    pub version: u64,
}

impl Account {
    /// Whether one of its roles may change login settings.
    pub fn is_security_admin(&self, manifest: &Manifest) -> bool {
        let admin = |key: &String| manifest.role(key).is_some_and(|role| role.security_admin);
        self.roles.iter().any(admin)
    }

    /// What the rules of login need to know.
    pub fn facts(&self, manifest: &Manifest) -> AccountFacts {
        AccountFacts {
            id: self.id.clone(),
            active: self.active,
            security_admin: self.is_security_admin(manifest),
            primary: self.primary,
            email_at_several: self.email_at_several,
            hub_deactivated: self.hub_deactivated,
        }
    }

    /// The names of its roles, for people.
    pub fn role_titles(&self, manifest: &Manifest) -> Vec<String> {
        let title = |key: &String| {
            manifest
                .role(key)
                .map_or_else(|| key.clone(), |role| role.title.clone())
        };
        self.roles.iter().map(title).collect()
    }
}

/// What an account is looked for by. Letters are compared without their case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountKey<'k> {
    /// The e-mail address.
    Email(&'k str),
    /// The username.
    Username(&'k str),
    /// The person at the hub, letter for letter.
    HubSubject(&'k str),
}

/// An account that is to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAccount {
    /// The e-mail address.
    pub email: String,
    /// The username.
    pub username: Option<String>,
    /// The name that people read.
    pub display_name: String,
    /// Active from the start.
    pub active: bool,
    /// Keys of the manifest's roles.
    pub roles: Vec<String>,
    /// The person at the hub.
    pub hub_subject: Option<String>,
    /// The hub has it made.
    pub made_by_hub: bool,
    /// Values of the manifest's fields.
    pub fields: BTreeMap<String, String>,
}
