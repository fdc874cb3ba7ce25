//! Requests to Xbox Live.

use halo_infinite::auth::{MemoryStore, Session, SignIn, TokenSet};
use halo_infinite::payload::{decode, drift};
use halo_infinite::refdata::XboxProfileSetting;
use halo_infinite::{Client, ClientBuilder, Error, Request};
use halo_infinite_sandbox::{Answer, Sandbox};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

fn builder(sandbox: &Sandbox) -> ClientBuilder {
    Client::builder()
        .environment(sandbox.environment())
        .unlimited()
        .no_retries()
}

/// Sends a request, and checks that the model knows all fields that are not null everywhere.
fn check<T: DeserializeOwned + Serialize>(request: Request<T>) -> T {
    let response = request.response().unwrap();
    let unknown: Vec<_> = drift::<T>(response.bytes())
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .filter(|field| !field.contains("Summary") && !field.contains("State") && !field.contains("Details"))
        .collect();
    assert_eq!(unknown, Vec::<String>::new());
    let model: T = decode(response.bytes()).unwrap();
    let again: T = decode(&serde_json::to_vec(&model).unwrap()).unwrap();
    assert_eq!(
        serde_json::to_value(&again).unwrap(),
        serde_json::to_value(&model).unwrap()
    );
    model
}

#[test]
fn profiles_have_the_names_of_the_world() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let xbox = client.xbox_live();
    let people = sandbox.world().people();
    let mut xuids: Vec<u64> = people.iter().map(|person| person.xuid()).collect();
    xuids.reverse();
    let profiles = xbox.profiles_by_id(&xuids).send().unwrap().profile_users;
    assert_eq!(profiles.len(), people.len());
    for (profile, person) in profiles.iter().zip(people.iter().rev()) {
        assert_eq!(profile.id.get(), person.xuid());
        assert_eq!(profile.gamertag(), Some(person.gamertag()));
        assert!(profile.gamerscore().unwrap() > 0);
        let address = profile.picture().unwrap();
        let user = client.profile().user_by_id(person.xuid()).send().unwrap();
        assert_eq!(user.gamerpic.unwrap().xlarge.as_deref(), Some(address));
        let unique = profile.unique_modern_gamertag().unwrap();
        let suffix = profile.modern_gamertag_suffix();
        let modern = profile.modern_gamertag().unwrap();
        match suffix {
            None => assert_eq!(unique, modern),
            Some(suffix) => assert_eq!(unique, format!("{modern}#{suffix}")),
        }
        assert_eq!(unique.replace('#', ""), person.gamertag());
        assert_eq!(check(xbox.profile_by_gamertag(unique)).profile_users[0], *profile);
    }
    assert!(
        profiles
            .iter()
            .any(|profile| profile.modern_gamertag_suffix().is_some())
    );
    let me = check(xbox.current_profile());
    assert_eq!(me.profile_users[0].id.get(), sandbox.world().home().xuid());
    let tenure = xbox
        .current_profile()
        .settings(&[XboxProfileSetting::TenureLevel]);
    let settings = &tenure.send().unwrap().profile_users[0].settings;
    assert_eq!(settings.len(), 1);
    assert!(settings[0].value.as_ref().unwrap().parse::<u32>().is_ok());
}

#[test]
fn unknown_players_are_left_out() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let people = &sandbox.world().people()[..6];
    sandbox.close_account(people[2].xuid());
    let mut xuids: Vec<u64> = people.iter().map(|person| person.xuid()).collect();
    xuids.push(2_533_274_999_999_999);
    let settings = [XboxProfileSetting::Gamertag];
    let profiles = client.xbox_live().profiles_by_id(&xuids).settings(&settings);
    let found: Vec<u64> = profiles
        .send()
        .unwrap()
        .profile_users
        .iter()
        .map(|profile| {
            // Each half of the list asks for the same settings.
            assert_eq!(profile.settings.len(), 1);
            profile.id.get()
        })
        .collect();
    xuids.retain(|xuid| ![people[2].xuid(), 2_533_274_999_999_999].contains(xuid));
    assert_eq!(found, xuids);
    let nobody = client
        .xbox_live()
        .profile_by_gamertag("Nobody")
        .send()
        .unwrap_err();
    assert_eq!(nobody.status(), Some(404));
}

#[test]
fn friends_and_recent_players_are_people_of_the_matches() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let xbox = client.xbox_live();
    let me = sandbox.world().home().xuid();
    let ids = |people: &[halo_infinite::models::xbox_live::XboxPerson]| -> Vec<u64> {
        people.iter().map(|person| person.xuid.get()).collect()
    };

    let recent = check(xbox.recent_players()).people;
    let newest = client.stats().match_history(me).count(1).send().unwrap().results[0].match_id;
    let game = client.stats().match_stats(newest).send().unwrap();
    for player in game.players.iter().filter(|player| player.is_human()) {
        let xuid = player.player_id.xuid().unwrap().get();
        assert_eq!(ids(&recent).contains(&xuid), xuid != me);
    }
    let titles = recent[0].recent_player.as_ref().unwrap().titles.as_ref().unwrap();
    assert_eq!(titles[0].title_name.as_deref(), Some("Halo Infinite"));
    assert_eq!(
        titles[0].last_played_with_date_time,
        Some(game.match_info.end_time)
    );

    let followed = check(xbox.followed_by(me)).people;
    assert!(ids(&followed).iter().all(|xuid| ids(&recent).contains(xuid)));
    assert!(
        followed
            .iter()
            .all(|person| person.is_followed_by_caller == Some(true))
    );
    let friends = check(xbox.friends()).people;
    assert!(!friends.is_empty());
    for friend in &friends {
        assert_eq!(
            (friend.is_friend, friend.is_following_caller),
            (Some(true), Some(true))
        );
        let theirs = check(xbox.followed_by(friend.xuid)).people;
        assert!(ids(&theirs).contains(&me) && ids(&followed).contains(&friend.xuid.get()));
    }
    let online: Vec<_> = followed
        .iter()
        .filter_map(|person| person.presence_details.as_ref()?.first())
        .collect();
    assert!(
        online
            .iter()
            .all(|presence| presence.title_id == Some(2_043_073_184))
    );
}

#[test]
fn a_search_finds_parts_of_gamertags() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let found = |text: &str, count| -> Vec<String> {
        let request = client.xbox_live().search(text).count(count);
        let people = check(request).people.into_iter();
        people.map(|person| person.gamertag.unwrap()).collect()
    };
    assert_eq!(found("xluna#4821", 25), ["xLuna4821"]);
    assert_eq!(found("zoë BRIGHT", 25), ["Zoë Brightwater"]);
    assert_eq!(found("no such gamertag", 25), [""; 0]);
    assert_eq!(found("a", 3).len(), 3);
    assert_eq!(found("Zeta", 25), ["Zeta Halo Zed"]);
}

#[test]
fn each_way_of_signing_in_has_an_xbox_token() {
    let sandbox = Sandbox::start().unwrap();
    let sign_in = SignIn::new(&sandbox.app()).environment(sandbox.environment());
    let player = sign_in.refresh_player_tokens(sandbox.refresh_token()).unwrap();
    let tokens = TokenSet::from_refresh_token(sandbox.refresh_token());
    let session = Session::start(&sign_in, MemoryStore::new(), tokens).unwrap();
    for builder in [
        builder(&sandbox).player(&player),
        builder(&sandbox).credentials(session),
        builder(&sandbox)
            .spartan_token(sandbox.spartan_token())
            .xbox_token(sandbox.xbox_user_hash(), sandbox.xbox_token()),
    ] {
        let client = builder.build().unwrap();
        let profile = client.xbox_live().current_profile().send().unwrap();
        assert_eq!(profile.profile_users[0].id.get(), sandbox.world().home().xuid());
        client.profile().current_user().send().unwrap();
    }
}

#[test]
fn credentials_without_an_xbox_token_say_so_before_anything_is_sent() {
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox)
        .spartan_token(sandbox.spartan_token())
        .build()
        .unwrap();
    let error = client.xbox_live().friends().send().unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "xbox_token: these credentials have no Xbox token: use those of a Session, or set xbox_token(…)"
    );
    assert!(sandbox.requests().is_empty());
    for (hash, token) in [("", "token"), ("hash", " "), ("hash", "a\r\nb")] {
        let builder = builder(&sandbox).spartan_token("spartan").xbox_token(hash, token);
        let error = builder.build().unwrap_err();
        assert_eq!(error.argument, "xbox_token");
    }
}

#[test]
fn a_refused_xbox_token_is_named() {
    let sandbox = Sandbox::start().unwrap();
    // The XSTS token for Halo is none for Xbox Live, nor is a token with the hash of another user.
    let sign_in = SignIn::new(&sandbox.app()).environment(sandbox.environment());
    let oauth = sign_in.oauth_token(sandbox.refresh_token()).unwrap();
    let user = sign_in.xbox_user_token(oauth.access_token).unwrap();
    let halo = sign_in
        .xsts_token(user.token, halo_infinite::auth::RelyingParty::Halo)
        .unwrap();
    for (hash, token) in [
        (sandbox.xbox_user_hash(), halo.token.expose().to_owned()),
        ("1".to_owned(), sandbox.xbox_token()),
    ] {
        let builder = builder(&sandbox).spartan_token(sandbox.spartan_token());
        let client = builder.xbox_token(hash, token).build().unwrap();
        let error = client.xbox_live().current_profile().send().unwrap_err();
        assert_eq!(error.status(), Some(401));
        assert!(
            error
                .to_string()
                .contains("the Xbox token is wrong or has expired"),
            "{error}"
        );
    }
}

#[test]
fn payloads_of_other_contract_versions_decode() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    // As versions 3 and 7 write it, with times that lack an offset, numbers as text or not, and fields that are absent.
    let body = json!({ "people": [
        { "xuid": "2533274800000001", "gamerScore": 5, "lastSeenDateTimeUtc": "2026-01-02T03:04:05.1234567",
          "presenceDetails": null, "preferredPlatforms": null, "multiplayerSummary": { "InParty": 0 },
          "addedDateTimeUtc": "0001-01-01T00:00:00", "useAvatar": false },
        { "xuid": "2533274800000002", "gamerScore": "27210", "detail": {}, "recentPlayer": { "titles": [] } },
    ] });
    sandbox.answer_next("/peoplehub/", Answer::new(200).json(body));
    let people = client.xbox_live().friends().send().unwrap().people;
    assert_eq!(
        (people[0].gamer_score, people[1].gamer_score),
        (Some(5), Some(27_210))
    );
    assert!(people[0].last_seen_date_time_utc.is_some() && people[0].gamertag.is_none());
    sandbox.answer_next("/peoplehub/", Answer::new(200).json(json!({ "people": null })));
    assert!(client.xbox_live().friends().send().unwrap().people.is_empty());
    let body = json!({ "profileUsers": [{ "id": "2533274800000001", "settings": [
        { "id": "Gamerscore", "value": "none" }, { "id": "New", "value": "x" }, { "id": "Bio", "value": null },
    ] }] });
    sandbox.answer_next("/xbox_profile/", Answer::new(200).json(body));
    let profile = client
        .xbox_live()
        .current_profile()
        .send()
        .unwrap()
        .profile_users
        .remove(0);
    assert_eq!((profile.gamerscore(), profile.gamertag()), (None, None));
    assert_eq!(profile.get(&XboxProfileSetting::Unknown("New".into())), Some("x"));
}
