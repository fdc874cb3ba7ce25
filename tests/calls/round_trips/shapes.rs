//! Payloads in the shapes of all years: each one decodes without drift, and is encoded as the same JSON again.

use halo_infinite::payload::{decode, drift};
use halo_infinite::{Match, Request};
use halo_infinite_sandbox::{Sandbox, Shapes};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[path = "../../payloads/compare.rs"]
mod compare;

/// Sends a request, and checks its payload.
fn check<T: DeserializeOwned + Serialize>(request: Request<T>) -> T {
    let response = request.response().unwrap();
    let model: T = decode(response.bytes()).unwrap();
    let unknown = drift::<T>(response.bytes()).unwrap();
    assert!(unknown.is_empty(), "{unknown:?}");
    let encoded = serde_json::to_value(&model).unwrap();
    let difference = compare::difference(&response.json().unwrap(), &encoded);
    assert_eq!(difference, None);
    model
}

#[test]
fn payloads_of_all_years_round_trip() {
    for shapes in [Shapes::Year2022, Shapes::Year2024, Shapes::Current] {
        let sandbox = Sandbox::builder().shapes(shapes).start().unwrap();
        let client = sandbox.client().unwrap();
        let me = sandbox.world().home().xuid();
        let (stats, ugc, cms) = (client.stats(), client.discovery_ugc(), client.gamecms_hacs());
        let mut matches = 0;
        for start in [0, 25, 50] {
            let page = check(stats.match_history(me).start(start));
            for entry in &page.results {
                matches += 1;
                let game = check(stats.match_stats(entry.match_id));
                let info = &game.match_info;
                check(ugc.map(&info.map_variant));
                check(ugc.ugc_game_variant(&info.ugc_game_variant));
                if let (Some(playlist), Some(pair)) = (&info.playlist, &info.playlist_map_mode_pair) {
                    check(ugc.playlist(playlist));
                    check(ugc.map_mode_pair(pair));
                    check(
                        client
                            .skill()
                            .playlist_csr(playlist.asset_id, [me])
                            .requests()
                            .unwrap()[0]
                            .clone(),
                    );
                }
                let players: Vec<_> = game.xuids().collect();
                for request in client
                    .skill()
                    .match_skill(entry.match_id, players)
                    .requests()
                    .unwrap()
                {
                    check(request.clone());
                }
                assert_eq!(Match::from_history(&client, entry).info().unwrap(), info);
            }
        }
        assert_eq!(matches, 60);
        check(stats.match_count(me));
        check(stats.service_record(me));
        check(stats.challenge_decks(me));
        check(cms.medal_metadata());
        check(cms.csr_season_calendar());
        check(cms.career_reward_track());
        let calendar = check(cms.season_calendar());
        for season in &calendar.seasons {
            check(cms.operation_reward_track(season.operation_track_path.as_deref().unwrap()));
        }
        check(client.economy().player_customization(me));
        check(client.economy().player_career_rank(me));
        check(client.economy().player_operations(me));
    }
}
