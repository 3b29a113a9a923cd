//! Who may take away somebody's second factors, so that she sets up new ones (a lost phone).

use kernel::{Refusal, RefusalKind};

/// What the rule looks at.
#[derive(Clone, Copy, Debug)]
pub struct FactorReset {
    /// Whether a root master asks.
    pub actor_root: bool,
    /// Whether she asks for herself.
    pub oneself: bool,
    /// Whether the person is known at the partner of whoever asks.
    pub known_here: bool,
    /// Whether the person is a root master there.
    pub root: bool,
    /// Whether the same login is in use at another partner.
    pub elsewhere: bool,
    /// Whether there is anything to reset: factors, or a reset that waits for her.
    pub has_any: bool,
}

/// Why factors are not reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorResetRefusal {
    /// Nobody of this partner.
    Unknown,
    /// Not one's own.
    Oneself,
    /// A root master's only by another root master.
    RootMaster,
    /// The login opens doors at another partner too.
    SharedLogin,
    /// She has none.
    Nothing,
}

/// Decides about a reset. Nobody resets her own: a thief of a master's session would have her
/// password's worth of the account otherwise. A root master stands above other masters, so one of
/// those cannot take her over. A login that is used at another partner as well is left to the
/// operator: a master here must not be able to weaken the door there (requirement X-03).
///
/// # Errors
/// [`FactorResetRefusal`].
pub const fn may_reset_factors(asked: FactorReset) -> Result<(), FactorResetRefusal> {
    use FactorResetRefusal as No;
    match asked {
        FactorReset {
            known_here: false, ..
        } => Err(No::Unknown),
        FactorReset { oneself: true, .. } => Err(No::Oneself),
        FactorReset {
            root: true,
            actor_root: false,
            ..
        } => Err(No::RootMaster),
        FactorReset {
            elsewhere: true, ..
        } => Err(No::SharedLogin),
        FactorReset { has_any: false, .. } => Err(No::Nothing),
        _ => Ok(()),
    }
}

impl Refusal for FactorResetRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "reset_person_unknown",
            Self::Oneself => "reset_oneself",
            Self::RootMaster => "reset_root_master",
            Self::SharedLogin => "reset_shared_login",
            Self::Nothing => "reset_nothing",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Unknown => "There is nobody of this id here.",
            Self::Oneself => "Nobody can reset her own second factors.",
            Self::RootMaster => {
                "The second factors of a root master can be reset by another root master only."
            }
            Self::SharedLogin => "This person uses the same login at another partner.",
            Self::Nothing => "This person has no second factor yet.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::Unknown => "Open the person from the list of members again.",
            Self::Oneself => "Change them in My Settings, or ask another master.",
            Self::RootMaster | Self::SharedLogin => {
                "Whoever runs the server can do it: vestibule reset-factors ADDRESS."
            }
            Self::Nothing => "She is asked to set one up when she signs in.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Absent,
            Self::Nothing => RefusalKind::Conflict,
            _ => RefusalKind::Forbidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_resets() {
        use FactorResetRefusal as No;
        let good = FactorReset {
            actor_root: false,
            oneself: false,
            known_here: true,
            root: false,
            elsewhere: false,
            has_any: true,
        };
        assert_eq!(may_reset_factors(good), Ok(()));
        let both_root = FactorReset {
            actor_root: true,
            root: true,
            ..good
        };
        assert_eq!(may_reset_factors(both_root), Ok(()));
        for (asked, refusal) in [
            (
                FactorReset {
                    known_here: false,
                    ..good
                },
                No::Unknown,
            ),
            (
                FactorReset {
                    oneself: true,
                    ..good
                },
                No::Oneself,
            ),
            (
                FactorReset {
                    oneself: true,
                    ..both_root
                },
                No::Oneself,
            ),
            (FactorReset { root: true, ..good }, No::RootMaster),
            (
                FactorReset {
                    elsewhere: true,
                    ..good
                },
                No::SharedLogin,
            ),
            (
                FactorReset {
                    has_any: false,
                    ..good
                },
                No::Nothing,
            ),
        ] {
            assert_eq!(may_reset_factors(asked), Err(refusal), "{asked:?}");
        }
    }
}
