//! What an administrator may change of a member.

use super::{AffiliationState, HubRole, Member};
use kernel::{Refusal, RefusalKind, Span, Timestamp, Username};

/// How long a deleted member can be brought back.
pub const GRACE: Span = Span::days(30);

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberChange {
    /// Another role at the hub.
    Role(HubRole),
    /// Becomes a root master, or is one no longer.
    Root(bool),
    /// Another username, or none.
    Username(Option<Username>),
    /// Cannot sign in from now on; an invitation is withdrawn.
    Deactivate,
    /// May sign in again; a withdrawn invitation is sent once more.
    Reactivate,
    /// Cannot sign in from now on, and is removed after [`GRACE`].
    Delete,
    /// Takes a deletion back.
    Restore,
}

impl MemberChange {
    /// What the audit log calls it.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Role(_) => "member.role_changed",
            Self::Root(true) => "member.made_root",
            Self::Root(false) => "member.root_taken",
            Self::Username(_) => "member.username_changed",
            Self::Deactivate => "member.deactivated",
            Self::Reactivate => "member.reactivated",
            Self::Delete => "member.deletion_begun",
            Self::Restore => "member.restored",
        }
    }
}

/// What the decision needs to know besides the member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberFacts {
    /// The one who changes is the member herself.
    pub own: bool,
    /// The one who changes is a root master, or the operator.
    pub by_root: bool,
    /// Other masters of the partner who may sign in.
    pub other_masters: i64,
    /// Other root masters of the partner who may sign in.
    pub other_roots: i64,
}

/// Why a member cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemberRefusal {
    /// There is no such member at this partner.
    Unknown,
    /// Nobody would be left who administers the partner.
    LastMaster,
    /// No root master would be left.
    LastRootMaster,
    /// A root master is changed by root masters only.
    RootMaster,
    /// Only a master can be a root master.
    RootNeedsMaster,
    /// A root master must have activated her account.
    RootNeedsActive,
    /// Nobody deactivates or deletes herself: a slip would shut her out.
    Yourself,
    /// The username belongs to another member.
    UsernameTaken,
    /// Somebody of this address is a member already.
    AlreadyMember,
    /// Deletion was asked for; it must be taken back first.
    BeingDeleted,
    /// No deletion is under way.
    NotBeingDeleted,
    /// The invitation was accepted, so there is none to send.
    NotInvited,
    /// A mail with a link left a moment ago.
    SentJustNow,
}

impl MemberRefusal {
    /// All of them, for documents that must be complete.
    pub const ALL: [Self; 13] = [
        Self::Unknown,
        Self::LastMaster,
        Self::LastRootMaster,
        Self::RootMaster,
        Self::RootNeedsMaster,
        Self::RootNeedsActive,
        Self::Yourself,
        Self::UsernameTaken,
        Self::AlreadyMember,
        Self::BeingDeleted,
        Self::NotBeingDeleted,
        Self::NotInvited,
        Self::SentJustNow,
    ];
}

impl Refusal for MemberRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "member_unknown",
            Self::LastMaster => "last_master",
            Self::LastRootMaster => "last_root_master",
            Self::RootMaster => "root_master",
            Self::RootNeedsMaster => "root_needs_master",
            Self::RootNeedsActive => "root_needs_active",
            Self::Yourself => "yourself",
            Self::UsernameTaken => "username_taken",
            Self::AlreadyMember => "already_member",
            Self::BeingDeleted => "being_deleted",
            Self::NotBeingDeleted => "not_being_deleted",
            Self::NotInvited => "not_invited",
            Self::SentJustNow => "sent_just_now",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Unknown => "There is no such member.",
            Self::LastMaster => "This is the last master who can sign in.",
            Self::LastRootMaster => "This is the last root master.",
            Self::RootMaster => "Root masters are changed by root masters only.",
            Self::RootNeedsMaster => "Only a master can be a root master.",
            Self::RootNeedsActive => "A root master must have activated her account.",
            Self::Yourself => "You cannot do this to your own account.",
            Self::UsernameTaken => "Another member has this username.",
            Self::AlreadyMember => "Somebody with this address is a member already.",
            Self::BeingDeleted => "This member is about to be deleted.",
            Self::NotBeingDeleted => "This member is not about to be deleted.",
            Self::NotInvited => "There is no open invitation for this member.",
            Self::SentJustNow => "A mail with a link was sent less than a minute ago.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::Unknown => "Go back to the list: perhaps she was deleted.",
            Self::LastMaster => "Make somebody else a master first.",
            Self::LastRootMaster => "Make another master a root master first.",
            Self::RootMaster => "Ask a root master to do it.",
            Self::RootNeedsMaster => "Give the role Master first.",
            Self::RootNeedsActive => "Wait until she has activated it.",
            Self::Yourself => "Ask another master.",
            Self::UsernameTaken => "Choose another username.",
            Self::AlreadyMember => "Find her in the list; a deactivated member can be reactivated.",
            Self::BeingDeleted => "Restore her first.",
            Self::NotBeingDeleted => "Nothing needs to be done.",
            Self::NotInvited => "If she cannot sign in, send her to Forgot password.",
            Self::SentJustNow => "Give it a minute to arrive, then send it again.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Absent,
            Self::RootMaster | Self::Yourself => RefusalKind::Forbidden,
            Self::SentJustNow => RefusalKind::Slow,
            _ => RefusalKind::Conflict,
        }
    }
}

/// The member after a change. A change that finds nothing to do gives her as she is.
///
/// # Errors
/// [`MemberRefusal`].
pub fn decide_member_change(
    member: &Member,
    change: &MemberChange,
    facts: MemberFacts,
    now: Timestamp,
) -> Result<Member, MemberRefusal> {
    use AffiliationState::{Active, Deactivated, Invited, Withdrawn};
    let mut after = member.clone();
    match change {
        MemberChange::Role(role) => after.hub_role = *role,
        MemberChange::Root(root) => after.root = *root,
        MemberChange::Username(name) => after.username.clone_from(name),
        MemberChange::Deactivate | MemberChange::Delete => {
            after.state = match member.state {
                Invited | Withdrawn => Withdrawn,
                Active | Deactivated => Deactivated,
            };
            if *change == MemberChange::Delete {
                after.delete_at = Some(member.delete_at.unwrap_or(now + GRACE));
            }
        }
        MemberChange::Reactivate => {
            after.state = match member.state {
                Withdrawn => Invited,
                Deactivated => Active,
                other => other,
            };
        }
        MemberChange::Restore => after.delete_at = None,
    }
    if member.root && !facts.by_root && after != *member {
        return Err(MemberRefusal::RootMaster);
    }
    match change {
        MemberChange::Restore if member.delete_at.is_none() => {
            return Err(MemberRefusal::NotBeingDeleted);
        }
        MemberChange::Reactivate | MemberChange::Role(_) | MemberChange::Root(true)
            if member.delete_at.is_some() =>
        {
            return Err(MemberRefusal::BeingDeleted);
        }
        MemberChange::Deactivate | MemberChange::Delete if facts.own => {
            return Err(MemberRefusal::Yourself);
        }
        MemberChange::Root(_) if !facts.by_root => return Err(MemberRefusal::RootMaster),
        MemberChange::Root(true) if member.hub_role != HubRole::Master => {
            return Err(MemberRefusal::RootNeedsMaster);
        }
        MemberChange::Root(true) if member.state != Active => {
            return Err(MemberRefusal::RootNeedsActive);
        }
        _ => {}
    }
    // Who is no master is no root master either.
    after.root &= after.hub_role == HubRole::Master;
    let stays = |m: &Member| m.state == Active && m.delete_at.is_none();
    if member.root && !(after.root && stays(&after)) && facts.other_roots < 1 {
        return Err(MemberRefusal::LastRootMaster);
    }
    let master = |m: &Member| m.hub_role == HubRole::Master && stays(m);
    if master(member) && !master(&after) && facts.other_masters < 1 {
        return Err(MemberRefusal::LastMaster);
    }
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{IdentityId, MemberId, PartnerId};

    fn member(hub_role: HubRole, root: bool, state: AffiliationState) -> Member {
        Member {
            id: MemberId([1; 16]),
            partner_id: PartnerId([2; 16]),
            identity_id: IdentityId([3; 16]),
            username: None,
            hub_role,
            root,
            state,
            delete_at: None,
            created_at: Timestamp(0),
        }
    }

    const FREE: MemberFacts = MemberFacts {
        own: false,
        by_root: true,
        other_masters: 1,
        other_roots: 1,
    };

    #[test]
    fn table_of_refusals() {
        use AffiliationState::{Active, Deactivated, Invited};
        use HubRole::{Master, User};
        use MemberChange::{Deactivate, Delete, Reactivate, Restore, Role, Root};
        let alone = MemberFacts {
            other_masters: 0,
            other_roots: 0,
            ..FREE
        };
        let no_root_left = MemberFacts {
            other_roots: 0,
            ..FREE
        };
        let by_master = MemberFacts {
            by_root: false,
            ..FREE
        };
        let own = MemberFacts { own: true, ..FREE };
        let user = member(User, false, Active);
        let master = member(Master, false, Active);
        let root = member(Master, true, Active);
        let going = Member {
            delete_at: Some(Timestamp(9)),
            ..member(User, false, Deactivated)
        };
        for (who, change, facts, refusal) in [
            (&master, Role(User), alone, MemberRefusal::LastMaster),
            (&master, Deactivate, alone, MemberRefusal::LastMaster),
            (&master, Delete, alone, MemberRefusal::LastMaster),
            (
                &root,
                Role(User),
                no_root_left,
                MemberRefusal::LastRootMaster,
            ),
            (
                &root,
                Deactivate,
                no_root_left,
                MemberRefusal::LastRootMaster,
            ),
            (&root, Delete, no_root_left, MemberRefusal::LastRootMaster),
            (
                &root,
                Root(false),
                no_root_left,
                MemberRefusal::LastRootMaster,
            ),
            (&root, Deactivate, by_master, MemberRefusal::RootMaster),
            (&root, Role(User), by_master, MemberRefusal::RootMaster),
            (&master, Root(true), by_master, MemberRefusal::RootMaster),
            (&user, Root(true), FREE, MemberRefusal::RootNeedsMaster),
            (
                &member(Master, false, Invited),
                Root(true),
                FREE,
                MemberRefusal::RootNeedsActive,
            ),
            (&user, Deactivate, own, MemberRefusal::Yourself),
            (&user, Delete, own, MemberRefusal::Yourself),
            (&user, Restore, FREE, MemberRefusal::NotBeingDeleted),
            (&going, Reactivate, FREE, MemberRefusal::BeingDeleted),
            (&going, Role(Master), FREE, MemberRefusal::BeingDeleted),
        ] {
            assert_eq!(
                decide_member_change(who, &change, facts, Timestamp(0)),
                Err(refusal),
                "{change:?}"
            );
        }
    }

    #[test]
    fn table_of_changes() {
        use AffiliationState::{Active, Deactivated, Invited, Withdrawn};
        let decide = |m: &Member, change: MemberChange| {
            decide_member_change(m, &change, FREE, Timestamp(5)).unwrap()
        };
        for (before, change, after) in [
            (Active, MemberChange::Deactivate, Deactivated),
            (Invited, MemberChange::Deactivate, Withdrawn),
            (Deactivated, MemberChange::Reactivate, Active),
            (Withdrawn, MemberChange::Reactivate, Invited),
            (Invited, MemberChange::Reactivate, Invited),
            (Active, MemberChange::Delete, Deactivated),
        ] {
            let member = member(HubRole::User, false, before);
            assert_eq!(decide(&member, change).state, after, "{before:?}");
        }
        let user = member(HubRole::User, false, Active);
        let going = decide(&user, MemberChange::Delete);
        assert_eq!(going.delete_at, Some(Timestamp(5) + GRACE));
        // Asked twice, the grace is not longer.
        let again =
            decide_member_change(&going, &MemberChange::Delete, FREE, Timestamp(99)).unwrap();
        assert_eq!(again.delete_at, going.delete_at);
        assert_eq!(decide(&going, MemberChange::Restore).delete_at, None);
        // A root master who becomes a user keeps no root.
        let root = member(HubRole::Master, true, Active);
        assert!(!decide(&root, MemberChange::Role(HubRole::User)).root);
    }
}
