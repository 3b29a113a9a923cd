//! Moments and browsers, in words.

use super::Words;
use kernel::{Civil, Timestamp, Zone};

impl Words {
    /// A moment in her zone. Where that is UTC, as for everybody who chose none, it is named.
    pub fn at(&self, at: Timestamp) -> String {
        self.told_at(at, self.zone.is_utc())
    }

    /// When something was used last, which may be never.
    pub fn last_used(&self, at: Option<Timestamp>) -> String {
        at.map_or_else(|| self.factor_never_used().into(), |at| self.at(at))
    }

    /// A moment with its zone, for a mail, which may be read elsewhere.
    pub fn at_in_zone(&self, at: Timestamp) -> String {
        self.told_at(at, true)
    }

    /// The zone in which moments are told.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    fn told_at(&self, at: Timestamp, named: bool) -> String {
        // Out of the calendar's range: the number, as in the log.
        let Some(civil) = self.zone.civil(at) else {
            return at.0.to_string();
        };
        let Civil {
            year,
            day,
            hour,
            minute,
            ..
        } = &civil;
        let (day, year) = (day.to_string(), year.to_string());
        let (hour, minute) = (format!("{hour:02}"), format!("{minute:02}"));
        let month = self.month(civil.month);
        if named {
            self.moment_zoned(&day, &hour, &minute, month, &year, &civil.zone)
        } else {
            self.moment(&day, &hour, &minute, month, &year)
        }
    }

    fn month(&self, month: i8) -> &'static str {
        match month {
            1 => self.month_1(),
            2 => self.month_2(),
            3 => self.month_3(),
            4 => self.month_4(),
            5 => self.month_5(),
            6 => self.month_6(),
            7 => self.month_7(),
            8 => self.month_8(),
            9 => self.month_9(),
            10 => self.month_10(),
            11 => self.month_11(),
            _ => self.month_12(),
        }
    }

    /// A browser as it was noted with a session, `Firefox on Windows`, in her language.
    pub fn browser(&self, noted: &str) -> String {
        match noted.split_once(" on ") {
            Some((browser, system)) => self.device(self.known_browser(browser), system),
            None => self.known_browser(noted).to_owned(),
        }
    }

    fn known_browser<'a>(&self, noted: &'a str) -> &'a str {
        if noted == crate::browser::UNKNOWN {
            self.device_unknown()
        } else {
            noted
        }
    }
}
