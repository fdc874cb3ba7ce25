//! `halo history`.

use halo_infinite_sandbox::Sandbox;

use crate::support::Halo;

#[test]
fn the_last_matches_of_the_signed_in_player() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("history in a pipe", halo.run("history -n 3").success());
    insta::assert_snapshot!(
        "history in a terminal of 120 columns",
        halo.in_terminal(120, "history -n 3")
    );
    insta::assert_snapshot!(
        "history in a terminal of 40 columns",
        halo.in_terminal(40, "history -n 3")
    );
    insta::assert_snapshot!("history as JSON", halo.run("history -n 2 --json all").success());
}

#[test]
fn a_player_who_does_not_exist_is_an_error() {
    let sandbox = Sandbox::start().unwrap();
    let words = Halo::at(&sandbox)
        .run_with(["history", "Nobody At All"])
        .failure(1);
    assert!(words.contains("Nobody At All"), "{words}");
}
