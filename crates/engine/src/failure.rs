//! How a verb ends when it does not do what was asked.

use store::StoreFault;
use vault::VaultFault;

/// Something that is nobody's fault outside: it is logged, and the person sees a reference only.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// A key or a sealed value.
    #[error(transparent)]
    Vault(#[from] VaultFault),
    /// A value in the database that this program did not write so.
    #[error("stored value is damaged: {0}")]
    Damaged(&'static str),
    /// The key file is not the one that this database was made with, or last changed to.
    #[error("the key file has fingerprint {has}; this database needs the key file {needs}")]
    OtherKey {
        /// The fingerprint of the right one, or words.
        needs: String,
        /// The fingerprint of the one that is there.
        has: String,
    },
    /// The database took no write a moment ago.
    #[error("the database takes no writes")]
    NoWrites,
}

impl Broken {
    /// True when the database cannot be used at all: it cannot be reached, or its disk is full.
    pub const fn is_out_of_service(&self) -> bool {
        matches!(
            self,
            Self::Store(StoreFault::Unavailable(_)) | Self::NoWrites
        )
    }

    /// True when more is asked than can be done at this moment, and nothing is wrong otherwise: the
    /// same request may work in a few seconds, and nothing of this one was done.
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Store(StoreFault::Busy(_)))
    }
}

/// A refusal that the person can do something about, or a break that she cannot.
#[derive(Debug)]
pub enum Failure<R> {
    /// Refused, with code, sentence and remedy.
    Refused(R),
    /// Broken.
    Broken(Broken),
}

impl<R> From<StoreFault> for Failure<R> {
    fn from(fault: StoreFault) -> Self {
        Self::Broken(fault.into())
    }
}

impl<R> From<VaultFault> for Failure<R> {
    fn from(fault: VaultFault) -> Self {
        Self::Broken(fault.into())
    }
}

impl<R> From<Broken> for Failure<R> {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}
