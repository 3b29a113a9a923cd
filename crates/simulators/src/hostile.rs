//! The parsers of this crate for the tests that feed them hostile bytes (`crates/hostile`). Each
//! function feeds one and asserts what must hold.

use crate::mail::Envelope;
use crate::smtp::{Command, Line, line};
use crate::{Authenticator, Mail, ScimService};

/// A command line of SMTP.
pub fn smtp_command(bytes: &[u8]) {
    match Command::parse(bytes) {
        Ok(Command::From { address, .. } | Command::To(address)) => {
            assert!(address.is_ascii() && !address.contains(['<', '>', '\r', '\n', ' ']));
        }
        Ok(_) => {}
        Err(reply) => assert!(reply.starts_with('5') || reply.starts_with('4'), "{reply}"),
    }
}

/// Lines that end with CR LF.
pub fn smtp_lines(bytes: &[u8]) {
    use std::task::{Context, Poll, Waker};
    let mut from = bytes;
    for _ in 0..=bytes.len() {
        let before = from.len();
        let mut reading = Box::pin(line(&mut from, 64));
        let Poll::Ready(read) = reading
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        else {
            return;
        };
        drop(reading);
        match read {
            Ok(Line::Whole(text)) => {
                assert!(text.len() <= 64 && !text.windows(2).any(|two| two == b"\r\n"));
            }
            Ok(Line::TooLong) => {}
            Ok(Line::Closed) | Err(_) => return,
        }
        assert!(from.len() < before, "each line takes something");
    }
}

/// A mail that was taken in.
pub fn mail(bytes: &[u8]) {
    let envelope = Envelope {
        from: "a@example.net".into(),
        to: vec!["b@example.net".into()],
        received: 0,
    };
    let mail = Mail::read(1, envelope, bytes.to_vec());
    assert!(mail.links.len() <= 50);
    let web = |link: &String| {
        let small = link.to_ascii_lowercase();
        small.starts_with("http://") || small.starts_with("https://")
    };
    assert!(mail.links.iter().all(web), "only web addresses are links");
}

/// A secret for the authenticator.
pub fn authenticator(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(authenticator) = Authenticator::parse(&text) {
        for at in [0, 59, 1_800_000_000] {
            let code = authenticator.code(at).code;
            assert!((6..=10).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()));
        }
    }
}

/// A request to the SCIM service: method, target and body on three lines.
pub fn scim_service(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.splitn(3, '\n');
    let mut part = || parts.next().unwrap_or_default();
    let (method, target, body) = (part(), part(), part());
    let service = ScimService::default();
    service.add("ann", "ann@example.com", &["tech"]);
    if let Some(reply) = service.answer(method, target, body.as_bytes()) {
        assert!((200..600).contains(&reply.status));
    }
    assert!(service.accounts().len() <= 2);
}
