//! Members, as masters administer them.

mod bulk;
mod change;
mod groups;
mod import;
mod invite;
mod list;
mod offboard;
mod offboarding;
mod remove;
mod resend;
mod sign_out;

pub use bulk::{BulkAction, BulkOutcome, BulkPreview, MOST_AT_ONCE, Selection};
pub use import::ImportRefusal;
pub use invite::MemberDraft;
pub use list::{MemberPage, MemberView, PAGE};
pub use offboarding::{AccountEnd, OFFBOARDINGS, OffboardingReport};
