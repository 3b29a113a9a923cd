//! The partner as its masters administer it, and the PSA as its record.

mod companies;
mod connections;
pub mod contacts;
pub mod mappings;
mod policy;
mod psa_line;
mod sync;

pub use companies::{CompanyCard, CompanyFolder};
pub use connections::{
    PsaConnectionCard, PsaConnectionFolder, PsaDraftRefusal, ReachCount, ReachView, RightsRefusal,
    RightsReport, RightsRow, TestReport, TestStep,
};
pub use policy::PolicyView;
pub use psa_line::PsaKeys;
pub(crate) use psa_line::PsaLines;
pub use sync::{
    DecideRefusal, Difference, DueSync, HeldConflict, NoticeRefusal, SyncCounts, SyncView,
};
