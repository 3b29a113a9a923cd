//! Time as an argument.

use serde::{Deserialize, Serialize};

/// A moment, in microseconds since 1970-01-01T00:00:00Z. Stored as BIGINT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

/// A length of time, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span(pub i64);

impl Span {
    /// A span of whole seconds.
    pub const fn seconds(n: i64) -> Self {
        Self(n.saturating_mul(1_000_000))
    }
    /// A span of whole minutes.
    pub const fn minutes(n: i64) -> Self {
        Self::seconds(n.saturating_mul(60))
    }
    /// A span of whole hours.
    pub const fn hours(n: i64) -> Self {
        Self::minutes(n.saturating_mul(60))
    }
    /// A span of whole days of 24 hours.
    pub const fn days(n: i64) -> Self {
        Self::hours(n.saturating_mul(24))
    }
    /// Whole seconds, rounded up, so that "try again in N seconds" is never too early.
    pub const fn as_seconds_up(self) -> i64 {
        self.0.saturating_add(999_999).div_euclid(1_000_000)
    }
}

impl Timestamp {
    /// Whole seconds since the epoch, as JWT and OAuth use them (RFC 7519, NumericDate).
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }
    /// The moment of a NumericDate.
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }
    /// The first moment of a day in UTC, written as `2026-11-21`; none for anything else.
    pub fn of_day(text: &str) -> Option<Self> {
        let day: jiff::civil::Date = text.trim().parse().ok()?;
        let at = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Self::from_unix_seconds(at.timestamp().as_second()))
    }
    /// A minute in UTC as a browser sends it, `2026-11-21T14:05`, or a day alone; none for anything
    /// else.
    pub fn of_minute(text: &str) -> Option<Self> {
        let at: jiff::civil::DateTime = text.trim().parse().ok()?;
        let at = at.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Self::from_unix_seconds(at.timestamp().as_second()))
    }
    /// A date as HTTP writes it, `Wed, 21 Oct 2015 07:28:00 GMT` (RFC 9110, 5.6.7); none for
    /// anything else.
    pub fn of_http_date(text: &str) -> Option<Self> {
        let at = jiff::fmt::rfc2822::parse(text.trim()).ok()?;
        Some(Self::from_unix_seconds(at.timestamp().as_second()))
    }
    /// RFC 3339 text in UTC with whole seconds; the number itself where it is out of range.
    pub fn rfc3339(self) -> String {
        match jiff::Timestamp::from_second(self.unix_seconds()) {
            Ok(at) => at.to_string(),
            Err(_) => self.0.to_string(),
        }
    }
    /// Text for people, such as `21 November 2026, 14:05 UTC`.
    pub fn for_people(self) -> String {
        match jiff::Timestamp::from_second(self.unix_seconds()) {
            Ok(at) => at
                .to_zoned(jiff::tz::TimeZone::UTC)
                .strftime("%-d %B %Y, %H:%M UTC")
                .to_string(),
            Err(_) => self.0.to_string(),
        }
    }
}

impl std::ops::Add<Span> for Timestamp {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl std::ops::Sub<Span> for Timestamp {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl std::ops::Sub for Timestamp {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl std::ops::Sub for Span {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// Where the current moment comes from: the wall in production, a hand-turned clock in tests.
pub trait Clock: Send + Sync {
    /// The current moment.
    fn now(&self) -> Timestamp;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_round_up_and_text_is_stable() {
        assert_eq!(Span(1).as_seconds_up(), 1);
        assert_eq!(Span::seconds(2).as_seconds_up(), 2);
        let at = Timestamp::from_unix_seconds(1_795_000_000);
        assert_eq!(at.rfc3339(), "2026-11-18T11:06:40Z");
        assert_eq!(at.for_people(), "18 November 2026, 11:06 UTC");
        assert_eq!(
            Timestamp::of_minute("2026-11-18T11:06"),
            Some(at - Span::seconds(40))
        );
        assert_eq!(
            Timestamp::of_http_date("Wed, 18 Nov 2026 11:06:40 GMT"),
            Some(at)
        );
        for bad in ["", "soon", "2026-13-01T00:00", "Wed, 99 Nov 2026"] {
            assert_eq!(Timestamp::of_minute(bad), None, "{bad}");
            assert_eq!(Timestamp::of_http_date(bad), None, "{bad}");
        }
        assert_eq!(at + Span::days(1) - at, Span::hours(24));
    }
}
