//! Settings that options, variables and the configuration file share: what they may be.

use halo_infinite::limiter::Rate;

/// The languages that payloads of the services have texts in. Of several regions, the one that the language alone means
/// comes first.
pub const LANGUAGES: &[&str] = &[
    "cs-CZ", "da-DK", "de-DE", "el-GR", "en-US", "es-ES", "es-MX", "fi-FI", "fr-FR", "hu-HU", "it-IT",
    "ja-JP", "ko-KR", "nb-NO", "nl-NL", "pl-PL", "pt-BR", "pt-PT", "ru-RU", "sv-SE", "tr-TR", "zh-CN",
    "zh-TW",
];

/// Fails if no profile can have this name.
pub fn check_profile(name: &str) -> Result<(), String> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    match !name.is_empty() && name.chars().all(is_plain) {
        true => Ok(()),
        false => Err(format!(
            "`{}` is not the name of a profile: use letters, digits, `-` and `_`",
            name.escape_debug()
        )),
    }
}

/// Fails if a rate is out of range.
pub fn check_rate(rate: f64) -> Result<(), String> {
    Rate::new(rate, 1).map(drop).map_err(|_| {
        format!(
            "{rate} is not a rate: choose between {} and {} requests a second",
            Rate::SLOWEST,
            Rate::FASTEST
        )
    })
}

/// The rate that a text means.
pub fn rate(text: &str) -> Result<f64, String> {
    let rate = text.trim().parse();
    let rate = rate.map_err(|_| format!("`{}` is not a number", text.escape_debug()))?;
    check_rate(rate).map(|()| rate)
}

/// The tag of a language, with its region: `de-DE` for `de`. The services answer in English if the region is missing.
pub fn language(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !text.split('-').all(is_part) {
        return Err(format!(
            "`{}` is not a language tag such as de-DE",
            text.escape_debug()
        ));
    }
    let is_meant = |known: &&&str| {
        let language = known.split('-').next().unwrap_or_default();
        [**known, language]
            .iter()
            .any(|name| name.eq_ignore_ascii_case(text))
    };
    match LANGUAGES.iter().find(is_meant) {
        Some(known) => Ok((*known).to_owned()),
        None if text.contains('-') => Ok(text.to_owned()),
        None => Err(format!(
            "the services have no names in `{text}`: choose {}",
            LANGUAGES.join(", ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_gets_its_region() {
        for (text, tag) in [
            ("de", "de-DE"),
            ("EN", "en-US"),
            ("es", "es-ES"),
            ("es-mx", "es-MX"),
            ("pt", "pt-BR"),
            ("xx-YY", "xx-YY"),
        ] {
            assert_eq!(language(text).unwrap(), tag);
        }
        assert!(language("xx").unwrap_err().contains("choose cs-CZ, da-DK"));
        for text in ["", "zz-!!", "de_DE", "de-"] {
            assert!(
                language(text).unwrap_err().contains("not a language tag"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_rate_out_of_range_names_the_range() {
        for rate in [0.0, -1.0, f64::NAN, 1e30] {
            let words = check_rate(rate).unwrap_err();
            assert!(
                words.contains("choose between") && !words.contains("unlimited"),
                "{words}"
            );
        }
        check_rate(5.0).unwrap();
    }
}
