//! The policy of a link.

use super::body::{Faults, answer};
use super::key::{Key, LinksRead, LinksWrite};
use super::links::{hand, id_of};
use crate::answer::Answer;
use crate::context::Ctx;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use unified_login::{Confirmed, GroupRole, LoginPolicy};
use utoipa::ToSchema;

/// The role that a group gives to accounts that are made.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupRoleCard {
    /// The group.
    #[schema(pattern = "^grp_[0-9a-f]{32}$")]
    pub group: String,
    /// A key of the module's roles.
    #[schema(max_length = 64)]
    pub role: String,
}

/// What is on for a link.
#[derive(Serialize, ToSchema)]
pub struct PolicyCard {
    /// Grows with each change; a change names the one it was made from.
    pub version: u64,
    /// Hub accounts may be used.
    pub unified_login: bool,
    /// Hub accounts must be used, but for exceptions and exemptions.
    pub require_unified_login: bool,
    /// Accounts are made for whoever is granted the module.
    pub jit_provisioning: bool,
    /// Accounts follow people who are deactivated.
    pub deprovisioning: bool,
    /// Groups decide roles.
    pub groups_to_roles: bool,
    /// The role of accounts that are made.
    pub default_role: Option<String>,
    /// Values of the module's fields for accounts that are made.
    pub defaults: BTreeMap<String, String>,
    /// Which groups give another role than the default one; the first that she is in counts.
    pub roles_of_groups: Vec<GroupRoleCard>,
}

impl PolicyCard {
    fn of(version: u64, policy: LoginPolicy) -> Self {
        Self {
            version,
            unified_login: policy.unified_login,
            require_unified_login: policy.require_unified_login,
            jit_provisioning: policy.jit_provisioning,
            deprovisioning: policy.deprovisioning,
            groups_to_roles: policy.groups_to_roles,
            default_role: policy.default_role,
            defaults: policy.defaults,
            roles_of_groups: policy
                .roles_of_groups
                .into_iter()
                .map(|g| GroupRoleCard {
                    group: g.group,
                    role: g.role,
                })
                .collect(),
        }
    }
}

/// A policy as it should be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyWish {
    /// The version that was looked at.
    pub version: u64,
    /// Hub accounts may be used.
    pub unified_login: bool,
    /// Hub accounts must be used.
    pub require_unified_login: bool,
    /// Accounts are made.
    pub jit_provisioning: bool,
    /// Accounts are deactivated.
    pub deprovisioning: bool,
    /// Groups decide roles.
    #[serde(default)]
    pub groups_to_roles: bool,
    /// The role of accounts that are made.
    #[serde(default)]
    pub default_role: Option<String>,
    /// Values of the module's fields.
    #[serde(default)]
    pub defaults: BTreeMap<String, String>,
    /// Which groups give another role.
    #[serde(default)]
    pub roles_of_groups: Vec<GroupRoleCard>,
    /// Says yes to so many people being shut out: the number of the list.
    #[serde(default)]
    pub confirm_shut_out: Option<u32>,
    /// Says yes to everything going off with Log In.
    #[serde(default)]
    pub confirm_also_off: bool,
    /// Says yes to a default role with a high level of access.
    #[serde(default)]
    pub confirm_high_role: bool,
}

/// The policy of a link.
#[utoipa::path(get, path = "/api/v1/links/{link}/policy", operation_id = "get_login_policy", tag = "Links",
    responses((status = 200, description = "The policy", body = PolicyCard)))]
pub async fn get(ctx: Ctx<Key<LinksRead>>) -> Answer {
    let view = ctx
        .app
        .engine
        .login_policy(&hand(&ctx), id_of(&ctx)?)
        .await?;
    answer(200, &PolicyCard::of(view.link.version, view.link.policy))
}

/// Changes the policy of a link from the version that was looked at. What shuts people out, takes
/// other things along or gives a high role is refused until it is said yes to.
#[utoipa::path(put, path = "/api/v1/links/{link}/policy", operation_id = "change_login_policy", tag = "Links",
    request_body = PolicyWish,
    responses((status = 200, description = "The policy as it is now", body = PolicyCard)))]
pub async fn change(ctx: Ctx<Key<LinksWrite>>) -> Answer {
    let (hand, id) = (hand(&ctx), id_of(&ctx)?);
    let wish: PolicyWish = ctx.json()?;
    let mut faults = Faults::default();
    if let Some(role) = &wish.default_role {
        faults.line("/default_role", role, 64);
    }
    for given in &wish.roles_of_groups {
        if given.group.parse::<kernel::GroupId>().is_err() {
            faults.at("/roles_of_groups", "A group is not an id of one.");
        }
        faults.line("/roles_of_groups", &given.role, 64);
    }
    if wish.defaults.len() > 50 {
        faults.at("/defaults", "Use at most 50 fields.");
    }
    for (key, value) in &wish.defaults {
        if key.len() > 64 || value.chars().count() > 200 {
            faults.at("/defaults", "A field or its value is too long.");
        }
    }
    faults.done()?;
    let confirmed = Confirmed {
        shut_out: wish.confirm_shut_out.and_then(|n| usize::try_from(n).ok()),
        also_off: wish.confirm_also_off,
        high_role: wish.confirm_high_role,
    };
    let policy = LoginPolicy {
        unified_login: wish.unified_login,
        require_unified_login: wish.require_unified_login,
        jit_provisioning: wish.jit_provisioning,
        deprovisioning: wish.deprovisioning,
        groups_to_roles: wish.groups_to_roles,
        default_role: wish.default_role,
        defaults: wish.defaults,
        roles_of_groups: wish
            .roles_of_groups
            .into_iter()
            .map(|g| GroupRole {
                group: g.group,
                role: g.role,
            })
            .collect(),
    };
    let engine = &ctx.app.engine;
    engine
        .change_policy(&hand, id, wish.version, policy, confirmed)
        .await?;
    let view = engine.login_policy(&hand, id).await?;
    answer(200, &PolicyCard::of(view.link.version, view.link.policy))
}
