//! What can happen to an account, and the one rule that every store must keep.

use super::Account;

/// A change of one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountChange {
    /// It may log in, or not. Activating also takes back that the hub had deactivated its person.
    SetActive(bool),
    /// The hub says that its person may not come any more, or may again. The account itself stays.
    SetHubDeactivated(bool),
    /// Its roles are these.
    SetRoles(Vec<String>),
    /// It belongs to this person of the hub, or to nobody.
    SetHubSubject(Option<String>),
    /// Its names are these.
    Rename {
        /// The e-mail address.
        email: String,
        /// The username.
        username: Option<String>,
        /// The name that people read.
        display_name: String,
    },
    /// A password opened it, at this second since 1970.
    LoggedIn(i64),
    /// It goes.
    Delete,
}

/// What came of a new account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "an answer is looked at once and dropped"
)]
pub enum Created {
    /// It was made.
    Made(Account),
    /// Another account of the tenant has the address, the username or the person of the hub.
    Taken,
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "an answer is looked at once and dropped"
)]
pub enum Changed {
    /// It was made; this is the account now. After a deletion: as it was.
    Done(Account),
    /// The version is another one by now.
    Stale,
    /// There is no such account.
    Gone,
    /// Another account of the tenant has the address, the username or the person of the hub.
    Taken,
    /// It is the last active security admin or primary user of the tenant, who stays.
    LastAdmin,
}

impl AccountChange {
    /// The account afterwards; none when it goes. Stores call it between reading and writing.
    pub fn apply(&self, before: &Account) -> Option<Account> {
        let mut after = before.clone();
        match self {
            Self::SetActive(active) => {
                after.active = *active;
                if *active {
                    after.hub_deactivated = false;
                }
            }
            Self::SetHubDeactivated(yes) => after.hub_deactivated = *yes,
            Self::SetRoles(roles) => after.roles.clone_from(roles),
            Self::SetHubSubject(subject) => after.hub_subject.clone_from(subject),
            Self::Rename {
                email,
                username,
                display_name,
            } => {
                after.email.clone_from(email);
                after.username.clone_from(username);
                after.display_name.clone_from(display_name);
            }
            Self::LoggedIn(at) => after.last_local_login = Some(*at),
            Self::Delete => return None,
        }
        // That somebody logged in is no change that others must look at again.
        if after != *before && !matches!(self, Self::LoggedIn(_)) {
            after.version += 1;
        }
        Some(after)
    }
}

/// Whether a change would leave a tenant without an active security admin, or without an active
/// primary user, that it has now. `others` are the other active accounts of the tenant that are
/// either; `admins` are the keys of the roles that make a security admin. A store asks this inside
/// the transaction of the change, so that two changes at once cannot take the last two.
pub fn takes_last_admin<'a>(
    before: &Account,
    after: Option<&Account>,
    others: impl Iterator<Item = &'a Account>,
    admins: &[String],
) -> bool {
    let admin = |a: &Account| a.active && a.roles.iter().any(|r| admins.contains(r));
    let primary = |a: &Account| a.active && a.primary;
    let lost_admin = admin(before) && !after.is_some_and(admin);
    let lost_primary = primary(before) && !after.is_some_and(primary);
    let (mut other_admin, mut other_primary) = (false, false);
    for other in others.filter(|o| o.id != before.id) {
        other_admin |= admin(other);
        other_primary |= primary(other);
    }
    (lost_admin && !other_admin) || (lost_primary && !other_primary)
}
