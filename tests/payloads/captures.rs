//! Real payloads: each one with a model decodes without drift, and the model is
//! encoded as the same JSON again.
//!
//! They are not part of this repository. The folder is `$HALO_CAPTURES`, else `../shared/captures`, with those
//! beside it whose name goes on, such as `captures-2022`; without it, these tests report that they are skipped, and
//! pass.

use halo_infinite::for_each_model;

use halo_infinite::payload::{decode, drift};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::compare::difference;
use crate::support::captures::payloads;

/// The problem of a payload as a `T`.
fn problem<T: DeserializeOwned + Serialize>(json: &[u8]) -> Option<String> {
    let model: T = match decode(json) {
        Ok(model) => model,
        Err(error) => return Some(error.to_string()),
    };
    let unknown = drift::<T>(json).expect("it has just been decoded");
    if !unknown.is_empty() {
        return Some(format!("unknown fields: {unknown:?}"));
    }
    let captured: Value = serde_json::from_slice(json).expect("it has just been decoded");
    difference(
        &captured,
        &serde_json::to_value(&model).expect("models can be encoded"),
    )
}

type Check = fn(&[u8]) -> Option<String>;

macro_rules! table {
    ($($name:ident: $path:path,)+) => {
        const MODELS: &[(&str, Check, Check)] =
            &[$((stringify!($name), problem::<$path>, problem::<Vec<$path>>)),+];
    };
}
for_each_model!(table);

fn check(model: &str) -> Option<Check> {
    let element = model.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>'));
    let (_, one, list) = MODELS
        .iter()
        .find(|(name, ..)| *name == element.unwrap_or(model))?;
    Some(if element.is_some() { *list } else { *one })
}

#[test]
fn captures_decode_without_drift_and_round_trip() {
    let mut checked = 0;
    let mut problems = Vec::new();
    for payload in payloads() {
        let Some(check) = check(&payload.model) else {
            continue;
        };
        checked += 1;
        if let Some(problem) = check(&payload.bytes) {
            problems.push(format!("{}: {problem}", payload.file));
        }
    }
    println!("{checked} payloads checked");
    assert!(problems.is_empty(), "{problems:#?}");
}

/// Payloads with missing and unknown fields, as of other years and modes.
mod variations {
    use super::payloads;
    use halo_infinite::models::stats::{MatchHistory, MatchStats, ServiceRecord};
    use halo_infinite::payload::decode;
    use serde_json::{Value, json};

    fn each_object(value: &mut Value, change: &mut impl FnMut(&mut serde_json::Map<String, Value>)) {
        match value {
            Value::Object(fields) => {
                fields.values_mut().for_each(|field| each_object(field, change));
                change(fields);
            }
            Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, change)),
            _ => {}
        }
    }

    fn decodes(model: &str, json: &Value) -> Result<(), String> {
        let bytes = json.to_string().into_bytes();
        match model {
            "MatchStats" => decode::<MatchStats>(&bytes).map(drop),
            "MatchHistory" => decode::<MatchHistory>(&bytes).map(drop),
            "ServiceRecord" => decode::<ServiceRecord>(&bytes).map(drop),
            _ => return Ok(()),
        }
        .map_err(|error| error.to_string())
    }

    fn assert_all_decode(mut change: impl FnMut(&mut serde_json::Map<String, Value>)) {
        for payload in payloads() {
            let mut json: Value = serde_json::from_slice(&payload.bytes).unwrap_or_default();
            each_object(&mut json, &mut change);
            assert_eq!(decodes(&payload.model, &json), Ok(()), "{}", payload.file);
        }
    }

    #[test]
    fn the_shape_of_2022_decodes() {
        assert_all_decode(|fields| {
            for name in [
                "GameplayInteraction",
                "GameplayInteractions",
                "ObjectivesCompleted",
                "PvpStats",
                "PveStats",
                "VipStats",
            ] {
                fields.remove(name);
            }
            if fields.contains_key("CoreStats") {
                for block in [
                    "BombStats",
                    "InfectionStats",
                    "ZonesStats",
                    "ExtractionStats",
                    "OddballStats",
                ] {
                    fields.entry(block).or_insert(Value::Null);
                }
            }
        });
    }

    #[test]
    fn blocks_and_nullable_fields_can_be_missing() {
        assert_all_decode(|fields| {
            let is_block = |name: &str| name.ends_with("Stats") && !matches!(name, "Stats" | "CoreStats");
            fields.retain(|name, value| !(value.is_null() || value.is_object() && is_block(name)));
        });
    }

    #[test]
    fn unknown_fields_and_values_decode() {
        assert_all_decode(|fields| {
            fields.insert("NewField".into(), json!({ "Deep": [1, 2.5, null, "x"] }));
            for (name, value) in fields.iter_mut() {
                let is_enumeration = name.ends_with("NameId")
                    || name.ends_with("Mode")
                    || name.ends_with("Category")
                    || name == "Outcome";
                if is_enumeration && value.is_i64() {
                    *value = json!(987_654_321);
                }
                if name == "PlayerId" {
                    *value = json!("gid(7)");
                }
            }
        });
    }
}
