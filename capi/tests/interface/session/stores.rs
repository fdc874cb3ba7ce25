//! Stores: restarts, several players, damage.

use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::setup::*;

#[test]
fn a_restart_continues_the_session_in_a_file() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let stored = with(settings(&sandbox), store_in(&file_in(&folder)));
    let first = session(&stored);
    assert!(!halo_session_is_signed_in(first));
    sign_in(first, &sandbox);
    assert_eq!(halo_session_close(first), HaloCode::Ok);

    sandbox.clear_requests();
    let second = session(&stored);
    assert_home(second, &sandbox);
    assert!(sandbox.requests().is_empty(), "valid tokens were renewed");
    let client = client(json!({ "environment": sandbox.url() }), second).unwrap();
    whoami(client).unwrap();
    assert_eq!(halo_client_close(client), HaloCode::Ok);

    // The player is selected by the XUID, as a text or a number.
    let xuid = sandbox.world().home().xuid();
    for (xuid, is_signed_in) in [
        (json!(xuid), true),
        (json!(xuid.to_string()), true),
        (json!("1"), false),
    ] {
        let third = session(&with(stored.clone(), json!({ "xuid": xuid })));
        assert_eq!(halo_session_is_signed_in(third), is_signed_in, "{xuid}");
        assert_eq!(halo_session_close(third), HaloCode::Ok);
    }

    // A sign-out lasts.
    sign_out(second).unwrap();
    assert_eq!(halo_session_close(second), HaloCode::Ok);
    let last = session(&stored);
    assert!(!halo_session_is_signed_in(last));
    assert_eq!(halo_session_close(last), HaloCode::Ok);
}

#[test]
fn an_interrupted_sign_in_is_continued() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let stored = with(settings(&sandbox), store_in(&file_in(&folder)));
    let first = session(&stored);
    sandbox.answer_next("/xsts.auth/", halo_infinite_sandbox::Answer::new(503));
    let failed = import(first, json!({ "refresh_token": sandbox.refresh_token() })).unwrap_err();
    assert_eq!(failed.code, HaloCode::SignIn);
    assert_eq!(failed.details["kind"], "service_trouble");
    assert!(!halo_session_is_signed_in(first));
    assert_eq!(halo_session_close(first), HaloCode::Ok);
    let second = session(&stored);
    assert_home(second, &sandbox);
    assert_eq!(halo_session_close(second), HaloCode::Ok);
}

#[test]
fn a_store_in_memory_ends_with_the_session() {
    let sandbox = Sandbox::start().unwrap();
    for store in [json!({}), json!({ "store": "memory" })] {
        let settings = with(settings(&sandbox), store);
        let first = session(&settings);
        sign_in(first, &sandbox);
        assert_eq!(halo_session_close(first), HaloCode::Ok);
        let second = session(&settings);
        assert!(!halo_session_is_signed_in(second));
        assert_eq!(halo_session_close(second), HaloCode::Ok);
    }
}

#[test]
fn unusable_stores_are_failures_with_advice() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let stored = with(settings(&sandbox), store_in(&file_in(&folder)));
    std::fs::write(file_in(&folder), "s3cret").unwrap();
    let failed = try_session(&stored).unwrap_err();
    assert_eq!(
        (failed.code, &failed.details["kind"]),
        (HaloCode::Store, &json!("damaged"))
    );
    assert!(
        failed.advice.as_deref().unwrap().contains("sign in again"),
        "{failed:?}"
    );
    assert!(!format!("{failed:?}").contains("s3cret"));

    // The damaged file was moved away.
    let first = session(&stored);
    assert!(!halo_session_is_signed_in(first));
    assert_eq!(halo_session_close(first), HaloCode::Ok);

    // A folder in its place.
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    let other = with(settings(&sandbox), store_in(&folder.path().join("folder")));
    let failed = try_session(&other).unwrap_err();
    assert_eq!(failed.code, HaloCode::Store, "{failed:?}");
    assert!(failed.details["kind"].is_string());
}

#[cfg(not(feature = "keyring"))]
#[test]
fn a_keyring_needs_a_feature() {
    let sandbox = Sandbox::start().unwrap();
    let keyring = with(settings(&sandbox), json!({ "store": { "keyring": "a program" } }));
    let failed = try_session(&keyring).unwrap_err();
    assert_eq!(failed.code, HaloCode::MissingFeature);
    assert!(failed.message.contains("`keyring`"), "{}", failed.message);
}
