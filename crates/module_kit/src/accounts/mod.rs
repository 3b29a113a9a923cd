//! The module's own accounts, as the kit needs to see them.

mod account;
mod change;
#[doc(hidden)]
pub mod contract;
mod memory;
mod store;

pub use account::{Account, AccountKey, NewAccount, Tenant};
pub use change::{AccountChange, Changed, Created, takes_last_admin};
pub use memory::MemoryAccounts;
pub(crate) use store::AnyAccounts;
pub use store::{Accounts, StoreFault};
