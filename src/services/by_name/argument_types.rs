//! The types of arguments, and how they are read from JSON. The build script adds the enumerations.

use std::str::FromStr;

use jiff::Timestamp;
use serde_json::Value;

use super::arguments::{members, read};
use super::from_argument::{FromArgument, kind, short};
use crate::decode::decode;
use crate::models::discovery_ugc::{Film, FilmChunk};
use crate::refdata::same_name;
use crate::services::authoring_ugc::VersionPatch;
use crate::services::economy::Store;
use crate::types::{ArgumentError, AssetId, Author, Guid, Player, Season, Secret};

/// The problem with a value of another kind.
fn needed<T: FromArgument>(value: &Value) -> String {
    let names = match T::VALUES {
        [] => String::new(),
        names => format!(": {}", names.join(", ")),
    };
    format!("it is {}, but must be {}{names}", kind(value), T::KIND)
}

fn text<T: FromArgument>(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| needed::<T>(value))
}

/// Reads a text by `FromStr`.
fn parsed<T: FromArgument + FromStr<Err = ArgumentError>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: ArgumentError| error.problem)
}

impl FromArgument for Guid {
    const KIND: &'static str = "a GUID";

    fn from_argument(value: &Value) -> Result<Self, String> {
        parsed(text::<Self>(value)?)
    }
}

impl FromArgument for Season {
    const KIND: &'static str = "a season, such as CsrSeason9-1 or the path of its file";

    fn from_argument(value: &Value) -> Result<Self, String> {
        parsed(text::<Self>(value)?)
    }
}

/// Reads a text or a whole number, such as an XUID.
fn of_digits<T: FromArgument + FromStr<Err = ArgumentError>>(value: &Value) -> Result<T, String> {
    match value.as_u64() {
        Some(number) => parsed(&number.to_string()),
        None => parsed(text::<T>(value)?),
    }
}

impl FromArgument for Player {
    const KIND: &'static str = "a player: a gamertag, xuid(…) or digits";
    const LIST: &'static str = "a list of players: xuid(…) or digits";
    const IS_PLAYER: bool = true;

    fn from_argument(value: &Value) -> Result<Self, String> {
        of_digits(value)
    }
}

impl FromArgument for Author {
    const KIND: &'static str = "an author: xuid(…), digits or aaid(…)";
    const IS_PLAYER: bool = true;

    fn from_argument(value: &Value) -> Result<Self, String> {
        of_digits(value)
    }
}

impl FromArgument for AssetId {
    const KIND: &'static str = "an asset: its GUID, or an object with asset_id and version_id";
    const READS_JSON: bool = true;

    fn from_argument(value: &Value) -> Result<Self, String> {
        if !value.is_object() {
            return parsed(text::<Self>(value)?);
        }
        let members = members(value, &["asset_id", "version_id"])?;
        let asset: Guid = read(members, "asset_id").map_err(in_member("asset_id"))?;
        match read::<Option<Guid>>(members, "version_id").map_err(in_member("version_id"))? {
            None => Ok(asset.into()),
            Some(version) => Self::try_from((asset, version)).map_err(|error| error.problem),
        }
    }
}

fn in_member(name: &'static str) -> impl Fn(String) -> String {
    move |problem| format!("{name}: {problem}")
}

impl FromArgument for String {
    const KIND: &'static str = "a text";
    const LIST: &'static str = "a list of texts";

    fn from_argument(value: &Value) -> Result<Self, String> {
        text::<Self>(value).map(str::to_owned)
    }
}

impl FromArgument for Secret {
    const KIND: &'static str = "a text, which is a secret";

    fn from_argument(value: &Value) -> Result<Self, String> {
        text::<Self>(value).map(Self::from)
    }
}

impl FromArgument for bool {
    const KIND: &'static str = "true or false";
    const READS_JSON: bool = true;

    fn from_argument(value: &Value) -> Result<Self, String> {
        value.as_bool().ok_or_else(|| needed::<Self>(value))
    }
}

impl FromArgument for f64 {
    const KIND: &'static str = "a number";
    const READS_JSON: bool = true;

    fn from_argument(value: &Value) -> Result<Self, String> {
        value.as_f64().ok_or_else(|| needed::<Self>(value))
    }
}

macro_rules! whole_numbers {
    ($($type:ty: $kind:literal;)+) => { $(
        impl FromArgument for $type {
            const KIND: &'static str = $kind;
            const LIST: &'static str = "a list of whole numbers";
            const READS_JSON: bool = true;

            fn from_argument(value: &Value) -> Result<Self, String> {
                let number = value.as_number().ok_or_else(|| needed::<Self>(value))?;
                let whole = number.as_i64().and_then(|number| number.try_into().ok());
                whole.ok_or_else(|| format!("{number} is not {}", Self::KIND))
            }
        }
    )+ };
}
whole_numbers! {
    u8: "a whole number from 0 to 255";
    u32: "a whole number from 0 to 4294967295";
    i64: "a whole number of 64 bits";
}

impl FromArgument for Timestamp {
    const KIND: &'static str = "a time, such as 2026-01-31T20:00:00Z";

    fn from_argument(value: &Value) -> Result<Self, String> {
        let text = text::<Self>(value)?;
        text.parse()
            .map_err(|_| format!("`{}` is not {}", short(text), Self::KIND))
    }
}

impl<T: FromArgument> FromArgument for Option<T> {
    const KIND: &'static str = T::KIND;
    const LIST: &'static str = T::LIST;
    const VALUES: &'static [&'static str] = T::VALUES;
    const OPTIONAL: bool = true;
    const IS_LIST: bool = T::IS_LIST;
    const IS_PLAYER: bool = T::IS_PLAYER;
    const READS_JSON: bool = T::READS_JSON;

    fn from_argument(value: &Value) -> Result<Self, String> {
        (!value.is_null()).then(|| T::from_argument(value)).transpose()
    }
}

impl<T: FromArgument> FromArgument for Vec<T> {
    const KIND: &'static str = T::LIST;
    const VALUES: &'static [&'static str] = T::VALUES;
    const IS_LIST: bool = true;
    const IS_PLAYER: bool = T::IS_PLAYER;
    const READS_JSON: bool = T::READS_JSON;

    fn from_argument(value: &Value) -> Result<Self, String> {
        let entries = value.as_array().ok_or_else(|| needed::<Self>(value))?;
        let entries = entries.iter().enumerate().map(|(index, entry)| {
            T::from_argument(entry).map_err(|problem| format!("entry {}: {problem}", index + 1))
        });
        entries.collect()
    }
}

/// The value of an enumeration with this name. The implementations of the build script use this and the two below.
pub(super) fn variant<T: FromArgument + Copy>(value: &Value, values: &[T]) -> Result<T, String> {
    let text = text::<T>(value)?;
    let mut known = T::VALUES.iter().zip(values);
    let found = known.find(|(name, _)| same_name(name, text));
    found.map(|(_, value)| *value).ok_or_else(|| unknown::<T>(text))
}

/// The value of an enumeration of numbers with this name or number. Numbers that this version does not know pass.
pub(super) fn numbered<T: FromArgument + FromStr + From<i64>>(value: &Value) -> Result<T, String> {
    match value.as_i64() {
        Some(number) => Ok(number.into()),
        None => {
            let text = text::<T>(value)?;
            text.parse().map_err(|_| unknown::<T>(text))
        }
    }
}

/// The value of an enumeration of texts with this name or text. Texts that this version does not know pass.
pub(super) fn texted<T: FromArgument + FromStr + for<'a> From<&'a str>>(value: &Value) -> Result<T, String> {
    let text = text::<T>(value)?;
    Ok(text.parse().unwrap_or_else(|_| text.into()))
}

fn unknown<T: FromArgument>(text: &str) -> String {
    format!("`{}` is not one of {}", short(text), T::VALUES.join(", "))
}

impl FromArgument for Store {
    const KIND: &'static str = "a store, such as main or hcs";

    fn from_argument(value: &Value) -> Result<Self, String> {
        text::<Self>(value).map(Self::from)
    }
}

impl FromArgument for VersionPatch {
    const KIND: &'static str = "an object with name, description or tags";
    const READS_JSON: bool = true;

    fn from_argument(value: &Value) -> Result<Self, String> {
        if !value.is_object() {
            return Err(needed::<Self>(value));
        }
        let members = members(value, &["name", "description", "tags"])?;
        let mut patch = Self::new();
        if let Some(name) = read::<Option<String>>(members, "name").map_err(in_member("name"))? {
            patch = patch.name(name);
        }
        let description: Option<String> = read(members, "description").map_err(in_member("description"))?;
        if let Some(description) = description {
            patch = patch.description(description);
        }
        if let Some(tags) = read::<Option<Vec<String>>>(members, "tags").map_err(in_member("tags"))? {
            patch = patch.tags(tags);
        }
        Ok(patch)
    }
}

macro_rules! models {
    ($($type:ty: $kind:literal;)+) => { $(
        impl FromArgument for $type {
            const KIND: &'static str = $kind;
            const READS_JSON: bool = true;

            fn from_argument(value: &Value) -> Result<Self, String> {
                if !value.is_object() {
                    return Err(needed::<Self>(value));
                }
                decode(value.to_string().as_bytes()).map_err(|error| error.to_string())
            }
        }
    )+ };
}
models! {
    Film: "the manifest of a film: the result of discovery_ugc.film_by_match_id";
    FilmChunk: "a chunk of a film, from CustomData.Chunks of its manifest";
}
