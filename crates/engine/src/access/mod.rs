//! My Modules, opening one, and why not.

mod entry;
mod explain;
mod grant;
mod group_rules;
mod groups;
mod modules;
mod my_modules;
mod my_order;
mod readiness;

pub use explain::{ExplainRefusal, Explanation};
pub use groups::{GroupDraft, GroupRefusal, GroupRow, GroupView, RulePreview};
pub use modules::{CatalogueEntry, HolderRow, ModuleFolder, ModuleMade, ModuleRow, ModuleWish};
pub use my_modules::{ModuleTile, MyModules};
pub use readiness::{ModuleReadiness, Outcome, Ready, Show};
