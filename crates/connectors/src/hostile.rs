//! The parsers of this crate for the tests that feed them hostile bytes (`crates/hostile`). Each
//! function feeds one and asserts what must hold.

use crate::guarded::Guarded;
use std::time::Duration;

/// A mail server's reply: its code, then its words.
pub fn mail_reply(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (code, said) = text.split_once(' ').unwrap_or((&text, ""));
    let code = code.parse().unwrap_or(0_u16);
    if crate::mail::refuses_the_recipient(code, said) {
        assert!(
            (500..600).contains(&code),
            "only a lasting refusal gives a mail up"
        );
    }
}

/// The address of a client's keys, or of a webhook.
pub fn key_address(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(outward) = Guarded::new(false, Duration::from_secs(1)) else {
        return;
    };
    if let Ok(url) = outward.check(&text) {
        assert_eq!(url.scheme(), "https");
        let host = url.host_str().unwrap_or_default();
        let figures = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        let inward = |ip: std::net::IpAddr| ip.is_loopback() || ip.is_unspecified();
        assert!(
            !figures.is_ok_and(|ip| inward(ip.to_canonical())),
            "no inward address"
        );
    }
}
