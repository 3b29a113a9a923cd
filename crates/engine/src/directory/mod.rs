//! The partner as its masters administer it.

mod policy;

pub use policy::PolicyView;
