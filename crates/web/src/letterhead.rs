//! How mails look: the engine says what, the views say how.

use crate::view::mail;
use engine::{Letter, Letterhead};
use model::operation::Mail;

/// The one letterhead of all mails.
pub struct Paper;

fn letter(mail: &impl mail::Mail) -> Letter {
    match mail.render() {
        Ok(rendered) => Letter {
            subject: rendered.subject,
            html: rendered.html,
            text: rendered.text,
        },
        Err(fault) => {
            tracing::error!(fault = %fault, "a mail could not be written");
            Letter {
                subject: mail.subject(),
                html: String::new(),
                text: String::new(),
            }
        }
    }
}

impl Letterhead for Paper {
    fn write(&self, mail: &Mail) -> Letter {
        match mail.clone() {
            Mail::Activation {
                display_name,
                partner,
                link,
                expires,
            } => letter(&mail::Activation {
                display_name,
                partner,
                link,
                expires,
                sender_note: String::new(),
            }),
            Mail::Invitation {
                display_name,
                partner,
                link,
                expires,
            } => letter(&mail::Invitation {
                display_name,
                partner,
                link,
                expires,
            }),
            Mail::PasswordReset {
                display_name,
                link,
                expires,
                requested_from,
            } => letter(&mail::PasswordReset {
                display_name,
                link,
                expires,
                requested_from,
            }),
            Mail::PasswordChanged {
                display_name,
                when,
                from,
            } => letter(&mail::PasswordChanged {
                display_name,
                when,
                from,
            }),
            Mail::FactorEnrolled {
                display_name,
                when,
                from,
            } => letter(&mail::FactorEnrolled {
                display_name,
                when,
                from,
            }),
            Mail::RecoveryCodeUsed {
                display_name,
                when,
                from,
                left,
            } => letter(&mail::RecoveryCodeUsed {
                display_name,
                when,
                from,
                left,
            }),
            Mail::ConfirmEmail {
                display_name,
                link,
                expires,
            } => letter(&mail::ConfirmEmail {
                display_name,
                link,
                expires,
            }),
            Mail::EmailWanted { display_name } => letter(&mail::EmailWanted { display_name }),
            Mail::EmailChangeAsked {
                display_name,
                new,
                link,
                expires,
                when,
                from,
            } => letter(&mail::EmailChangeAsked {
                display_name,
                new,
                link,
                expires,
                when,
                from,
            }),
            Mail::FactorsReset {
                display_name,
                by,
                link,
                expires,
                when,
            } => letter(&mail::FactorsReset {
                display_name,
                by,
                link,
                expires,
                when,
            }),
            Mail::AccountNotice {
                display_name,
                notice,
                when,
                from,
            } => letter(&mail::AccountNotice {
                display_name,
                notice,
                when,
                from,
            }),
            Mail::SignInBlocked { display_name, when } => {
                letter(&mail::SignInBlocked { display_name, when })
            }
        }
    }
}
