//! Texts in many languages.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::decode::one_form;

/// A map of texts by language tag, such as `fr-FR`, in the order of the service.
///
/// The medals alone have thousands of these texts, so the texts of a map share one allocation.
///
/// ```
/// use halo_infinite::models::common::Translations;
///
/// let names: Translations = [("fr-FR", "Double frag"), ("es-ES", "Doble muerte")].into_iter().collect();
/// assert_eq!(names.get("fr-FR"), Some("Double frag"));
/// assert_eq!(names.iter().map(|(tag, _)| tag).collect::<Vec<_>>(), ["fr-FR", "es-ES"]);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Translations {
    /// All tags and texts: tag, text, tag, text…
    texts: String,
    ends: Vec<Ends>,
}

/// The ends of a tag and its text. The tag begins at the end of the text before it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Ends {
    tag: usize,
    text: usize,
}

impl Translations {
    /// The text with exactly this tag; the last one if several have it.
    pub fn get(&self, tag: &str) -> Option<&str> {
        let mut same = self.iter().filter(|(known, _)| *known == tag);
        same.next_back().map(|(_, text)| text)
    }

    /// The tags and their texts, in the order of the service.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> + '_ {
        (0..self.ends.len()).filter_map(|index| self.entry(index))
    }

    /// The number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the map has no texts.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn entry(&self, index: usize) -> Option<(&str, &str)> {
        let end = self.ends.get(index)?;
        let before = index.checked_sub(1).and_then(|index| self.ends.get(index));
        let tag = self.texts.get(before.map_or(0, |ends| ends.text)..end.tag)?;
        Some((tag, self.texts.get(end.tag..end.text)?))
    }

    fn end_entry(&mut self, tag: usize) {
        let text = self.texts.len();
        self.ends.push(Ends { tag, text });
    }
}

impl<Tag: AsRef<str>, Text: AsRef<str>> FromIterator<(Tag, Text)> for Translations {
    fn from_iter<I: IntoIterator<Item = (Tag, Text)>>(entries: I) -> Self {
        let mut translations = Self::default();
        for (tag, text) in entries {
            translations.texts.push_str(tag.as_ref());
            let tag = translations.texts.len();
            translations.texts.push_str(text.as_ref());
            translations.end_entry(tag);
        }
        translations
    }
}

impl fmt::Debug for Translations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

impl Serialize for Translations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Translations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MapVisitor;

        impl<'de> Visitor<'de> for MapVisitor {
            type Value = Translations;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a map of texts by language tag")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Translations, A::Error> {
                let mut translations = Translations::default();
                while let Some(()) = map.next_key_seed(Append(&mut translations.texts))? {
                    let tag = translations.texts.len();
                    map.next_value_seed(Append(&mut translations.texts))?;
                    translations.end_entry(tag);
                }
                // Shrinking takes time, so it should free at least half of the memory.
                if translations.texts.capacity() / 2 > translations.texts.len() {
                    translations.texts.shrink_to_fit();
                }
                Ok(translations)
            }
        }

        deserializer.deserialize_map(MapVisitor)
    }
}

/// Appends a text to a string.
struct Append<'a>(&'a mut String);

impl<'de> DeserializeSeed<'de> for Append<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Append<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        /// Enough for a name in a few languages.
        const CAPACITY: usize = 128;
        if self.0.is_empty() {
            self.0.reserve(CAPACITY);
        }
        self.0.push_str(text);
        Ok(())
    }
}

one_form!(Translations);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_tag_and_round_trip_in_order() {
        let json = r#"{"fr-FR":"Épée","":"","de-DE":"","es-ES":"Espada \"láser\""}"#;
        let translations: Translations = serde_json::from_str(json).unwrap();
        assert_eq!(translations.len(), 4);
        assert_eq!(translations.get("fr-FR"), Some("Épée"));
        assert_eq!(translations.get("de-DE"), Some(""));
        assert_eq!(translations.get("es-ES"), Some("Espada \"láser\""));
        assert_eq!(translations.get("es"), None);
        assert_eq!(serde_json::to_string(&translations).unwrap(), json);
        assert_eq!(translations.iter().collect::<Translations>(), translations);
        assert_eq!(
            format!("{:?}", [("fr", "Un")].into_iter().collect::<Translations>()),
            r#"{"fr": "Un"}"#
        );
    }

    #[test]
    fn the_last_text_with_a_tag_wins() {
        let translations: Translations = serde_json::from_str(r#"{"fr":"a","fr":"b"}"#).unwrap();
        assert_eq!(translations.get("fr"), Some("b"));
    }

    #[test]
    fn a_map_can_be_empty_and_other_types_are_errors() {
        assert!(serde_json::from_str::<Translations>("{}").unwrap().is_empty());
        for json in ["[]", "null", r#"{"fr":null}"#, r#"{"fr":1}"#, r#"{"fr":["a"]}"#] {
            assert!(serde_json::from_str::<Translations>(json).is_err(), "{json}");
        }
    }
}
