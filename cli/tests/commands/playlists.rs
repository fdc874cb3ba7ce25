//! `halo playlists`.

use std::collections::HashSet;

use halo_infinite_sandbox::{Answer, Sandbox};

use crate::support::Halo;

#[test]
fn the_playlists_with_their_kinds() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("playlists in a pipe", halo.run("playlists").success());
    for width in [160, 80, 40] {
        insta::assert_snapshot!(
            format!("playlists in a terminal of {width} columns"),
            halo.in_terminal(width, "playlists --quiet")
        );
    }
    insta::assert_snapshot!(
        "playlists as JSON",
        halo.run("playlists --ranked --json all").success()
    );
}

#[test]
fn the_rotation_of_a_playlist_by_part_of_its_name() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("a rotation in a pipe", halo.run("playlists slayer").success());
    for width in [80, 40] {
        insta::assert_snapshot!(
            format!("a rotation in a terminal of {width} columns"),
            halo.in_terminal(width, "playlists slayer --quiet")
        );
    }
    let pairs = halo.run("playlists Ranked Slayer --json all").json();
    let chances = pairs
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| pair["chance"].as_f64().unwrap());
    assert!((chances.sum::<f64>() - 100.0).abs() < 1e-9, "{pairs}");
    let fields: Vec<_> = pairs[0].as_object().unwrap().keys().collect();
    assert_eq!(
        fields,
        ["pair_id", "name", "map", "map_id", "mode", "mode_id", "chance"]
    );
    let maps: HashSet<_> = pairs
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| pair["map"].as_str().unwrap())
        .collect();
    assert!(maps.contains("Aquarius"), "{maps:?}");
}

#[test]
fn a_playlist_has_its_name_its_part_and_its_guid() {
    let halo = Halo::in_sandbox();
    let by = |name: &str| halo.run(&format!("playlists {name}")).success();
    let arena = by("ranked arena");
    assert_eq!(by("edfef3ac-9cbe-4fa2-b949-8f29deafd483"), arena);
    assert_eq!(by("ARENA"), arena);
}

#[test]
fn names_that_fit_several_or_no_playlists_list_the_candidates() {
    let halo = Halo::in_sandbox();
    let words = halo.run("playlists ranked").failure(1);
    assert_eq!(
        words,
        "halo: `ranked` fits 2 playlists: choose Ranked Arena, Ranked Slayer\n"
    );
    let words = halo.run("playlists ranket").failure(1);
    assert!(
        words.contains("no playlist `ranket`") && words.contains("Ranked Arena, "),
        "{words}"
    );
    let words = halo
        .run("playlists 00000000-0000-0000-0000-000000000001")
        .failure(1);
    assert!(words.contains("halo playlists"), "{words}");
}

#[test]
fn the_list_of_playlists_is_cached() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let words = halo.run("playlists bootcamp --offline").failure(1);
    assert!(words.contains("cache"), "{words}");
    let bootcamp = halo.run("playlists bootcamp").success();
    assert_eq!(halo.run("playlists boot --offline").success(), bootcamp);
}

#[test]
fn a_playlist_without_its_file_does_not_hide_the_others() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let all = halo.run("playlists --no-cache").success().lines().count();
    sandbox.answer_next("/discovery_ugc/hi/playlists/", Answer::new(404));
    let run = halo.run("playlists --no-cache");
    assert_eq!(
        run.err,
        "the services list 11 playlists, but do not have 1 of them\n"
    );
    assert_eq!(run.success().lines().count(), all - 1);
    sandbox.answer_next("/discovery_ugc/hi/playlists/", Answer::new(403));
    let run = halo.run("playlists --no-cache");
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    let out = run.incomplete("1 of 11 playlists cannot be read: ");
    assert_eq!(out.lines().count(), all - 1);
}

#[test]
fn a_pair_without_its_file_does_not_hide_the_others() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let run = |status| {
        sandbox.answer_next("/discovery_ugc/hi/mapModePairs/", Answer::new(status));
        halo.run("playlists bootcamp --no-cache --json all")
    };
    let gone = run(404);
    assert!(
        gone.err
            .contains(" pairs of map and mode, but do not have 1 of them"),
        "{}",
        gone.err
    );
    gone.success();
    run(403).incomplete(" pairs of map and mode cannot be read: ");
}

#[test]
fn a_playlist_is_not_unknown_because_names_cannot_be_read() {
    let sandbox = Sandbox::start().unwrap();
    sandbox
        .faults()
        .on("/discovery_ugc/hi/playlists/")
        .always()
        .answer(Answer::new(403));
    let words = Halo::at(&sandbox).run("playlists bootcampp").failure(1);
    assert!(words.contains("403") && !words.contains("spelling"), "{words}");
    assert_eq!(words.lines().count(), 1, "{words}");
}
