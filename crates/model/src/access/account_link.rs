//! The bond of a person with her account at a module, and the hub's copy of such accounts.

use super::LinkRefusal;
use crate::identity::AffiliationId;
use kernel::{AccountLinkId, LinkId, ModuleAccountId, PartnerId, Timestamp};
use unified_login::Linking;

/// An account of a module, as it was last read there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleAccount {
    /// The hub's id of its copy.
    pub id: ModuleAccountId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The link it was read by.
    pub link_id: LinkId,
    /// The module's id.
    pub remote_id: String,
    /// Its e-mail address.
    pub email: String,
    /// Its username there.
    pub username: String,
    /// Its name for people.
    pub display_name: String,
    /// Active at the module.
    pub active: bool,
    /// Keys of its roles.
    pub roles: Vec<String>,
    /// May change login settings there.
    pub security_admin: bool,
    /// First or responsible there.
    pub primary: bool,
    /// Its address belongs to accounts of several tenants there.
    pub email_at_several: bool,
    /// When it last logged in with a password of the module.
    pub last_local_login_at: Option<Timestamp>,
    /// Whether the hub had it made.
    pub made_by_hub: bool,
    /// The module's version of it (RFC 7644, 3.14).
    pub etag: String,
}

/// How a bond came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountLinkKind {
    /// She proved both accounts.
    Explicit,
    /// The same e-mail address or username.
    Matched,
    /// The hub had the account made.
    Created,
}

impl AccountLinkKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Explicit, Self::Matched, Self::Created];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::Matched => "matched",
            Self::Created => "created",
        }
    }

    /// Reads the stable word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// The bond of a person with her account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLink {
    /// The id.
    pub id: AccountLinkId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The link of the tenants.
    pub link_id: LinkId,
    /// The person at the partner.
    pub affiliation_id: AffiliationId,
    /// The module's id of her account.
    pub remote_id: String,
    /// How it came about.
    pub kind: AccountLinkKind,
    /// When it was made.
    pub created_at: Timestamp,
    /// When she last came in by it.
    pub last_used_at: Option<Timestamp>,
}

/// What the decision about a bond needs to know.
#[derive(Clone, Copy, Debug)]
pub struct AccountLinkFacts<'a> {
    /// Whether the tenant's link is active and Log In is on.
    pub tenant_linked: bool,
    /// Matched or explicit.
    pub linking: Linking,
    /// Staff, not client people.
    pub member: bool,
    /// Whether she is active at the hub.
    pub active: bool,
    /// The account that her hub account is linked to.
    pub hers: Option<&'a str>,
    /// Who the account is linked to.
    pub owner: Option<AffiliationId>,
    /// She.
    pub person: AffiliationId,
}

/// Decides whether a person's hub account and an account of a module become one, one to one. True
/// when they are already: to ask twice is no fault.
///
/// # Errors
/// [`LinkRefusal`].
pub fn decide_account_link(
    facts: &AccountLinkFacts<'_>,
    account: &str,
) -> Result<bool, LinkRefusal> {
    if !facts.member {
        return Err(LinkRefusal::ClientPerson);
    }
    if !facts.active {
        return Err(LinkRefusal::HubInactive);
    }
    if !facts.tenant_linked {
        return Err(LinkRefusal::TenantNotLinked);
    }
    if facts.linking != Linking::Explicit {
        return Err(LinkRefusal::Matched);
    }
    match (facts.hers, facts.owner) {
        (Some(hers), _) if hers != account => Err(LinkRefusal::HubPersonTaken),
        (_, Some(owner)) if owner != facts.person => Err(LinkRefusal::AccountTaken),
        (hers, _) => Ok(hers.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::MemberId;

    #[test]
    fn the_table_of_account_links() {
        let (she, other) = (
            AffiliationId::Member(MemberId([1; 16])),
            AffiliationId::Member(MemberId([2; 16])),
        );
        let good = AccountLinkFacts {
            tenant_linked: true,
            linking: Linking::Explicit,
            member: true,
            active: true,
            hers: None,
            owner: None,
            person: she,
        };
        let row = |facts| decide_account_link(&facts, "17");
        assert_eq!(row(good), Ok(false));
        let hers = AccountLinkFacts {
            hers: Some("17"),
            owner: Some(she),
            ..good
        };
        assert_eq!(row(hers), Ok(true));
        let second = AccountLinkFacts {
            hers: Some("18"),
            ..good
        };
        assert_eq!(row(second), Err(LinkRefusal::HubPersonTaken));
        let theirs = AccountLinkFacts {
            owner: Some(other),
            ..good
        };
        assert_eq!(row(theirs), Err(LinkRefusal::AccountTaken));
        let both = AccountLinkFacts {
            hers: Some("18"),
            owner: Some(other),
            ..good
        };
        assert_eq!(row(both), Err(LinkRefusal::HubPersonTaken));
        let off = AccountLinkFacts {
            tenant_linked: false,
            ..good
        };
        assert_eq!(row(off), Err(LinkRefusal::TenantNotLinked));
        let matched = AccountLinkFacts {
            linking: Linking::Matched,
            ..good
        };
        assert_eq!(row(matched), Err(LinkRefusal::Matched));
        let client = AccountLinkFacts {
            member: false,
            ..good
        };
        assert_eq!(row(client), Err(LinkRefusal::ClientPerson));
        let gone = AccountLinkFacts {
            active: false,
            ..good
        };
        assert_eq!(row(gone), Err(LinkRefusal::HubInactive));
        for kind in AccountLinkKind::ALL {
            assert_eq!(AccountLinkKind::parse(kind.as_str()), Some(kind));
        }
    }
}
