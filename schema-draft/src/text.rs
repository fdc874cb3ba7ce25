//! The formats of texts.

/// The format that all texts of a field have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Uuid,
    DateTime,
    Duration,
    /// `xuid(…)` or `bid(…)`.
    PlayerId,
    /// 16 decimal digits.
    Xuid,
    /// `NaN`, `Infinity` or `-Infinity`, in the place of a number.
    NoNumber,
    Plain,
}

impl Format {
    pub(crate) fn of(text: &str) -> Self {
        let inner = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if text.len() == 36 && uuid::Uuid::try_parse(text).is_ok() {
            Self::Uuid
        } else if text.contains('T') && text.parse::<jiff::Timestamp>().is_ok() {
            Self::DateTime
        } else if text.starts_with('P') && text.parse::<jiff::Span>().is_ok() {
            Self::Duration
        } else if inner("xuid").is_some_and(is_digits) || inner("bid").is_some() {
            Self::PlayerId
        } else if text.len() == 16 && is_digits(text) && !text.starts_with('0') {
            Self::Xuid
        } else if matches!(text, "NaN" | "Infinity" | "-Infinity") {
            Self::NoNumber
        } else {
            Self::Plain
        }
    }
}

/// Whether a key identifies something, so that the object around it is a map: a GUID, a number, a player, a path, or
/// the tag of a language.
pub(crate) fn is_id(key: &str) -> bool {
    let is_number = key.parse::<i64>().is_ok();
    let is_language =
        matches!(key.as_bytes(), [a, b, b'-', ..] if a.is_ascii_lowercase() && b.is_ascii_lowercase());
    is_number
        || is_language
        || key.contains(['/', '.'])
        || matches!(Format::of(key), Format::Uuid | Format::PlayerId | Format::Xuid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_formats() {
        for (text, format) in [
            ("7529adc9-14b8-46a9-81fa-95a3cf6c8ef7", Format::Uuid),
            ("2024-01-30T18:00:00.1234567Z", Format::DateTime),
            ("PT10M58.2413691S", Format::Duration),
            ("P63DT13H2.1S", Format::Duration),
            ("xuid(2533274800000000)", Format::PlayerId),
            ("bid(3.0)", Format::PlayerId),
            ("2533274800000000", Format::Xuid),
            ("NaN", Format::NoNumber),
            ("Platinum", Format::Plain),
            ("P", Format::Plain),
            ("", Format::Plain),
        ] {
            assert_eq!(Format::of(text), format, "{text}");
        }
    }

    #[test]
    fn ids_are_told_from_names() {
        for id in [
            "0",
            "-12",
            "en-US",
            "7529adc9-14b8-46a9-81fa-95a3cf6c8ef7",
            "Inventory/x.json",
        ] {
            assert!(is_id(id), "{id}");
        }
        for name in ["Kills", "extra-large", "m_identifier", "hi343"] {
            assert!(!is_id(name), "{name}");
        }
    }
}
