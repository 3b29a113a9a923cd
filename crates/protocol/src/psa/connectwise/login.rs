//! Whose keys a call comes with.

use base64::Engine as _;
use kernel::{Refusal, RefusalKind, Secret};

/// The company and the keys of an API member, and the id of the integration. Printing it shows no
/// key.
#[derive(Clone, Debug)]
pub struct Login {
    company: String,
    public: Secret<String>,
    private: Secret<String>,
    client_id: String,
}

/// Why a login is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginRefusal {
    /// No company, or none that can be one.
    Company,
    /// No public key, or none that can be one.
    PublicKey,
    /// No private key, or none that can be one.
    PrivateKey,
    /// The client id is no GUID.
    ClientId,
}

impl LoginRefusal {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Company,
        Self::PublicKey,
        Self::PrivateKey,
        Self::ClientId,
    ];
}

impl Refusal for LoginRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Company => "psa_company_form",
            Self::PublicKey => "psa_public_key_form",
            Self::PrivateKey => "psa_private_key_form",
            Self::ClientId => "psa_client_id_form",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Company => "The company is missing or has signs that no company has.",
            Self::PublicKey => "The public key is missing or not whole.",
            Self::PrivateKey => "The private key is missing or not whole.",
            Self::ClientId => "The client id is not a GUID.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::Company => "Enter the company as you type it when you sign in to ConnectWise.",
            Self::PublicKey | Self::PrivateKey => {
                "Copy the key again from the API member's tab API Keys; a private key is shown only once."
            }
            Self::ClientId => {
                "Paste the client id as ConnectWise's developer site shows it, 36 signs with four dashes."
            }
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Invalid
    }
}

/// Whether a text has the form of a GUID.
fn guid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == lengths.len()
        && parts.iter().zip(lengths).all(|(part, length)| {
            part.len() == length && part.chars().all(|c| c.is_ascii_hexdigit())
        })
}

impl Login {
    /// Takes what was typed; an empty client id is none, for servers that ask for none.
    ///
    /// # Errors
    /// [`LoginRefusal`] for what cannot be sent.
    pub fn new(
        company: &str,
        public: &Secret<String>,
        private: &Secret<String>,
        client_id: &str,
    ) -> Result<Self, LoginRefusal> {
        let company = company.trim();
        // A plus or a colon would end the name before its end; a slash would be another address.
        let sign = |c: char| c.is_control() || c.is_whitespace() || "+:/?#%\\".contains(c);
        if company.is_empty() || company.len() > 100 || company.contains(sign) {
            return Err(LoginRefusal::Company);
        }
        let key = |key: &Secret<String>, more: &str| {
            let key = key.reveal().trim();
            let whole = (8..=200).contains(&key.len())
                && key
                    .chars()
                    .all(|c| c.is_ascii_graphic() && !more.contains(c));
            whole.then(|| Secret::from(key))
        };
        let client_id = client_id.trim().trim_matches(['{', '}']);
        if !client_id.is_empty() && !guid(client_id) {
            return Err(LoginRefusal::ClientId);
        }
        Ok(Self {
            company: company.to_owned(),
            public: key(public, ":+").ok_or(LoginRefusal::PublicKey)?,
            private: key(private, "").ok_or(LoginRefusal::PrivateKey)?,
            client_id: client_id.to_ascii_lowercase(),
        })
    }

    /// The company that is typed at login.
    pub fn company(&self) -> &str {
        &self.company
    }

    /// The client id; empty where there is none.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The header `Authorization`.
    pub fn basic(&self) -> Secret<String> {
        let (company, public) = (&self.company, self.public.reveal());
        let plain = Secret::new(format!("{company}+{public}:{}", self.private.reveal()));
        let encoded = base64::engine::general_purpose::STANDARD.encode(plain.reveal());
        format!("Basic {encoded}").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUID: &str = "01234567-89AB-cdef-0123-456789abcdef";

    fn login(company: &str, public: &str, private: &str, id: &str) -> Result<Login, LoginRefusal> {
        Login::new(company, &public.into(), &private.into(), id)
    }

    #[test]
    fn the_header_is_the_vendors() {
        // The key pair of the vendor's example has seven signs; ours never have less than eight.
        let made = login(" acme ", " PUBKEY12 ", "PRIVKEY1", &format!("{{{GUID}}}"));
        let made = made.expect("a login");
        let plain = base64::engine::general_purpose::STANDARD.encode("acme+PUBKEY12:PRIVKEY1");
        assert_eq!(made.basic().reveal(), &format!("Basic {plain}"));
        assert_eq!(made.client_id(), GUID.to_ascii_lowercase());
        let printed = format!("{made:?} {:?}", made.basic());
        assert!(
            !printed.contains("PRIVKEY1") && !printed.contains("PUBKEY12"),
            "{printed}"
        );
    }

    #[test]
    fn what_cannot_be_sent_is_refused() {
        for (company, public, private, id, refusal) in [
            ("", "PUBKEY12", "PRIVKEY1", GUID, LoginRefusal::Company),
            ("a+b", "PUBKEY12", "PRIVKEY1", GUID, LoginRefusal::Company),
            ("a b", "PUBKEY12", "PRIVKEY1", GUID, LoginRefusal::Company),
            ("../x", "PUBKEY12", "PRIVKEY1", GUID, LoginRefusal::Company),
            ("a", "PUB KEY1", "PRIVKEY1", GUID, LoginRefusal::PublicKey),
            ("a", "PUB:KEY1", "PRIVKEY1", GUID, LoginRefusal::PublicKey),
            ("a", "PUBKEY12", "short", GUID, LoginRefusal::PrivateKey),
            (
                "a",
                "PUBKEY12",
                "PRIVKEY1\r\nx",
                GUID,
                LoginRefusal::PrivateKey,
            ),
            ("a", "PUBKEY12", "PRIVKEY1", "0123", LoginRefusal::ClientId),
        ] {
            let made = login(company, public, private, id);
            assert_eq!(made.err(), Some(refusal), "{company} {public} {id}");
        }
        assert!(login("a", "PUBKEY12", "PRIVKEY1", "").is_ok());
    }
}
