//! Members as an upstream directory provisions them: what it may say of somebody, and what follows.
//!
//! A directory makes, names, deactivates and brings back members. It gives no roles, moves
//! nobody's address, and what a master has done by hand it does not undo.

use super::{AffiliationState, IdentityState, Member, MemberChange};
use kernel::{ApiKeyId, DisplayName, EmailAddress, Refusal, RefusalKind, Timestamp, Username};

/// The name by which a directory knows somebody (`userName`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserName {
    /// It can be a username of the hub, so it is hers.
    Username(Username),
    /// It cannot, as an address cannot: kept beside, and never signed in with.
    Own(String),
}

impl UserName {
    /// The name of a text; none for one that cannot be shown or is too long.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(username) = Username::parse(text) {
            return Some(Self::Username(username));
        }
        let shown = EmailAddress::parse(text).is_ok() || DisplayName::parse(text).is_ok();
        shown.then(|| Self::Own(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Username(name) => name.as_str(),
            Self::Own(text) => text,
        }
    }

    /// The form by which two are compared: without case.
    pub fn key(&self) -> String {
        self.as_str().to_lowercase()
    }
}

/// What is kept of a member for the directory alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpstreamRecord {
    /// The directory's own id of her.
    pub external_id: Option<String>,
    /// Its name for her where that is no username.
    pub user_name: Option<String>,
    /// The given name as it was said.
    pub given_name: Option<String>,
    /// The family name as it was said.
    pub family_name: Option<String>,
    /// The key through which it wrote her last; none where none manages her.
    pub managed_by: Option<ApiKeyId>,
    /// True for whom the directory has deactivated.
    pub ended_upstream: bool,
}

/// A member as a directory sees her.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamMember {
    /// The member.
    pub member: Member,
    /// Her address.
    pub email: EmailAddress,
    /// Her name as it is shown.
    pub display_name: DisplayName,
    /// Where her login stands.
    pub identity_state: IdentityState,
    /// What is kept for the directory.
    pub record: UpstreamRecord,
    /// When anything of her last changed.
    pub changed_at: Timestamp,
}

impl UpstreamMember {
    /// The name by which a directory finds her: its own, else her username, else her address.
    pub fn user_name(&self) -> &str {
        match (&self.record.user_name, &self.member.username) {
            (Some(own), _) => own,
            (None, Some(username)) => username.as_str(),
            (None, None) => self.email.as_str(),
        }
    }

    /// Whether she may come in, now or once she has opened her invitation.
    pub fn active(&self) -> bool {
        matches!(
            self.member.state,
            AffiliationState::Active | AffiliationState::Invited
        ) && self.identity_state != IdentityState::Deactivated
    }
}

/// What a directory wants a member to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamWish {
    /// Its name for her.
    pub user_name: UserName,
    /// Her address; none where it says nothing of one.
    pub email: Option<EmailAddress>,
    /// Her name as it is shown; none where it says nothing of one.
    pub display_name: Option<DisplayName>,
    /// The given name.
    pub given_name: Option<String>,
    /// The family name.
    pub family_name: Option<String>,
    /// Its own id of her.
    pub external_id: Option<String>,
    /// Whether she may come in; none where it says nothing of it.
    pub active: Option<bool>,
}

/// What follows from a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamPlan {
    /// Changes of the member, each with a decision of its own.
    pub changes: Vec<MemberChange>,
    /// Another shown name.
    pub name: Option<DisplayName>,
    /// What is kept for the directory from now on.
    pub record: UpstreamRecord,
}

/// Why a directory cannot have it so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UpstreamRefusal {
    /// There is no address to invite her at.
    NoAddress,
    /// Her address is another.
    AddressFixed,
    /// A master has deactivated her.
    EndedHere,
    /// Root masters keep their own names.
    RootMaster,
    /// Another resource has this external id.
    ExternalIdTaken,
    /// Another member goes by this name.
    UserNameTaken,
    /// The address or name is that of somebody who is being deleted.
    BeingDeleted,
    /// Who is to be in the group is no member.
    NoSuchMember,
    /// A group is to be in the group.
    GroupInGroup,
    /// The search would look through too many.
    TooMany,
}

impl UpstreamRefusal {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::NoAddress,
        Self::AddressFixed,
        Self::EndedHere,
        Self::RootMaster,
        Self::ExternalIdTaken,
        Self::UserNameTaken,
        Self::BeingDeleted,
        Self::NoSuchMember,
        Self::GroupInGroup,
        Self::TooMany,
    ];
}

impl Refusal for UpstreamRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoAddress => "upstream_no_address",
            Self::AddressFixed => "upstream_address_fixed",
            Self::EndedHere => "upstream_ended_here",
            Self::RootMaster => "upstream_root_master",
            Self::ExternalIdTaken => "upstream_external_id_taken",
            Self::UserNameTaken => "upstream_user_name_taken",
            Self::BeingDeleted => "upstream_being_deleted",
            Self::NoSuchMember => "upstream_no_such_member",
            Self::GroupInGroup => "upstream_group_in_group",
            Self::TooMany => "upstream_too_many",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::NoAddress => "A member needs an e-mail address to be invited at.",
            Self::AddressFixed => {
                "A directory does not change the address with which somebody signs in."
            }
            Self::EndedHere => "A master has deactivated this member.",
            Self::RootMaster => "A directory does not rename root masters.",
            Self::ExternalIdTaken => "externalId belongs to another resource.",
            Self::UserNameTaken => "userName belongs to another member.",
            Self::BeingDeleted => "This member was deleted and can still be restored.",
            Self::NoSuchMember => "Somebody who is to be in the group is no member here.",
            Self::GroupInGroup => "A group holds members, not groups.",
            Self::TooMany => "This would look through more than 10,000 resources.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::NoAddress => "Send emails with a value, or an address as userName.",
            Self::AddressFixed => "She changes it herself, in My Settings; then both agree again.",
            Self::EndedHere => "A master reactivates her in the console.",
            Self::RootMaster => "Leave root masters out of what the directory provisions.",
            Self::ExternalIdTaken | Self::UserNameTaken => {
                "Look it up by a filter and change what is there."
            }
            Self::BeingDeleted => {
                "A master restores her in the console, or waits until she is removed for good."
            }
            Self::NoSuchMember => "Create the user first, then add the id that was answered.",
            Self::GroupInGroup => "Let the directory send the people of the inner group.",
            Self::TooMany => "Search by userName, externalId, id or an address.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoAddress
            | Self::AddressFixed
            | Self::NoSuchMember
            | Self::GroupInGroup
            | Self::TooMany => RefusalKind::Invalid,
            _ => RefusalKind::Conflict,
        }
    }
}

/// What follows from a wish for a member who is there. `alone` says that her login is known nowhere
/// else: only then is her name this directory's to write.
///
/// # Errors
/// [`UpstreamRefusal::AddressFixed`], `EndedHere`, `RootMaster`.
pub fn decide_upstream(
    now: &UpstreamMember,
    wish: &UpstreamWish,
    by: Option<ApiKeyId>,
    alone: bool,
) -> Result<UpstreamPlan, UpstreamRefusal> {
    let leaves = wish.active == Some(false);
    let moved = wish
        .email
        .as_ref()
        .is_some_and(|e| e.key() != now.email.key());
    // Nothing holds up that somebody leaves.
    if moved && !leaves {
        return Err(UpstreamRefusal::AddressFixed);
    }
    let mut changes = Vec::new();
    let user_name = match &wish.user_name {
        same if same.as_str() == now.user_name() => now.record.user_name.clone(),
        UserName::Username(name) => {
            if now.member.username.as_ref() != Some(name) {
                changes.push(MemberChange::Username(Some(name.clone())));
            }
            None
        }
        UserName::Own(text) => Some(text.clone()),
    };
    let mut ended_upstream = now.record.ended_upstream;
    match wish.active {
        Some(false) if now.active() => {
            changes.push(MemberChange::Deactivate);
            ended_upstream = true;
        }
        Some(true) if !now.active() => {
            if !now.record.ended_upstream {
                return Err(UpstreamRefusal::EndedHere);
            }
            changes.push(MemberChange::Reactivate);
            ended_upstream = false;
        }
        _ => {}
    }
    let name = wish
        .display_name
        .clone()
        .filter(|n| *n != now.display_name && alone);
    if name.is_some() && now.member.root {
        return Err(UpstreamRefusal::RootMaster);
    }
    Ok(UpstreamPlan {
        changes,
        name,
        record: UpstreamRecord {
            external_id: wish.external_id.clone(),
            user_name,
            given_name: wish.given_name.clone(),
            family_name: wish.family_name.clone(),
            managed_by: by,
            ended_upstream,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::HubRole;
    use kernel::{IdentityId, MemberId, PartnerId};

    fn her(state: AffiliationState) -> UpstreamMember {
        UpstreamMember {
            member: Member {
                id: MemberId([1; 16]),
                partner_id: PartnerId([2; 16]),
                identity_id: IdentityId([3; 16]),
                username: None,
                hub_role: HubRole::User,
                root: false,
                state,
                delete_at: None,
                created_at: Timestamp(0),
            },
            email: EmailAddress::parse("ada@example.com").unwrap(),
            display_name: DisplayName::parse("Ada").unwrap(),
            identity_state: IdentityState::Active,
            record: UpstreamRecord::default(),
            changed_at: Timestamp(0),
        }
    }

    fn wish(user_name: &str, active: Option<bool>) -> UpstreamWish {
        UpstreamWish {
            user_name: UserName::of(user_name).unwrap(),
            email: None,
            display_name: None,
            given_name: None,
            family_name: None,
            external_id: Some("e".into()),
            active,
        }
    }

    fn decide(now: &UpstreamMember, wish: &UpstreamWish) -> Result<UpstreamPlan, UpstreamRefusal> {
        decide_upstream(now, wish, Some(ApiKeyId([9; 16])), true)
    }

    #[test]
    fn table_of_states() {
        use AffiliationState::{Active, Deactivated, Invited, Withdrawn};
        use MemberChange::{Deactivate, Reactivate};
        use UpstreamRefusal::EndedHere;
        for (state, upstream, active, expected) in [
            (Active, false, None, Ok(None)),
            (Active, false, Some(true), Ok(None)),
            (Active, false, Some(false), Ok(Some(Deactivate))),
            (Invited, false, Some(false), Ok(Some(Deactivate))),
            (Deactivated, true, Some(false), Ok(None)),
            (Deactivated, true, Some(true), Ok(Some(Reactivate))),
            (Withdrawn, true, Some(true), Ok(Some(Reactivate))),
            // What a master did, a directory does not undo.
            (Deactivated, false, Some(true), Err(EndedHere)),
            (Withdrawn, false, Some(true), Err(EndedHere)),
            (Deactivated, false, None, Ok(None)),
        ] {
            let mut now = her(state);
            now.record.ended_upstream = upstream;
            let plan = decide(&now, &wish("ada@example.com", active));
            let change = plan.map(|p| p.changes.into_iter().next());
            assert_eq!(change, expected, "{state:?} {upstream} {active:?}");
        }
    }

    #[test]
    fn who_ended_it_is_remembered() {
        use AffiliationState::{Active, Deactivated};
        let gone = decide(&her(Active), &wish("a", Some(false))).unwrap();
        assert!(gone.record.ended_upstream);
        let mut now = her(Deactivated);
        now.record = gone.record;
        assert!(
            !decide(&now, &wish("a", Some(true)))
                .unwrap()
                .record
                .ended_upstream
        );
        assert!(
            decide(&now, &wish("a", None))
                .unwrap()
                .record
                .ended_upstream
        );
    }

    #[test]
    fn an_address_stays_but_holds_up_no_departure() {
        let now = her(AffiliationState::Active);
        let moved = |active| UpstreamWish {
            email: Some(EmailAddress::parse("other@example.com").unwrap()),
            ..wish("a", active)
        };
        assert_eq!(
            decide(&now, &moved(None)),
            Err(UpstreamRefusal::AddressFixed)
        );
        assert_eq!(
            decide(&now, &moved(Some(true))),
            Err(UpstreamRefusal::AddressFixed)
        );
        assert!(decide(&now, &moved(Some(false))).is_ok());
        let same = UpstreamWish {
            email: Some(EmailAddress::parse("ADA@example.com").unwrap()),
            ..wish("a", None)
        };
        assert!(decide(&now, &same).is_ok());
    }

    #[test]
    fn a_name_is_written_where_her_login_is_known_nowhere_else() {
        let mut now = her(AffiliationState::Active);
        let named = UpstreamWish {
            display_name: Some(DisplayName::parse("Ada L").unwrap()),
            ..wish("a", None)
        };
        assert!(decide(&now, &named).unwrap().name.is_some());
        assert_eq!(
            decide_upstream(&now, &named, None, false).unwrap().name,
            None
        );
        now.member.root = true;
        assert_eq!(decide(&now, &named), Err(UpstreamRefusal::RootMaster));
        assert!(decide_upstream(&now, &named, None, false).is_ok());
    }

    #[test]
    fn table_of_user_names() {
        for (text, username, shown) in [
            ("ada", true, "ada"),
            (" Ada.L ", true, "ada.l"),
            ("ada@contoso.example", false, "ada@contoso.example"),
            ("Ada Lovelace", false, "Ada Lovelace"),
            ("ädä", false, "ädä"),
        ] {
            let name = UserName::of(text).unwrap();
            assert_eq!(matches!(name, UserName::Username(_)), username, "{text}");
            assert_eq!(name.as_str(), shown);
        }
        assert_eq!(
            UserName::of("ADA@X.example").unwrap().key(),
            "ada@x.example"
        );
        for text in ["", " ", "a\u{202e}b", &"a ".repeat(200)] {
            assert_eq!(UserName::of(text), None, "{text:?}");
        }
        // Her own name for the directory comes before her username, that before her address.
        let mut now = her(AffiliationState::Active);
        assert_eq!(now.user_name(), "ada@example.com");
        now.member.username = Username::parse("ada").ok();
        assert_eq!(now.user_name(), "ada");
        let plan = decide(&now, &wish("ada@contoso.example", None)).unwrap();
        assert!(plan.changes.is_empty(), "her username stays hers");
        now.record = plan.record;
        assert_eq!(now.user_name(), "ada@contoso.example");
        assert_eq!(
            decide(&now, &wish("lovelace", None)).unwrap().changes.len(),
            1
        );
    }

    #[test]
    fn codes_are_stable_and_different() {
        let codes: std::collections::BTreeSet<_> =
            UpstreamRefusal::ALL.iter().map(Refusal::code).collect();
        assert_eq!(codes.len(), UpstreamRefusal::ALL.len());
    }
}
