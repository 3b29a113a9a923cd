//! Signing in and out, activation, recovery.

mod accept;
mod activate;
mod begin;
mod choose;
mod confirm;
mod enrol;
mod finish;
mod flow;
mod identify;
mod invite;
mod link;
mod my_codes;
mod operator_link;
mod own_account;
mod prove_code;
mod prove_password;
mod prove_recovery;
mod reset;
mod reset_factors;
mod session;
mod settings_page;
mod sign_out;
mod throttle;

pub use activate::{NewPassword, PasswordRefusal};
pub use confirm::{Confirmed, Proof, WaysToConfirm};
pub use finish::Finished;
pub use flow::Progress;
pub(crate) use invite::{Invitation, Place, send_activation};
pub use link::LinkView;
pub(crate) use prove_code::totp_place;
pub use session::Signed;
pub use settings_page::AboutMe;
pub(crate) use throttle::DEVICE_MEMORY;
