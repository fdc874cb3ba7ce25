//! Each argument arrives in its own path segment or query pair, and nowhere else.

use std::sync::LazyLock;

use halo_infinite::types::Season;
use halo_infinite::uuid::Uuid;
use halo_infinite::{Client, Environment, Player, Request};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use url::Url;

use crate::support::properties::config;

static CLIENT: LazyLock<Client> = LazyLock::new(|| Client::builder().tokens("token", "").build().unwrap());

/// Any text, including text that tries to escape from its place in the URL.
fn text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "..",
        ".",
        "/",
        "\\",
        "?",
        "#",
        "%",
        "%2f",
        "%2e%2e",
        "%00",
        "&",
        "=",
        "+",
        ";",
        ":",
        "@",
        "//",
        "(",
        ")",
        "xuid(",
        " ",
        "\u{a0}",
        "\t",
        "\r\n",
        "\0",
        "\u{7f}",
        "\u{202e}",
        "日本",
        "é",
        "e\u{301}",
        "😀",
        "a",
        "Tag",
        "\"",
        "'",
        "<",
        "[",
        "^",
        "`",
        "{",
        "|",
        "~",
        "http://evil.example/",
    ]);
    prop_oneof![
        3 => prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
        1 => "[A-Za-z0-9 #]{1,15}",
    ]
}

/// The decoded segments and pairs of a request's URL, after checking the rest of the URL.
type Parts = (Vec<String>, Vec<(String, String)>);

fn parts<T>(request: &Request<T>, host: &str) -> Option<Parts> {
    let http = match request.http() {
        Ok(http) => http,
        Err(error) => {
            // The error escapes control characters, which could harm a terminal.
            assert!(
                !error.to_string().contains(|letter: char| letter.is_control()),
                "{error:?}"
            );
            return None;
        }
    };
    let uri = http.uri().to_string();
    assert!(uri.is_ascii() && !uri.contains(|letter: char| letter.is_control() || letter == ' '));
    let url = Url::parse(&uri).unwrap();
    assert_eq!(
        (url.scheme(), url.host_str(), url.port()),
        ("https", Some(host), None)
    );
    assert_eq!((url.username(), url.password(), url.fragment()), ("", None, None));
    // Parsing has resolved and changed nothing.
    assert_eq!(url.as_str(), uri);
    let decode = |segment: &str| percent_decode_str(segment).decode_utf8().unwrap().into_owned();
    Some((
        url.path_segments().unwrap().map(decode).collect(),
        url.query_pairs()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect(),
    ))
}

const STATS: &str = "halostats.svc.halowaypoint.com";
const UGC: &str = "discovery-infiniteugc.svc.halowaypoint.com";
const CONTENT: &str = "gamecms-hacs.svc.halowaypoint.com";
const GUID: &str = "70dd38c5-2eb7-4db3-8901-0dfca292ff18";

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()))
        .collect()
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn gamertags_stay_in_their_segment(text in text()) {
        let parsed = text.parse::<Player>();
        let is_dots = parsed
            .as_ref()
            .is_ok_and(|player| matches!(player.gamertag(), Some("." | "..")));
        match parts(&CLIENT.stats().match_history(&text), STATS) {
            None => prop_assert!(parsed.is_err() || is_dots, "{:?} was refused", text),
            Some((path, query)) => {
                let player = parsed.unwrap().to_string();
                prop_assert_eq!(path, ["hi", "players", player.as_str(), "matches"]);
                prop_assert_eq!(query, pairs(&[("start", "0"), ("count", "25")]));
            }
        }
        if let Some((path, _)) = parts(&CLIENT.profile().user_by_gamertag(&text), "profile.svc.halowaypoint.com") {
            let gamertag = format!("gt({})", text.parse::<Player>().unwrap());
            prop_assert_eq!(path, ["users", gamertag.as_str()]);
        }
    }

    #[test]
    fn search_terms_and_tags_stay_in_their_pairs(
        term in text(), tags in prop::collection::vec(text(), 0..4), author in text(),
    ) {
        let search = CLIENT.discovery_ugc().search_assets();
        let found = parts(&search.term(&term).tags(&tags), UGC);
        let is_blank = |text: &String| text.trim().is_empty();
        prop_assert_eq!(found.is_none(), is_blank(&term) || tags.iter().any(is_blank));
        if let Some((path, query)) = found {
            prop_assert_eq!(path, ["hi", "search"]);
            let mut expected = pairs(&[("term", &term)]);
            expected.extend(tags.iter().map(|tag| ("tags".into(), tag.trim().into())));
            prop_assert_eq!(query, expected);
        }
        if let Some((_, query)) = parts(&CLIENT.discovery_ugc().search_assets().author(&author), UGC) {
            prop_assert_eq!(query, pairs(&[("author", &author.parse::<Player>().unwrap().to_string())]));
        }
    }

    #[test]
    fn paths_of_files_keep_their_segments(text in text(), segments in prop::collection::vec(text(), 1..4)) {
        for path in [text, segments.join("/")] {
            let content = CLIENT.gamecms_hacs();
            for (root, found) in [
                ("Progression", parts(&content.progression_file(&path), CONTENT)),
                ("Progression", parts(&content.operation_reward_track(&path), CONTENT)),
                ("Waypoint", parts(&content.waypoint_file(&path), CONTENT)),
                ("images", parts(&content.image(&path), CONTENT)),
            ] {
                let trimmed = path.trim();
                let given: Vec<_> = trimmed.strip_prefix('/').unwrap_or(trimmed).split('/').collect();
                let is_file = given.iter().all(|name| !matches!(*name, "" | "." | ".."))
                    && !trimmed.contains(|letter: char| letter.is_control() || letter == '\\');
                prop_assert_eq!(found.is_some(), is_file, "{:?}", path);
                if let Some((path, query)) = found {
                    prop_assert_eq!(&path[..3], ["hi", root, "file"]);
                    prop_assert_eq!(&path[3..], given);
                    prop_assert_eq!(query, []);
                }
            }
        }
    }

    #[test]
    fn names_stay_in_their_segment(name in text()) {
        let ugc = CLIENT.discovery_ugc();
        let track = CLIENT.economy().player_career_rank(2_533_274_855_333_605).track(&name);
        let is_name = !matches!(name.trim(), "" | "." | "..") && !name.trim().contains(|letter: char| letter.is_control());
        for (place, found) in [
            (3, parts(&ugc.manifest_by_build(&name), UGC)),
            (3, parts(&ugc.manifest_by_branch(&name), UGC)),
            (5, parts(&track, "economy.svc.halowaypoint.com")),
        ] {
            prop_assert_eq!(found.is_some(), is_name, "{:?}", name);
            if let Some((path, query)) = found {
                prop_assert_eq!(path[place].as_str(), name.trim());
                prop_assert_eq!((path.len(), query.len()), (if place == 3 { 5 } else { 6 }, 0));
            }
        }
    }

    #[test]
    fn seasons_languages_and_guids_arrive_unchanged(text in text()) {
        let season = format!("CsrSeason{text}");
        let record = CLIENT.stats().service_record("Tag").season(season.as_str());
        if let Some((path, query)) = parts(&record, STATS) {
            prop_assert_eq!(path, ["hi", "players", "Tag", "matchmade", "servicerecord"]);
            prop_assert_eq!(query, pairs(&[("seasonid", &Season::try_from(season.as_str()).unwrap().to_string())]));
        }
        if let Ok(http) = CLIENT.discovery_ugc().map(GUID).language(&text).http() {
            prop_assert_eq!(http.headers()["accept-language"].to_str().unwrap(), text.as_str());
        }
        if let Some((path, _)) = parts(&CLIENT.stats().match_stats(text.as_str()), STATS) {
            let guid = Uuid::try_parse(text.trim()).unwrap().to_string();
            prop_assert_eq!(path, ["hi", "matches", guid.as_str(), "stats"]);
        }
    }

    #[test]
    fn plain_http_is_allowed_to_this_machine_only(
        scheme in prop::sample::select(vec!["http://", "https://", "HTTP://", "http:", "ftp://", ""]),
        parts in prop::collection::vec(prop::sample::select(vec![
            "localhost", "127.0.0.1", "127.1", "[::1]", "evil.example", ".", ":", "80", "@", "/", "\\", "?",
            "#", "%", "2130706433", "0x7f.1", "user", "[", "]", " ", "\t", "é",
        ]), 0..6),
    ) {
        let base = format!("{scheme}{}", parts.concat());
        if let Ok(environment) = Environment::at(&base) {
            let url = Url::parse(&base);
            prop_assume!(url.is_ok());
            let url = url.unwrap();
            if url.scheme() == "http" {
                let host = url.host_str().unwrap().trim_matches(['[', ']']);
                let is_loopback = host.parse::<std::net::IpAddr>().is_ok_and(|host| host.is_loopback());
                prop_assert!(host == "localhost" || is_loopback, "{} leads to {}", base, host);
            }
            let client = Client::builder().tokens("token", "").environment(environment).build().unwrap();
            if let Ok(http) = client.stats().match_count("Tag").http() {
                let sent = Url::parse(&http.uri().to_string()).unwrap();
                prop_assert_eq!(sent.host_str(), url.host_str());
            }
        }
    }
}
