//! The cache of a client.

use std::ptr;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use crate::support::{Client, outcome, value};

#[cfg(feature = "cache")]
const MEDALS: &str = "gamecms_hacs.medal_metadata";

fn size(client: &Client) -> Result<u64, HaloCode> {
    value(0, |bytes, error| halo_client_cache_size(client.0, bytes, error)).map_err(|failed| failed.code)
}

fn count(client: &Client) -> Result<u64, HaloCode> {
    value(0, |count, error| halo_client_cache_count(client.0, count, error)).map_err(|failed| failed.code)
}

fn check(client: &Client) -> Result<HaloCode, HaloCode> {
    outcome(|error| halo_client_cache_check(client.0, error)).map_err(|failed| failed.code)
}

fn clear(client: &Client) -> Result<HaloCode, HaloCode> {
    outcome(|error| halo_client_cache_clear(client.0, error)).map_err(|failed| failed.code)
}

#[cfg(feature = "cache")]
#[test]
fn responses_are_cached_counted_and_removed() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let client = Client::of(&sandbox, json!({ "cache": { "folder": folder.path() } }));
    let attempts = || client.call(MEDALS, json!({})).unwrap().attempts;
    assert_eq!(count(&client), Ok(0));
    assert_eq!([attempts(), attempts()], [1, 0]);
    assert_eq!(count(&client), Ok(1));
    assert!(size(&client).unwrap() > 1000);

    let offline = json!({
        "cache": { "folder": folder.path() },
        "offline": true,
        "spartan_token": null,
        "clearance": null,
    });
    let offline = Client::of(&sandbox, offline);
    let cached = offline.call(MEDALS, json!({})).unwrap();
    assert_eq!((cached.status, cached.attempts), (200, 0));
    assert!(cached.age_ms >= 0);
    let missing = offline.call("discovery_ugc.tags_info", json!({})).unwrap_err();
    assert_eq!(missing.code, HaloCode::NotCached);

    assert_eq!(check(&offline), Ok(HaloCode::Ok));
    // For both clients.
    assert_eq!(clear(&offline), Ok(HaloCode::Ok));
    assert_eq!(count(&client), Ok(0));
    assert_eq!(attempts(), 1);
}

#[cfg(feature = "cache")]
#[test]
fn the_latest_responses_are_kept_for_clients_that_are_offline() {
    let sandbox = Sandbox::start().unwrap();
    let me = sandbox.world().home().gamertag();
    for (keeps_latest, expected) in [(false, Err(HaloCode::NotCached)), (true, Ok(200))] {
        let folder = tempfile::tempdir().unwrap();
        let history = |setting: &str, value: bool| {
            let settings = json!({ "cache": { "folder": folder.path() }, setting: value });
            let history = Client::of(&sandbox, settings).call("stats.match_history", json!({ "player": me }));
            history
                .map(|history| history.status)
                .map_err(|failed| failed.code)
        };
        assert_eq!(history("cache_latest", keeps_latest), Ok(200));
        assert_eq!(history("offline", true), expected);
    }
}

#[cfg(feature = "cache")]
#[test]
fn a_cache_that_cannot_be_opened_is_reported() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    for (cache, code) in [
        (json!({ "folder": file }), HaloCode::File),
        (
            json!({ "folder": folder.path(), "max_size": 1 }),
            HaloCode::Argument,
        ),
    ] {
        let settings = crate::support::settings_of(&sandbox, json!({ "cache": cache }));
        let failed = Client::new(&settings).err().unwrap();
        assert_eq!(failed.code, code, "{}", failed.message);
    }
}

#[test]
fn a_client_without_a_cache_has_nothing_to_count() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::of(&sandbox, json!({}));
    let code = match cfg!(feature = "cache") {
        true => HaloCode::Argument,
        false => HaloCode::MissingFeature,
    };
    assert_eq!(count(&client), Err(code));
    assert_eq!(size(&client), Err(code));
    assert_eq!(clear(&client), Err(code));
    assert_eq!(
        halo_client_cache_count(client.0, None, None),
        HaloCode::NullPointer
    );
    assert_eq!(halo_client_cache_clear(ptr::null(), None), HaloCode::NullPointer);
}
