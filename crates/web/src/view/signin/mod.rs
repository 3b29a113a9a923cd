//! The gate: signing in, getting an account going, getting back in, signing out.
//!
//! These pages bear nobody's brand (S1-07) and say the same whether an account exists or not.

mod accept_invitation;
mod activate;
mod activation_due;
mod choose;
mod code;
mod company;
mod confirm;
mod confirm_sign_out;
mod device_code;
mod device_done;
mod device_question;
mod email_link;
mod enrol;
mod enrol_anew;
mod enrolment_due;
mod first_run;
mod first_run_done;
mod forgot;
mod forgot_sent;
mod identify;
mod password;
mod post_answer;
mod recovery;
mod recovery_codes;
mod reset;
mod signed_out;
mod strength;

pub use accept_invitation::AcceptInvitation;
pub use activate::Activate;
pub use activation_due::ActivationDue;
pub use choose::{Choice, Choose};
pub use code::Code;
pub use company::Company;
pub use confirm::Confirm;
pub use confirm_sign_out::ConfirmSignOut;
pub use device_code::DeviceCode;
pub use device_done::DeviceDone;
pub use device_question::DeviceQuestion;
pub use email_link::EmailLink;
pub use enrol::Enrol;
pub use enrol_anew::EnrolAnew;
pub use enrolment_due::EnrolmentDue;
pub use first_run::FirstRun;
pub use first_run_done::FirstRunDone;
pub use forgot::Forgot;
pub use forgot_sent::ForgotSent;
pub use identify::Identify;
pub use password::Password;
pub use post_answer::PostAnswer;
pub use recovery::Recovery;
pub use recovery_codes::RecoveryCodes;
pub use reset::Reset;
pub use signed_out::SignedOut;
pub use strength::Strength;
