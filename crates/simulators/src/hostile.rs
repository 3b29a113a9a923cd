//! The parsers of this crate for the tests that feed them hostile bytes (`crates/hostile`). Each
//! function feeds one and asserts what must hold.

use crate::mail::Envelope;
use crate::psa::{form, moment, post};
use crate::smtp::{Command, Line, line};
use crate::{Authenticator, Mail, ScimService};
use crate::{bms, connectwise};

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

/// A request to the ConnectWise simulator: method, target and body on three lines.
pub fn connectwise_request(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.splitn(3, '\n');
    let mut part = || parts.next().unwrap_or_default();
    let (method, target, body) = (part(), part(), part());
    let status = connectwise::hostile::answer(method, target, body.as_bytes());
    assert!((200..600).contains(&status) && status != 500, "{status}");
}

/// A condition of ConnectWise, over tickets and over contacts' parts.
pub fn connectwise_condition(bytes: &[u8]) {
    connectwise::hostile::condition(&String::from_utf8_lossy(bytes));
}

/// A form with a file: its type on the first line.
pub fn psa_form(bytes: &[u8]) {
    let end = bytes
        .iter()
        .position(|b| *b == b'\n')
        .unwrap_or(bytes.len());
    let kind = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let body = bytes.get(end + 1..).unwrap_or_default();
    if let Some(parts) = form::parse_form(&kind, body) {
        assert!(parts.iter().all(|part| part.content.len() < body.len()));
    }
}

/// A moment as ticket systems write it, and the address of a callback.
pub fn psa_texts(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(at) = moment::parse(&text) {
        assert_eq!(moment::parse(&moment::text(at)), Some(at));
    }
    if let Some((host, path)) = post::parse(&text) {
        let clean = |part: &str| part.bytes().all(|b| b.is_ascii_graphic());
        assert!(clean(&host) && clean(&path) && path.starts_with('/') && host.contains(':'));
    }
}

/// A request to the BMS simulator: method, target and body on three lines.
pub fn bms_request(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.splitn(3, '\n');
    let mut part = || parts.next().unwrap_or_default();
    let (method, target, body) = (part(), part(), part());
    let status = bms::hostile::answer(method, target, body.as_bytes());
    assert!([200, 404, 413].contains(&status), "{status}");
}
