//! `halo search` and `halo asset`.

use std::fs;
use std::path::Path;

use halo_infinite_sandbox::{Answer, Sandbox};

use crate::support::Halo;

#[test]
fn the_most_played_maps() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("search in a pipe", halo.run("search --kind map -n 3").success());
    for width in [160, 80, 40] {
        insta::assert_snapshot!(
            format!("search in a terminal of {width} columns"),
            halo.in_terminal(width, "search --kind map -n 3 --quiet")
        );
    }
    insta::assert_snapshot!(
        "search as JSON",
        halo.run("search --kind prefab -n 1 --json all").success()
    );
}

#[test]
fn the_search_narrows_sorts_and_reverses() {
    let halo = Halo::in_sandbox();
    let found = |arguments: &str| {
        halo.run(&format!("search {arguments} -n 300 --json all"))
            .json()
            .as_array()
            .unwrap()
            .clone()
    };
    let names: Vec<String> = found("--sort name --kind mode")
        .iter()
        .map(|asset| asset["name"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        names.len() > 5 && names.is_sorted_by_key(|name| name.to_lowercase()),
        "{names:?}"
    );
    let mut reversed: Vec<String> = found("--sort name --kind mode --reverse")
        .iter()
        .map(|asset| asset["name"].as_str().unwrap().to_owned())
        .collect();
    reversed.reverse();
    reversed.sort_by_key(|name| name.to_lowercase());
    assert_eq!(reversed.len(), names.len());
    let rated = found("--rating 4.5");
    assert!(!rated.is_empty());
    for asset in &rated {
        assert!(asset["rating"].as_f64().unwrap() >= 4.5, "{asset}");
    }
    let all = found("");
    let of_a_player = all.iter().find(|asset| asset["author"] != "studio").unwrap();
    let author = of_a_player["author_id"]
        .as_str()
        .unwrap()
        .trim_start_matches("xuid(")
        .trim_end_matches(')');
    let by_author = found(&format!("--author {author}"));
    assert!(!by_author.is_empty() && by_author.len() < all.len());
    for asset in &by_author {
        assert_eq!(asset["author_id"], of_a_player["author_id"]);
    }
    let tag = all.iter().find_map(|asset| asset["tags"][0].as_str()).unwrap();
    for asset in found(&format!("--tag {tag}")) {
        assert!(
            asset["tags"].as_array().unwrap().iter().any(|known| known == tag),
            "{asset}"
        );
    }
}

#[test]
fn nothing_found_is_no_error() {
    let run = Halo::in_sandbox().run("search zzzzzz");
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (0, "", "nothing found\n")
    );
}

#[test]
fn wrong_arguments_of_a_search_say_what_is_allowed() {
    let halo = Halo::in_sandbox();
    for (arguments, hint) in [
        ("search --kind film", "prefab"),
        ("search --sort beauty", "published"),
        ("search --rating 6", "5 stars"),
        ("search -n x", "--help"),
    ] {
        let words = halo.run(arguments).failure(2);
        assert!(words.contains(hint), "{arguments}: {words}");
    }
    let sandbox = Sandbox::start().unwrap();
    let words = Halo::at(&sandbox)
        .run_with(["search", "--author", "Nobody At All"])
        .failure(1);
    assert!(words.contains("Nobody At All"), "{words}");
}

#[test]
fn a_map_by_name() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("an asset in a pipe", halo.run("asset map aquarius").success());
    for width in [80, 40] {
        insta::assert_snapshot!(
            format!("an asset in a terminal of {width} columns"),
            halo.in_terminal(width, "asset map aquarius --quiet")
        );
    }
    insta::assert_snapshot!(
        "an asset as JSON",
        halo.run("asset mode ranked:slayer --json all").success()
    );
}

#[test]
fn every_kind_of_asset_can_be_shown() {
    let halo = Halo::in_sandbox();
    let prefab = halo.run("search --kind prefab -n 1 --json all").json()[0].clone();
    let pair = halo.run("playlists slayer --json all").json()[0].clone();
    let shown = |kind: &str, id: &serde_json::Value| {
        halo.run(&format!("asset {kind} {} --json all", id.as_str().unwrap()))
            .json()["name"]
            .clone()
    };
    assert_eq!(shown("prefab", &prefab["asset_id"]), prefab["name"]);
    assert_eq!(shown("pair", &pair["pair_id"]), pair["name"]);
    assert_eq!(shown("map", &pair["map_id"]), pair["map"]);
    assert_eq!(shown("mode", &pair["mode_id"]), pair["mode"]);
    let playlist = halo.run("asset playlist fiesta --json all").json();
    assert_eq!(
        (playlist["name"].as_str(), playlist["kind"].as_str()),
        (Some("Fiesta"), Some("playlist"))
    );
}

#[test]
fn a_version_is_the_requested_one_or_an_error() {
    let halo = Halo::in_sandbox();
    let map = halo.run("asset map aquarius --json all").json();
    let version = map["version_id"].as_str().unwrap();
    assert_eq!(
        halo.run(&format!("asset map aquarius --version {version} --json all"))
            .json(),
        map
    );
    halo.run("asset map aquarius --version 00000000-0000-0000-0000-000000000001")
        .failure(1);
    halo.run("asset map aquarius --version one").failure(2);
}

#[test]
fn an_unknown_asset_is_an_error() {
    let halo = Halo::in_sandbox();
    let words = halo.run("asset map zzzzzz").failure(1);
    assert_eq!(
        words,
        "halo: there is no map `zzzzzz`: check its spelling, or give its ID\n"
    );
    let words = halo.run("asset pair bazaar").failure(2);
    assert!(words.contains("not a GUID"), "{words}");
    let words = halo
        .run("asset map 00000000-0000-0000-0000-000000000001")
        .failure(1);
    assert!(
        words.starts_with("halo: no map has the ID 00000000-0000-0000-0000-000000000001: "),
        "{words}"
    );
    let words = halo.run("search --rating 6").failure(2);
    assert_eq!(words, "halo: --rating: 6 is not from 0 to 5 stars\n");
}

#[test]
fn the_files_of_a_map_are_saved() {
    let halo = Halo::in_sandbox();
    let folder = halo.home().join("aquarius");
    let run = halo.run(&format!(
        "asset map aquarius --json files --files {}",
        folder.display()
    ));
    let files = run.json()["files"].as_array().unwrap().clone();
    assert!(!files.is_empty());
    for file in &files {
        let bytes = fs::read(folder.join(file.as_str().unwrap())).unwrap();
        assert!(!bytes.is_empty(), "{file}");
    }
}

#[test]
fn a_file_that_fails_does_not_stop_the_others() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let files = halo.run("asset map aquarius --json files").json()["files"]
        .as_array()
        .unwrap()
        .len();
    sandbox.answer_next("/blobs", Answer::new(404));
    let folder = halo.home().join("aquarius");
    let run = halo.run(&format!("asset map aquarius --files {}", folder.display()));
    assert!(
        run.err.contains(&format!("saved {} of {files} files", files - 1)),
        "{}",
        run.err
    );
    let out = run.incomplete("without the file ");
    assert!(out.contains("Aquarius"), "{out}");
    assert_eq!(walk(&folder), files - 1);
    sandbox.faults().on("/blobs").always().answer(Answer::new(404));
    let folder = halo.home().join("none");
    halo.run(&format!(
        "asset map aquarius --no-cache --files {}",
        folder.display()
    ))
    .failure(1);
}

/// The number of files below a folder.
fn walk(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| if path.is_dir() { walk(&path) } else { 1 })
        .sum()
}
