//! Moments as the vendors write them: UTC, whole seconds, `2026-03-01T08:15:00Z`.

use std::fmt::Write as _;

const DAY: i64 = 86_400;

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar.
fn date_of(days: i64) -> (i64, i64, i64) {
    // Years begin in March here, so that the leap day is the last of its year.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Days since 1970-01-01.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Seconds since 1970 as text.
pub(crate) fn text(seconds: i64) -> String {
    let (year, month, day) = date_of(seconds.div_euclid(DAY));
    let rest = seconds.rem_euclid(DAY);
    let mut out = String::with_capacity(20);
    let _ = write!(
        out,
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    );
    out
}

/// A moment out of text: a date, or a date with a time in whole seconds. None for anything else, and
/// for fractions of a second, which the vendor refuses.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, time.strip_suffix(['Z', 'z']).unwrap_or(time)),
        None => (text, "00:00:00"),
    };
    let part = |text: &str, from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        let whole = digits.bytes().all(|b| b.is_ascii_digit());
        whole.then(|| digits.parse().ok()).flatten()
    };
    let shaped = date.len() == 10 && time.len() == 8;
    let marks = [
        (date, 4, "-"),
        (date, 7, "-"),
        (time, 2, ":"),
        (time, 5, ":"),
    ];
    if !shaped
        || marks
            .iter()
            .any(|(t, at, mark)| t.get(*at..at + 1) != Some(*mark))
    {
        return None;
    }
    let (year, month, day) = (part(date, 0, 4)?, part(date, 5, 7)?, part(date, 8, 10)?);
    let (hour, minute, second) = (part(time, 0, 2)?, part(time, 3, 5)?, part(time, 6, 8)?);
    let days = days_of(year, month, day);
    if date_of(days) != (year, month, day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(days * DAY + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::{parse, text};

    #[test]
    fn moments_go_there_and_back() {
        for (seconds, written) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_471_717_466, "2016-08-20T18:24:26Z"),
            (1_798_761_599, "2026-12-31T23:59:59Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(text(seconds), written);
            assert_eq!(parse(written), Some(seconds));
        }
        assert_eq!(parse("2016-08-20"), Some(1_471_651_200));
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for written in [
            "",
            "today",
            "2026-02-29",
            "2026-13-01",
            "2026-01-01T24:00:00Z",
            "2026-01-01T10:00:00.123Z",
            "2026-01-01T10:00",
            "20260101",
            "2026-01-0é",
        ] {
            assert_eq!(parse(written), None, "{written}");
        }
    }
}
