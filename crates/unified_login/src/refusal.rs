//! The one shape of a "no".

/// A refusal as hub and module show it.
pub trait Refused {
    /// Stable, machine-readable, in snake case.
    fn code(&self) -> &'static str;
    /// One sentence for the person who was refused, in English.
    fn sentence(&self) -> String;
    /// What she or her administrator can do about it.
    fn remedy(&self) -> String;
}
