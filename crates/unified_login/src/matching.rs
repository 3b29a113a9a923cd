//! Which account of a module belongs to a person.

use crate::{MatchBy, Refused};

/// What a person is known by at the hub. Only what was proved: an address that nobody confirmed
/// matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonKeys<'a> {
    /// The confirmed e-mail address.
    pub email: Option<&'a str>,
    /// The username.
    pub username: Option<&'a str>,
}

/// What an account is known by at the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountKeys<'a> {
    /// The module's id.
    pub id: &'a str,
    /// The e-mail address.
    pub email: &'a str,
    /// The username.
    pub username: Option<&'a str>,
    /// Active at the module.
    pub active: bool,
    /// It belongs to somebody else already: matched or linked before.
    pub taken: bool,
}

/// Why no account is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchRefusal {
    /// The module has no account with the address or name.
    NoAccount,
    /// More than one account fits, or address and name lead to different ones: never guessed.
    Ambiguous,
    /// The one that fits is deactivated at the module.
    Deactivated,
    /// The one that fits belongs to another person of the hub.
    Taken,
}

impl MatchRefusal {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::NoAccount,
        Self::Ambiguous,
        Self::Deactivated,
        Self::Taken,
    ];
}

impl Refused for MatchRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoAccount => "no_account",
            Self::Ambiguous => "match_ambiguous",
            Self::Deactivated => "account_deactivated_at_module",
            Self::Taken => "account_of_another_person",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::NoAccount => "This module has no account with your email address or username.",
            Self::Ambiguous => {
                "More than one account of this module fits your email address or username."
            }
            Self::Deactivated => "Your account at this module was deactivated.",
            Self::Taken => "The account that fits belongs to another person of the hub.",
        }
        .into()
    }

    fn remedy(&self) -> String {
        match self {
            Self::NoAccount => {
                "Ask an administrator of the module for an account, or a master to turn on Automatic User Creation."
            }
            Self::Ambiguous => {
                "An administrator of the module gives each account an address and a username of its own."
            }
            Self::Deactivated => "Ask an administrator of the module to reactivate it.",
            Self::Taken => "Ask an administrator of the module which account is yours.",
        }
        .into()
    }
}

/// Two names are the same when they differ in the case of letters only.
fn same(one: &str, other: &str) -> bool {
    !one.is_empty() && one.to_lowercase() == other.to_lowercase()
}

/// The one account of a person, by the keys that the module names. Whatever is not certain is
/// refused: an address is not a person.
///
/// # Errors
/// [`MatchRefusal`].
pub fn match_account<'a>(
    by: &[MatchBy],
    person: &PersonKeys<'_>,
    accounts: &[AccountKeys<'a>],
) -> Result<&'a str, MatchRefusal> {
    let fits = |account: &&AccountKeys<'a>| {
        by.iter().any(|by| match by {
            MatchBy::Email => person.email.is_some_and(|e| same(e, account.email)),
            MatchBy::Username => person
                .username
                .zip(account.username)
                .is_some_and(|(one, other)| same(one, other)),
        })
    };
    let mut found = accounts.iter().filter(fits);
    match (found.next(), found.next()) {
        (None, _) => Err(MatchRefusal::NoAccount),
        (Some(_), Some(_)) => Err(MatchRefusal::Ambiguous),
        (Some(one), None) if one.taken => Err(MatchRefusal::Taken),
        (Some(one), None) if !one.active => Err(MatchRefusal::Deactivated),
        (Some(one), None) => Ok(one.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_matches() {
        let account = |id, email, username| AccountKeys {
            id,
            email,
            username,
            active: true,
            taken: false,
        };
        let accounts = [
            account("1", "Ann@example.com", Some("ann")),
            account("2", "bob@example.com", Some("Bob")),
            account("3", "twin@example.com", None),
            account("4", "twin@example.com", None),
            AccountKeys {
                active: false,
                ..account("5", "old@example.com", None)
            },
            AccountKeys {
                taken: true,
                ..account("6", "theirs@example.com", None)
            },
        ];
        let both = [MatchBy::Email, MatchBy::Username];
        let (email, username) = (&both[..1], &both[1..]);
        let row = |by: &[MatchBy], email, username| {
            match_account(by, &PersonKeys { email, username }, &accounts)
        };
        assert_eq!(row(&both, Some("ann@EXAMPLE.com"), None), Ok("1"));
        assert_eq!(row(&both, None, Some("BOB")), Ok("2"));
        assert_eq!(row(&both, Some("ann@example.com"), Some("ann")), Ok("1"));
        // Address and username lead to different accounts.
        let two = row(&both, Some("ann@example.com"), Some("bob"));
        assert_eq!(two, Err(MatchRefusal::Ambiguous));
        assert_eq!(row(email, Some("ann@example.com"), Some("bob")), Ok("1"));
        assert_eq!(row(username, Some("ann@example.com"), Some("bob")), Ok("2"));
        assert_eq!(
            row(&both, Some("twin@example.com"), None),
            Err(MatchRefusal::Ambiguous)
        );
        assert_eq!(
            row(&both, Some("old@example.com"), None),
            Err(MatchRefusal::Deactivated)
        );
        assert_eq!(
            row(&both, Some("theirs@example.com"), None),
            Err(MatchRefusal::Taken)
        );
        assert_eq!(
            row(&both, Some("new@example.com"), None),
            Err(MatchRefusal::NoAccount)
        );
        // Nothing proved, nothing matched; an account without a name is nobody's.
        assert_eq!(row(&both, None, None), Err(MatchRefusal::NoAccount));
        assert_eq!(row(&both, Some(""), Some("")), Err(MatchRefusal::NoAccount));
        assert_eq!(
            row(&[], Some("ann@example.com"), None),
            Err(MatchRefusal::NoAccount)
        );
    }
}
