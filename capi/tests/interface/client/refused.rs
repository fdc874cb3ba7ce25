//! Settings that are refused.

use halo_infinite_capi::HaloCode;
use serde_json::{Value, json};

use crate::support::Client;

#[track_caller]
fn refused(settings: &Value) -> (HaloCode, String) {
    let failed = Client::new(settings).err().expect("the settings are refused");
    assert!(!failed.message.contains("s3cret"), "{}", failed.message);
    (failed.code, failed.message)
}

/// Settings with a token and another member.
fn with(name: &str, value: Value) -> Value {
    json!({ "spartan_token": "token", name: value })
}

#[test]
fn settings_that_contradict_each_other_are_named() {
    for (settings, expected) in [
        (
            json!({ "clearance": "s3cret" }),
            "clearance: it needs `spartan_token`, which is not set",
        ),
        (
            with("xbox_user_hash", json!("1")),
            "xbox_user_hash: it needs `xbox_token`, which is not set",
        ),
        (
            with("xbox_token", json!("s3cret")),
            "xbox_token: it needs `xbox_user_hash`, which is not set",
        ),
        (
            json!({ "spartan_token": "token", "unlimited": true, "requests_per_second": 1 }),
            "unlimited: it cannot be set together with `requests_per_second`",
        ),
    ] {
        assert_eq!(refused(&settings), (HaloCode::Argument, expected.to_owned()));
    }
    let (code, message) = refused(&json!({}));
    assert_eq!(code, HaloCode::Argument);
    assert!(message.starts_with("spartan_token: it is missing"), "{message}");
}

#[test]
fn values_out_of_range_are_named() {
    for (name, value) in [
        ("requests_per_second", json!(0)),
        ("requests_per_second", json!(1e9)),
        ("burst", json!(0)),
        ("timeout_ms", json!(0)),
        ("connect_timeout_ms", json!(0)),
        ("deadline_ms", json!(0)),
        ("user_agent", json!("a\nb")),
        ("spartan_token", json!("s3cret\n")),
        ("environment", json!("http://s3cret@example.com")),
        ("proxy", json!("ftp://user:s3cret@host")),
    ] {
        let (code, message) = refused(&with(name, value));
        assert_eq!(code, HaloCode::Argument, "{name}: {message}");
        assert!(message.starts_with(&format!("{name}: ")), "{name}: {message}");
    }
}

#[test]
fn values_of_another_kind_are_named() {
    for (name, value) in [
        ("spartan_token", json!(3141)),
        ("clearance", json!(["s3cret"])),
        ("requests_per_second", json!("s3cret")),
        ("deadline_ms", json!(-3141)),
        ("deadline_ms", json!(0.5)),
        ("max_body_size", json!(3e30)),
        ("burst", json!(5_000_000_000_u64)),
        ("offline", json!("s3cret")),
        ("record", json!("s3cret")),
        ("shared_rate", json!({})),
        ("tls", json!("s3cret")),
    ] {
        let (code, message) = refused(&with(name, value));
        assert_eq!(code, HaloCode::NotJson, "{name}: {message}");
        let start = format!("settings: `{name}` has a wrong value: expected ");
        assert!(message.starts_with(&start), "{name}: {message}");
        assert!(!message.contains("3141"), "{message}");
    }
    let incomplete = refused(&with("record", json!({})));
    let message = "settings: `record`: missing field `folder`".to_owned();
    assert_eq!(incomplete, (HaloCode::NotJson, message));
    let unknown = refused(&with("spartan_tokens", json!("s3cret")));
    assert_eq!(unknown.0, HaloCode::NotJson);
    assert!(
        unknown
            .1
            .starts_with("settings: unknown field `spartan_tokens`, expected one of `spartan_token`, "),
        "{}",
        unknown.1
    );
}

#[test]
fn folders_have_names() {
    let no_folder = json!({ "folder": "" });
    for (name, value, argument) in [
        ("shared_rate", json!(""), "shared_rate"),
        ("record", no_folder.clone(), "record.folder"),
        #[cfg(feature = "cache")]
        ("cache", no_folder, "cache.folder"),
    ] {
        let expected = format!("{argument}: it is empty: name a folder");
        assert_eq!(refused(&with(name, value)), (HaloCode::Argument, expected));
    }
}

#[test]
fn settings_within_settings_are_no_lists() {
    for name in ["retries", "record", "cache"] {
        // serde reads a struct from a list, too, if nothing is said against it.
        for list in [json!([]), json!(["s3cret", 5]), json!([1, 2, 3, 4, 5])] {
            if name == "cache" && !cfg!(feature = "cache") {
                continue;
            }
            let (code, message) = refused(&with(name, list));
            assert_eq!(code, HaloCode::NotJson, "{name}: {message}");
            let expected = format!("settings: `{name}` has a wrong value: expected a JSON object");
            assert_eq!(message, expected);
        }
    }
    let nothing = json!({ "spartan_token": "token", "retries": null, "record": null, "cache": null });
    assert!(Client::new(&nothing).is_ok());
}

/// The settings that need a feature, and that feature.
#[test]
fn settings_of_missing_features_are_explained() {
    for (name, value, feature, is_on) in [
        (
            "tls",
            json!("system"),
            "platform-verifier",
            cfg!(feature = "platform-verifier"),
        ),
        ("tls", json!("native"), "native-tls", cfg!(feature = "native-tls")),
        (
            "proxy",
            json!("socks5://127.0.0.1:1"),
            "socks-proxy",
            cfg!(feature = "socks-proxy"),
        ),
        (
            "cache",
            json!({ "folder": "s3cret" }),
            "cache",
            cfg!(feature = "cache"),
        ),
        ("cache_latest", json!(true), "cache", cfg!(feature = "cache")),
        ("offline", json!(true), "cache", cfg!(feature = "cache")),
    ] {
        if is_on {
            continue;
        }
        let expected = format!("settings: `{name}` needs a build with the feature `{feature}`");
        assert_eq!(refused(&with(name, value)), (HaloCode::MissingFeature, expected));
    }
}
