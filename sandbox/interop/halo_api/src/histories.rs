//! Match counts and histories.

use crate::calls::Calls;
use crate::info::{Info, Person};
use crate::matches::by_xuid;
use halo_api::clients::hi::models::MatchHistoryType;
use halo_api::clients::hi::{HaloInfiniteClient, Player};
use serde_json::json;

const SOME: usize = 8;
const HISTORIES: [MatchHistoryType; 4] = [
    MatchHistoryType::All,
    MatchHistoryType::Matchmaking,
    MatchHistoryType::Custom,
    MatchHistoryType::Local,
];

pub async fn all(calls: &Calls, halo: &HaloInfiniteClient, info: &Info) {
    for person in some(info) {
        let player = by_xuid(person);
        counts(calls, halo, &player).await;
        for kind in HISTORIES {
            history(calls, halo, &player, kind).await;
        }
    }
}

/// Some people, the home player first.
pub fn some(info: &Info) -> impl Iterator<Item = &Person> {
    let others = info.people.iter().filter(|person| person.xuid != info.home.xuid);
    [&info.home].into_iter().chain(others).take(SOME)
}

async fn counts(calls: &Calls, halo: &HaloInfiniteClient, player: &Player) {
    if let Some(count) = calls
        .halo("player_match_count", player, halo.player_match_count(player))
        .await
    {
        let counts = json!({
            "all": count.total, "matchmade": count.matchmade, "custom": count.custom, "local": count.local,
        });
        calls.fact(format!("count/{player}"), counts);
    }
}

/// All pages of a history, by the pager, and the first pages by themselves.
async fn history(calls: &Calls, halo: &HaloInfiniteClient, player: &Player, kind: MatchHistoryType) {
    let arguments = format!("{player} {}", kind.as_str());
    let pager = halo.player_matches_pager(player.clone(), kind);
    let mut pager = calls.made("HaloInfiniteClient::player_matches_pager", pager);
    let mut matches = Vec::new();
    while !calls.made("MatchHistoryPager::is_done", pager.is_done()) {
        let page = pager.next_page().await;
        let Some(page) = calls.result("MatchHistoryPager::next_page", &arguments, page) else {
            return;
        };
        matches.extend(page.into_iter().map(|entry| entry.match_id.to_lowercase()));
    }
    calls.fact(format!("history/{player}/{}", kind.as_str()), json!(matches));
    let call = halo.player_matches_of_type(player, 1, 3, kind);
    let page = calls
        .halo("player_matches_of_type", format!("{arguments} 1 3"), call)
        .await;
    let few: Vec<String> = page
        .map(|page| page.results.into_iter().map(|entry| entry.match_id).collect())
        .unwrap_or_default();
    let expected = matches.iter().skip(1).take(3);
    let right = few.iter().map(|id| id.to_lowercase()).eq(expected.cloned());
    calls.check(
        "HaloInfiniteClient::player_matches_of_type",
        &arguments,
        right,
        "the pager has other matches",
    );
    if kind == MatchHistoryType::All {
        calls.fact(format!("history/{player}"), json!(matches));
        calls
            .halo("player_matches", player, halo.player_matches(player, 0, 10))
            .await;
    }
}
