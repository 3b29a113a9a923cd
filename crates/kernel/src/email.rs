//! E-mail addresses, parsed at the edge.

use std::fmt;

/// A mail address as it was typed, with the key by which two of them are compared.
///
/// Only ASCII is taken: an address whose letters merely look alike must never match another
/// person's (unicode look-alikes). Domains with other letters are written in their `xn--` form.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailAddress(String);

/// Why a text is not a mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailFault {
    /// Nothing was typed.
    #[error("Enter an email address.")]
    Empty,
    /// Longer than RFC 5321 allows (254 octets, 64 before the @).
    #[error("This email address is too long. An address has at most 254 characters.")]
    TooLong,
    /// Not of the form name@domain.
    #[error("An email address looks like name@example.com.")]
    Form,
    /// Contains letters outside ASCII.
    #[error(
        "Only plain letters, digits and . _ % + - are possible here. Write the domain in its xn-- form if it has other letters."
    )]
    Letters,
}

impl EmailAddress {
    /// Reads an address; surrounding spaces are dropped.
    ///
    /// # Errors
    /// [`EmailFault`] with a sentence for the field.
    pub fn parse(text: &str) -> Result<Self, EmailFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailFault::Empty);
        }
        if text.len() > 254 {
            return Err(EmailFault::TooLong);
        }
        if !text.is_ascii() {
            return Err(EmailFault::Letters);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailFault::Form)?;
        if local.len() > 64 {
            return Err(EmailFault::TooLong);
        }
        let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        let local_ok = !local.is_empty()
            && local.chars().all(atom)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let label_ok = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        let domain_ok = domain.contains('.') && domain.split('.').all(label_ok);
        if local_ok && domain_ok {
            Ok(Self(text.to_owned()))
        } else {
            Err(EmailFault::Form)
        }
    }

    /// The address as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form by which addresses are compared: lower case.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_addresses() {
        for good in [
            "a@example.com",
            " owner+x@sub.example.com ",
            "o'neil@example.org",
            "x@xn--bcher-kva.example",
        ] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for (bad, fault) in [
            ("", EmailFault::Empty),
            ("owner", EmailFault::Form),
            ("@example.com", EmailFault::Form),
            ("a@localhost", EmailFault::Form),
            ("a..b@example.com", EmailFault::Form),
            ("a b@example.com", EmailFault::Form),
            ("a@exa\nmple.com", EmailFault::Form),
            ("оwner@example.com", EmailFault::Letters), // the first letter is Cyrillic
            ("a@-x.com", EmailFault::Form),
        ] {
            assert_eq!(EmailAddress::parse(bad), Err(fault), "{bad}");
        }
        assert_eq!(
            EmailAddress::parse(&format!("a@{}.com", "x".repeat(260))),
            Err(EmailFault::TooLong)
        );
        assert_eq!(
            EmailAddress::parse("Owner@Example.com").map(|e| e.key()),
            Ok("owner@example.com".to_owned())
        );
    }
}
