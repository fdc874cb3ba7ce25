//! Any bytes as the body of any response: the first line names the model. A decoded model is encoded and decoded to
//! the same model; `drift` succeeds where `decode` does, and so does `serde_json` alone.

#![no_main]

use halo_infinite::for_each_model;
use halo_infinite::models::gamecms_hacs::EmblemMapping;
use halo_infinite::models::profile::User;
use halo_infinite::payload::{decode, drift};
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn check<T: DeserializeOwned + Serialize + PartialEq>(json: &[u8]) {
    let decoded = decode::<T>(json);
    assert_eq!(drift::<T>(json).is_ok(), decoded.is_ok());
    let unmarked = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    match std::str::from_utf8(unmarked) {
        Ok(text) => assert_eq!(serde_json::from_str::<T>(text).is_ok(), decoded.is_ok()),
        // `serde_json` does not look into the values that it passes over.
        Err(_) => assert!(decoded.is_err()),
    }
    let Ok(model) = decoded else { return };
    let encoded = serde_json::to_vec(&model).expect("a model can be encoded");
    let again: T = decode(&encoded).expect("an encoded model can be decoded");
    // NaN is not equal to itself.
    let same = again == model || serde_json::to_vec(&again).ok() == Some(encoded);
    assert!(same, "it changed on its way through JSON");
}

type Check = fn(&[u8]);

macro_rules! table {
    ($($name:ident: $path:path,)+) => {
        const MODELS: &[(&str, Check)] = &[
            $((stringify!($name), check::<$path>),)+
            // Not a model of the registry, and a list as a whole body.
            ("EmblemMapping", check::<EmblemMapping>),
            ("Vec<User>", check::<Vec<User>>),
        ];
    };
}
for_each_model!(table);

/// The check of a model. Any other name stands for some model, so that a changed name still leads to one.
fn model(name: &[u8]) -> Check {
    let known = MODELS.iter().find(|(model, _)| model.as_bytes() == name);
    let number = name.iter().fold(0, |number: usize, byte| number.wrapping_mul(31) + usize::from(*byte));
    known.unwrap_or(&MODELS[number % MODELS.len()]).1
}

fuzz_target!(|input: &[u8]| {
    if let Some(end) = input.iter().position(|byte| *byte == b'\n') {
        model(&input[..end])(&input[end + 1..]);
    }
});
