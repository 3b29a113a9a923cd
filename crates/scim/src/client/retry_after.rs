//! How long a service asks to wait (RFC 9110, 10.2.3).

use kernel::{Span, Timestamp};

/// The longest pause that a stranger may ask for.
pub const LONGEST_PAUSE: Span = Span::days(1);

/// The pause of a `Retry-After`: seconds, or a date; none for what is neither. What lies in the past
/// is no pause, and none is longer than [`LONGEST_PAUSE`].
pub fn pause(header: &str, now: Timestamp) -> Option<Span> {
    let text = header.trim();
    let asked = if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than a number has are a long time all the same.
        text.parse::<u32>()
            .map_or(LONGEST_PAUSE, |s| Span::seconds(s.into()))
    } else {
        Timestamp::of_http_date(text).filter(|_| text.len() <= 64)? - now
    };
    Some(asked.clamp(Span(0), LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_pauses() {
        let now = Timestamp::of_rfc3339("2015-10-21T07:28:00Z").unwrap();
        for (header, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("99999999999999999999999", Some(86_400)),
            ("4000000000", Some(86_400)),
            ("Wed, 21 Oct 2015 07:28:30 GMT", Some(30)),
            ("Wed, 21 Oct 2015 07:27:00 GMT", Some(0)),
            ("Fri, 21 Oct 2095 07:28:00 GMT", Some(86_400)),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(pause(header, now), seconds.map(Span::seconds), "{header}");
        }
    }
}
