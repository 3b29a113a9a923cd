//! The policy of a link and how it may change.

use crate::{Capabilities, DefaultField, Refused, RoleEntry};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What can be turned on for a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// People may log in with their hub account.
    UnifiedLogin,
    /// People may log in only with their hub account.
    RequireUnifiedLogin,
    /// Accounts are made for whoever is granted the module.
    JitProvisioning,
    /// Accounts are deactivated with the person at the hub.
    Deprovisioning,
    /// Groups of the hub decide the roles at the module.
    GroupsToRoles,
}

impl Feature {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [
        Self::UnifiedLogin,
        Self::RequireUnifiedLogin,
        Self::JitProvisioning,
        Self::Deprovisioning,
        Self::GroupsToRoles,
    ];

    /// What pages call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::UnifiedLogin => "Log In",
            Self::RequireUnifiedLogin => "Require Log In",
            Self::JitProvisioning => "Automatic User Creation",
            Self::Deprovisioning => "Automatic User Deactivation",
            Self::GroupsToRoles => "Groups to Roles",
        }
    }
}

/// The role that a group of the hub gives to accounts that are made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRole {
    /// The hub's id of the group.
    pub group: String,
    /// A key of the module's own roles.
    pub role: String,
}

/// Most groups that give roles at one link.
pub const MOST_GROUP_ROLES: usize = 50;

/// What a partner has decided for one tenant of a module. Everything is off at first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LoginPolicy {
    /// Log In: hub accounts may be used.
    pub unified_login: bool,
    /// Require: hub accounts must be used, but for exceptions and exemptions.
    pub require_unified_login: bool,
    /// Automatic creation.
    pub jit_provisioning: bool,
    /// Automatic deactivation.
    pub deprovisioning: bool,
    /// Groups decide roles.
    pub groups_to_roles: bool,
    /// The role of accounts that are made: a key of the module's own roles.
    pub default_role: Option<String>,
    /// Values of the module's own fields for accounts that are made, by key.
    pub defaults: BTreeMap<String, String>,
    /// Which groups give another role than the default one, while groups decide roles. The first
    /// that she is in counts.
    pub roles_of_groups: Vec<GroupRole>,
}

impl LoginPolicy {
    /// Whether a feature is on.
    pub const fn has(&self, feature: Feature) -> bool {
        match feature {
            Feature::UnifiedLogin => self.unified_login,
            Feature::RequireUnifiedLogin => self.require_unified_login,
            Feature::JitProvisioning => self.jit_provisioning,
            Feature::Deprovisioning => self.deprovisioning,
            Feature::GroupsToRoles => self.groups_to_roles,
        }
    }

    /// Turns a feature on or off and nothing else.
    pub const fn set(&mut self, feature: Feature, on: bool) {
        match feature {
            Feature::UnifiedLogin => self.unified_login = on,
            Feature::RequireUnifiedLogin => self.require_unified_login = on,
            Feature::JitProvisioning => self.jit_provisioning = on,
            Feature::Deprovisioning => self.deprovisioning = on,
            Feature::GroupsToRoles => self.groups_to_roles = on,
        }
    }

    /// The role of an account that is made for somebody in these groups. That of an account that
    /// exists is never touched (S4-57).
    pub fn role_for(&self, is_in: impl Fn(&str) -> bool) -> Option<&str> {
        let by_group = self.roles_of_groups.iter().find(|g| is_in(&g.group));
        let by_group = by_group.filter(|_| self.groups_to_roles);
        by_group
            .map(|g| g.role.as_str())
            .or(self.default_role.as_deref())
    }

    /// Whether an account may be made with this role: the default one, or one that a group gives.
    pub fn gives(&self, role: &str) -> bool {
        self.default_role.as_deref() == Some(role)
            || (self.groups_to_roles && self.roles_of_groups.iter().any(|g| g.role == role))
    }

    /// The features that are on.
    pub fn on(&self) -> impl Iterator<Item = Feature> + '_ {
        Feature::ALL.into_iter().filter(|f| self.has(*f))
    }
}

/// What the person who changes a policy has said yes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Confirmed {
    /// So many people are shut out: the number that she was shown, so that a list that has grown
    /// since asks again.
    pub shut_out: Option<usize>,
    /// Turning Log In off takes the rest with it.
    pub also_off: bool,
    /// The default role is a high one.
    pub high_role: bool,
}

/// What the decision about a change needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFacts {
    /// What the module can do.
    pub capabilities: Capabilities,
    /// Its roles.
    pub roles: Vec<RoleEntry>,
    /// Its fields for new accounts.
    pub defaults: Vec<DefaultField>,
    /// Whether the module's accounts have been read, so that the two numbers below are known.
    pub accounts_known: bool,
    /// Active accounts that could log in in no way any more if Require were on.
    pub shut_out: usize,
    /// Active accounts that are exempt.
    pub exempt: usize,
    /// What was said yes to.
    pub confirmed: Confirmed,
}

/// What a change does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyChange {
    /// The policy afterwards.
    pub after: LoginPolicy,
    /// What goes off with Log In.
    pub also_off: Vec<Feature>,
    /// What should be looked at again.
    pub warnings: Vec<PolicyWarning>,
}

/// What is allowed and yet wants a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyWarning {
    /// The default role is a high one.
    HighRole(String),
    /// So many people can log in in no way until they have a hub account that may enter.
    ShutOut(usize),
}

/// Why a policy cannot be as wished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyRefusal {
    /// The feature needs Log In.
    LogInFirst(Feature),
    /// So many people would be shut out, and nobody has said yes to that number.
    ShutOut(usize),
    /// Nobody would be exempt: one fault at the hub would shut everybody out.
    NobodyExempt,
    /// Creation needs a default role.
    NoDefaultRole,
    /// The module has no such role.
    UnknownRole(String),
    /// The role may change login settings: never by default.
    RoleIsSecurityAdmin(String),
    /// The role is a high one, and nobody has said yes to that.
    RoleIsHigh(String),
    /// More groups give roles than may.
    TooManyGroups,
    /// A field of new accounts wants a value.
    DefaultMissing(String),
    /// A field of new accounts takes only some values, or is not there.
    DefaultUnknown(String),
    /// The module cannot do it.
    CannotDo(Feature),
    /// Turning Log In off takes these with it, and nobody has said yes to that.
    AlsoOff(Vec<Feature>),
    /// The module's people could not be read yet.
    AccountsUnknown,
}

impl Refused for PolicyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::LogInFirst(_) => "log_in_not_enabled",
            Self::ShutOut(_) => "people_shut_out",
            Self::NobodyExempt => "nobody_exempt",
            Self::NoDefaultRole => "default_role_missing",
            Self::UnknownRole(_) => "default_role_unknown",
            Self::RoleIsSecurityAdmin(_) => "default_role_forbidden",
            Self::RoleIsHigh(_) => "default_role_high",
            Self::TooManyGroups => "too_many_group_roles",
            Self::DefaultMissing(_) => "default_value_missing",
            Self::DefaultUnknown(_) => "default_value_unknown",
            Self::CannotDo(_) => "module_cannot_do_this",
            Self::AlsoOff(_) => "also_turned_off",
            Self::AccountsUnknown => "accounts_not_read",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::LogInFirst(feature) => {
                format!("{} needs Log In to be enabled first.", feature.title())
            }
            Self::ShutOut(1) => "One person could not log in any more.".into(),
            Self::ShutOut(count) => format!("{count} people could not log in any more."),
            Self::NobodyExempt => {
                "No security admin or primary user is active: if the hub could not be reached, nobody could log in.".into()
            }
            Self::NoDefaultRole => "Automatic User Creation needs a default role.".into(),
            Self::UnknownRole(role) => format!("The module has no role {role}."),
            Self::RoleIsSecurityAdmin(role) => {
                format!("The role {role} may change login settings and is never given by default.")
            }
            Self::RoleIsHigh(role) => format!("The role {role} has a high level of access."),
            Self::TooManyGroups => {
                format!("At most {MOST_GROUP_ROLES} groups may give roles.")
            }
            Self::DefaultMissing(field) => format!("New accounts need a value for {field}."),
            Self::DefaultUnknown(field) => {
                format!("The value of {field} is not one that the module takes.")
            }
            Self::CannotDo(feature) => format!("This module cannot do {}.", feature.title()),
            Self::AlsoOff(features) => {
                let names: Vec<&str> = features.iter().map(|f| f.title()).collect();
                format!("Turning Log In off also turns off: {}.", names.join(", "))
            }
            Self::AccountsUnknown => "The people of the module could not be read yet.".into(),
        }
    }

    fn remedy(&self) -> String {
        match self {
            Self::LogInFirst(_) => "Enable Log In, then turn this on.",
            Self::ShutOut(_) => {
                "Look at the list: invite them to the hub, add exceptions, or confirm the number."
            }
            Self::NobodyExempt => "Make somebody a security admin of the module first.",
            Self::NoDefaultRole => "Choose a role with a low level of access.",
            Self::UnknownRole(_) => "Choose one of the roles of the list.",
            Self::RoleIsSecurityAdmin(_) => "Choose a role with a lower level of access.",
            Self::RoleIsHigh(_) => {
                "Choose a role with a lower level of access, or confirm that everybody who is created gets this one."
            }
            Self::TooManyGroups => "Put the people of several groups into one.",
            Self::DefaultMissing(_) | Self::DefaultUnknown(_) => "Fill in the field.",
            Self::CannotDo(_) => "Ask the maker of the module.",
            Self::AlsoOff(_) => "Confirm that all of them go off.",
            Self::AccountsUnknown => "Wait until the module answers; Require is never turned on blind.",
        }
        .into()
    }
}

/// Decides whether a policy may become as wished, and what that takes along.
///
/// # Errors
/// The first refusal, in the order in which the page shows its sections.
pub fn decide_policy_change(
    before: &LoginPolicy,
    wish: &LoginPolicy,
    facts: &PolicyFacts,
) -> Result<PolicyChange, PolicyRefusal> {
    let mut after = wish.clone();
    let mut change = PolicyChange {
        after: before.clone(),
        also_off: Vec::new(),
        warnings: Vec::new(),
    };
    if before.unified_login && !wish.unified_login {
        // What hangs on Log In goes with it, whatever else the wish says.
        let along: Vec<Feature> = before
            .on()
            .filter(|f| *f != Feature::UnifiedLogin)
            .collect();
        if !along.is_empty() && !facts.confirmed.also_off {
            return Err(PolicyRefusal::AlsoOff(along));
        }
        for feature in Feature::ALL {
            after.set(feature, false);
        }
        change.also_off = along;
        change.after = after;
        return Ok(change);
    }
    for feature in Feature::ALL {
        let turned_on = after.has(feature) && !before.has(feature);
        if turned_on && !facts.capabilities.has(feature) {
            return Err(PolicyRefusal::CannotDo(feature));
        }
        if after.has(feature) && !after.unified_login {
            return Err(PolicyRefusal::LogInFirst(feature));
        }
    }
    if after.require_unified_login && !before.require_unified_login {
        if !facts.accounts_known {
            return Err(PolicyRefusal::AccountsUnknown);
        }
        if facts.exempt == 0 {
            return Err(PolicyRefusal::NobodyExempt);
        }
        if facts.shut_out > 0 {
            if facts.confirmed.shut_out != Some(facts.shut_out) {
                return Err(PolicyRefusal::ShutOut(facts.shut_out));
            }
            change.warnings.push(PolicyWarning::ShutOut(facts.shut_out));
        }
    }
    if let Some(warning) = check_creation(before, &after, facts)? {
        change.warnings.push(warning);
    }
    change.after = after;
    Ok(change)
}

/// What new accounts get must be known, and low.
fn check_creation(
    before: &LoginPolicy,
    after: &LoginPolicy,
    facts: &PolicyFacts,
) -> Result<Option<PolicyWarning>, PolicyRefusal> {
    let given = |policy: &LoginPolicy| {
        let groups = policy.roles_of_groups.iter();
        let groups: Vec<GroupRole> = groups.filter(|_| policy.groups_to_roles).cloned().collect();
        (policy.default_role.clone(), groups)
    };
    let same = given(before) == given(after) && before.defaults == after.defaults;
    // What stands is not asked about again: a role that the maker has since called high must not
    // keep anybody from turning another switch.
    if same && before.jit_provisioning == after.jit_provisioning {
        return Ok(None);
    }
    let mut warning = None;
    let (default, by_groups) = given(after);
    if default.is_none() && after.jit_provisioning {
        return Err(PolicyRefusal::NoDefaultRole);
    }
    if by_groups.len() > MOST_GROUP_ROLES {
        return Err(PolicyRefusal::TooManyGroups);
    }
    for key in default.iter().chain(by_groups.iter().map(|g| &g.role)) {
        let known = facts.roles.iter().find(|r| r.key == *key);
        let role = known.ok_or_else(|| PolicyRefusal::UnknownRole(key.clone()))?;
        if role.security_admin {
            return Err(PolicyRefusal::RoleIsSecurityAdmin(role.title.clone()));
        }
        if role.high {
            if !facts.confirmed.high_role {
                return Err(PolicyRefusal::RoleIsHigh(role.title.clone()));
            }
            warning = Some(PolicyWarning::HighRole(role.title.clone()));
        }
    }
    for (key, value) in &after.defaults {
        let field = facts.defaults.iter().find(|f| f.key == *key);
        if !field.is_some_and(|f| f.takes(value)) {
            return Err(PolicyRefusal::DefaultUnknown(key.clone()));
        }
    }
    if after.jit_provisioning {
        for field in facts.defaults.iter().filter(|f| f.required) {
            if after.defaults.get(&field.key).is_none_or(String::is_empty) {
                return Err(PolicyRefusal::DefaultMissing(field.title.clone()));
            }
        }
    }
    Ok(warning)
}

#[cfg(test)]
#[path = "policy_table.rs"]
mod table;
