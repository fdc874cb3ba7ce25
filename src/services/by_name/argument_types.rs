//! The types of arguments, and how they are read from JSON.

use std::str::FromStr;

use jiff::Timestamp;
use serde_json::Value;

use super::arguments::Arguments;
use crate::decode::decode;
use crate::models::discovery_ugc::{Film, FilmChunk};
use crate::refdata::{
    AssetKind, GameVariantCategory, GameplayInteraction, MatchesPrivacySetting, UnknownName,
    XboxProfileSetting, same_name,
};
use crate::services::authoring_ugc::VersionPatch;
use crate::services::economy::Store;
use crate::types::{ArgumentError, AssetId, Author, Guid, Player, Season, Secret};

/// A type that is read from a JSON value.
pub(super) trait FromArgument: Sized {
    /// What it is, for lists and errors.
    const KIND: &'static str;

    /// Reads the value. A missing one is `null`. The error is the problem.
    fn from_argument(value: &Value) -> Result<Self, String>;
}

/// The problem with a value of another kind. It shows no value, since that may be a secret.
fn needed<T: FromArgument>(value: &Value) -> String {
    let found = match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    format!("it is {found}, but must be a {}", T::KIND)
}

/// Reads a text by `FromStr`.
fn parsed<T: FromArgument + FromStr<Err: Into<Problem>>>(value: &Value) -> Result<T, String> {
    let text = value.as_str().ok_or_else(|| needed::<T>(value))?;
    text.parse().map_err(|error: T::Err| error.into().0)
}

/// The problem of an error, without the name of the argument.
struct Problem(String);

impl From<ArgumentError> for Problem {
    fn from(error: ArgumentError) -> Self {
        Self(error.problem)
    }
}

impl From<UnknownName> for Problem {
    fn from(error: UnknownName) -> Self {
        Self(error.to_string())
    }
}

macro_rules! from_text {
    ($($type:ty: $kind:literal;)+) => { $(
        impl FromArgument for $type {
            const KIND: &'static str = $kind;

            fn from_argument(value: &Value) -> Result<Self, String> {
                parsed(value)
            }
        }
    )+ };
}

from_text! {
    Guid: "GUID";
    Season: "season, such as CsrSeason9-1 or the path of its file";
    AssetKind: "kind of assets";
    GameVariantCategory: "family of modes";
    GameplayInteraction: "kind of opponents";
    MatchesPrivacySetting: "privacy setting";
}

/// A text or a whole number.
fn text_or_number(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

impl FromArgument for Player {
    const KIND: &'static str = "player: a gamertag, xuid(…) or digits";

    fn from_argument(value: &Value) -> Result<Self, String> {
        let text = text_or_number(value).ok_or_else(|| needed::<Self>(value))?;
        text.parse().map_err(|error: ArgumentError| error.problem)
    }
}

impl FromArgument for Author {
    const KIND: &'static str = "author: xuid(…), digits or aaid(…)";

    fn from_argument(value: &Value) -> Result<Self, String> {
        let text = text_or_number(value).ok_or_else(|| needed::<Self>(value))?;
        text.parse().map_err(|error: ArgumentError| error.problem)
    }
}

impl FromArgument for AssetId {
    const KIND: &'static str = "asset: its GUID, or an object with asset_id and version_id";

    fn from_argument(value: &Value) -> Result<Self, String> {
        let Some(parts) = value.as_object() else {
            return parsed(value);
        };
        let arguments =
            Arguments::new("id", value, &["asset_id", "version_id"]).map_err(|error| error.problem)?;
        let asset: Guid = arguments.value("asset_id").map_err(|error| error.to_string())?;
        if parts.get("version_id").is_none_or(Value::is_null) {
            return Ok(asset.into());
        }
        let version: Guid = arguments.value("version_id").map_err(|error| error.to_string())?;
        Self::try_from((asset, version)).map_err(|error| error.problem)
    }
}

impl FromArgument for String {
    const KIND: &'static str = "text";

    fn from_argument(value: &Value) -> Result<Self, String> {
        value
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| needed::<Self>(value))
    }
}

impl FromArgument for Secret {
    const KIND: &'static str = "secret text";

    fn from_argument(value: &Value) -> Result<Self, String> {
        value
            .as_str()
            .map(Self::from)
            .ok_or_else(|| needed::<Self>(value))
    }
}

impl FromArgument for bool {
    const KIND: &'static str = "truth value: true or false";

    fn from_argument(value: &Value) -> Result<Self, String> {
        value.as_bool().ok_or_else(|| needed::<Self>(value))
    }
}

impl FromArgument for f64 {
    const KIND: &'static str = "number";

    fn from_argument(value: &Value) -> Result<Self, String> {
        value.as_f64().ok_or_else(|| needed::<Self>(value))
    }
}

macro_rules! whole_numbers {
    ($($type:ty),+) => { $(
        impl FromArgument for $type {
            const KIND: &'static str = "whole number";

            fn from_argument(value: &Value) -> Result<Self, String> {
                let number = value.as_number().ok_or_else(|| needed::<Self>(value))?;
                number.as_i64().and_then(|number| number.try_into().ok()).ok_or_else(|| {
                    format!("{number} is not a whole number from {} to {}", Self::MIN, Self::MAX)
                })
            }
        }
    )+ };
}
whole_numbers!(u8, u32, i64);

impl FromArgument for Timestamp {
    const KIND: &'static str = "time, such as 2026-01-31T20:00:00Z";

    fn from_argument(value: &Value) -> Result<Self, String> {
        let text = value.as_str().ok_or_else(|| needed::<Self>(value))?;
        text.parse().map_err(|_| {
            format!(
                "`{}` is not a time such as 2026-01-31T20:00:00Z",
                text.escape_debug()
            )
        })
    }
}

impl<T: FromArgument> FromArgument for Option<T> {
    const KIND: &'static str = T::KIND;

    fn from_argument(value: &Value) -> Result<Self, String> {
        (!value.is_null()).then(|| T::from_argument(value)).transpose()
    }
}

/// The kind of a list of these.
trait InList: FromArgument {
    const LIST: &'static str;
}

macro_rules! in_lists {
    ($($type:ty: $kind:literal;)+) => { $(
        impl InList for $type {
            const LIST: &'static str = $kind;
        }
    )+ };
}
in_lists! {
    Player: "list of players: xuid(…) or digits";
    String: "list of texts";
    i64: "list of whole numbers";
    XboxProfileSetting: "list of settings";
}

impl<T: InList> FromArgument for Vec<T> {
    const KIND: &'static str = T::LIST;

    fn from_argument(value: &Value) -> Result<Self, String> {
        let entries = value.as_array().ok_or_else(|| needed::<Self>(value))?;
        let entries = entries.iter().enumerate();
        entries
            .map(|(index, entry)| {
                T::from_argument(entry).map_err(|problem| format!("entry {}: {problem}", index + 1))
            })
            .collect()
    }
}

/// The value with this name. Case, blanks, `_` and `-` make no difference. The implementations for enumerations of the
/// services, which the build script makes, use this.
pub(super) fn variant<T: FromArgument + Copy>(value: &Value, known: &[(&str, T)]) -> Result<T, String> {
    let text = value.as_str().ok_or_else(|| needed::<T>(value))?;
    let found = known.iter().find(|(name, _)| same_name(name, text));
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
        format!("`{}` is not one of {}", text.escape_debug(), names.join(", "))
    })
}

impl FromArgument for Store {
    const KIND: &'static str = "store, such as main or hcs";

    fn from_argument(value: &Value) -> Result<Self, String> {
        let text = value.as_str().ok_or_else(|| needed::<Self>(value))?;
        Ok(text.into())
    }
}

/// A setting that this version does not know is requested by its name.
impl FromArgument for XboxProfileSetting {
    const KIND: &'static str = "setting";

    fn from_argument(value: &Value) -> Result<Self, String> {
        let text = value.as_str().ok_or_else(|| needed::<Self>(value))?;
        Ok(text.parse().unwrap_or_else(|_| text.into()))
    }
}

impl FromArgument for VersionPatch {
    const KIND: &'static str = "change: an object with name, description or tags";

    fn from_argument(value: &Value) -> Result<Self, String> {
        let arguments = Arguments::new("patch", value, &["name", "description", "tags"]);
        let arguments = arguments.map_err(|error| error.problem)?;
        let problem = |error: ArgumentError| error.to_string();
        let mut patch = Self::new();
        if let Some(name) = arguments.value::<Option<String>>("name").map_err(problem)? {
            patch = patch.name(name);
        }
        if let Some(description) = arguments
            .value::<Option<String>>("description")
            .map_err(problem)?
        {
            patch = patch.description(description);
        }
        if arguments.has("tags") {
            patch = patch.tags(arguments.value::<Vec<String>>("tags").map_err(problem)?);
        }
        Ok(patch)
    }
}

macro_rules! models {
    ($($type:ty: $kind:literal;)+) => { $(
        impl FromArgument for $type {
            const KIND: &'static str = $kind;

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
    Film: "film's manifest: the result of discovery_ugc.film_by_match_id";
    FilmChunk: "chunk of a film: one of its manifest's CustomData.Chunks";
}
