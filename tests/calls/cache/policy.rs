//! Which responses are cached, for how long, and how a request can change that.

use std::time::Duration;

use halo_infinite::models::discovery_ugc::Film;
use halo_infinite::models::stats::MatchHistory;
use halo_infinite::refdata::FilmStatus;
use halo_infinite::services::stats::MatchType;
use halo_infinite::uuid::Uuid;
use halo_infinite::{CancelToken, Error, Match, Request};
use halo_infinite_sandbox::Answer;
use serde_json::json;

use super::setup::Setup;

const HOUR: Duration = Duration::from_secs(3600);
const YEARS: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

fn newest_match(setup: &Setup) -> Uuid {
    let world = setup.sandbox.world();
    world.match_ids(world.home())[0]
}

#[test]
fn two_clients_request_a_finished_match_once_in_years() {
    let setup = Setup::new();
    let id = newest_match(&setup);
    let first = setup.client().stats().match_stats(id).response().unwrap();
    assert!(!first.from_cache() && first.age().is_none());
    assert_eq!(first.attempts(), 1);

    setup.clock.pass(YEARS);
    let second = setup.client().stats().match_stats(id).response().unwrap();
    assert!(second.from_cache());
    assert_eq!((second.age(), second.attempts()), (Some(YEARS), 0));
    assert_eq!((second.status(), second.bytes()), (first.status(), first.bytes()));
    assert_eq!(second.headers()["content-type"], first.headers()["content-type"]);
    assert_eq!(second.model().unwrap(), first.model().unwrap());
    assert_eq!(setup.requests("/stats/"), 1);
}

#[test]
fn a_cache_hit_takes_no_permit() {
    let setup = Setup::new();
    let client = setup.builder().requests_per_second(0.01).build().unwrap();
    let id = newest_match(&setup);
    for _ in 0..50 {
        client.stats().match_stats(id).send().unwrap();
    }
    assert_eq!(
        setup.clock.waited(),
        Duration::ZERO,
        "the only request was the first"
    );
    client.stats().match_stats(id).fresh().send().unwrap();
    assert_eq!(setup.clock.waited(), Duration::from_secs(100));
}

#[test]
fn whole_matches_come_from_the_cache() {
    let setup = Setup::new();
    let client = setup.client();
    let me = setup.sandbox.world().home().xuid();
    let history = client.stats().match_history(me).match_type(MatchType::Matchmade);
    let entry = history.count(1).send().unwrap().results.remove(0);
    let look = || {
        let game = Match::from_history(&client, &entry);
        let names = (
            game.map().unwrap().public_name.clone(),
            game.mode().unwrap().public_name.clone(),
        );
        (
            names,
            game.skill().unwrap().cloned(),
            game.playlist().unwrap().cloned(),
        )
    };
    let first = look();
    setup.sandbox.clear_requests();
    assert_eq!(look(), first);
    assert_eq!(setup.sandbox.requests().len(), 0);
}

#[test]
fn metadata_is_cached_for_a_day_and_an_unversioned_asset_for_an_hour() {
    let setup = Setup::new();
    let client = setup.client();
    let stats = client.stats().match_stats(newest_match(&setup)).send().unwrap();
    let map = stats.match_info.map_variant.asset_id;
    let ask = || {
        client.gamecms_hacs().medal_metadata().send().unwrap();
        client.discovery_ugc().map(map).send().unwrap();
        (
            setup.requests("/gamecms_hacs/"),
            setup.requests("/discovery_ugc/"),
        )
    };
    assert_eq!((ask(), ask()), ((1, 1), (1, 1)));
    setup.clock.pass(HOUR);
    assert_eq!(ask(), (1, 1), "an hour old, no older");
    setup.clock.pass(Duration::from_secs(1));
    assert_eq!(ask(), (1, 2));
    setup.clock.pass(HOUR * 23);
    assert_eq!(ask(), (2, 3));
}

#[test]
fn each_language_is_cached_separately() {
    let setup = Setup::new();
    let client = setup.client();
    let stats = client.stats().match_stats(newest_match(&setup)).send().unwrap();
    let map = || client.discovery_ugc().map(&stats.match_info.map_variant);
    let english = map().send().unwrap();
    let french = map().language("fr-FR").response().unwrap();
    assert!(!french.from_cache());
    assert_ne!(french.model().unwrap(), english);
    assert_eq!(map().send().unwrap(), english);
    assert!(map().language("fr-FR").response().unwrap().from_cache());
    assert_eq!(setup.requests("/discovery_ugc/"), 2);
}

#[test]
fn changing_responses_are_cached_only_by_max_age() {
    let setup = Setup::new();
    let client = setup.client();
    let me = setup.sandbox.world().home().xuid();
    let history = || client.stats().match_history(me);
    for _ in 0..2 {
        assert!(!history().response().unwrap().from_cache());
        assert!(!client.stats().match_count(me).response().unwrap().from_cache());
        assert!(!client.profile().user_by_id(me).response().unwrap().from_cache());
    }
    assert!(
        !history().max_age(HOUR).response().unwrap().from_cache(),
        "nothing was cached"
    );
    assert!(history().max_age(HOUR).response().unwrap().from_cache());
    assert!(!history().response().unwrap().from_cache());
    setup.clock.pass(HOUR * 2);
    assert!(!history().max_age(HOUR).response().unwrap().from_cache());
    let users = || client.profile().users_by_id([me]).max_age(HOUR).send().unwrap();
    setup.sandbox.clear_requests();
    assert_eq!(users(), users());
    assert_eq!(setup.requests("/profile/"), 1);
}

#[test]
fn private_responses_are_never_cached() {
    let setup = Setup::new();
    let client = setup.client();
    let me = setup.sandbox.world().home().xuid();
    for _ in 0..2 {
        client.profile().current_user().max_age(HOUR).send().unwrap();
        client
            .economy()
            .player_operations(me)
            .max_age(HOUR)
            .send()
            .unwrap();
        client
            .economy()
            .player_career_rank(me)
            .max_age(HOUR)
            .send()
            .unwrap();
        client.stats().challenge_decks(me).max_age(HOUR).send().unwrap();
    }
    assert_eq!(setup.sandbox.requests().len(), 8);
    assert_eq!(setup.cache().count().unwrap(), 0);
}

#[test]
fn a_fresh_request_bypasses_the_cache_and_updates_it() {
    let setup = Setup::new();
    let client = setup.client();
    let medals = || client.gamecms_hacs().medal_metadata();
    medals().send().unwrap();
    setup.clock.pass(HOUR);
    assert!(!medals().fresh().response().unwrap().from_cache());
    setup.clock.pass(HOUR);
    assert_eq!(medals().response().unwrap().age(), Some(HOUR));
    assert_eq!(setup.requests("/gamecms_hacs/"), 2);
    // This is less than the policy allows: the service confirms the cached response.
    medals().max_age(HOUR / 2).send().unwrap();
    assert_eq!(setup.requests("/gamecms_hacs/"), 3);
}

#[test]
fn a_fresh_response_replaces_one_cached_by_max_age() {
    let setup = Setup::new();
    let client = setup.client();
    let me = setup.sandbox.world().home().xuid();
    let count = || client.stats().match_count(me);
    count().fresh().send().unwrap();
    assert_eq!(setup.cache().count().unwrap(), 0);
    count().max_age(HOUR).send().unwrap();
    setup.clock.pass(HOUR / 2);
    assert!(!count().fresh().response().unwrap().from_cache());
    let kept = count().max_age(HOUR).response().unwrap();
    assert_eq!(kept.age(), Some(Duration::ZERO));
}

#[test]
fn a_cancelled_request_does_not_read_the_cache() {
    let setup = Setup::new();
    let stop = CancelToken::new();
    let client = setup.client().with_cancel_token(&stop);
    let id = newest_match(&setup);
    client.stats().match_stats(id).send().unwrap();
    stop.cancel();
    let error = client.stats().match_stats(id).send().unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }), "{error}");
}

#[test]
fn responses_of_a_proxy_are_not_cached() {
    let setup = Setup::new();
    let client = setup.client();
    let id = newest_match(&setup);
    let film = client.discovery_ugc().film_by_match_id(id).send().unwrap();
    let chunk = film.highlight_events().unwrap();
    let page = Answer::new(200)
        .header("Content-Type", "text/html; charset=utf-8")
        .body("<html>Sign in to this network</html>");
    let stats = client.stats().match_stats(id).send().unwrap();
    let map = || client.discovery_ugc().map(&stats.match_info.map_variant);
    let image = || client.gamecms_hacs().image("career_rank/any.png");
    let count = setup.cache().count().unwrap();
    for answer in [page, Answer::new(204)] {
        for service in ["/discovery_ugc/", "/blobs/", "/gamecms_hacs/"] {
            setup.sandbox.answer_next(service, answer.clone());
        }
        assert!(!map().response().unwrap().from_cache());
        assert!(
            !client
                .films()
                .chunk(&film, chunk)
                .response()
                .unwrap()
                .from_cache()
        );
        assert!(!image().response().unwrap().from_cache());
    }
    assert_eq!(setup.cache().count().unwrap(), count);
    map().send().unwrap();
    client.films().chunk(&film, chunk).send().unwrap();
    assert_eq!(setup.cache().count().unwrap(), count + 2);
}

#[test]
fn pages_of_different_ages_are_not_mixed() {
    let setup = Setup::new();
    let client = setup.client();
    let world = setup.sandbox.world();
    let ids = world.match_ids(world.home());
    let history = client.stats().match_history(world.home().xuid());
    let read = |history: &Request<MatchHistory>| {
        let entries = history.iter().map(|entry| entry.map(|entry| entry.match_id));
        entries.collect::<Result<Vec<_>, _>>()
    };
    // The second page is cached before the last ten matches were played, the first page after them.
    let mut old: serde_json::Value = history.clone().start(34).response().unwrap().json().unwrap();
    old["Start"] = json!(24);
    setup.sandbox.answer_next("/stats/", Answer::new(200).json(old));
    let history = history.max_age(HOUR);
    history.clone().start(24).count(25).send().unwrap();
    history.clone().start(0).count(25).send().unwrap();

    let offline = setup.builder().offline().build().unwrap();
    let error = read(&offline.stats().match_history(world.home().xuid())).unwrap_err();
    assert!(matches!(error, Error::NotCached { .. }), "{error}");

    setup.sandbox.clear_requests();
    assert_eq!(read(&history).unwrap(), ids);
    let asked = setup
        .sandbox
        .requests()
        .into_iter()
        .map(|request| request.query.unwrap());
    let asked: Vec<_> = asked.take(2).collect();
    assert_eq!(asked, ["start=0&count=25", "start=24&count=25"]);
    setup.sandbox.clear_requests();
    assert_eq!(read(&history).unwrap(), ids, "the pages are cached");
    assert_eq!(setup.sandbox.requests().len(), 0);
}

#[test]
fn a_failure_is_never_cached() {
    let setup = Setup::new();
    let client = setup.builder().no_retries().build().unwrap();
    let id = newest_match(&setup);
    for status in [404, 403, 500, 204 + 99] {
        setup
            .sandbox
            .answer_next("/stats/", Answer::new(status).body("{}"));
        let error = client.stats().match_stats(id).send().unwrap_err();
        assert_eq!(error.status(), Some(status));
    }
    setup.sandbox.answer_next(
        "/stats/",
        Answer::new(200).body("{\"MatchId\"").truncated_after(5),
    );
    client.stats().match_stats(id).send().unwrap_err();
    assert_eq!(setup.cache().count().unwrap(), 0);
    assert!(!client.stats().match_stats(id).response().unwrap().from_cache());
    assert_eq!(setup.cache().count().unwrap(), 1);
}

#[test]
fn unfinished_matches_and_missing_results_are_not_cached() {
    let setup = Setup::new();
    let client = setup.client();
    let id = newest_match(&setup);
    let mut stats: serde_json::Value = client
        .stats()
        .match_stats(id)
        .fresh()
        .response()
        .unwrap()
        .json()
        .unwrap();
    setup.cache().clear().unwrap();
    stats["MatchInfo"]["EndTime"] = json!("0001-01-01T00:00:00Z");
    setup.sandbox.answer_next("/stats/", Answer::new(200).json(stats));
    client.stats().match_stats(id).max_age(HOUR).send().unwrap();
    assert!(!client.stats().match_stats(id).response().unwrap().from_cache());
    // A player who was not in the match has no result.
    let stranger = 2_533_274_999_999_999_u64;
    for _ in 0..2 {
        client.skill().match_skill(id, [stranger]).send().unwrap();
    }
    assert_eq!(setup.requests("/skill/"), 2);
}

#[test]
fn a_cached_response_that_does_not_decode_is_requested_again() {
    let setup = Setup::new();
    let client = setup.client();
    let medals = || client.gamecms_hacs().medal_metadata();
    setup.sandbox.answer_next(
        "/gamecms_hacs/",
        Answer::new(200).json(json!({ "maintenance": true })),
    );
    assert!(matches!(medals().send(), Err(Error::Decode { .. })));
    assert!(medals().response().unwrap().from_cache());
    let offline = setup.builder().offline().build().unwrap();
    let kept = offline.gamecms_hacs().medal_metadata().send();
    assert!(matches!(kept, Err(Error::Decode { .. })));
    medals().send().unwrap();
    offline.gamecms_hacs().medal_metadata().send().unwrap();
    medals().send().unwrap();
    assert_eq!(setup.requests("/gamecms_hacs/"), 2);
}

#[test]
fn the_chunks_of_a_complete_film_are_cached() {
    let setup = Setup::new();
    let client = setup.client();
    let id = newest_match(&setup);
    let mut film = client.discovery_ugc().film_by_match_id(id).send().unwrap();
    let is_from_cache = |film: &Film| {
        let chunk = film.highlight_events().unwrap();
        let response = client.films().chunk(film, chunk).response().unwrap();
        response.from_cache()
    };
    film.film_status_bond = FilmStatus::Ongoing;
    let ongoing = client.films().chunk(&film, film.highlight_events().unwrap());
    ongoing.clone().fresh().send().unwrap();
    ongoing.max_age(YEARS).send().unwrap();
    assert!(!is_from_cache(&film) && !is_from_cache(&film));
    film.film_status_bond = FilmStatus::Complete;
    assert!(!is_from_cache(&film) && is_from_cache(&film));
    film.film_status_bond = FilmStatus::Ongoing;
    assert!(!is_from_cache(&film));
}

#[test]
fn an_unchanged_response_is_revalidated_without_a_body() {
    let setup = Setup::new();
    let client = setup.client();
    let medals = || client.gamecms_hacs().medal_metadata();
    let body = medals().response().unwrap().into_bytes();
    let with_tag = Answer::new(200)
        .header("Content-Type", "application/json")
        .header("ETag", "\"one\"")
        .header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
    setup
        .sandbox
        .answer_next("/gamecms_hacs/", with_tag.clone().body(body.clone()));
    medals().fresh().send().unwrap();

    setup.clock.pass(HOUR * 25);
    let holds = Answer::new(304).header("ETag", "\"two\"");
    setup.sandbox.answer_next("/gamecms_hacs/", holds);
    let held = medals().response().unwrap();
    assert_eq!((held.status(), held.bytes()), (200, &body[..]));
    assert!(held.from_cache());
    assert_eq!((held.age(), held.attempts()), (Some(Duration::ZERO), 1));
    let sent = setup.sandbox.requests().pop().unwrap();
    assert_eq!(sent.header("if-none-match"), Some("\"one\""));
    assert_eq!(
        sent.header("if-modified-since"),
        Some("Thu, 01 Jan 2026 00:00:00 GMT")
    );

    // The response is valid for another day.
    setup.clock.pass(HOUR * 23);
    assert_eq!(medals().response().unwrap().age(), Some(HOUR * 23));
    setup.clock.pass(HOUR * 2);
    setup
        .sandbox
        .answer_next("/gamecms_hacs/", with_tag.body("{\"new\": true}"));
    let new = medals().response().unwrap();
    assert!(!new.from_cache());
    // The next request carries the newer validator.
    let sent = setup.sandbox.requests().pop().unwrap();
    assert_eq!(sent.header("if-none-match"), Some("\"two\""));
    assert_eq!(
        sent.header("if-modified-since"),
        Some("Thu, 01 Jan 2026 00:00:00 GMT")
    );
    assert_eq!(new.bytes(), b"{\"new\": true}");
    assert_eq!(medals().response().unwrap().bytes(), b"{\"new\": true}");
}

#[test]
fn threads_share_a_client_and_its_cache() {
    let setup = Setup::new();
    let client = setup.builder().unlimited().build().unwrap();
    let world = setup.sandbox.world();
    let ids = world.match_ids(world.home());
    let ids = &ids[..ids.len().min(10)];
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for id in ids {
                    assert_eq!(client.stats().match_stats(*id).send().unwrap().match_id, *id);
                }
            });
        }
    });
    setup.sandbox.clear_requests();
    for id in ids {
        client.stats().match_stats(*id).send().unwrap();
    }
    assert_eq!(setup.sandbox.requests().len(), 0);
}

#[test]
fn a_corrupt_cache_does_not_fail_requests() {
    let setup = Setup::new();
    let client = setup.client();
    let id = newest_match(&setup);
    client.stats().match_stats(id).send().unwrap();
    let length = std::fs::metadata(setup.cache().path()).unwrap().len() as usize;
    std::fs::write(setup.folder().join("responses-1.sqlite"), vec![0x5a; length]).unwrap();
    for _ in 0..3 {
        assert_eq!(client.stats().match_stats(id).send().unwrap().match_id, id);
    }
    let again = setup.client();
    again.stats().match_stats(id).send().unwrap();
    assert!(again.stats().match_stats(id).response().unwrap().from_cache());
}
