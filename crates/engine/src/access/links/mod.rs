//! Links of tenants and bonds of accounts: made by the module and a person together, ended by either.

mod account;
mod complete;
mod decide;
mod events;
mod feature;
mod list;
mod manifest;
mod tenant;
mod unlink;

pub use account::{OwnBond, OwnModule};
pub use complete::Linked;
pub use list::LinkView;
pub(crate) use tenant::TenantChoice;

use crate::Failure;
use model::access::LinkRefusal;

/// How a verb of links ends when it does not.
pub type LinkRefused = Failure<LinkRefusal>;
