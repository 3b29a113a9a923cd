//! What a module says of itself.

use crate::Feature;
use serde::{Deserialize, Serialize};

/// Longest manifest that is read, in bytes.
const LONGEST: usize = 64 * 1024;

/// How an account is found for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchBy {
    /// By the same e-mail address.
    Email,
    /// By the same username.
    Username,
}

/// Whether accounts are matched, or linked by each person for herself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Linking {
    /// By the keys of [`MatchBy`].
    Matched,
    /// Both accounts are proved, one to one.
    Explicit,
}

/// How many tenants of the module one partner may link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cardinality {
    /// One at a time.
    OneToOne,
    /// Several, and whoever is at several chooses.
    Several,
}

/// Which features the module can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Capabilities {
    /// Log in through the hub.
    pub unified_login: bool,
    /// Keep people from logging in locally.
    pub require_unified_login: bool,
    /// Have accounts made.
    pub jit_provisioning: bool,
    /// Have accounts deactivated.
    pub deprovisioning: bool,
    /// Take roles from groups.
    pub groups_to_roles: bool,
}

impl Capabilities {
    /// Whether the module can do it.
    pub const fn has(self, feature: Feature) -> bool {
        match feature {
            Feature::UnifiedLogin => self.unified_login,
            Feature::RequireUnifiedLogin => self.require_unified_login,
            Feature::JitProvisioning => self.jit_provisioning,
            Feature::Deprovisioning => self.deprovisioning,
            Feature::GroupsToRoles => self.groups_to_roles,
        }
    }
}

/// A role of the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleEntry {
    /// Its key.
    pub key: String,
    /// Its name for people.
    pub title: String,
    /// Whether it has a high level of access: warned about as default role.
    #[serde(default)]
    pub high: bool,
    /// Whether it may change login settings: exempt from Require, never a default role.
    #[serde(default)]
    pub security_admin: bool,
}

/// A field of new accounts that the module asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultField {
    /// Its key.
    pub key: String,
    /// Its name for people.
    pub title: String,
    /// Whether it must have a value.
    #[serde(default)]
    pub required: bool,
    /// The values it takes; empty for any text of up to 200 characters.
    #[serde(default)]
    pub choices: Vec<String>,
}

impl DefaultField {
    /// Whether it takes a value.
    pub fn takes(&self, value: &str) -> bool {
        let empty = value.is_empty() && !self.required;
        empty
            || if self.choices.is_empty() {
                value.chars().count() <= 200 && !value.chars().any(char::is_control)
            } else {
                self.choices.iter().any(|c| c == value)
            }
    }
}

/// A region in which the module runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionEntry {
    /// Its key, such as `uk`.
    pub key: String,
    /// Its name for people, such as `UK`.
    pub title: String,
    /// Where the module runs there: an origin, such as `https://desk.example.com`.
    pub base_url: String,
}

/// What a module says of itself at `/.well-known/unified-login`. Members that are not known are left
/// aside: a newer module may say more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this document's shape: 1.
    pub version: u32,
    /// The name of the module.
    pub name: String,
    /// How accounts are found.
    pub match_by: Vec<MatchBy>,
    /// Matched or explicit.
    pub linking: Linking,
    /// How many tenants a partner may link.
    pub cardinality: Cardinality,
    /// What it can do.
    pub capabilities: Capabilities,
    /// Its roles.
    #[serde(default)]
    pub roles: Vec<RoleEntry>,
    /// Its fields for new accounts.
    #[serde(default)]
    pub defaults: Vec<DefaultField>,
    /// Its regions; none when it runs in one place.
    #[serde(default)]
    pub regions: Vec<RegionEntry>,
    /// Where its SCIM endpoint is.
    #[serde(default)]
    pub scim: Option<String>,
    /// Where it takes events.
    #[serde(default)]
    pub events: Option<String>,
    /// Whether it can delete accounts; else they are deactivated.
    #[serde(default)]
    pub deletes_accounts: bool,
}

/// Why a manifest is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestFault {
    /// Too long, no JSON, or not of its shape; says where.
    Unreadable(String),
    /// Of a version that this program does not know.
    Version(u32),
    /// It says more than a manifest may; names what.
    TooMuch(&'static str),
    /// A key stands twice, is empty, or has letters that it may not have; names the list.
    Keys(&'static str),
    /// An address is not one, or of another origin than the module's; names which.
    Address(&'static str),
}

impl std::fmt::Display for ManifestFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "the manifest cannot be read: {why}"),
            Self::Version(version) => write!(f, "version {version} of manifests is not known"),
            Self::TooMuch(what) => write!(f, "the manifest has too many or too long {what}"),
            Self::Keys(list) => write!(f, "a key of {list} stands twice or is not one"),
            Self::Address(which) => write!(f, "the address of {which} is not one of the module's"),
        }
    }
}

impl Manifest {
    /// Reads a manifest that came from `origin` (such as `https://portal.example.com`): its addresses
    /// must be there too, so that a module can send the hub to nobody else.
    ///
    /// # Errors
    /// [`ManifestFault`].
    pub fn read(bytes: &[u8], origin: &str) -> Result<Self, ManifestFault> {
        if bytes.len() > LONGEST {
            return Err(ManifestFault::TooMuch("bytes"));
        }
        let read: Self =
            serde_json::from_slice(bytes).map_err(|e| ManifestFault::Unreadable(e.to_string()))?;
        read.check(origin)?;
        Ok(read)
    }

    fn check(&self, origin: &str) -> Result<(), ManifestFault> {
        if self.version != 1 {
            return Err(ManifestFault::Version(self.version));
        }
        let short = |text: &str| {
            let length = text.chars().count();
            (1..=100).contains(&length) && !text.chars().any(char::is_control)
        };
        if !short(&self.name) {
            return Err(ManifestFault::TooMuch("letters in its name"));
        }
        keys("roles", 200, self.roles.iter().map(|r| &r.key))?;
        keys("defaults", 50, self.defaults.iter().map(|d| &d.key))?;
        keys("regions", 20, self.regions.iter().map(|r| &r.key))?;
        let titles = self.roles.iter().map(|r| &r.title);
        let mut titles = titles
            .chain(self.defaults.iter().map(|d| &d.title))
            .chain(self.regions.iter().map(|r| &r.title));
        if !titles.all(|t| short(t)) {
            return Err(ManifestFault::TooMuch("letters in a title"));
        }
        let choices =
            |d: &DefaultField| d.choices.len() <= 500 && d.choices.iter().all(|c| short(c));
        if !self.defaults.iter().all(choices) {
            return Err(ManifestFault::TooMuch("choices"));
        }
        for (which, address) in [("scim", &self.scim), ("events", &self.events)] {
            let there = address.as_deref().is_none_or(|a| {
                let rest = a.strip_prefix(origin);
                a.len() <= 500 && rest.is_some_and(|rest| rest.starts_with('/'))
            });
            if !there {
                return Err(ManifestFault::Address(which));
            }
        }
        if !self
            .regions
            .iter()
            .all(|r| origin_of(&r.base_url).is_some())
        {
            return Err(ManifestFault::Address("a region"));
        }
        Ok(())
    }

    /// The role of a key.
    pub fn role(&self, key: &str) -> Option<&RoleEntry> {
        self.roles.iter().find(|r| r.key == key)
    }
}

fn keys<'a>(
    list: &'static str,
    most: usize,
    keys: impl Iterator<Item = &'a String>,
) -> Result<(), ManifestFault> {
    let mut seen: Vec<&str> = Vec::new();
    for key in keys {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b);
        if key.is_empty()
            || key.len() > 64
            || !key.bytes().all(plain)
            || seen.contains(&key.as_str())
        {
            return Err(ManifestFault::Keys(list));
        }
        seen.push(key);
        if seen.len() > most {
            return Err(ManifestFault::TooMuch(list));
        }
    }
    Ok(())
}

/// Scheme, host and port of an address, in small letters; none for what is no `http` address.
fn origin_of(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    if address.len() > 500 || !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
        return None;
    }
    let host = rest
        .split(['/', '?', '#'])
        .next()
        .filter(|h| !h.is_empty())?;
    // A name before `@` is where people look and not where the browser goes.
    let plain = |b: u8| b.is_ascii_graphic() && !b"@\\%<>\"'".contains(&b);
    host.bytes()
        .all(plain)
        .then(|| format!("{scheme}://{host}").to_ascii_lowercase())
}

/// Whether an address belongs to a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionCheck {
    /// It does, or the module has no regions.
    Fits,
    /// It belongs to another region; names that one.
    Wrong {
        /// The region whose address it is, for people.
        belongs_to: String,
    },
    /// It is an address of no region of the module.
    Unknown,
}

/// Compares an address of the module with a region: by its key, as tenants of the module name it, or
/// by its title, as people write it at the hub.
pub fn check_region(regions: &[RegionEntry], region: Option<&str>, address: &str) -> RegionCheck {
    if regions.is_empty() {
        return RegionCheck::Fits;
    }
    let wanted = origin_of(address);
    let of = |entry: &&RegionEntry| wanted.is_some() && origin_of(&entry.base_url) == wanted;
    let same = |entry: &RegionEntry, region: &str| {
        region.eq_ignore_ascii_case(&entry.key) || region.eq_ignore_ascii_case(&entry.title)
    };
    match regions.iter().find(of) {
        None => RegionCheck::Unknown,
        Some(entry) if region.is_none_or(|region| same(entry, region)) => RegionCheck::Fits,
        Some(entry) => RegionCheck::Wrong {
            belongs_to: entry.title.clone(),
        },
    }
}

#[cfg(test)]
#[path = "manifest_table.rs"]
mod table;
