//! The first login of somebody without an account.

use crate::{MatchRefusal, PolicyDocument, Refused, RoleEntry};

/// What becomes of a login through the hub, once it is known whether an account fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JitDecision {
    /// This account is opened; its roles stay as they are.
    Open(String),
    /// An account is made with this role.
    Create {
        /// A key of the module's roles.
        role: String,
    },
}

/// Why a login through the hub opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JitRefusal {
    /// Log In is off for the tenant, or it is not linked.
    LogInOff,
    /// The hub has said that the person may not come any more.
    HubDeactivated,
    /// No account fits, and none is made.
    Unmatched(MatchRefusal),
}

impl Refused for JitRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::LogInOff => "unified_login_off",
            Self::HubDeactivated => "hub_account_deactivated",
            Self::Unmatched(refusal) => refusal.code(),
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::LogInOff => "Logging in through the hub is turned off here.".into(),
            Self::HubDeactivated => "Your account at the hub was deactivated.".into(),
            Self::Unmatched(refusal) => refusal.sentence(),
        }
    }

    fn remedy(&self) -> String {
        match self {
            Self::LogInOff => "Log in with your password, or ask a security admin.".into(),
            Self::HubDeactivated => "Ask a master of your company to reactivate it.".into(),
            Self::Unmatched(refusal) => refusal.remedy(),
        }
    }
}

/// Decides about a login through the hub. The role comes from the policy that the module keeps: the
/// default one, or the one that the hub says by her groups where that policy gives it to a group. No
/// token can raise it. A role that may change login settings is never given, even where an old policy
/// says so.
///
/// # Errors
/// [`JitRefusal`].
pub fn decide_jit(
    document: Option<&PolicyDocument>,
    roles: &[RoleEntry],
    found: Result<&str, MatchRefusal>,
    told: Option<&str>,
) -> Result<JitDecision, JitRefusal> {
    let document = document.filter(|d| d.opens()).ok_or(JitRefusal::LogInOff)?;
    match found {
        Ok(id) if document.deactivated.contains(id) => Err(JitRefusal::HubDeactivated),
        Ok(id) => Ok(JitDecision::Open(id.to_owned())),
        Err(MatchRefusal::NoAccount) if document.policy.jit_provisioning => {
            let known = |key: &&str| roles.iter().any(|r| r.key == **key && !r.security_admin);
            let told = told
                .filter(|role| document.policy.gives(role))
                .filter(known);
            let role = told.or(document.policy.default_role.as_deref().filter(known));
            role.map(|role| JitDecision::Create { role: role.into() })
                .ok_or(JitRefusal::Unmatched(MatchRefusal::NoAccount))
        }
        Err(refusal) => Err(JitRefusal::Unmatched(refusal)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LinkStanding, LoginPolicy};

    #[test]
    fn the_table_of_first_logins() {
        let role = |key: &str, security_admin| RoleEntry {
            key: key.into(),
            title: key.into(),
            high: security_admin,
            security_admin,
        };
        let roles = [role("tech", false), role("security-admin", true)];
        let document = |jit, default: Option<&str>| PolicyDocument {
            version: 1,
            link: "lnk_1".into(),
            tenant: "t1".into(),
            partner: "Example MSP".into(),
            issuer: "https://hub.example.com".into(),
            state: LinkStanding::Active,
            policy: LoginPolicy {
                unified_login: true,
                jit_provisioning: jit,
                default_role: default.map(str::to_owned),
                ..LoginPolicy::default()
            },
            exceptions: [].into(),
            several_partners: [].into(),
            deactivated: ["9".to_owned()].into(),
            session_hours: 12,
            as_of: 0,
        };
        let row = |doc: Option<&PolicyDocument>, found| decide_jit(doc, &roles, found, None);
        let (on, off) = (document(true, Some("tech")), document(false, None));
        let none = Err(MatchRefusal::NoAccount);
        let unmatched = |r| Err(JitRefusal::Unmatched(r));
        let open = Ok(JitDecision::Open("3".into()));
        assert_eq!(row(Some(&on), Ok("3")), open);
        assert_eq!(row(Some(&off), Ok("3")), open);
        let made = Ok(JitDecision::Create {
            role: "tech".into(),
        });
        assert_eq!(row(Some(&on), none), made);
        assert_eq!(row(Some(&off), none), unmatched(MatchRefusal::NoAccount));
        for refusal in [
            MatchRefusal::Ambiguous,
            MatchRefusal::Deactivated,
            MatchRefusal::Taken,
        ] {
            assert_eq!(row(Some(&on), Err(refusal)), unmatched(refusal));
        }
        assert_eq!(row(Some(&on), Ok("9")), Err(JitRefusal::HubDeactivated));
        for bad in ["security-admin", "nothing"] {
            let doc = document(true, Some(bad));
            assert_eq!(row(Some(&doc), none), unmatched(MatchRefusal::NoAccount));
        }
        assert_eq!(row(None, Ok("3")), Err(JitRefusal::LogInOff));
        // What the hub says of her groups counts where the policy gives that role to a group.
        let mut grouped = on.clone();
        grouped.policy.groups_to_roles = true;
        for role in ["lead", "security-admin"] {
            let (group, role) = ("grp_1".to_owned(), role.to_owned());
            grouped
                .policy
                .roles_of_groups
                .push(crate::GroupRole { group, role });
        }
        let roles = [
            role("tech", false),
            role("lead", false),
            role("security-admin", true),
        ];
        let told = |doc: &PolicyDocument, told| match decide_jit(Some(doc), &roles, none, told) {
            Ok(JitDecision::Create { role }) => role,
            other => panic!("{other:?}"),
        };
        assert_eq!(told(&grouped, Some("lead")), "lead");
        assert_eq!(
            told(&on, Some("lead")),
            "tech",
            "the policy does not give it"
        );
        for other in [None, Some("security-admin"), Some("nothing")] {
            assert_eq!(told(&grouped, other), "tech");
        }
        let mut ended = on.clone();
        ended.state = LinkStanding::Ended;
        assert_eq!(row(Some(&ended), Ok("3")), Err(JitRefusal::LogInOff));
    }
}
