//! Texts with or without translations.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::common::TranslatedText;
use crate::decode::one_form;

/// A text of the game, with or without translations: some files have plain texts in English.
///
/// ```
/// use halo_infinite::models::common::Text;
///
/// let plain: Text = serde_json::from_str(r#""Field Modifications""#)?;
/// assert_eq!(plain.in_language("fr-FR"), "Field Modifications");
/// let json = r#"{"value": "Credits", "translations": {"fr-FR": "Crédits"}}"#;
/// let translated: Text = serde_json::from_str(json)?;
/// assert_eq!(translated.in_language("fr-FR"), "Crédits");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Text {
    /// A text in one language.
    Plain(String),
    /// A text with its translations.
    Translated(TranslatedText),
}

impl Text {
    /// The text in a language, by its tag, as [`TranslatedText::in_language`]; a plain text in any language.
    pub fn in_language(&self, tag: &str) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Translated(text) => text.in_language(tag),
        }
    }
}

/// Shows the English text.
impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => formatter.pad(text),
            Self::Translated(text) => text.fmt(formatter),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text, or an object with its translations")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text::Plain(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text, A::Error> {
                TranslatedText::deserialize(MapAccessDeserializer::new(map)).map(Text::Translated)
            }
        }

        deserializer.deserialize_any(TextVisitor)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(text) => serializer.serialize_str(text),
            Self::Translated(text) => text.serialize(serializer),
        }
    }
}

one_form!(Text);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{decode, drift};

    #[test]
    fn both_forms_survive() {
        for (json, shown) in [
            (r#""NEW""#, "NEW"),
            (
                r#"{"status":"Ready","value":"Neu","translations":{"fr-FR":"Nouveau"}}"#,
                "Neu",
            ),
        ] {
            let text: Text = decode(json.as_bytes()).unwrap();
            assert_eq!(text.to_string(), shown);
            assert_eq!(serde_json::to_string(&text).unwrap(), json);
        }
        assert_eq!(
            drift::<Text>(br#"{"value": "a", "colour": 1}"#).unwrap(),
            ["colour"]
        );
        for bad in ["1", "null", "[]", "{}"] {
            assert!(decode::<Text>(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
