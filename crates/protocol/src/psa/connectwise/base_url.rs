//! The base URL as people type it: the host alone, with a scheme, the address of a page, a cloud
//! name without `api-`. It is put right, or refused with what to type instead.

use kernel::{Refusal, RefusalKind};
use url::{Host, Url};

/// Where a tenant is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    api: String,
    pages: String,
}

/// Why a base URL is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaseUrlRefusal {
    /// Nothing was typed.
    Empty,
    /// It is no address.
    Form,
    /// Neither `https://` nor none at all.
    Scheme,
    /// `http://` to another machine.
    Plain,
    /// A name and a password before the host.
    Userinfo,
    /// A path that is none of the PSA's.
    Path,
    /// ConnectWise's own site, which is nobody's PSA.
    NoTenant,
    /// The cloud without a region.
    NoRegion,
    /// The cloud with a port.
    CloudPort,
}

impl BaseUrlRefusal {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Empty,
        Self::Form,
        Self::Scheme,
        Self::Plain,
        Self::Userinfo,
        Self::Path,
        Self::NoTenant,
        Self::NoRegion,
        Self::CloudPort,
    ];
}

impl Refusal for BaseUrlRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "psa_url_empty",
            Self::Form => "psa_url_form",
            Self::Scheme => "psa_url_scheme",
            Self::Plain => "psa_url_plain",
            Self::Userinfo => "psa_url_userinfo",
            Self::Path => "psa_url_path",
            Self::NoTenant => "psa_url_no_tenant",
            Self::NoRegion => "psa_url_no_region",
            Self::CloudPort => "psa_url_cloud_port",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Empty => "The base URL is missing.",
            Self::Form => "The base URL is not the name of a host.",
            Self::Scheme => "The base URL begins with something else than https://.",
            Self::Plain => "The base URL begins with http://, and ConnectWise takes no such calls.",
            Self::Userinfo => "The base URL holds a name or a password.",
            Self::Path => "The base URL holds a path that is none of ConnectWise's.",
            Self::NoTenant => "This is a web site of ConnectWise, not your ConnectWise PSA.",
            Self::NoRegion => "The base URL does not say in which region your ConnectWise is.",
            Self::CloudPort => "ConnectWise's cloud is not reached through a port of its own.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::Plain | Self::Scheme => "Enter the host alone, or with https:// before it.",
            Self::Userinfo => "Enter the host alone; the keys have fields of their own.",
            Self::NoRegion => "Enter the host that you sign in at, such as na.myconnectwise.net, eu. or au.",
            Self::CloudPort => "Leave out the colon and the number.",
            Self::Empty | Self::Form | Self::Path | Self::NoTenant => {
                "Enter the host that you sign in at, such as na.myconnectwise.net, or your own server's name."
            }
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Invalid
    }
}

/// Longest text that is read.
const LONGEST: usize = 2048;
const CLOUD: &str = "myconnectwise.net";
const STAGING: &str = "staging.connectwisedev.com";
/// Regions, which people type alone.
const REGIONS: [&str; 5] = ["na", "eu", "au", "aus", "za"];

/// Whether a path is the beginning of ConnectWise's own: what people copy out of their browser.
fn is_theirs(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next();
    let first = first.unwrap_or_default().to_ascii_lowercase();
    let version = || {
        let mut parts = first.strip_prefix('v')?.split('_');
        parts
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
            .then_some(())
    };
    [
        "",
        "v4_6_release",
        "apis",
        "login",
        "support",
        "connectwise.aspx",
    ]
    .contains(&first.as_str())
        || version().is_some()
}

/// With and without `api-`, where the host is one of the cloud's.
fn on_the_cloud(host: &str) -> Result<Option<(String, String)>, BaseUrlRefusal> {
    let plain = host.strip_prefix("api-").unwrap_or(host);
    if plain == CLOUD || plain == format!("www.{CLOUD}") {
        return Err(BaseUrlRefusal::NoRegion);
    }
    let staging = plain == STAGING;
    let hosted = plain.strip_suffix(CLOUD).and_then(|r| r.strip_suffix('.'));
    Ok((staging || hosted.is_some()).then(|| (format!("api-{plain}"), plain.to_owned())))
}

impl BaseUrl {
    /// Reads what was typed.
    ///
    /// # Errors
    /// [`BaseUrlRefusal`] where it cannot be put right.
    pub fn parse(typed: &str) -> Result<Self, BaseUrlRefusal> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(BaseUrlRefusal::Empty);
        }
        if typed.len() > LONGEST || typed.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(BaseUrlRefusal::Form);
        }
        let region = REGIONS.iter().find(|r| r.eq_ignore_ascii_case(typed));
        let whole = match (region, typed.contains("://")) {
            (Some(region), _) => format!("https://{region}.{CLOUD}"),
            (None, true) => typed.to_owned(),
            (None, false) => format!("https://{typed}"),
        };
        let url = Url::parse(&whole).map_err(|_| BaseUrlRefusal::Form)?;
        if !["https", "http"].contains(&url.scheme()) {
            return Err(BaseUrlRefusal::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseUrlRefusal::Userinfo);
        }
        let host = url.host().ok_or(BaseUrlRefusal::Form)?;
        let loopback = match &host {
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
            Host::Domain(name) => *name == "localhost",
        };
        if url.scheme() == "http" && !loopback {
            return Err(BaseUrlRefusal::Plain);
        }
        if !is_theirs(url.path()) {
            return Err(BaseUrlRefusal::Path);
        }
        let host = host.to_string();
        let host = host.trim_end_matches('.');
        if host.is_empty() || host.starts_with('.') || host.contains("..") {
            return Err(BaseUrlRefusal::Form);
        }
        if host == "connectwise.com" || host.ends_with(".connectwise.com") {
            return Err(BaseUrlRefusal::NoTenant);
        }
        if let Some((api, pages)) = on_the_cloud(host)? {
            return match url.port() {
                Some(_) => Err(BaseUrlRefusal::CloudPort),
                None => Ok(Self {
                    api: format!("https://{api}"),
                    pages: format!("https://{pages}"),
                }),
            };
        }
        let port = url.port().map(|port| format!(":{port}"));
        let own = format!("{}://{host}{}", url.scheme(), port.unwrap_or_default());
        Ok(Self {
            api: own.clone(),
            pages: own,
        })
    }

    /// Where programs call: scheme and host, without a slash at the end.
    pub fn api(&self) -> &str {
        &self.api
    }

    /// Whether it is one of the vendor's cloud, as far as its name says.
    pub fn in_cloud(&self) -> bool {
        self.api != self.pages
    }

    /// Where people sign in, and where companies are asked for their codebase.
    pub fn pages(&self) -> &str {
        &self.pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_cloud_is_known_by_its_name() {
        for (typed, cloud) in [
            ("na", true),
            ("staging.connectwisedev.com", true),
            ("cw.example.com", false),
            ("myconnectwise.net.example.com", false),
        ] {
            assert_eq!(BaseUrl::parse(typed).unwrap().in_cloud(), cloud, "{typed}");
        }
    }

    #[test]
    fn what_people_type_is_put_right() {
        for (typed, api) in [
            ("na.myconnectwise.net", "https://api-na.myconnectwise.net"),
            ("NA.MyConnectWise.net", "https://api-na.myconnectwise.net"),
            ("na", "https://api-na.myconnectwise.net"),
            (" eu.myconnectwise.net ", "https://api-eu.myconnectwise.net"),
            (
                "https://au.myconnectwise.net/",
                "https://api-au.myconnectwise.net",
            ),
            (
                "aus.myconnectwise.net///",
                "https://api-aus.myconnectwise.net",
            ),
            ("za.myconnectwise.net.", "https://api-za.myconnectwise.net"),
            (
                "api-na.myconnectwise.net",
                "https://api-na.myconnectwise.net",
            ),
            (
                "https://api-eu.myconnectwise.net/v4_6_release/apis/3.0/",
                "https://api-eu.myconnectwise.net",
            ),
            (
                "https://na.myconnectwise.net/v2025_1/ConnectWise.aspx?fullscreen=false#startscreen=x",
                "https://api-na.myconnectwise.net",
            ),
            (
                "https://na.myconnectwise.net:443",
                "https://api-na.myconnectwise.net",
            ),
            (
                "sandbox-na.myconnectwise.net",
                "https://api-sandbox-na.myconnectwise.net",
            ),
            (
                "staging.connectwisedev.com",
                "https://api-staging.connectwisedev.com",
            ),
            ("cw.example.com", "https://cw.example.com"),
            (
                "https://cw.example.com:8443/v4_6_release",
                "https://cw.example.com:8443",
            ),
            ("psaserver", "https://psaserver"),
            ("203.0.113.7", "https://203.0.113.7"),
            ("[2001:db8::7]:444", "https://[2001:db8::7]:444"),
            ("http://127.0.0.1:8700", "http://127.0.0.1:8700"),
            ("http://localhost:8700/", "http://localhost:8700"),
            ("mönchen.example", "https://xn--mnchen-wxa.example"),
        ] {
            let read = BaseUrl::parse(typed);
            assert_eq!(read.as_ref().map(BaseUrl::api), Ok(api), "{typed}");
            let again = BaseUrl::parse(api);
            assert_eq!(again, read, "what was put right stays: {typed}");
        }
        let cloud = BaseUrl::parse("api-na.myconnectwise.net");
        assert_eq!(
            cloud.as_ref().map(BaseUrl::pages),
            Ok("https://na.myconnectwise.net")
        );
    }

    #[test]
    fn what_cannot_be_put_right_is_refused() {
        for (typed, refusal) in [
            ("", BaseUrlRefusal::Empty),
            ("   ", BaseUrlRefusal::Empty),
            ("na myconnectwise.net", BaseUrlRefusal::Form),
            ("https://", BaseUrlRefusal::Form),
            ("a..b", BaseUrlRefusal::Form),
            ("ftp://na.myconnectwise.net", BaseUrlRefusal::Scheme),
            ("javascript://na.myconnectwise.net", BaseUrlRefusal::Scheme),
            ("http://na.myconnectwise.net", BaseUrlRefusal::Plain),
            ("http://cw.example.com", BaseUrlRefusal::Plain),
            ("http://10.0.0.1", BaseUrlRefusal::Plain),
            (
                "https://key:secret@na.myconnectwise.net",
                BaseUrlRefusal::Userinfo,
            ),
            ("me@cw.example.com", BaseUrlRefusal::Userinfo),
            ("https://cw.example.com/psa", BaseUrlRefusal::Path),
            ("https://cw.example.com/video_1", BaseUrlRefusal::Path),
            ("www.connectwise.com", BaseUrlRefusal::NoTenant),
            ("developer.connectwise.com", BaseUrlRefusal::NoTenant),
            ("myconnectwise.net", BaseUrlRefusal::NoRegion),
            ("www.myconnectwise.net", BaseUrlRefusal::NoRegion),
            ("na.myconnectwise.net:8443", BaseUrlRefusal::CloudPort),
        ] {
            assert_eq!(BaseUrl::parse(typed), Err(refusal), "{typed}");
        }
    }
}
