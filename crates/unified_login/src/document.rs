//! The policy as a module keeps it: everything that a login needs, without asking anybody.

use crate::LoginPolicy;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest document that is read, in bytes.
const LONGEST: usize = 1024 * 1024;
/// Most ids in one of its lists.
const MOST: usize = 20_000;

/// Where a link stands, as its module is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkStanding {
    /// It holds.
    Active,
    /// It was ended: nothing is required any more.
    Ended,
}

/// What a module knows of its link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyDocument {
    /// Grows with each change.
    pub version: u64,
    /// The id of the link.
    pub link: String,
    /// The module's own id of the tenant.
    pub tenant: String,
    /// The partner at the hub, for people.
    pub partner: String,
    /// The hub.
    pub issuer: String,
    /// Where the link stands.
    pub state: LinkStanding,
    /// What was decided.
    pub policy: LoginPolicy,
    /// Accounts with an exception.
    #[serde(default)]
    pub exceptions: BTreeSet<String>,
    /// Accounts whose e-mail address the hub knows at several partners.
    #[serde(default)]
    pub several_partners: BTreeSet<String>,
    /// Accounts whose person may not come any more; the last word until each is deactivated itself.
    #[serde(default)]
    pub deactivated: BTreeSet<String>,
    /// How long a session through the hub lasts, in hours.
    pub session_hours: u32,
    /// When it was made, in seconds since 1970.
    pub as_of: i64,
}

/// Why a document is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentFault {
    /// Too long, no JSON, or not of its shape.
    Unreadable,
    /// Of another link, tenant or hub.
    Foreign,
    /// Older than the one that is kept.
    Older,
}

impl PolicyDocument {
    /// Reads a document that came from the hub.
    ///
    /// # Errors
    /// [`DocumentFault::Unreadable`].
    pub fn read(bytes: &[u8]) -> Result<Self, DocumentFault> {
        if bytes.len() > LONGEST {
            return Err(DocumentFault::Unreadable);
        }
        let read: Self = serde_json::from_slice(bytes).map_err(|_| DocumentFault::Unreadable)?;
        let lists = [&read.exceptions, &read.several_partners, &read.deactivated];
        let sound =
            |ids: &BTreeSet<String>| ids.len() <= MOST && ids.iter().all(|i| i.len() <= 255);
        let hours = (1..=24 * 365).contains(&read.session_hours);
        if hours && lists.into_iter().all(sound) {
            Ok(read)
        } else {
            Err(DocumentFault::Unreadable)
        }
    }

    /// Whether it may take the place of the one that is kept: it must be of the same link, tenant and
    /// hub, and not older. A version that goes back is a replay, or a hub restored from a backup,
    /// which raises all versions.
    ///
    /// # Errors
    /// [`DocumentFault::Foreign`] or [`DocumentFault::Older`].
    pub fn follows(&self, kept: &Self) -> Result<(), DocumentFault> {
        let same = self.issuer == kept.issuer && self.tenant == kept.tenant;
        // After an unlink the tenant may be linked anew: then the link is another and begins anew.
        if !same || (self.link != kept.link && kept.state == LinkStanding::Active) {
            return Err(DocumentFault::Foreign);
        }
        if self.link == kept.link && self.version < kept.version {
            return Err(DocumentFault::Older);
        }
        Ok(())
    }

    /// Whether hub accounts are required.
    pub fn requires(&self) -> bool {
        self.state == LinkStanding::Active
            && self.policy.unified_login
            && self.policy.require_unified_login
    }

    /// Whether hub accounts may be used.
    pub fn opens(&self) -> bool {
        self.state == LinkStanding::Active && self.policy.unified_login
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn document() -> PolicyDocument {
        PolicyDocument {
            version: 7,
            link: "lnk_1".into(),
            tenant: "t1".into(),
            partner: "Example MSP".into(),
            issuer: "https://hub.example.com".into(),
            state: LinkStanding::Active,
            policy: LoginPolicy::default(),
            exceptions: BTreeSet::new(),
            several_partners: BTreeSet::new(),
            deactivated: BTreeSet::new(),
            session_hours: 12,
            as_of: 0,
        }
    }

    #[test]
    fn what_follows_what() {
        let kept = document();
        let with = |change: fn(&mut PolicyDocument)| {
            let mut other = document();
            change(&mut other);
            other.follows(&kept)
        };
        assert_eq!(with(|_| {}), Ok(()));
        assert_eq!(with(|d| d.version = 8), Ok(()));
        assert_eq!(with(|d| d.version = 6), Err(DocumentFault::Older));
        assert_eq!(
            with(|d| d.link = "lnk_2".into()),
            Err(DocumentFault::Foreign)
        );
        assert_eq!(
            with(|d| d.tenant = "t2".into()),
            Err(DocumentFault::Foreign)
        );
        assert_eq!(
            with(|d| d.issuer = "https://evil".into()),
            Err(DocumentFault::Foreign)
        );
        let mut ended = document();
        ended.state = LinkStanding::Ended;
        let mut anew = document();
        (anew.link, anew.version) = ("lnk_2".into(), 1);
        assert_eq!(anew.follows(&ended), Ok(()));
    }

    #[test]
    fn it_reads_what_it_writes_and_nothing_without_end() {
        let bytes = serde_json::to_vec(&document()).unwrap();
        assert_eq!(PolicyDocument::read(&bytes), Ok(document()));
        let mut many = document();
        many.exceptions = (0..=MOST).map(|n| n.to_string()).collect();
        let bytes = serde_json::to_vec(&many).unwrap();
        assert_eq!(PolicyDocument::read(&bytes), Err(DocumentFault::Unreadable));
        assert_eq!(
            PolicyDocument::read(b"<html>"),
            Err(DocumentFault::Unreadable)
        );
        let mut never = document();
        never.session_hours = 0;
        let bytes = serde_json::to_vec(&never).unwrap();
        assert_eq!(PolicyDocument::read(&bytes), Err(DocumentFault::Unreadable));
    }
}
