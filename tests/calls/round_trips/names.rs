//! Names in place of IDs: how many requests they take, and reports without some of them.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use halo_infinite::models::stats::{MatchHistory, MatchStats};
use halo_infinite::names::{HasNames, Subject};
use halo_infinite::refdata::MedalNameId;
use halo_infinite::services::stats::MatchType;
use halo_infinite::types::{BotId, playlists};
use halo_infinite::uuid::Uuid;
use halo_infinite::{Client, Error, Names, RetryPolicy, Xuid};
use halo_infinite_sandbox::{Answer, Fault, Sandbox};

use crate::support::folder::Folder;

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

    fn names(&self) -> Names {
        Names::new(&self.client)
    }

    /// The paths of the requests since the last call of this method.
    fn requests(&self) -> Vec<String> {
        let requests = self.sandbox.take_requests();
        requests.into_iter().map(|request| request.path).collect()
    }

    fn history(&self) -> MatchHistory {
        let me = self.sandbox.world().home().xuid();
        let history = self.client.stats().match_history(me).count(25).send().unwrap();
        self.requests();
        history
    }

    fn last_match(&self) -> MatchStats {
        let me = self.sandbox.world().home().xuid();
        let history = self.client.stats().match_history(me);
        let history = history.match_type(MatchType::Matchmade).count(1).send().unwrap();
        let stats = self.client.stats().match_stats(history.results[0].match_id);
        let stats = stats.send().unwrap();
        self.requests();
        stats
    }
}

/// The different things, with one version of each asset.
fn different(payload: &impl HasNames) -> BTreeSet<String> {
    let ids = payload.subjects().into_iter().map(|subject| match subject {
        Subject::Map(id) => format!("map {}", id.asset()),
        Subject::Mode(id) => format!("mode {}", id.asset()),
        Subject::Playlist(id) => format!("playlist {}", id.asset()),
        other => format!("{other:?}"),
    });
    ids.collect()
}

fn print(names: &Names, history: &MatchHistory) -> Vec<String> {
    let line = |info: &halo_infinite::models::stats::MatchInfo| {
        let playlist = info.playlist.as_ref().map(|playlist| names.playlist(playlist));
        format!(
            "{} | {} | {}",
            names.mode(&info.ugc_game_variant),
            names.map(&info.map_variant),
            playlist.as_deref().unwrap_or("custom")
        )
    };
    history
        .results
        .iter()
        .map(|entry| line(&entry.match_info))
        .collect()
}

#[test]
fn a_history_takes_one_request_for_each_unknown_id() {
    let bench = Bench::new();
    let history = bench.history();
    let names = bench.names();
    names.prepare(&history);
    let requests = bench.requests();
    assert_eq!(requests.len(), different(&history).len());
    assert!(requests.len() < 3 * history.results.len());
    assert!(requests.iter().all(|path| path.starts_with("/discovery_ugc/hi/")));

    let lines = print(&names, &history);
    let info = &history.results[0].match_info;
    let map = bench
        .client
        .discovery_ugc()
        .map(&info.map_variant)
        .send()
        .unwrap();
    assert!(lines[0].contains(&map.public_name), "{}", lines[0]);
    assert!(names.missing().is_empty());
    bench.requests();
    names.prepare(&history);
    print(&names.clone(), &history);
    assert_eq!(bench.requests(), Vec::<String>::new());
}

#[test]
fn names_come_without_preparation_too() {
    let bench = Bench::new();
    let history = bench.history();
    let (prepared, lazy) = (bench.names(), bench.names());
    prepared.prepare(&history);
    bench.requests();
    assert_eq!(print(&lazy, &history), print(&prepared, &history));
    assert_eq!(bench.requests().len(), different(&history).len());
}

#[test]
fn a_scoreboard_takes_one_request_for_all_players() {
    let bench = Bench::new();
    let game = bench.last_match();
    let names = bench.names();
    names.prepare(&game);
    let requests = bench.requests();
    let users = |path: &&String| path.starts_with("/profile/");
    assert_eq!(requests.iter().filter(users).count(), 1);
    assert_eq!(requests.len(), 4);
    for player in &game.players {
        let name = names.player(&player.player_id);
        let expected = match player.player_id.xuid() {
            Some(xuid) => bench
                .sandbox
                .world()
                .person(&xuid.to_string())
                .unwrap()
                .gamertag(),
            None => player.player_id.bot().unwrap().name().unwrap(),
        };
        assert_eq!(name, expected);
    }
    assert_eq!(names.player(BotId::from(3)), "343 Ellis");
    assert_eq!(bench.requests(), Vec::<String>::new());
}

#[test]
fn medals_and_career_ranks_take_one_file_each() {
    let bench = Bench::new();
    let names = bench.names();
    let german = names.language("de-DE").unwrap();
    assert_eq!(names.medal(MedalNameId::KillingSpree), "Killing Spree");
    assert_eq!(names.medal(MedalNameId::DoubleKill), "Double Kill");
    assert_ne!(german.medal(MedalNameId::DoubleKill), "Double Kill");
    assert_eq!(names.career_rank(1), "Recruit");
    assert_eq!(names.career_rank(272), "Hero");
    assert_eq!(german.career_rank(1), "Rekrut");
    assert_eq!(bench.requests().len(), 2);

    let unknown = names.medal(MedalNameId::from(7));
    assert!(unknown.is_placeholder() && unknown == "Unknown (7)");
    assert!(names.career_rank(999).is_placeholder());
    assert!(names.missing().iter().all(|missing| missing.error.is_none()));
    assert_eq!(bench.requests(), Vec::<String>::new());
}

#[test]
fn seasons_items_operations_and_challenges_are_named_by_their_files() {
    let bench = Bench::new();
    let names = bench.names();
    let calendar = bench.client.gamecms_hacs().season_calendar().send().unwrap();
    let season = calendar.in_order().last().unwrap();
    let decks = bench
        .client
        .stats()
        .challenge_decks(bench.sandbox.world().home().xuid());
    let decks = decks.send().unwrap();
    bench.requests();

    let csr = names.season(season.csr_season_file_path.as_deref().unwrap());
    assert!(!csr.is_placeholder());
    let operation = names.operation(season.operation_track_path.as_deref().unwrap());
    assert!(!operation.is_placeholder() && operation != "Operation");
    // The calendar, the season's file, and the track.
    assert_eq!(bench.requests().len(), 3);

    names.prepare(&decks);
    let challenge = &decks.assigned_decks[0].active_challenges[0];
    if challenge.title.is_none() {
        assert!(names.challenge(&challenge.path).starts_with("Sandbox Challenge"));
    }
    let item = names.item("/inventory/spartan/backdropimages/103-000-ui-background-5f00ee03.json");
    assert!(!item.is_placeholder());
    bench.requests();
    names.item("Inventory/Spartan/BackdropImages/103-000-ui-background-5f00ee03.json");
    assert_eq!(bench.requests(), Vec::<String>::new());
}

#[test]
fn each_language_has_its_names() {
    let bench = Bench::new();
    let names = bench.names();
    let arena = playlists::RANKED_ARENA;
    for (tag, name) in [
        ("en-US", "Ranked Arena"),
        ("fr-FR", "Arène classée"),
        ("de-DE", "Ranglisten-Arena"),
        ("da-DK", "Ranked Arena"),
    ] {
        assert_eq!(names.language(tag).unwrap().playlist(arena), name, "{tag}");
        assert_eq!(bench.requests().len(), 1);
    }
    assert_eq!(names.playlist(arena), "Ranked Arena");
    assert_eq!(bench.requests(), Vec::<String>::new());
    for tag in ["", "fr FR", "fr\r\nX-Evil: 1"] {
        assert_eq!(names.language(tag).unwrap_err().argument, "language");
    }
}

#[test]
fn linked_assets_come_along_in_english() {
    let bench = Bench::new();
    let game = bench.last_match();
    let pair = game.match_info.playlist_map_mode_pair.as_ref().unwrap();
    let names = bench.names();
    names.playlist(game.match_info.playlist.as_ref().unwrap());
    // The playlist's rotation names the pair.
    let name = names.map_mode_pair(pair);
    assert!(!name.is_placeholder() && name.contains(" on "));
    assert_eq!(bench.requests().len(), 1);

    let names = bench.names();
    assert_eq!(names.map_mode_pair(pair), name);
    let expected = format!(
        "{} on {}",
        names.mode(&game.match_info.ugc_game_variant),
        names.map(&game.match_info.map_variant)
    );
    assert_eq!(name, expected.as_str());
    assert_eq!(bench.requests().len(), 1);
    let french = names.language("fr-FR").unwrap();
    french.map_mode_pair(pair);
    french.map(&game.match_info.map_variant);
    assert_eq!(bench.requests().len(), 2);
}

#[test]
fn a_failed_request_costs_only_its_own_name() {
    let bench = Bench::new();
    let history = bench.history();
    let info = &history.results[0].match_info;
    let maps = format!("/discovery_ugc/hi/maps/{}", info.map_variant.asset_id);
    bench.sandbox.faults().on(&maps).answer(Fault::status(403));
    let names = bench.names();
    names.prepare(&history);
    let name = names.map(&info.map_variant);
    assert!(name.is_placeholder());
    assert!(info.map_variant.asset_id.to_string().starts_with(&*name));
    assert!(!names.mode(&info.ugc_game_variant).is_placeholder());

    let missing = names.missing();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].error.as_ref().unwrap().status(), Some(403));
    assert!(matches!(&missing[0].subject, Subject::Map(id) if id.asset().get() == info.map_variant.asset_id));
    // A missing name is not requested again, unless the program says so.
    bench.requests();
    names.map(&info.map_variant);
    assert_eq!(bench.requests(), Vec::<String>::new());
    bench.sandbox.faults().clear();
    names.forget_missing();
    assert!(!names.map(&info.map_variant).is_placeholder());
    assert_eq!(bench.requests().len(), 1);
}

#[test]
fn a_failed_file_is_requested_once() {
    let bench = Bench::new();
    bench
        .sandbox
        .faults()
        .on("/gamecms_hacs/")
        .answer(Fault::status(403));
    let names = bench.names();
    // The crate knows the English names of most medals itself.
    let name = names.medal(MedalNameId::KillingSpree);
    assert!(name.is_placeholder() && name == "Killing Spree");
    names.medal(MedalNameId::DoubleKill);
    assert_eq!(names.season("Csr/Seasons/CsrSeason9-1.json"), "CsrSeason9-1");
    assert_eq!(names.season("Csr/Seasons/CsrSeason8-1.json"), "CsrSeason8-1");
    assert_eq!(names.career_rank(3), "Rank 3");
    assert_eq!(bench.requests().len(), 3);
    assert_eq!(names.missing().len(), 5);
    bench.sandbox.faults().clear();
    names.forget_missing();
    assert!(!names.medal(MedalNameId::KillingSpree).is_placeholder());
}

#[test]
fn a_deleted_version_has_the_name_of_the_current_one() {
    let bench = Bench::new();
    let map = bench.last_match().match_info.map_variant;
    let names = bench.names();
    let gone = (map.asset_id, Uuid::from_u128(7));
    let name = names.map(halo_infinite::types::AssetId::try_from(gone).unwrap());
    assert!(!name.is_placeholder());
    assert_eq!(bench.requests().len(), 2);
    let unknown = names.map(Uuid::from_u128(7));
    assert_eq!(unknown, "00000000");
    assert_eq!(names.missing()[0].error.as_ref().unwrap().status(), Some(404));
    assert_eq!(bench.requests().len(), 1);
}

#[test]
fn players_without_a_profile_cost_no_other_name() {
    let bench = Bench::new();
    let game = bench.last_match();
    let xuids: Vec<Xuid> = game.xuids().collect();
    bench.sandbox.close_account(xuids[1].get());
    let names = bench.names();
    names.prepare(&xuids);
    assert_eq!(names.player(xuids[1]), xuids[1].to_string().as_str());
    assert!(!names.player(xuids[0]).is_placeholder());
    let missing = names.missing();
    assert_eq!((missing.len(), missing[0].error.is_none()), (1, true));
    assert_eq!(missing[0].subject, Subject::Player(xuids[1]));

    let names = bench.names();
    bench.sandbox.faults().on("/profile/").answer(Fault::status(403));
    names.prepare(&xuids);
    assert_eq!(names.missing().len(), xuids.len());
}

#[test]
fn gamertags_and_xuids_are_known_from_each_other() {
    let bench = Bench::new();
    let people: Vec<_> = bench.sandbox.world().people().iter().take(4).collect();
    let names = bench.names();
    names.prepare(&Xuid::new(people[0].xuid()).unwrap());
    bench.requests();
    let spaced = people[0].gamertag().to_uppercase();
    assert_eq!(names.xuid(spaced.as_str()).unwrap().get(), people[0].xuid());
    assert_eq!(bench.requests(), Vec::<String>::new());

    let gamertags = people
        .iter()
        .map(|person| person.gamertag())
        .chain(["Nobody At All", people[1].gamertag()]);
    let xuids = names.xuids(gamertags);
    for (xuid, person) in xuids.iter().zip(&people) {
        assert_eq!(xuid.as_ref().unwrap().get(), person.xuid());
    }
    assert_eq!(xuids[4].as_ref().unwrap_err().status(), Some(404));
    assert_eq!(xuids[5].as_ref().unwrap().get(), people[1].xuid());
    assert_eq!(bench.requests().len(), 4);
    assert_eq!(
        names.player(Xuid::new(people[3].xuid()).unwrap()),
        people[3].gamertag()
    );
    assert_eq!(bench.requests(), Vec::<String>::new());
    assert!(names.xuid("").is_err());
}

#[test]
fn inserted_names_take_no_request() {
    let bench = Bench::new();
    let names = bench.names();
    let (xuid, map) = (Xuid::new(2533274855333605).unwrap(), Uuid::from_u128(1));
    names.insert(&Subject::Player(xuid), "A Friend");
    names.insert(&Subject::Map(map.into()), "My Map");
    names.prepare(&[Subject::Player(xuid), Subject::Map(map.into())]);
    assert_eq!(names.player(xuid), "A Friend");
    assert_eq!(names.map(map), "My Map");
    assert_eq!(names.xuid("a friend").unwrap(), xuid);
    assert_eq!(bench.requests(), Vec::<String>::new());
}

#[test]
fn many_threads_share_each_request() {
    const THREADS: usize = 16;
    let bench = Bench::new();
    let history = bench.history();
    let names = bench.names();
    let start = Barrier::new(THREADS);
    let reports: BTreeSet<Vec<String>> = thread::scope(|scope| {
        let print = |number: usize| {
            start.wait();
            if number.is_multiple_of(2) {
                names.prepare(&history);
            }
            names.medal(MedalNameId::DoubleKill);
            print(&names, &history)
        };
        let threads: Vec<_> = (0..THREADS)
            .map(|number| scope.spawn(move || print(number)))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(reports.len(), 1);
    assert!(names.missing().is_empty());
    assert_eq!(bench.requests().len(), different(&history).len() + 1);
}

#[test]
fn a_cancelled_client_returns_placeholders_at_once() {
    let bench = Bench::new();
    let history = bench.history();
    let cancel = halo_infinite::CancelToken::new();
    cancel.cancel();
    let names = Names::new(&bench.client.with_cancel_token(&cancel));
    names.prepare(&history);
    assert!(
        names
            .map(&history.results[0].match_info.map_variant)
            .is_placeholder()
    );
    assert!(names.medal(MedalNameId::DoubleKill).is_placeholder());
    assert_eq!(bench.requests(), Vec::<String>::new());
}

#[test]
fn a_dead_service_is_not_asked_for_every_name() {
    let bench = Bench::new();
    let client = Client::builder()
        .environment(bench.sandbox.environment())
        .tokens(bench.sandbox.spartan_token(), bench.sandbox.clearance())
        .retries(RetryPolicy::new().initial_backoff(Duration::ZERO))
        .unlimited()
        .build()
        .unwrap();
    let maps: Vec<Subject> = (1..=1000)
        .map(|id| Subject::Map(Uuid::from_u128(id).into()))
        .collect();
    let items: Vec<Subject> = (1..=1000)
        .map(|id| Subject::File(format!("Inventory/{id}.json").into()))
        .collect();
    for status in [503, 401] {
        bench.sandbox.faults().clear();
        bench
            .sandbox
            .faults()
            .on("/discovery_ugc/")
            .answer(Fault::status(status));
        bench
            .sandbox
            .faults()
            .on("/gamecms_hacs/")
            .answer(Fault::status(status));
        let names = Names::new(&client);
        names.prepare(&(&maps, &items));
        let missing = names.missing();
        assert_eq!(missing.len(), 2000);
        let has_status = |error: &Option<Error>| error.as_ref().unwrap().status() == Some(status);
        assert!(missing.iter().all(|missing| has_status(&missing.error)));
        let requests = bench.requests().len();
        assert!(requests < 400, "{status}: {requests}");
        assert!(names.map(Uuid::from_u128(7)).is_placeholder());
        assert_eq!(bench.requests(), Vec::<String>::new());
    }
    // A service that responds is asked for all of them.
    bench.sandbox.faults().clear();
    let names = Names::new(&client);
    names.prepare(&maps);
    assert_eq!((names.missing().len(), bench.requests().len()), (1000, 1000));
}

#[test]
fn an_odd_response_is_a_missing_name() {
    let bench = Bench::new();
    let map = bench.last_match().match_info.map_variant;
    for body in ["{}", "[]", "<html>", r#"{"PublicName": null}"#] {
        let names = bench.names();
        bench
            .sandbox
            .answer_next("/discovery_ugc/", Answer::new(200).body(body));
        assert!(names.map(&map).is_placeholder(), "{body}");
        assert!(names.missing()[0].error.is_some());
    }
    let names = bench.names();
    bench
        .sandbox
        .answer_next("/discovery_ugc/", Answer::new(200).body(r#"{"PublicName": " "}"#));
    assert!(names.map(&map).is_placeholder());
}

#[test]
fn recordings_hold_whole_assets() {
    let bench = Bench::new();
    let folder = Folder::new("recorded-names");
    let client = Client::builder()
        .environment(bench.sandbox.environment())
        .tokens(bench.sandbox.spartan_token(), bench.sandbox.clearance())
        .record(folder.0.as_path())
        .build()
        .unwrap();
    let names = Names::new(&client);
    names.map(&bench.last_match().match_info.map_variant);
    let manifest = std::fs::read_to_string(folder.0.join("manifest.tsv")).unwrap();
    assert!(manifest.contains("\tMap\tdiscovery_ugc\t"), "{manifest}");
}

#[cfg(feature = "cache")]
mod cache {
    use halo_infinite::cache::ResponseCache;

    use super::*;

    #[test]
    fn an_offline_client_knows_the_names_of_its_cache() {
        let folder = Folder::new("names");
        let bench = Bench::new();
        let open = || {
            let cache = ResponseCache::open(folder.0.join("new")).unwrap();
            Client::builder()
                .environment(bench.sandbox.environment())
                .tokens(bench.sandbox.spartan_token(), bench.sandbox.clearance())
                .unlimited()
                .cache(cache)
        };
        let (history, game) = (bench.history(), bench.last_match());
        let prepare = |client: Client| {
            let names = Names::new(&client).language("fr-FR").unwrap();
            names.prepare(&(&history, &game));
            let medal = names.medal(MedalNameId::DoubleKill);
            let players: Vec<_> = game
                .players
                .iter()
                .map(|player| names.player(&player.player_id))
                .collect();
            assert!(names.missing().is_empty(), "{:?}", names.missing());
            (print(&names, &history), players, medal)
        };
        let online = prepare(open().build().unwrap());
        assert!(!bench.requests().is_empty());
        assert_eq!(prepare(open().build().unwrap()), online);
        assert_eq!(prepare(open().offline().build().unwrap()), online);
        assert_eq!(bench.requests(), Vec::<String>::new());

        let names = Names::new(&open().offline().build().unwrap());
        assert!(names.map(Uuid::from_u128(7)).is_placeholder());
        assert!(matches!(
            names.missing()[0].error,
            Some(halo_infinite::Error::NotCached { .. })
        ));
    }
}
