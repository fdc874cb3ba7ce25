//! `halo csr`.

use halo_infinite::types::playlists::RANKED_ARENA;
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::{Value, json};

use crate::support::Halo;

#[test]
fn the_ranks_of_the_signed_in_player() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("csr in a pipe", halo.run("csr").success());
    for width in [100, 40] {
        insta::assert_snapshot!(
            format!("csr in a terminal of {width} columns"),
            halo.in_terminal(width, "csr --explain -q")
        );
    }
    let table = halo.in_terminal(80, "csr --color never");
    assert!(table.contains("placement left"), "{table}");
    insta::assert_snapshot!("csr as JSON", halo.run("csr --json all").success());
}

#[test]
fn a_season_has_ranks_of_its_own() {
    let ranks = Halo::in_sandbox()
        .run("csr --season CsrSeason13-1 --json playlist,csr")
        .json();
    assert_eq!(ranks[0]["playlist"], "Ranked Arena");
}

#[test]
fn a_season_goes_by_its_name_too() {
    let halo = Halo::in_sandbox();
    let seasons = halo.run("seasons --csr --json name,csr_season").json();
    let seasons = seasons.as_array().unwrap();
    let has_own_name = |season: &&Value| {
        let same = seasons.iter().filter(|other| other["name"] == season["name"]);
        same.count() == 1
    };
    let named = seasons.iter().find(has_own_name).unwrap();
    let (name, id) = (
        named["name"].as_str().unwrap(),
        named["csr_season"].as_str().unwrap(),
    );
    for command in ["csr", "record"] {
        let with = |season: &str| {
            halo.run_with([command, "--season", season, "--json", "all"])
                .json()
        };
        assert_eq!(with(&name.to_uppercase()), with(id), "{command}");
    }
}

#[test]
fn a_playlist_that_may_be_ranked_is_missing_only_if_it_exists() {
    let sandbox = Sandbox::start().unwrap();
    let home = sandbox.world().home().xuid();
    let halo = Halo::at(&sandbox);
    // A playlist that the program does not know.
    let mut record = halo.run(&format!("api stats.service_record {home}")).json();
    record["Subqueries"]["PlaylistAssetIds"] = json!(["00000000-0000-0000-0000-000000000001"]);
    let run = |configuration: u16| {
        sandbox.answer_next("/stats/hi/players/", Answer::new(200).json(record.clone()));
        sandbox.answer_next("/gamecms_hacs/", Answer::new(configuration));
        halo.run(&format!("csr {home} --json playlist --no-cache"))
    };
    let known = run(404);
    assert_eq!(known.err, "");
    let known = known.success();
    sandbox.faults().clear();
    let out = run(403).incomplete("without the ranks of other playlists");
    assert_eq!(out, known);
    sandbox.faults().clear();
    sandbox.answer_next(&format!("/skill/hi/playlist/{RANKED_ARENA}"), Answer::new(403));
    let out = halo
        .run(&format!("csr {home} --json playlist --no-cache"))
        .incomplete("ranked playlists cannot be read");
    assert_ne!(out, known);
}

#[test]
fn a_player_without_ranked_matches_is_a_note() {
    let sandbox = Sandbox::builder().matches(0).start().unwrap();
    let home = sandbox.world().home().xuid();
    let run = Halo::at(&sandbox).run(&format!("csr {home} --json all"));
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (0, "[]\n", "no ranked matches yet\n")
    );
}

#[test]
fn bad_input_is_explained() {
    let halo = Halo::in_sandbox();
    let words = halo.run("csr --season Seasons/Season7.json").failure(2);
    assert!(words.contains("CsrSeason9-1"), "{words}");
    let words = halo.run_with(["csr", "--season", "no such winter"]).failure(1);
    assert!(words.contains("no season `no such winter`: choose "), "{words}");
    let words = halo.run_with(["csr", "Nobody At All"]).failure(1);
    assert!(words.contains("Nobody At All"), "{words}");
    let words = Halo::fresh().run("csr").failure(4);
    assert!(words.contains("halo login"), "{words}");
}

#[test]
fn a_service_record_that_fails_is_a_missing_part() {
    let sandbox = Sandbox::start().unwrap();
    let home = sandbox.world().home().xuid();
    sandbox.answer_next("/stats/", Answer::new(403));
    let run = Halo::at(&sandbox).run(&format!("csr {home} --json playlist"));
    let out = run.incomplete("without the playlists of the service record");
    assert!(out.contains("Ranked Arena"), "{out}");
}
