//! How mails look: the engine says what, the views say how.

use crate::view::mail;
use crate::words::Words;
use engine::{Letter, Letterhead};
use kernel::{Language, Zone};
use model::directory::AccessSwitch;
use model::operation::{Mail, When};

/// The one letterhead of all mails.
pub struct Paper;

fn letter(words: &Words, mail: &impl mail::Mail) -> Letter {
    match mail.render(words) {
        Ok(rendered) => Letter {
            subject: rendered.subject,
            html: rendered.html,
            text: rendered.text,
        },
        Err(fault) => {
            tracing::error!(fault = %fault, "a mail could not be written");
            Letter {
                subject: mail.subject(words),
                html: String::new(),
                text: String::new(),
            }
        }
    }
}

impl Letterhead for Paper {
    fn write(&self, mail: &Mail, language: Language, zone: &Zone) -> Letter {
        let words = &Words::of(language).in_zone(zone.clone());
        let told = |when: When| match when {
            When::At(at) => words.at_in_zone(at),
            When::Words(old) => old,
        };
        match mail.clone() {
            Mail::Activation {
                display_name,
                partner,
                link,
                expires,
            } => letter(
                words,
                &mail::Activation {
                    display_name,
                    partner,
                    link,
                    expires: told(expires),
                },
            ),
            Mail::Invitation {
                display_name,
                partner,
                link,
                expires,
            } => letter(
                words,
                &mail::Invitation {
                    display_name,
                    partner,
                    link,
                    expires: told(expires),
                },
            ),
            Mail::PasswordReset {
                display_name,
                link,
                expires,
                requested_from,
            } => letter(
                words,
                &mail::PasswordReset {
                    display_name,
                    link,
                    expires: told(expires),
                    requested_from,
                },
            ),
            Mail::PasswordChanged {
                display_name,
                when,
                from,
            } => letter(
                words,
                &mail::PasswordChanged {
                    display_name,
                    when: told(when),
                    from,
                },
            ),
            Mail::FactorEnrolled {
                display_name,
                when,
                from,
            } => letter(
                words,
                &mail::FactorEnrolled {
                    display_name,
                    when: told(when),
                    from,
                },
            ),
            Mail::RecoveryCodeUsed {
                display_name,
                when,
                from,
                left,
            } => letter(
                words,
                &mail::RecoveryCodeUsed {
                    display_name,
                    when: told(when),
                    from,
                    left,
                },
            ),
            Mail::ContactAccess {
                display_name,
                partner,
                email,
                may,
                link,
                expires,
            } => letter(
                words,
                &mail::ContactAccess {
                    display_name,
                    partner,
                    email,
                    may: may.iter().filter_map(|s| AccessSwitch::parse(s)).collect(),
                    way: mail::WayIn::of(&link),
                    link,
                    expires: expires.map(told),
                },
            ),
            Mail::ConfirmEmail {
                display_name,
                link,
                expires,
            } => letter(
                words,
                &mail::ConfirmEmail {
                    display_name,
                    link,
                    expires: told(expires),
                },
            ),
            Mail::EmailWanted { display_name } => {
                letter(words, &mail::EmailWanted { display_name })
            }
            Mail::EmailChangeAsked {
                display_name,
                new,
                link,
                expires,
                when,
                from,
            } => letter(
                words,
                &mail::EmailChangeAsked {
                    display_name,
                    new,
                    link,
                    expires: told(expires),
                    when: told(when),
                    from,
                },
            ),
            Mail::FactorsReset {
                display_name,
                by,
                link,
                expires,
                when,
            } => letter(
                words,
                &mail::FactorsReset {
                    display_name,
                    by,
                    link,
                    expires: told(expires),
                    when: told(when),
                },
            ),
            Mail::AccountNotice {
                display_name,
                notice,
                when,
                from,
            } => letter(
                words,
                &mail::AccountNotice {
                    display_name,
                    notice,
                    when: told(when),
                    from,
                },
            ),
            Mail::SignInBlocked { display_name, when } => letter(
                words,
                &mail::SignInBlocked {
                    display_name,
                    when: told(when),
                },
            ),
            Mail::Test { display_name } => letter(words, &mail::Test { display_name }),
        }
    }
}
