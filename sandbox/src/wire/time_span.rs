//! Durations in ISO 8601, as .NET writes a `TimeSpan`: `PT12M34.0659483S`, `P1DT2H`, `PT0S`.

/// 100-nanosecond ticks per millisecond.
pub(crate) const TICKS_PER_MS: i64 = 10_000;
const TICKS_PER_SECOND: i64 = 1000 * TICKS_PER_MS;

/// Formats a duration in ticks. Zero parts and trailing zeros of the fraction are omitted.
pub(crate) fn from_ticks(ticks: i64) -> String {
    if ticks == 0 {
        return "PT0S".to_owned();
    }
    let mut text = String::from(if ticks < 0 { "-P" } else { "P" });
    let ticks = ticks.unsigned_abs();
    let per_second = TICKS_PER_SECOND.unsigned_abs();
    let (seconds, fraction) = (ticks / per_second, ticks % per_second);
    let (days, hours, minutes, seconds) = (
        seconds / 86_400,
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60,
    );
    if days > 0 {
        text += &format!("{days}D");
    }
    if hours + minutes + seconds + fraction > 0 {
        text.push('T');
    }
    if hours > 0 {
        text += &format!("{hours}H");
    }
    if minutes > 0 {
        text += &format!("{minutes}M");
    }
    if fraction > 0 {
        let fraction = format!("{fraction:07}");
        text += &format!("{seconds}.{}S", fraction.trim_end_matches('0'));
    } else if seconds > 0 {
        text += &format!("{seconds}S");
    }
    text
}

/// Formats a duration in milliseconds.
pub(crate) fn from_ms(ms: i64) -> String {
    from_ticks(ms * TICKS_PER_MS)
}

/// Formats a duration in tenths of a second, the precision of stats blocks.
pub(crate) fn from_tenths(tenths: i64) -> String {
    from_ms(tenths * 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_match_dotnet() {
        assert_eq!(from_ticks(0), "PT0S");
        assert_eq!(from_ticks(7_540_659_483), "PT12M34.0659483S");
        assert_eq!(from_ms(549_421), "PT9M9.421S");
        assert_eq!(from_tenths(190), "PT19S");
        assert_eq!(from_tenths(667), "PT1M6.7S");
        assert_eq!(from_ms(26 * 3_600_000), "P1DT2H");
        assert_eq!(from_ms(86_400_000), "P1D");
        assert_eq!(from_ms(3_600_000 + 5_000), "PT1H5S");
        assert_eq!(from_ticks(15_081_537_685_509), "P17DT10H55M53.7685509S");
        assert_eq!(from_ticks(-5), "-PT0.0000005S");
    }
}
