//! The console: what masters administer.

mod bulk;
mod group;
mod groups;
mod import;
mod import_check;
mod invite;
mod member;
mod members;
mod parts;

pub use bulk::{BulkPage, BulkRow, RefusedCount};
pub use group::{ConditionField, GroupMember, GroupPage};
pub use groups::{GroupLine, GroupsPage};
pub use import::{ImportLine, ImportPage};
pub use import_check::{FaultLine, ImportCheckPage, ImportStage};
pub use invite::InvitePage;
pub use member::{ActivityRow, MemberPage, ModuleOutcome, SessionLine};
pub use members::{MemberLine, MembersPage};
pub(crate) use parts::thousands;
pub use parts::{Choice, Pager, Tick};
