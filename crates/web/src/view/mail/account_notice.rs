//! Tells her what was changed in her account.

use super::{Letter, Mail};
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::words::Words;
use kernel::Timestamp;
use model::operation::AccountNotice as What;

/// Sent after each change that somebody made to how an account is opened.
#[derive(Clone)]
pub struct AccountNotice {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// What was changed.
    pub notice: What,
    /// When it happened, in words: "14 May, 14:02 UTC".
    pub when: String,
    /// Where it was done from: an IP address, or who did it.
    pub from: String,
}

impl Mail for AccountNotice {
    fn subject(&self, words: &Words) -> String {
        match &self.notice {
            What::RecoveryCodesMade => words.notice_codes_subject(),
            What::AuthenticatorAdded => words.mail_enrolled_subject(),
            What::AuthenticatorRemoved => words.notice_authenticator_removed_subject(),
            What::PasskeyAdded(_) => words.notice_passkey_added_subject(),
            What::PasskeyRemoved(_) => words.notice_passkey_removed_subject(),
            What::PasskeyCloned(_) => words.notice_passkey_cloned_subject(),
            What::PhoneAdded(_) => words.notice_phone_added_subject(),
            What::PhoneRemoved(_) => words.notice_phone_removed_subject(),
            What::PhoneDenied(_) => words.notice_phone_denied_subject(),
            What::EmailChanged(_) => words.notice_email_subject(),
            What::EmailChangeUndone => words.notice_email_undone_subject(),
        }
        .into()
    }

    fn letter(&self, words: &Words) -> Letter {
        let said = match &self.notice {
            What::RecoveryCodesMade => words.notice_codes().into(),
            What::AuthenticatorAdded => words.notice_authenticator_added().into(),
            What::AuthenticatorRemoved => words.notice_authenticator_removed().into(),
            What::PasskeyAdded(name) => words.notice_passkey_added(name),
            What::PasskeyRemoved(name) => words.notice_passkey_removed(name),
            What::PasskeyCloned(name) => words.notice_passkey_cloned(name),
            What::PhoneAdded(name) => words.notice_phone_added(name),
            What::PhoneRemoved(name) => words.notice_phone_removed(name),
            What::PhoneDenied(name) => words.notice_phone_denied(name),
            What::EmailChanged(new) => words.notice_email(new),
            What::EmailChangeUndone => words.notice_email_undone().into(),
        };
        Letter {
            heading: self.subject(words),
            to: self.display_name.clone(),
            before: vec![said],
            button: None,
            facts: vec![
                (words.mail_when().into(), self.when.clone()),
                (words.mail_from().into(), self.from.clone()),
            ],
            after: vec![words.notice_after().into()],
        }
    }
}

impl AccountNotice {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            notice: What::RecoveryCodesMade,
            when: words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000)),
            from: "192.0.2.14".into(),
        };
        let of = |notice: What| Self {
            notice,
            ..typical.clone()
        };
        vec![
            ("authenticator-added", of(What::AuthenticatorAdded)),
            ("authenticator-removed", of(What::AuthenticatorRemoved)),
            ("passkey-added", of(What::PasskeyAdded("Laptop".into()))),
            ("passkey-removed", of(What::PasskeyRemoved("Laptop".into()))),
            ("passkey-cloned", of(What::PasskeyCloned("Laptop".into()))),
            ("phone-added", of(What::PhoneAdded("Laptop".into()))),
            ("phone-removed", of(What::PhoneRemoved("Laptop".into()))),
            ("phone-denied", of(What::PhoneDenied("Laptop".into()))),
            (
                "email-changed",
                of(What::EmailChanged("new@example.com".into())),
            ),
            ("email-change-undone", of(What::EmailChangeUndone)),
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                    notice: What::PasskeyAdded(LONG_WORD.into()),
                    from: "2001:db8:4f2:9a00:1c3d:77ff:fe21:84b0".into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
