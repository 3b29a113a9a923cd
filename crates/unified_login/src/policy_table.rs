use super::*;

fn role(key: &str, high: bool, security_admin: bool) -> RoleEntry {
    RoleEntry {
        key: key.into(),
        title: key.into(),
        high,
        security_admin,
    }
}

fn facts() -> PolicyFacts {
    PolicyFacts {
        capabilities: Capabilities {
            unified_login: true,
            require_unified_login: true,
            jit_provisioning: true,
            deprovisioning: true,
            groups_to_roles: false,
        },
        roles: vec![
            role("tech", false, false),
            role("admin", true, false),
            role("security-admin", true, true),
        ],
        defaults: Vec::new(),
        accounts_known: true,
        shut_out: 0,
        exempt: 1,
        confirmed: Confirmed::default(),
    }
}

/// A policy with these on, and the default role where creation is.
fn policy(on: &[Feature]) -> LoginPolicy {
    let mut policy = LoginPolicy::default();
    for feature in on {
        policy.set(*feature, true);
    }
    if policy.jit_provisioning {
        policy.default_role = Some("tech".into());
    }
    policy
}

use Feature::{
    Deprovisioning as Off, GroupsToRoles as Groups, JitProvisioning as Jit,
    RequireUnifiedLogin as Require, UnifiedLogin as LogIn,
};

fn decide(
    before: &[Feature],
    wish: &LoginPolicy,
    facts: &PolicyFacts,
) -> Result<Vec<Feature>, PolicyRefusal> {
    let change = decide_policy_change(&policy(before), wish, facts)?;
    Ok(change.after.on().collect())
}

#[test]
fn switches_depend_on_log_in() {
    let facts = facts();
    assert_eq!(decide(&[], &policy(&[LogIn]), &facts), Ok(vec![LogIn]));
    for feature in [Require, Jit, Off] {
        let refused = Err(PolicyRefusal::LogInFirst(feature));
        assert_eq!(decide(&[], &policy(&[feature]), &facts), refused);
        let both = policy(&[LogIn, feature]);
        assert_eq!(decide(&[LogIn], &both, &facts), Ok(vec![LogIn, feature]));
    }
    // Creation and deactivation are apart.
    let jit = decide(&[LogIn, Off], &policy(&[LogIn, Jit]), &facts);
    assert_eq!(jit, Ok(vec![LogIn, Jit]));
    // What the module cannot do is not turned on, and what is on already is left alone.
    let cannot = Err(PolicyRefusal::CannotDo(Groups));
    assert_eq!(decide(&[LogIn], &policy(&[LogIn, Groups]), &facts), cannot);
    let stays = decide(&[LogIn, Groups], &policy(&[LogIn, Groups]), &facts);
    assert_eq!(stays, Ok(vec![LogIn, Groups]));
}

#[test]
fn turning_log_in_off_takes_the_rest_along_once_that_was_said() {
    let mut facts = facts();
    let all = [LogIn, Require, Jit, Off];
    let nothing = policy(&[]);
    let asked = Err(PolicyRefusal::AlsoOff(vec![Require, Jit, Off]));
    assert_eq!(decide(&all, &nothing, &facts), asked);
    // Even a wish that keeps the others on.
    assert_eq!(decide(&all, &policy(&[Require, Jit, Off]), &facts), asked);
    assert_eq!(decide(&[LogIn], &nothing, &facts), Ok(vec![]));
    facts.confirmed.also_off = true;
    let change = decide_policy_change(&policy(&all), &policy(&[Require]), &facts).unwrap();
    assert_eq!(change.after.on().count(), 0);
    assert_eq!(change.also_off, [Require, Jit, Off]);
}

#[test]
fn require_is_never_turned_on_blind() {
    let wish = policy(&[LogIn, Require]);
    let row = |change: fn(&mut PolicyFacts)| {
        let mut facts = facts();
        change(&mut facts);
        decide(&[LogIn], &wish, &facts)
    };
    let on = Ok(vec![LogIn, Require]);
    assert_eq!(row(|_| {}), on);
    assert_eq!(
        row(|f| f.accounts_known = false),
        Err(PolicyRefusal::AccountsUnknown)
    );
    assert_eq!(row(|f| f.shut_out = 2), Err(PolicyRefusal::ShutOut(2)));
    let yes = |f: &mut PolicyFacts, said, now| {
        (f.confirmed.shut_out, f.shut_out) = (Some(said), now);
    };
    let with = |said, now| {
        let mut facts = facts();
        yes(&mut facts, said, now);
        decide(&[LogIn], &wish, &facts)
    };
    assert_eq!(with(2, 2), on);
    // The list has grown, or shrunk, since she looked at it.
    assert_eq!(with(2, 3), Err(PolicyRefusal::ShutOut(3)));
    assert_eq!(with(3, 2), Err(PolicyRefusal::ShutOut(2)));
    let nobody = row(|f| {
        (f.exempt, f.shut_out, f.confirmed.shut_out) = (0, 2, Some(2));
    });
    assert_eq!(nobody, Err(PolicyRefusal::NobodyExempt));
    // On already: nothing is asked again, and going off asks nothing.
    let mut bad = facts();
    (bad.exempt, bad.shut_out, bad.accounts_known) = (0, 5, false);
    assert_eq!(decide(&[LogIn, Require], &wish, &bad), on);
    assert_eq!(
        decide(&[LogIn, Require], &policy(&[LogIn]), &bad),
        Ok(vec![LogIn])
    );
}

#[test]
fn creation_gives_a_low_role() {
    let row = |role: Option<&str>, high_role| {
        let mut facts = facts();
        facts.confirmed.high_role = high_role;
        let mut wish = policy(&[LogIn, Jit]);
        wish.default_role = role.map(str::to_owned);
        let change = decide_policy_change(&policy(&[LogIn]), &wish, &facts)?;
        Ok(change.warnings)
    };
    assert_eq!(row(Some("tech"), false), Ok(vec![]));
    assert_eq!(row(None, false), Err(PolicyRefusal::NoDefaultRole));
    assert_eq!(
        row(Some("x"), true),
        Err(PolicyRefusal::UnknownRole("x".into()))
    );
    assert_eq!(
        row(Some("admin"), false),
        Err(PolicyRefusal::RoleIsHigh("admin".into()))
    );
    let warned = vec![PolicyWarning::HighRole("admin".into())];
    assert_eq!(row(Some("admin"), true), Ok(warned));
    let never = PolicyRefusal::RoleIsSecurityAdmin("security-admin".into());
    assert_eq!(row(Some("security-admin"), true), Err(never));
    // A role may be chosen before creation is on, and is looked at then too.
    let mut wish = policy(&[LogIn]);
    wish.default_role = Some("x".into());
    let refused = decide_policy_change(&policy(&[LogIn]), &wish, &facts());
    assert_eq!(refused, Err(PolicyRefusal::UnknownRole("x".into())));
}

#[test]
fn groups_give_roles_by_the_same_rules() {
    let given = |group: &str, role: &str| GroupRole {
        group: group.into(),
        role: role.into(),
    };
    let row = |on: bool, roles: Vec<GroupRole>, high_role| {
        let mut facts = facts();
        facts.capabilities.groups_to_roles = true;
        facts.confirmed.high_role = high_role;
        let mut wish = policy(&[LogIn, Jit]);
        (wish.groups_to_roles, wish.roles_of_groups) = (on, roles);
        let change = decide_policy_change(&policy(&[LogIn, Jit]), &wish, &facts)?;
        Ok(change.warnings)
    };
    assert_eq!(row(true, vec![given("g1", "tech")], false), Ok(vec![]));
    let unknown = PolicyRefusal::UnknownRole("x".into());
    assert_eq!(row(true, vec![given("g1", "x")], true), Err(unknown));
    // What is not on gives nothing, so nothing is asked about it.
    assert_eq!(row(false, vec![given("g1", "x")], false), Ok(vec![]));
    let never = PolicyRefusal::RoleIsSecurityAdmin("security-admin".into());
    let admins = vec![given("g1", "tech"), given("g2", "security-admin")];
    assert_eq!(row(true, admins, true), Err(never));
    let high = || vec![given("g1", "admin")];
    let asked = PolicyRefusal::RoleIsHigh("admin".into());
    assert_eq!(row(true, high(), false), Err(asked));
    let warned = vec![PolicyWarning::HighRole("admin".into())];
    assert_eq!(row(true, high(), true), Ok(warned));
    let many = (0..=MOST_GROUP_ROLES).map(|n| given(&n.to_string(), "tech"));
    assert_eq!(
        row(true, many.collect(), false),
        Err(PolicyRefusal::TooManyGroups)
    );
    // The first group that she is in, else the default role.
    let mut grouped = policy(&[LogIn, Jit]);
    grouped.default_role = Some("tech".into());
    grouped.roles_of_groups = vec![given("g1", "lead"), given("g2", "boss")];
    let role = |policy: &LoginPolicy, is_in: &[&str]| {
        let found = policy.role_for(|g| is_in.contains(&g));
        found.map(str::to_owned)
    };
    assert_eq!(role(&grouped, &["g2"]).as_deref(), Some("tech"), "off");
    grouped.groups_to_roles = true;
    assert_eq!(role(&grouped, &["g2"]).as_deref(), Some("boss"));
    assert_eq!(role(&grouped, &["g2", "g1"]).as_deref(), Some("lead"));
    assert_eq!(role(&grouped, &["g9"]).as_deref(), Some("tech"));
    assert!(grouped.gives("boss") && grouped.gives("tech") && !grouped.gives("admin"));
}

#[test]
fn new_accounts_have_what_the_module_asks_for() {
    let field = |key: &str, required, choices: &[&str]| DefaultField {
        key: key.into(),
        title: key.into(),
        required,
        choices: choices.iter().map(|c| (*c).to_owned()).collect(),
    };
    let row = |values: &[(&str, &str)]| {
        let mut facts = facts();
        facts.defaults = vec![
            field("department", true, &["Service", "Sales"]),
            field("note", false, &[]),
        ];
        let mut wish = policy(&[LogIn, Jit]);
        wish.defaults = values
            .iter()
            .map(|(k, v)| ((*k).into(), (*v).into()))
            .collect();
        decide_policy_change(&policy(&[LogIn]), &wish, &facts).map(|c| c.after.defaults.len())
    };
    let unknown = |key: &str| Err(PolicyRefusal::DefaultUnknown(key.into()));
    assert_eq!(row(&[("department", "Service")]), Ok(1));
    assert_eq!(row(&[("department", "Sales"), ("note", "")]), Ok(2));
    assert_eq!(
        row(&[("department", "Sales"), ("note", "made by the hub")]),
        Ok(2)
    );
    assert_eq!(
        row(&[]),
        Err(PolicyRefusal::DefaultMissing("department".into()))
    );
    assert_eq!(row(&[("department", "Kitchen")]), unknown("department"));
    assert_eq!(
        row(&[("department", "Sales"), ("shoe", "9")]),
        unknown("shoe")
    );
    let long = "x".repeat(201);
    assert_eq!(
        row(&[("department", "Sales"), ("note", &long)]),
        unknown("note")
    );
}

#[test]
fn each_refusal_says_what_and_what_to_do() {
    let all = [
        PolicyRefusal::LogInFirst(Jit),
        PolicyRefusal::ShutOut(1),
        PolicyRefusal::NobodyExempt,
        PolicyRefusal::NoDefaultRole,
        PolicyRefusal::UnknownRole("x".into()),
        PolicyRefusal::RoleIsSecurityAdmin("x".into()),
        PolicyRefusal::RoleIsHigh("x".into()),
        PolicyRefusal::TooManyGroups,
        PolicyRefusal::DefaultMissing("x".into()),
        PolicyRefusal::DefaultUnknown("x".into()),
        PolicyRefusal::CannotDo(Groups),
        PolicyRefusal::AlsoOff(vec![Require]),
        PolicyRefusal::AccountsUnknown,
    ];
    let mut codes: Vec<_> = all.iter().map(Refused::code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all.len());
    assert!(
        all.iter()
            .all(|r| r.sentence().ends_with('.') && r.remedy().ends_with('.'))
    );
}
