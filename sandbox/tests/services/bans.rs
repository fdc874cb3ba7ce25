//! The ban service, and the messages of bans.

use crate::common::*;
use halo_infinite_sandbox::{Person, Sandbox};
use serde_json::Value;

fn targets(people: &[Person]) -> String {
    let ids: Vec<String> = people.iter().map(Person::player_id).collect();
    ids.join(",")
}

fn summary(sandbox: &Sandbox, query: &str) -> Value {
    get_json(sandbox, &format!("/banprocessor/hi/bansummary?{query}"))
}

fn bans(result: &Value) -> &Vec<Value> {
    list(&result["Result"]["BansInEffect"])
}

#[test]
fn few_players_are_banned_and_their_messages_exist() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let people = sandbox.world().people();
    let all = targets(people);
    let summary = summary(&sandbox, &format!("auth=st&targets={all}"));
    let query = &summary["Links"]["Self"]["QueryString"];
    assert_eq!(text(query), format!("?auth=st&targets={all}"));
    let results = list(&summary["Results"]);
    let mut banned = 0;
    for (person, result) in people.iter().zip(results) {
        assert_eq!(
            (text(&result["Id"]), &result["ResultCode"]),
            (&*person.player_id(), &1.into())
        );
        for ban in bans(result) {
            banned += 1;
            assert_eq!([&ban["Type"], &ban["Scope"]], [1, 1]);
            assert!(text(&ban["EnforceUntilUtc"]["ISO8601Date"]) > "2027");
            let path = text(&ban["BanMessagePath"]);
            for root in ["Banning", "banning"] {
                let message = get_json(&sandbox, &format!("/gamecms_hacs/hi/{root}/file/{path}?flight=x"));
                let body = text(&message["Body"]);
                assert!(body.contains("{0}") && !text(&message["Title"]).is_empty());
                assert_eq!(message["DisplayMessage"]["value"], body);
            }
        }
    }
    assert_eq!((results.len(), banned), (people.len(), 2));
    assert!(bans(&results[0]).is_empty());
}

#[test]
fn bans_end() {
    let at = |year: u64| {
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs((year - 1970) * 31_556_952);
        let sandbox = Sandbox::builder().clock(move || time).start().expect("a sandbox");
        let all = targets(sandbox.world().people());
        let summary = summary(&sandbox, &format!("targets={all}"));
        list(&summary["Results"])
            .iter()
            .map(|result| bans(result).len())
            .sum::<usize>()
    };
    assert_eq!([at(2023), at(2026), at(2037), at(2040)], [3, 2, 1, 0]);
}

#[test]
fn targets_are_xuids_in_any_spelling_of_a_list() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let [one, two] = [0, 1].map(|index| sandbox.world().people()[index].player_id());
    let joined = summary(&sandbox, &format!("targets={one},%20{two}"));
    assert_eq!(summary(&sandbox, &format!("targets={one}&Targets={two}")), joined);
    assert_eq!(
        summary(
            &sandbox,
            &format!("targets={}", joined_with_escapes(&[&one, &two]))
        ),
        joined
    );
    let unknown = summary(&sandbox, "targets=xuid(2533274999999999)");
    assert!(bans(&unknown["Results"][0]).is_empty());
    for bad in [
        "",
        "targets=",
        "targets=bid(3.0)",
        "targets=Sandbox%20Spartan",
        "targets=2533274999999999",
    ] {
        let path = format!("/banprocessor/hi/bansummary?{bad}");
        assert_eq!(get(&sandbox, &path).status, 400, "{bad}");
    }
    let path = format!("/banprocessor/hi/bansummary?targets={one}");
    assert_eq!(get_with(&sandbox, &path, &[]).status, 401);
    assert_eq!(
        get(&sandbox, "/gamecms_hacs/hi/Banning/file/Messages/Nothing.json").status,
        404
    );
}

/// Parentheses and commas as some HTTP clients write them.
fn joined_with_escapes(ids: &[&str]) -> String {
    percent_encoded(&ids.join(","))
}
