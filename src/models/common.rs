//! Models that several services share.

use std::fmt;

use uuid::Uuid;

pub use super::iso8601_date::Iso8601Date;
pub use super::number::Number;
pub use super::seconds::Seconds;
pub use super::text::Text;
pub use super::translations::Translations;
use crate::refdata::AssetKind;
use crate::types::AssetId;

generated!("common");

impl TranslatedText {
    /// The text in a language, by its tag: `fr-FR`, or `fr` for any kind of French.
    ///
    /// If that translation is missing or empty, returns the English text, [`value`](Self::value).
    ///
    /// ```
    /// use halo_infinite::models::common::TranslatedText;
    ///
    /// let json = r#"{"value": "Double Kill", "translations": {"fr-FR": "Double frag"}}"#;
    /// let name: TranslatedText = serde_json::from_str(json)?;
    /// assert_eq!(name.in_language("fr-FR"), "Double frag");
    /// assert_eq!(name.in_language("da-DK"), "Double Kill");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn in_language(&self, tag: &str) -> &str {
        let translations = || {
            self.translations
                .iter()
                .flat_map(Translations::iter)
                .filter(|(_, text)| !text.is_empty())
        };
        let exact = translations().find(|(known, _)| known.eq_ignore_ascii_case(tag));
        let related = || {
            translations().find(|(known, _)| {
                known
                    .split_once('-')
                    .is_some_and(|(language, _)| language.eq_ignore_ascii_case(tag))
            })
        };
        exact.or_else(related).map_or(&self.value, |(_, text)| text)
    }
}

impl AssetReference {
    /// A reference to a version of an asset.
    pub const fn new(asset_kind: AssetKind, asset_id: Uuid, version_id: Uuid) -> Self {
        Self {
            asset_kind,
            asset_id,
            version_id,
        }
    }
}

/// Makes the referenced version an argument.
impl From<&AssetReference> for AssetId {
    fn from(reference: &AssetReference) -> Self {
        Self::version_of(reference.asset_id.into(), reference.version_id.into())
    }
}

/// Shows the English text.
impl fmt::Display for TranslatedText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_translations_fall_back_to_english() {
        let json = r#"{"value": "Ace", "translations": {"es-MX": "As", "fr-FR": "Trou", "de-DE": ""}}"#;
        let text: TranslatedText = serde_json::from_str(json).unwrap();
        for (tag, expected) in [
            ("es-MX", "As"),
            ("ES-mx", "As"),
            ("es", "As"),
            ("es-ES", "Ace"),
            ("de-DE", "Ace"),
            ("f", "Ace"),
            ("", "Ace"),
        ] {
            assert_eq!(text.in_language(tag), expected, "{tag}");
        }
        assert_eq!(text.to_string(), "Ace");
        let bare: TranslatedText = serde_json::from_str(r#"{"value": "Ace"}"#).unwrap();
        assert_eq!(bare.in_language("fr-FR"), "Ace");
    }
}
