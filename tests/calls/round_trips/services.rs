//! Requests to the services other than statistics.

use halo_infinite::auth::{CallContext, Credentials, Secret, SignIn};
use halo_infinite::models::gamecms_hacs::{CsrSeasonCalendar, MedalSize};
use halo_infinite::models::stats::MatchStats;
use halo_infinite::refdata::{AssetKind, MedalNameId, SkillResultCode};
use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};
use halo_infinite::services::economy::CustomizationView;
use halo_infinite::services::stats::MatchType;
use halo_infinite::{Client, Error, Match, RetryPolicy, Xuid};
use halo_infinite_sandbox::{Answer, Sandbox};

#[test]
fn two_hundred_xuids_return_two_hundred_users_in_order() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    // There are fewer people than that: each is listed several times, in a mixed order.
    let people = sandbox.world().people();
    let xuids: Vec<u64> = (0..200)
        .map(|number| people[number * 7 % people.len()].xuid())
        .collect();
    let users = client.profile().users_by_id(&xuids[..]).send().unwrap();
    assert_eq!(
        users.iter().map(|user| user.xuid.get()).collect::<Vec<_>>(),
        xuids
    );
    assert_eq!(
        client
            .profile()
            .users_by_id(xuids.iter().map(u64::to_string))
            .send()
            .unwrap(),
        users
    );
}

/// The number of requests for users.
fn requests_for_users(sandbox: &Sandbox) -> usize {
    let requests = sandbox.take_requests().into_iter();
    requests
        .filter(|request| request.path.starts_with("/profile/users"))
        .count()
}

#[test]
fn unknown_players_are_missing_and_the_others_are_returned() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .unlimited()
        .build()
        .unwrap();
    let people: Vec<u64> = sandbox
        .world()
        .people()
        .iter()
        .map(|person| person.xuid())
        .collect();
    let unknown = |number: u64| 2_533_274_999_999_000 + number;
    let found = |xuids: &[u64]| {
        let users = client.profile().users_by_id(xuids).send_with_missing().unwrap();
        let ids = |xuids: Vec<Xuid>| xuids.into_iter().map(Xuid::get).collect::<Vec<_>>();
        (
            ids(users.found.into_iter().map(|user| user.xuid).collect()),
            ids(users.missing),
        )
    };
    // One or several unknown players, at any place, listed once or twice.
    for count in [1, 2, 3, 7, 50] {
        for at in [0, count / 2, count] {
            let mut xuids = people[..count].to_vec();
            xuids.insert(at, unknown(999));
            xuids.push(unknown(1));
            xuids.push(unknown(999));
            assert_eq!(
                found(&xuids),
                (people[..count].to_vec(), vec![unknown(999), unknown(1)]),
                "{count} {at}"
            );
        }
    }
    // Alone they are missing too.
    assert_eq!(found(&[unknown(1)]), (vec![], vec![unknown(1)]));
    assert_eq!(
        found(&[unknown(1), unknown(2)]),
        (vec![], vec![unknown(1), unknown(2)])
    );
    // `send` leaves them out.
    let users = client
        .profile()
        .users_by_id([unknown(1), people[0]])
        .send()
        .unwrap();
    assert_eq!(users[0].xuid.get(), people[0]);

    // k unknown players of n take at most 2·k·log₂ n requests, and one.
    let mut xuids = people[..61].to_vec();
    xuids.extend([unknown(1), unknown(2), unknown(3)]);
    xuids.rotate_left(40);
    for (bad, most) in [(0, 1), (1, 13), (2, 25), (3, 37)] {
        sandbox.clear_requests();
        let asked: Vec<u64> = xuids
            .iter()
            .copied()
            .filter(|xuid| !(bad..3).any(|number| unknown(number + 1) == *xuid))
            .collect();
        let (found, missing) = found(&asked);
        assert_eq!((found.len() as u64, missing.len() as u64), (61, bad));
        let requests = requests_for_users(&sandbox);
        assert!(requests <= most, "{requests} requests for {bad} unknown players");
    }
}

/// Credentials whose sign-in was refused.
struct Refused(Error);

impl Credentials for Refused {
    fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
        Err(self.0.clone())
    }

    fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
        Ok(None)
    }

    fn refused(&self, _: &Secret) -> bool {
        false
    }
}

#[test]
fn a_refused_sign_in_is_no_unknown_player() {
    let sandbox = Sandbox::start().unwrap();
    let sign_in = SignIn::new(&sandbox.app()).environment(sandbox.environment());
    let refusal = sign_in.refresh_player_tokens("unknown").unwrap_err();
    assert_eq!(refusal.status(), Some(400), "{refusal:?}");
    let client = Client::builder()
        .environment(sandbox.environment())
        .credentials(Refused(refusal))
        .build()
        .unwrap();
    let me = sandbox.world().home().xuid();
    let error = client.profile().users_by_id([me]).send().unwrap_err();
    assert!(matches!(error, Error::SignIn(_)), "{error:?}");
}

#[test]
fn only_failures_about_players_halve_a_list() {
    let sandbox = Sandbox::start().unwrap();
    let people = sandbox.world().people()[..8].iter();
    let mut xuids: Vec<u64> = people.map(|person| person.xuid()).collect();
    xuids.push(2_533_274_999_999_999);
    let error = || {
        // Of its own, because a status 429 pauses the requests of a client.
        let client = Client::builder()
            .environment(sandbox.environment())
            .tokens(sandbox.spartan_token(), sandbox.clearance())
            .retries(RetryPolicy::none())
            .unlimited()
            .build()
            .unwrap();
        sandbox.clear_requests();
        client
            .profile()
            .users_by_id(&xuids[..])
            .send_with_missing()
            .unwrap_err()
    };
    for status in [401, 403, 429, 500, 503] {
        let first = sandbox.faults().on("/profile/users").once();
        first.answer(Answer::new(status));
        assert_eq!(error().status(), Some(status));
        assert_eq!(requests_for_users(&sandbox), 1, "{status}");
    }
    // Such a failure of a half is an error too: nobody is reported missing who may exist.
    sandbox
        .faults()
        .on("/profile/users")
        .nth(2)
        .answer(Answer::new(503));
    assert_eq!(error().status(), Some(503));
    assert_eq!(requests_for_users(&sandbox), 2);
}

/// The statistics of the home player's last matchmade match.
fn last_matchmade(sandbox: &Sandbox, client: &Client) -> MatchStats {
    let me = sandbox.world().home().xuid();
    let history = client.stats().match_history(me).match_type(MatchType::Matchmade);
    let last = history.send().unwrap().results[0].match_id;
    client.stats().match_stats(last).send().unwrap()
}

#[test]
fn the_players_of_a_match_are_returned_without_a_closed_account() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let stats = last_matchmade(&sandbox, &client);
    let xuids: Vec<Xuid> = stats.xuids().collect();
    sandbox.close_account(xuids[1].get());
    assert_eq!(
        client.profile().user_by_id(xuids[1]).send().unwrap_err().status(),
        Some(404)
    );

    let game = Match::from_stats(&client, stats);
    let players = game.players().unwrap();
    assert_eq!(game.missing_players().unwrap(), [xuids[1]]);
    assert_eq!(players.len(), xuids.len() - 1);
    assert!(!players.contains_key(&xuids[1]));
}

#[test]
fn profiles_are_found_by_xuid_and_by_gamertag() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let home = sandbox.world().home();
    let me = client.profile().current_user().send().unwrap();
    assert_eq!(
        (me.xuid.get(), me.gamertag.as_str()),
        (home.xuid(), home.gamertag())
    );
    for person in sandbox.world().people() {
        let user = client
            .profile()
            .user_by_gamertag(person.gamertag())
            .send()
            .unwrap();
        assert_eq!(user.xuid.get(), person.xuid());
        assert_eq!(client.profile().user_by_id(person.xuid()).send().unwrap(), user);
    }
    assert_eq!(
        client
            .profile()
            .user_by_gamertag("Nobody")
            .send()
            .unwrap_err()
            .status(),
        Some(404)
    );
}

#[test]
fn skill_is_returned_for_the_players_of_the_match() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let me = sandbox.world().home().xuid();
    let game = last_matchmade(&sandbox, &client);
    let stranger = sandbox.world().people().iter().map(|person| person.xuid());
    let stranger = stranger
        .into_iter()
        .find(|xuid| game.xuids().all(|known| known.get() != *xuid))
        .unwrap();

    let skill = client
        .skill()
        .match_skill(game.match_id, [stranger, me])
        .send()
        .unwrap();
    assert_eq!(skill.value[0].result_code, SkillResultCode::NotFound);
    let mine = skill.result(skill.value[1].id.xuid().unwrap()).unwrap();
    let core = game
        .player(skill.value[1].id.xuid().unwrap())
        .unwrap()
        .core_stats()
        .unwrap();
    assert_eq!(mine.kills().unwrap().count, core.kills);

    let playlist = game.match_info.playlist.as_ref().unwrap().asset_id;
    let ranks = client
        .skill()
        .playlist_csr(playlist, [me])
        .season("CsrSeason9-1")
        .send()
        .unwrap();
    assert_eq!(ranks.value.len(), 1);
}

#[test]
fn assets_are_returned_by_version_and_by_language() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let me = sandbox.world().home().xuid();
    let history = client.stats().match_history(me).send().unwrap();
    for entry in &history.results {
        let info = &entry.match_info;
        let discovery_ugc = client.discovery_ugc();
        let map = discovery_ugc.map(&info.map_variant).send().unwrap();
        assert_eq!(
            (map.asset_id, map.version_id),
            (info.map_variant.asset_id, info.map_variant.version_id)
        );
        assert_eq!(
            discovery_ugc
                .map(info.map_variant.asset_id)
                .send()
                .unwrap()
                .public_name,
            map.public_name
        );
        discovery_ugc
            .ugc_game_variant(&info.ugc_game_variant)
            .send()
            .unwrap();
        if let (Some(playlist), Some(pair)) = (&info.playlist, &info.playlist_map_mode_pair) {
            discovery_ugc.playlist(playlist).send().unwrap();
            let pair = discovery_ugc.map_mode_pair(pair).send().unwrap();
            assert_eq!(pair.map_link.unwrap().asset_id, info.map_variant.asset_id);
        }
    }
    let mode = &history.results[0].match_info.ugc_game_variant;
    let english = client.discovery_ugc().ugc_game_variant(mode).send().unwrap();
    let french = client
        .discovery_ugc()
        .ugc_game_variant(mode)
        .language("fr-FR")
        .send()
        .unwrap();
    assert_ne!(
        (english.public_name, english.description),
        (french.public_name, french.description)
    );
}

#[test]
fn searches_are_narrowed_sorted_and_paged() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let search = || client.discovery_ugc().search_assets().kind(AssetKind::Map);
    let page = search()
        .sort(SearchSort::PlaysAllTime, SearchOrder::Descending)
        .count(101)
        .send()
        .unwrap();
    assert!(page.results.len() > 10);
    assert!(page.results.iter().all(|map| map.asset_kind == AssetKind::Map));
    assert!(
        page.results
            .is_sorted_by_key(|map| std::cmp::Reverse(map.plays_all_time))
    );
    let tags = |tags: &[&str]| {
        let search = client.discovery_ugc().search_assets().tags(tags).count(101);
        search.send().unwrap().results
    };
    // One of the tags is enough.
    let either = tags(&["CTF", "Oddball"]);
    assert!(either.len() < 101);
    for tag in ["ctf", "oddball"] {
        let with_tag = tags(&[tag]);
        let has_tag = either
            .iter()
            .filter(|found| found.tags.iter().flatten().any(|own| own == tag));
        assert_eq!(has_tag.count(), with_tag.len(), "{tag}");
        assert!(!with_tag.is_empty() && with_tag.len() < either.len(), "{tag}");
    }
    let second = search()
        .sort(SearchSort::PlaysAllTime, SearchOrder::Descending)
        .start(1)
        .count(1)
        .send()
        .unwrap();
    assert_eq!(second.results, page.results[1..2]);
    assert!(
        search()
            .term("no such map exists")
            .send()
            .unwrap()
            .results
            .is_empty()
    );
}

#[test]
fn a_medals_sprite_is_cut_out_of_its_sheet() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let metadata = client.gamecms_hacs().medal_metadata().send().unwrap();
    let medal = metadata.medal(MedalNameId::KillingSpree).unwrap();
    for size in [MedalSize::Small, MedalSize::Medium, MedalSize::ExtraLarge] {
        let sprite = metadata.sprite(medal, size).unwrap();
        let sheet = client.gamecms_hacs().waypoint_file(sprite.sheet).send().unwrap();
        assert_eq!(sheet.content_type.as_deref(), Some("image/png"));
        let sheet = image::load_from_memory(&sheet.bytes).unwrap();
        assert!(sprite.x + sprite.width <= sheet.width() && sprite.y + sprite.height <= sheet.height());
    }
}

#[test]
fn files_are_returned_as_bytes_as_json_and_as_any_model() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let path = "Csr/Calendars/CsrSeasonCalendar.json";
    let raw = client.gamecms_hacs().progression_file(path).send().unwrap();
    let typed: CsrSeasonCalendar = client.gamecms_hacs().progression_file(path).send_as().unwrap();
    assert_eq!(raw["Seasons"].as_array().unwrap().len(), typed.seasons.len());
    assert_eq!(typed, client.gamecms_hacs().csr_season_calendar().send().unwrap());
    assert!(typed.season_at(jiff::Timestamp::now()).is_some());

    let track = client.gamecms_hacs().career_reward_track().send().unwrap();
    let icon = track.rank(1).and_then(|rank| rank.rank_icon.as_deref()).unwrap();
    let image = client.gamecms_hacs().image(icon).send().unwrap();
    assert!(image.bytes.starts_with(b"\x89PNG"));
    assert_eq!(
        client
            .gamecms_hacs()
            .image("no/such.png")
            .send()
            .unwrap_err()
            .status(),
        Some(404)
    );
}

#[test]
fn only_the_player_sees_private_data() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let me = sandbox.world().home().xuid();
    let other = sandbox.world().people()[1].xuid();
    let economy = client.economy();
    economy.player_customization(other).send().unwrap();
    economy
        .player_customization(me)
        .view(CustomizationView::Private)
        .send()
        .unwrap();
    let error = economy
        .player_customization(other)
        .view(CustomizationView::Private)
        .send()
        .unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert_eq!(
        economy.player_operations(other).send().unwrap_err().status(),
        Some(403)
    );
    let operations = economy.player_operations(me).send().unwrap();
    assert!(operations.passes().count() > 0);

    let track = client.gamecms_hacs().career_reward_track().send().unwrap();
    let career = economy.player_career_rank(me).send().unwrap();
    assert!(career.rank(&track).is_some());
    let error = economy.player_career_rank(other).send().unwrap_err();
    assert_eq!(error.status(), Some(403));
    let progress = career.progress(&track);
    assert!(
        progress.is_none_or(|progress| (0.0..=1.0).contains(&progress)),
        "{progress:?}"
    );
}
