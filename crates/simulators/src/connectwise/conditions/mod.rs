//! The vendor's language of conditions: `board/name="Help" and id in (3,2) and lastUpdated > [2026-01-02]`.
//!
//! `parse` reads text into an expression, `rows` decides it over records, `parts` over the parts of a
//! record (`childConditions`, `customFieldConditions`).

mod compare;
mod order;
mod parse;
mod parts;
mod rows;
#[cfg(test)]
mod tests;

pub(crate) use order::Order;
#[cfg(test)]
pub(crate) use parse::parse;
pub(crate) use parts::Parts;
pub(crate) use rows::Filter;
