//! The audit log, the outbox, counters of tries, and facts about the installation.

pub mod audit;
pub mod deliveries;
pub mod installation;
pub mod outbox;
pub mod own_activity;
pub mod soundness;
pub mod throttles;
pub mod webhooks;
pub mod whole;
