//! The case and the slashes of paths.

use crate::common::*;
use halo_infinite_sandbox::Sandbox;

/// A path of each service, as the real services' documentation and clients spell them.
fn paths(sandbox: &Sandbox) -> Vec<String> {
    let world = sandbox.world();
    let home = world.home().player_id();
    let id = world.match_ids(world.home())[0];
    let film = get_json(sandbox, &format!("/discovery_ugc/hi/films/matches/{id}/spectate"));
    let prefix = text(&film["BlobStoragePathPrefix"]);
    let host = "https://blobs-infiniteugc.svc.halowaypoint.com";
    let chunks = prefix.strip_prefix(host).expect("the host of blobs");
    let playlist = "/discovery_ugc/hi/Playlists/edfef3ac-9cbe-4fa2-b949-8f29deafd483";
    let pair = &get_json(sandbox, playlist)["RotationEntries"][0];
    let files = "/gamecms_hacs/hi/Progression/file";
    vec![
        format!("/stats/hi/matches/{id}/stats"),
        format!("/stats/hi/players/{home}/Matchmade/servicerecord?seasonId=Csr/Seasons/CsrSeason9-1.json"),
        format!("/stats/hi/players/{home}/matches?Type=Matchmaking&count=3"),
        format!("/stats/hi/players/{home}/matches-privacy"),
        format!("/skill/hi/matches/{id}/skill?players={home}"),
        playlist.to_owned(),
        format!("/discovery_ugc/hi/mapModePairs/{}", text(&pair["AssetId"])),
        "/discovery_ugc/hi/manifests/branches/HIRC/game".to_owned(),
        "/discovery_ugc/hi/search?assetKind=Map&count=2".to_owned(),
        format!("/authoring_ugc/hi/players/{home}/favorites/UgcGameVariants"),
        format!("/authoring_ugc/hi/players/{home}/assets?kind=Map&count=3"),
        format!("{files}/RewardTracks/CareerRanks/careerRank1.json"),
        format!("{files}/calendars/seasons/seasoncalendar.json"),
        "/gamecms_hacs/hi/Waypoint/file/medals/metadata.json".to_owned(),
        "/gamecms_hacs/hi/images/file/career_rank/ProgressWidget/272_Hero.png".to_owned(),
        "/profile/users/me".to_owned(),
        format!("/profile/users/{home}"),
        "/profile/users/gt(Sandbox%20Spartan)".to_owned(),
        format!("/economy/hi/players/{home}/customization?view=public"),
        format!("/economy/hi/players/{home}/rewardtracks/careerranks/careerRank1"),
        "/settings/oban/flight-configurations/titles/hi/audiences/RETAIL/active".to_owned(),
        format!("/settings/oban/flight-configurations/titles/hi/audiences/retail/players/{home}/active"),
        "/settings/hi/clearances/active?release=1.13".to_owned(),
        "/settings/settings/hipc/e2a0a7c6-6efe-42af-9283-c2ab73250c48".to_owned(),
        format!("/blobs{chunks}filmChunk0"),
    ]
}

/// The path in another spelling. The query stays as it is.
fn spelled(path: &str, spell: impl Fn(&str) -> String) -> String {
    match path.split_once('?') {
        Some((path, query)) => format!("{}?{query}", spell(path)),
        None => spell(path),
    }
}

/// Percent-encodes each `a`, in upper case.
fn encoded(path: &str) -> String {
    path.replace('a', "%41")
}

#[test]
fn paths_work_in_any_case() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for path in paths(&sandbox) {
        let expected = get(&sandbox, &path);
        assert_eq!(expected.status, 200, "{path}: {}", expected.text());
        for spell in [str::to_ascii_uppercase, str::to_ascii_lowercase, encoded] {
            let other = spelled(&path, spell);
            let reply = get(&sandbox, &other);
            assert_eq!(reply.status, 200, "{other}: {}", reply.text());
            assert_eq!(reply.content_type, expected.content_type, "{other}");
            assert!(reply.body == expected.body, "{other}");
        }
    }
}

#[test]
fn the_sign_in_works_in_any_case() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let token = refresh(&sandbox, &refresh_form(&sandbox, &sandbox.refresh_token())).json();
    let request = user_request(text(&token["access_token"])).to_string();
    let headers = [
        ("content-type", "application/json"),
        ("x-xbl-contract-version", "1"),
    ];
    let user = post(&sandbox, "/User.Auth/User/Authenticate", &headers, &request);
    assert_eq!(user.status, 200, "{}", user.text());
}

#[test]
fn the_log_keeps_paths_as_they_were_sent() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let path = "/Discovery_UGC/hi/Maps/ABC%41";
    get(&sandbox, path);
    let logged: Vec<String> = sandbox
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(logged, [path]);
}

#[test]
fn doubled_and_trailing_slashes_are_not_found() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for path in paths(&sandbox) {
        // The file behind a prefix: halo_api, SPNKr and guilty-spark remove the second slash between the two.
        for (from, to) in [("/hi/", "//hi/"), ("/users/", "//users/"), ("/film", "//film")] {
            if path.contains(from) {
                let doubled = spelled(&path, |path| path.replacen(from, to, 1));
                assert_eq!(get(&sandbox, &doubled).status, 404, "{doubled}");
            }
        }
        let trailing = spelled(&path, |path| format!("{path}/"));
        assert_eq!(get(&sandbox, &trailing).status, 404, "{trailing}");
    }
}

#[test]
fn films_are_served_with_and_without_tokens() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let token = sandbox.spartan_token();
    let paths = paths(&sandbox);
    let chunk = paths.last().expect("a chunk of a film");
    let bare = get_with(&sandbox, chunk, &[]);
    assert_eq!(
        (bare.status, bare.content_type.as_str()),
        (200, "application/octet-stream")
    );
    for headers in [
        vec![
            ("x-343-authorization-spartan", token.as_str()),
            ("343-clearance", "any"),
            ("accept", "application/json"),
        ],
        vec![("x-343-authorization-spartan", "expired")],
        vec![("authorization", "XBL3.0 x=1;2")],
    ] {
        let reply = get_with(&sandbox, chunk, &headers);
        assert!(reply.status == 200 && reply.body == bare.body, "{headers:?}");
    }
}
