//! The requests for the files of films. None carries a token.

use halo_infinite::Client;
use halo_infinite::models::discovery_ugc::Film;
use serde_json::json;

use super::recorder::{refused, sent};

fn film(prefix: &str, path: &str) -> Film {
    let film = json!({
        "FilmStatusBond": 1, "AssetId": "3a86cc7e-4a15-49a0-b17d-1b1cdf16c49f",
        "BlobStoragePathPrefix": prefix,
        "CustomData": { "FilmLength": 1000, "FilmMajorVersion": 41, "Chunks": [{
            "Index": 26, "ChunkStartTimeOffsetMilliseconds": 0, "DurationMilliseconds": 0,
            "ChunkSize": 9000, "FileRelativePath": path, "ChunkType": 3
        }] }
    });
    serde_json::from_value(film).unwrap()
}

fn get(url: &str) -> String {
    format!("GET {url}\naccept: */*\nuser-agent: test")
}

#[test]
fn chunk() {
    for (prefix, path, url) in [
        (
            "https://blobs-infiniteugc.svc.halowaypoint.com/ugcstorage/film/a/b/",
            "/filmChunk26",
            "https://blobs-infiniteugc.svc.halowaypoint.com/ugcstorage/film/a/b/filmChunk26",
        ),
        (
            "https://example.com/a%20b",
            "x/y",
            "https://example.com/a%20b/x/y",
        ),
        (
            "http://127.0.0.1:9/",
            "filmChunk26",
            "http://127.0.0.1:9/filmChunk26",
        ),
    ] {
        let film = film(prefix, path);
        let chunk = film.highlight_events().unwrap();
        assert_eq!(sent(|client| client.films().chunk(&film, chunk)), get(url));
    }
    for (prefix, path) in [
        ("http://example.com/", "x"),
        ("https://user@example.com/", "x"),
        ("https://example.com/", "../x"),
        ("https://example.com/", "a/%2e%2e/x"),
        ("https://example.com/", "x?y"),
        ("", ""),
    ] {
        let film = film(prefix, path);
        let chunk = film.highlight_events().unwrap();
        let error = refused(|client| client.films().chunk(&film, chunk));
        assert!(
            error.starts_with("the film's manifest: ") || error.starts_with("path: "),
            "{error}"
        );
    }
}

#[test]
fn download() {
    let film = film("https://example.com/", "x");
    let client = Client::builder().tokens("a", "b").build().unwrap();
    // Nothing is sent before the destination is chosen.
    let download = client.films().download(&film).inflated();
    assert!(format!("{download:?}").contains("3a86cc7e"));
}
