//! What a module is told of a person.

use crate::identity::{Affiliation, Identity};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Which claims beyond the standard ones a module instance gets. Least by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimSettings {
    /// The name of the claim with her groups, if the module wants them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<String>,
    /// The name of the claim with her roles, if the module wants them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<String>,
    /// Group name to role names of the module (glossary: role mapping).
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub role_mapping: std::collections::BTreeMap<String, Vec<String>>,
}

/// The claims of a person, by the scopes that were granted.
pub type PersonClaims = Map<String, Value>;

/// The claims of a person for one module (OpenID Connect Core 5.4 for `profile` and `email`).
///
/// `groups` are the names of her groups at the partner. Roles come from the role mapping; where it
/// says nothing of her groups, the hub role stands.
pub fn claims_for(
    identity: &Identity,
    affiliation: &Affiliation,
    groups: &[String],
    settings: &ClaimSettings,
    scopes: &[String],
) -> PersonClaims {
    let has = |scope: &str| scopes.iter().any(|s| s == scope);
    let mut claims = Map::new();
    if has("profile") {
        let name = identity.display_name.as_str();
        claims.insert("name".into(), json!(name));
        if let Some((given, family)) = name.rsplit_once(' ') {
            claims.insert("given_name".into(), json!(given));
            claims.insert("family_name".into(), json!(family));
        }
        let username = affiliation
            .username
            .as_deref()
            .unwrap_or(identity.email.as_str());
        claims.insert("preferred_username".into(), json!(username));
        claims.insert(
            "updated_at".into(),
            json!(identity.updated_at.unix_seconds()),
        );
        claims.insert("partner".into(), json!(affiliation.partner_name));
        if let Some(company) = &affiliation.company_name {
            claims.insert("company".into(), json!(company));
        }
    }
    if has("email") {
        claims.insert("email".into(), json!(identity.email.as_str()));
        claims.insert(
            "email_verified".into(),
            json!(identity.email_verified_at.is_some()),
        );
    }
    if let Some(name) = &settings.groups {
        claims.insert(name.clone(), json!(groups));
    }
    if let Some(name) = &settings.roles {
        let mapped: std::collections::BTreeSet<&String> = groups
            .iter()
            .filter_map(|g| settings.role_mapping.get(g))
            .flatten()
            .collect();
        let roles: Vec<&str> = if mapped.is_empty() {
            affiliation
                .hub_role
                .map(|r| r.as_str())
                .into_iter()
                .collect()
        } else {
            mapped.into_iter().map(String::as_str).collect()
        };
        claims.insert(name.clone(), json!(roles));
    }
    claims
}

/// Claim names that the protocol gives meaning to; a setting must not overwrite them.
pub const RESERVED_CLAIMS: [&str; 27] = [
    "tenant",
    "account",
    "modules",
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "azp",
    "nonce",
    "auth_time",
    "acr",
    "amr",
    "sid",
    "at_hash",
    "c_hash",
    "scope",
    "client_id",
    "events",
    "email",
    "email_verified",
    "name",
    "preferred_username",
    "cnf",
    "act",
];

/// Most groups of a role mapping, and most roles of one of them.
const MOST_MAPPED: usize = 200;

impl ClaimSettings {
    /// The role mapping as people type it: a group a line, an equals sign, and its roles.
    pub fn mapping_text(&self) -> String {
        let lines = self.role_mapping.iter();
        lines
            .map(|(group, roles)| format!("{group} = {}", roles.join(", ")))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Reads such a text.
    ///
    /// # Errors
    /// A sentence that names the line.
    pub fn read_mapping(
        text: &str,
    ) -> Result<std::collections::BTreeMap<String, Vec<String>>, String> {
        let mut mapping = std::collections::BTreeMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            let bad = |why: &str| format!("Line {number}: {why}");
            let (group, roles) = line
                .rsplit_once('=')
                .ok_or_else(|| bad("write a group, an equals sign, and its roles."))?;
            let group = group.trim().to_owned();
            let roles: Vec<String> = roles
                .split(',')
                .map(|r| r.trim().to_owned())
                .filter(|r| !r.is_empty())
                .collect();
            if group.is_empty() || roles.is_empty() {
                return Err(bad("write a group, an equals sign, and its roles."));
            }
            if roles.len() > MOST_MAPPED || roles.iter().any(|r| r.chars().count() > 128) {
                return Err(bad("at most 200 roles of at most 128 characters."));
            }
            if mapping.insert(group, roles).is_some() {
                return Err(bad("this group is there already."));
            }
            if mapping.len() > MOST_MAPPED {
                return Err(bad("at most 200 groups."));
            }
        }
        Ok(mapping)
    }

    /// Checks the claim names.
    ///
    /// # Errors
    /// A sentence that names the bad claim.
    pub fn check(&self) -> Result<(), String> {
        for name in self.groups.iter().chain(&self.roles) {
            if RESERVED_CLAIMS.contains(&name.as_str()) {
                return Err(format!(
                    "the claim name {name:?} has a meaning of its own in OpenID Connect; choose another"
                ));
            }
            let plain = |c: char| c.is_ascii_alphanumeric() || "_-.:/".contains(c);
            if name.is_empty() || name.len() > 128 || !name.chars().all(plain) {
                return Err("a claim name has 1 to 128 letters, digits and _ - . : /".into());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::*;
    use kernel::*;

    #[test]
    fn a_role_mapping_is_read_as_it_is_written() {
        let text = "Management = admin\nTech=nicians = editor, reviewer";
        let settings = ClaimSettings {
            role_mapping: ClaimSettings::read_mapping(&format!("\n{text}\n\n")).unwrap(),
            ..ClaimSettings::default()
        };
        assert_eq!(settings.mapping_text(), text);
        for bad in [
            "Technicians",
            "= x",
            "Technicians =",
            "A = x\nA = y",
            "A = ,",
        ] {
            assert!(ClaimSettings::read_mapping(bad).is_err(), "{bad}");
        }
        let many: String = (0..201).map(|n| format!("g{n} = x\n")).collect();
        assert!(ClaimSettings::read_mapping(&many).is_err());
    }

    #[test]
    fn scopes_and_settings_decide_what_is_told() {
        let identity = Identity {
            id: IdentityId([1; 16]),
            population: Population::Staff,
            email: EmailAddress::parse("technician@example.com").unwrap(),
            display_name: DisplayName::parse("Demo Technician").unwrap(),
            password_hash: None,
            email_verified_at: Some(Timestamp(0)),
            state: IdentityState::Active,
            created_at: Timestamp(0),
            updated_at: Timestamp(5_000_000),
            language: None,
            time_zone: None,
        };
        let affiliation = Affiliation {
            id: AffiliationId::Member(MemberId([2; 16])),
            identity_id: identity.id,
            partner_id: PartnerId([3; 16]),
            partner_name: "Example MSP".into(),
            partner_active: true,
            company_name: None,
            company_active: true,
            hub_role: Some(HubRole::User),
            username: Some("tech".into()),
            state: AffiliationState::Active,
            policy: crate::directory::PartnerPolicy::default(),
        };
        let groups = vec!["Technicians".to_owned()];
        let none = claims_for(
            &identity,
            &affiliation,
            &groups,
            &ClaimSettings::default(),
            &["openid".into()],
        );
        assert!(none.is_empty(), "least by default: {none:?}");
        let mut settings = ClaimSettings {
            groups: Some("groups".into()),
            roles: Some("roles".into()),
            ..Default::default()
        };
        let scopes = ["openid", "profile", "email"].map(String::from);
        let some = claims_for(&identity, &affiliation, &groups, &settings, &scopes);
        assert_eq!(some["preferred_username"], "tech");
        assert_eq!(some["email_verified"], true);
        assert_eq!(some["groups"], json!(["Technicians"]));
        assert_eq!(some["roles"], json!(["user"]));
        settings
            .role_mapping
            .insert("Technicians".into(), vec!["agent".into()]);
        let mapped = claims_for(&identity, &affiliation, &groups, &settings, &scopes);
        assert_eq!(mapped["roles"], json!(["agent"]));
        assert!(
            ClaimSettings {
                roles: Some("sub".into()),
                ..Default::default()
            }
            .check()
            .is_err()
        );
    }
}
