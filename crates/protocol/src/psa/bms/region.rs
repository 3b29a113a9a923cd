//! Where a BMS tenant is called: one of the vendor's regions, typed as people type it.

use kernel::{Refusal, RefusalKind};
use url::{Host, Url};

/// A region, as the address of its API without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region(String);

/// Why a host is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionRefusal {
    /// Nothing was typed, or it is no address.
    Form,
    /// `http://`.
    Plain,
    /// None of Kaseya's regions.
    Elsewhere,
}

impl RegionRefusal {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Form, Self::Plain, Self::Elsewhere];
}

impl Refusal for RegionRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Form => "bms_host_form",
            Self::Plain => "bms_host_plain",
            Self::Elsewhere => "bms_host_elsewhere",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Form => "The host is missing or is not an address.",
            Self::Plain => "The host begins with http://, and BMS takes no such calls.",
            Self::Elsewhere => "The host is none of the regions of Kaseya BMS.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        "Enter the host that you sign in at: bms.kaseya.com, bmsemea.kaseya.com, bmsapac.kaseya.com or vorexlogin.com."
            .into()
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Invalid
    }
}

/// The hosts that people sign in at.
const HOSTS: [&str; 4] = [
    "bms.kaseya.com",
    "bmsemea.kaseya.com",
    "bmsapac.kaseya.com",
    "vorexlogin.com",
];

impl Region {
    /// Reads what was typed: a host with or without `api.`, with or without a scheme, with whatever
    /// path stood in the browser.
    ///
    /// # Errors
    /// [`RegionRefusal`] for anything else.
    pub fn parse(typed: &str) -> Result<Self, RegionRefusal> {
        let typed = typed.trim();
        let whole = match typed.contains("://") {
            true => typed.to_owned(),
            false => format!("https://{typed}"),
        };
        if whole.len() > 2048 {
            return Err(RegionRefusal::Form);
        }
        let url = Url::parse(&whole).map_err(|_| RegionRefusal::Form)?;
        let here = match url.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => return Err(RegionRefusal::Form),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(RegionRefusal::Form);
        }
        // The simulator, or a tunnel that the operator made.
        if here && ["http", "https"].contains(&url.scheme()) {
            return Ok(Self(url.origin().ascii_serialization()));
        }
        match url.scheme() {
            "https" => {}
            "http" => return Err(RegionRefusal::Plain),
            _ => return Err(RegionRefusal::Form),
        }
        let host = url.host_str().unwrap_or_default().trim_end_matches('.');
        let host = host.strip_prefix("www.").unwrap_or(host);
        let host = host.strip_prefix("api.").unwrap_or(host);
        if url.port().is_none() && HOSTS.contains(&host) {
            Ok(Self(format!("https://api.{host}")))
        } else {
            Err(RegionRefusal::Elsewhere)
        }
    }

    /// The address.
    pub fn api(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_read_as_people_type_them() {
        for (typed, api) in [
            ("bms.kaseya.com", Ok("https://api.bms.kaseya.com")),
            (
                "https://BMSEMEA.kaseya.com/Auth/SignIn?x=1",
                Ok("https://api.bmsemea.kaseya.com"),
            ),
            (
                "api.bmsapac.kaseya.com/v2/",
                Ok("https://api.bmsapac.kaseya.com"),
            ),
            ("www.vorexlogin.com", Ok("https://api.vorexlogin.com")),
            ("http://127.0.0.1:8701/", Ok("http://127.0.0.1:8701")),
            ("", Err(RegionRefusal::Form)),
            ("ftp://bms.kaseya.com", Err(RegionRefusal::Form)),
            ("me:secret@bms.kaseya.com", Err(RegionRefusal::Form)),
            ("http://bms.kaseya.com", Err(RegionRefusal::Plain)),
            ("bms.kaseya.com:8443", Err(RegionRefusal::Elsewhere)),
            ("bms.kaseya.com.evil.example", Err(RegionRefusal::Elsewhere)),
            ("one.kaseya.com", Err(RegionRefusal::Elsewhere)),
        ] {
            let read = Region::parse(typed);
            assert_eq!(
                read.as_ref().map(Region::api).map_err(|r| *r),
                api,
                "{typed}"
            );
        }
    }
}
