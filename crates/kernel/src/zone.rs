//! Time zones of people. The data of the IANA database is held in the program, so that every
//! machine knows the same zones.

use crate::Timestamp;
use std::fmt;

/// A time zone by its IANA name, such as `Europe/Vienna`; cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone(jiff::tz::TimeZone);

/// A moment as calendar and clock of a zone show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Civil {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
    /// The day of the month.
    pub day: i8,
    /// The hour, 0 to 23.
    pub hour: i8,
    /// The minute.
    pub minute: i8,
    /// What the zone is called at that moment: `UTC`, `CEST`, `+04`.
    pub zone: String,
}

impl Zone {
    /// The zone that counts where none was chosen.
    pub const UTC: Self = Self(jiff::tz::TimeZone::UTC);

    /// Reads an IANA name; spelling in capitals or small letters does not matter. Only names of the
    /// database and `UTC` are taken.
    pub fn parse(name: &str) -> Option<Self> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"_+-/".contains(&b);
        if name.is_empty() || name.len() > 64 || !name.bytes().all(plain) {
            return None;
        }
        if name.eq_ignore_ascii_case("utc") {
            return Some(Self::UTC);
        }
        let zone = jiff::tz::db().get(name).ok()?;
        zone.iana_name().is_some().then_some(Self(zone))
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// True for the zone of those who chose none.
    pub fn is_utc(&self) -> bool {
        self.name() == "UTC"
    }

    /// The names of all zones, in order.
    pub fn names() -> Vec<String> {
        let mut names: Vec<String> = jiff::tz::db()
            .available()
            .map(|name| name.as_str().to_owned())
            .collect();
        names.sort();
        names
    }

    /// What calendar and clock show here at that moment; none out of range (years beyond 9999).
    pub fn civil(&self, at: Timestamp) -> Option<Civil> {
        let at = jiff::Timestamp::from_second(at.unix_seconds()).ok()?;
        let zoned = at.to_zoned(self.0.clone());
        Some(Civil {
            year: zoned.year(),
            month: zoned.month(),
            day: zoned.day(),
            hour: zoned.hour(),
            minute: zoned.minute(),
            zone: zoned.strftime("%Z").to_string(),
        })
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

impl serde::Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A name that a newer program wrote is no reason to lose the message that holds it.
        let name = String::deserialize(deserializer)?;
        Ok(Self::parse(&name).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_database() {
        for (typed, name) in [
            ("Europe/Vienna", "Europe/Vienna"),
            ("america/new_york", "America/New_York"),
            ("UTC", "UTC"),
            ("utc", "UTC"),
        ] {
            assert_eq!(Zone::parse(typed).unwrap().name(), name);
        }
        let long = "A".repeat(65);
        for bad in [
            "",
            "Europe/Nowhere",
            "../etc/passwd",
            "CET-1",
            &long,
            "Wien\0",
            "Europe/Wien",
        ] {
            assert_eq!(Zone::parse(bad), None, "{bad}");
        }
        let names = Zone::names();
        assert!(names.len() > 400 && names.iter().all(|n| Zone::parse(n).is_some()));
    }

    #[test]
    fn summer_and_winter_differ() {
        let vienna = Zone::parse("Europe/Vienna").unwrap();
        let winter = Timestamp::from_unix_seconds(1_795_000_000);
        let summer = Timestamp::from_unix_seconds(1_784_000_000);
        let civil = vienna.civil(winter).unwrap();
        assert_eq!((civil.day, civil.hour, civil.minute), (18, 12, 6));
        assert_eq!(civil.zone, "CET");
        assert_eq!(vienna.civil(summer).unwrap().zone, "CEST");
        assert_eq!(Zone::UTC.civil(winter).unwrap().zone, "UTC");
        assert_eq!(Zone::UTC.civil(Timestamp(i64::MAX)), None);
    }
}
