//! A match, piece by piece.

use halo_infinite::services::stats::MatchType;
use halo_infinite::{Client, Match};
use halo_infinite_sandbox::{Answer, Sandbox};

struct Bench {
    sandbox: Sandbox,
    client: Client,
}

impl Bench {
    fn new() -> Self {
        let sandbox = Sandbox::start().unwrap();
        let client = sandbox.client().unwrap();
        Self { sandbox, client }
    }

    /// The number of requests since the last call of this method.
    fn requests(&self) -> usize {
        let count = self.sandbox.requests().len();
        self.sandbox.clear_requests();
        count
    }

    fn newest(&self, kind: MatchType) -> Match {
        let me = self.sandbox.world().home().xuid();
        let history = self
            .client
            .stats()
            .match_history(me)
            .match_type(kind)
            .count(1)
            .send()
            .unwrap();
        self.requests();
        Match::from_history(&self.client, &history.results[0])
    }
}

#[test]
fn a_match_fetches_each_unknown_piece_once() {
    let bench = Bench::new();
    let game = bench.newest(MatchType::Matchmade);

    // The history entry includes the info: map, mode and playlist take one request each.
    let info = game.info().unwrap();
    assert!(info.is_matchmade());
    assert_eq!(bench.requests(), 0);
    assert_eq!(game.map().unwrap().asset_id, info.map_variant.asset_id);
    assert_eq!(game.mode().unwrap().asset_id, info.ugc_game_variant.asset_id);
    assert_eq!(
        game.playlist().unwrap().unwrap().asset_id,
        info.playlist.as_ref().unwrap().asset_id
    );
    assert_eq!(
        game.map_mode_pair().unwrap().unwrap().asset_id,
        info.playlist_map_mode_pair.as_ref().unwrap().asset_id
    );
    assert_eq!(bench.requests(), 4);

    // Skill and players need the statistics, which are fetched once for both.
    let xuids: Vec<_> = game.stats().unwrap().xuids().collect();
    assert_eq!(bench.requests(), 1);
    assert_eq!(
        game.players()
            .unwrap()
            .keys()
            .copied()
            .collect::<std::collections::BTreeSet<_>>(),
        xuids.iter().copied().collect()
    );
    let skill = game.skill().unwrap().unwrap();
    assert_eq!(
        skill
            .value
            .iter()
            .map(|entry| entry.id.xuid().unwrap())
            .collect::<Vec<_>>(),
        xuids
    );
    assert_eq!(bench.requests(), 2);
    assert_eq!(
        game.film().unwrap().unwrap().custom_data.match_id,
        Some(game.id())
    );
    assert_eq!(bench.requests(), 1);

    // All pieces are kept.
    game.stats().unwrap();
    game.map().unwrap();
    game.mode().unwrap();
    game.playlist().unwrap();
    game.map_mode_pair().unwrap();
    game.players().unwrap();
    game.skill().unwrap();
    game.film().unwrap();
    assert_eq!(bench.requests(), 0);
}

#[test]
fn a_custom_game_has_no_playlist_and_no_skill() {
    let bench = Bench::new();
    let game = bench.newest(MatchType::Custom);
    assert_eq!(game.playlist().unwrap(), None);
    assert_eq!(game.map_mode_pair().unwrap(), None);
    assert_eq!(game.skill().unwrap(), None);
    assert_eq!(bench.requests(), 0);
    assert!(game.map().is_ok() && game.mode().is_ok());
}

#[test]
fn a_match_is_made_from_an_id_or_from_statistics() {
    let bench = Bench::new();
    let id = bench.newest(MatchType::Matchmade).id();
    let game = Match::new(&bench.client, id.to_string()).unwrap();
    game.info().unwrap();
    game.map().unwrap();
    assert_eq!(bench.requests(), 2);

    let game = Match::from_stats(&bench.client, game.stats().unwrap().clone());
    assert_eq!(game.id(), id);
    game.info().unwrap();
    game.players().unwrap();
    assert_eq!(bench.requests(), 1);

    assert!(
        Match::new(&bench.client, "last")
            .unwrap_err()
            .to_string()
            .starts_with("match_id: ")
    );
}

#[test]
fn a_deleted_film_is_none_and_a_failed_request_is_made_again() {
    let bench = Bench::new();
    let game = bench.newest(MatchType::Matchmade);
    bench
        .sandbox
        .answer_next("/discovery_ugc/hi/films/", Answer::new(404));
    assert_eq!(game.film().unwrap(), None);

    bench
        .sandbox
        .answer_next("/discovery_ugc/hi/maps/", Answer::new(505));
    assert_eq!(game.map().unwrap_err().status(), Some(505));
    game.map().unwrap();
    assert_eq!(bench.requests(), 3);
}

#[test]
fn threads_share_the_fetched_pieces_of_a_match() {
    let bench = Bench::new();
    let game = bench.newest(MatchType::Matchmade);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                game.players().unwrap();
                game.map().unwrap();
            });
        }
    });
    assert_eq!(bench.requests(), 3);
}
