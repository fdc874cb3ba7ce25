//! `halo csr`.

use halo_infinite_sandbox::{Answer, Sandbox};

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
    for arguments in ["csr --season winter", "csr --season Seasons/Season7.json"] {
        let words = halo.run(arguments).failure(2);
        assert!(words.contains("CsrSeason9-1"), "{words}");
    }
    let words = halo.run_with(["csr", "Nobody At All"]).failure(1);
    assert!(words.contains("Nobody At All"), "{words}");
    let words = Halo::fresh().run("csr").failure(4);
    assert!(words.contains("halo login"), "{words}");
}

#[test]
fn a_service_record_that_fails_is_a_note() {
    let sandbox = Sandbox::start().unwrap();
    let home = sandbox.world().home().xuid();
    sandbox.answer_next("/stats/", Answer::new(403));
    let run = Halo::at(&sandbox).run(&format!("csr {home} --json playlist"));
    assert!(
        run.err.contains("without the playlists of the service record"),
        "{}",
        run.err
    );
    assert_eq!(run.json()[0]["playlist"], "Ranked Arena");
}
