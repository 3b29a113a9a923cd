//! The test bench: actors on a running hub, a clock turned by hand, chance from a seed, both
//! engines.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test bench stops loudly"
)]

mod actor;
mod browser;
mod contact;
pub mod desk;
mod hub;
mod nature;
mod outside;
mod party;
pub mod program;

pub use actor::Actor;
pub use browser::{Browser, Page};
pub use contact::ContactSeed;
pub use hub::{Kind, MSP, PASSWORD, TestHub, unique, with_credentials};
pub use nature::{HandClock, HandPause, SeededChance};
pub use outside::{Posted, Recorder};
pub use party::Party;
pub use program::Program;
pub use simulators::{Received, Receiver, Reply};

/// Runs a test on SQLite and on PostgreSQL: the body gets a hub with seeded people, and afterwards
/// nothing may be left in the outbox and the doctor must be content.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$doc:meta])* async fn $name:ident($hub:ident) $body:block)*) => {$(
        $(#[$doc])*
        mod $name {
            use super::*;
            async fn body($hub: &$crate::TestHub) $body
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                if let Some(hub) = $crate::TestHub::start($crate::Kind::Sqlite).await {
                    body(&hub).await;
                    hub.finish().await;
                }
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(hub) = $crate::TestHub::start($crate::Kind::Postgres).await {
                    body(&hub).await;
                    hub.finish().await;
                }
            }
        }
    )*};
}
