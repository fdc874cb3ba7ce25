//! The settings service: clearances, feature flags, and the game's catalogue of its API.

use crate::captures::real_captures;
use crate::common::histories::path;
use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::Value;
use std::collections::BTreeSet;

const CATALOGUE: &str = "/settings/settings/hipc/e2a0a7c6-6efe-42af-9283-c2ab73250c48";
const CLEARANCES: &str = "/settings/oban/flight-configurations/titles/hi/audiences";

#[test]
fn a_player_has_the_clearance_of_all_audiences_and_builds() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home().player_id();
    for request in [
        "RETAIL/active".to_owned(),
        "retail/active?sandbox=RETAIL&build=222249.22.06.08.1730-0".to_owned(),
        format!("retail/players/{home}/active"),
        format!("RETAIL/players/{home}/active?sandbox=UNUSED&build=210921.22.01.10.1706-0&release=1.13"),
        format!("beta/players/{home}/active"),
    ] {
        let clearance = get_json(&sandbox, &format!("{CLEARANCES}/{request}"));
        assert_eq!(
            clearance["FlightConfigurationId"],
            sandbox.clearance(),
            "{request}"
        );
    }
    for (player, status) in [("xuid(2533274999999999)", 404), ("Sandbox%20Spartan", 400)] {
        let path = format!("{CLEARANCES}/retail/players/{player}/active");
        assert_eq!(get(&sandbox, &path).status, status, "{player}");
    }
    let path = format!("{CLEARANCES}/retail/players/{home}/active");
    assert_eq!(get_with(&sandbox, &path, &[]).status, 401);
}

#[test]
fn feature_flags_need_a_token() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let path = format!("/settings/featureflags/hi?flight={}", sandbox.clearance());
    let flags = get_json(&sandbox, &path);
    assert!(!list(&flags["EnabledFeatures"]).is_empty() && !list(&flags["DisabledFeatures"]).is_empty());
    assert_eq!(get_with(&sandbox, &path, &[]).status, 401);
}

#[test]
fn only_the_pc_version_has_a_catalogue_and_it_needs_no_token() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let accept = [("accept", "application/json")];
    let catalogue = get_with(&sandbox, CATALOGUE, &accept);
    assert_eq!(catalogue.json(), get_json(&sandbox, CATALOGUE));
    let other = CATALOGUE.replace("e2a0a7c6", "00000000");
    assert_eq!(get_with(&sandbox, &other, &accept).status, 404);
}

#[test]
fn the_catalogue_in_xml_has_keys_and_values() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let xml = get_with(&sandbox, CATALOGUE, &[("accept", "application/xml")]).text();
    assert!(xml.contains("<Key>Stats_GetMatchStats</Key><Value><AuthorityId>halostats</AuthorityId>"));
}

#[test]
fn the_catalogue_is_a_part_of_the_real_one() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let catalogue = get_json(&sandbox, CATALOGUE);
    let used = |field: &str| -> BTreeSet<&str> {
        let endpoints = catalogue["Endpoints"].as_object().expect("endpoints").values();
        endpoints.map(|endpoint| text(&endpoint[field])).collect()
    };
    let listed = |field: &str| -> BTreeSet<&str> { keys(&catalogue[field]).into_iter().collect() };
    assert_eq!(used("RetryPolicyId"), listed("RetryPolicies"));
    assert!(used("AuthorityId").is_subset(&listed("Authorities")));
    let Some(folder) = real_captures() else { return };
    let real = std::fs::read(folder.join("settings/endpoints.json")).expect("a file");
    let real: Value = serde_json::from_slice(&real).expect("JSON");
    assert_eq!(keys(&catalogue), keys(&real));
    for field in keys(&real) {
        for (name, entry) in catalogue[field].as_object().expect("entries") {
            assert_eq!(*entry, real[field][name], "{name}");
        }
    }
}

/// Ids and paths of the sandbox's world, for the places in the catalogue's paths.
struct Places<'a> {
    sandbox: &'a Sandbox,
    match_info: Value,
    match_id: String,
}

impl<'a> Places<'a> {
    fn new(sandbox: &'a Sandbox) -> Self {
        let id = sandbox.world().match_ids(sandbox.world().home())[0];
        let stats = sandbox.world().match_stats(id).expect("a match");
        Self {
            sandbox,
            match_info: stats["MatchInfo"].clone(),
            match_id: id.to_string(),
        }
    }

    fn json(&self, path: &str) -> Value {
        get_json(self.sandbox, path)
    }

    /// The asset's id and version.
    fn asset(&self, kind: &str) -> [String; 2] {
        let link = |link: &Value| ["AssetId", "VersionId"].map(|field| text(&link[field]).to_owned());
        match kind {
            "maps" => link(&self.match_info["MapVariant"]),
            "playlists" => link(&self.match_info["Playlist"]),
            "mapModePairs" => link(&self.match_info["PlaylistMapModePair"]),
            "ugcGameVariants" => link(&self.match_info["UgcGameVariant"]),
            "engineGameVariants" => {
                let [mode, _] = self.asset("ugcGameVariants");
                let mode = self.json(&format!("/discovery_ugc/hi/ugcGameVariants/{mode}"));
                link(&mode["EngineGameVariantLink"])
            }
            "prefabs" => {
                let page = self.json("/discovery_ugc/hi/search?assetKind=Prefab&count=1");
                let found = &page["Results"][0];
                ["AssetId", "AssetVersionId"].map(|field| text(&found[field]).to_owned())
            }
            "projects" => link(&self.json("/discovery_ugc/hi/projects/a9dc0785-2a99-4fec-ba6e-0216feaaf041")),
            "manifests" => link(&self.json("/discovery_ugc/hi/manifests/branches/HIRC/game")),
            "{assetType}" => self.own("Map"),
            "films" => self.own("Film"),
            "players" => self.rated(),
            other => panic!("{other}"),
        }
    }

    /// An asset of the home player, and its latest version.
    fn own(&self, kind: &str) -> [String; 2] {
        let home = self.sandbox.world().home().player_id();
        let path = format!("/authoring_ugc/hi/players/{home}/assets?kind={kind}");
        let found = &self.json(&path)["Results"][0];
        ["AssetId", "LatestVersionId"].map(|field| text(&found[field]).to_owned())
    }

    /// A map that the home player marked and rated.
    fn rated(&self) -> [String; 2] {
        let home = self.sandbox.world().home().player_id();
        let of_home = format!("/authoring_ugc/hi/players/{home}");
        let page = self.json(&format!("{of_home}/favorites/maps?count=25"));
        let mut marked = list(&page["Results"]).iter();
        let rated = marked.find(|found| {
            let path = format!("{of_home}/ratings/maps/{}", text(&found["AssetId"]));
            get(self.sandbox, &path).status == 200
        });
        let rated = rated.expect("a rated map");
        ["AssetId", "AssetVersionId"].map(|field| text(&rated[field]).to_owned())
    }

    fn file(&self, place: &str) -> String {
        let home = self.sandbox.world().home();
        let calendar = "/gamecms_hacs/hi/progression/file/calendars/seasons/seasoncalendar.json";
        let found = match place {
            "{challengePath}" => {
                self.json(&path(home, "decks"))["AssignedDecks"][0]["ActiveChallenges"][0]["Path"].clone()
            }
            "{challengeDeckPath}" => self.json(&path(home, "decks"))["AssignedDecks"][0]["Path"].clone(),
            "{eventPath}" => self.json(calendar)["Events"][0]["RewardTrackPath"].clone(),
            "{seasonPath}" => self.json(calendar)["Seasons"][0]["SeasonMetadata"].clone(),
            "{itemPath}" | "{filePath}" => {
                let appearance = format!(
                    "/economy/hi/players/{}/customization/appearance",
                    home.player_id()
                );
                self.json(&appearance)["Appearance"]["BackdropImagePath"].clone()
            }
            "{banMessagePath}" => {
                let ids: Vec<String> = self
                    .sandbox
                    .world()
                    .people()
                    .iter()
                    .map(|p| p.player_id())
                    .collect();
                let summary = self.json(&format!("/banprocessor/hi/bansummary?targets={}", ids.join(",")));
                let bans = list(&summary["Results"]).iter();
                let ban = bans
                    .flat_map(|result| list(&result["Result"]["BansInEffect"]))
                    .next();
                ban.expect("a ban")["BanMessagePath"].clone()
            }
            other => panic!("{other}"),
        };
        text(&found).to_owned()
    }

    /// The path with all its places filled.
    fn fill(&self, template: &str) -> String {
        let kind = template.split('/').nth(2).unwrap_or_default();
        // One path ends with a brace too many.
        let template = template
            .replace("}}", "}")
            .replace("{rewardTrackType}s", "careerranks");
        let mut path = String::new();
        let mut rest = template.as_str();
        while let Some((before, from)) = rest.split_once('{') {
            let (name, after) = from.split_once('}').expect("the end of a place");
            let place = format!("{{{name}}}");
            path += before;
            path += &match name {
                "title" => "hi".to_owned(),
                "assetType" => "maps".to_owned(),
                "assetId" => self.asset(kind)[0].clone(),
                "versionId" => self.asset(kind)[1].clone(),
                "player" => self.sandbox.world().home().player_id(),
                "matchId" => self.match_id.clone(),
                "playlistId" => self.asset("playlists")[0].clone(),
                "branchName" => "HIRC".to_owned(),
                "buildNumber" => "6.10027.15822.0".to_owned(),
                "trackId" => "careerrank1".to_owned(),
                "audience" => "RETAIL".to_owned(),
                "filePath" if template.contains("/images/") => self.picture(),
                "filePath" if template.contains("/news/") => "articles/articles.json".to_owned(),
                _ => self.file(&place),
            };
            rest = after;
        }
        path + rest
    }

    fn picture(&self) -> String {
        let item = self.file("{itemPath}");
        let item = self.json(&format!("/gamecms_hacs/hi/Progression/file/{item}"));
        text(&item["CommonData"]["DisplayPath"]["Media"]["MediaUrl"]["Path"]).to_owned()
    }
}

#[test]
fn every_endpoint_of_the_catalogue_answers() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let places = Places::new(&sandbox);
    let catalogue = get_json(&sandbox, CATALOGUE);
    let home = sandbox.world().home().player_id();
    for (name, endpoint) in catalogue["Endpoints"].as_object().expect("endpoints") {
        let service = match text(&endpoint["AuthorityId"]) {
            "HIUGC_Discovery_Authority" | "HIUGC_Discovery_Authority_Open" => "discovery_ugc",
            "HIUGC_Authoring_Authority" => "authoring_ugc",
            "gamecms" => "gamecms_hacs",
            "halostats" => "stats",
            "settings_noauth" | "settings_st4" => "settings",
            // Its paths stand in the payloads of other services.
            "iUgcFiles" => continue,
            other => other,
        };
        let query = match service {
            "skill" | "economy" => format!("?players={home}"),
            "banprocessor" => format!("?auth=st&targets={home}"),
            _ => String::new(),
        };
        let path = format!("/{service}{}{query}", places.fill(text(&endpoint["Path"])));
        let expected = if name == "Settings_SpartanTokenV4" {
            405
        } else {
            200
        };
        assert_eq!(get(&sandbox, &path).status, expected, "{name}: {path}");
    }
}
