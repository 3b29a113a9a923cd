//! Effects that leave after the commit.

use kernel::{Chance, FactorId, Language, LinkId, Span, Timestamp, WebhookId, Zone};
use serde::{Deserialize, Serialize};

/// What was changed in an account. Names are those that its owner has given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountNotice {
    /// New recovery codes in place of the old ones.
    RecoveryCodesMade,
    /// Another authenticator.
    AuthenticatorAdded,
    /// One authenticator less.
    AuthenticatorRemoved,
    /// A passkey more, by its name.
    PasskeyAdded(String),
    /// A passkey less.
    PasskeyRemoved(String),
    /// A passkey that answers like a copy was removed.
    PasskeyCloned(String),
    /// A phone that answers questions at the sign-in, by its name.
    PhoneAdded(String),
    /// A phone less.
    PhoneRemoved(String),
    /// "This was not me" was said on this phone.
    PhoneDenied(String),
    /// The address is this one now.
    EmailChanged(String),
    /// The address is the old one again.
    EmailChangeUndone,
}

/// A moment that a mail tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum When {
    /// The moment, which the letter writes out in the form of its language.
    At(Timestamp),
    /// Words, as mails of version 0.1 held them that still wait in the outbox.
    Words(String),
}

impl From<Timestamp> for When {
    fn from(at: Timestamp) -> Self {
        Self::At(at)
    }
}

/// A mail, by what it says; how it looks is the web floor's business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mail", rename_all = "snake_case")]
pub enum Mail {
    /// Confirm the address and choose a password.
    Activation {
        /// Her name.
        display_name: String,
        /// Who invites.
        partner: String,
        /// The link.
        link: String,
        /// How long it is good.
        expires: When,
    },
    /// Accept a second affiliation with the login that exists.
    Invitation {
        /// Her name.
        display_name: String,
        /// Who invites.
        partner: String,
        /// The link.
        link: String,
        /// How long it is good.
        expires: When,
    },
    /// Choose a new password (S1-46).
    PasswordReset {
        /// Her name.
        display_name: String,
        /// The link.
        link: String,
        /// How long it is good.
        expires: When,
        /// Where it was asked from.
        requested_from: String,
    },
    /// The password was changed.
    PasswordChanged {
        /// Her name.
        display_name: String,
        /// When.
        when: When,
        /// From where.
        from: String,
    },
    /// An authenticator was set up.
    FactorEnrolled {
        /// Her name.
        display_name: String,
        /// When.
        when: When,
        /// From where.
        from: String,
    },
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// Her name.
        display_name: String,
        /// When.
        when: When,
        /// From where.
        from: String,
        /// How many are left.
        left: u64,
    },
    /// Something of the account was changed.
    AccountNotice {
        /// Her name.
        display_name: String,
        /// What.
        notice: AccountNotice,
        /// When.
        when: When,
        /// From where, or by whom.
        from: String,
    },
    /// Second factors were reset; a link to set up new ones.
    FactorsReset {
        /// Her name.
        display_name: String,
        /// Who reset them; empty when it is sent again because she signed in.
        by: String,
        /// The link.
        link: String,
        /// How long it is good.
        expires: When,
        /// When.
        when: When,
    },
    /// A contact may use the client portal: what she may do there, and the way in (S0-59).
    ContactAccess {
        /// Her name.
        display_name: String,
        /// Who gives access.
        partner: String,
        /// The address that she signs in with.
        email: String,
        /// What she may do there, by the names of switches.
        may: Vec<String>,
        /// The way in: to set up the login, to accept, or to sign in.
        link: String,
        /// How long it is good; always where there is none.
        expires: Option<When>,
    },
    /// Confirm a new address.
    ConfirmEmail {
        /// Her name.
        display_name: String,
        /// The link.
        link: String,
        /// How long it is good.
        expires: When,
    },
    /// Another login was to get this address, which has one already.
    EmailWanted {
        /// The name of the login that has it.
        display_name: String,
    },
    /// Another address was asked for; goes to the old one.
    EmailChangeAsked {
        /// Her name.
        display_name: String,
        /// The address that is to come.
        new: String,
        /// The link that stops it.
        link: String,
        /// How long it is good.
        expires: When,
        /// When.
        when: When,
        /// From where.
        from: String,
    },
    /// A test of the mail server.
    Test {
        /// Her name.
        display_name: String,
    },
    /// Somebody who knows the password fails at the code.
    SignInBlocked {
        /// Her name.
        display_name: String,
        /// When.
        when: When,
    },
}

impl Mail {
    /// What kind of mail it is, in words: `Password reset`.
    pub fn subject_in_words(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        let kind = value["mail"].as_str().unwrap_or("mail").replace('_', " ");
        let mut letters = kind.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())
            .unwrap_or_default()
    }
}

/// What leaves through the outbox. The row is sealed: links and tokens are secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// Send a mail.
    Mail {
        /// The address.
        to: String,
        /// What it says.
        mail: Mail,
        /// In which language.
        #[serde(default)]
        language: Language,
        /// In which zone it tells moments.
        #[serde(default)]
        zone: Zone,
    },
    /// Send a test mail through a server that is not in use yet.
    TestMail {
        /// The address.
        to: String,
        /// Her name.
        display_name: String,
        /// The language of the mail.
        language: kernel::Language,
        /// The server.
        server: super::MailServerSettings,
    },
    /// Tell a client that a session ended (OpenID Connect Back-Channel Logout 1.0). The token is
    /// made when it is sent, so that a late retry does not carry an expired one.
    BackchannelLogout {
        /// The client's `client_id`.
        oauth_client_id: String,
        /// Where to post.
        uri: String,
        /// The person.
        sub: String,
        /// The session.
        sid: String,
        /// The algorithm that the client expects.
        algorithm: String,
    },
    /// Tell a module what happened to its link or to one of its people (Security Event Token, RFC
    /// 8417). It is signed when it is sent, with that moment and the id of this message.
    ModuleEvent {
        /// The module's `client_id`.
        oauth_client_id: String,
        /// Where to post.
        uri: String,
        /// The algorithm that the client expects.
        algorithm: String,
        /// The claims without `iat` and `jti`.
        claims: serde_json::Value,
    },
    /// Read the accounts of a linked tenant at its module.
    ReadAccounts {
        /// The link.
        link: LinkId,
        /// The tenant's name, for people.
        tenant: String,
    },
    /// Wake a phone, so that it looks whether there is a question. Of no use once the question is
    /// over.
    WakePhone {
        /// The phone.
        phone: FactorId,
        /// When the question is over.
        until: Timestamp,
    },
    /// Post an audit entry to a webhook. The entry is read and signed when it is sent.
    Event {
        /// The webhook.
        webhook: WebhookId,
        /// The number of the entry in its partner's chain; none for a test.
        seq: Option<i64>,
        /// When it came into the outbox.
        at: Timestamp,
    },
}

impl Message {
    /// The kind, for numbers and lists.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Mail { .. } => "mail",
            Self::TestMail { .. } => "test_mail",
            Self::BackchannelLogout { .. } => "backchannel_logout",
            Self::ModuleEvent { .. } => "module_event",
            Self::ReadAccounts { .. } => "read_accounts",
            Self::WakePhone { .. } => "wake_phone",
            Self::Event { .. } => "event",
        }
    }
    /// The `client_id` of the module that it tells of the end of somebody's access, if it does.
    pub fn tells(&self) -> Option<&str> {
        match self {
            Self::BackchannelLogout {
                oauth_client_id, ..
            }
            | Self::ModuleEvent {
                oauth_client_id, ..
            } => Some(oauth_client_id),
            _ => None,
        }
    }
    /// What it is about, in words without secrets.
    pub fn about(&self) -> String {
        match self {
            Self::Mail { to, mail, .. } => format!("{} to {to}", mail.subject_in_words()),
            Self::TestMail { to, .. } => format!("Test mail to {to}"),
            Self::BackchannelLogout {
                oauth_client_id, ..
            } => format!("Sign-out at {oauth_client_id}"),
            Self::ModuleEvent {
                oauth_client_id, ..
            } => format!("News for {oauth_client_id}"),
            Self::ReadAccounts { tenant, .. } => format!("Accounts of {tenant}"),
            Self::WakePhone { .. } => "A question to a phone".into(),
            Self::Event { seq, .. } => seq.map_or_else(
                || "Test event".to_owned(),
                |seq| format!("Entry {seq} of the audit log"),
            ),
        }
    }
    /// How often it is tried before it is put aside as a dead letter.
    pub const fn attempts(&self) -> i64 {
        match self {
            Self::Mail { .. } => 12,
            // Whoever tests wants to know at once.
            Self::TestMail { .. } => 1,
            Self::BackchannelLogout { .. } => 8,
            Self::ModuleEvent { .. } | Self::ReadAccounts { .. } => 12,
            // The question lasts a minute.
            Self::WakePhone { .. } => 3,
            Self::Event { .. } => super::EVENT_ATTEMPTS,
        }
    }
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutboxState {
    /// Waits for its time.
    Waiting,
    /// Left.
    Sent,
    /// Put aside after the last attempt.
    Dead,
}

impl OutboxState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Sent, Self::Dead];
    /// The state of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
    /// The words of a page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Sent => "Sent",
            Self::Dead => "Given up",
        }
    }
    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Dead => "dead",
        }
    }
}

/// The pause after the n-th failed attempt (from 1): doubling from 5 seconds to one hour, with up
/// to a quarter more by chance, so that many that failed together do not return together.
pub fn retry_after(attempt: i64, chance: &dyn Chance) -> Span {
    let exponent = u32::try_from(attempt.clamp(1, 20) - 1).unwrap_or(0);
    let base = Span::seconds(5)
        .0
        .saturating_mul(1_i64 << exponent)
        .min(Span::hours(1).0);
    let [byte] = chance.bytes::<1>();
    Span(base + base / 4 * i64::from(byte) / 255)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Most;
    impl Chance for Most {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(255);
        }
    }

    #[test]
    fn pauses_double_to_an_hour() {
        assert_eq!(retry_after(1, &Most), Span(6_250_000));
        assert_eq!(retry_after(2, &Most), Span(12_500_000));
        assert_eq!(retry_after(99, &Most), Span(Span::hours(1).0 / 4 * 5));
    }

    #[test]
    fn a_mail_of_version_one_that_still_waits_is_read() {
        let old = r#"{"kind":"mail","to":"a@example.com","mail":{"mail":"sign_in_blocked","display_name":"Demo","when":"14 May"}}"#;
        let Ok(Message::Mail {
            mail,
            language,
            zone,
            ..
        }) = serde_json::from_str(old)
        else {
            panic!("not read");
        };
        assert_eq!((language, zone), (Language::English, Zone::UTC));
        let when = When::Words("14 May".into());
        let display_name = "Demo".into();
        assert_eq!(mail, Mail::SignInBlocked { display_name, when });
        let at = serde_json::to_string(&When::At(Timestamp(7))).unwrap();
        assert_eq!(
            serde_json::from_str::<When>(&at).unwrap(),
            When::At(Timestamp(7))
        );
    }
}
