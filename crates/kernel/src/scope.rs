//! The tenant boundary as a value.

use crate::PartnerId;

/// Which partner's rows may be touched. Store functions of tenant rows take it first.
///
/// It is made from a session that a guard has proved, or by a verb that acts for the installation
/// itself (`apply`, the command line); there is no way to make one from a request's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    partner: PartnerId,
}

impl Scope {
    /// The scope of a partner. `clippy.toml` bans the call outside guards and installation verbs.
    pub const fn of(partner: PartnerId) -> Self {
        Self { partner }
    }
    /// The partner whose rows are meant.
    pub const fn partner(self) -> PartnerId {
        self.partner
    }
}
