//! Catalogue entries and their instances.

use super::{BaseUrl, ClaimSettings, ModuleRefusal, Trial};
use crate::identity::{AffiliationId, Population};
use kernel::{DisplayName, InstanceId, ModuleId, PartnerId, RegionName, Timestamp};

/// A product that relies on the hub for login. The key stays when the product is renamed (S1-05).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The id.
    pub id: ModuleId,
    /// The stable key.
    pub key: String,
    /// The name as it is shown today.
    pub display_name: DisplayName,
    /// One line that says what it is for.
    pub description: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// One deployment of a module for a partner: a region and its address (S2-25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleInstance {
    /// The id.
    pub id: InstanceId,
    /// The partner it serves.
    pub partner_id: PartnerId,
    /// The catalogue entry.
    pub module_id: ModuleId,
    /// The stable key, unique within the partner.
    pub key: String,
    /// The name in My Modules.
    pub display_name: DisplayName,
    /// The hosting region, as the module's maker names it.
    pub region: Option<String>,
    /// Where opening it leads.
    pub launch_url: String,
    /// Whose module it is: staff or client people (S2-45).
    pub population: Population,
    /// Whether people may log in through the hub.
    pub unified_login: bool,
    /// What the module is told of a person.
    pub claims: ClaimSettings,
    /// Who tries its login out before it is turned on, or did so last.
    pub trial: Option<Trial>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl ModuleInstance {
    /// Whether somebody may enter because she tries the login out.
    pub fn on_trial(&self, who: AffiliationId, now: Timestamp) -> bool {
        self.trial
            .as_ref()
            .is_some_and(|t| AffiliationId::Member(t.member) == who && t.runs(now))
    }
}

/// What a master chooses of a module instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleDraft {
    /// The name in My Modules.
    pub display_name: DisplayName,
    /// The hosting region, as the module's maker names it.
    pub region: Option<String>,
    /// Where opening it leads.
    pub launch_url: String,
    /// What the module is told of a person.
    pub claims: ClaimSettings,
}

impl ModuleDraft {
    /// Checks everything that could be wrong.
    ///
    /// # Errors
    /// The [`ModuleRefusal`] for the field.
    pub fn check(&self) -> Result<(), ModuleRefusal> {
        let address = self.launch_url.split(['?', '#']).next().unwrap_or_default();
        if self.launch_url.len() > 2_000 {
            return Err(ModuleRefusal::Address(
                "The address is longer than 2,000 characters.".into(),
            ));
        }
        BaseUrl::parse(address).map_err(ModuleRefusal::Address)?;
        if let Some(region) = &self.region
            && RegionName::parse(region).is_err()
        {
            return Err(ModuleRefusal::Region);
        }
        self.claims.check().map_err(ModuleRefusal::Claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_drafts() {
        let good = ModuleDraft {
            display_name: DisplayName::parse("Wiki").unwrap(),
            region: Some("EU".into()),
            launch_url: "https://wiki.example.com/login?from=%2F".into(),
            claims: ClaimSettings::default(),
        };
        assert_eq!(good.check(), Ok(()));
        let at = |launch_url: &str| ModuleDraft {
            launch_url: launch_url.into(),
            ..good.clone()
        };
        for bad in [
            "",
            "wiki",
            "javascript:alert(1)",
            "http://wiki.example.com/",
        ] {
            assert!(
                matches!(at(bad).check(), Err(ModuleRefusal::Address(_))),
                "{bad}"
            );
        }
        assert!(
            at(&format!("https://a.example/{}", "x".repeat(2_000)))
                .check()
                .is_err()
        );
        let region = ModuleDraft {
            region: Some("\u{202e}".into()),
            ..good.clone()
        };
        assert_eq!(region.check(), Err(ModuleRefusal::Region));
        let claims = ModuleDraft {
            claims: ClaimSettings {
                groups: Some("sub".into()),
                ..ClaimSettings::default()
            },
            ..good
        };
        assert!(matches!(claims.check(), Err(ModuleRefusal::Claims(_))));
    }
}
