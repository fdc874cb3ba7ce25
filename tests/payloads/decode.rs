//! Decoding agrees with `serde_json` on real payloads, whole, cut and damaged. See `captures.rs` for their place.

use halo_infinite::payload::decode;
use serde_json::Value;

use crate::support::captures::payloads;

fn assert_same(file: &str, json: &[u8]) {
    let ours = decode::<Value>(json).ok();
    let theirs = serde_json::from_slice::<Value>(json).ok();
    // For speed, serde_json may round a decimal number to the second nearest float.
    assert!(
        is_close(ours.as_ref(), theirs.as_ref()),
        "{file} is decoded in another way"
    );
}

fn is_close(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(Value::Array(left)), Some(Value::Array(right))) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| is_close(Some(left), Some(right)))
        }
        (Some(Value::Object(left)), Some(Value::Object(right))) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, value)| is_close(Some(value), right.get(name)))
        }
        (Some(Value::Number(left)), Some(Value::Number(right))) if left.is_f64() && right.is_f64() => {
            let (left, right) = (left.as_f64().unwrap(), right.as_f64().unwrap());
            (left - right).abs() <= f64::EPSILON * left.abs()
        }
        (left, right) => left == right,
    }
}

#[test]
fn whole_documents_decode_as_serde_json_decodes_them() {
    for payload in payloads() {
        assert_same(&payload.file, &payload.bytes);
    }
}

#[test]
fn damaged_documents_decode_as_serde_json_decodes_them() {
    // A fixed sequence of pseudo-random numbers.
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for payload in payloads()
        .into_iter()
        .filter(|payload| payload.bytes.len() < 50_000)
    {
        for _ in 0..40 {
            let mut json = payload.bytes.clone();
            let place = next(json.len());
            match next(3) {
                0 => json.truncate(place),
                1 => json[place] = b"\"\\{}[],:0-.e \n\x01\xff"[next(16)],
                _ => drop(json.remove(place)),
            }
            assert_same(&payload.file, &json);
        }
    }
}
