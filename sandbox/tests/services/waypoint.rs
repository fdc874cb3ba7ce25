//! The leaderboards of the website.

use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::Value;

const ARENA: &str = "edfef3ac-9cbe-4fa2-b949-8f29deafd483";

fn page(sandbox: &Sandbox, path: &str) -> Reply {
    get_with(
        sandbox,
        &format!("/waypoint/halo-infinite/leaderboards/{path}"),
        &[("accept", "text/html")],
    )
}

fn props(reply: &Reply) -> Value {
    assert_eq!(reply.status, 200);
    assert!(
        reply.content_type.starts_with("text/html"),
        "{}",
        reply.content_type
    );
    let text = reply.text();
    let (_, script) = text
        .split_once("<script id=\"__NEXT_DATA__\" type=\"application/json\">")
        .expect("a script");
    let (json, _) = script.split_once("</script>").expect("an end");
    let data: Value = serde_json::from_str(json).expect("JSON");
    data["props"]["pageProps"].clone()
}

#[test]
fn a_page_holds_the_data_of_real_ones_in_a_script() {
    let sandbox = Sandbox::builder().matches(300).start().expect("a sandbox");
    let props = props(&page(&sandbox, &format!("csrseason13-1/{ARENA}?page=1")));
    assert_eq!(
        keys(&props),
        ["page", "pageSize", "leaderboard", "seasons", "playlists"]
    );
    let entries = list(&props["leaderboard"]);
    assert!(
        entries
            .iter()
            .map(|entry| number(&entry["score"]))
            .is_sorted_by(|one, next| one >= next)
    );
    for entry in entries {
        assert_eq!(keys(entry), ["player", "rank", "score"]);
        let path = format!("/profile/users/xuid({})", text(&entry["player"]["xuid"]));
        assert_eq!(entry["player"], get_json(&sandbox, &path));
        assert_eq!(entry["rank"], 0);
    }
    assert!(!entries.is_empty());
    assert_eq!(
        keys(&props["seasons"][0]),
        ["seasonId", "displayName", "translations"]
    );
    for playlist in list(&props["playlists"]) {
        assert_eq!(keys(playlist), ["playlistId", "displayName", "timestamp"]);
        let path = format!("csrseason13-1/{}", text(&playlist["playlistId"]));
        assert_eq!(page(&sandbox, &path).status, 200);
    }
}

#[test]
fn other_seasons_playlists_and_pages_do_not_exist() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for (path, status) in [
        (format!("csrseason99-1/{ARENA}"), 404),
        (
            "csrseason13-1/bdceefb3-1c52-4848-a6b7-d49acd13109d".to_owned(),
            404,
        ),
        (format!("csrseason13-1/{ARENA}?page=0"), 400),
        (format!("csrseason13-1/{ARENA}?page=x"), 400),
    ] {
        assert_eq!(page(&sandbox, &path).status, status, "{path}");
    }
    let late = props(&page(&sandbox, &format!("CSRSeason13-1/{ARENA}?page=9")));
    assert!(list(&late["leaderboard"]).is_empty());
}

#[test]
fn the_leaderboard_of_the_championship_series_has_a_line_for_each_player() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let path = "/waypoint/en-us/esports/hcs-leaderboards";
    let props = props(&get_with(&sandbox, path, &[("accept", "text/html")]));
    let blocks = list(&props["page"]["blocks"]).iter();
    let mut tables = blocks.filter(|block| block["blockName"] == "lazyblock/hcs-leaderboard");
    let table = text(&tables.next().expect("a table")["attrs"]["data"]);
    let mut points = Vec::new();
    for line in table.lines() {
        let [_, _, gamertag, _, score] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("another number of fields: {line}");
        };
        let mut people = sandbox.world().people().iter();
        assert!(people.any(|person| person.gamertag() == gamertag), "{gamertag}");
        points.push(score.parse::<u32>().expect("a number"));
    }
    assert!(points.is_sorted_by(|one, next| one >= next));
    assert!(points.len() > 1);
}
