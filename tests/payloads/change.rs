//! Changes real payloads, and decodes and encodes them again.

use halo_infinite::for_each_model;

use halo_infinite::payload::decode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::compare::difference;
use crate::support::captures::{Payload, payloads};

/// Decodes a document and encodes it again.
fn round_trip<T: DeserializeOwned + Serialize>(json: &[u8]) -> Result<Value, String> {
    let model: T = decode(json).map_err(|error| error.to_string())?;
    serde_json::to_value(&model).map_err(|error| error.to_string())
}

type RoundTrip = fn(&[u8]) -> Result<Value, String>;

macro_rules! table {
    ($($name:ident: $path:path,)+) => {
        const MODELS: &[(&str, RoundTrip)] = &[$((stringify!($name), round_trip::<$path>)),+];
    };
}
for_each_model!(table);

/// The payloads of the services other than statistics and the sign-in.
pub fn documents() -> impl Iterator<Item = (Payload, Value)> {
    let others = ["stats/", "auth/", "settings/"];
    every_document().filter(move |(payload, _)| !others.iter().any(|folder| payload.file.starts_with(folder)))
}

/// The payloads of all services that have a model.
pub fn every_document() -> impl Iterator<Item = (Payload, Value)> {
    payloads()
        .into_iter()
        .filter(|payload| has_model(&payload.model))
        .map(|payload| {
            let json = serde_json::from_slice(&payload.bytes).unwrap();
            (payload, json)
        })
}

fn has_model(name: &str) -> bool {
    let element = name
        .strip_prefix("Vec<")
        .map_or(name, |rest| rest.trim_end_matches('>'));
    MODELS.iter().any(|(model, _)| *model == element)
}

/// Calls `change` for each value, from the inside out.
pub fn each_value(value: &mut Value, change: &mut impl FnMut(&mut Value)) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|field| each_value(field, change)),
        Value::Array(items) => items.iter_mut().for_each(|item| each_value(item, change)),
        _ => {}
    }
    change(value);
}

/// The payloads that cannot be decoded any more after a change to each of their values.
pub fn refused(mut change: impl FnMut(&mut Value)) -> Vec<String> {
    let mut refused = Vec::new();
    for (payload, mut json) in every_document() {
        // A list at the top is treated as several documents, not as a value to change.
        let (model, mut documents) = match payload.model.strip_prefix("Vec<") {
            Some(rest) => (rest.trim_end_matches('>'), json.as_array().cloned().unwrap()),
            None => (payload.model.as_str(), vec![json.take()]),
        };
        for document in &mut documents {
            each_value(document, &mut change);
            refused.extend(
                encode_again(model, document)
                    .err()
                    .map(|problem| format!("{}: {problem}", payload.file)),
            );
        }
    }
    refused
}

pub fn encode_again(model: &str, json: &Value) -> Result<Value, String> {
    let (_, round_trip) = MODELS.iter().find(|(name, _)| *name == model).unwrap();
    round_trip(json.to_string().as_bytes())
}

/// Calls `change` for each object, from the inside out, with the name of the field that it is in.
pub fn each_object(value: &mut Value, name: &str, change: &mut impl FnMut(&str, &mut Map<String, Value>)) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                each_object(field, name, change);
            }
            change(name, fields);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, name, change)),
        _ => {}
    }
}

/// The problems of the payloads after a change to each object.
pub fn problems(mut change: impl FnMut(&str, &mut Map<String, Value>), compare: bool) -> Vec<String> {
    let mut problems = Vec::new();
    for (payload, mut json) in documents() {
        each_object(&mut json, "", &mut change);
        let (model, documents) = match payload.model.strip_prefix("Vec<") {
            Some(rest) => (rest.trim_end_matches('>'), json.as_array().cloned().unwrap()),
            None => (payload.model.as_str(), vec![json]),
        };
        for document in documents {
            let problem = match encode_again(model, &document) {
                Ok(encoded) if compare => difference(&document, &encoded),
                Ok(_) => None,
                Err(problem) => Some(problem),
            };
            problems.extend(problem.map(|problem| format!("{}: {problem}", payload.file)));
        }
    }
    problems
}

pub fn assert_survives(change: impl FnMut(&str, &mut Map<String, Value>)) {
    let problems = problems(change, true);
    assert!(problems.is_empty(), "{problems:#?}");
}
