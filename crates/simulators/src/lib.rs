//! The outside world in small: a mail sink with pages, an authenticator for demo logins, a receiver
//! of events, a module's accounts, ticket systems of others.
//!
//! For demo, tests and load only: whoever can open the pages can read every mail and every code.
//! So everything here listens on loopback and refuses anything else.
#![allow(
    clippy::disallowed_methods,
    reason = "simulators stand for the outside, which has its own clock"
)]

pub mod bms;
mod clock;
pub mod connectwise;
mod desk;
#[doc(hidden)]
pub mod hostile;
mod mail;
mod psa;
mod receiver;
mod scim;
mod smtp;
mod totp;

pub use desk::{Chapter, DemoDesk, DemoLogin, Scenario, serve_desk};
pub use mail::{Mail, MailSink};
pub use psa::faults::{Effect, Fault};
pub use psa::record::Asked;
pub use psa::{Clock, wall_clock};
pub use receiver::{Received, Receiver, Reply, serve_receiver};
pub use scim::{ScimAccount, ScimFault, ScimReply, ScimService, serve_scim};
pub use smtp::{Faults, serve_smtp};
pub use totp::{Authenticator, NoAuthenticator};

/// Refuses a listener that other machines could reach.
fn on_loopback(listener: &tokio::net::TcpListener) -> std::io::Result<()> {
    let address = listener.local_addr()?;
    if address.ip().is_loopback() {
        return Ok(());
    }
    Err(std::io::Error::new(
        std::io::ErrorKind::InvalidInput,
        format!("simulators listen on loopback only, not on {address}"),
    ))
}
