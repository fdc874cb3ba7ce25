//! What the sandbox answers with is what the schemas describe, and what the models know.

use std::collections::BTreeSet;
use std::path::Path;

use halo_infinite::models::common::AssetReference;
use halo_infinite::models::economy::currency;
use halo_infinite::models::stats::MatchHistoryResult;
use halo_infinite::payload::RawFile;
use halo_infinite::refdata::{AssetKind, GameVariantCategory, SkillResultCode};
use halo_infinite::services::economy::{CustomizationView, Store, TrackKind};
use halo_infinite::services::gamecms_hacs::GuideKind;
use halo_infinite::services::stats::MatchType;
use halo_infinite::{Client, Request, Xuid};
use halo_infinite_sandbox::Sandbox;
use jsonschema::{Retrieve, Uri, Validator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::compare;

/// Reads the schemas that others refer to.
struct Folder;

impl Retrieve for Folder {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.path().as_str().trim_start_matches('/');
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(name))?;
        Ok(serde_json::from_str(&text)?)
    }
}

fn validator(file: &str, model: &str) -> Validator {
    build(&reference(file, model))
}

fn validator_of_list(file: &str, model: &str) -> Validator {
    build(&json!({ "type": "array", "items": reference(file, model) }))
}

fn reference(file: &str, model: &str) -> Value {
    json!({ "$ref": format!("schema:///{file}.json#/definitions/{model}") })
}

fn build(schema: &Value) -> Validator {
    jsonschema::draft7::options()
        .with_retriever(Folder)
        .should_validate_formats(true)
        .build(schema)
        .unwrap()
}

#[test]
fn shared_fields_are_validated() {
    let schema = validator("discovery_ugc", "AssetLink");
    let missing: Vec<_> = schema
        .iter_errors(&json!({}))
        .map(|error| error.to_string())
        .collect();
    assert!(
        missing.contains(&"\"AssetId\" is a required property".to_owned()),
        "{missing:?}"
    );
}

/// Sends a request; the answer must follow its schema, hold nothing that the model does not know, and
/// come back from the model as it was.
fn check<T: DeserializeOwned + Serialize>(validator: &Validator, request: &Request<T>) -> T {
    let response = request
        .response()
        .unwrap_or_else(|error| panic!("{request:?}: {error}"));
    let json = response.json().unwrap();
    let problems: Vec<_> = validator
        .iter_errors(&json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{request:?}: {problems:#?}");
    assert!(
        response.drift().unwrap().is_empty(),
        "{request:?}: {:?}",
        response.drift()
    );
    let model = response.model().unwrap();
    assert_eq!(
        compare::difference(&json, &serde_json::to_value(&model).unwrap()),
        None,
        "{request:?}"
    );
    model
}

fn client(sandbox: &Sandbox) -> Client {
    Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .unlimited()
        .build()
        .unwrap()
}

#[test]
fn stats_follow_their_schemas_in_every_mode_and_year() {
    let sandbox = Sandbox::builder().matches(400).start().unwrap();
    let client = client(&sandbox);
    let stats = client.stats();
    let me = sandbox.world().home().xuid();

    let schema = validator("stats", "MatchHistory");
    let mut entries = Vec::new();
    for start in (0..400).step_by(25) {
        entries.extend(check(&schema, &stats.match_history(me).start(start)).results);
    }
    assert_eq!(entries.len(), 400);

    let schema = validator("stats", "MatchStats");
    let mut modes = BTreeSet::new();
    let mut years = BTreeSet::new();
    for entry in &entries {
        let game = check(&schema, &stats.match_stats(entry.match_id));
        assert_eq!(game.match_info, entry.match_info);
        modes.insert(game.match_info.game_variant_category);
        years.insert(game.match_info.start_time.strftime("%Y").to_string());
    }
    for mode in GameVariantCategory::KNOWN {
        let name = mode.display_name();
        let is_played = [
            "Slayer",
            "Attrition",
            "Elimination",
            "Fiesta",
            "Strongholds",
            "King of the Hill",
            "Total Control",
            "Capture the Flag",
            "Extraction",
            "Oddball",
            "Stockpile",
            "Infection",
            "VIP",
            "Grifball",
            "Land Grab",
            "Minigame",
            "Firefight",
        ]
        .contains(&name);
        // King of the Hill is played as category 12; nobody has seen 13.
        let is_played = is_played && *mode != GameVariantCategory::MultiplayerKingOfTheHill;
        assert!(!is_played || modes.contains(mode), "{name} is missing");
    }
    assert!(years.len() >= 5, "{years:?}");

    let schema = validator("stats", "ServiceRecord");
    let record = check(&schema, &stats.service_record(me));
    check(&schema, &stats.service_record(me).match_type(MatchType::Custom));
    check(&schema, &stats.service_record(me).match_type(MatchType::Local));
    for season in record.subqueries.season_ids.as_deref().unwrap_or_default() {
        check(&schema, &stats.service_record(me).season(season));
    }
    for category in record
        .subqueries
        .game_variant_categories
        .as_deref()
        .unwrap_or_default()
    {
        check(&schema, &stats.service_record(me).category(*category));
    }

    check(&validator("stats", "MatchCount"), &stats.match_count(me));
    check(&validator("stats", "ChallengeDecks"), &stats.challenge_decks(me));
    check(&validator("stats", "MatchesPrivacy"), &stats.matches_privacy(me));
    check(
        &validator("settings", "ApiSettings"),
        &client.settings().api_settings(),
    );
    check(
        &validator("stats", "MatchProgression"),
        &stats.match_progression(me, entries[0].match_id),
    );
}

/// The newest matches of the home player.
fn history(client: &Client, sandbox: &Sandbox, count: u32) -> Vec<MatchHistoryResult> {
    let me = sandbox.world().home().xuid();
    let pages = (0..count).step_by(25);
    pages
        .flat_map(|start| {
            let page = client.stats().match_history(me).start(start).send();
            page.unwrap().results
        })
        .collect()
}

#[test]
fn profiles_follow_their_schemas() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let schema = validator("profile", "User");
    let me = check(&schema, &client.profile().current_user());
    for person in sandbox.world().people() {
        let user = check(&schema, &client.profile().user_by_id(person.xuid()));
        assert_eq!(
            check(&schema, &client.profile().user_by_gamertag(person.gamertag())),
            user
        );
    }
    let people = sandbox.world().people().iter().map(|person| person.xuid());
    let everybody = client.profile().users_by_id(people.clone());
    for request in everybody.requests().unwrap() {
        check(&validator_of_list("profile", "User"), request);
    }
    let users = everybody.send().unwrap();
    assert!(users.iter().map(|user| user.xuid.get()).eq(people));
    assert_eq!(users[0], me);
}

#[test]
fn skill_follows_its_schemas_in_every_playlist_and_year() {
    let sandbox = Sandbox::builder().matches(300).start().unwrap();
    let client = client(&sandbox);
    let skill = client.skill();
    let schema = validator("skill", "MatchSkill");
    let mut playlists = BTreeSet::new();
    let (mut ranked, mut placing, mut unranked) = (0, 0, 0);
    for entry in history(&client, &sandbox, 300) {
        let Some(playlist) = &entry.match_info.playlist else {
            let me = Xuid::new(sandbox.world().home().xuid()).unwrap();
            for request in skill.match_skill(entry.match_id, [me]).requests().unwrap() {
                assert_eq!(check(&schema, request).result(me), None);
            }
            continue;
        };
        playlists.insert(playlist.asset_id);
        let people: Vec<_> = client
            .stats()
            .match_stats(entry.match_id)
            .send()
            .unwrap()
            .xuids()
            .collect();
        for request in skill.match_skill(entry.match_id, people).requests().unwrap() {
            for player in check(&schema, request).value {
                let recap = player.result.unwrap().rank_recap.unwrap();
                match recap.post_match_csr.unwrap() {
                    csr if csr.rank().is_ranked() => ranked += 1,
                    csr if csr.measurement_matches_remaining > 0 => placing += 1,
                    _ => unranked += 1,
                }
            }
        }
    }
    assert!(
        ranked > 100 && placing > 5 && unranked > 100,
        "{ranked} {placing} {unranked}"
    );

    let schema = validator("skill", "PlaylistCsr");
    let everybody = sandbox.world().people().iter().map(|person| person.xuid());
    for playlist in playlists {
        for request in skill
            .playlist_csr(playlist, everybody.clone())
            .requests()
            .unwrap()
        {
            check(&schema, request);
        }
    }
    let newest = history(&client, &sandbox, 1).remove(0).match_id;
    let stranger = skill.match_skill(newest, [2_533_274_999_999_999_u64]);
    for request in stranger.requests().unwrap() {
        let entry = check(&validator("skill", "MatchSkill"), request).value.remove(0);
        assert_eq!(
            (entry.result_code, entry.computed()),
            (SkillResultCode::NotFound, None)
        );
    }
}

#[test]
fn assets_follow_their_schemas() {
    let sandbox = Sandbox::builder().matches(200).start().unwrap();
    let client = client(&sandbox);
    let discovery_ugc = client.discovery_ugc();
    let schema = |model| validator("discovery_ugc", model);
    let (maps, modes) = (schema("Map"), schema("UgcGameVariant"));
    let (pairs, playlists) = (schema("MapModePair"), schema("Playlist"));
    let (engines, prefabs, films) = (schema("EngineGameVariant"), schema("Prefab"), schema("Film"));
    let key = |reference: &AssetReference| (reference.asset_id, reference.version_id);
    let mut seen = BTreeSet::new();
    for entry in history(&client, &sandbox, 200) {
        let info = &entry.match_info;
        if info.playlist.is_some() {
            let film = check(&films, &discovery_ugc.film_by_match_id(entry.match_id));
            assert_eq!(film.custom_data.match_id, Some(entry.match_id));
        }
        if seen.insert(key(&info.map_variant)) {
            let map = check(&maps, &discovery_ugc.map(&info.map_variant));
            assert_eq!(check(&maps, &discovery_ugc.map(map.asset_id)), map);
        }
        if seen.insert(key(&info.ugc_game_variant)) {
            let mode = check(
                &modes,
                &discovery_ugc
                    .ugc_game_variant(&info.ugc_game_variant)
                    .language("fr-FR"),
            );
            let engine = mode.engine_game_variant_link.unwrap();
            check(&engines, &discovery_ugc.engine_game_variant(engine.asset_id));
        }
        if let Some(pair) = info
            .playlist_map_mode_pair
            .as_ref()
            .filter(|pair| seen.insert(key(pair)))
        {
            check(&pairs, &discovery_ugc.map_mode_pair(pair));
        }
        if let Some(playlist) = info
            .playlist
            .as_ref()
            .filter(|playlist| seen.insert(key(playlist)))
        {
            check(&playlists, &discovery_ugc.playlist(playlist));
        }
    }

    let search = schema("AssetSearchPage");
    let mut start = 0;
    loop {
        let page = check(&search, &discovery_ugc.search_assets().start(start).count(101));
        for found in &page.results {
            let id = (found.asset_id, found.asset_version_id);
            match found.asset_kind {
                AssetKind::Map => drop(check(&maps, &discovery_ugc.map(id))),
                AssetKind::Prefab => drop(check(&prefabs, &discovery_ugc.prefab(id))),
                AssetKind::UgcGameVariant => drop(check(&modes, &discovery_ugc.ugc_game_variant(id))),
                other => panic!("{other} cannot be found"),
            }
        }
        start += u32::try_from(page.results.len()).unwrap();
        if page.results.is_empty() {
            break;
        }
    }
    assert!(start > 250);

    let project = check(&schema("Project"), &discovery_ugc.custom_game_manifest());
    check(
        &schema("Project"),
        &discovery_ugc.project((project.asset_id, project.version_id)),
    );
    let manifests = schema("Manifest");
    let manifest = check(&manifests, &discovery_ugc.manifest_by_build("6.10025.12948.0"));
    assert_eq!(
        check(&manifests, &discovery_ugc.manifest(manifest.asset_id)),
        manifest
    );
    check(&manifests, &discovery_ugc.manifest_by_branch("HIRC"));
    check(&schema("TagsInfo"), &discovery_ugc.tags_info());
}

#[test]
fn own_content_follows_its_schemas() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .unlimited()
        .allow_writes()
        .build()
        .unwrap();
    let ugc = client.authoring_ugc();
    let me = sandbox.world().home().xuid();
    let schema = |model| validator("authoring_ugc", model);
    let (assets, asset) = (schema("AuthoringAssetPage"), schema("AuthoringAsset"));
    let (versions, version) = (
        schema("AuthoringAssetVersionPage"),
        schema("AuthoringAssetVersion"),
    );
    for own in check(&assets, &ugc.player_assets(me).count(25)).results {
        let (kind, id) = (own.kind, own.asset_id);
        check(&asset, &ugc.asset(kind, id));
        check(&versions, &ugc.versions(kind, id));
        check(&version, &ugc.latest_version(kind, id));
        check(&version, &ugc.published_version(kind, id));
        if kind == AssetKind::Film {
            let film = client.discovery_ugc().film(id);
            check(&validator("discovery_ugc", "FilmAsset"), &film);
        }
    }
    let (favorite, rating) = (schema("Favorite"), schema("Rating"));
    let marked = check(&schema("FavoritePage"), &ugc.favorites(me)).results;
    for mark in marked {
        let (kind, id) = (mark.asset_kind, mark.asset_id);
        assert_eq!(check(&favorite, &ugc.favorite(me, kind, id)), mark);
        check(&favorite, &ugc.add_favorite(me, kind, id));
        check(&rating, &ugc.rate(me, kind, id, 3));
        check(&rating, &ugc.rating(me, kind, id));
    }
}

#[test]
fn game_content_follows_its_schemas() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let gamecms_hacs = client.gamecms_hacs();
    let schema = |model| validator("gamecms_hacs", model);
    check(&schema("MedalMetadata"), &gamecms_hacs.medal_metadata());
    check(&schema("CsrSeasonCalendar"), &gamecms_hacs.csr_season_calendar());
    let calendar = check(&schema("SeasonCalendar"), &gamecms_hacs.season_calendar());
    let operations = schema("OperationRewardTrack");
    let seasons = schema("SeasonMetadata");
    for season in &calendar.seasons {
        let path = season.operation_track_path.as_deref().unwrap();
        check(&operations, &gamecms_hacs.operation_reward_track(path));
        let path = season.season_metadata.as_deref().unwrap();
        check(&seasons, &gamecms_hacs.season_metadata(path));
    }
    for event in calendar.events_in_order() {
        let path = event.reward_track_path.as_deref().unwrap();
        check(&operations, &gamecms_hacs.event_reward_track(path));
    }
    let career = check(&schema("CareerRewardTrack"), &gamecms_hacs.career_reward_track());
    let icon = career.ranks[1].rank_icon.as_deref().unwrap();
    let image: RawFile = gamecms_hacs.image(icon).send().unwrap();
    assert_eq!(image.content_type.as_deref(), Some("image/png"));
}

#[test]
fn names_and_pictures_follow_their_schemas() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let gamecms_hacs = client.gamecms_hacs();
    let schema = |model| validator("gamecms_hacs", model);
    check(&schema("EmblemMapping"), &gamecms_hacs.emblem_mapping());
    check(&schema("GameMetadata"), &gamecms_hacs.metadata());

    let me = sandbox.world().home().xuid();
    let appearance = client.economy().player_customization(me).send().unwrap();
    let appearance = appearance.appearance.unwrap();
    let items = schema("InGameItem");
    for path in [
        appearance.action_pose_path,
        appearance.backdrop_image_path,
        appearance.emblem.unwrap().emblem_path,
    ] {
        check(&items, &gamecms_hacs.item(&path.unwrap()));
    }

    let (decks, challenges) = (schema("ChallengeDeckDefinition"), schema("ChallengeDefinition"));
    for deck in client.stats().challenge_decks(me).send().unwrap().assigned_decks {
        check(&decks, &gamecms_hacs.challenge_deck(&deck.path));
        for challenge in deck.active_challenges {
            check(&challenges, &gamecms_hacs.challenge(&challenge.path));
        }
    }
    let ranked_arena = "edfef3ac-9cbe-4fa2-b949-8f29deafd483";
    let configuration = gamecms_hacs.playlist_configuration(ranked_arena);
    check(&schema("PlaylistConfiguration"), &configuration);
}

#[test]
fn guides_news_and_settings_follow_their_schemas() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let cms = client.gamecms_hacs();
    let schema = |model| validator("gamecms_hacs", model);
    for kind in [GuideKind::Progression, GuideKind::News, GuideKind::Specs] {
        check(&schema("Guide"), &cms.guide(kind));
    }
    let path = "Messages/Matchmaking/Betrayals.json";
    check(&schema("BanMessage"), &cms.ban_message(path));
    check(&schema("News"), &cms.news());
    check(&schema("LobbyErrorMessages"), &cms.lobby_error_messages());
    check(&schema("AchievementList"), &cms.achievements());
    check(&schema("CustomGameDefaults"), &cms.custom_game_defaults());
    check(&schema("PlayNowSettings"), &cms.play_now_settings());
    check(&schema("AcademyManifest"), &cms.academy_content());
    check(&schema("AcademyStars"), &cms.academy_stars());
    check(&schema("DriverManifest"), &cms.recommended_drivers());
    check(&schema("CpuPresets"), &cms.cpu_presets());
}

#[test]
fn economy_follows_its_schemas() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let economy = client.economy();
    let me = sandbox.world().home().xuid();
    let schema = |model| validator("economy", model);
    let customization = schema("PlayerCustomization");
    for person in sandbox.world().people() {
        check(&customization, &economy.player_customization(person.xuid()));
    }
    check(&schema("PlayerCareerRank"), &economy.player_career_rank(me));
    let private = economy.player_customization(me).view(CustomizationView::Private);
    check(&customization, &private);
    let passes = check(&schema("PlayerOperationPasses"), &economy.player_operations(me));
    let track = passes.active().unwrap().reward_track_path.clone();
    check(
        &schema("PlayerRewardTrack"),
        &economy.reward_track(me, TrackKind::Operation, &track),
    );
    let people = || sandbox.world().people()[..9].iter().map(|person| person.xuid());
    check(
        &schema("CareerRanks"),
        &economy.career_ranks(people()).requests().unwrap()[0],
    );
    check(
        &schema("PlayersCustomization"),
        &economy.players_customization(people()).requests().unwrap()[0],
    );
    check(&schema("AppearanceCustomization"), &economy.appearance(me));
}

#[test]
fn cores_follow_their_schemas() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let economy = client.economy();
    let me = sandbox.world().home().xuid();
    let schema = |model| validator("economy", model);
    let owned = check(&schema("OwnedCores"), &economy.owned_cores(me))
        .cores
        .unwrap();
    let core = |core_type: &str| {
        let mut cores = owned.iter();
        let core = cores.find(|core| core.core_type.as_deref() == Some(core_type));
        core.unwrap().core_id.clone().unwrap()
    };
    check(&schema("OwnedCore"), &economy.owned_core(me, &core("Ai")));
    check(&schema("ArmorCores"), &economy.armor_cores(me));
    check(&schema("ArmorCore"), &economy.armor_core(me, &core("Armor")));
    check(&schema("WeaponCores"), &economy.weapon_cores(me));
    check(&schema("WeaponCore"), &economy.weapon_core(me, &core("WeaponAR")));
    check(&schema("VehicleCores"), &economy.vehicle_cores(me));
    check(
        &schema("VehicleCore"),
        &economy.vehicle_core(me, &core("VehicleWasp")),
    );
    check(&schema("AiCores"), &economy.ai_cores(me));
    check(&schema("AiCore"), &economy.ai_core(me, &core("Ai")));
    check(&schema("SpartanBody"), &economy.spartan_body(me));
}

#[test]
fn property_and_stores_follow_their_schemas() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let (economy, content) = (client.economy(), client.gamecms_hacs());
    let home = sandbox.world().home();
    let me = home.xuid();
    let schema = |model| validator("economy", model);
    check(&schema("PlayerInventory"), &economy.inventory(me));
    check(&schema("ActiveBoosts"), &economy.boosts(me));
    check(&schema("Giveaways"), &economy.giveaways(me));
    let transactions = schema("CurrencyTransactions");
    check(
        &transactions,
        &economy.currency_transactions(me, currency::CREDITS),
    );
    check(
        &transactions,
        &economy.currency_transactions(me, currency::XP_BOOSTS),
    );
    let game = sandbox.world().match_ids(home)[0];
    let progression = client.stats().match_progression(me, game).send().unwrap();
    check(
        &schema("AwardedRewards"),
        &economy.awarded_rewards(me, &progression.reward_id.unwrap()),
    );

    let schema_of_file = |model| validator("gamecms_hacs", model);
    check(&schema_of_file("InventoryCatalog"), &content.inventory_catalog());
    let balances = check(&schema("CurrencyBalances"), &economy.currencies(me));
    let definition = schema_of_file("CurrencyDefinition");
    for balance in balances.currencies.iter().flatten() {
        check(&definition, &content.currency(&balance.currency_path));
    }
    let (storefront, display) = (schema("Storefront"), schema_of_file("StoreOffering"));
    for store in Store::all() {
        let store = check(&storefront, &economy.store(me, store));
        for offering in store.offerings() {
            let path = offering.offering_display_path.as_deref().unwrap();
            check(&display, &content.store_offering(path));
        }
    }
}

#[test]
fn small_services_follow_their_schemas() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let people: Vec<u64> = sandbox
        .world()
        .people()
        .iter()
        .map(|person| person.xuid())
        .collect();
    let bans = client.banprocessor().ban_summary(&people[..]);
    for request in bans.requests().unwrap() {
        check(&validator("banprocessor", "BanSummary"), request);
    }
    let presence = client.lobby().presence(&people[..]);
    for request in presence.requests().unwrap() {
        check(&validator("lobby", "Presence"), request);
    }
    check(
        &validator_of_list("lobby", "QosServer"),
        &client.lobby().qos_servers(),
    );
    let comms = client.comms();
    check(&validator("comms", "CommsUser"), &comms.me());
    check(
        &validator_of_list("comms", "Notification"),
        &comms.notifications(),
    );
    let awards = check(
        &validator("profile", "ServiceAwardSnapshot"),
        &client.profile().service_awards(),
    );
    let waypoint = client.wpcontent();
    check(
        &validator("wpcontent", "ServiceAward"),
        &waypoint.service_award(&awards.awards[0]),
    );
    check(
        &validator_of_list("wpcontent", "ArticleCategory"),
        &waypoint.article_categories(),
    );
    // The times of articles have no offset, which schemas require.
    assert!(
        waypoint
            .articles()
            .response()
            .unwrap()
            .drift()
            .unwrap()
            .is_empty()
    );
    let settings = client.settings();
    let clearance = check(&validator("auth", "Clearance"), &settings.clearance());
    check(
        &validator("settings", "FeatureFlags"),
        &settings.feature_flags(&clearance.flight_configuration_id),
    );
    check(
        &validator("stats", "DailyCustomExperience"),
        &client.stats().daily_custom_experience(people[0]),
    );
}
