//! Calls to addresses that masters of partners type: key sets of clients, webhooks. Such an address
//! must not lead the hub into the operator's own network (attack: server-side request forgery): names
//! are resolved here, and what is not public is left out before a connection is made.

use crate::MailFault;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// A client for such calls.
pub(crate) struct Guarded {
    pub(crate) client: reqwest::Client,
    private: bool,
}

fn public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        // Addresses of carriers (RFC 6598), of protocols (RFC 6890) and for benchmarks (RFC 2544).
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b)))
}

fn public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match s {
        // Mapped, translated (RFC 6052) and 6to4 addresses are the IPv4 addresses within.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            embedded(high, low)
        }
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, and documentation.
        [0x2001, 0, ..] | [0x2001, 0x0db8, ..] => false,
        // Only 2000::/3 is given out for the public network (RFC 4291, 2.4).
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Whether an address belongs to the public network.
fn public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => public_v4(v4),
        IpAddr::V6(v6) => public_v6(v6),
    }
}

/// Resolves names to public addresses alone; the connection goes to what was looked at.
struct PublicOnly {
    private: bool,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let fitting: Vec<SocketAddr> = found.filter(|a| private || public(a.ip())).collect();
            if fitting.is_empty() {
                return Err("the name leads to no public address".into());
            }
            Ok(Box::new(fitting.into_iter()) as Addrs)
        })
    }
}

impl Guarded {
    /// A client that waits so long; `private` lets it into private networks and, on this machine
    /// itself, do without TLS, as the operator's settings say.
    pub(crate) fn new(private: bool, patience: Duration) -> Result<Self, MailFault> {
        let client = reqwest::Client::builder()
            .timeout(patience)
            .connect_timeout(patience)
            // A redirect could lead where the address itself may not.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .dns_resolver(Arc::new(PublicOnly { private }))
            .user_agent("Vestibule")
            .build()
            .map_err(|e| MailFault::Calls(e.to_string()))?;
        Ok(Self { client, private })
    }

    /// Addresses in figures are not resolved, so they are looked at here.
    pub(crate) fn check(&self, uri: &str) -> Result<reqwest::Url, String> {
        let url = reqwest::Url::parse(uri).map_err(|_| "the address cannot be read".to_owned())?;
        let ip = match url.host() {
            Some(url::Host::Ipv4(v4)) => Some(IpAddr::V4(v4)),
            Some(url::Host::Ipv6(v6)) => Some(IpAddr::V6(v6)),
            _ => None,
        };
        if ip.is_some_and(|ip| !self.private && !public(ip)) {
            return Err("the address is not a public one".into());
        }
        let here = ip.is_some_and(|ip| ip.is_loopback()) || url.host_str() == Some("localhost");
        if url.scheme() == "https" || (self.private && here && url.scheme() == "http") {
            Ok(url)
        } else {
            Err("the address must begin with https://".into())
        }
    }
}

/// Why a call failed, without its address: that may hold what is not for the log. The innermost
/// reason says most.
pub(crate) fn reason(error: reqwest::Error) -> String {
    let slow = error.is_timeout();
    let error = error.without_url();
    let mut at: &dyn std::error::Error = &error;
    while let Some(inner) = at.source() {
        at = inner;
    }
    if slow {
        "it took too long".into()
    } else {
        at.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_public_addresses() {
        for (text, expected) in [
            ("8.8.8.8", true),
            ("2606:4700::1111", true),
            ("10.0.0.1", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("127.0.0.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("192.0.0.8", false),
            ("198.18.0.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::1", false),
            ("::", false),
            ("fc00::1", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("ff02::1", false),
            ("2001:db8::1", false),
            ("2001::1", false),
            ("::ffff:10.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("64:ff9b::7f00:1", false),
            ("64:ff9b::808:808", true),
            ("2002:7f00:1::", false),
            ("::7f00:1", false),
        ] {
            let ip: IpAddr = text.parse().expect("an address");
            assert_eq!(public(ip), expected, "{text}");
        }
    }

    #[test]
    fn addresses_in_figures_are_looked_at() {
        let outward = Guarded::new(false, Duration::from_secs(1)).expect("a client");
        for uri in [
            "http://keys.example.com/",
            "https://127.0.0.1:1/",
            "https://[::1]:1/",
            "https://169.254.169.254/latest",
            "https://2130706433:1/",
            "https://0x7f.1:1/",
            "ftp://keys.example.com/",
        ] {
            assert!(outward.check(uri).is_err(), "{uri}");
        }
        let inward = Guarded::new(true, Duration::from_secs(1)).expect("a client");
        assert!(inward.check("http://127.0.0.1:1/").is_ok());
        assert!(
            inward.check("http://10.0.0.1/").is_err(),
            "http on this machine alone"
        );
        assert!(inward.check("https://10.0.0.1/").is_ok());
    }
}
