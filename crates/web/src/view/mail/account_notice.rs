//! Tells her what was changed in her account.

use super::{Letter, Mail};
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
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
    fn subject(&self) -> String {
        match &self.notice {
            What::RecoveryCodesMade => "New recovery codes were made",
            What::AuthenticatorAdded => "An authenticator was added",
            What::AuthenticatorRemoved => "An authenticator was removed",
            What::PasskeyAdded(_) => "A passkey was added",
            What::PasskeyRemoved(_) => "A passkey was removed",
            What::PasskeyCloned(_) => "A passkey was blocked",
            What::EmailChanged(_) => "Your email address was changed",
            What::EmailChangeUndone => "Your email address was put back",
        }
        .into()
    }

    fn letter(&self) -> Letter {
        let said = match &self.notice {
            What::RecoveryCodesMade => "New recovery codes were made for your account. The old ones do not work any more.".into(),
            What::AuthenticatorAdded => "Another authenticator was set up for your account. Its codes let you in as well.".into(),
            What::AuthenticatorRemoved => "An authenticator was removed from your account. Its codes do not work any more.".into(),
            What::PasskeyAdded(name) => format!("The passkey \"{name}\" was added to your account. Whoever holds it and can unlock it can sign in as you."),
            What::PasskeyRemoved(name) => format!("The passkey \"{name}\" was removed from your account. It does not let anybody in any more."),
            What::PasskeyCloned(name) => format!("The passkey \"{name}\" answered with a count that was seen before, as a copy of it would. It was blocked and removed. Sign in another way and add it again if you still have it."),
            What::EmailChanged(new) => format!("From now on you sign in with {new}, and mails go there."),
            What::EmailChangeUndone => "The change of your email address was undone, and everybody who was signed in to your account was signed out.".into(),
        };
        Letter {
            heading: self.subject(),
            to: self.display_name.clone(),
            before: vec![said],
            button: None,
            facts: vec![("When".into(), self.when.clone()), ("From".into(), self.from.clone())],
            after: vec!["If it was you, there is nothing to do. If it was not, choose a new password at once by \"Forgot password\" on the sign-in page, and tell your administrator: they can reset your factors and end all sessions.".into()],
        }
    }
}

impl AccountNotice {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            notice: What::RecoveryCodesMade,
            when: "14 May, 14:02 UTC".into(),
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
