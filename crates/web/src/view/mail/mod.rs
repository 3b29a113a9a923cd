//! Mails: each in HTML and in plain text out of the same words.
//!
//! A mail is first a [`Letter`]: sentences, at most one link, a few facts. Two templates lay
//! the letter out, so its HTML and its text cannot say different things. No picture, no
//! counting of openings, no link but the one that the mail is for.

use crate::words::Words;

mod account_notice;
mod activation;
mod confirm_email;
mod contact_access;
mod email_change_asked;
mod email_wanted;
mod factor_enrolled;
mod factors_reset;
mod invitation;
mod letter;
mod password_changed;
mod password_reset;
mod recovery_code_used;
mod sign_in_blocked;
mod test;

pub use account_notice::AccountNotice;
pub use activation::Activation;
pub use confirm_email::ConfirmEmail;
pub use contact_access::{ContactAccess, WayIn};
pub use email_change_asked::EmailChangeAsked;
pub use email_wanted::EmailWanted;
pub use factor_enrolled::FactorEnrolled;
pub use factors_reset::FactorsReset;
pub use invitation::Invitation;
pub use letter::{Button, Letter, Rendered};
pub use password_changed::PasswordChanged;
pub use password_reset::PasswordReset;
pub use recovery_code_used::RecoveryCodeUsed;
pub use sign_in_blocked::SignInBlocked;
pub use test::Test;

/// What every mail can do.
pub trait Mail {
    /// One line without line breaks.
    fn subject(&self, words: &Words) -> String;

    /// The mail in words.
    fn letter(&self, words: &Words) -> Letter;

    /// Subject, HTML and text, ready to be sent.
    ///
    /// # Errors
    /// Only when a template cannot be written, which is a fault of the program.
    fn render(&self, words: &Words) -> Result<Rendered, askama::Error> {
        self.letter(words).render(words, self.subject(words))
    }
}
