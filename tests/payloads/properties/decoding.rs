//! Changed payloads: nothing panics, and the documented guarantees hold.

use halo_infinite::payload::DecodeError;
use proptest::prelude::*;
use proptest::sample::Index;

use super::json::{Json, anything, mutation};
use super::samples::{Sample, samples};
use crate::support::properties::config;

/// Fields whose objects can have any key: their names are data.
const MAPS: &[&str] = &[
    "translations",
    "TeamMmrs",
    "TierCounterfactuals",
    "KeyValues",
    "LocalizedData",
    "Links",
    "TitleConfiguration",
];

fn sample() -> impl Strategy<Value = Sample> {
    any::<Index>().prop_map(|index| index.get(samples()).clone())
}

/// Asserts that the error's place exists in the document.
fn assert_has_place(json: &Json, error: &DecodeError) {
    let mut found = false;
    json.visit("", &mut |path, value| {
        // Places inside a raw value are not listed.
        let inside = matches!(value, Json::Raw(_)) && (path == "." || error.path.starts_with(path));
        found |= path == error.path || inside;
    });
    assert!(found, "the document has no such place: {error}");
    assert!(!error.problem.is_empty());
}

/// Inserts an unknown key into an object that is not a map. Returns its path in the drift.
fn put_unknown(json: &mut Json, at: Index, name: &str, value: Json) -> Option<String> {
    let mut objects = Vec::new();
    for place in json.places() {
        let (mut path, mut here, mut is_model) = (String::new(), &mut *json, true);
        for index in place.iter().copied() {
            if let Json::Object(fields) = &*here {
                let key = &fields[index].0;
                is_model &= !MAPS.contains(&key.as_str());
                path += if path.is_empty() { "" } else { "." };
                path += key;
            } else {
                path += "[]";
            }
            here = here.child_mut(index).unwrap();
        }
        // `CustomData` is an empty object for kinds of assets without known fields.
        let is_blank =
            path.ends_with("CustomData") && matches!(here, Json::Object(fields) if fields.is_empty());
        if matches!(here, Json::Object(_)) && is_model && !is_blank {
            objects.push((place, path));
        }
    }
    if objects.is_empty() {
        return None;
    }
    let (place, path) = at.get(&objects);
    let mut object = json;
    for index in place {
        object = object.child_mut(*index).unwrap();
    }
    if let Json::Object(fields) = object {
        fields.insert(at.index(fields.len() + 1), (name.to_owned(), value));
    }
    let dot = if path.is_empty() { "" } else { "." };
    Some(format!("{path}{dot}{name}"))
}

/// The damage to the bytes of a document.
#[derive(Debug, Clone)]
enum Damage {
    Truncate(Index),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len();
        match self {
            Self::Truncate(at) => bytes.truncate(at.index(length)),
            Self::Flip(at, mask) => bytes[at.index(length)] ^= mask,
            Self::Insert(at, more) => drop(bytes.splice(at.index(length)..at.index(length), more.clone())),
            Self::Remove(at, count) => {
                let start = at.index(length);
                bytes.drain(start..length.min(start + count));
            }
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        1 => any::<Index>().prop_map(Damage::Truncate),
        3 => (any::<Index>(), 1_u8..).prop_map(|(at, mask)| Damage::Flip(at, mask)),
        1 => (any::<Index>(), prop::collection::vec(any::<u8>(), 1..8))
            .prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        1 => (any::<Index>(), 1_usize..40).prop_map(|(at, count)| Damage::Remove(at, count)),
    ]
}

#[test]
fn the_payloads_are_valid_and_of_every_service() {
    let models: std::collections::BTreeSet<_> = samples().iter().map(|sample| sample.model).collect();
    assert!(models.len() >= 30, "{models:?}");
    for sample in samples() {
        let look = (sample.look)(sample.json.write().as_bytes());
        assert_eq!(look.map(|look| look.drift), Ok(vec![]), "{}", sample.model);
    }
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn a_changed_document_decodes_or_the_error_names_a_place(
        sample in sample(),
        mutations in prop::collection::vec(mutation(), 1..5),
    ) {
        let mut json = sample.json.clone();
        mutations.iter().for_each(|mutation| mutation.apply(&mut json));
        if let Err(error) = (sample.look)(json.write().as_bytes()) {
            assert_has_place(&json, &error);
        }
    }

    #[test]
    fn damaged_bytes_decode_or_the_error_says_why(
        sample in sample(),
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        let mut bytes = sample.json.write().into_bytes();
        damages.iter().for_each(|damage| damage.apply(&mut bytes));
        if let Err(error) = (sample.look)(&bytes) {
            prop_assert!(!error.problem.is_empty() && !error.path.is_empty());
            if let Ok(json) = serde_json::from_slice(&bytes) {
                assert_has_place(&json, &error);
            }
        }
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn the_order_of_keys_does_not_matter(sample in sample(), mut seed: u64) {
        let mut json = sample.json.clone();
        json.reorder(&mut seed);
        let text = json.write();
        prop_assert_eq!((sample.look)(text.as_bytes()), (sample.look)(sample.json.write().as_bytes()));
    }

    #[test]
    fn unknown_keys_change_nothing_and_are_listed(
        sample in sample(),
        added in prop::collection::vec((any::<Index>(), "New[A-Za-z0-9 .é]{0,8}", anything()), 1..4),
    ) {
        let mut json = sample.json.clone();
        let mut expected = std::collections::BTreeSet::new();
        for (number, (at, name, value)) in added.into_iter().enumerate() {
            // The added values must be valid JSON.
            let is_json = serde_json::from_str::<Json>(&value.write()).is_ok();
            let value = if is_json { value } else { Json::Raw("null".into()) };
            // Keys inside an added value are not listed again.
            let value = if matches!(value, Json::Object(_)) { Json::Raw("{}".into()) } else { value };
            expected.extend(put_unknown(&mut json, at, &format!("{name}{number}"), value));
        }
        let plain = (sample.look)(sample.json.write().as_bytes()).unwrap();
        let look = (sample.look)(json.write().as_bytes());
        prop_assert!(look.is_ok(), "{look:?}");
        let look = look.unwrap();
        prop_assert_eq!(look.model, plain.model);
        prop_assert_eq!(look.drift, expected.into_iter().collect::<Vec<_>>());
    }
}
