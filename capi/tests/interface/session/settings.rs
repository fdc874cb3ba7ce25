//! The settings of sessions.

use std::ptr;

use halo_infinite_capi::*;
use serde_json::json;

use super::setup::*;

#[test]
fn wrong_settings_are_refused_in_words() {
    for (settings, code, words) in [
        (json!({}), HaloCode::Argument, "client_id: it is missing"),
        (
            json!({ "client_id": "" }),
            HaloCode::Argument,
            "client_id: it is empty",
        ),
        (
            json!({ "client_id": "id", "client_secret": " " }),
            HaloCode::Argument,
            "leave `client_secret` out",
        ),
        (
            json!({ "client_id": "id", "redirect_uri": "ftp://host" }),
            HaloCode::Argument,
            "redirect_uri",
        ),
        (
            json!({ "client_id": "id", "environment": "http://example.com" }),
            HaloCode::Argument,
            "in the clear",
        ),
        (
            json!({ "client_id": "id", "proxy": "http://us3r:s3cret@" }),
            HaloCode::Argument,
            "proxy",
        ),
        (
            json!({ "client_id": "id", "store": { "file": "" } }),
            HaloCode::Argument,
            "the path is empty",
        ),
        (
            json!({ "client_id": "id", "store": { "keyring": "" } }),
            HaloCode::Argument,
            "the name is empty",
        ),
        (
            json!({ "client_id": "id", "store": "s3cret" }),
            HaloCode::NotJson,
            "`store` has a wrong value: expected one of `memory`, `file`, `keyring`",
        ),
        (
            json!({ "client_id": "id", "store": { "file": 5 } }),
            HaloCode::NotJson,
            "`store.file` has a wrong value",
        ),
        (
            json!({ "client_id": "id", "authority": "s3cret" }),
            HaloCode::NotJson,
            "`authority` has a wrong value: expected `live` or `consumers`",
        ),
        (
            json!({ "client_id": "id", "xuid": "s3cret" }),
            HaloCode::NotJson,
            "`xuid` has a wrong value",
        ),
        (
            json!({ "client_id": "id", "client_secret": { "s3cret": 1 } }),
            HaloCode::NotJson,
            "`client_secret` has a wrong value",
        ),
        (
            json!({ "client_id": "id", "deadline_ms": -1 }),
            HaloCode::NotJson,
            "`deadline_ms` has a wrong value",
        ),
        (
            json!({ "client_id": "id", "secret": "s3cret" }),
            HaloCode::NotJson,
            "unknown field `secret`, expected one of `client_id`",
        ),
    ] {
        let failed = try_session(&settings).unwrap_err();
        assert_eq!(failed.code, code, "{settings}: {failed:?}");
        assert!(failed.message.contains(words), "{settings}: {failed:?}");
        assert!(!format!("{failed:?}").contains("s3cret"), "{failed:?}");
    }
}

#[test]
fn all_settings_are_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let all = json!({
        "client_id": "id",
        "client_secret": "secret",
        "redirect_uri": "https://localhost/callback",
        "authority": "consumers",
        "store": { "file": file_in(&folder) },
        "xuid": "2533274855333605",
        "environment": "http://127.0.0.1:1",
        "no_proxy": true,
        "tls": "mozilla",
        "timeout_ms": 1000,
        "deadline_ms": 2000,
        "retries": { "max_attempts": 2, "initial_backoff_ms": 1, "max_backoff_ms": 2, "max_retry_after_ms": 3, "budget": 4 },
    });
    let session = session(&all);
    let question = consent(session);
    let url = text(halo_consent_url(question)).unwrap();
    assert!(url.starts_with("http://127.0.0.1:1/"), "{url}");
    assert!(
        url.contains("redirect_uri=https%3A%2F%2Flocalhost%2Fcallback"),
        "{url}"
    );
    assert_eq!(halo_consent_close(question), HaloCode::Ok);
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

#[test]
fn settings_must_be_there() {
    let failed = made(|session, error| halo_session_new(InText::none(), session, error)).unwrap_err();
    assert_eq!(failed.code, HaloCode::NullPointer);
    let failed = made(|session, error| halo_session_new(InText::of(c"{\xff}"), session, error)).unwrap_err();
    assert_eq!(failed.code, HaloCode::NotUtf8);
    let failed = made(|session, error| halo_session_new(InText::of(c"{"), session, error)).unwrap_err();
    assert_eq!(failed.code, HaloCode::NotJson);
    let settings = c(json!({ "client_id": "id" }));
    let failed = call(|error| halo_session_new(InText::of(&settings), None, error)).unwrap_err();
    assert_eq!(failed.code, HaloCode::NullPointer);
    // Without a place for the error.
    let code = halo_session_new(InText::none(), None, None);
    assert_eq!(code, HaloCode::NullPointer);
    assert_eq!(halo_session_close(ptr::null_mut()), HaloCode::Ok);
}
