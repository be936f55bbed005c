//! Times as text.

use core::fmt;

use super::Decimal;

/// Shows seconds since 1970 as `2026-11-25 10:42:45 UTC`.
pub(crate) struct UnixTime(pub(crate) u64);

/// Days from the first of March of the year 0 to 1970.
const DAYS_TO_1970: u64 = 719_468;

/// Days in 400, 100, 4 years and one.
const SPANS: [u64; 4] = [146_097, 36_524, 1_461, 365];

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, seconds) = (self.0 / 86_400, (self.0 % 86_400) as u32);
        // Years that begin in March have their leap day at the end, so every span but the last is of equal parts.
        let (mut day, mut year) = (days.saturating_add(DAYS_TO_1970), 0_u64);
        for (span, years) in SPANS.into_iter().zip([400, 100, 4, 1]) {
            // The leap day of a whole span belongs to its last part.
            let most = if matches!(years, 100 | 1) { 3 } else { u64::MAX };
            let count = day.checked_div(span).unwrap_or_default().min(most);
            day = day.saturating_sub(count.saturating_mul(span));
            year = year.saturating_add(count.saturating_mul(years));
        }
        // Five months from March on have 153 days, and again.
        let month = day.saturating_mul(5).saturating_add(2) / 153;
        let day = day.saturating_sub(month.saturating_mul(153).saturating_add(2) / 5).saturating_add(1) as u8;
        let (month, year) = match month {
            0..10 => (month.saturating_add(3) as u8, year),
            _ => (month.saturating_sub(9) as u8, year.saturating_add(1)),
        };
        let [hour, minute, second] = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(|part| part as u8);
        write!(f, "{}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC", Decimal(year.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::UnixTime;
    use std::string::ToString;

    // By `date -u -d @N`.
    #[test]
    fn a_time_is_that_of_the_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (68_169_599, "1972-02-28 23:59:59 UTC"),
            (68_169_600, "1972-02-29 00:00:00 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (951_868_800, "2000-03-01 00:00:00 UTC"),
            (1_692_803_367, "2023-08-23 15:09:27 UTC"),
            (4_107_542_399, "2100-02-28 23:59:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
            (253_402_300_800, "10000-01-01 00:00:00 UTC"),
        ] {
            assert_eq!(UnixTime(seconds).to_string(), text);
        }
        assert!(UnixTime(u64::MAX).to_string().ends_with("15 UTC"));
    }
}
