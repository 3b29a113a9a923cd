//! My Modules, opening one, and why not.

mod entry;
mod explain;
mod grant;
mod group_rules;
mod groups;
mod insights;
mod links;
mod modules;
mod my_modules;
mod my_order;
mod policy;
mod provisioning;
mod readiness;

pub use explain::{ExplainRefusal, Explanation};
pub use groups::{GroupDraft, GroupRefusal, GroupRow, GroupView, RulePreview};
pub use insights::{InsightLine, LinkInsights};
pub(crate) use links::TenantChoice;
pub use links::{LinkRefused, LinkView, Linked, OwnBond, OwnModule};
pub use modules::{CatalogueEntry, HolderRow, ModuleFolder, ModuleMade, ModuleRow, ModuleWish};
pub use my_modules::{ModuleTile, MyModules};
pub(crate) use policy::facts_of;
pub use policy::{
    AccountRow, AccountsFilter, ByModule, Hand, LinkPolicyRefusal, LoginPolicyView, MODULE_SCOPE,
    MOST_EXCEPTIONS, PolicyRefused, ShutOutRow,
};
pub(crate) use provisioning::Paces;
pub use provisioning::{DueAccount, ProvisionPage};
pub use readiness::{ModuleReadiness, Outcome, Ready, Show};
pub use store::access::provisioning_list::{ProvisionFilter, ProvisionRow};
