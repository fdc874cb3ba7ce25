//! Calls that succeed.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use halo_infinite::models::stats::MatchStats;
use halo_infinite::refdata::{GameVariantCategory, MatchesPrivacySetting};
use halo_infinite::services::stats::MatchType;
use halo_infinite::time::Clock;
use halo_infinite::{Client, Xuid};
use halo_infinite_sandbox::Sandbox;

use crate::support::clocks::JumpingClock;

fn home(sandbox: &Sandbox) -> Xuid {
    Xuid::new(sandbox.world().home().xuid()).unwrap()
}

#[test]
fn a_history_leads_to_its_matches_and_agrees_with_them() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let me = home(&sandbox);

    let count = client.stats().match_count(me).send().unwrap();
    let history = client.stats().match_history(me).count(10).send().unwrap();
    assert_eq!((history.start, history.count, history.result_count), (0, 10, 10));
    assert!(count.matches_played_count >= 10);
    let mut previous = None;
    for entry in &history.results {
        assert!(previous.is_none_or(|previous| entry.match_info.start_time < previous));
        previous = Some(entry.match_info.start_time);

        let game = client.stats().match_stats(entry.match_id).send().unwrap();
        assert_eq!(game.match_id, entry.match_id);
        assert_eq!(game.match_info, entry.match_info);
        let player = game.player(me).unwrap();
        assert!(player.is_human());
        assert_eq!(
            (player.outcome, player.rank, player.last_team_id),
            (entry.outcome, entry.rank, entry.last_team_id)
        );
        assert_eq!(
            game.xuids().count(),
            game.players.iter().filter(|player| player.is_human()).count()
        );
        assert_teams_are_sums(&game);
    }
}

fn assert_teams_are_sums(game: &MatchStats) {
    for team in &game.teams {
        let of_team = || {
            let entries = game.players.iter().flat_map(|player| &player.player_team_stats);
            entries
                .filter(|entry| entry.team_id == team.team_id)
                .map(|entry| &entry.stats.core_stats)
        };
        let core = &team.stats.core_stats;
        assert_eq!(core.kills, of_team().map(|core| core.kills).sum::<i64>());
        assert_eq!(
            core.damage_dealt,
            of_team().map(|core| core.damage_dealt).sum::<i64>()
        );
        assert_eq!(
            core.personal_score,
            of_team().map(|core| core.personal_score).sum::<i64>()
        );
    }
}

#[test]
fn match_types_and_filters_partition_the_matches() {
    let sandbox = Sandbox::builder().matches(120).start().unwrap();
    let client = sandbox.client().unwrap();
    let me = home(&sandbox);
    let stats = client.stats();

    let count = stats.match_count(me).send().unwrap();
    assert_eq!(count.matches_played_count, 120);
    for (kind, expected) in [
        (MatchType::Matchmade, count.matchmade_matches_played_count),
        (MatchType::Custom, count.custom_matches_played_count),
        (MatchType::Local, count.local_matches_played_count),
    ] {
        let mut found = 0;
        loop {
            let page = stats
                .match_history(me)
                .match_type(kind)
                .start(found)
                .send()
                .unwrap();
            assert!(
                page.results
                    .iter()
                    .all(|entry| entry.match_info.is_matchmade() == (kind == MatchType::Matchmade))
            );
            found += u32::try_from(page.results.len()).unwrap();
            if page.results.is_empty() {
                break;
            }
        }
        assert_eq!(i64::from(found), expected, "{kind:?}");
    }

    let whole = stats.service_record(me).send().unwrap();
    let categories = whole.subqueries.game_variant_categories.as_ref().unwrap();
    assert!(categories.contains(&GameVariantCategory::MultiplayerCtf));
    let parts: Vec<_> = categories
        .iter()
        .map(|category| stats.service_record(me).category(*category).send().unwrap())
        .collect();
    assert_eq!(
        whole.matches_completed,
        parts.iter().map(|part| part.matches_completed).sum::<i64>()
    );
    assert_eq!(
        whole.core_stats.kills,
        parts.iter().map(|part| part.core_stats.kills).sum::<i64>()
    );
    assert!(whole.wins + whole.losses + whole.ties <= whole.matches_completed);
}

#[test]
fn a_gamertag_works_like_an_xuid() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    for person in sandbox.world().people() {
        let by_xuid = client.stats().match_count(person.xuid()).send().unwrap();
        assert_eq!(
            client.stats().match_count(person.gamertag()).send().unwrap(),
            by_xuid,
            "{}",
            person.gamertag()
        );
    }
}

#[test]
fn every_request_carries_the_required_headers() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let me = home(&sandbox);
    let newest = client.stats().match_history(me).count(1).send().unwrap().results[0].match_id;
    sandbox.clear_requests();

    client.stats().challenge_decks(me).send().unwrap();
    client.stats().matches_privacy(me).send().unwrap();
    let progression = client.stats().match_progression(me, newest).response().unwrap();
    assert_eq!(progression.status(), 200);
    assert_eq!(progression.endpoint().to_string(), "stats.match_progression");
    assert!(
        progression.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("application/json")
    );
    assert_eq!(
        progression.json().unwrap(),
        serde_json::from_slice::<serde_json::Value>(progression.bytes()).unwrap()
    );
    assert_eq!(progression.drift().unwrap(), Vec::<String>::new());

    let log = sandbox.requests();
    let paths: Vec<_> = log
        .iter()
        .map(|request| request.path.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(paths, ["decks", "matches-privacy", "progression"]);
    for request in log {
        let header = |name: &str| {
            request
                .headers
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.as_str())
        };
        assert_eq!(header("accept"), Some("application/json"));
        assert!(header("user-agent").unwrap().starts_with("halo-infinite/"));
        assert_eq!(header("accept-encoding"), Some("gzip"));
        assert_eq!(header("content-length"), None);
        assert!(header("x-343-authorization-spartan").is_some());
    }
}

#[test]
fn requests_wait_for_the_rate_limit_of_their_service() {
    let sandbox = Sandbox::start().unwrap();
    let clock = Arc::new(JumpingClock::default());
    let client = Client::builder()
        .environment(sandbox.environment())
        .spartan_token(sandbox.spartan_token())
        .requests_per_second(4)
        .clock(clock.clone())
        .build()
        .unwrap();
    for _ in 0..5 {
        client.stats().matches_privacy(home(&sandbox)).send().unwrap();
    }
    assert_eq!(clock.now(), Duration::from_secs(1));
}

#[test]
fn threads_share_a_client() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let me = home(&sandbox);
    let history = client.stats().match_history(me).send().unwrap();
    thread::scope(|scope| {
        for entry in &history.results {
            let request = client.stats().match_stats(entry.match_id);
            scope.spawn(move || assert_eq!(request.send().unwrap().match_id, entry.match_id));
        }
    });
}

#[test]
fn a_player_changes_the_own_privacy_and_no_other() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .allow_writes()
        .build()
        .unwrap();
    let stats = client.stats();
    let (show, hide) = (MatchesPrivacySetting::Show, MatchesPrivacySetting::Hide);
    let me = home(&sandbox);
    for (matchmade, other) in [(hide, show), (show, hide)] {
        let changed = stats.update_matches_privacy(me, matchmade, other).send().unwrap();
        assert_eq!((changed.matchmade_games, changed.other_games), (matchmade, other));
        assert_eq!(stats.matches_privacy(me).send().unwrap(), changed);
    }
    let others = sandbox.world().people().iter().map(|person| person.xuid());
    let other = others.into_iter().find(|xuid| *xuid != me.get()).unwrap();
    let error = stats
        .update_matches_privacy(other, hide, hide)
        .send()
        .unwrap_err();
    assert_eq!(error.status(), Some(403));
    let error = stats.matches_privacy(other).send().unwrap_err();
    assert_eq!(error.status(), Some(403));
    let error = stats.challenge_decks(other).send().unwrap_err();
    assert_eq!(error.status(), Some(403));
}
