//! Whole flows of a Unified Login module against a hub in memory.

mod bench;
mod events;
mod linking;
mod local;
mod scim;
mod settings;
mod tutorial;
