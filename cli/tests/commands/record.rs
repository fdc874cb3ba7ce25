//! `halo record`.

use halo_infinite_sandbox::{Answer, Sandbox};

use crate::support::Halo;

#[test]
fn the_service_record_of_the_signed_in_player() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("record in a pipe", halo.run("record").success());
    for width in [100, 40] {
        insta::assert_snapshot!(
            format!("record in a terminal of {width} columns"),
            halo.in_terminal(width, "record --medals 3")
        );
    }
}

#[test]
fn the_record_can_be_narrowed() {
    let halo = Halo::in_sandbox();
    let record = |arguments: &str| halo.run(&format!("record {arguments} --json all")).json();
    let all = record("");
    assert_eq!(
        (&all["kind"], &all["season"]),
        (&"matchmaking".into(), &serde_json::Value::Null)
    );
    let matches = |record: &serde_json::Value| record["matches"].as_i64().unwrap();
    for (arguments, field, value) in [
        ("--custom", "kind", "custom"),
        ("--mode slay", "mode", "Slayer"),
        (
            "--season CsrSeason13-1 --playlist ranked:arena",
            "playlist",
            "Ranked Arena",
        ),
        (
            "--season CsrSeason13-1 --playlist arena",
            "playlist",
            "Ranked Arena",
        ),
    ] {
        let part = record(arguments);
        assert_eq!(part[field], value, "{arguments}");
        assert!((1..matches(&all)).contains(&matches(&part)), "{part}");
    }
    let season = record("--season CsrSeason13-1");
    assert_eq!(season["csr_season"], "CsrSeason13-1");
    assert!(season["season"].is_string() && season["medals"][0]["name"].is_string());
}

#[test]
fn the_record_is_the_sum_of_the_history() {
    let halo = Halo::in_sandbox();
    for (kind, option) in [("custom", "--custom"), ("matchmaking", "")] {
        let history = halo.run(&format!("history --all --type {kind} --stats --json all"));
        let history = history.json();
        let matches = history.as_array().unwrap();
        let record = halo.run(&format!("record {option} --json all")).json();
        for field in ["kills", "deaths", "assists"] {
            let sum: i64 = matches.iter().map(|played| played[field].as_i64().unwrap()).sum();
            assert_eq!(record[field], sum, "{kind}: {field}");
        }
        let kda = matches.iter().map(|played| played["kda"].as_f64().unwrap());
        let kda = kda.sum::<f64>() / matches.len() as f64;
        let close = (record["kda"].as_f64().unwrap() - kda).abs() < 0.01;
        assert!(close, "{kind}: {record} {kda}");
    }
}

#[test]
fn a_record_without_matches_is_a_note() {
    let sandbox = Sandbox::builder().matches(0).start().unwrap();
    let home = sandbox.world().home().xuid();
    let run = Halo::at(&sandbox).run(&format!("record {home} --json matches,win_rate"));
    assert_eq!((run.code, run.err.as_str()), (0, "no matches count here\n"));
    assert_eq!(run.out, "{\"matches\":0,\"win_rate\":null}\n");
}

#[test]
fn bad_input_is_explained() {
    let halo = Halo::in_sandbox();
    for (arguments, words) in [
        ("record --playlist arena", "--season"),
        ("record --custom --mode slayer", "cannot be used with"),
    ] {
        let said = halo.run(arguments).failure(2);
        assert!(said.contains(words), "{said}");
    }
    // These names were looked up.
    for (arguments, words) in [
        (
            "record --season CsrSeason13-1 --playlist ranked",
            "Ranked Arena, Ranked Slayer",
        ),
        ("record --mode tennis", "no played mode `tennis`: choose "),
        ("record --season winter", "no season `winter`: choose "),
    ] {
        let said = halo.run(arguments).failure(1);
        assert!(said.contains(words), "{said}");
    }
    let words = Halo::fresh().run("record").failure(4);
    assert!(words.contains("halo login"), "{words}");
    let words = halo.run_with(["record", "Nobody At All"]).failure(1);
    assert!(words.contains("Nobody At All"), "{words}");
}

#[test]
fn a_playlist_is_not_unknown_because_names_cannot_be_read() {
    let sandbox = Sandbox::start().unwrap();
    let home = sandbox.world().home().xuid();
    sandbox
        .faults()
        .on("/discovery_ugc/hi/playlists/")
        .always()
        .answer(Answer::new(403));
    let words = Halo::at(&sandbox)
        .run(&format!(
            "record {home} --season CsrSeason13-1 --playlist nowhere"
        ))
        .failure(1);
    assert!(words.contains("403") && words.lines().count() == 1, "{words}");
}

#[test]
fn a_record_without_the_names_of_medals_is_shown() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.answer_next("/gamecms_hacs/", Answer::new(404));
    let home = sandbox.world().home().xuid();
    let run = Halo::at(&sandbox).run(&format!("record {home} --json medals"));
    let record = run.incomplete("without the rarity of medals");
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    assert!(record["medals"][0]["rarity"].is_null());
}
