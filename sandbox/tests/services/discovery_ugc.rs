//! The UGC discovery service: assets, search and films.

use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SERVICE: &str = "/discovery_ugc/hi";
const KINDS: [(i64, &str); 4] = [
    (2, "maps"),
    (3, "playlists"),
    (6, "ugcGameVariants"),
    (7, "mapModePairs"),
];

fn asset(sandbox: &Sandbox, path: &str) -> Value {
    get_json(sandbox, &format!("{SERVICE}/{path}"))
}

fn in_language(sandbox: &Sandbox, path: &str, language: &str) -> Value {
    let token = sandbox.spartan_token();
    let headers = [
        ("accept", "application/json"),
        ("accept-language", language),
        ("x-343-authorization-spartan", token.as_str()),
    ];
    get_with(sandbox, &format!("{SERVICE}/{path}"), &headers).json()
}

/// The expected selection of a filter.
type Selects<'a> = &'a dyn Fn(&Value) -> bool;

/// A page of the search.
fn found(sandbox: &Sandbox, query: &str) -> Vec<Value> {
    let page = asset(sandbox, &format!("search?count=101&{query}"));
    assert_eq!(
        number(&page["ResultCount"]) as usize,
        list(&page["Results"]).len()
    );
    list(&page["Results"]).clone()
}

/// All results, page by page.
fn everything(sandbox: &Sandbox) -> Vec<Value> {
    let mut all = Vec::new();
    loop {
        let page = found(sandbox, &format!("start={}&sort=name&order=asc", all.len()));
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

#[test]
fn every_asset_of_a_match_exists() {
    let sandbox = Sandbox::builder().matches(200).start().expect("a sandbox");
    let world = sandbox.world();
    let mut named = BTreeSet::new();
    for id in world.match_ids(world.home()) {
        let info = world.match_stats(id).expect("a match")["MatchInfo"].clone();
        for field in ["MapVariant", "UgcGameVariant", "Playlist", "PlaylistMapModePair"] {
            if !info[field].is_null() {
                named.insert(info[field].to_string());
            }
        }
    }
    for reference in named {
        let reference: Value = serde_json::from_str(&reference).expect("JSON");
        let kind = KINDS.iter().find(|(kind, _)| reference["AssetKind"] == *kind);
        let (_, kind) = kind.expect("a kind");
        let (id, version) = (text(&reference["AssetId"]), text(&reference["VersionId"]));
        let current = asset(&sandbox, &format!("{kind}/{id}"));
        assert_eq!(
            asset(&sandbox, &format!("{kind}/{id}/versions/{version}")),
            current
        );
        assert_eq!(
            (&current["AssetId"], &current["VersionId"]),
            (&json!(id), &json!(version))
        );
        let unknown = get(&sandbox, &format!("{SERVICE}/{kind}/{id}/versions/{id}"));
        assert_eq!(
            (unknown.status, unknown.content_type.as_str()),
            (404, "application/problem+json; charset=utf-8")
        );
    }
}

#[test]
fn playlists_link_to_pairs_and_pairs_to_maps_and_modes() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let playlist = asset(&sandbox, "playlists/edfef3ac-9cbe-4fa2-b949-8f29deafd483");
    assert_eq!(playlist["PublicName"], "Ranked Arena");
    let rotation = list(&playlist["RotationEntries"]);
    let entries = list(&playlist["CustomData"]["PlaylistEntries"]);
    assert_eq!(rotation.len(), entries.len());
    for (rotation, entry) in rotation.iter().zip(entries) {
        assert_eq!(rotation["AssetId"], entry["MapModePairAssetId"]);
        assert_eq!(rotation["Metadata"], entry["Metadata"]);
        let pair = asset(&sandbox, &format!("mapModePairs/{}", text(&rotation["AssetId"])));
        for (link, kind) in [("MapLink", "maps"), ("UgcGameVariantLink", "ugcGameVariants")] {
            let linked = asset(&sandbox, &format!("{kind}/{}", text(&pair[link]["AssetId"])));
            for (field, value) in pair[link].as_object().expect("a link") {
                assert_eq!(linked[field], *value, "{field}");
            }
            let prefix = text(&linked["Files"]["Prefix"]);
            assert!(prefix.starts_with("https://blobs-infiniteugc.svc.halowaypoint.com/ugcstorage/"));
            assert!(prefix.ends_with('/'));
            let files = list(&linked["Files"]["FileRelativePaths"]);
            assert!(files.contains(&json!("images/thumbnail.png")));
        }
        let (mode, map) = (&pair["UgcGameVariantLink"], &pair["MapLink"]);
        let name = format!("{} on {}", text(&mode["PublicName"]), text(&map["PublicName"]));
        assert_eq!(pair["PublicName"], name);
        let engine =
            asset(&sandbox, &format!("ugcGameVariants/{}", text(&mode["AssetId"])))["EngineGameVariantLink"]
                .clone();
        asset(
            &sandbox,
            &format!("engineGameVariants/{}", text(&engine["AssetId"])),
        );
    }
}

#[test]
fn some_assets_are_translated() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let path = "playlists/bdceefb3-1c52-4848-a6b7-d49acd13109d";
    let english = asset(&sandbox, path);
    for (language, name) in [
        ("fr-FR", "Partie rapide"),
        ("de-DE", "Schnelles Spiel"),
        ("es-ES", "Partida rápida"),
    ] {
        let localized = in_language(&sandbox, path, language);
        assert_eq!(localized["PublicName"], name);
        assert_ne!(localized["Description"], english["Description"]);
        assert_eq!(localized["AssetId"], english["AssetId"]);
    }
    assert_eq!(in_language(&sandbox, path, "ja-JP"), english);
}

#[test]
fn projects_and_manifests_list_all_maps_and_modes() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let project = asset(&sandbox, "projects/a9dc0785-2a99-4fec-ba6e-0216feaaf041");
    let by_build = asset(&sandbox, "manifests/builds/6.10025.12948.0/game");
    assert_eq!(by_build["CustomData"]["BuildNumber"], "6.10025.12948.0");
    let newest = asset(&sandbox, "manifests/branches/HIRC/game");
    assert_eq!(newest["CustomData"]["BranchName"], "HIRC");
    for manifest in [&by_build, &newest] {
        let path = format!(
            "manifests/{}/versions/{}",
            text(&manifest["AssetId"]),
            text(&manifest["VersionId"])
        );
        assert_eq!(asset(&sandbox, &path), *manifest);
        for links in ["MapLinks", "UgcGameVariantLinks"] {
            assert_eq!(manifest[links], project[links]);
            assert!(list(&manifest[links]).len() > 10);
        }
    }
    for unknown in ["builds/1.2.3/game", "branches/NONE/game"] {
        assert_eq!(
            get(&sandbox, &format!("{SERVICE}/manifests/{unknown}")).status,
            404
        );
    }
    let tags = asset(&sandbox, "info/tags");
    assert!(list(&tags["CannedTags"]).contains(&json!({ "Name": "Arena" })));
    assert_eq!(get(&sandbox, &format!("{SERVICE}/maps/nonsense")).status, 400);
}

#[test]
fn every_search_result_exists() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let all = everything(&sandbox);
    let page = asset(&sandbox, "search");
    assert_eq!(number(&page["EstimatedTotal"]) as usize, all.len());
    assert!(all.len() > 250);
    let ids: BTreeSet<&str> = all.iter().map(|found| text(&found["AssetId"])).collect();
    assert_eq!(ids.len(), all.len());
    for found in all.iter().step_by(7) {
        let kind = match number(&found["AssetKind"]) {
            2 => "maps",
            4 => "prefabs",
            6 => "ugcGameVariants",
            other => panic!("{other} is not searchable"),
        };
        let path = format!(
            "{kind}/{}/versions/{}",
            text(&found["AssetId"]),
            text(&found["AssetVersionId"])
        );
        let whole = asset(&sandbox, &path);
        assert_eq!(whole["PublicName"], found["Name"]);
        assert_eq!(whole["AssetStats"]["AverageRating"], found["AverageRating"]);
    }
}

#[test]
fn each_search_filter_selects_the_right_assets() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let all = everything(&sandbox);
    let home = sandbox.world().home();
    let stars = |found: &Value| found["AverageRating"].as_f64().expect("stars");
    let day = |found: &Value, field: &str| text(&found[field]["ISO8601Date"]).to_owned();
    let has = |found: &Value, tag: &str| list(&found["Tags"]).contains(&json!(tag));
    let filters: [(&str, Selects); 9] = [
        ("assetKind=Prefab", &|found| found["AssetKind"] == 4),
        ("term=SLAYER", &|found| {
            let texts = [text(&found["Name"]), text(&found["Description"])];
            texts.iter().any(|text| text.to_lowercase().contains("slayer"))
        }),
        // One of the tags is enough.
        ("tags=CTF&tags=Oddball", &|found| {
            has(found, "ctf") || has(found, "oddball")
        }),
        ("tags=nothing&tags=ctf", &|found| has(found, "ctf")),
        (&format!("author={}", home.player_id()), &|found| {
            found["OriginalAuthor"] == home.player_id()
        }),
        ("averageRatingMin=4.5", &|found| stars(found) >= 4.5),
        (
            "fromDateCreatedUtc=2024-01-01T00:00:00Z&toDateCreatedUtc=2024-12-31",
            &|found| ("2024-01-01"..="2024-12-31").contains(&day(found, "DateCreatedUtc").as_str()),
        ),
        ("toDateModifiedUtc=2023-01-01", &|found| {
            day(found, "DateModifiedUtc").as_str() < "2023-01-01"
        }),
        ("fromDatePublishedUtc=2026-01-01", &|found| {
            day(found, "DatePublishedUtc").as_str() >= "2026-01-01"
        }),
    ];
    for (query, selects) in filters {
        let ids = |found: &[Value]| -> BTreeSet<String> {
            found
                .iter()
                .map(|found| text(&found["AssetId"]).to_owned())
                .collect()
        };
        let expected: Vec<Value> = all.iter().filter(|found| selects(found)).cloned().collect();
        assert!(
            !expected.is_empty() && expected.len() <= 101,
            "{query}: {}",
            expected.len()
        );
        assert_eq!(ids(&found(&sandbox, query)), ids(&expected), "{query}");
    }
    assert!(found(&sandbox, "assetKind=Map&term=slayer&tags=nothing").is_empty());
    let since = |time: &str| {
        found(
            &sandbox,
            &format!("fromDateCreatedUtc={time}&sort=name&order=asc"),
        )
    };
    let expected = since("2024-12-31T22:30:00Z");
    assert!(!expected.is_empty());
    for same in [
        "2024-12-31",
        "2024-12-31T22:30:00",
        "2024-12-31T22:30:00%2B00:00",
        "2024-12-31T22%3A30%3A00.000000%2B00%3A00",
        // A query decodes a plus as a space.
        "2024-12-31T22:30:00+00:00",
        "2025-01-01T00:30:00+02:00",
        "2024-12-31T17:30:00-05:00",
    ] {
        if same == "2024-12-31" {
            assert!(since(same).len() >= expected.len());
        } else {
            assert_eq!(since(same), expected, "{same}");
        }
    }
}

#[test]
fn results_can_be_sorted_in_both_orders() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for (sort, field) in [
        ("likes", "Likes"),
        ("bookmarks", "Bookmarks"),
        ("playsrecent", "PlaysRecent"),
        ("playsalltime", "PlaysAllTime"),
        ("numberofobjects", "NumberOfObjects"),
        ("parentassetcount", "ParentAssetCount"),
        ("numberofratings", "NumberOfRatings"),
        ("averagerating", "AverageRating"),
        ("datecreatedutc", "DateCreatedUtc"),
        ("datemodifiedutc", "DateModifiedUtc"),
        ("datepublishedutc", "DatePublishedUtc"),
        ("name", "Name"),
    ] {
        let values = |order: &str| -> Vec<(i64, String)> {
            let found = found(&sandbox, &format!("sort={sort}&order={order}"));
            let value = |found: &Value| match &found[field] {
                Value::String(name) => (0, name.to_lowercase()),
                Value::Object(date) => (0, text(&date["ISO8601Date"]).trim_end_matches('Z').to_owned()),
                value => ((value.as_f64().expect("a number") * 100.0) as i64, String::new()),
            };
            found.iter().map(value).collect()
        };
        assert!(values("asc").is_sorted(), "{sort}");
        assert!(values("desc").into_iter().rev().is_sorted(), "{sort}");
    }
}

#[test]
fn invalid_searches_are_rejected() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for bad in [
        "count=0",
        "count=102",
        "count=-1",
        "start=-1",
        "sort=beauty",
        "order=random",
        "assetKind=Playlist",
        "averageRatingMin=6",
        "averageRatingMin=many",
        "fromDateCreatedUtc=yesterday",
    ] {
        assert_eq!(
            get(&sandbox, &format!("{SERVICE}/search?{bad}")).status,
            400,
            "{bad}"
        );
    }
    let page = asset(&sandbox, "search?count=101");
    assert_eq!((&page["Count"], &page["ResultCount"]), (&json!(101), &json!(101)));
    assert_eq!(list(&page["Tags"]).len(), 5);
}

#[test]
fn films_cover_their_matches() {
    let sandbox = Sandbox::builder().matches(300).start().expect("a sandbox");
    let world = sandbox.world();
    let (mut missing, mut versions) = (0, BTreeSet::new());
    for (index, id) in world.match_ids(world.home()).into_iter().enumerate() {
        let info = world.match_stats(id).expect("a match")["MatchInfo"].clone();
        let path = format!("{SERVICE}/films/matches/{id}/spectate");
        if text(&info["StartTime"]) < "2023" && info["Playlist"].is_null() {
            assert_eq!(get(&sandbox, &path).status, 404);
            missing += 1;
            continue;
        }
        // Films are slow to make without optimization: some of them will do.
        if index % 5 > 0 {
            continue;
        }
        let film = get_json(&sandbox, &path);
        let data = &film["CustomData"];
        assert_eq!(data["MatchId"], id.to_string());
        versions.insert(number(&data["FilmMajorVersion"]));
        let chunks = list(&data["Chunks"]);
        let of = |kind: i64| chunks.iter().filter(move |chunk| chunk["ChunkType"] == kind);
        assert_eq!((of(1).count(), of(3).count()), (1, 1));
        let length: i64 = of(2).map(|chunk| number(&chunk["DurationMilliseconds"])).sum();
        assert_eq!(length, number(&data["FilmLength"]));
        for (index, chunk) in chunks.iter().enumerate() {
            assert_eq!(chunk["Index"], index);
            assert_eq!(chunk["FileRelativePath"], format!("/filmChunk{index}"));
        }
    }
    assert!(missing > 0, "some custom games are old");
    assert!(
        versions.first() == Some(&30) && versions.last() == Some(&41),
        "{versions:?}"
    );
}

#[test]
fn a_film_is_an_asset_with_its_chunks() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let id = sandbox.world().match_ids(sandbox.world().home())[0];
    let film = asset(&sandbox, &format!("films/matches/{id}/spectate"));
    let by_id = asset(&sandbox, &format!("films/{}", text(&film["AssetId"])));
    assert_eq!(by_id["AssetId"], film["AssetId"]);
    assert_eq!(by_id["CustomData"], film["CustomData"]);
    assert_eq!(by_id["CustomData"]["MatchId"], id.to_string());
    assert_eq!(by_id["Files"]["Prefix"], film["BlobStoragePathPrefix"]);
    let files: BTreeSet<&str> = list(&by_id["Files"]["FileRelativePaths"])
        .iter()
        .map(text)
        .collect();
    let chunks = list(&film["CustomData"]["Chunks"]).iter();
    let chunks: BTreeSet<&str> = chunks
        .map(|chunk| text(&chunk["FileRelativePath"]).trim_start_matches('/'))
        .collect();
    assert_eq!(files, chunks);
    let version = text(&by_id["VersionId"]);
    assert!(text(&by_id["Files"]["Prefix"]).ends_with(&format!("/{version}/")));
    // The fields of a film that a public client showed in 2022, and the two that all assets got later.
    assert_eq!(
        keys(&by_id),
        [
            "CustomData",
            "Tags",
            "MapLink",
            "UgcGameVariantLink",
            "AssetId",
            "VersionId",
            "PublicName",
            "Description",
            "Files",
            "Contributors",
            "AssetHome",
            "AssetStats",
            "InspectionResult",
            "CloneBehavior",
            "Order",
            "PublishedDate",
            "DisplayOwnerOverride",
        ]
    );
    for (film, status) in [("00000000-0000-4000-8000-000000000000", 404), ("nonsense", 400)] {
        assert_eq!(get(&sandbox, &format!("{SERVICE}/films/{film}")).status, status);
    }
}
