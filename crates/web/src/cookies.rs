//! Cookies: few, HttpOnly, bound to their path.

use axum::http::{HeaderMap, header};
use axum::response::Response;
use kernel::{Language, Secret};

/// The session cookie. Over HTTPS the `__Host-` prefix keeps other hosts from planting one.
pub fn session_name(secure: bool) -> &'static str {
    if secure {
        "__Host-vst_session"
    } else {
        "vst_session"
    }
}

/// The device cookie.
pub fn device_name(secure: bool) -> &'static str {
    if secure {
        "__Host-vst_device"
    } else {
        "vst_device"
    }
}

/// Which entrance this browser came in by last: `staff` or `client`. It opens nothing; it spares
/// client people the staff's sign-in, where their password is nobody's.
pub const ENTRANCE: &str = "vst_entrance";

/// Remembers the entrance for a year.
pub fn set_entrance(response: Response, population: &str, secure: bool) -> Response {
    set(
        response,
        ENTRANCE,
        population,
        "/",
        Some(365 * 24 * 3600),
        secure,
    )
}

/// The language that was chosen on a page. It opens nothing.
pub const LANGUAGE: &str = "vst_language";

/// Remembers it for a year.
pub fn set_language(response: Response, language: Language, secure: bool) -> Response {
    let age = Some(365 * 24 * 3600);
    set(response, LANGUAGE, language.tag(), "/", age, secure)
}

/// The language that was chosen on a page of one sign-in, which goes before everything else there.
pub const FLOW_LANGUAGE: &str = "vst_flow_language";

/// Remembers it for that sign-in; a handle of another form is left alone.
pub fn set_flow_language(
    response: Response,
    handle: &str,
    language: Language,
    secure: bool,
) -> Response {
    let plain = handle
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if handle.len() != HANDLE || !plain {
        return response;
    }
    let path = format!("/sign-in/{handle}");
    set(
        response,
        FLOW_LANGUAGE,
        language.tag(),
        &path,
        Some(900),
        secure,
    )
}

/// The cookie of a sign-in; each has its own path, so that several can run side by side in tabs.
pub const FLOW: &str = "vst_flow";

/// The value of a cookie. Of several with one name the first counts, as browsers send the one with
/// the longest path first.
pub fn read(headers: &HeaderMap, name: &str) -> Option<Secret<String>> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, v)| v.to_owned())
        .filter(|v| {
            v.len() <= 128
                && v.bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
        .map(Secret::from)
}

fn set(
    response: Response,
    name: &str,
    value: &str,
    path: &str,
    max_age: Option<i64>,
    secure: bool,
) -> Response {
    let age = max_age
        .map(|s| format!("; Max-Age={s}"))
        .unwrap_or_default();
    let secure = if secure { "; Secure" } else { "" };
    crate::answer::header(
        response,
        header::SET_COOKIE,
        &format!("{name}={value}; Path={path}{age}; HttpOnly; SameSite=Lax{secure}"),
    )
}

/// Sets the session cookie; it ends with the browser.
pub fn set_session(response: Response, token: &Secret<String>, secure: bool) -> Response {
    set(
        response,
        session_name(secure),
        token.reveal(),
        "/",
        None,
        secure,
    )
}

/// Sets the session cookie, unless the response says something about it already.
pub fn set_session_unless_set(
    response: Response,
    token: &Secret<String>,
    secure: bool,
) -> Response {
    let name = format!("{}=", session_name(secure));
    let said = response
        .headers()
        .get_all(header::SET_COOKIE)
        .iter()
        .any(|v| v.as_bytes().starts_with(name.as_bytes()));
    if said {
        response
    } else {
        set_session(response, token, secure)
    }
}

/// Takes the session cookie away.
pub fn clear_session(response: Response, secure: bool) -> Response {
    set(response, session_name(secure), "", "/", Some(0), secure)
}

/// Sets the device cookie for 90 days.
pub fn set_device(response: Response, token: &Secret<String>, secure: bool) -> Response {
    set(
        response,
        device_name(secure),
        token.reveal(),
        "/",
        Some(90 * 24 * 3600),
        secure,
    )
}

/// Length of the part of a flow token that stands in the address. The rest is in the cookie, so
/// that the address alone is worth nothing.
const HANDLE: usize = 10;

/// The path of a sign-in's pages.
pub fn flow_path(token: &Secret<String>) -> String {
    format!(
        "/sign-in/{}",
        token.reveal().get(..HANDLE).unwrap_or_default()
    )
}

/// Sets the cookie of a sign-in and leads to its page.
pub fn to_flow(token: &Secret<String>, secure: bool) -> Response {
    let path = flow_path(token);
    let response = crate::answer::see_other(&path);
    set(
        response,
        FLOW,
        token.reveal().get(HANDLE..).unwrap_or_default(),
        &path,
        Some(900),
        secure,
    )
}

/// The whole token of a sign-in out of its address and cookie.
pub fn flow_token(headers: &HeaderMap, handle: &str) -> Option<Secret<String>> {
    let rest = read(headers, FLOW)?;
    (handle.len() == HANDLE).then(|| Secret::from(format!("{handle}{}", rest.reveal())))
}

/// Takes the cookie of a sign-in away.
pub fn clear_flow(response: Response, handle: &str, secure: bool) -> Response {
    set(
        response,
        FLOW,
        "",
        &format!("/sign-in/{handle}"),
        Some(0),
        secure,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_values_are_read() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=1; vst_session=abc-_; b".parse().unwrap());
        assert_eq!(read(&headers, "vst_session").unwrap().reveal(), "abc-_");
        assert!(read(&headers, "b").is_none());
        for bad in [
            "vst_session=a\"b",
            "vst_session=a b",
            &format!("vst_session={}", "x".repeat(200)),
        ] {
            let mut headers = HeaderMap::new();
            headers.append(header::COOKIE, bad.parse().unwrap());
            assert!(read(&headers, "vst_session").is_none(), "{bad}");
        }
    }
}
