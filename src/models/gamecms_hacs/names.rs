//! Names of seasons, challenges, manufacturers and currencies.

use super::schema::{ChallengeDefinition, GameCurrency, GameMetadata, Manufacturer, SeasonMetadata};
use crate::models::common::TranslatedText;

/// A text in a language; `None` if it is missing or empty.
pub(super) fn in_language<'a>(text: Option<&'a TranslatedText>, language: &str) -> Option<&'a str> {
    text.map(|text| text.in_language(language))
        .filter(|text| !text.is_empty())
}

impl SeasonMetadata {
    /// The name in a language, by its tag, such as `fr-FR`; in English if that translation is missing. `None` if the
    /// season has no name.
    pub fn name(&self, language: &str) -> Option<&str> {
        in_language(self.name.as_ref(), language)
    }
}

impl ChallengeDefinition {
    /// The title in a language, by its tag, such as `fr-FR`; in English if that translation is missing. `None` if the
    /// challenge has no title.
    pub fn title(&self, language: &str) -> Option<&str> {
        in_language(self.title.as_ref(), language)
    }

    /// The task in a language, by its tag, such as `fr-FR`; in English if that translation is missing. `None` if the
    /// challenge has no description.
    pub fn description(&self, language: &str) -> Option<&str> {
        in_language(self.description.as_ref(), language)
    }
}

impl GameMetadata {
    /// A currency, by the path of its file.
    pub fn currency(&self, path: &str) -> Option<&GameCurrency> {
        self.currencies
            .iter()
            .find(|currency| currency.currency_id.eq_ignore_ascii_case(path))
    }
}

impl Manufacturer {
    /// The name in a language, by its tag, such as `fr-FR`; in English if that translation is missing. `None` if the
    /// manufacturer has no name.
    pub fn name(&self, language: &str) -> Option<&str> {
        in_language(self.manufacturer_name.as_ref(), language)
    }
}

impl GameCurrency {
    /// The name in a language, by its tag, such as `fr-FR`; in English if that translation is missing. `None` if the
    /// currency has no name.
    pub fn name(&self, language: &str) -> Option<&str> {
        in_language(self.title.as_ref(), language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_language_or_missing() {
        let text = r#"{"value": "Credits", "translations": {"de-DE": "Credits!"}}"#;
        let json = format!(
            r#"{{"Manufacturers": [{{"ManufacturerName": null}}, {{"ManufacturerName": {text}}}],
                "Currencies": [{{"CurrencyId": "Currency/Currencies/cR.json", "Title": {text}}}]}}"#
        );
        let metadata: GameMetadata = serde_json::from_str(&json).unwrap();
        let names = metadata.manufacturers.iter().map(|maker| maker.name("en-US"));
        assert_eq!(names.collect::<Vec<_>>(), [None, Some("Credits")]);
        let currency = metadata.currency("currency/currencies/cr.json").unwrap();
        assert_eq!(currency.name("de-DE"), Some("Credits!"));
        assert!(metadata.currency("cR").is_none());

        let json =
            format!(r#"{{"ThresholdForSuccess": 3, "Title": {text}, "Description": {{"value": ""}}}}"#);
        let challenge: ChallengeDefinition = serde_json::from_str(&json).unwrap();
        assert_eq!(challenge.title("fr-FR"), Some("Credits"));
        assert_eq!(challenge.description("fr-FR"), None);
        let season: SeasonMetadata = serde_json::from_str(&format!(r#"{{"Name": {text}}}"#)).unwrap();
        assert_eq!(season.name("de"), Some("Credits!"));
    }
}
