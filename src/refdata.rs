//! Reference data: the API's enumerations, with the names that the game shows.
//!
//! All enumerations are open. A value that this version does not know decodes to `Unknown(value)` and encodes
//! to the same value again, so that payloads of a new season still decode. The values come from
//! `schemas/refdata.json`.
//!
//! ```
//! use halo_infinite::refdata::{GameVariantCategory, MedalNameId, Outcome};
//!
//! let mode = GameVariantCategory::from(15);
//! assert_eq!(mode, GameVariantCategory::MultiplayerCtf);
//! assert_eq!(mode.display_name(), "Capture the Flag");
//!
//! assert_eq!("killing spree".parse(), Ok(MedalNameId::KillingSpree));
//! assert_eq!(Outcome::from(77).value(), 77);
//! # Ok::<(), halo_infinite::refdata::UnknownName>(())
//! ```

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::decode::changes::note_change;
use crate::decode::field::Lenient;
use crate::decode::lenient::whole;
use crate::decode::one_form;

/// A text is not the name of any value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not the name of any {enumeration}")]
#[non_exhaustive]
pub struct UnknownName {
    enumeration: &'static str,
    name: String,
}

/// Whether two names are equal, ignoring case, blanks and punctuation: `MULTIPLAYER_CTF` equals
/// `MultiplayerCtf`, and `killing spree` equals `KillingSpree`.
pub(crate) fn same_name(left: &str, right: &str) -> bool {
    fn significant(text: &str) -> impl Iterator<Item = char> + '_ {
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
    }
    significant(left).eq(significant(right))
}

/// Converts any integer to an enumeration.
struct IntegerVisitor<T>(&'static str, PhantomData<T>);

impl<T: From<i64>> Visitor<'_> for IntegerVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an integer for {}", self.0)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T, E> {
        Ok(T::from(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<T, E> {
        i64::try_from(value)
            .map(T::from)
            .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<T, E> {
        note_change();
        whole(value)
            .map(T::from)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Float(value), &self))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<T, E> {
        note_change();
        let number: Result<i64, _> = value.parse();
        number
            .map(T::from)
            .map_err(|_| E::invalid_type(de::Unexpected::Str(value), &self))
    }
}

/// Converts any text to an enumeration.
struct TextVisitor<T>(&'static str, PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a text for {}", self.0)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<T, E> {
        Ok(T::from(value))
    }
}

/// The parts that open enumerations of integers and of texts share.
macro_rules! open_enum {
    ($name:ident {
        $($variant:ident = $value:literal => $display:literal
            $(formerly $former:ident $former_display:literal)?,)+
    }) => {
        impl $name {
            /// The values that this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            $($(
                #[doc = concat!("Former name of [`", stringify!($variant), "`](Self::", stringify!($variant), ").")]
                #[deprecated = "the game has another name for this value"]
                #[allow(non_upper_case_globals)]
                pub const $former: Self = Self::$variant;
            )?)+

            /// The name that the game shows, in English; `Unknown` for a value that this version does not
            /// know.
            pub fn display_name(&self) -> &'static str {
                match self {
                    $(Self::$variant => $display,)+
                    Self::Unknown(_) => "Unknown",
                }
            }
        }

        /// Parses the name of a variant or its display name, also a former one, ignoring case, blanks and
        /// punctuation.
        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                $(if same_name(text, stringify!($variant)) || same_name(text, $display) {
                    return Ok(Self::$variant);
                })+
                $($(if same_name(text, stringify!($former)) || same_name(text, $former_display) {
                    return Ok(Self::$variant);
                })?)+
                Err(UnknownName { enumeration: stringify!($name), name: text.into() })
            }
        }

        /// Shows the display name; for a value that this version does not know, `Unknown` and the value.
        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::Unknown(value) => formatter.pad(&format!("Unknown ({value})")),
                    known => formatter.pad(known.display_name()),
                }
            }
        }
    };
}

/// An open enumeration of integers.
macro_rules! integer_enum {
    ($(#[$doc:meta])* $name:ident {
        $($variant:ident = $value:literal => $display:literal
            $(formerly $former:ident $former_display:literal)?,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!($display, " (", stringify!($value), ").")] $variant,)+
            /// A value that this version does not know, or the API's own value for "unknown".
            Unknown(i64),
        }

        open_enum!($name {
            $($variant = $value => $display $(formerly $former $former_display)?,)+
        });

        impl $name {
            /// The value on the wire.
            pub fn value(self) -> i64 {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Unknown(value) => value,
                }
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)+
                    other => Self::Unknown(other),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.value())
            }
        }

        impl Lenient for $name {
            /// Also reads a number in a text.
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(IntegerVisitor(stringify!($name), PhantomData))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_i64(IntegerVisitor(stringify!($name), PhantomData))
            }
        }
    };
}

/// An open enumeration of texts.
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident {
        $($variant:ident = $value:literal => $display:literal
            $(formerly $former:ident $former_display:literal)?,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!($display, " (", stringify!($value), ").")] $variant,)+
            /// A value that this version does not know.
            Unknown(Box<str>),
        }

        open_enum!($name {
            $($variant = $value => $display $(formerly $former $former_display)?,)+
        });

        impl $name {
            /// The value on the wire.
            pub fn value(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Unknown(value) => value,
                }
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)+
                    other => Self::Unknown(other.into()),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.value())
            }
        }

        one_form!($name);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(TextVisitor(stringify!($name), PhantomData))
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/refdata.rs"));

/// The name of a bot, by its number.
pub(crate) fn bot_name(number: u32) -> Option<&'static str> {
    let index = BOT_NAMES
        .binary_search_by_key(&number, |(number, _)| *number)
        .ok()?;
    BOT_NAMES.get(index).map(|(_, name)| *name)
}

impl FilmMedal {
    /// The medal's ID in statistics and medal metadata; `None` for a code that this version does not know.
    ///
    /// ```
    /// use halo_infinite::refdata::{FilmMedal, MedalNameId};
    ///
    /// assert_eq!(FilmMedal::from(0).name_id(), Some(MedalNameId::DoubleKill));
    /// assert_eq!(FilmMedal::from(255).name_id(), None);
    /// ```
    pub fn name_id(self) -> Option<MedalNameId> {
        if matches!(self, Self::Unknown(_)) {
            return None;
        }
        let name = self.display_name();
        MedalNameId::KNOWN
            .iter()
            .copied()
            .find(|medal| medal.display_name() == name)
    }

    /// The film code of a medal, by its ID in statistics; `None` if this version does not know the code.
    pub fn of_name_id(medal: MedalNameId) -> Option<Self> {
        if matches!(medal, MedalNameId::Unknown(_)) {
            return None;
        }
        let name = medal.display_name();
        Self::KNOWN
            .iter()
            .copied()
            .find(|known| known.display_name() == name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::de::DeserializeSeed;

    use super::*;
    use crate::decode::field::LenientSeed;

    #[test]
    fn known_values_round_trip_and_parse_from_their_names() {
        for medal in MedalNameId::KNOWN {
            let text = serde_json::to_string(medal).unwrap();
            assert_eq!(text, medal.value().to_string());
            assert_eq!(serde_json::from_str::<MedalNameId>(&text).unwrap(), *medal);
            assert_eq!(medal.display_name().parse::<MedalNameId>().unwrap(), *medal);
            assert_eq!(format!("{medal:?}").parse::<MedalNameId>().unwrap(), *medal);
        }
        for tier in Tier::KNOWN {
            assert_eq!(Tier::from(tier.value()), *tier);
        }
    }

    #[test]
    fn unknown_values_round_trip() {
        for value in [i64::MIN, -1, 0, 99, i64::MAX] {
            let outcome: Outcome = serde_json::from_str(&value.to_string()).unwrap();
            assert_eq!(outcome.value(), value);
            assert_eq!(serde_json::to_string(&outcome).unwrap(), value.to_string());
        }
        assert_eq!(serde_json::from_str::<Outcome>("2.0").unwrap().value(), 2);
        // In a model, it may be in a text.
        let lenient: LenientSeed<Outcome> = LenientSeed(PhantomData);
        let mut text = serde_json::Deserializer::from_str("\"2\"");
        assert_eq!(lenient.deserialize(&mut text).unwrap().value(), 2);
        assert!(serde_json::from_str::<Outcome>("2.5").is_err());
        let tier: Tier = serde_json::from_str("\"Champion\"").unwrap();
        assert_eq!(tier, Tier::Unknown("Champion".into()));
        assert_eq!(serde_json::to_string(&tier).unwrap(), "\"Champion\"");
        assert_eq!(Outcome::from(9).to_string(), "Unknown (9)");
    }

    #[test]
    fn other_types_and_values_beyond_64_bits_are_errors() {
        for text in ["\"\"", "\"two\"", "\"2\"", "true"] {
            assert!(serde_json::from_str::<Outcome>(text).is_err(), "{text}");
        }
        assert!(serde_json::from_str::<Outcome>("18446744073709551615").is_err());
        assert!(serde_json::from_str::<Tier>("3").is_err());
        assert_eq!(
            "zzz".parse::<Outcome>().unwrap_err().to_string(),
            "`zzz` is not the name of any Outcome"
        );
    }

    #[test]
    fn enumerations_can_be_map_keys() {
        let map: BTreeMap<Team, f64> = serde_json::from_str(r#"{"0":1.5,"12":2.0}"#).unwrap();
        assert_eq!(map[&Team::Eagle], 1.5);
        assert_eq!(serde_json::to_string(&map).unwrap(), r#"{"0":1.5,"12":2.0}"#);
    }

    #[test]
    fn every_film_medal_has_a_medal_in_statistics() {
        assert_eq!(FilmMedal::KNOWN.len(), 155);
        for medal in FilmMedal::KNOWN {
            let id = medal.name_id().unwrap();
            assert_eq!(FilmMedal::of_name_id(id), Some(*medal));
            assert_eq!(format!("{medal:?}"), format!("{id:?}"));
        }
        assert_eq!(FilmMedal::of_name_id(MedalNameId::Unknown(1)), None);
    }

    #[test]
    fn former_names_stay_readable() {
        for (value, variant, display, former) in [
            (
                23,
                GameVariantCategory::MultiplayerVip,
                "VIP",
                ["Escort", "MULTIPLAYER_ESCORT"],
            ),
            (
                24,
                GameVariantCategory::MultiplayerEscalation,
                "Escalation",
                ["Gun Game", "MultiplayerGunGame"],
            ),
        ] {
            assert_eq!(GameVariantCategory::from(value), variant);
            assert_eq!((variant.value(), variant.display_name()), (value, display));
            for name in former.into_iter().chain([display]) {
                assert_eq!(name.parse(), Ok(variant), "{name}");
            }
        }
        #[expect(deprecated)]
        let former = [
            GameVariantCategory::MultiplayerEscort,
            GameVariantCategory::MultiplayerGunGame,
        ];
        assert_eq!(former.map(GameVariantCategory::value), [23, 24]);
    }

    #[test]
    fn bots_have_names() {
        assert_eq!(bot_name(3), Some("343 Ellis"));
        assert_eq!(bot_name(60), None);
    }
}
