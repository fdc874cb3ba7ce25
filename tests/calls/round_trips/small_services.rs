//! Bans, presence, notifications, clearances, articles and service awards.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use halo_infinite::jiff::{SignedDuration, Timestamp, tz::TimeZone};
use halo_infinite::models::stats::{MatchHistoryResult, MatchStats};
use halo_infinite::refdata::{BanScope, BanType};
use halo_infinite::services::stats::MatchType;
use halo_infinite::services::wpcontent::ArticleOrder;
use halo_infinite::types::{Method, Service};
use halo_infinite::{Client, Error, Xuid};
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::Value;

fn everybody(sandbox: &Sandbox) -> Vec<u64> {
    sandbox
        .world()
        .people()
        .iter()
        .map(|person| person.xuid())
        .collect()
}

/// A sandbox at a time, with the same world as any other.
fn sandbox_at(time: Timestamp) -> Sandbox {
    let time = SystemTime::from(time);
    Sandbox::builder().clock(move || time).start().unwrap()
}

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

#[test]
fn bans_are_in_the_order_of_the_list_and_have_messages() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let mut players = everybody(&sandbox);
    players.reverse();
    let summary = client.banprocessor().ban_summary(&players[..]).send().unwrap();
    // The list needed three requests, so there are no links.
    assert_eq!(summary.links, None);
    let ids = summary
        .results
        .iter()
        .map(|player| player.id.xuid().unwrap().get());
    assert_eq!(ids.collect::<Vec<_>>(), players);

    let now = Timestamp::now();
    let mut banned = 0;
    for player in players.iter().map(|number| Xuid::new(*number).unwrap()) {
        for ban in summary.bans_of(player) {
            banned += 1;
            assert_eq!(ban.type_, Some(BanType::Matchmaking));
            assert_eq!(ban.scope, Some(BanScope::Global));
            assert!(summary.is_banned(player, now));
            assert!(!summary.is_banned(player, *ban.enforce_until_utc.unwrap()));
            let path = format!("/hi/Banning/file/{}", ban.message_path().unwrap());
            let message = client.raw(Method::Get, Service::GamecmsHacs, &path);
            assert_eq!(message.send_as::<Value>().unwrap()["Title"], "Matchmaking Ban");
        }
    }
    assert_eq!(banned, 2);

    let one = client.banprocessor().ban_summary([players[0]]).send().unwrap();
    assert_eq!(one.links.unwrap()["Self"].path, "/hi/bansummary");
}

/// The newest match of the home player.
fn newest(client: &Client, me: u64) -> MatchStats {
    let history = client.stats().match_history(me).count(1).send().unwrap();
    client
        .stats()
        .match_stats(history.results[0].match_id)
        .send()
        .unwrap()
}

#[test]
fn presence_agrees_with_the_match_that_runs() {
    let world = Sandbox::start().unwrap();
    let me = world.world().home().xuid();
    let newest = newest(&world.client().unwrap(), me);
    let (start, end) = (newest.match_info.start_time, newest.match_info.end_time);

    let sandbox = sandbox_at(end - seconds(1));
    let client = sandbox.client().unwrap();
    let players = everybody(&sandbox);
    let presence = client.lobby().presence(&players[..]).send().unwrap();
    let ids = presence
        .results
        .iter()
        .map(|player| player.id.xuid().unwrap().get());
    assert_eq!(ids.collect::<Vec<_>>(), players);
    let mut fireteams: BTreeMap<_, i64> = BTreeMap::new();
    for player in presence.results.iter().filter(|player| player.is_in_match()) {
        let running = player.current_match().unwrap();
        assert_eq!(running.match_id, Some(newest.match_id));
        assert_eq!(running.map_ref.as_ref(), Some(&newest.match_info.map_variant));
        assert_eq!(
            running.game_variant_ref.as_ref(),
            Some(&newest.match_info.ugc_game_variant)
        );
        assert_eq!(running.match_start_time.map(|time| *time), Some(start));
        assert!(player.is_online() && newest.player(player.id.xuid().unwrap()).is_some());
        let fireteam = player.fireteam().unwrap();
        assert_eq!(fireteam.playlist_ref, newest.match_info.playlist);
        assert_eq!(
            fireteam.free_places(),
            fireteam.max_players - fireteam.player_count
        );
        *fireteams.entry(fireteam.fireteam_id).or_default() += 1;
    }
    let me_id = Xuid::new(me).unwrap();
    assert!(presence.of(me_id).unwrap().is_in_match());
    for player in presence.results.iter().filter(|player| player.is_in_match()) {
        let fireteam = player.fireteam().unwrap();
        assert_eq!(fireteams[&fireteam.fireteam_id], fireteam.player_count);
    }

    // Afterwards, the fireteam is in the menus.
    let sandbox = sandbox_at(end + seconds(60));
    let presence = sandbox.client().unwrap().lobby().presence([me]).send().unwrap();
    let after = presence.of(me_id).unwrap();
    assert!(after.is_online() && !after.is_in_match());

    // Nobody knows this player.
    let unknown = sandbox
        .client()
        .unwrap()
        .lobby()
        .presence([2_533_274_999_999_999])
        .send()
        .unwrap();
    assert!(!unknown.results[0].is_online() && unknown.of(me_id).is_none());
    assert_eq!(unknown.results[0].result_code, 1);
}

#[test]
fn a_question_about_presence_needs_no_permission_to_write() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    // It is retried, too.
    sandbox.answer_next("/lobby/", Answer::new(503));
    client.lobby().presence(everybody(&sandbox)).send().unwrap();
    assert_eq!(sandbox.requests().len(), 4);
}

#[test]
fn every_region_has_a_server() {
    let sandbox = Sandbox::start().unwrap();
    let servers = sandbox.client().unwrap().lobby().qos_servers().send().unwrap();
    let regions: BTreeSet<_> = servers.iter().map(|server| server.region.as_str()).collect();
    assert_eq!(regions.len(), 15);
    assert!(regions.contains("WestEurope") && regions.contains("BrazilSouth"));
    for server in &servers {
        assert!(
            server.server_url.contains(&server.region.to_lowercase()),
            "{server:?}"
        );
    }
}

#[test]
fn only_the_player_may_ask_for_a_join_handle() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let [me, other] = [0, 1].map(|index| sandbox.world().people()[index].xuid());
    let lobby = "467716e9-71c2-4bbb-b3a4-4398bda2946b";
    let handle = client.lobby().third_party_join_handle(lobby, me).send().unwrap();
    assert!(
        handle
            .join_handle
            .expose()
            .starts_with("thirdpartyhandle(l-467716e9-")
    );
    assert_eq!(format!("{handle:?}"), "JoinHandle { join_handle: Secret(…) }");
    let error = client
        .lobby()
        .third_party_join_handle(lobby, other)
        .send()
        .unwrap_err();
    assert_eq!(error.status(), Some(403));
}

#[test]
fn notifications_are_the_newest_first_and_hide_their_codes() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let comms = client.comms();
    assert_eq!(
        comms.me().send().unwrap().xuid.get(),
        sandbox.world().home().xuid()
    );
    let first = comms.notifications().send().unwrap();
    let rest = comms.notifications().offset(20).send().unwrap();
    assert_eq!((first.len(), rest.len()), (20, 3));
    let all: Vec<_> = first.into_iter().chain(rest).collect();
    assert!(all.is_sorted_by(|one, next| one.created_date > next.created_date));
    let ids: BTreeSet<_> = all
        .iter()
        .map(|notification| &notification.notification_id)
        .collect();
    assert_eq!(ids.len(), all.len());
    let codes = all
        .iter()
        .filter_map(|notification| notification.data.as_ref()?.coupon_code.as_ref());
    let shown = format!("{all:?}");
    let codes: Vec<_> = codes.map(|code| code.expose()).collect();
    assert!(!codes.is_empty() && codes.iter().all(|code| !shown.contains(code)));
}

#[test]
fn clearances_are_those_of_the_sign_in_and_are_not_shown() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let settings = client.settings();
    let secret = sandbox.clearance();
    for request in [
        settings.clearance(),
        settings.player_clearance(sandbox.world().home().xuid()),
        settings.active_clearance("1.13"),
    ] {
        let clearance = request.send().unwrap();
        assert_eq!(clearance.flight_configuration_id.expose(), secret);
        let response = request.response().unwrap();
        let shown = format!("{clearance:?} {response:?} {request:?}");
        assert!(!shown.contains(&secret), "{shown}");
        let flags = settings
            .feature_flags(&clearance.flight_configuration_id)
            .send()
            .unwrap();
        assert_eq!(flags.is_enabled("DiscordEnabled"), Some(true));
    }
    // Nor do errors show one.
    for body in [
        format!(r#"{{"FlightConfigurationId":["{secret}"]}}"#),
        format!(r#"{{"FlightConfigurationId":"{secret}""#),
        format!(r#"{{"{secret}":1}}"#),
        format!("\"{secret}\""),
    ] {
        sandbox.answer_next("/settings/oban/", Answer::new(200).body(body));
        let error = settings.clearance().send().unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(!format!("{error} {error:?}").contains(&secret), "{error:?}");
    }
}

#[test]
fn articles_need_no_token_and_are_read_to_the_last() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens("unknown", "")
        .build()
        .unwrap();
    let waypoint = client.wpcontent();
    let all: Vec<_> = waypoint.articles().iter().collect::<Result<_, _>>().unwrap();
    let ids: BTreeSet<_> = all.iter().map(|article| article.id).collect();
    assert_eq!((all.len(), ids.len()), (26, 26));
    assert!(all.is_sorted_by(|one, next| one.publish_date > next.publish_date));
    let mut oldest_first: Vec<_> = waypoint
        .articles()
        .order(ArticleOrder::OldestFirst)
        .count(4)
        .iter()
        .collect::<Result<_, _>>()
        .unwrap();
    oldest_first.reverse();
    assert_eq!(oldest_first, all);
    let later: Result<Vec<_>, _> = waypoint.articles().offset(20).iter().collect();
    assert_eq!(later.unwrap(), all[20..]);

    let french = waypoint.articles().language("fr").count(3).send().unwrap();
    for (article, french) in all.iter().zip(&french) {
        assert_eq!(article.id, french.id);
        assert_ne!(
            (&article.title, &article.content),
            (&french.title, &french.content)
        );
        assert_eq!(waypoint.article(&article.slug).send().unwrap(), *article);
    }
    let group = all[0].blocks.last().unwrap();
    assert_eq!(group.inner_blocks[0].block_name.as_deref(), Some("core/image"));
    assert_eq!(
        waypoint.article("nothing").send().unwrap_err().status(),
        Some(404)
    );
}

#[test]
fn categories_have_their_articles() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let waypoint = client.wpcontent();
    let categories = waypoint.article_categories().send().unwrap();
    assert!(categories.len() >= 6);
    for category in &categories {
        let articles = waypoint
            .articles()
            .categories([category.id])
            .count(100)
            .send()
            .unwrap();
        assert_eq!(Some(articles.len() as i64), category.count);
        assert!(
            articles
                .iter()
                .all(|article| article.categories.contains(&category.id))
        );
        let one = waypoint.article_category(category.id).send().unwrap();
        assert_eq!(one.as_ref(), Some(category));
    }
    let german = waypoint
        .article_category(55)
        .language("de")
        .send()
        .unwrap()
        .unwrap();
    assert_eq!((german.name.as_str(), german.parent), ("Spiele", Some(0)));
    assert_eq!(waypoint.article_category(1).send().unwrap(), None);
}

#[test]
fn every_service_award_of_the_player_has_a_description() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let awards = client.profile().service_awards().send().unwrap();
    assert_eq!(awards.xuid.map(Xuid::get), Some(sandbox.world().home().xuid()));
    assert!(!awards.awards.is_empty());
    for slug in &awards.awards {
        let award = client.wpcontent().service_award(slug).send().unwrap();
        assert_eq!(award.slug, slug.to_lowercase());
    }
    assert!(
        awards
            .featured_awards
            .iter()
            .all(|slug| awards.awards.contains(slug))
    );
}

#[test]
fn custom_games_of_the_day_give_experience() {
    let world = Sandbox::start().unwrap();
    let me = world.world().home().xuid();
    let client = world.client().unwrap();
    let custom = client.stats().match_history(me).match_type(MatchType::Custom);
    let custom: Vec<_> = custom.iter().collect::<Result<_, _>>().unwrap();
    let day = |entry: &MatchHistoryResult| entry.match_info.start_time.to_zoned(TimeZone::UTC).date();
    let today = day(&custom[0]);
    let games = custom.iter().filter(|entry| day(entry) == today).count();
    let night = |days: i64| {
        let date = custom[0].match_info.start_time + seconds(days * 24 * 3600);
        date.to_zoned(TimeZone::UTC).end_of_day().unwrap().timestamp()
    };
    for (days, expected) in [(0, games as i64 * 200), (400, 0)] {
        let sandbox = sandbox_at(night(days));
        let experience = sandbox.client().unwrap().stats().daily_custom_experience(me);
        assert_eq!(experience.send().unwrap().daily_experience, expected);
    }
}

#[test]
fn the_championship_lists_players_by_points() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let board = client.waypoint().hcs_leaderboard().send().unwrap();
    assert!(board.players.len() > 10);
    assert!(board.players.is_sorted_by(|one, next| one.points >= next.points));
    for player in &board.players {
        let user = client
            .profile()
            .user_by_gamertag(&player.gamertag[..])
            .send()
            .unwrap();
        assert_eq!(user.gamertag, player.gamertag);
        assert!(!player.region.is_empty() && !player.name.is_empty() && !player.team.is_empty());
    }
    for (data, problem) in [
        ("", "the page does not hold the data of a leaderboard"),
        (
            r#"{"props":{"pageProps":{"page":{"blocks":[]}}}}"#,
            "the page does not hold the table of players",
        ),
        (
            r#"{"props":{"pageProps":{"page":{"blocks":[{"blockName":"lazyblock/hcs-leaderboard","attrs":{"data":"a,b"}}]}}}}"#,
            "line 1 of the table does not hold five fields with points",
        ),
    ] {
        let id = if data.is_empty() {
            ""
        } else {
            "id=\"__NEXT_DATA__\""
        };
        let page = format!("<script {id}>{data}</script>");
        sandbox.answer_next("/waypoint/en-nz", Answer::new(200).body(page));
        let error = client.waypoint().hcs_leaderboard().send().unwrap_err();
        assert!(error.to_string().ends_with(problem), "{error}");
    }
}

#[test]
fn leaderboards_agree_with_the_ranks_of_players() {
    let sandbox = Sandbox::builder().matches(300).start().unwrap();
    let client = sandbox.client().unwrap();
    let arena = "edfef3ac-9cbe-4fa2-b949-8f29deafd483";
    let season = "CsrSeason13-1";
    let page = client.waypoint().leaderboard(season, arena).send().unwrap();
    assert!(page.leaderboard.is_sorted_by(|one, next| one.score >= next.score));
    let players: Vec<Xuid> = page.leaderboard.iter().map(|entry| entry.player.xuid).collect();
    assert!(!players.is_empty());
    for players in players.chunks(30) {
        let ranks = client
            .skill()
            .playlist_csr(arena, players.to_vec())
            .season(season);
        for rank in ranks.send().unwrap().value {
            let entry = page
                .leaderboard
                .iter()
                .find(|entry| Some(entry.player.xuid) == rank.id.xuid());
            assert_eq!(entry.unwrap().score, rank.result.unwrap().current.value);
        }
    }
    let places: Vec<i64> = page.places().map(|(place, _)| place).collect();
    assert_eq!((places[0], places.len()), (1, page.leaderboard.len()));
    assert_eq!(page.seasons[0].season_id, "csrseason13-1");
    assert!(
        page.playlists
            .iter()
            .any(|playlist| playlist.playlist_id.to_string() == arena)
    );

    let second = client
        .waypoint()
        .leaderboard(season, arena)
        .page(2)
        .send()
        .unwrap();
    assert!(second.leaderboard.is_empty() && second.page == 2);
    let social = "bdceefb3-1c52-4848-a6b7-d49acd13109d";
    let error = client.waypoint().leaderboard(season, social).send().unwrap_err();
    assert_eq!(error.status(), Some(404));
    for body in [
        "<html></html>",
        "{}",
        "<script id=\"__NEXT_DATA__\">{\"props\":{}}</script>",
    ] {
        sandbox.answer_next("/waypoint/", Answer::new(200).body(body));
        let error = client.waypoint().leaderboard(season, arena).send().unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{body}: {error:?}");
    }
}
