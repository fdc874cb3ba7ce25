//! Every file that a payload names exists.

use crate::common::histories::path;
use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::Value;
use std::collections::BTreeSet;

const CMS: &str = "/gamecms_hacs/hi";

/// Reads a file and all files that it names, and returns the pictures that these name.
fn pictures(sandbox: &Sandbox, start: BTreeSet<String>) -> BTreeSet<String> {
    let mut waiting: Vec<String> = start.into_iter().collect();
    let (mut known, mut pictures) = (BTreeSet::new(), BTreeSet::new());
    while let Some(path) = waiting.pop() {
        if !known.insert(path.to_lowercase()) {
            continue;
        }
        let file = get_json(sandbox, &format!("{CMS}/Progression/file/{path}"));
        waiting.extend(all_ending(&file, &[".json"]));
        // The fields repeat a part of a path.
        let mut file = file;
        for field in ["/CommonData/DisplayPath/FileName", "/ImagePath/FileName"] {
            if let Some(name) = file.pointer_mut(field) {
                *name = Value::Null;
            }
        }
        ending(&file, &[".png"], &mut pictures);
    }
    pictures
}

fn assert_pictures(sandbox: &Sandbox, root: &str, pictures: &BTreeSet<String>) {
    for path in pictures {
        let reply = get(sandbox, &format!("{CMS}/{root}/file/{path}"));
        assert_eq!(
            (reply.status, reply.content_type.as_str()),
            (200, "image/png"),
            "{path}"
        );
    }
}

#[test]
fn everything_worn_has_files_with_pictures() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home().player_id();
    let private = get_json(
        &sandbox,
        &format!("/economy/hi/players/{home}/customization?view=private"),
    );
    let pictures = pictures(&sandbox, all_ending(&private, &[".json"]));
    assert!(pictures.len() > 40);
    assert_pictures(&sandbox, "images", &pictures);
}

#[test]
fn an_item_has_a_type_a_title_and_the_picture_of_its_size() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let path = "Inventory/Armor/Helmets/005-001-reach-1f00aa02.json";
    let item = get_json(&sandbox, &format!("{CMS}/progression/file/{path}?flight=x"));
    let common = &item["CommonData"];
    assert_eq!(
        (text(&common["Type"]), text(&common["Title"]["value"])),
        ("ArmorHelmet", "Reach Helmet")
    );
    assert!(item.get("AvailableConfigurations").is_none());
    let display = &common["DisplayPath"];
    let picture = text(&display["Media"]["MediaUrl"]["Path"]);
    let [folder, file] = [&display["FolderPath"], &display["FileName"]].map(text);
    assert_eq!(picture, format!("{folder}/{file}"));
    let png = get(&sandbox, &format!("{CMS}/images/file/{picture}")).body;
    let side = |at: usize| {
        i64::from(u32::from_be_bytes(
            png[at..at + 4].try_into().expect("four bytes"),
        ))
    };
    assert_eq!(
        [side(16), side(20)],
        [&display["Width"], &display["Height"]].map(number)
    );
}

#[test]
fn a_backdrop_has_its_picture_in_a_field_of_its_own() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home().player_id();
    let outfit = get_json(&sandbox, &format!("/economy/hi/players/{home}/customization"));
    let backdrop = text(&outfit["Appearance"]["BackdropImagePath"]);
    let backdrop = get_json(&sandbox, &format!("{CMS}/progression/file/{backdrop}"));
    let picture = text(&backdrop["ImagePath"]["Media"]["MediaUrl"]["Path"]);
    let picture = get(&sandbox, &format!("{CMS}/images/file/{picture}"));
    assert_eq!(
        (picture.status, picture.content_type.as_str()),
        (200, "image/png")
    );
    let emblem = text(&outfit["Appearance"]["Emblem"]["EmblemPath"]);
    let emblem = get_json(&sandbox, &format!("{CMS}/progression/file/{emblem}"));
    assert!(emblem.get("ImagePath").is_none());
}

#[test]
fn seasons_tracks_and_challenges_have_all_their_files() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let calendar = get_json(
        &sandbox,
        &format!("{CMS}/progression/file/calendars/seasons/seasoncalendar.json"),
    );
    let csr = get_json(
        &sandbox,
        &format!("{CMS}/Progression/file/Csr/Calendars/CsrSeasonCalendar.json"),
    );
    let decks = get_json(&sandbox, &path(sandbox.world().home(), "decks"));
    let mut named = all_ending(&calendar, &[".json"]);
    ending(&csr, &[".json"], &mut named);
    ending(&decks, &[".json"], &mut named);
    assert_pictures(&sandbox, "images", &pictures(&sandbox, named));
}

#[test]
fn seasons_have_their_names_numbers_and_dates() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for (file, name, number, dates) in [
        (
            "Seasons/Season7.json",
            "Lone Wolves",
            2,
            "May 03, 2022 - November 08, 2022",
        ),
        (
            "Seasons/Season3.json",
            "Echoes Within",
            3,
            "March 07, 2023 - June 20, 2023",
        ),
        (
            "Seasons/Season5-Op2.json",
            "Combined Arms",
            5,
            "November 14, 2023 - December 19, 2023",
        ),
    ] {
        let season = get_json(&sandbox, &format!("{CMS}/Progression/file/{file}"));
        assert_eq!(
            (
                text(&season["Name"]["value"]),
                &season["Number"],
                text(&season["DateRange"]["value"])
            ),
            (name, &number.into(), dates)
        );
    }
    let path = "Csr/Seasons/CsrSeason5-1.json";
    let season = get_json(&sandbox, &format!("{CMS}/Progression/file/{path}"));
    let calendar = get_json(
        &sandbox,
        &format!("{CMS}/Progression/file/Csr/Calendars/CsrSeasonCalendar.json"),
    );
    let mut entries = list(&calendar["Seasons"]).iter();
    let entry = entries.find(|entry| entry["CsrSeasonFilePath"] == path);
    assert_eq!(list(&season["Seasons"]), &[entry.expect("a season").clone()]);
}

#[test]
fn decks_name_their_last_challenge_and_challenges_their_rewards() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let decks = get_json(&sandbox, &path(sandbox.world().home(), "decks"));
    let weekly = text(&decks["AssignedDecks"][0]["Path"]);
    let deck = get_json(&sandbox, &format!("{CMS}/Progression/file/{weekly}"));
    assert_eq!(
        (text(&deck["DeckType"]), text(&deck["Type"])),
        ("Weekly", "weekly")
    );
    let capstone = get_json(
        &sandbox,
        &format!("{CMS}/Progression/file/{}", text(&deck["CapstoneChallengePath"])),
    );
    assert_eq!(
        (text(&capstone["Category"]), text(&capstone["Difficulty"])),
        ("Capstone", "mythic")
    );
    let reward = &capstone["Reward"]["InventoryRewards"][0];
    let item = get_json(
        &sandbox,
        &format!("{CMS}/Progression/file/{}", text(&reward["InventoryItemPath"])),
    );
    assert_eq!(item["CommonData"]["Type"], reward["Type"]);
}

#[test]
fn the_emblems_that_players_wear_are_mapped_to_pictures() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let mapping = get_json(
        &sandbox,
        &format!("{CMS}/Waypoint/file/images/emblems/mapping.json"),
    );
    let mut worn = BTreeSet::new();
    for person in sandbox.world().people() {
        let path = format!(
            "/economy/hi/players/{}/customization/appearance",
            person.player_id()
        );
        let emblem = get_json(&sandbox, &path)["Appearance"]["Emblem"].clone();
        let path = text(&emblem["EmblemPath"]).to_owned();
        let file = path.rsplit('/').next().expect("a file");
        let palette = number(&emblem["ConfigurationId"]);
        let id = file.trim_end_matches(".json");
        let pictures = &mapping[id][palette.to_string()];
        let name = format!("{id}_{}.png", palette.to_string().replace('-', "n"));
        assert_eq!(pictures["emblemCmsPath"], format!("images/emblems/{name}"));
        assert_eq!(pictures["nameplateCmsPath"], format!("images/nameplates/{name}"));
        assert!(text(&pictures["textColor"]).starts_with('#'));
        assert_pictures(&sandbox, "Waypoint", &all_ending(pictures, &[".png"]));
        let item = get_json(&sandbox, &format!("{CMS}/Progression/file/{path}"));
        let palettes: BTreeSet<String> = list(&item["AvailableConfigurations"])
            .iter()
            .map(|configuration| number(&configuration["ConfigurationId"]).to_string())
            .collect();
        let mapped: BTreeSet<String> = keys(&mapping[id]).into_iter().map(str::to_owned).collect();
        assert_eq!(palettes, mapped);
        worn.insert(name);
    }
    assert!(worn.len() > 4, "{worn:?}");
    for unknown in [
        "images/emblems/nothing.png",
        "images/nameplates/104-001-olympus-stand-5f00ee04_1.png",
    ] {
        assert_eq!(
            get(&sandbox, &format!("{CMS}/Waypoint/file/{unknown}")).status,
            404
        );
    }
}

#[test]
fn playlists_configurations_agree_with_the_playlists() {
    let sandbox = Sandbox::builder().matches(300).start().expect("a sandbox");
    let world = sandbox.world();
    let mut ranked = BTreeSet::new();
    for id in world.match_ids(world.home()) {
        let info = world.match_stats(id).expect("a match")["MatchInfo"].clone();
        let Some(playlist) = info["Playlist"]["AssetId"].as_str() else {
            continue;
        };
        let path = format!("playlists/assets/{playlist}.json");
        let configuration = get_json(&sandbox, &format!("{CMS}/Multiplayer/file/{path}"));
        let lower = get_json(&sandbox, &format!("{CMS}/multiplayer/file/{path}"));
        assert_eq!(configuration, lower);
        let version = text(&configuration["UgcPlaylistVersion"]);
        assert_eq!(info["Playlist"]["VersionId"], version);
        let asset = get_json(
            &sandbox,
            &format!("/discovery_ugc/hi/playlists/{playlist}/versions/{version}"),
        );
        let words = text(&asset["PublicName"])
            .to_lowercase()
            .replace([' ', ':'], "_")
            .replace("__", "_");
        assert_eq!(configuration["NameHint"], words);
        let home = world.home().player_id();
        let csr = get_json(
            &sandbox,
            &format!("/skill/hi/playlist/{playlist}/csrs?players={home}"),
        );
        let has_rank = csr["Value"][0]["Result"]["Current"]["Tier"] != "";
        assert!(configuration["HasCsr"] == true || !has_rank, "{playlist}");
        ranked.insert((
            text(&configuration["NameHint"]).to_owned(),
            configuration["HasCsr"] == true,
        ));
    }
    for (name, has_csr) in [("ranked_arena", true), ("quick_play", false)] {
        assert!(ranked.contains(&(name.to_owned(), has_csr)), "{ranked:?}");
    }
    let unknown = "playlists/assets/00000000-0000-4000-8000-000000000000.json";
    assert_eq!(
        get(&sandbox, &format!("{CMS}/Multiplayer/file/{unknown}")).status,
        404
    );
}

#[test]
fn the_files_of_assets_can_be_downloaded() {
    const HOST: &str = "https://blobs-infiniteugc.svc.halowaypoint.com";
    let sandbox = Sandbox::start().expect("a sandbox");
    let download = |url: &str| {
        let path = url.strip_prefix(HOST).expect("the host of files");
        get_with(&sandbox, &format!("/blobs{path}"), &[])
    };
    let mut kinds = BTreeSet::new();
    for query in ["sort=name&order=asc", "assetKind=Map&author=aaid", "term=bazaar"] {
        let page = get_json(&sandbox, &format!("/discovery_ugc/hi/search?count=25&{query}"));
        for asset in list(&page["Results"]) {
            let reply = download(text(&asset["ThumbnailUrl"]));
            assert_eq!(reply.status, 200, "{asset}");
            match reply.content_type.as_str() {
                "image/png" => assert!(reply.body.starts_with(b"\x89PNG\r\n\x1a\n")),
                "image/jpeg" => {
                    assert!(reply.body.starts_with(b"\xff\xd8\xff") && reply.body.ends_with(b"\xff\xd9"));
                }
                other => panic!("{other}"),
            }
            kinds.insert(reply.content_type);
        }
    }
    assert_eq!(kinds.len(), 2, "{kinds:?}");
    let id = sandbox.world().match_ids(sandbox.world().home())[0];
    let map = sandbox.world().match_stats(id).expect("a match")["MatchInfo"]["MapVariant"].clone();
    let map = get_json(
        &sandbox,
        &format!("/discovery_ugc/hi/maps/{}", text(&map["AssetId"])),
    );
    let prefix = text(&map["Files"]["Prefix"]);
    for file in list(&map["Files"]["FileRelativePaths"]) {
        let reply = download(&format!("{prefix}{}", text(file)));
        assert!(reply.status == 200 && !reply.body.is_empty(), "{file}");
    }
    assert_eq!(download(&format!("{prefix}images/nothing.png")).status, 404);
    let other = prefix.replace("/map/", "/prefab/");
    assert_eq!(download(&format!("{other}images/thumbnail.png")).status, 404);
}
