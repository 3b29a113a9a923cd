//! The directory follows the PSA: its rows into the mirror, and from there by a pure plan into the
//! directory.
//!
//! A pass goes on page by page. Each page is read outside of any transaction, then written together
//! with how far the pass is: whatever is killed in between goes on after the last page.

mod apply;
mod conflicts;
mod decide;
mod emails;
mod mirror;
mod notices;
mod run;
mod settle;
mod show;
mod sites;
mod steps;
mod tables;

pub use decide::DecideRefusal;
pub use notices::NoticeRefusal;
pub use run::DueSync;
pub use show::{Difference, SyncCounts, SyncView};
pub(in crate::directory) use sites::{put_sites, read_sites};
pub use store::directory::psa_conflicts::HeldConflict;

use crate::Broken;
use model::directory::PsaFault;
use store::StoreFault;

/// Why a step ended early.
#[derive(Debug)]
pub(crate) enum Halt {
    /// The PSA.
    Fault(PsaFault),
    /// The database.
    Broken(Broken),
    /// Another node has gone on with it, or it was paused or forgotten.
    Lost,
}

impl From<PsaFault> for Halt {
    fn from(fault: PsaFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Broken> for Halt {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<StoreFault> for Halt {
    fn from(fault: StoreFault) -> Self {
        Self::Broken(fault.into())
    }
}
