//! The profile service.

use crate::common::*;
use halo_infinite_sandbox::{Person, Sandbox};
use serde_json::Value;

fn ids(people: &[Person]) -> Vec<String> {
    people.iter().map(|person| person.xuid().to_string()).collect()
}

#[test]
fn every_person_has_a_profile_by_xuid_and_by_gamertag() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for person in sandbox.world().people() {
        let user = get_json(&sandbox, &format!("/profile/users/xuid({})", person.xuid()));
        assert_eq!(keys(&user), ["xuid", "gamertag", "gamerpic"]);
        assert_eq!(user["xuid"], person.xuid().to_string());
        assert_eq!(user["gamertag"], person.gamertag());
        for size in ["small", "medium", "large", "xlarge"] {
            assert!(
                text(&user["gamerpic"][size]).starts_with("https://images-eds-ssl.xboxlive.com/image?url=")
            );
        }
        let path = format!("/profile/users/gt({})", percent_encoded(person.gamertag()));
        assert_eq!(get_json(&sandbox, &path), user, "{}", person.gamertag());
    }
    let home = sandbox.world().home();
    let me = get_json(&sandbox, "/profile/users/me");
    assert_eq!(me["xuid"], home.xuid().to_string());
    for name in [
        "gt(SANDBOXspartan)",
        "GT(Sandbox%20Spartan)",
        "%47t%28sandboxspartan%29",
    ] {
        assert_eq!(
            get_json(&sandbox, &format!("/profile/users/{name}")),
            me,
            "{name}"
        );
    }
    assert_eq!(
        get_json(&sandbox, &format!("/profile/users/Xuid({})", home.xuid())),
        me
    );
}

#[test]
fn unknown_users_are_a_404_and_malformed_ones_a_400() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for (path, status) in [
        ("xuid(2533274999999999)", 404),
        ("gt(Nobody)", 404),
        // The services know a modern gamertag without its number sign.
        ("gt(xLuna%234821)", 404),
        ("Nobody", 400),
        ("xuid(Nobody)", 400),
        ("xuid(-1)", 400),
        ("gt()", 404),
        ("xuid(%202533274800000000)", 400),
    ] {
        assert_eq!(
            get(&sandbox, &format!("/profile/users/{path}")).status,
            status,
            "{path}"
        );
    }
    assert_eq!(get_with(&sandbox, "/profile/users/me", &[]).status, 401);
}

#[test]
fn closed_accounts_have_no_profile() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let [home, closed] = [0, 1].map(|index| sandbox.world().people()[index].clone());
    let status = |path: String| get(&sandbox, &format!("/profile/users{path}")).status;
    let both = || status(format!("?xuids={},{}", home.xuid(), closed.xuid()));
    assert_eq!(both(), 200);
    sandbox.close_account(closed.xuid());
    assert_eq!(both(), 400);
    assert_eq!(status(format!("?xuids={}", home.xuid())), 200);
    assert_eq!(status(format!("/{}", closed.player_id())), 404);
    assert_eq!(
        status(format!("/gt({})", percent_encoded(closed.gamertag()))),
        404
    );
    let history = format!("/stats/hi/players/{}/matches", closed.player_id());
    assert_eq!(get(&sandbox, &history).status, 200);
}

#[test]
fn lists_are_sorted_by_xuid() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let mut xuids = ids(sandbox.world().people());
    let joined = get_json(&sandbox, &format!("/profile/users?xuids={}", xuids.join(",")));
    let repeated: Vec<String> = xuids.iter().map(|xuid| format!("xuids={xuid}")).collect();
    for query in [repeated.join("&"), format!("xuids={},", xuids.join("%2C%20"))] {
        assert_eq!(get_json(&sandbox, &format!("/profile/users?{query}")), joined);
    }
    xuids.sort_unstable();
    let answered: Vec<&str> = list(&joined).iter().map(|user| text(&user["xuid"])).collect();
    assert_eq!(answered, xuids);
}

#[test]
fn a_list_has_at_most_100_users_and_no_unknown_one() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home().xuid().to_string();
    let status =
        |xuids: &[String]| get(&sandbox, &format!("/profile/users?xuids={}", xuids.join(","))).status;
    assert_eq!(status(&vec![home.clone(); 100]), 200);
    assert_eq!(status(&vec![home.clone(); 101]), 400);
    assert_eq!(status(&[home.clone(), "2533274999999999".to_owned()]), 400);
    assert_eq!(status(&[home, "Nobody".to_owned()]), 400);
    assert_eq!(status(&[]), 400);
}

#[test]
fn all_humans_of_a_match_have_a_profile() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let world = sandbox.world();
    let id = world.match_ids(world.home())[4];
    let game = world.match_stats(id).expect("a match");
    let humans = list(&game["Players"])
        .iter()
        .filter_map(|player: &Value| text(&player["PlayerId"]).strip_prefix("xuid("));
    let humans: Vec<&str> = humans.map(|rest| rest.trim_end_matches(')')).collect();
    let users = get_json(&sandbox, &format!("/profile/users?xuids={}", humans.join(",")));
    assert_eq!(list(&users).len(), humans.len());
}
