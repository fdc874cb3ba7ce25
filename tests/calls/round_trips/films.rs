//! Films: every chunk is downloaded without a token, and films agree with their matches.

use std::collections::BTreeSet;
use std::fs;

use halo_infinite::film::{self, KILL_PAIR_GAP, Layout};
use halo_infinite::models::discovery_ugc::Film;
use halo_infinite::refdata::FilmChunkType;
use halo_infinite::{Client, Error, Match};
use halo_infinite_sandbox::{Answer, Sandbox};

use crate::support::folder::Folder;

fn films(sandbox: &Sandbox, client: &Client) -> Vec<(Match, Film)> {
    let ids = sandbox.world().match_ids(sandbox.world().home());
    // The newest matches are one of each kind; the others cover the years.
    let (newest, others) = ids.split_at(25.min(ids.len()));
    let years = others.iter().step_by(others.len() / 24 + 1);
    let games = newest
        .iter()
        .chain(years)
        .map(|id| Match::new(client, *id).unwrap());
    games
        .filter_map(|game| {
            let film = game.film().unwrap().cloned()?;
            Some((game, film))
        })
        .collect()
}

fn first_film(sandbox: &Sandbox, client: &Client) -> Film {
    let id = sandbox.world().match_ids(sandbox.world().home())[0];
    client.discovery_ugc().film_by_match_id(id).send().unwrap()
}

#[test]
fn films_of_all_layouts_agree_with_their_matches() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let mut versions = BTreeSet::new();
    let (mut layouts, mut pairs, mut kills) = (BTreeSet::new(), 0, 0);
    for (game, film) in films(&sandbox, &client) {
        let version = film.custom_data.film_major_version;
        let events = game.highlight_events().unwrap().unwrap();
        assert_eq!(events.damaged, []);
        let check = film::check(events, game.stats().unwrap());
        for player in check.disagreements() {
            assert!(check.against_ai, "{} (version {version}): {player}", game.id());
            assert!(check.explanation(player).is_some(), "{player}");
            assert_eq!(player.kills.film, 0);
        }
        assert_eq!(check.strangers, []);
        versions.insert(version);
        layouts.insert(events.layout);
        kills += events
            .iter()
            .filter(|event| event.kind == film::EventKind::Kill)
            .count();
        pairs += film::kill_pairs(events, KILL_PAIR_GAP).len();
    }
    assert!(versions.contains(&39) || versions.contains(&40), "{versions:?}");
    assert!(
        versions.contains(&41) && versions.first() < Some(&39),
        "{versions:?}"
    );
    assert_eq!(layouts.len(), Layout::ALL.len());
    assert!(pairs * 10 > kills * 8, "{pairs} of {kills}");
}

#[test]
fn every_chunk_is_downloaded_without_a_token() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let film = first_film(&sandbox, &client);
    let mut seen = Vec::new();
    let chunks = client
        .films()
        .download(&film)
        .progress(|progress| seen.push((progress.chunks_done, progress.bytes_done, progress.bytes)))
        .to_memory()
        .unwrap();
    assert_eq!(chunks.len(), film.custom_data.chunks.len());
    for downloaded in &chunks {
        assert_eq!(downloaded.bytes.len() as i64, downloaded.chunk.chunk_size);
        film::inflate(&downloaded.bytes, film::MAX_INFLATED).unwrap();
    }
    assert_eq!(seen.len(), chunks.len() + 1);
    assert_eq!(seen.first().map(|(done, bytes, _)| (*done, *bytes)), Some((0, 0)));
    let (done, bytes, all) = seen.pop().unwrap();
    assert_eq!((done, bytes), (chunks.len(), all));

    let requests = sandbox.requests();
    let blobs: Vec<_> = requests
        .iter()
        .filter(|request| request.path.starts_with("/blobs/"))
        .collect();
    assert_eq!(blobs.len(), chunks.len());
    for request in blobs {
        for (name, value) in &request.headers {
            let text = format!("{name}: {value}");
            assert!(!text.contains("343") && !text.contains("authorization"), "{text}");
        }
    }
}

#[test]
fn a_download_writes_whole_files_into_the_folder() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let mut film = first_film(&sandbox, &client);
    film.custom_data.chunks.truncate(3);
    let folder = Folder::new("films");
    let inner = folder.0.join("a/b");
    let paths = client.films().download(&film).to_folder(&inner).unwrap();
    let names = ["filmChunk0", "filmChunk1", "filmChunk2"];
    assert_eq!(paths, names.map(|name| inner.join(name)));

    // Inflated chunks have other names. A failed chunk leaves no file, not even a part.
    let path = sandbox.requests().pop().unwrap().path;
    sandbox.answer_next(&path, Answer::new(200).body(vec![0x78, 0x9c, 1]));
    let download = client.films().download(&film).inflated();
    let error = download.to_folder(&inner).unwrap_err();
    assert!(matches!(error, Error::Film { .. }), "{error}");
    let mut left: Vec<_> = fs::read_dir(&inner)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    let expected = [
        "filmChunk0",
        "filmChunk0.bin",
        "filmChunk1",
        "filmChunk1.bin",
        "filmChunk2",
    ];
    assert_eq!(left, expected);
    let inflated = fs::read(inner.join("filmChunk0.bin")).unwrap();
    let raw = fs::read(inner.join("filmChunk0")).unwrap();
    assert_eq!(film::inflate(&raw, film::MAX_INFLATED).unwrap(), inflated);

    // The file names of the manifest do not decide where files are written.
    film.custom_data.chunks.truncate(1);
    film.custom_data.chunks[0].file_relative_path = "/etc%2Fpasswd\\..\\x".into();
    sandbox.answer_next("/blobs/", Answer::new(200).body(b"whatever".to_vec()));
    let paths = client.films().download(&film).to_folder(&inner).unwrap();
    assert_eq!(paths, [inner.join("filmChunk0")]);
    assert_eq!(fs::read(&paths[0]).unwrap(), b"whatever");

    // A file in place of the folder, and a repeated index, are errors.
    let error = client.films().download(&film).to_folder(&paths[0]).unwrap_err();
    assert!(matches!(error, Error::File { .. }), "{error}");
    let twice = film.custom_data.chunks[0].clone();
    film.custom_data.chunks.push(twice);
    let error = client.films().download(&film).to_folder(&inner).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the film's manifest: it has two chunks of index 0"
    );
}

#[test]
fn events_are_fetched_once_and_are_none_without_a_film() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let id = sandbox.world().match_ids(sandbox.world().home())[0];
    let game = Match::new(&client, id).unwrap();
    assert!(!game.highlight_events().unwrap().unwrap().is_empty());
    let count = sandbox.requests().len();
    game.highlight_events().unwrap();
    assert_eq!(sandbox.requests().len(), count);
    let film = game.film().unwrap().unwrap();
    let only = client.films().download(film).only(FilmChunkType::HighlightEvents);
    assert_eq!(only.to_memory().unwrap().len(), 1);

    sandbox.answer_next("/discovery_ugc/hi/films/", Answer::new(404));
    let game = Match::new(&client, id).unwrap();
    assert!(game.highlight_events().unwrap().is_none());
    // The manifest still exists, but the chunk does not.
    sandbox.answer_next("/blobs/", Answer::new(404));
    let game = Match::new(&client, id).unwrap();
    assert!(game.highlight_events().unwrap().is_none());
    // A failed request is made again.
    sandbox.answer_next("/blobs/", Answer::new(505));
    let game = Match::new(&client, id).unwrap();
    assert_eq!(game.highlight_events().unwrap_err().status(), Some(505));
    assert!(game.highlight_events().unwrap().is_some());
}

#[test]
fn no_way_to_download_a_film_sends_a_token() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let mut film = first_film(&sandbox, &client);
    let chunk = film.highlight_events().unwrap().clone();
    film.custom_data.chunks.truncate(2);
    let folder = Folder::new("film-tokens");
    let id = sandbox.world().match_ids(sandbox.world().home())[0];
    let ways: [&dyn Fn(); 5] = [
        &|| drop(client.films().chunk(&film, &chunk).send().unwrap()),
        &|| drop(client.films().chunk(&film, &chunk).response().unwrap()),
        &|| drop(client.films().download(&film).to_memory().unwrap()),
        &|| {
            drop(
                client
                    .films()
                    .download(&film)
                    .inflated()
                    .to_folder(&folder.0)
                    .unwrap(),
            )
        },
        &|| {
            assert!(
                Match::new(&client, id)
                    .unwrap()
                    .highlight_events()
                    .unwrap()
                    .is_some()
            )
        },
    ];
    for (index, way) in ways.iter().enumerate() {
        sandbox.clear_requests();
        way();
        let requests = sandbox.take_requests();
        let blobs: Vec<_> = requests
            .iter()
            .filter(|request| request.path.starts_with("/blobs/"))
            .collect();
        assert!(!blobs.is_empty(), "way {index}");
        for request in blobs {
            for (name, value) in &request.headers {
                let tokens = [
                    "x-343-authorization-spartan",
                    "343-clearance",
                    "authorization",
                    "cookie",
                ];
                assert!(!tokens.contains(&name.as_str()), "way {index}: {name}");
                let secrets = sandbox.secrets();
                assert!(!secrets.is_empty());
                assert!(
                    secrets.iter().all(|secret| !value.contains(secret)),
                    "way {index}: {name}"
                );
                assert!(!value.contains(&sandbox.clearance()), "way {index}: {name}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_download_follows_no_link_and_replaces_no_folder() {
    use std::os::unix::fs::symlink;

    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let mut film = first_film(&sandbox, &client);
    film.custom_data.chunks.truncate(1);
    let folder = Folder::new("film-links");
    let elsewhere = folder.0.join("elsewhere");
    fs::write(&elsewhere, "a text that somebody wrote").unwrap();
    let target = folder.0.join("filmChunk0");
    symlink(&elsewhere, &target).unwrap();
    // Somebody guesses the names of the temporary files.
    for number in 0..40 {
        let name = format!("filmChunk0-{}-{number}.part", std::process::id());
        symlink(&elsewhere, folder.0.join(name)).unwrap();
    }
    client.films().download(&film).to_folder(&folder.0).unwrap();
    assert_eq!(
        fs::read_to_string(&elsewhere).unwrap(),
        "a text that somebody wrote"
    );
    assert!(fs::symlink_metadata(&target).unwrap().is_file());

    fs::remove_file(&target).unwrap();
    fs::create_dir(&target).unwrap();
    let error = client.films().download(&film).to_folder(&folder.0).unwrap_err();
    let message = error.to_string();
    assert!(matches!(error, Error::File { .. }), "{error:?}");
    assert!(
        message.contains("filmChunk0: it is a folder: move it away"),
        "{message}"
    );
    fs::remove_dir(&target).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(&target).unwrap();
    let error = client.films().download(&film).to_folder(&folder.0).unwrap_err();
    assert!(error.to_string().contains("it is not a plain file"), "{error}");
    let parts = fs::read_dir(&folder.0).unwrap();
    let parts = parts.filter(|entry| entry.as_ref().unwrap().file_type().unwrap().is_file());
    assert_eq!(parts.count(), 1, "a part is left");
}
