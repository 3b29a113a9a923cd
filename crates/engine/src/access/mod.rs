//! My Modules, opening one, and why not.

mod entry;
mod explain;
mod my_modules;

pub use explain::{ExplainRefusal, Explanation};
pub use my_modules::{ModuleTile, MyModules};
