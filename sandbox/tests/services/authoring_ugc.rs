//! The UGC authoring service: own assets, favourites and ratings, and their traces in the discovery service.

use crate::common::*;
use halo_infinite_sandbox::{Sandbox, Shapes};
use serde_json::{Value, json};

fn of_home(sandbox: &Sandbox) -> String {
    let home = sandbox.world().home().player_id();
    format!("/authoring_ugc/hi/players/{home}")
}

/// Sends a change as the home player.
fn send(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> Reply {
    let token = sandbox.spartan_token();
    let request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{}{path}", sandbox.url()))
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .header("x-343-authorization-spartan", token)
        .body(body.to_owned());
    let request = request.expect("a request");
    agent().run(request).expect("a response").into()
}

fn own_map(sandbox: &Sandbox) -> Value {
    let path = format!("{}/assets?kind=map&sort=name", of_home(sandbox));
    get_json(sandbox, &path)["Results"][0].clone()
}

#[test]
fn pages_have_at_most_25_results() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let assets = format!("{}/assets", of_home(&sandbox));
    for (query, count) in [("", 13), ("?count=1000", 25), ("?count=2&start=1", 2)] {
        let page = get_json(&sandbox, &format!("{assets}{query}"));
        assert_eq!(number(&page["Count"]), count, "{query}");
        assert_eq!(
            list(&page["Results"]).len() as i64,
            number(&page["EstimatedTotal"]).min(count),
            "{query}"
        );
    }
    let all = get_json(&sandbox, &format!("{assets}?count=25"));
    let second = get_json(&sandbox, &format!("{assets}?count=1&start=1"));
    assert_eq!(second["Results"][0], all["Results"][1]);
    let beyond = get_json(&sandbox, &format!("{assets}?start=500"));
    assert!(list(&beyond["Results"]).is_empty());
}

#[test]
fn every_file_of_a_version_is_served() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let map = own_map(&sandbox);
    let asset = format!("/authoring_ugc/hi/maps/{}", text(&map["AssetId"]));
    let versions = get_json(&sandbox, &format!("{asset}/versions"));
    for version in list(&versions["Results"]) {
        let id = text(&version["AssetVersionId"]);
        let version = get_json(&sandbox, &format!("{asset}/versions/{id}"));
        let files = &version["AssetVersionFiles"];
        let folder = text(&files["PrefixEndpoint"]["Path"]);
        assert!(folder.contains(id));
        for file in list(&files["FileRelativePaths"]) {
            let path = format!("/blobs{folder}{}", text(file));
            let reply = get_with(&sandbox, &path, &[]);
            assert_eq!(
                (reply.status, reply.content_type.as_str()),
                (200, "image/jpeg"),
                "{path}"
            );
        }
        let other = folder.replace(id, "00000000-0000-4000-8000-000000000000");
        let path = format!("/blobs{other}images/hero.jpg");
        assert_eq!(get_with(&sandbox, &path, &[]).status, 404);
    }
}

#[test]
fn invalid_changes_are_refused_and_change_nothing() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let map = own_map(&sandbox);
    let (id, version) = (text(&map["AssetId"]), text(&map["LatestVersionId"]));
    let version = format!("/authoring_ugc/hi/maps/{id}/versions/{version}");
    let before = get_json(&sandbox, &version);
    let rating = format!("{}/ratings/maps/{id}", of_home(&sandbox));
    let favorite = format!("{}/favorites/maps/{id}", of_home(&sandbox));
    let discovered = || get_json(&sandbox, &format!("/discovery_ugc/hi/maps/{id}"));
    let unchanged = discovered();
    for (method, path, body) in [
        ("PATCH", &version, "{"),
        ("PATCH", &version, "[]"),
        ("PATCH", &version, r#"{"PublicName":""}"#),
        ("PATCH", &version, r#"{"PublicName":7}"#),
        ("PATCH", &version, r#"{"Tags":"a"}"#),
        ("PATCH", &version, r#"{"Tags":[1]}"#),
        ("PUT", &rating, "{}"),
        ("PUT", &rating, r#"{"CustomData":{"Score":0}}"#),
        ("PUT", &rating, r#"{"CustomData":{"Score":6}}"#),
        ("PUT", &rating, r#"{"CustomData":{"Score":2.5}}"#),
        ("PUT", &favorite, "x"),
        ("PUT", &favorite, r#"{"AssetVersionId":"x"}"#),
    ] {
        let reply = send(&sandbox, method, path, body);
        assert_eq!(reply.status, 400, "{method} {path} {body}");
    }
    assert_eq!(get_json(&sandbox, &version), before);
    assert_eq!(discovered(), unchanged);
    let hats = format!("{}/favorites/hats", of_home(&sandbox));
    assert_eq!(get(&sandbox, &hats).status, 404);
    let assets = format!("{}/assets?kind=hat", of_home(&sandbox));
    assert_eq!(get(&sandbox, &assets).status, 400);
}

#[test]
fn a_draft_does_not_change_the_published_version() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let page = get_json(&sandbox, &format!("{}/assets?count=25", of_home(&sandbox)));
    let kinds = [(2, "maps"), (4, "prefabs"), (6, "ugcGameVariants")];
    let mut drafts = 0;
    for asset in list(&page["Results"]) {
        let kind = kinds.iter().find(|(kind, _)| asset["Kind"] == *kind);
        let Some((_, kind)) = kind else { continue };
        let id = text(&asset["AssetId"]);
        let path = format!("/authoring_ugc/hi/{kind}/{id}/versions");
        let published = get_json(&sandbox, &format!("{path}/published"));
        if published["AssetVersionId"] == asset["LatestVersionId"] {
            continue;
        }
        drafts += 1;
        let draft = format!("{path}/{}", text(&asset["LatestVersionId"]));
        // Grunt sends all fields.
        let body = json!({ "PublicName": "Draft", "Description": null, "Tags": null, "VersionNumber": 0 });
        let changed = send(&sandbox, "PATCH", &draft, &body.to_string()).json();
        assert_eq!(changed["PublicName"], "Draft");
        assert_eq!(changed["Description"], published["Description"]);
        assert_eq!(get_json(&sandbox, &format!("{path}/latest")), changed);
        assert_eq!(get_json(&sandbox, &format!("{path}/published")), published);
        let discovered = get_json(&sandbox, &format!("/discovery_ugc/hi/{kind}/{id}"));
        assert_eq!(discovered["PublicName"], published["PublicName"]);
        // Nor does a change of the published version change the draft.
        let published = format!("{path}/{}", text(&published["AssetVersionId"]));
        let body = r#"{"PublicName":"Published"}"#;
        assert_eq!(send(&sandbox, "PATCH", &published, body).status, 200);
        assert_eq!(get_json(&sandbox, &format!("{path}/latest")), changed);
        let discovered = get_json(&sandbox, &format!("/discovery_ugc/hi/{kind}/{id}"));
        assert_eq!(discovered["PublicName"], "Published");
    }
    assert!(drafts > 2, "{drafts}");
}

#[test]
fn a_rating_changes_the_mean() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let path = "/discovery_ugc/hi/search?assetKind=Map&sort=numberofratings&order=asc&count=101";
    let found = get_json(&sandbox, path);
    let mut maps = list(&found["Results"]).iter();
    let unrated = maps
        .find(|map| map["NumberOfRatings"] == 0)
        .expect("an unrated map");
    let id = text(&unrated["AssetId"]);
    let rating = format!("{}/ratings/maps/{id}", of_home(&sandbox));
    assert_eq!(get(&sandbox, &rating).status, 404);
    for stars in [4, 1] {
        let body = json!({ "CustomData": { "Score": stars } }).to_string();
        assert_eq!(send(&sandbox, "PUT", &rating, &body).status, 200);
        let stats = get_json(&sandbox, &format!("/discovery_ugc/hi/maps/{id}"))["AssetStats"].clone();
        assert_eq!(stats["NumberOfRatings"], 1);
        assert_eq!(stats["AverageRating"], f64::from(stars));
    }
}

#[test]
fn each_player_has_other_favorites() {
    let favorites = |seed: u64| {
        let sandbox = Sandbox::builder().seed(seed).start().expect("a sandbox");
        let page = get_json(&sandbox, &format!("{}/favorites?count=25", of_home(&sandbox)));
        let ids = list(&page["Results"]).iter();
        ids.map(|favorite| text(&favorite["AssetId"]).to_owned())
            .collect::<Vec<_>>()
    };
    let first = favorites(1);
    assert!(first.len() > 3);
    assert_eq!(favorites(1), first);
    assert_ne!(favorites(2), first);
}

#[test]
fn favorites_have_searchable_data_since_2023() {
    for (shapes, expected) in [
        (Shapes::Year2022, false),
        (Shapes::Year2024, true),
        (Shapes::Current, true),
    ] {
        let sandbox = Sandbox::builder().shapes(shapes).start().expect("a sandbox");
        let page = get_json(&sandbox, &format!("{}/favorites", of_home(&sandbox)));
        let favorites = list(&page["Results"]);
        let has_data = |favorite: &Value| favorite.get("SearchableData").is_some();
        assert!(
            favorites.iter().all(|favorite| has_data(favorite) == expected),
            "{shapes:?}"
        );
    }
}
