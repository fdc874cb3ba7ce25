//! The settings are those that the SDK has, and the header documents them all.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::documented::{comment, in_backticks, listed, setters};
use crate::support::Client;

/// The names that settings can have, as the error about an unknown one lists them. `inside` is a member with an object.
fn settings(inside: Option<&str>) -> BTreeSet<String> {
    let unknown = json!({ "no setting": 0 });
    let settings = match inside {
        None => unknown,
        Some(member) => json!({ member: unknown }),
    };
    let message = Client::new(&settings).err().unwrap().message;
    let list = message
        .strip_prefix("settings: unknown field `no setting`, expected ")
        .unwrap_or_else(|| panic!("{message}"));
    in_backticks(list).into_iter().collect()
}

/// Checks that each setter of a type is a setting, or an exception with a reason.
#[track_caller]
fn all_are_settings(of: &str, settings: &BTreeSet<String>, exceptions: &[(&str, &str)]) {
    let setters = setters(of);
    let is_setting = |setter: &str| settings.contains(setter) || settings.contains(&format!("{setter}_ms"));
    for setter in &setters {
        let is_exception = exceptions.iter().any(|(name, _)| name == setter);
        assert!(
            is_setting(setter) != is_exception,
            "{of}::{setter} must be a setting or an exception, and not both"
        );
    }
    for (name, reason) in exceptions {
        assert!(setters.contains(*name), "{of} has no {name}: {reason}");
    }
}

#[test]
fn each_setter_of_a_client_is_a_setting() {
    let exceptions = [
        ("tokens", "`spartan_token` and `clearance`"),
        ("player", "the tokens of a session, which is a handle"),
        ("credentials", "a session, which is a handle"),
        ("accounts", "sessions, which are handles"),
        ("no_retries", "`retries` with a `max_attempts` of 1"),
        ("observer", "halo_client_observe"),
        ("configure_agent", "it takes code in Rust"),
        ("agent", "it takes an object of Rust"),
        ("clock", "it takes code in Rust, for tests"),
    ];
    all_are_settings("ClientBuilder", &settings(None), &exceptions);
}

#[test]
fn each_setter_of_a_part_is_a_setting() {
    all_are_settings("RetryPolicy", &settings(Some("retries")), &[]);
    all_are_settings("Recording", &settings(Some("record")), &[]);
    #[cfg(feature = "cache")]
    all_are_settings("ResponseCacheBuilder", &settings(Some("cache")), &[]);
}

#[test]
fn the_header_documents_each_setting() {
    assert_eq!(listed("halo_client_new"), settings(None));
    let words: BTreeSet<_> = in_backticks(&comment("halo_client_new").join(" "))
        .into_iter()
        .collect();
    let mut parts = vec!["retries", "record"];
    if cfg!(feature = "cache") {
        parts.push("cache");
    }
    for part in parts {
        let missing: Vec<_> = settings(Some(part)).difference(&words).cloned().collect();
        assert!(missing.is_empty(), "{part}: the header lacks {missing:?}");
    }
}

#[test]
fn null_stands_for_a_missing_value() {
    let mut nulls = json!({ "spartan_token": "token" });
    for name in settings(None) {
        if name != "spartan_token" {
            nulls[name] = Value::Null;
        }
    }
    assert!(Client::new(&nulls).is_ok());
    for part in ["retries", "record"] {
        for name in settings(Some(part)) {
            let mut settings = json!({ "spartan_token": "token" });
            if part == "record" {
                settings[part] = json!({ "folder": "x" });
            }
            settings[part][&name] = Value::Null;
            let result = Client::new(&settings).map(drop);
            // A folder is needed.
            assert_eq!(result.is_ok(), name != "folder", "{part}.{name}: {result:?}");
        }
    }
}
