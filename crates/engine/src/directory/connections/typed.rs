//! What was typed of a connection, put right by what the wire knows.

use crate::directory::PsaKeys;
use kernel::{Refusal, RefusalKind, Secret};
use model::directory::{
    CheckedNames, ConnectionRefusal, PsaConnection, PsaConnectionDraft, PsaVendor, keys_may_stay,
};
use protocol::psa::bms::{Region, RegionRefusal};
use protocol::psa::connectwise::{BaseUrl, BaseUrlRefusal, Login, LoginRefusal};

/// Why a connection is not taken as it was typed: each field has its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PsaDraftRefusal {
    /// The name, the count, the keys that were left out.
    Connection(ConnectionRefusal),
    /// The base URL of ConnectWise.
    BaseUrl(BaseUrlRefusal),
    /// Company, keys or client id of ConnectWise.
    Login(LoginRefusal),
    /// The host of BMS.
    Region(RegionRefusal),
}

impl PsaDraftRefusal {
    fn told(&self) -> &dyn Refusal {
        match self {
            Self::Connection(refusal) => refusal,
            Self::BaseUrl(refusal) => refusal,
            Self::Login(refusal) => refusal,
            Self::Region(refusal) => refusal,
        }
    }
}

impl Refusal for PsaDraftRefusal {
    fn code(&self) -> &'static str {
        self.told().code()
    }
    fn sentence(&self) -> String {
        self.told().sentence()
    }
    fn remedy(&self) -> String {
        self.told().remedy()
    }
    fn kind(&self) -> RefusalKind {
        self.told().kind()
    }
}

macro_rules! from {
    ($($case:ident($refusal:ident);)*) => {$(
        impl From<$refusal> for PsaDraftRefusal {
            fn from(refusal: $refusal) -> Self {
                Self::$case(refusal)
            }
        }
    )*};
}

from! {
    Connection(ConnectionRefusal);
    BaseUrl(BaseUrlRefusal);
    Login(LoginRefusal);
    Region(RegionRefusal);
}

/// A draft that can be kept.
pub(super) struct Typed {
    pub names: CheckedNames,
    pub host: String,
    pub company: String,
    pub client_id: String,
    pub keys: PsaKeys,
    /// Some of the keys were typed now.
    pub new_keys: bool,
}

impl Typed {
    /// The connection as it is with this draft.
    pub fn onto(&self, connection: PsaConnection) -> PsaConnection {
        PsaConnection {
            name: self.names.name.clone(),
            host: self.host.clone(),
            company: self.company.clone(),
            account: self.names.account.clone(),
            client_id: self.client_id.clone(),
            api_member: self.names.api_member.clone(),
            ..connection
        }
    }
}

fn typed(key: &Secret<String>) -> Option<Secret<String>> {
    let text = key.reveal().trim();
    (!text.is_empty()).then(|| text.into())
}

/// Without https://, which is the only way that a PSA elsewhere is called.
fn plainly(address: &str) -> String {
    address
        .strip_prefix("https://")
        .unwrap_or(address)
        .to_owned()
}

/// A key that was typed, else the one that is there and may stay.
fn key(
    new: &Secret<String>,
    kept: Option<&Secret<String>>,
    stays: bool,
) -> Result<Secret<String>, PsaDraftRefusal> {
    match (typed(new), kept) {
        (Some(new), _) => Ok(new),
        (None, Some(kept)) if stays => Ok(kept.clone()),
        (None, Some(_)) => Err(ConnectionRefusal::KeysAgain.into()),
        (None, None) => Ok(Secret::new(String::new())),
    }
}

/// Reads a draft; `before` is the connection that it changes, with its keys.
pub(super) fn read(
    draft: &PsaConnectionDraft,
    before: Option<(&PsaConnection, &PsaKeys)>,
) -> Result<Typed, PsaDraftRefusal> {
    if before.is_some_and(|(before, _)| before.vendor != draft.vendor) {
        return Err(ConnectionRefusal::Vendor.into());
    }
    let names = draft.check()?;
    match draft.vendor {
        PsaVendor::ConnectWise => connectwise(draft, names, before),
        PsaVendor::Bms => bms(draft, names, before),
    }
}

fn connectwise(
    draft: &PsaConnectionDraft,
    names: CheckedNames,
    before: Option<(&PsaConnection, &PsaKeys)>,
) -> Result<Typed, PsaDraftRefusal> {
    let host = plainly(BaseUrl::parse(&draft.host)?.pages());
    // Company and client id first: with keys of no meaning nothing else can be wrong.
    let any: Secret<String> = "any-key-at-all".into();
    let login = Login::new(&draft.company, &any, &any, &draft.client_id)?;
    let (company, client_id) = (login.company().to_owned(), login.client_id().to_owned());
    let stays = before.is_some_and(|(b, _)| keys_may_stay(b, &host, &company, &b.account));
    let keys = PsaKeys {
        public: key(&draft.public, before.map(|(_, k)| &k.public), stays)?,
        private: key(&draft.private, before.map(|(_, k)| &k.private), stays)?,
    };
    Login::new(&company, &keys.public, &keys.private, &client_id)?;
    Ok(Typed {
        new_keys: typed(&draft.public).is_some() || typed(&draft.private).is_some(),
        names,
        host,
        company,
        client_id,
        keys,
    })
}

fn bms(
    draft: &PsaConnectionDraft,
    names: CheckedNames,
    before: Option<(&PsaConnection, &PsaKeys)>,
) -> Result<Typed, PsaDraftRefusal> {
    let host = plainly(Region::parse(&draft.host)?.api());
    let host = host.strip_prefix("api.").unwrap_or(&host).to_owned();
    let company = draft.tenant()?;
    let stays = before.is_some_and(|(b, _)| keys_may_stay(b, &host, &company, &names.account));
    // A password is taken as it is: blanks at its ends may be part of it.
    let private = match draft.private.reveal().is_empty() {
        true => key(&draft.private, before.map(|(_, k)| &k.private), stays)?,
        false => draft.private.clone(),
    };
    PsaConnectionDraft::check_password(&private)?;
    Ok(Typed {
        names,
        host,
        company,
        client_id: String::new(),
        new_keys: !draft.private.reveal().is_empty(),
        keys: PsaKeys {
            public: Secret::new(String::new()),
            private,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(vendor: PsaVendor, host: &str) -> PsaConnectionDraft {
        PsaConnectionDraft {
            vendor,
            name: "training".into(),
            host: host.into(),
            company: "acme".into(),
            account: "api".into(),
            public: "PUBKEY12".into(),
            private: "PRIVKEY1".into(),
            client_id: String::new(),
            api_member: String::new(),
        }
    }

    #[test]
    fn hosts_are_kept_as_people_know_them_and_read_the_same_again() {
        for (vendor, written, kept) in [
            (PsaVendor::ConnectWise, "na", "na.myconnectwise.net"),
            (
                PsaVendor::ConnectWise,
                "https://api-eu.myconnectwise.net/v4_6_release/apis/3.0",
                "eu.myconnectwise.net",
            ),
            (
                PsaVendor::ConnectWise,
                "https://cw.example.com:8443/",
                "cw.example.com:8443",
            ),
            (
                PsaVendor::ConnectWise,
                "http://127.0.0.1:8700",
                "http://127.0.0.1:8700",
            ),
            (
                PsaVendor::Bms,
                "https://api.bmsemea.kaseya.com/v2",
                "bmsemea.kaseya.com",
            ),
            (
                PsaVendor::Bms,
                "http://127.0.0.1:8701/",
                "http://127.0.0.1:8701",
            ),
        ] {
            let first = read(&draft(vendor, written), None).map(|t| t.host);
            assert_eq!(first.as_deref(), Ok(kept), "{written}");
            assert_eq!(read(&draft(vendor, kept), None).map(|t| t.host), first);
        }
    }

    #[test]
    fn a_wrong_field_is_told_before_missing_keys() {
        let told = |change: &dyn Fn(&mut PsaConnectionDraft)| {
            let mut typed = draft(PsaVendor::ConnectWise, "na");
            typed.public = "".into();
            change(&mut typed);
            read(&typed, None).map(|_| ()).unwrap_err().code()
        };
        assert_eq!(
            told(&|d| d.host = "http://cw.example.com".into()),
            "psa_url_plain"
        );
        assert_eq!(told(&|d| d.company = "a b".into()), "psa_company_form");
        assert_eq!(told(&|d| d.client_id = "x".into()), "psa_client_id_form");
        assert_eq!(told(&|_| ()), "psa_public_key_form");
        assert_eq!(
            told(&|d| {
                d.public = "PUBKEY12".into();
                d.private = "x".into();
            }),
            "psa_private_key_form"
        );
        assert_eq!(told(&|d| d.name = String::new()), "psa_connection_name");
    }
}
