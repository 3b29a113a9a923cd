//! Which address a request comes from, when proxies stand before the hub.

use std::net::{IpAddr, SocketAddr};

/// One entry of `X-Forwarded-For`: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]` or
/// `[2001:db8::1]:4711`.
fn address(entry: &str) -> Option<IpAddr> {
    let bare = entry
        .strip_prefix('[')
        .and_then(|e| e.strip_suffix(']'))
        .unwrap_or(entry);
    let found = bare
        .parse::<IpAddr>()
        .or_else(|_| entry.parse::<SocketAddr>().map(|a| a.ip()));
    found.ok().map(|a| a.to_canonical())
}

/// The address that the nearest believed proxy saw. `lines` are the `X-Forwarded-For` lines in the
/// order of the request; together they are one list (RFC 9110, 5.3). Each proxy writes at its right
/// end, so it is read from there: what stands left of the first entry that no trusted proxy has, or
/// of one that cannot be read, may be the client's invention.
pub fn client(peer: IpAddr, lines: &[String], trusted: &[IpAddr]) -> IpAddr {
    let believed = |a: &IpAddr| trusted.iter().any(|t| t.to_canonical() == *a);
    let mut nearest = peer.to_canonical();
    let entries = lines.iter().rev().flat_map(|line| line.rsplit(','));
    // An empty entry is no entry (RFC 9110, 5.6.1.2).
    for entry in entries.map(str::trim).filter(|e| !e.is_empty()) {
        if !believed(&nearest) {
            break;
        }
        match address(entry) {
            Some(seen) => nearest = seen,
            None => break,
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_address_that_a_trusted_proxy_saw_counts() {
        let trusted: Vec<IpAddr> = ["10.0.0.1", "10.0.0.2", "::ffff:10.0.0.3", "fd00::1"]
            .iter()
            .map(|a| a.parse().unwrap())
            .collect();
        for (peer, lines, expected) in [
            ("192.0.2.9", &["198.51.100.1"][..], "192.0.2.9"),
            ("10.0.0.1", &[][..], "10.0.0.1"),
            ("10.0.0.1", &["", " , "][..], "10.0.0.1"),
            ("10.0.0.1", &["192.0.2.1"][..], "192.0.2.1"),
            ("::ffff:10.0.0.1", &["192.0.2.1"][..], "192.0.2.1"),
            ("10.0.0.3", &["192.0.2.1"][..], "192.0.2.1"),
            ("10.0.0.1", &["1.1.1.1, 192.0.2.1"][..], "192.0.2.1"),
            ("10.0.0.1", &["192.0.2.1, 10.0.0.2"][..], "192.0.2.1"),
            ("10.0.0.1", &["192.0.2.1,,10.0.0.2,"][..], "192.0.2.1"),
            // The client's own line comes first, the proxy's second.
            ("10.0.0.1", &["1.1.1.1", "192.0.2.1"][..], "192.0.2.1"),
            (
                "10.0.0.1",
                &["1.1.1.1, 2.2.2.2", "192.0.2.1, 10.0.0.2"][..],
                "192.0.2.1",
            ),
            ("10.0.0.1", &["192.0.2.1:4711"][..], "192.0.2.1"),
            ("10.0.0.1", &["192.0.2.1, 10.0.0.2:443"][..], "192.0.2.1"),
            ("10.0.0.1", &["2001:db8::7"][..], "2001:db8::7"),
            ("10.0.0.1", &["[2001:db8::7]"][..], "2001:db8::7"),
            ("fd00::1", &["[2001:db8::7]:4711"][..], "2001:db8::7"),
            ("10.0.0.1", &["::ffff:192.0.2.1"][..], "192.0.2.1"),
            // What cannot be read ends it: left of it anything may stand.
            ("10.0.0.1", &["1.1.1.1, unknown"][..], "10.0.0.1"),
            ("10.0.0.1", &["1.1.1.1, unknown, 10.0.0.2"][..], "10.0.0.2"),
            ("10.0.0.1", &["1.1.1.1, 192.0.2.1:99999"][..], "10.0.0.1"),
            ("10.0.0.1", &["1.1.1.1, [192.0.2.1"][..], "10.0.0.1"),
            ("10.0.0.1", &["1.1.1.1", "\u{fffd}"][..], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.2, 10.0.0.1"][..], "10.0.0.2"),
        ] {
            let owned: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
            let found = client(peer.parse().unwrap(), &owned, &trusted);
            assert_eq!(found.to_string(), expected, "{peer} {lines:?}");
        }
    }
}
