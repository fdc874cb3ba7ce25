//! `halo career`.

use halo_infinite_sandbox::{Answer, Sandbox};

use crate::support::Halo;

#[test]
fn the_career_of_one_player_and_of_several() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("career in a pipe", halo.run("career").success());
    insta::assert_snapshot!(
        "career in a terminal of 100 columns",
        halo.in_terminal(100, "career --explain -q")
    );
    insta::assert_snapshot!("career as JSON", halo.run("career --json all").success());
    for width in [160, 40] {
        insta::assert_snapshot!(
            format!("career of two players in a terminal of {width} columns"),
            halo.in_terminal(width, "career me Rook0042 -q")
        );
    }
}

#[test]
fn the_numbers_of_the_forecast_are_exact_in_json() {
    let careers = Halo::in_sandbox().run("career --json all").json();
    let number = |field: &str| careers[0][field].as_f64().unwrap();
    let matches = number("xp_to_hero") / number("xp_per_match");
    assert_eq!(matches.ceil(), number("matches_to_hero"));
    let days = number("matches_to_hero") / number("matches_per_day");
    assert_eq!(days.ceil(), number("days_to_hero"));
}

#[test]
fn several_players_take_one_request_for_their_ranks() {
    let sandbox = Sandbox::start().unwrap();
    let people = &sandbox.world().people()[..5];
    let xuids: Vec<_> = people.iter().map(|person| person.xuid().to_string()).collect();
    let arguments = ["career", "--matches", "0", "--json", "all"];
    let careers = Halo::at(&sandbox)
        .run_with(arguments.into_iter().chain(xuids.iter().map(String::as_str)))
        .json();
    assert_eq!(careers.as_array().unwrap().len(), 5);
    assert!(careers[0]["matches_to_hero"].is_null());
    let to_economy = sandbox
        .requests()
        .iter()
        .filter(|request| request.path.contains("careerranks"))
        .count();
    assert_eq!(to_economy, 1);
}

#[test]
fn a_forecast_that_fails_is_a_missing_part() {
    let sandbox = Sandbox::start().unwrap();
    let home = sandbox.world().home().xuid();
    sandbox.answer_next("/stats/", Answer::new(403));
    let run = Halo::at(&sandbox).run(&format!("career {home} --json all"));
    let careers = run.incomplete("without a forecast");
    let careers: serde_json::Value = serde_json::from_str(&careers).unwrap();
    assert!(
        careers[0]["days_to_hero"].is_null() && careers[0]["xp_to_hero"].is_i64(),
        "{careers}"
    );
}

#[test]
fn a_match_without_statistics_does_not_count_in_the_forecast() {
    let sandbox = Sandbox::start().unwrap();
    let home = sandbox.world().home().xuid();
    sandbox.answer_next("/stats/hi/matches/", Answer::new(403));
    let careers = Halo::at(&sandbox)
        .run(&format!("career {home} --matches 10 --json forecast_matches"))
        .incomplete("1 of 10 matches for the forecast cannot be read");
    assert_eq!(careers, "[{\"forecast_matches\":9}]\n");
}

#[test]
fn bad_input_is_explained() {
    let halo = Halo::in_sandbox();
    let words = halo.run("career --matches 101").failure(2);
    assert!(words.contains("0..=100"), "{words}");
    let words = halo.run_with(["career", "Nobody At All"]).failure(1);
    assert!(words.contains("Nobody At All"), "{words}");
    let run = halo.run_with(["career", "Nobody One", "me", "Nobody Two", "--csv"]);
    assert_eq!(run.code, 1);
    for words in ["Nobody One", "Nobody Two", "2 of 3 players"] {
        assert!(run.err.contains(words), "{}", run.err);
    }
    assert!(
        run.out.contains("Sandbox Spartan") && run.out.contains(",272,28.7"),
        "{}",
        run.out
    );
    let words = halo.run_with(["career", "Nobody One", "Nobody Two"]).failure(1);
    assert!(words.contains("One") && words.contains("Two"), "{words}");
    let error = halo.run_with(["career", "Nobody One", "Nobody Two", "--json", "all"]);
    let error: serde_json::Value = serde_json::from_str(&error.failure(1)).unwrap();
    assert_eq!(
        error["error"]["reasons"],
        serde_json::json!([
            "no player has the gamertag `Nobody One`",
            "no player has the gamertag `Nobody Two`"
        ])
    );
    let words = Halo::fresh().run("career").failure(4);
    assert!(words.contains("halo login"), "{words}");
}
