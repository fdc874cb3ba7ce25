//! The calls of the stats service.

use halo_infinite::refdata::{GameVariantCategory, GameplayInteraction, MatchesPrivacySetting};
use halo_infinite::services::stats::MatchType;
use halo_infinite::{Client, Xuid};

use super::recorder::{get, refused, sent};

const HOST: &str = "https://halostats.svc.halowaypoint.com";
const XUID: u64 = 2_533_274_855_333_605;
const MATCH: &str = "4b64348e-5897-4028-856d-44c7955c83e3";

#[test]
fn match_count() {
    assert_eq!(
        sent(|client| client.stats().match_count(XUID)),
        get(&format!("{HOST}/hi/players/xuid(2533274855333605)/matches/count"))
    );
}

#[test]
fn players_are_written_in_the_form_of_the_api() {
    for (player, segment) in [
        (" XUID(2533274855333605)", "xuid(2533274855333605)"),
        ("2533274855333605", "xuid(2533274855333605)"),
        ("My Gamertag#1234", "My%20Gamertag1234"),
        (" Intern#0123 ", "Intern0123"),
        ("a/b?c&d=e%2F", "a%2Fb%3Fc%26d%3De%252F"),
        ("Ünïcødé 日本", "%C3%9Cn%C3%AFc%C3%B8d%C3%A9%20%E6%97%A5%E6%9C%AC"),
    ] {
        assert_eq!(
            sent(|client| client.stats().matches_privacy(player)),
            get(&format!("{HOST}/hi/players/{segment}/matches-privacy"))
        );
    }
}

#[test]
fn update_matches_privacy() {
    let mut expected = get(&format!("{HOST}/hi/players/xuid({XUID})/matches-privacy"));
    expected = expected.replacen("GET", "PUT", 1);
    expected = expected.replacen("user-agent", "content-type: application/json\nuser-agent", 1);
    expected += "\n{\"matchesPrivacy\":{\"MatchmadeGames\":1,\"OtherGames\":2}}";
    let (show, hide) = (MatchesPrivacySetting::Show, MatchesPrivacySetting::Hide);
    assert_eq!(
        sent(|client| client.stats().update_matches_privacy(XUID, show, hide)),
        expected
    );
}

#[test]
fn service_record() {
    let url = |kind: &str| format!("{HOST}/hi/players/xuid(2533274855333605)/{kind}/servicerecord");
    assert_eq!(
        sent(|client| client.stats().service_record(XUID)),
        get(&url("matchmade"))
    );
    assert_eq!(
        sent(|client| client.stats().service_record(XUID).match_type(MatchType::Custom)),
        get(&url("custom"))
    );
    assert_eq!(
        sent(|client| client.stats().service_record(XUID).match_type(MatchType::Local)),
        get(&url("local"))
    );
    assert_eq!(
        sent(|client| client.stats().service_record(XUID).season("CsrSeason9-1")),
        get(&(url("matchmade") + "?seasonid=Csr%2FSeasons%2FCsrSeason9-1.json"))
    );
    assert_eq!(
        sent(|client| client
            .stats()
            .service_record(XUID)
            .season("Seasons/Season7.json")
            .category(GameVariantCategory::MultiplayerCtf)
            .playlist(MATCH)),
        get(&format!(
            "{}?seasonid=Seasons%2FSeason7.json&gamevariantcategory=15&playlistassetid={MATCH}",
            url("matchmade")
        ))
    );
    assert_eq!(
        sent(|client| client
            .stats()
            .service_record(XUID)
            .ranked(true)
            .category(GameVariantCategory::from(99))),
        get(&(url("matchmade") + "?isranked=true&gamevariantcategory=99"))
    );
    assert_eq!(
        sent(|client| client
            .stats()
            .service_record(XUID)
            .season("Season7")
            .interaction(GameplayInteraction::Pve)),
        get(&(url("matchmade") + "?seasonid=Seasons%2FSeason7.json&gameplayinteraction=2"))
    );
}

#[test]
fn conflicting_filters_are_refused_with_advice() {
    let error = refused(|client| client.stats().service_record(XUID).ranked(true));
    assert_eq!(
        error,
        "filters: ranked is not a set that the service knows; these are: season, season + category, \
         season + category + playlist, season + category + ranked, season + playlist, \
         season + interaction, category, category + ranked"
    );
    for error in [
        refused(|client| client.stats().service_record(XUID).playlist(MATCH)),
        refused(|client| {
            client
                .stats()
                .service_record(XUID)
                .interaction(GameplayInteraction::Pvp)
        }),
        refused(|client| {
            client
                .stats()
                .service_record(XUID)
                .season("Season7")
                .category(GameVariantCategory::MultiplayerCtf)
                .playlist(MATCH)
                .ranked(false)
        }),
        refused(|client| {
            client
                .stats()
                .service_record(XUID)
                .season("Season7")
                .ranked(false)
        }),
    ] {
        assert!(error.contains("these are: season,"), "{error}");
    }
    let error = refused(|client| {
        client
            .stats()
            .service_record(XUID)
            .category(GameVariantCategory::MultiplayerCtf)
            .match_type(MatchType::Local)
    });
    assert!(
        error.contains("category cannot narrow a record of custom or local matches"),
        "{error}"
    );
}

#[test]
fn match_history() {
    let url = format!("{HOST}/hi/players/xuid(2533274855333605)/matches");
    assert_eq!(
        sent(|client| client.stats().match_history(Xuid::new(XUID).unwrap())),
        get(&format!("{url}?start=0&count=25"))
    );
    assert_eq!(
        sent(|client| client
            .stats()
            .match_history(XUID)
            .start(50)
            .count(10)
            .match_type(MatchType::Matchmade)),
        get(&format!("{url}?start=50&count=10&type=matchmaking"))
    );
    for (kind, name) in [(MatchType::Custom, "custom"), (MatchType::Local, "local")] {
        assert_eq!(
            sent(|client| client.stats().match_history(XUID).match_type(kind)),
            get(&format!("{url}?start=0&count=25&type={name}"))
        );
    }
}

#[test]
fn match_stats() {
    assert_eq!(
        sent(|client| client.stats().match_stats(MATCH)),
        get(&format!("{HOST}/hi/matches/{MATCH}/stats"))
    );
}

#[test]
fn challenge_decks() {
    assert_eq!(
        sent(|client| client.stats().challenge_decks(XUID)),
        get(&format!("{HOST}/hi/players/xuid(2533274855333605)/decks"))
    );
}

#[test]
fn daily_custom_experience() {
    assert_eq!(
        sent(|client| client.stats().daily_custom_experience(XUID)),
        get(&format!(
            "{HOST}/hi/players/xuid(2533274855333605)/customexperience"
        ))
    );
}

#[test]
fn match_progression() {
    assert_eq!(
        sent(|client| client.stats().match_progression("My Tag", MATCH)),
        get(&format!("{HOST}/hi/players/My%20Tag/matches/{MATCH}/progression"))
    );
}

#[test]
fn invalid_arguments_are_refused_before_anything_is_sent() {
    for (error, reason) in [
        (
            refused(|client| client.stats().match_count("")),
            "player: the gamertag is empty",
        ),
        (
            refused(|client| client.stats().match_history(253_327_485_533_360_u64)),
            "player: an XUID has 16 digits, 253327485533360 has 15",
        ),
        (
            refused(|client| client.stats().service_record("253327485533360")),
            "player: an XUID has 16 digits, 253327485533360 has 15",
        ),
        (
            refused(|client| client.stats().matches_privacy("..")),
            "player: `..` cannot be a name",
        ),
        (
            refused(|client| client.stats().match_history(XUID).count(0)),
            "count: 0 is not allowed: request 1 to 25 matches per page",
        ),
        (
            refused(|client| client.stats().match_history(XUID).count(26)),
            "count: 26 is not allowed: request 1 to 25 matches per page",
        ),
        (
            refused(|client| client.stats().service_record(XUID).season("season 9")),
            "season: `season 9` is not a season such as",
        ),
        (
            refused(|client| client.stats().match_stats("last")),
            "match_id: `last` is not a GUID such as",
        ),
        (
            refused(|client| client.stats().match_progression(XUID, "")),
            "match_id: `` is not a GUID such as",
        ),
        (
            refused(|client| {
                client
                    .stats()
                    .service_record(XUID)
                    .season("Season7")
                    .playlist("ranked")
            }),
            "playlist: `ranked` is not a GUID such as",
        ),
        // The first mistake is reported.
        (
            refused(|client| client.stats().match_history("").count(0)),
            "player: the gamertag is empty",
        ),
    ] {
        assert!(error.starts_with(reason), "{error}");
    }
}

#[test]
fn a_prepared_request_can_be_inspected_and_hides_its_tokens() {
    let client = Client::builder().tokens("s3cret", "cl3arance").build().unwrap();
    let request = client.stats().match_count(XUID);
    let http = request.http().unwrap();
    assert!(http.uri().path().ends_with("/matches/count"));
    for shown in [format!("{request:?}"), format!("{http:?}"), format!("{client:?}")] {
        assert!(
            !shown.contains("s3cret") && !shown.contains("cl3arance"),
            "{shown}"
        );
    }
    assert_eq!(request.endpoint().unwrap().to_string(), "stats.match_count");
    assert!(format!("{:?}", client.stats().match_count("")).contains("the gamertag is empty"));
}
