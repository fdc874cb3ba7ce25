//! No token is ever in the cache's files.

use std::time::Duration;

use halo_infinite::Client;
use halo_infinite_sandbox::Answer;

use super::setup::Setup;
use crate::support::spellings::spellings;

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

/// A client, its Spartan token and its clearance.
fn client_and_tokens(setup: &Setup) -> (Client, String, String) {
    let (spartan, clearance) = (setup.sandbox.spartan_token(), setup.sandbox.clearance());
    let builder = setup.builder().tokens(spartan.as_str(), clearance.as_str());
    (builder.build().unwrap(), spartan, clearance)
}

#[test]
fn the_cache_files_hold_no_token() {
    let setup = Setup::new();
    let (client, spartan, clearance) = client_and_tokens(&setup);
    let world = setup.sandbox.world();
    for id in world.match_ids(world.home()).into_iter().take(5) {
        client.stats().match_stats(id).send().unwrap();
    }
    // A picture is stored uncompressed: anything stored with it could be read.
    let cookie = "cookie-of-the-player";
    let picture = Answer::new(200)
        .header("Content-Type", "image/png")
        .header("ETag", "\"a-cached-tag\"")
        .header("Set-Cookie", &format!("session={cookie}"))
        .header("X-343-Authorization-Spartan", &spartan)
        .body("a cached picture");
    setup.sandbox.answer_next("/gamecms_hacs/", picture);
    client.gamecms_hacs().image("a/picture.png").send().unwrap();
    assert!(
        client
            .gamecms_hacs()
            .image("a/picture.png")
            .response()
            .unwrap()
            .from_cache()
    );

    let mut files = Vec::new();
    for entry in std::fs::read_dir(setup.folder()).unwrap() {
        files.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    assert!(holds(&files, "a cached picture") && holds(&files, "a-cached-tag"));
    for secret in [spartan.as_str(), clearance.as_str(), cookie] {
        assert!(secret.len() > 5 && !holds(&files, secret), "{secret}");
    }
    assert!(
        setup
            .sandbox
            .secrets()
            .iter()
            .all(|secret| !holds(&files, secret))
    );
    // The files do not hold the cache key either.
    assert!(!holds(&files, "picture.png"));
}

#[test]
fn a_response_that_echoes_a_token_is_not_cached() {
    let setup = Setup::new();
    let (client, spartan, clearance) = client_and_tokens(&setup);
    let file = || client.gamecms_hacs().progression_file("echo.json").fresh();
    for secret in [&spartan, &clearance] {
        for spelled in spellings(secret) {
            let body = format!(r#"{{"echo": "you sent {spelled} along"}}"#);
            setup
                .sandbox
                .answer_next("/gamecms_hacs/", Answer::new(200).body(body));
            file().send().unwrap();
            assert_eq!(setup.cache().count().unwrap(), 0, "{spelled}");
        }
        for header in ["ETag", "Last-Modified"] {
            let value = format!("\"{}\"", secret.replace('.', "%2E"));
            let answer = Answer::new(200).header(header, &value).body("{}");
            setup.sandbox.answer_next("/gamecms_hacs/", answer);
            file().send().unwrap();
            assert_eq!(setup.cache().count().unwrap(), 0, "{header}");
        }
    }
    setup
        .sandbox
        .answer_next("/gamecms_hacs/", Answer::new(200).body(r#"{"echo": "none"}"#));
    file().send().unwrap();
    assert_eq!(setup.cache().count().unwrap(), 1);
}

#[test]
fn a_confirmation_that_echoes_a_token_changes_no_header() {
    let setup = Setup::new();
    let (client, spartan, _) = client_and_tokens(&setup);
    let medals = || client.gamecms_hacs().medal_metadata();
    let body = medals().response().unwrap().into_bytes();
    let tagged = Answer::new(200).header("ETag", "\"one\"").body(body);
    setup.sandbox.answer_next("/gamecms_hacs/", tagged);
    medals().fresh().send().unwrap();
    setup.clock.pass(Duration::from_secs(25 * 3600));
    let confirmation = Answer::new(304).header("ETag", &format!("\"{spartan}\""));
    setup.sandbox.answer_next("/gamecms_hacs/", confirmation);
    let confirmed = medals().response().unwrap();
    assert_eq!((confirmed.attempts(), confirmed.age()), (1, Some(Duration::ZERO)));
    let cached = medals().response().unwrap();
    assert!(cached.from_cache() && cached.attempts() == 0);
    assert_eq!(cached.headers()["etag"], "\"one\"");
}

#[test]
fn responses_are_cached_in_compressed_form() {
    let setup = Setup::new();
    let client = setup.builder().unlimited().build().unwrap();
    let world = setup.sandbox.world();
    let mut raw = 0;
    for person in world.people() {
        for id in world.match_ids(person).into_iter().take(5) {
            let response = client.stats().match_stats(id).response().unwrap();
            raw += if response.from_cache() {
                0
            } else {
                response.bytes().len() as u64
            };
        }
    }
    let cache = setup.cache();
    drop(client);
    let size = std::fs::metadata(cache.path()).unwrap().len();
    assert!(raw > 200_000 && size < raw / 2, "{raw} bytes take {size}");
}
