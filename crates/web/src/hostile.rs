//! The parsers of this crate for the tests that feed them hostile bytes (`crates/hostile`). Each
//! function feeds one and asserts what must hold.

use crate::context::Form;
use crate::fresh::ReturnTo;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use futures_util::FutureExt as _;
use std::net::IpAddr;

/// A form as a browser encodes it.
pub fn form(bytes: &[u8]) {
    let form = Form::parse(bytes);
    assert!(form.pairs().count() <= 128);
    for (name, _) in form.pairs() {
        assert!(form.has(name) && form.shown(name).chars().count() <= 300);
        assert_eq!(form.all(name).next(), Some(form.get(name)));
    }
    let mut again = form_urlencoded::Serializer::new(String::new());
    again.extend_pairs(form.pairs());
    let again = Form::parse(again.finish().as_bytes());
    assert!(
        again.pairs().eq(form.pairs()),
        "what is written again is read the same"
    );
}

fn of(name: header::HeaderName, bytes: &[u8]) -> Option<HeaderMap> {
    let value = HeaderValue::from_bytes(bytes).ok()?;
    Some(HeaderMap::from_iter([(name, value)]))
}

/// A line of cookies.
pub fn cookies(bytes: &[u8]) {
    let Some(headers) = of(header::COOKIE, bytes) else {
        return;
    };
    for name in ["vst_session", "__Host-vst_session", "vst_flow", ""] {
        if let Some(value) = crate::cookies::read(&headers, name) {
            let value = value.reveal();
            assert!(value.len() <= 128, "a cookie is short");
            assert!(
                value
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            );
        }
    }
    let _ = crate::tongue::asked(&headers);
}

/// Lines of `X-Forwarded-For`.
pub fn forwarded(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let [peer, proxy, stranger] = [[10, 0, 0, 1], [10, 0, 0, 2], [192, 0, 2, 9]].map(IpAddr::from);
    assert_eq!(
        crate::forwarded::client(stranger, &lines, &[peer, proxy]),
        stranger,
        "nobody is believed unasked"
    );
    let seen = crate::forwarded::client(peer, &lines, &[peer, proxy]);
    assert_eq!(seen, seen.to_canonical());
    // What comes from further left changes nothing once an untrusted address was met.
    if ![peer, proxy].contains(&seen) {
        let mut more = lines;
        more.insert(0, "198.51.100.77".into());
        assert_eq!(crate::forwarded::client(peer, &more, &[peer, proxy]), seen);
    }
}

/// `User-Agent` and, after a line feed, `Accept-Language`.
pub fn headers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (agent, languages) = text.split_once('\n').unwrap_or((&text, ""));
    assert!(
        crate::browser::in_words(agent).len() <= 40,
        "words of a closed list"
    );
    if let Some(headers) = of(header::ACCEPT_LANGUAGE, languages.as_bytes()) {
        let _ = crate::tongue::asked(&headers);
    }
}

/// The cursor of a list of the API.
pub fn cursor(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(Some(place)) = crate::api::paging::place(Some(&*text), |place| Some(place.to_owned()))
    {
        assert!(place.len() <= text.len());
    }
}

/// A path to go back to.
pub fn way_back(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let back = ReturnTo::parse(&text);
    let path = back.path();
    assert!(path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'));
    assert!(path.len() <= 2_048 && HeaderValue::from_str(path).is_ok());
    assert_eq!(ReturnTo::parse(path), back);
}

/// A form with a file.
pub fn multipart(bytes: &[u8]) {
    let body = Bytes::copy_from_slice(bytes);
    let read =
        crate::console::import::read_parts("multipart/form-data; boundary=b", body).now_or_never();
    if let Some(Some((form, name, file))) = read {
        assert!(
            form.pairs().count() <= 16
                && file.len() <= bytes.len()
                && name.len() <= bytes.len() + 8
        );
    }
    let text = String::from_utf8_lossy(bytes);
    let _ = crate::console::import::read_parts(&text, Bytes::new()).now_or_never();
}

/// Ids in hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(read) = crate::hub::my_devices::from_hex(&text) {
        assert_eq!(
            crate::hub::my_devices::hex(&read),
            text.to_ascii_lowercase()
        );
    }
}
